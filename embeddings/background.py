"""How often Vietnamese syllables and syllable pairs occur in general news."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from embeddings.encoder import ModelUnavailable

FILE_NAME = "frequencies.tsv"
REMEMBERED = 50_000  # terms whose frequency is kept at hand
HEADER = "#documents"
_FOLDER = Path(__file__).parent / "model"


@dataclass(frozen=True, slots=True, eq=False)  # one is itself alone: results are kept by it
class Background:
    """Document frequencies of folded terms: a syllable, or two adjacent ones joined by ``_``.

    ``documents`` counts the documents, runs of about 100 syllables of news. ``rows`` are
    ``term<TAB>frequency`` in the order of their code points: found by halving, they need not be
    parsed before the first question.
    """

    documents: int
    rows: list[str]
    _looked_up: dict[str, int] = field(default_factory=dict, repr=False)

    def frequency(self, term: str) -> int:
        """In how many documents a term occurs; 0 where it is unknown or was too rare to list."""
        known = self._looked_up.get(term)
        if known is None:
            if len(self._looked_up) >= REMEMBERED:
                self._looked_up.clear()
            known = self._looked_up[term] = self._look_up(term + "\t")
        return known

    def _look_up(self, start: str) -> int:
        at = bisect_left(self.rows, start)
        if at == len(self.rows) or not self.rows[at].startswith(start):
            return 0
        return int(self.rows[at][len(start) :])

    def syllables(self, prefix: str) -> list[str]:
        """The single syllables that begin with a prefix of one letter or more."""
        first = bisect_left(self.rows, prefix)
        last = bisect_left(self.rows, prefix + "\uffff")
        found = (row.partition("\t")[0] for row in self.rows[first:last])
        return [term for term in found if "_" not in term]

    def rarity(self, term: str) -> float:
        r"""Smoothed inverse document frequency, above 0; the rarer the higher.

        The form of Robertson and Zaragoza, The Probabilistic Relevance Framework (2009), with
        one added inside the logarithm so that common terms stay above 0.

        >>> round(Background(100, ["va\t90"]).rarity("va"), 2)
        0.11
        """
        df = self.frequency(term)
        return math.log(1 + (self.documents - df + 0.5) / (df + 0.5))


def load_background(folder: Path) -> Background:
    """Reads the frequencies of a model folder.

    Raises OSError where the file cannot be read, ModelUnavailable where it is not in its form.
    """
    path = folder / FILE_NAME
    header, *rows = path.read_text("utf-8", "replace").removesuffix("\n").split("\n")
    name, _, documents = header.partition("\t")
    if name != HEADER or not documents.isdecimal() or rows != sorted(rows):
        raise ModelUnavailable(str(folder), f"{path} is no table of frequencies", "no_frequencies")
    return Background(int(documents), rows)


@cache
def default_background() -> Background:
    """The frequencies that travel with the embedded model, read once."""
    return load_background(_FOLDER)
