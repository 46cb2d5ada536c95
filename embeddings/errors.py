"""What can go wrong in this room. Messages are for developers; bot/texts words them for people."""

from __future__ import annotations


class EmbeddingsError(Exception):
    """Base of every error of this room."""


class IndexProblem(EmbeddingsError):
    """The index at ``path`` cannot be used as it is; a rebuild mends it."""

    def __init__(self, path: str, detail: str = "") -> None:
        super().__init__(f"{type(self).__name__} at {path}: {detail}")
        self.path = path
        self.detail = detail


class IndexMissing(IndexProblem):
    """There is no complete index at ``path``."""


class IndexDamaged(IndexProblem):
    """A file of the index is missing, cut short or changed; ``detail`` names it."""


class IndexOutdated(IndexProblem):
    """The index was made by another version of the text rules or of the index format."""


class IndexOfOtherModel(IndexProblem):
    """The index was made with another embedding model; ``detail`` names both."""


class IndexStale(IndexProblem):
    """The corpus has changed since the index was made, or is another corpus."""


class BuilderBusy(EmbeddingsError):
    """Another process is building this index. ``path`` is the index folder."""

    def __init__(self, path: str) -> None:
        super().__init__(f"another process is building {path}")
        self.path = path


class StorageFailed(EmbeddingsError):
    """The index folder cannot be written or read: disk full, read-only, no permission."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"cannot use {path}: {reason}")
        self.path = path
        self.reason = reason


class BadBenchmark(EmbeddingsError):
    """A BEIR folder cannot be measured: what is wrong at ``path``.

    ``code`` is a key of the reasons in bot/texts, with ``values`` for its fields; ``line`` counts
    from 1, None where the whole file is meant.
    """

    def __init__(self, path: str, code: str, *, line: int | None = None, **values: str) -> None:
        where = path if line is None else f"{path}: line {line}"
        super().__init__(" ".join([f"{where}: {code}", *values.values()]))
        self.path = path
        self.code = code
        self.line = line
        self.values = values
