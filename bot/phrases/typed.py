"""A message as it was typed, and where phrases stand in it, with diacritics or without."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.phrases.tables import Phrases
from corpus.vietnamese import Token, fold, is_marked, tokens

LONG = 3  # syllables of a phrase that is told by its letters alone, whatever marks they bear
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
# What is typed on a phone for a whole syllable.
_SHORT = {
    "j": "gì", "z": "vậy", "v": "vậy", "ko": "không", "k": "không", "hok": "không", "hem": "không",
    "dc": "được", "đc": "được", "vs": "với", "bn": "bạn", "mk": "mình", "r": "rồi",
    "e": "em",
}  # fmt: skip

Span = tuple[int, int]  # of syllables: the first, and the one after the last


def spelled_out(form: str, *, marked: bool) -> str:
    """What a syllable in its search form is short for, or drawn out from.

    >>> spelled_out("ko", marked=True), spelled_out("ko", marked=False)
    ('không', 'khong')
    >>> spelled_out("hiii", marked=False)
    'hi'
    """
    whole = _SHORT.get(form) or _DRAWN_OUT.sub(r"\1", form)
    return whole if marked else fold(whole)


class Typed:
    """A message as syllables that remember where they were typed, read for phrases."""

    def __init__(self, text: str, phrases: Phrases) -> None:
        self.text = text
        self.tokens: tuple[Token, ...] = tuple(tokens(text))
        marked = is_marked(text)
        forms = [spelled_out(token.form, marked=marked) for token in self.tokens]
        self._phrases = phrases
        self._said = phrases.read(forms, marked=marked, exact=marked)
        self._letters = phrases.read([fold(form) for form in forms], marked=False)

    def __len__(self) -> int:
        return len(self.tokens)

    def found(self, table: str) -> list[Span]:
        """Where phrases of a table stand, from left to right, the longest first."""
        spans, place = [], 0
        while place < len(self):
            end = self._end(table, place)
            if end > place:
                spans.append((place, end))
            place = max(end, place + 1)
        return spans

    def leading(self, table: str) -> int:
        """How many syllables at the beginning are a phrase of a table."""
        return self._end(table, 0)

    def trailing(self, table: str) -> int:
        """How many syllables at the end are a phrase of a table."""
        starts = (at for at in range(len(self)) if len(self) in self._ends(table, at))
        return len(self) - next(starts, len(self))

    def without(self, spans: Iterable[Span]) -> str:
        """The text as typed without these spans, which stand in order; its ends are trimmed."""
        rest, kept = 0, []
        for first, last in spans:
            kept.append(self.text[rest : self.tokens[first].start].strip())
            rest = self.tokens[last - 1].end
        return " ".join((*kept, self.text[rest:].strip())).strip(" ,;:.?!\n\t")

    def other(self, text: str) -> Typed:
        """Another text, read for the same phrases."""
        return Typed(text, self._phrases)

    def _end(self, table: str, at: int) -> int:
        return max(self._ends(table, at), default=at)

    def _ends(self, table: str, at: int) -> set[int]:
        loose = {end for end in self._letters.ends(table, at) if end - at >= LONG}
        return loose | self._said.ends(table, at)
