"""Telegram's sending limits: one message a second in a chat, thirty in all, twenty a minute in a
group. https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

from __future__ import annotations

import math
import time
from collections import deque

from tests.botapi.refusals import too_many

# Messages on their way arrive a little closer together than they left.
_SLACK = 0.9


class _Window:
    """At most ``most`` in any ``seconds``."""

    def __init__(self, most: int, seconds: float) -> None:
        self._seconds = seconds * _SLACK
        self._times: deque[float] = deque(maxlen=most)

    def wait(self, now: float) -> float:
        """Seconds until one more may come."""
        if len(self._times) < (self._times.maxlen or 0):
            return 0.0
        return max(0.0, self._times[0] + self._seconds - now)

    def take(self, now: float) -> None:
        self._times.append(now)


class Limits:
    """Counts messages and edits while it is ``on``; what it refuses does not count."""

    def __init__(self, on: bool = False) -> None:
        self.on = on
        self._all = _Window(30, 1)
        self._chats: dict[int, tuple[_Window, ...]] = {}

    def take(self, chat: int) -> None:
        """Counts one message to a chat. Raises Refusal, a 429, where it is one too many."""
        if not self.on:
            return
        now = time.monotonic()
        windows = (self._all, *self._of(chat))
        longest = max(window.wait(now) for window in windows)
        if longest > 0:
            raise too_many(math.ceil(longest))
        for window in windows:
            window.take(now)

    def _of(self, chat: int) -> tuple[_Window, ...]:
        if chat not in self._chats:
            group = (_Window(20, 60),) if chat < 0 else ()
            self._chats[chat] = (_Window(1, 1), *group)
        return self._chats[chat]
