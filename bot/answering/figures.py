"""Bulletins that give different figures for one thing."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering.confidence import Judged
from bot.answering.periods_asked import newness
from embeddings.answer_kinds import figures
from embeddings.question import Question
from embeddings.terms import search_syllables

ABOUT = 0.8  # how much of what the question names a passage must hold to speak of the same thing


def differing(question: Question, judged: Sequence[Judged]) -> list[Judged]:
    """The best sentence of each bulletin, the newest first, where their figures differ.

    ``judged`` are sentences that answer, best first. None where no figure is asked for, or where
    all bulletins agree.
    """
    best: dict[str, Judged] = {}
    for one in judged:
        if figures(question, _text(one)) and _is_about(question, one):
            best.setdefault(one.hit.bulletin.id, one)
    said = {figures(question, _text(one)) for one in best.values()}
    if len(said) < 2:
        return []
    return sorted(best.values(), key=lambda one: -newness(one.hit.bulletin.date))


def _is_about(question: Question, one: Judged) -> bool:
    """Whether what the question names stands in the sentence's passage."""
    held = set(search_syllables(one.hit.passage.text, folded=True))
    return sum(s in held for s in question.subject) >= ABOUT * len(question.subject)


def _text(one: Judged) -> str:
    sentence = one.hit.sentences[one.sentence]
    return one.hit.passage.text[sentence.start : sentence.end]
