"""Bulletins that answer equally well: the newest speaks first."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering.confidence import Judged, said
from bot.answering.periods_asked import recency
from embeddings.question import Question


def newest_first(
    question: Question, best: Judged, judged: Sequence[Judged], *, sure: float, alike: float
) -> list[Judged]:
    """The best sentence of each bulletin that answers as well as the best of all, the newest first.

    One answers as well where it is undoubted, of a confidence of at least ``sure``, at most
    ``alike`` below the best score, and holds as much of what the question names.
    """
    held = _held(question, best)
    equals = {best.hit.bulletin.id: best}
    for one in judged:
        if (
            not one.doubt
            and one.confidence >= sure
            and one.score >= best.score - alike
            and _held(question, one) >= held
        ):
            equals.setdefault(one.hit.bulletin.id, one)
    return sorted(equals.values(), key=lambda one: -recency(question, one.hit))


def _held(question: Question, one: Judged) -> int:
    """How many of the syllables that a question names stand in a sentence."""
    held = set(said(one.hit, one.sentence))
    return sum(syllable in held for syllable in question.subject)
