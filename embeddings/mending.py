"""How a question was meant, from how it was typed: keys, spaces, typing errors and diacritics."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from corpus.numbers import COUNTS
from corpus.periods import find_periods
from corpus.periods.short import months_in_full
from corpus.vietnamese import fold, is_foreign, tokens
from embeddings.background import Background
from embeddings.correction import corrected
from embeddings.lexical_index import LexicalIndex
from embeddings.restoring.restoration import Restorer
from embeddings.slips import cased, composed, split
from embeddings.terms import is_spelling

LETTERS = 64  # whose vocabulary is kept at hand
MASK = "\ufffc"  # stands for what is no text, as in a document
# Addresses, names of files and what begins with a sign: no words, whatever they spell.
_ADDRESS = re.compile(
    rf"(?<!\S)(?:\S*{MASK}\S*|\S*://\S*|www\.\S+|[@#/\\]\S+|\S+@\S+|\S*_\S*"
    r"|\S+\.(?:com|vn|org|net|gov|edu|pdf|docx?|xlsx?|pptx?|txt|html?|jpe?g|png|zip|json)\b\S*)",
    re.IGNORECASE,
)
_MASKED = re.compile(f"{MASK}+")
# The parts of a period that are typed without diacritics, in figures or in words.
_NUMBERS = {fold(word): word for word in (*COUNTS, "tư") if word != "bốn"}
_UNITS = {fold(word): word for word in "ngày tháng quý năm".split()}
_PERIOD = re.compile(
    rf"\b(?P<unit>{'|'.join(_UNITS)}) (?P<number>\d+|{'|'.join(_NUMBERS)})\b", re.IGNORECASE
)
_AMOUNT = re.compile(r"\b(bao) nhieu\b", re.IGNORECASE)
COMMON = 60  # documents of the background; a rarer syllable may itself be a typing error there


@dataclass(frozen=True, slots=True)
class Mended:
    """A question without typing errors: ``typed`` with the diacritics that were typed and without
    addresses, and ``restored`` with all.
    """

    typed: str
    restored: str


class Mender:
    """Mends questions with the words of one index and of general Vietnamese."""

    def __init__(self, lexical: LexicalIndex, background: Background) -> None:
        self._lexical = lexical
        self._background = background
        self._restorer = Restorer(partial(lexical.frequency, "marked"), len(lexical))
        self._vocabulary = lru_cache(maxsize=LETTERS)(self._beginning_with)

    def mended(self, text: str) -> Mended:
        """A question as it was meant; what is known is never changed but for its diacritics, and
        what is no Vietnamese not at all.
        """
        masked = _ADDRESS.sub(lambda found: MASK * len(found[0]), text)
        spaced = composed(months_in_full(masked), self._known, self._restorer.knows)
        spaced = split(spaced, self._known, self._paired)
        typed = corrected(spaced, self._known, self._vocabulary)
        if self._restorer.is_foreign(typed):  # or there is nothing but an address
            return Mended(text, text)
        pairs = zip(tokens(spaced), tokens(typed), strict=True)
        doubtful = {place for place, (one, two) in enumerate(pairs) if one.form != two.form}
        restored = _as_read(typed, self._restorer.restore(typed, doubtful))
        addresses = _ADDRESS.findall(text)
        return Mended(_MASKED.sub(" ", typed), _unmasked(restored, addresses))

    def _known(self, syllable: str) -> int:
        """How often a folded syllable occurs; those of the bulletins count above all others."""
        here = self._lexical.frequency("folded", syllable)
        everywhere = self._background.frequency(syllable)
        if here:
            return here * self._background.documents
        return everywhere if everywhere >= COMMON else int(is_spelling(syllable))

    def _paired(self, pair: str) -> int:
        """How often two folded syllables stand behind each other, joined by ``_``."""
        here = self._lexical.frequency("folded", pair)
        return here * self._background.documents or self._background.frequency(pair)

    def _beginning_with(self, letter: str) -> tuple[str, ...]:
        """Folded syllables that begin with a letter: those of the bulletins, and Vietnamese ones.

        A foreign word that no bulletin holds is a name, and not what was meant by another.
        """
        news = (s for s in self._background.syllables(letter) if not is_foreign(s))
        return (*self._lexical.syllables(letter), *news)


def _unmasked(text: str, addresses: Sequence[str]) -> str:
    """The text with what was masked in its place again."""
    left = iter(addresses)
    return _MASKED.sub(lambda _: next(left), text)


def _as_read(typed: str, restored: str) -> str:
    """A restored text in which what was read as a period or as an amount is one: "thang tu" is
    none of prison.
    """
    for found in _AMOUNT.finditer(typed):
        restored = f"{restored[: found.start()]}{found[1]} nhiêu{restored[found.end() :]}"
    for mention in find_periods(typed):
        for found in _PERIOD.finditer(typed, mention.start, mention.end):
            unit, number = found["unit"], found["number"].lower()
            words = f"{cased(unit, _UNITS[unit.lower()])} {_NUMBERS.get(number, number)}"
            restored = f"{restored[: found.start()]}{words}{restored[found.end() :]}"
    return restored
