"""What was asked at this terminal before, in a file that only its owner may read."""

from __future__ import annotations

import os
from collections import deque
from functools import partial
from pathlib import Path
from typing import TextIO

from bot.wording import folded

KEPT = 1_000  # lines that are remembered, the last ones


class History:
    """One message a line, the oldest first. A file that fails is left alone from then on."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._failed = False
        self._untold: OSError | None = None
        self.lines: tuple[str, ...] = ()
        try:
            with self._open() as file:
                path.chmod(0o600)  # it may be older than this rule
                file.seek(0)
                self.lines = tuple(line.rstrip("\n") for line in deque(file, KEPT))
        except OSError as error:
            self._fail(error)

    def add(self, line: str) -> None:
        """Keeps a message."""
        if self._failed:
            return
        try:
            with self._open() as file:
                file.write(f"{folded(line)}\n")
        except OSError as error:
            self._fail(error)

    def problem(self) -> str | None:
        """Why the file failed, once; None while it serves."""
        error, self._untold = self._untold, None
        return None if error is None else error.strerror or type(error).__name__

    def _fail(self, error: OSError) -> None:
        self._failed, self._untold = True, error

    def _open(self) -> TextIO:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        mine = partial(os.open, mode=0o600)
        return open(self.path, "a+", encoding="utf-8", errors="replace", newline="\n", opener=mine)
