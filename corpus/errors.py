"""What can go wrong in this room. Messages are for developers; bot/texts words them for people."""

from __future__ import annotations


class CorpusError(Exception):
    """Base of every error of this room."""


class CorpusMissing(CorpusError):
    """The corpus folder does not exist or is no folder. ``path`` is what was named."""

    def __init__(self, path: str) -> None:
        super().__init__(f"no corpus folder at {path}")
        self.path = path


class CorpusUnreadable(CorpusError):
    """The corpus folder cannot be listed. ``path``, and the system's ``reason``."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"cannot read {path}: {reason}")
        self.path = path
        self.reason = reason


class CorpusEmpty(CorpusError):
    """The corpus folder holds no readable bulletin. ``skipped`` counts files that were tried."""

    def __init__(self, path: str, skipped: int) -> None:
        super().__init__(f"no readable bulletin in {path} ({skipped} skipped)")
        self.path = path
        self.skipped = skipped


class Unreadable(CorpusError):
    """One file cannot become a bulletin. ``code`` is a key of the reasons in bot/texts."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
