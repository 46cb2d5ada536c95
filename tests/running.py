"""The real ``bantin telegram`` as a child process, beside a Bot API server of the tests' own."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from tests.conftest import BULLETINS
from tests.terminal import ROOT

TODAY = "2021-04-20"
PATIENCE = 30.0  # seconds until something that never comes is missed
NO_LIMITS = {
    f"TELEGRAM_{name}_RATE": "0" for name in ("SEND", "CHAT", "GROUP", "USER")
}  # most tests are about something else


class Bot:
    """One child. What it says on standard error is kept in ``said``."""

    def __init__(self, settings: dict[str, str], folder: Path) -> None:
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("BANTIN_", "TELEGRAM_", "EMBEDDING_", "RERANK_"))
        }
        self.folder = folder
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  # lives as long as the child
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "telegram"],
            cwd=folder,
            env={**inherited, "PYTHONPATH": str(ROOT), **settings},
            stdin=subprocess.DEVNULL,
            stdout=self._said,
            stderr=subprocess.STDOUT,
        )

    @property
    def said(self) -> str:
        """Everything that it has written so far."""
        at = self._said.tell()
        self._said.seek(0)
        text = self._said.read().decode("utf-8", "replace")
        self._said.seek(at)
        return text

    def wait_until_said(self, words: str, seconds: float = PATIENCE) -> None:
        """Waits for words on standard error. Raises AssertionError where they never come."""
        ends = time.monotonic() + seconds
        while words not in self.said:
            assert time.monotonic() < ends, self.said
            assert self.process.poll() is None, self.said
            time.sleep(0.02)

    @property
    def lines(self) -> list[str]:
        """What it has written so far, line by line."""
        return self.said.splitlines()

    @property
    def troubles(self) -> Mapping[str, int]:
        """What it has recorded as gone wrong: how often by code."""
        with closing(sqlite3.connect(self.folder / "state" / "bantin.db")) as db:
            return dict(db.execute("SELECT code, count(*) FROM troubles GROUP BY code"))

    @property
    def resident(self) -> int:
        """Bytes of memory that it holds now."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    def kill(self) -> None:
        """As ``kill -9`` does."""
        self.process.kill()
        self.process.wait()

    def stop(self, number: int = signal.SIGTERM, seconds: float = PATIENCE) -> int:
        """Asks it to end; its exit status. Raises TimeoutExpired where it does not."""
        self.process.send_signal(number)
        return self.process.wait(seconds)

    def ended(self, seconds: float = PATIENCE) -> int:
        """The exit status of one that ends by itself."""
        return self.process.wait(seconds)


@contextmanager
def bantin(folder: Path, index: Path, **settings: str) -> Iterator[Bot]:
    """Runs ``bantin telegram`` with its state in a folder, until the block ends."""
    own = {
        "BANTIN_CORPUS": str(BULLETINS),
        "BANTIN_INDEX": str(index),
        "BANTIN_STATE": str(folder / "state"),
        "BANTIN_TODAY": TODAY,
        **NO_LIMITS,
    }
    bot = Bot({**own, **settings}, folder)
    try:
        yield bot
    finally:
        bot.kill()
