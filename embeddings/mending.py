"""How a question was meant, from how it was typed: keys, spaces, typing errors and diacritics."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial

from corpus.vietnamese import tokens
from embeddings.background import Background
from embeddings.correction import corrected
from embeddings.lexical_index import TantivyIndex
from embeddings.restoring.restoration import Restorer
from embeddings.slips import composed, split
from embeddings.terms import is_spelling

LETTERS = 64  # whose vocabulary is kept at hand
COMMON = 60  # documents of the background; a rarer syllable may itself be a typing error there


@dataclass(frozen=True, slots=True)
class Mended:
    """A question without typing errors: ``typed`` with the diacritics that were typed, and
    ``restored`` with all.
    """

    typed: str
    restored: str


class Mender:
    """Mends questions with the words of one index and of general Vietnamese."""

    def __init__(self, lexical: TantivyIndex, background: Background) -> None:
        self._lexical = lexical
        self._background = background
        self._restorer = Restorer(partial(lexical.frequency, "marked"), len(lexical))
        self._vocabulary = lru_cache(maxsize=LETTERS)(self._beginning_with)

    def mended(self, text: str) -> Mended:
        """A question as it was meant; what is known is never changed but for its diacritics."""
        spaced = split(composed(text, self._known, self._restorer.knows), self._known, self._paired)
        typed = corrected(spaced, self._known, self._vocabulary)
        pairs = zip(tokens(spaced), tokens(typed), strict=True)
        doubtful = {place for place, (one, two) in enumerate(pairs) if one.form != two.form}
        return Mended(typed, self._restorer.restore(typed, doubtful))

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
        """Folded syllables that begin with a letter."""
        return (*self._lexical.syllables(letter), *self._background.syllables(letter))
