"""Every sentence a person reads, Vietnamese and English; the sentences stand in texts.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

from bot.errors import BadQuestion, BadSettings
from corpus.errors import Unreadable

Lang = Literal["vi", "en"]


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
        if isinstance(error, OSError):
            reason = error.strerror or type(error).__name__
            values["reason"] = f"{reason}: {error.filename}" if error.filename else reason
        return self.say(code, **values)

    def skip(self, code: str, detail: str = "") -> str:
        """Why a file gave no bulletin, with the detail that was noted."""
        return self.say(f"skip_{code}") + (f" ({detail})" if detail else "")

    def _why(self, error: Exception) -> str:
        if isinstance(error, BadSettings):
            return self.say(f"setting_{error.detail}")
        return self.skip(error.code, error.detail) if isinstance(error, Unreadable) else ""
