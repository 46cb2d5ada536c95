"""How the very words of a question stand in passages: what they share, and in what order.

Pure functions over syllables; they need nothing but the texts and how rare each term is.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import fold
from embeddings.ranking import Floats, best_of_each
from embeddings.terms import both_syllables, pairs

K1, B = 1.2, 0.75  # of BM25, as in the term index
FRAME = 0.4  # what a term counts that names nothing, such as "cho em hỏi", where others do

Codes = NDArray[np.uint64]  # one number a term
GAP = 2**40  # the code of no term

Holders = Callable[[str], int]  # in how many passages of the corpus a term stands


@dataclass(frozen=True, slots=True)
class Corpus:
    """What the index knows: number of passages, and in how many a term of each form stands."""

    passages: int
    marked: Holders
    folded: Holders


def overlap(
    question: str,
    texts: Sequence[str],
    corpus: Corpus,
    *,
    marked: bool,
    named: Collection[str] = (),
) -> dict[str, Floats]:
    """Features of passages, each of shape (texts,); higher is better, 0 is the least.

    ``syllables`` and ``pairs`` are BM25 over the one and over neighbouring two, as written where
    the question is ``marked`` and folded otherwise. ``run`` is the heaviest stretch of the
    question that stands in the passage word for word, folded, as a share of the whole question.
    A syllable weighs how rare it is in the corpus; pairs and runs weigh how few of these texts
    have them, for what all candidates have tells none of them apart. ``named`` are the folded
    terms that name the subject; where there are any, others count FRAME.
    """

    def counted(terms: Sequence[str], codes: Codes) -> dict[int, float]:
        return {
            code: FRAME if named and fold(term) not in named else 1.0
            for term, code in zip(terms, codes.tolist(), strict=True)
        }

    form, holders = (0, corpus.marked) if marked else (1, corpus.folded)
    asked = both_syllables(question)
    codes = [_coded(one) for one in asked]
    held = [_codes_of(text) for text in texts]
    written = [both[form] for both in held]
    paired = [_paired(text) for text in written]
    folded = [both[1] for both in held]
    rarity = {
        code: idf(corpus.passages, holders(term))
        for term, code in zip(asked[form], codes[form].tolist(), strict=True)
    }
    syllables = counted(asked[form], codes[form])
    return {
        "syllables": bm25({code: w * rarity[code] for code, w in syllables.items()}, written),
        "pairs": bm25(keen(counted(pairs(asked[form]), _paired(codes[form])), paired), paired),
        "run": longest_run(codes[1].tolist(), folded, keen(counted(asked[1], codes[1]), folded)),
    }


@lru_cache(maxsize=4_096)  # the same passages are found again and again
def _codes_of(text: str) -> tuple[Codes, Codes]:
    marked, folded = both_syllables(text)
    return _coded(marked), _coded(folded)


def _coded(syllables: Sequence[str]) -> Codes:
    """A number for each syllable: many are compared at once where they are numbers."""
    return np.fromiter((zlib.crc32(s.encode()) for s in syllables), np.uint64, len(syllables))


def _paired(codes: Codes) -> Codes:
    """A number for each two neighbours."""
    return (codes[:-1] << np.uint64(32)) | codes[1:]


def bm25(weights: Mapping[int, float], texts: Sequence[Codes]) -> Floats:
    """BM25 of each text for weighted terms; a text is long or short among these texts."""
    if not weights or not len(texts):
        return np.zeros(len(texts), np.float32)
    counts = _counts(weights, texts)
    sizes = np.asarray([len(text) for text in texts])
    room = K1 * (1 - B + B * sizes / max(float(sizes.mean()), 1.0))
    each = np.asarray(list(weights.values()))
    return np.asarray(counts * (K1 + 1) / (counts + room[:, None]) @ each, np.float32)


def keen(weights: Mapping[int, float], texts: Sequence[Codes]) -> dict[int, float]:
    """Weights that count the more, the fewer of the texts have the term.

    >>> texts = [np.asarray(text, np.uint64) for text in ([1, 2], [1], [1])]
    >>> found = keen({1: 1.0, 2: 1.0}, texts)
    >>> round(found[1], 2), round(found[2], 2)
    (0.13, 0.98)
    """
    if not weights or not len(texts):
        return dict(weights)
    holders = (_counts(weights, texts) > 0).sum(axis=0).tolist()
    return {
        term: weight * idf(len(texts), count)
        for (term, weight), count in zip(weights.items(), holders, strict=True)
    }


def _counts(terms: Collection[int], texts: Sequence[Codes]) -> NDArray[np.int64]:
    """How often each text has each term, of shape (texts, terms)."""
    sizes = [len(text) for text in texts]
    places = _places(terms, np.concatenate(texts))
    held = places >= 0
    cells = np.repeat(np.arange(len(texts)), sizes)[held] * len(terms) + places[held]
    return np.bincount(cells, minlength=len(texts) * len(terms)).reshape(len(texts), -1)


def longest_run(
    asked: Sequence[int], texts: Sequence[Codes], weights: Mapping[int, float]
) -> Floats:
    """The heaviest stretch of consecutive terms that asked and text share, in [0, 1].

    >>> texts = [np.asarray(text, np.uint64) for text in ([9, 2, 3], [1, 4])]
    >>> longest_run([1, 2, 3, 4], texts, dict.fromkeys([1, 2, 3, 4], 1.0)).tolist()
    [0.5, 0.25]
    """
    total = sum(weights[term] for term in asked)
    if not total or not len(texts):
        return np.zeros(len(texts), np.float32)
    sizes = np.asarray([len(text) + 1 for text in texts], np.int64)
    gap = np.asarray([GAP], np.uint64)  # before each text
    terms = _places(weights, np.concatenate([part for text in texts for part in (gap, text)]))
    places = {term: np.flatnonzero(terms == number) for number, term in enumerate(weights)}
    best = np.zeros(len(terms), np.float32)
    before = np.zeros_like(best)  # the weight of the run that ends at each place
    for term in asked:
        here = places[term]
        runs = np.zeros_like(best)
        runs[here] = before[here - 1] + weights[term]
        np.maximum(best, runs, out=best)
        before = runs
    return best_of_each(np.minimum(best / np.float32(total), 1.0), sizes)  # sums are rounded


def _places(terms: Collection[int], text: Codes) -> NDArray[np.int64]:
    """For each code of a text its place in ``terms``, -1 where it is none of them."""
    keys = np.fromiter(terms, np.uint64, len(terms))
    order = np.argsort(keys)
    found = order[np.minimum(np.searchsorted(keys, text, sorter=order), len(keys) - 1)]
    return np.where(keys[found] == text, found, -1)


def idf(passages: int, holders: int) -> float:
    """Lucene's idf of what ``holders`` of the ``passages`` hold, above 0."""
    return math.log(1 + (max(passages - holders, 0) + 0.5) / (holders + 0.5))
