"""A message taken apart: what ties it to the one before, and what it brings of its own."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from bot.dialogue.memory import Memory
from bot.phrases.tables import Phrases
from bot.phrases.typed import Span, Typed
from corpus.vietnamese import fold, syllables
from embeddings.question import Question, names_nothing, understand
from embeddings.question_words import NOUNS

_TABLES: dict[str, str] = tomllib.loads(
    (files("bot.dialogue") / "followups.toml").read_text("utf-8")
)
PHRASES = Phrases(_TABLES)
_FILLER = set(syllables(_TABLES["filler"]))
_FOLDED_FILLER = {fold(word) for word in _FILLER if fold(word) != "quy"}
_GENERIC = frozenset(
    " ".join(NOUNS.split("|")).split()
    + "thu so muc cai y phan bao nhieu dau cuoi tien cung".split()
)


def only_filler(rest: str) -> bool:
    """Whether nothing but politeness and grammar is left."""
    return all(s in _FILLER or fold(s) in _FOLDED_FILLER for s in syllables(rest))


def stripped(words: Typed) -> tuple[str, bool]:
    """The message without what ties it to the one before, and whether there was any."""
    spans = []
    if size := words.leading("lead"):
        spans.append((0, size))
    end = words.trailing("tail")
    rest = words.without([*spans, (len(words) - end, len(words))] if end else spans)
    if not rest:
        rest, end = words.without(spans), 0
    if spans and not rest:
        return words.text, False
    kept = rest if _closes(words, end) else words.without(spans)
    return kept or words.text, bool(spans) or _closes(words, end)


def _closes(words: Typed, size: int) -> bool:
    """Whether the last syllables are a question in themselves: "… thì sao?"."""
    return size > 0 and "thì" in _forms(words, size)


def _forms(words: Typed, size: int) -> set[str]:
    found = {t.form for t in words.tokens[len(words) - size :]}
    return found | {"thì"} if "thi" in found else found


def pointing_words(words: Typed) -> list[Span]:
    """Where words like "đó" point back, those of "hôm nay" or "trong đó" apart."""
    kept = words.found("kept")
    return [s for s in words.found("thing") if not any(a < s[1] and s[0] < b for a, b in kept)]


def brought(question: Question, memory: Memory) -> list[str]:
    """The syllables of a question that neither the talk so far nor every list brings."""
    if names_nothing(question.text):
        return []
    known = {s for text in (memory.topic, memory.last) for s in _folded(text)}
    known |= _GENERIC | _FOLDED_FILLER
    return [s for s in question.subject if s not in known and not s.isdecimal()]


def named(text: str) -> list[str]:
    """The syllables of what a text asks about, those of every list apart."""
    return [s for s in understand(text).subject if s not in _GENERIC]


def brings(rest: str, memory: Memory) -> bool:
    """Whether a text names something that was not talked about yet."""
    return bool(brought(understand(rest), memory))


def _folded(text: str) -> list[str]:
    return [fold(s) for s in syllables(text)]
