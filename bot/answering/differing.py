"""Bulletins that tell different things: figures of one thing, or holders of one office."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering.confidence import Judged
from bot.answering.periods_asked import newness
from bot.answering.subject import holds_most
from embeddings.amounts import figures
from embeddings.offices import asked_office, holders
from embeddings.question import Question


def differing(question: Question, judged: Sequence[Judged]) -> list[Judged]:
    """The best sentence of each bulletin, the newest first, where their figures differ; where
    they name different holders of one office, that of the newest bulletin for each of these.

    ``judged`` are sentences that answer, best first. None where neither is asked for, or where
    all bulletins agree.
    """
    first: dict[str, tuple[Judged, frozenset[str]]] = {}  # of each bulletin, and what it tells
    for one in judged:
        bulletin = one.hit.bulletin.id
        if bulletin not in first and (told := _told(question, one)):
            first[bulletin] = one, told
    if len({told for _, told in first.values()}) < 2:
        return []
    newest = sorted(first.items(), key=lambda item: -newness(item[1][0].hit.bulletin.date))
    apart: dict[object, Judged] = {}
    for bulletin, (one, told) in newest:
        apart.setdefault(told if asked_office(question) else bulletin, one)
    return list(apart.values())


def _told(question: Question, one: Judged) -> frozenset[str]:
    """The holders or the figures that a sentence gives of just what is asked about."""
    if asked_office(question):
        return holders(question, _text(one))
    found = figures(question, _text(one))
    same = found and holds_most(question.subject, one.hit.passage.text)
    return found if same else frozenset()


def _text(one: Judged) -> str:
    sentence = one.hit.sentences[one.sentence]
    return one.hit.passage.text[sentence.start : sentence.end]
