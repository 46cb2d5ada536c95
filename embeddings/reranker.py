"""The seam to models that read a question and a passage together, and what their scores do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np

from embeddings.encoder import ModelUnavailable
from embeddings.question import Question
from embeddings.ranking import Floats, scaled
from embeddings.terms import respelled
from embeddings.types import Hit

DEPTH = 20  # first hits that are read again; each costs a pass through the model
# Of the reranker's score beside that of the ranking. Half, because any model may be named: a weak
# one must not throw away what terms know, and a strong one still decides between near ones.
WEIGHT = 0.5


class RerankerUnavailable(ModelUnavailable):
    """A reranker cannot be loaded. ``name`` as it was asked for, and one clear ``reason``."""

    kind = "reranker"


class Reranker(Protocol):
    """Says how well passages answer a question, reading both together."""

    name: str
    revision: str

    def scores(self, question: str, passages: Sequence[str]) -> Floats:
        """Shape (passages,), any finite numbers; higher is better, for this question alone.

        A passage's score does not depend on those beside it.
        """
        ...


def load_reranker(name: str | None) -> Reranker | None:
    """The reranker in a folder or of a name on the model hub; None for None.

    Raises RerankerUnavailable where it cannot be had, or is no model of that kind.
    """
    if name is None:
        return None
    from embeddings.cross_encoder import load_cross_encoder

    try:
        return load_cross_encoder(name)
    except ModelUnavailable as error:
        raise RerankerUnavailable(name, error.reason, error.code) from error


def reranked(
    reranker: Reranker | None, question: Question, hits: tuple[Hit, ...]
) -> tuple[Hit, ...]:
    """The hits, best first, once the first ``DEPTH`` were read again; without a reranker, as is.

    The others count as the worst of those that were read, so that none of them overtakes one.
    A question without diacritics is left alone: such models know little of it.
    """
    if reranker is None or not question.marked or not hits:
        return hits
    texts = [respelled(hit.passage.text) for hit in hits[:DEPTH]]
    found = scaled(reranker.scores(respelled(question.text), texts))
    read = np.concatenate([found, np.zeros(len(hits) - len(found), np.float32)])
    again = [_with(hit, float(value)) for hit, value in zip(hits, read, strict=True)]
    return tuple(sorted(again, key=lambda hit: -hit.score))


def _with(hit: Hit, value: float) -> Hit:
    score = (1 - WEIGHT) * hit.score + WEIGHT * value
    return replace(hit, score=score, why=replace(hit.why, reranker=value))
