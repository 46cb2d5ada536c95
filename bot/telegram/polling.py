"""Asks Telegram for updates. Asking for what comes next confirms what came before, so that is
done only when it is stored.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from telegram import Bot
from telegram.error import Conflict, RetryAfter, TelegramError

from bot.telegram.api import POLL_SECONDS, Unauthorized, seconds_to_wait
from bot.telegram.incoming import KINDS

Keep = Callable[[Sequence[object]], None]  # stores raw updates, durably

BATCH = 100  # the most that getUpdates gives
PAUSE = 1.0  # seconds after a poll that failed, twice as long after each further one,
LONGEST_PAUSE = 10.0  # up to this
BREATH = 0.05  # seconds after a poll that gave nothing


class Polling:
    """The receiving end of long polls. ``tell`` gets a code of bot/texts when something begins or
    ceases to be wrong.
    """

    def __init__(self, bot: Bot, keep: Keep, tell: Callable[[str], None]) -> None:
        self._bot = bot
        self._keep = keep
        self._tell = tell
        self._trouble = ""  # what was told last

    async def run(self) -> None:
        """Receives until it is cancelled. Raises Unauthorized."""
        after: int | None = None  # of what is stored and not confirmed yet
        pause = PAUSE
        while True:
            try:
                updates = await self._poll(after)
            except Unauthorized:
                raise
            except TelegramError as error:
                self._say("telegram_conflict" if isinstance(error, Conflict) else "telegram_away")
                await asyncio.sleep(_wanted(error, pause))
                pause = min(2 * pause, LONGEST_PAUSE)
                continue
            self._say("")
            pause = PAUSE
            self._keep(updates)
            ids = [one for one in map(_id, updates) if one is not None]
            # Confirmed by the poll before, an id may restart lower after an idle week.
            after = max(ids) + 1 if ids else None
            if not ids:  # a server may not wait, and what has no id cannot be confirmed
                await asyncio.sleep(PAUSE if updates else BREATH)

    async def _poll(self, after: int | None) -> list[object]:
        """Updates as they came: one that is malformed must not take the others with it."""
        named: dict[str, Any] = {
            "timeout": POLL_SECONDS,
            "limit": BATCH,
            "allowed_updates": list(KINDS),
        }
        if after is not None:
            named["offset"] = after
        found: Any = await self._bot.do_api_request("getUpdates", api_kwargs=named)
        if not isinstance(found, list):
            raise TelegramError("getUpdates gave no list")
        return found

    def _say(self, trouble: str) -> None:
        if trouble == self._trouble:
            return
        self._tell(trouble or "telegram_back")
        self._trouble = trouble


def _wanted(error: TelegramError, pause: float) -> float:
    return seconds_to_wait(error) if isinstance(error, RetryAfter) else pause


def _id(raw: object) -> int | None:
    found = raw.get("update_id") if isinstance(raw, dict) else None
    return found if type(found) is int else None
