"""How sure the sentence that is quoted first may be: from its evidence, and from how it stands
among everything else that was found.

A sentence that holds most of a question answers it where nothing else comes near. Among many
bulletins much comes near by chance, and then the same words are worth less.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from bot.answering.confidence import NAMES, Judged, said, strength
from embeddings.question import Question, Wanted
from embeddings.types import Hit

# Log odds of a full value, learned by ``python -m tests.calibration --strangers FILE``; see
# docs/retrieval.md for the questions and for how the intercept was chosen.
INTERCEPT = -3.7
WEIGHTS = {
    "syllables": 1.6,
    "pairs": 0.6,
    "around": 1.8,
    "meaning": 0.5,
    "length": 1.7,
    "margin": 1.9,
    "lead": 0.5,
    "vectors": 0.2,
    "terms": 0.4,
}
MARGIN = 4.0  # difference of scores from which nothing comes near
LEAD = 0.3  # the same of hits
SAME = 0.5  # share of syllables in common from which two sentences say the same


@dataclass(frozen=True, slots=True)
class Standing:
    """How a sentence stands among what was found, each in [0, 1]; more speaks for it.

    ``margin`` is how far the other sentences stay behind it, ``lead`` how far the other passages
    stay behind the first. ``vectors`` and ``terms`` are 1 where they alone would
    put its passage first. Its own bulletin, and who says nearly the same, do not compete.
    """

    margin: float
    lead: float
    vectors: float
    terms: float


def standing(best: Judged, judged: Sequence[Judged], hits: Sequence[Hit]) -> Standing:
    """``judged`` are the sentences of ``hits``, both the best first."""
    own, held = best.hit.bulletin.id, set(said(best.hit, best.sentence))
    alike = {
        one.hit.passage.id
        for one in judged
        if one.hit.bulletin.id == own or _says_the_same(set(said(one.hit, one.sentence)), held)
    }
    others = [hit for hit in hits if hit.passage.id not in alike]
    rival = next((one.score for one in judged if one.hit.passage.id not in alike), -math.inf)
    second = max((hit.score for hit in others if hit is not hits[0]), default=-math.inf)
    return Standing(
        margin=_share(best.score - rival, MARGIN),
        lead=_share(hits[0].score - second, LEAD),
        vectors=float(all(hit.closeness <= best.hit.closeness for hit in others)),
        terms=float(all(hit.why.lexical <= best.hit.why.lexical for hit in others)),
    )


def evidence_of(question: Question, best: Judged, among: Standing) -> dict[str, float]:
    """What WEIGHTS weigh, by name."""
    return strength(question, best.evidence) | asdict(among)


def settled(question: Question, best: Judged, among: Standing) -> float:
    """How sure the first quote may be, in [0, 1]: no surer than it is by itself."""
    values = evidence_of(question, best, among)
    odds = INTERCEPT + sum(weight * values[name] for name, weight in WEIGHTS.items())
    sure = min(best.confidence, 1 / (1 + math.exp(-odds)))
    return max(sure, NAMES) if question.wanted is Wanted.PEOPLE and best.evidence.kind else sure


def _share(difference: float, full: float) -> float:
    return min(max(difference, 0.0), full) / full


def _says_the_same(mine: set[str], theirs: set[str]) -> bool:
    return len(mine & theirs) >= SAME * len(mine | theirs)
