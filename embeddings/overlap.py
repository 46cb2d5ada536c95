"""How the very words of a question stand in passages: what they share, and in what order.

Pure functions over syllables; they need nothing but the texts and how rare each term is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import fold
from embeddings.ranking import Floats, best_of_each
from embeddings.terms import both_syllables

K1, B = 1.2, 0.75  # of BM25, as in the term index
FRAME = 0.4  # what a term counts that names nothing, such as "cho em hỏi", where others do

Term = TypeVar("Term", bound=Hashable)
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
    ``named`` are the folded terms that name the subject; where there are any, others count FRAME.
    """

    def weight(term: str, holders: Holders) -> float:
        part = FRAME if named and fold(term) not in named else 1.0
        return part * _rarity(corpus.passages, holders(term))

    form, holders = (0, corpus.marked) if marked else (1, corpus.folded)
    asked = both_syllables(question)
    held = [_syllables(text) for text in texts]
    written = [both[form] for both in held]
    folded = [both[1] for both in held]
    one = {term: weight(term, holders) for term in asked[form]}
    two = {pair: weight("_".join(pair), holders) for pair in pairwise(asked[form])}
    rare = {term: weight(term, corpus.folded) for term in asked[1]}
    return {
        "syllables": bm25(one, written),
        "pairs": bm25(two, [list(pairwise(text)) for text in written]),
        "run": longest_run(asked[1], folded, rare),
    }


@lru_cache(maxsize=4_096)  # the same passages are found again and again
def _syllables(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    marked, folded = both_syllables(text)
    return tuple(marked), tuple(folded)


def bm25(weights: Mapping[Term, float], texts: Sequence[Sequence[Term]]) -> Floats:
    """BM25 of each text for weighted terms; a text is long or short among these texts."""
    if not weights or not len(texts):
        return np.zeros(len(texts), np.float32)
    sizes = np.asarray([len(text) for text in texts], np.int64)
    flat = _numbered(weights, texts, int(sizes.sum()))
    held = flat >= 0
    cells = np.repeat(np.arange(len(texts)), sizes)[held] * len(weights) + flat[held]
    counts = np.bincount(cells, minlength=len(texts) * len(weights)).reshape(len(texts), -1)
    room = K1 * (1 - B + B * sizes / max(float(sizes.mean()), 1.0))
    each = np.asarray(list(weights.values()))
    return np.asarray(counts * (K1 + 1) / (counts + room[:, None]) @ each, np.float32)


def longest_run(
    asked: Sequence[str], texts: Sequence[Sequence[str]], weights: Mapping[str, float]
) -> Floats:
    """The heaviest stretch of consecutive terms that asked and text share, in [0, 1].

    >>> longest_run("a b c d".split(), ["x b c".split(), "a d".split()],
    ...             dict.fromkeys("abcd", 1.0)).tolist()
    [0.5, 0.25]
    """
    total = sum(weights[term] for term in asked)
    sizes = np.asarray([len(text) + 1 for text in texts], np.int64)  # a gap before each text
    if not total or not len(texts):
        return np.zeros(len(texts), np.float32)
    flat = _numbered(weights, [("", *text) for text in texts], int(sizes.sum()))
    places = {term: np.flatnonzero(flat == number) for number, term in enumerate(weights)}
    best = np.zeros(len(flat), np.float32)
    before = np.zeros_like(best)  # the weight of the run that ends at each place
    for term in asked:
        here = places[term]
        runs = np.zeros_like(best)
        runs[here] = before[here - 1] + weights[term]
        np.maximum(best, runs, out=best)
        before = runs
    return best_of_each(np.minimum(best / np.float32(total), 1.0), sizes)  # sums are rounded


def _numbered(
    terms: Collection[Term], texts: Sequence[Sequence[Term]], size: int
) -> NDArray[np.int64]:
    """The texts behind each other, ``size`` terms in all, each by its place in ``terms`` or -1."""
    known = {term: number for number, term in enumerate(terms)}
    return np.fromiter((known.get(term, -1) for text in texts for term in text), np.int64, size)


def _rarity(passages: int, holders: int) -> float:
    """Lucene's idf, above 0."""
    return math.log(1 + (max(passages - holders, 0) + 0.5) / (holders + 0.5))
