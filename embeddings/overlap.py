"""How the very words of a question stand in passages: counts, runs, likelihoods.

Pure functions over syllables; they need nothing but the texts and how rare each term is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np

from embeddings.ranking import Floats, best_of_each
from embeddings.terms import both_syllables, pairs

K1, B = 1.2, 0.75  # of BM25, as in the term index
PRIOR = 200.0  # syllables of the corpus that each passage is smoothed with (Dirichlet)

Holders = Callable[[str], int]  # in how many passages of the corpus a term stands


@dataclass(frozen=True, slots=True)
class Corpus:
    """What the index knows: number of passages, and in how many a term of each form stands."""

    passages: int
    marked: Holders
    folded: Holders


@lru_cache(maxsize=4_096)  # the same passages are found again and again
def _syllables(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    marked, folded = both_syllables(text)
    return tuple(marked), tuple(folded)


def overlap(
    question: str, texts: Sequence[str], corpus: Corpus, *, marked: bool
) -> dict[str, Floats]:
    """Features of passages, each of shape (texts,); higher is better.

    ``syllables`` and ``pairs`` are BM25 over the one and over neighbouring two, as written where
    the question is ``marked`` and folded otherwise. ``run`` is the rarest stretch of the question
    that stands in the passage word for word, as a share of the whole question, and ``likelihood``
    the mean log probability of its syllables there (Zhai and Lafferty, 2004), both folded.
    """
    asked = both_syllables(question)
    held = [_syllables(text) for text in texts]
    form, holders = (0, corpus.marked) if marked else (1, corpus.folded)
    written = [both[form] for both in held]
    folded = [both[1] for both in held]
    rare = {syllable: _idf(corpus.passages, corpus.folded(syllable)) for syllable in asked[1]}
    return {
        "syllables": bm25(asked[form], written, corpus.passages, holders),
        "pairs": bm25(
            pairs(asked[form]), [pairs(one) for one in written], corpus.passages, holders
        ),
        "run": longest_run(asked[1], folded, rare),
        "likelihood": likelihood(asked[1], folded, corpus),
    }


def bm25(
    asked: Sequence[str], texts: Sequence[Sequence[str]], passages: int, holders: Holders
) -> Floats:
    """BM25 of each text for the distinct terms asked; lengths are compared among these texts."""
    terms = list(dict.fromkeys(asked))
    idf = np.asarray([_idf(passages, holders(term)) for term in terms], np.float32)
    counts, lengths = _counts(terms, texts)
    usual = max(float(lengths.mean()), 1.0) if len(lengths) else 1.0
    room = K1 * (1 - B + B * lengths / usual)
    return np.asarray(counts * (K1 + 1) / (counts + room[:, None]) @ idf, np.float32)


def likelihood(asked: Sequence[str], texts: Sequence[Sequence[str]], corpus: Corpus) -> Floats:
    """Mean log probability of the syllables asked in each text, smoothed with the corpus.

    Syllables that the corpus does not have say nothing about any text.
    """
    terms = [term for term in dict.fromkeys(asked) if corpus.folded(term)]
    counts, lengths = _counts(terms, texts)
    if not terms or not len(lengths):
        return np.zeros(len(texts), np.float32)
    # How often a syllable occurs is not kept; how many passages hold it comes near enough.
    size = corpus.passages * max(float(lengths.mean()), 1.0)
    usual = np.asarray([(corpus.folded(term) + 0.5) / size for term in terms], np.float32)
    seen = (counts + PRIOR * usual) / (lengths[:, None] + PRIOR)
    return np.asarray(np.log(seen).mean(axis=1), np.float32)


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


def _counts(terms: Sequence[str], texts: Sequence[Sequence[str]]) -> tuple[Floats, Floats]:
    """How often each term stands in each text, shape (texts, terms), and the texts' lengths."""
    known = {term: number for number, term in enumerate(terms)}
    counts = np.zeros((len(texts), len(terms)), np.float32)
    for row, text in zip(counts, texts, strict=True):
        found = [known[term] for term in text if term in known]
        row += np.bincount(np.asarray(found, np.int64), minlength=len(terms))
    return counts, np.asarray([len(text) for text in texts], np.float32)


def _idf(passages: int, holders: int) -> float:
    """Lucene's idf, above 0."""
    return math.log(1 + (max(passages - holders, 0) + 0.5) / (holders + 0.5))
