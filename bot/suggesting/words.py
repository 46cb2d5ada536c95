"""The table of suggested questions: their wordings, and the words that fill them; see
suggestions.toml for both, and for why they stand there.
"""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

from corpus.vietnamese import nfc

_TABLE = tomllib.loads((files("bot.suggesting") / "suggestions.toml").read_text("utf-8"))


def _entries(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (entry.strip() for entry in re.split(r"[|\n]", nfc(text)))))


WORDINGS = {kind: _entries(text) for kind, text in _TABLE["wordings"].items()}
WORDS = {kind: _entries(text) for kind, text in _TABLE["words"].items()}


def any_of(table: str) -> str:
    """The entries of a table as alternatives of a pattern, the longest first."""
    return "|".join(map(re.escape, sorted(WORDS[table], key=len, reverse=True)))
