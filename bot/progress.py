"""How far a build is, on standard error only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import click

from bot.texts import Texts

if TYPE_CHECKING:
    from embeddings.build import Progress


@contextmanager
def shown(texts: Texts) -> Iterator[Progress]:
    """Yields what a build calls with bulletins done and bulletins in all.

    A bar at a terminal, which redraws itself ten times a second at most; elsewhere one line when
    the build begins and one when it ends. Nothing at all when nothing is built. Where even that
    cannot be written, the build goes on unseen.
    """
    reporter = _Bar(texts) if sys.stderr is not None and sys.stderr.isatty() else _Lines(texts)

    def step(done: int, total: int) -> None:
        with suppress(OSError):
            reporter.step(done, total)

    try:
        yield step
    finally:
        with suppress(OSError):
            reporter.end()


class _Lines:
    """Two lines: one at the start, one when all is read."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._begun = False

    def step(self, done: int, total: int) -> None:
        if not self._begun:
            self._begun = True
            click.echo(self._texts.say("building", total=total), err=True)
        if done == total:
            click.echo(self._texts.say("built", total=total), err=True)

    def end(self) -> None:
        """Nothing is left open."""


class _Bar:
    """rich's bar, loaded when there is something to show."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._step: Progress | None = None
        self._stop: Callable[[], None] = lambda: None

    def step(self, done: int, total: int) -> None:
        if self._step is None:
            self._begin(total)
        if self._step is not None:
            self._step(done, total)

    def end(self) -> None:
        self._stop()

    def _begin(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import Progress as Bar

        bar = Bar(console=Console(stderr=True), transient=True)
        task = bar.add_task(self._texts.say("building", total=total), total=total)
        self._step = lambda done, total: bar.update(task, completed=done, total=total)
        self._stop = bar.stop
        bar.start()
