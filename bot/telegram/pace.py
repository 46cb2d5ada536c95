"""How often something may happen: at most so many times in any stretch of time."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

MARGIN = 0.05  # seconds added to a stretch: what is sent evenly need not arrive so
KEPT = 2_000  # keys that are remembered before those that wait for nothing are let go


class Pace:
    """At most ``count`` times in any ``seconds``, for each key apart. 0 times means no limit.

    A count that is no whole number is kept to by a longer stretch: 0.5 a second is 1 in 2 seconds.
    """

    def __init__(
        self, count: float, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._count = max(1, int(count))
        self._seconds = seconds * self._count / count + MARGIN if count else 0.0
        self._clock = clock
        self._times: dict[int, deque[float]] = {}

    def wait(self, key: int = 0) -> float:
        """Seconds until it may happen again, 0 for at once."""
        times = self._times.get(key)
        if not times or len(times) < self._count:
            return 0.0
        return max(0.0, times[0] + self._seconds - self._clock())

    def book(self, key: int = 0) -> float:
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
