"""Which sentence of a passage answers."""

from __future__ import annotations

import numpy as np

from embeddings.background import Background
from embeddings.evidence import Evidence, evidence
from embeddings.question import Question
from embeddings.ranking import Floats
from embeddings.types import Hit, Slice

# What speaks for a sentence against its neighbours.
WEIGHTS = {"meaning": 0.5, "words": 1.0, "syllables": 0.5, "pairs": 0.5, "kind": 0.2}


def best_sentence(question: Question, hit: Hit, background: Background) -> Slice:
    """The sentence of a hit's passage that speaks most to the question, verbatim."""
    best = int(np.argmax(sentence_scores(evidence(question, hit, background))))
    return sentence_slice(hit, best)


def sentence_scores(found: list[Evidence]) -> Floats:
    """A score for the evidence of each sentence, shape (sentences,); higher is better."""
    values = [[getattr(one, name) for name in WEIGHTS] for one in found]
    return np.asarray(values, np.float32) @ np.asarray(list(WEIGHTS.values()), np.float32)


def sentence_slice(hit: Hit, number: int) -> Slice:
    """A sentence of a hit as a slice of its bulletin."""
    sentence, passage = hit.sentences[number], hit.passage
    return Slice(
        bulletin=passage.bulletin,
        start=passage.start + sentence.start,
        end=passage.start + sentence.end,
        text=passage.text[sentence.start : sentence.end],
    )
