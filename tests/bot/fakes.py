"""Answers made by hand, and an engine that gives them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import fields

from bot.errors import BadQuestion
from bot.types import Answer, Outcome, Place, Quote, Reason, Scope
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


REFUSED = "từ chối"
INTERRUPTED = "ngắt giữa chừng"


class FakeEngine:
    """Quotes the question itself. REFUSED is refused, INTERRUPTED meets Ctrl-C while it is
    answered; blank and overlong questions cannot be asked.
    """

    def __init__(self, *suggested: str) -> None:
        self.asked: list[str] = []
        self._suggested = suggested

    def ask(
        self,
        question: str,
        *,
        top: int = 5,
        today: dt.date | None = None,
        scope: Scope | None = None,
    ) -> Answer:
        if not question.strip():
            raise BadQuestion("empty")
        if len(question) > 1_000:
            raise BadQuestion("too_long")
        self.asked.append(question)
        if question == INTERRUPTED:
            raise KeyboardInterrupt
        if question == REFUSED:
            return Answer(question, question, Outcome.REFUSED, Reason("nothing_near"))
        found = hit(APRIL, question)
        return Answer(
            question, question, Outcome.ANSWERED, Reason("found"), (quote(found),), (found,)
        )

    def version(self) -> str:
        return "1"

    def size(self) -> int:
        return len(self.bulletins(10))

    def bulletins(self, limit: int, *, skip: int = 0) -> list[BulletinHead]:
        return [APRIL, VISIT][skip : skip + limit]

    def questions_about(self, bulletin: str, limit: int) -> tuple[str, ...]:
        return self._suggested[:limit]

    def examples(self, limit: int) -> tuple[str, ...]:
        return self._suggested[:limit]

    def suggested(self, answer: Answer, asked: Collection[str], limit: int) -> tuple[str, ...]:
        return self._suggested[:limit]

    def wider(self, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
        return tuple(quotes)

    def whole(self, hits: Sequence[Hit]) -> tuple[Quote, ...]:
        return tuple(quote(of) for of in hits)

    def quoted(self, places: Sequence[Place]) -> tuple[tuple[Quote, ...], tuple[Hit, ...]]:
        hits = tuple(hit(APRIL, self.asked[-1]) for _ in places)
        return self.whole(hits), hits
