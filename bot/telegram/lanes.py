"""Who is answered when: every chat in its order, chats side by side."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from itertools import count

from bot.state import Pending
from bot.telegram.incoming import INLINE
from bot.telegram.pace import Pace
from bot.telegram.tasks import Tasks

Handle = Callable[[Pending], Awaitable[None]]


class Lanes:
    """One queue for each chat with something to do, and one task that works it off.

    What one person says is taken up in its order, and people in a group take turns. ``rate`` is how
    much of one person is taken up in a minute, 0 for any number; ``shares`` is what each may have
    of a group, by the group's lane and the person, booked by who sends it. Who wants more waits;
    what others say in the same chat goes before. An error of ``handle`` ends all lanes: see
    ``failed``.
    """

    def __init__(self, handle: Handle, rate: float, shares: Pace) -> None:
        self._handle = handle
        self._pace = Pace(rate, 60)
        self._shares = shares
        self._waiting: dict[int, deque[Pending]] = {}
        self._news: dict[int, asyncio.Event] = {}
        self._tasks = Tasks()
        self._stopping = False
        self.failed = self._tasks.failed

    def add(self, one: Pending) -> None:
        """Puts an update at the end of its lane; nothing is begun after :meth:`stop`."""
        if self._stopping:
            return
        if one.lane in self._waiting:
            self._waiting[one.lane].append(one)
            self._news[one.lane].set()
            return
        self._waiting[one.lane] = deque([one])
        self._news[one.lane] = asyncio.Event()
        self._tasks.begin(self._work_off(one.lane))

    async def stop(self, seconds: float) -> None:
        """Begins nothing more and waits for what is in flight; what takes longer is cut off."""
        self._stopping = True
        for news in self._news.values():
            news.set()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _work_off(self, lane: int) -> None:
        waiting, news = self._waiting[lane], self._news[lane]
        turns, numbers = dict[int, int](), count(1)  # when everybody in this chat had theirs
        while waiting and not self._stopping:
            ready = (one for one in waiting if not self._wait(one))
            one = min(ready, key=lambda one: turns.get(one.person, 0), default=None)
            if one is None:
                await _either(news, min(map(self._wait, waiting)))
                continue
            waiting.remove(one)
            turns[one.person] = next(numbers)
            if one.lane < INLINE:
                self._pace.book(one.person)
            await self._handle(one)
        del self._waiting[lane], self._news[lane]

    def _wait(self, one: Pending) -> float:
        """Seconds until it may be taken up; what is typed letter by letter is no question yet."""
        if one.lane >= INLINE:
            return 0.0
        return max(self._pace.wait(one.person), self._shares.wait((one.lane, one.person)))


async def _either(news: asyncio.Event, seconds: float) -> None:
    """Waits for news, or until the time is over."""
    news.clear()
    try:
        await asyncio.wait_for(news.wait(), seconds)
    except TimeoutError:
        return
