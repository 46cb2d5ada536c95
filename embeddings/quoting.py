"""Which sentence of the passages found answers.

The weights in quoting.toml are learned; ``python -m embeddings.training.quoting --help`` tells how.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from embeddings.background import Background
from embeddings.question import Question
from embeddings.ranking import Floats
from embeddings.sentence_features import NAMES, features
from embeddings.types import Hit, Slice

DEPTH = 3  # hits whose sentences compete
WEIGHTS_FILE = Path(__file__).with_suffix(".toml")
WEIGHTS: Mapping[str, float] = tomllib.loads(WEIGHTS_FILE.read_text("utf-8"))["weights"]
# A feature that was added since counts nothing until the weights are learned again.
_COLUMN = np.asarray([WEIGHTS.get(name, 0.0) for name in NAMES], np.float32)


def best_sentence(question: Question, hits: Sequence[Hit], background: Background) -> Slice:
    """The sentence of the first :data:`DEPTH` hits, best first, that answers best, verbatim.

    Raises ValueError where there are no hits.
    """
    among = hits[:DEPTH]
    scores = sentence_scores(question, among, background)
    best = max(range(len(among)), key=lambda i: scores[i].max())
    return sentence_slice(among[best], int(np.argmax(scores[best])))


def sentence_scores(
    question: Question, hits: Sequence[Hit], background: Background
) -> list[Floats]:
    """For each hit a score for each of its sentences, shape (sentences,); higher is better.

    Scores compare all sentences of one call: their differences are differences of log odds.
    """
    scores = features(question, hits, background) @ _COLUMN
    ends = np.cumsum([len(hit.sentences) for hit in hits])[:-1]
    return np.split(scores, ends) if hits else []


def sentence_slice(hit: Hit, number: int) -> Slice:
    """A sentence of a hit as a slice of its bulletin."""
    sentence, passage = hit.sentences[number], hit.passage
    return Slice(
        bulletin=passage.bulletin,
        start=passage.start + sentence.start,
        end=passage.start + sentence.end,
        text=passage.text[sentence.start : sentence.end],
    )
