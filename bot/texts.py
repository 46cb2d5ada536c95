"""Every sentence a person reads, Vietnamese and English; the sentences stand in texts.toml."""

from __future__ import annotations

import errno
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

from bot.errors import BadQuestion, BadSettings
from corpus.errors import Unreadable
from embeddings.encoder import ModelUnavailable
from embeddings.errors import BadBenchmark

Lang = Literal["vi", "en"]

# Errors carry what the system says; this is what it says of each that has words of its own.
_SYSTEM = {
    os.strerror(getattr(errno, name)): name
    for name in (
        "EACCES EBADF ECONNREFUSED EDQUOT EEXIST EIO EISDIR ELOOP EMFILE ENAMETOOLONG ENOENT ENOSPC"
        " ENOTDIR ENOTEMPTY EPERM EROFS ETIMEDOUT"
    ).split()
}


@cache
def table() -> Mapping[str, Mapping[str, str]]:
    """All sentences: code -> language -> text with ``str.format`` fields."""
    entries = tomllib.loads((files("bot") / "texts.toml").read_text("utf-8"))
    return MappingProxyType({code: MappingProxyType(entry) for code, entry in entries.items()})


@dataclass(frozen=True, slots=True)
class Texts:
    """The sentences in one language.

    >>> Texts("vi").say("count", count=7)
    '7 mục:'
    """

    lang: Lang = "vi"

    def say(self, code: str, /, **values: object) -> str:
        """The sentence of a code, its fields filled in; unused values do no harm.

        Raises KeyError for an unknown code or a field without a value: both are bugs.
        """
        return table()[code][self.lang].format_map(values).lstrip("\n")

    def knows(self, code: str) -> bool:
        """Whether a code has a sentence."""
        return code in table()

    def error(self, error: Exception, *, rebuild: str = "bantin rebuild") -> str:
        """What one of our errors means to a person, and what to do next.

        ``rebuild`` is the command that mends an index, with the folders in use.
        """
        if isinstance(error, BadQuestion):
            return self.say(f"question_{error.code}")
        code = next(kind.__name__ for kind in type(error).__mro__ if self.knows(kind.__name__))
        values: dict[str, object] = {"rebuild": rebuild, "why": self._why(error), **vars(error)}
        values["reason"] = self._reason(error)
        return self.say(code, **values)

    def skip(self, code: str, detail: str = "") -> str:
        """Why a file gave no bulletin, with the detail that was noted: in the sentence where that
        has a place for it, else behind it.
        """
        entry, known = f"skip_{code}", self.system(detail)
        told = self.say(entry, detail=known)
        behind = known and "{detail}" not in table()[entry][self.lang]
        return f"{told} ({known})" if behind else told

    def system(self, reason: str) -> str:
        """What the system says of an error, in our words where it is a common one."""
        name = _SYSTEM.get(reason)
        return self.say(f"system_{name}") if name else reason

    def _reason(self, error: Exception) -> str:
        """The reason that an error carries, empty where it carries none."""
        if isinstance(error, OSError):
            reason = self.system(error.strerror or type(error).__name__)
            return f"{reason}: {error.filename}" if error.filename else reason
        if isinstance(error, ModelUnavailable) and error.code:
            return self.say(f"model_{error.code}")
        return self.system(getattr(error, "reason", ""))

    def _why(self, error: Exception) -> str:
        if isinstance(error, BadSettings):
            return self.say(f"setting_{error.detail}")
        if isinstance(error, BadBenchmark):
            values = {name: self.system(value) for name, value in error.values.items()}
            why = self.say(f"benchmark_{error.code}", **values)
            whole = error.line is None
            return why if whole else self.say("benchmark_line", line=error.line, why=why)
        return self.skip(error.code, error.detail) if isinstance(error, Unreadable) else ""
