"""How sure a quoted sentence may be, from its evidence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bot.periods_asked import speaks_of
from bot.types import Reason
from embeddings.background import Background
from embeddings.evidence import Evidence, evidence
from embeddings.question import Question
from embeddings.quoting import sentence_scores
from embeddings.terms import pairs, search_syllables
from embeddings.types import Hit

RANK_WEIGHT = 0.6  # of a hit's score beside its sentence's
CAP = 0.5  # confidence at most where something that was asked for by name is not there


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence (its number in the hit): ``score`` orders, ``confidence`` in [0, 1] decides."""

    hit: Hit
    sentence: int
    score: float
    confidence: float
    doubt: Reason | None


def judge(question: Question, hits: Sequence[Hit], background: Background) -> list[Judged]:
    """Sentences of all hits, the best first."""
    judged = []
    for hit in hits:
        found = evidence(question, hit, background)
        for number, (one, score) in enumerate(zip(found, sentence_scores(found), strict=True)):
            doubt = _doubt(question, hit, one)
            sure = confidence(one)
            judged.append(
                Judged(
                    hit,
                    number,
                    float(score) + RANK_WEIGHT * hit.score,
                    min(sure, CAP) if doubt else sure,
                    doubt,
                )
            )
    return sorted(judged, key=lambda one: -one.score)


def confidence(one: Evidence) -> float:
    """A logistic model over the evidence."""
    total = -4.5 + 1.0 * one.meaning + 2.5 * one.syllables + 1.5 * one.pairs + 3.0 * one.around
    return 1 / (1 + math.exp(-total - 1.5 * one.kind))


def _doubt(question: Question, hit: Hit, one: Evidence) -> Reason | None:
    """What the question asks for by name or kind and the passage does not hold."""
    around = search_syllables(
        f"{hit.passage.text}\n{hit.passage.heading}\n{hit.bulletin.title}", folded=True
    )
    held = {*around, *pairs(around)}
    absent = [name for name in question.names if not _stands(name, held)]
    absent += [demand for demand in question.demands if not _stands(demand, held)]
    if absent:
        return Reason("missing_name", {"names": ", ".join(absent)})
    if question.periods and not speaks_of(question, hit):
        return Reason("unsure_near")
    if not one.kind:
        return Reason("answer_type", {"wanted": question.wanted})
    return None


def _stands(name: str, held: set[str]) -> bool:
    syllables = name.split()
    return all(term in held for term in (pairs(syllables) or syllables))
