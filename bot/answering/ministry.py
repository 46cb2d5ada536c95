"""Whether a text is the ministry's, where its bulletins stand among others."""

from __future__ import annotations

from embeddings.question import Question
from embeddings.question_words import BODIES, DOMAIN, OURS, PLANNED, PLANS
from embeddings.search import MINISTRY, Searcher
from embeddings.terms import search_syllables
from embeddings.types import Hit

FEW = 0.1  # share of passages under the ministry's name below which they stand among others


def is_mixed(searcher: Searcher) -> bool:
    """Whether bulletins of the ministry stand among others."""
    named = searcher.index.lexical.frequency("heading", MINISTRY[-1])
    return 0 < named < FEW * len(searcher.index.lexical)


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
