"""How often something may happen: at most so many times in any stretch of time.

A count that is no whole number is kept to by a longer stretch: 0.5 a second is 1 in 2 seconds.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Hashable
from contextlib import asynccontextmanager

MARGIN = 0.05  # seconds added to a stretch: what is sent evenly need not arrive so
KEPT = 2_000  # keys that are remembered before those that wait for nothing are let go


class Pace:
    """At most ``count`` times in any ``seconds``, for each key apart. 0 times means no limit."""

    def __init__(
        self, count: float, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._count, self._seconds = _stretch(count, seconds)
        self._clock = clock
        self._times: dict[Hashable, deque[float]] = {}

    def wait(self, key: Hashable = 0) -> float:
        """Seconds until it may happen again, 0 for at once."""
        times = self._times.get(key)
        if not times or len(times) < self._count:
            return 0.0
        return max(0.0, times[0] + self._seconds - self._clock())

    def book(self, key: Hashable = 0) -> float:
        """Takes the next turn and returns the seconds until it comes."""
        if not self._seconds:
            return 0.0
        wait, now = self.wait(key), self._clock()
        self._let_go(now)
        self._times.setdefault(key, deque(maxlen=self._count)).append(now + wait)
        return wait

    def _let_go(self, now: float) -> None:
        if len(self._times) > KEPT:
            recent = now - self._seconds
            self._times = {key: times for key, times in self._times.items() if times[-1] > recent}


class Leaving(Exception):
    """The program ends before it was time: it is for the next run to do it."""


class Permits:
    """At most ``count`` calls under way or ended in the last ``seconds``, for each key apart.

    Counted from their ends, they cannot arrive closer together than they may, however long each
    is under way. Who waits first is first. 0 means no limit.
    """

    def __init__(self, count: float, seconds: float) -> None:
        self._count, self._seconds = _stretch(count, seconds)
        self._closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._permits: dict[int, asyncio.Semaphore] = {}
        self._users: Counter[int] = Counter()  # who wants, has or just had a permit

    @asynccontextmanager
    async def one(self, key: int = 0) -> AsyncIterator[None]:
        """Holds a permit; waits for one. Raises Leaving when there will be none."""
        if not self._seconds:
            yield
            return
        self._users[key] += 1
        permits = self._permits.setdefault(key, asyncio.Semaphore(self._count))
        try:
            await self._acquired(permits)
        except (asyncio.CancelledError, Leaving):
            self._leave(key)
            raise
        try:
            yield
        finally:
            asyncio.get_running_loop().call_later(self._seconds, self._give_back, key)

    def close(self) -> None:
        """Nobody waits any more."""
        if not self._closed.done():
            self._closed.set_result(None)

    async def _acquired(self, permits: asyncio.Semaphore) -> None:
        if not permits.locked():
            await permits.acquire()
            return
        waiting = asyncio.ensure_future(permits.acquire())
        try:
            await asyncio.wait((waiting, self._closed), return_when=asyncio.FIRST_COMPLETED)
            if not waiting.done():
                raise Leaving
        finally:
            waiting.cancel()

    def _give_back(self, key: int) -> None:
        self._permits[key].release()
        self._leave(key)

    def _leave(self, key: int) -> None:
        self._users[key] -= 1
        if not self._users[key]:
            del self._users[key], self._permits[key]


def _stretch(count: float, seconds: float) -> tuple[int, float]:
    """A whole count and the seconds for it; 0 seconds where there is no limit."""
    whole = max(1, int(count))
    return whole, seconds * whole / count + MARGIN if count else 0.0
