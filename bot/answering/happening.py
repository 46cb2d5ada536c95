"""Rungs for questions that name little more than their period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.answering.draft import Draft
from bot.answering.listing import whole_list
from bot.answering.periods_asked import fits, names_period, newness, plans_a_year, speaks_of
from bot.answering.sentences import QUOTES, sentences
from bot.types import Outcome, Quote, Reason
from corpus.periods import find_periods
from embeddings.question import Question
from embeddings.quoting import sentence_slice
from embeddings.search import Searcher
from embeddings.timeline import Timeline
from embeddings.types import Hit, Slice

SAID = 0.7  # confidence of a sentence that names the very period
# What a question says that asks only what there was, or will be, in its period.
_HAPPENING = frozenset(
    "su kien viec chuyen gi nao co la dien xay ra noi ve tin tuc thong dang chu y quan trong lon"
    " dac biet trong vao thoi gian ngay thang nam quy bo y te nganh hoat dong nhung cac ban bai"
    " noi dung".split()
)


def on_period(question: Question, hits: Sequence[Hit], searcher: Searcher) -> Draft | None:
    """Sentences that name the period, where the question asks for nothing else: "21/3/2020"."""
    if not question.periods or not _HAPPENING.issuperset(question.subject):
        return None
    speaking = [hit for hit in hits if speaks_of(question, hit)]
    speaking.sort(
        key=lambda hit: (not names_period(question, hit), -newness(hit.bulletin.date), -hit.score)
    )
    quotes = [quote for hit in speaking for quote in _naming(question, hit)][:QUOTES]
    if question.published or not quotes:
        quotes = list(_beginnings(question, searcher))[:QUOTES]
    if not quotes:
        return None
    return Draft(Outcome.ANSWERED, Reason("found"), tuple(quotes), confidence=SAID)


def _beginnings(question: Question, searcher: Searcher) -> Iterator[Quote]:
    """What the bulletins that came out then begin with."""
    store = searcher.index.store
    for asked in question.periods:
        for head in Timeline(store).published(asked, QUOTES):
            first = store.of_bulletin(head.id)[0]
            yield Quote(Slice(head.id, first.start, first.end, first.text), first.id)


def _naming(question: Question, hit: Hit) -> Iterator[Quote]:
    """The first sentence of a hit that itself names a period asked about."""
    for number in range(len(hit.sentences)):
        said = sentence_slice(hit, number)
        periods = [mention.period for mention in find_periods(said.text)]
        if any(fits(asked, period) for asked in question.periods for period in periods):
            yield Quote(said, hit.passage.id)
            return


def of_the_year(question: Question, hits: Sequence[Hit], searcher: Searcher) -> Draft | None:
    """What is planned for a year, where "nhiệm vụ năm" can mean no fifth item."""
    yearly = [hit for hit in hits if plans_a_year(hit)]
    if not question.fifth_or_year or not yearly:
        return None
    question = replace(question, ordinals=())
    yearly.sort(key=lambda hit: -newness(hit.bulletin.date))
    return whole_list(question, yearly, searcher) or sentences(question, yearly, searcher)
