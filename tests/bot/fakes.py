"""Answers made by hand, and an engine that gives them."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields

from bot.errors import BadQuestion
from bot.types import Answer, Outcome, Quote, Reason
from corpus.types import Passage
from embeddings.types import BulletinHead, Hit, Slice, Why

APRIL = BulletinHead(
    id="april",
    source="april.txt",
    title="Nhiệm vụ tháng 4",
    date=dt.date(2021, 11, 26),
    url=None,
    unit=None,
)
VISIT = BulletinHead(
    id="tin/visit",
    source="tin/visit.txt",
    title="Buổi làm việc",
    date=None,
    url="https://example.org/visit",
    unit=None,
)


def hit(head: BulletinHead, text: str, *, start: int = 0, heading: str | None = None) -> Hit:
    heading = head.title if heading is None else heading
    end = start + len(text)
    passage = Passage(f"{head.id}#{start}", head.id, start, end, text, heading, None, ())
    return Hit(passage, head, 0.5, Why(*[0.5] * len(fields(Why))), 0.5, ())


def quote(of: Hit) -> Quote:
    passage = of.passage
    return Quote(Slice(passage.bulletin, passage.start, passage.end, passage.text), passage.id)


def answered(*hits: Hit, count: int | None = None, code: str = "found") -> Answer:
    quotes = tuple(quote(of) for of in hits)
    return Answer("hỏi?", "hỏi?", Outcome.ANSWERED, Reason(code), quotes, hits, count)


class FakeEngine:
    """Quotes the question itself; "từ chối" is refused; blank and overlong ones cannot be asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def ask(self, question: str, *, top: int = 5, today: dt.date | None = None) -> Answer:
        if not question.strip():
            raise BadQuestion("empty")
        if len(question) > 1_000:
            raise BadQuestion("too_long")
        self.asked.append(question)
        if question == "từ chối":
            return Answer(question, question, Outcome.REFUSED, Reason("nothing_near"))
        found = hit(APRIL, question)
        return Answer(
            question, question, Outcome.ANSWERED, Reason("found"), (quote(found),), (found,)
        )
