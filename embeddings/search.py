"""Question in, Hits out: terms and vectors find candidates, then both and their words rank them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import fold, is_marked
from embeddings.background import Background, default_background
from embeddings.encoder import Encoder, TokenEncoder
from embeddings.index import Index
from embeddings.lexical_index import Ranked
from embeddings.mending import Mender
from embeddings.question import Question, understand
from embeddings.ranking import FIRST_WEIGHTS, WEIGHTS, Floats, best_of_each, fused, scaled
from embeddings.reranker import Reranker, reranked
from embeddings.sentence_words import SentenceWords, match
from embeddings.terms import respelled, terms
from embeddings.types import Hit, Sentence, Why

CANDIDATES = 60  # taken from terms and from vectors each
RERANKED = 30  # of which the best are compared sentence by sentence
# Marked and folded terms of the passage, and folded ones of its heading and title.
FIELD_WEIGHTS = {"marked": 0.5, "folded": 0.5, "heading": 0.2}
# A question that names no other body is taken to be about the ministry: headings and titles that
# name it count more, which tells its bulletins from others once there are many.
MINISTRY = ("bo_y", "y_te")
MINISTRY_BONUS = 4.0
CONTENT_BONUS = 0.6  # what terms that name the subject count beyond the others


@dataclass(frozen=True, slots=True)
class Found:
    """A question as understood, and its hits, best first."""

    question: Question
    hits: tuple[Hit, ...]


class Searcher:
    """Searches one opened index with the model that made it."""

    def __init__(
        self,
        index: Index,
        encoder: Encoder,
        background: Background | None = None,
        *,
        reranker: Reranker | None = None,
    ) -> None:
        self.index = index
        self.reranker = reranker
        self.encoder = encoder
        self.background = background or default_background()
        self._mender = Mender(index.lexical, self.background)

    def search(
        self,
        text: str,
        *,
        limit: int = 10,
        today: dt.date | None = None,
        within: str | None = None,
    ) -> Found:
        """The best ``limit`` passages for a question. ``today`` as for ``understand``.

        ``within`` is the id of the one bulletin that is searched; None means all.
        """
        mended = self._mender.mended(text)
        question = understand(mended.typed, today=today)
        question = replace(question, text=mended.restored, marked=is_marked(mended.restored))
        lexical = self.index.lexical.search(lexical_query(question), CANDIDATES, within=within)
        vector = self.encoder.encode_queries([respelled(question.text)])[0]
        among = None if within is None else np.asarray(self.index.store.numbers(within), np.int64)
        dense = self.index.vectors.search(vector, CANDIDATES, among=among)
        numbers = np.union1d(lexical.numbers, dense.numbers)
        first = {"lexical": _spread(lexical, numbers), "dense": _spread(dense, numbers)}
        scores = fused(first, _usable(question, first, FIRST_WEIGHTS))
        kept = np.argsort(-scores, kind="stable")[: max(RERANKED, limit)]
        features = {name: values[kept] for name, values in first.items()}
        hits = self._ranked(question, numbers[kept].tolist(), features)
        return Found(question, reranked(self.reranker, question, hits)[:limit])

    def hit_of(self, bulletin: str, passage_id: str) -> Hit:
        """A passage that was not searched for, such as another item of a list that was found."""
        return Hit(*self.index.store.passage(bulletin, passage_id), 0.0, Why(0.0, 0.0), 0.0, ())

    def _ranked(
        self, question: Question, numbers: list[int], features: dict[str, Floats]
    ) -> tuple[Hit, ...]:
        """Hits of these passages, best first, by what was found and by their sentences."""
        held = self.index.store.passages(numbers)
        words = self.index.store.words(numbers)
        split = [words[number] for number in numbers]
        closeness = features["dense"]
        sentences, best = self._sentences(question, split)
        features |= best
        scores = fused(features, _usable(question, features, WEIGHTS))
        shown = {name: scaled(values) for name, values in features.items()}
        return tuple(
            Hit(
                *held[numbers[i]],
                score=float(scores[i]),
                why=Why(**{name: float(values[i]) for name, values in shown.items()}),
                closeness=float(closeness[i]),
                sentences=sentences[i],
            )
            for i in np.argsort(-scores, kind="stable").tolist()
        )

    def _sentences(
        self, question: Question, split: Sequence[SentenceWords]
    ) -> tuple[list[tuple[Sentence, ...]], dict[str, Floats]]:
        """The sentences of each passage, and what the best of them add to its features."""
        sizes = np.asarray([len(words.spans) for words in split], np.int64)
        meanings = shares = np.zeros(int(sizes.sum()), np.float32)
        best: dict[str, Floats] = {}
        if split and question.marked and isinstance(self.encoder, TokenEncoder):
            meanings, shares = match(self.encoder, respelled(question.text), split)
            best = {
                "sentence": best_of_each(meanings, sizes),
                "words": best_of_each(shares, sizes),
            }
        flat = zip(meanings.tolist(), shares.tolist(), strict=True)
        return [
            tuple(Sentence(a, b, *next(flat)) for a, b in words.spans.tolist()) for words in split
        ], best


def _usable(
    question: Question, features: Mapping[str, Floats], weights: Mapping[str, float]
) -> dict[str, float]:
    """The weights of what there is; models know little of words without their diacritics."""
    return {
        name: weight
        for name, weight in weights.items()
        if name in features and (question.marked or name == "lexical")
    }


def lexical_query(question: Question) -> dict[str, dict[str, float]]:
    """Weighted terms for each field; a question without diacritics has no marked terms."""
    named = {*question.content, *question.content_pairs}
    folded = _weighted(terms(question.text, folded=True), named)
    above = _times(folded, FIELD_WEIGHTS["heading"])
    if not question.bodies:
        above |= {term: above.get(term, 0.0) + MINISTRY_BONUS for term in MINISTRY}
    if not question.marked:
        both = FIELD_WEIGHTS["marked"] + FIELD_WEIGHTS["folded"]
        return {"folded": _times(folded, both), "heading": above}
    return {
        "marked": _times(_marked(question, folded), FIELD_WEIGHTS["marked"]),
        "folded": _times(folded, FIELD_WEIGHTS["folded"]),
        "heading": above,
    }


def _marked(question: Question, folded: Mapping[str, float]) -> dict[str, float]:
    """Marked terms, each with the weight of its folded form."""
    counts = Counter(terms(question.text, folded=False))
    return {term: folded.get(fold(term), float(count)) for term, count in counts.items()}


def _weighted(found: Sequence[str], named: set[str]) -> dict[str, float]:
    return {
        term: count * (1 + CONTENT_BONUS * (term in named))
        for term, count in Counter(found).items()
    }


def _times(weights: Mapping[str, float], factor: float) -> dict[str, float]:
    return {term: weight * factor for term, weight in weights.items()}


def _spread(ranked: Ranked, numbers: NDArray[np.int64]) -> Floats:
    """Scores by candidate; one that this side did not find has at most the lowest of those found,
    or nothing where this side found all that there is.
    """
    cut = len(ranked.scores) >= CANDIDATES
    lowest = float(ranked.scores.min()) if cut else 0.0
    out = np.full(len(numbers), lowest, np.float32)
    out[np.searchsorted(numbers, ranked.numbers)] = ranked.scores
    return out
