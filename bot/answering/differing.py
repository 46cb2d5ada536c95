"""Bulletins that tell different things: figures of one thing, or holders of one office."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering.confidence import Judged
from bot.answering.periods_asked import newness
from embeddings.answer_kinds import figures
from embeddings.offices import holders
from embeddings.question import Question
from embeddings.terms import search_syllables

ABOUT = 0.8  # how much of what the question names a passage must hold to speak of the same thing


def differing(question: Question, judged: Sequence[Judged]) -> list[Judged]:
    """The best sentence of each bulletin, the newest first, where their figures differ; where
    they name different holders of one office, the best sentence for each of these.

    ``judged`` are sentences that answer, best first. None where neither is asked for, or where
    all bulletins agree.
    """
    best: dict[str, Judged] = {}
    for one in judged:
        if _told(question, one):
            best.setdefault(one.hit.bulletin.id, one)
    apart: dict[object, Judged] = {}
    for bulletin, one in best.items():
        apart.setdefault(holders(question, _text(one)) or bulletin, one)
    if len({_told(question, one) for one in apart.values()}) < 2:
        return []
    return sorted(apart.values(), key=lambda one: -newness(one.hit.bulletin.date))


def _told(question: Question, one: Judged) -> frozenset[str]:
    """The holders or the figures that a sentence gives of just what is asked about."""
    if heads := holders(question, _text(one)):
        return heads
    return figures(question, _text(one)) if _is_about(question, one) else frozenset()


def _is_about(question: Question, one: Judged) -> bool:
    """Whether what the question names stands in the sentence's passage."""
    held = set(search_syllables(one.hit.passage.text, folded=True))
    return sum(s in held for s in question.subject) >= ABOUT * len(question.subject)


def _text(one: Judged) -> str:
    sentence = one.hit.sentences[one.sentence]
    return one.hit.passage.text[sentence.start : sentence.end]
