"""Asks Telegram for updates. Asking for what comes next confirms what came before, so that is
done only when it is stored.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence

from telegram import Bot
from telegram.error import Conflict, RetryAfter, TelegramError

from bot.telegram.api import POLL_SECONDS, Unauthorized, raw, seconds_to_wait
from bot.telegram.incoming import KINDS

Keep = Callable[[Sequence[object]], int]  # stores raw updates, durably; how many of them are new

BATCH = 100  # the most that getUpdates gives
PAUSE = 1.0  # seconds after a poll that failed, twice as long after each further one,
LONGEST_PAUSE = 10.0  # up to this
BREATH, LONGEST_BREATH = 0.05, 0.5  # the same after one that gave nothing new and did not wait
WAITED = 1.0  # seconds after which a poll that gives nothing has waited
SETTLED = 60.0  # seconds without a conflict after which another one is news


class Polling:
    """The receiving end of long polls. ``tell`` gets a code of bot/texts when something begins or
    ceases to be wrong.
    """

    def __init__(self, bot: Bot, keep: Keep, tell: Callable[[str], None]) -> None:
        self._bot = bot
        self._keep = keep
        self._tell = tell
        self._trouble = ""  # what was told last,
        self._troubled = 0.0  # and when that was so for the last time

    async def run(self) -> None:
        """Receives until it is cancelled. Raises Unauthorized."""
        after: int | None = None  # of what is stored and not confirmed yet
        pause, breath = PAUSE, BREATH
        while True:
            began = time.monotonic()
            try:
                updates = await self._poll(after)
            except Unauthorized:
                raise
            except TelegramError as error:
                self._fails("telegram_conflict" if isinstance(error, Conflict) else "telegram_away")
                await asyncio.sleep(_wanted(error, pause))
                pause = min(2 * pause, LONGEST_PAUSE)
                continue
            self._works()
            pause = PAUSE
            new = self._keep(updates)
            ids = [one for one in map(_id, updates) if one is not None]
            # Confirmed by the poll before, an id may restart lower after an idle week.
            after = max(ids) + 1 if ids else None
            if new or time.monotonic() - began > WAITED:
                breath = BREATH
            else:  # a server may not wait, and what has no id cannot be confirmed
                await asyncio.sleep(breath)
                breath = min(2 * breath, LONGEST_BREATH)

    async def _poll(self, after: int | None) -> list[object]:
        """Updates as they came: one that is malformed must not take the others with it."""
        found = await raw(
            self._bot,
            "getUpdates",
            timeout=POLL_SECONDS,
            limit=BATCH,
            allowed_updates=KINDS,
            offset=after,
        )
        if not isinstance(found, list):
            raise TelegramError("getUpdates gave no list")
        return found

    def _fails(self, trouble: str) -> None:
        if trouble != self._trouble:
            self._tell(trouble)
        self._trouble, self._troubled = trouble, time.monotonic()

    def _works(self) -> None:
        """Of two instances, each can poll for a while now and then."""
        if self._trouble == "telegram_away":
            self._tell("telegram_back")
        elif time.monotonic() - self._troubled < SETTLED:
            return
        self._trouble = ""


def _wanted(error: TelegramError, pause: float) -> float:
    return seconds_to_wait(error) if isinstance(error, RetryAfter) else pause


def _id(raw: object) -> int | None:
    found = raw.get("update_id") if isinstance(raw, dict) else None
    return found if type(found) is int else None
