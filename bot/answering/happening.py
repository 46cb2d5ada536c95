"""Rungs for questions that name little more than their period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.answering.draft import Draft
from bot.answering.listing import whole_list
from bot.answering.ministry import under_ministry
from bot.answering.periods_asked import (
    about,
    fits,
    is_same,
    may_date_bulletin,
    names_period,
    newness,
    plans_a_year,
    plans_for,
    speaks_of,
)
from bot.answering.sentences import QUOTES, quote, sentences
from bot.types import Outcome, Quote, Reason, Scope
from corpus.periods import find_periods
from corpus.types import Period, Role
from embeddings.question import Question
from embeddings.quoting import sentence_slice
from embeddings.search import Searcher
from embeddings.timeline import Timeline
from embeddings.types import Hit, Slice

SAID = 0.7  # confidence of a sentence that names the very period
# What a question says that asks only what there was, or will be, in its period.
_HAPPENING = frozenset(
    "su kien viec chuyen gi nao co la dien xay ra noi ve tin tuc thong dang chu y quan trong lon"
    " dac biet trong vao tu den thoi gian ngay thang nam quy bo y te nganh hoat dong nhung cac ban"
    " bai noi dung".split()
)


def on_period(
    question: Question, hits: Sequence[Hit], searcher: Searcher, scope: Scope | None
) -> Draft | None:
    """Sentences that name the period, where the question asks for nothing else: "21/3/2020"; for
    its plans or results alone, those that plan for just that period, or look back on it.
    """
    if not question.periods or not _HAPPENING.issuperset(about(question)):
        return None
    bare = _HAPPENING.issuperset(question.subject)
    mixed = searcher.mixed
    speaking = [
        hit for hit in hits if speaks_of(question, hit) and (not mixed or under_ministry(hit))
    ]
    speaking.sort(
        key=lambda hit: (not names_period(question, hit), -newness(hit.bulletin.date), -hit.score)
    )
    quotes = [quote for hit in speaking for quote in _naming(question, hit, bare=bare)][:QUOTES]
    if scope is None and (question.published or (bare and not quotes)):
        quotes = list(_beginnings(question, searcher))[:QUOTES]
    if not quotes:
        return None
    return Draft(Outcome.ANSWERED, Reason("found"), tuple(quotes), confidence=SAID)


def _beginnings(question: Question, searcher: Searcher) -> Iterator[Quote]:
    """What the bulletins that came out then begin with."""
    store = searcher.index.store
    for asked in question.periods:
        if not may_date_bulletin(question, asked):
            continue
        for head in Timeline(store).published(asked, QUOTES):
            first = store.of_bulletin(head.id)[0]
            yield Quote(Slice(head.id, first.start, first.end, first.text), first.id)


def _naming(question: Question, hit: Hit, *, bare: bool) -> Iterator[Quote]:
    """The first sentence of a hit that itself names a period asked about; one that is no title,
    announces nothing and names just that period in its role, unless the period alone is asked for
    (``bare``).
    """
    for number in range(len(hit.sentences)):
        said = sentence_slice(hit, number)
        periods = [mention.period for mention in find_periods(said.text)]
        if not bare and (_is_head(said, hit) or said.text.rstrip().endswith(":")):
            continue
        if any(
            fits(asked, period) if bare else _is_told(question, asked, period)
            for asked in question.periods
            for period in periods
        ):
            yield quote(question, hit, number)
            return


def _is_head(said: Slice, hit: Hit) -> bool:
    heading = hit.passage.heading
    return hit.bulletin.is_title(said.text) or said.text.split() == heading.split()


def _is_told(question: Question, asked: Period, said: Period) -> bool:
    """Whether just the period asked about is planned for, or looked back on, as the question
    wants; what is said of it may lack its year.
    """
    same = is_same(asked, said)
    if plans_for(question, asked):
        return same and said.role is Role.PLANNED
    return same and said.role is not Role.PLANNED


def of_the_year(question: Question, hits: Sequence[Hit], searcher: Searcher) -> Draft | None:
    """What is planned for a year, where "nhiệm vụ năm" can mean no fifth item."""
    yearly = [hit for hit in hits if plans_a_year(hit)]
    if not question.fifth_or_year or not yearly:
        return None
    question = replace(question, ordinals=())
    yearly.sort(key=lambda hit: -newness(hit.bulletin.date))
    return whole_list(question, yearly, searcher) or sentences(question, yearly, searcher)
