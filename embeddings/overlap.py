"""How the very words of a question stand in passages: what they share, and in what order.

Pure functions over syllables; they need nothing but the texts and how rare each term is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np

from corpus.vietnamese import fold
from embeddings.ranking import Floats, best_of_each
from embeddings.terms import both_syllables, pairs

K1, B = 1.2, 0.75  # of BM25, as in the term index
FRAME = 0.4  # what a term counts that names nothing, such as "cho em hỏi", where others do

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

    def weighed(terms: Sequence[str], holders: Holders) -> dict[str, float]:
        return {
            term: (FRAME if named and fold(term) not in named else 1.0)
            * _rarity(corpus.passages, holders(term))
            for term in terms
        }

    form, holders = (0, corpus.marked) if marked else (1, corpus.folded)
    asked = both_syllables(question)
    held = [_syllables(text) for text in texts]
    written = [both[form] for both in held]
    return {
        "syllables": bm25(weighed(asked[form], holders), written),
        "pairs": bm25(weighed(pairs(asked[form]), holders), [pairs(one) for one in written]),
        "run": longest_run(asked[1], [both[1] for both in held], weighed(asked[1], corpus.folded)),
    }


@lru_cache(maxsize=4_096)  # the same passages are found again and again
def _syllables(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    marked, folded = both_syllables(text)
    return tuple(marked), tuple(folded)


def bm25(weights: Mapping[str, float], texts: Sequence[Sequence[str]]) -> Floats:
    """BM25 of each text for weighted terms; a text is long or short among these texts."""
    known = {term: number for number, term in enumerate(weights)}
    counts = np.zeros((len(texts), len(known)), np.float32)
    for row, text in zip(counts, texts, strict=True):
        found = [known[term] for term in text if term in known]
        row += np.bincount(np.asarray(found, np.int64), minlength=len(known))
    lengths = np.asarray([len(text) for text in texts], np.float32)
    usual = max(float(lengths.mean()), 1.0) if len(texts) else 1.0
    room = K1 * (1 - B + B * lengths / usual)
    each = np.asarray(list(weights.values()), np.float32)
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
    known = {term: number for number, term in enumerate(dict.fromkeys(asked))}
    flat = np.fromiter(
        chain.from_iterable((-1, *(known.get(term, -1) for term in text)) for text in texts),
        np.int64,
        int(sizes.sum()),
    )
    places = [np.flatnonzero(flat == number) for number in range(len(known))]
    best = np.zeros(len(flat), np.float32)
    before = np.zeros_like(best)  # the weight of the run that ends at each place
    for term in asked:
        here = places[known[term]]
        runs = np.zeros_like(best)
        runs[here] = before[here - 1] + weights[term]
        np.maximum(best, runs, out=best)
        before = runs
    return best_of_each(best / np.float32(total), sizes)


def _rarity(passages: int, holders: int) -> float:
    """Lucene's idf, above 0."""
    return math.log(1 + (max(passages - holders, 0) + 0.5) / (holders + 0.5))
