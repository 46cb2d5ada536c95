"""What can be wrong with the training text."""

from __future__ import annotations

from pathlib import Path


class TrainingDataError(Exception):
    """A training file is not in its form. ``path`` and ``line`` (from 1) say where."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(f"{path}, line {line}: {reason}")
        self.path = path
        self.line = line
        self.reason = reason
