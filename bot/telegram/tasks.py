"""Tasks that run beside each other."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator


class Tasks:
    """Those of them that have not ended. ``failed`` fails with what the first of them failed with,
    unless it was cancelled.
    """

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def begin(self, work: Coroutine[None, None, None]) -> None:
        """Runs one more."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._ended)

    def __len__(self) -> int:
        return len(self._running)

    def __iter__(self) -> Iterator[asyncio.Task[None]]:
        return iter(tuple(self._running))

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if task.cancelled() or self.failed.done():
            return
        if error := task.exception():
            self.failed.set_exception(error)
            self.failed.exception()  # another 401 may be told of first: then nobody asks for this
