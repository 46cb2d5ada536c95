"""Whether a text is the ministry's, where its bulletins stand among others."""

from __future__ import annotations

from embeddings.question import Question
from embeddings.question_words import BODIES, DOMAIN, OURS, PLANNED, PLANS
from embeddings.terms import search_syllables
from embeddings.types import Hit


def under_ministry(hit: Hit) -> bool:
    """Whether a bulletin's title or the passage's heading names the ministry."""
    return names_ministry(f"{hit.bulletin.title}\n{hit.passage.heading}")


def names_ministry(text: str) -> bool:
    """Whether a text speaks of the ministry, and of no other body before."""
    said = _plain(text)
    ours, others = OURS.search(said), BODIES.search(said)
    return ours is not None and (others is None or ours.start() < others.start())


def of_domain(hit: Hit) -> bool:
    """Whether a passage, its heading or title speaks of health."""
    return bool(DOMAIN.search(_plain(hit.around)))


def speaks_of_plans(question: Question, hit: Hit) -> bool:
    """Whether a passage speaks of plans, or of the ministry, if the question asks for plans."""
    asked = PLANS.search(" ".join(question.syllables))
    return not asked or bool(PLANNED.search(_plain(hit.around)))


def _plain(text: str) -> str:
    return " ".join(search_syllables(text, folded=True))
