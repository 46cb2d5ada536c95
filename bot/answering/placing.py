"""Where quotes stand in their bulletins, and from when what they say is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from bot.types import AsOf, Quote, Where
from corpus.types import Passage
from corpus.vietnamese import fold
from embeddings.passage_store import PassageStore
from embeddings.question import Question, Wanted
from embeddings.types import BulletinHead

YEAR = dt.timedelta(days=366)  # a bulletin older than this may no longer be what is so
# Questions after what is so now, not after what once happened.
_NOW = re.compile(r"\b(?:ai la|la ai|chuc vu|chuc|hien nay|hien tai|bay gio|moi nhat|den nay)\b")
_NOWADAYS = re.compile(r"\b(?:hien nay|hien tai|hien dang)\b")
_LASTING = frozenset({Wanted.FIGURE, Wanted.MONEY, Wanted.SHARE})


def placed(quotes: Sequence[Quote], store: PassageStore) -> tuple[Quote, ...]:
    """The quotes, each with its place."""
    named = {quote.slice.bulletin for quote in quotes}
    passages = {bulletin: store.of_bulletin(bulletin) for bulletin in named}
    return tuple(
        replace(quote, where=_where(quote, passages[quote.slice.bulletin])) for quote in quotes
    )


def as_of(
    question: Question,
    quotes: Sequence[Quote],
    head: BulletinHead,
    store: PassageStore,
    today: dt.date,
) -> AsOf | None:
    """From when the first quote, of bulletin ``head``, is; None where that goes without saying.

    It does where the question names a period, asks after an event or who wrote a bulletin, or
    where the bulletin is of the last year.
    """
    asked, said = " ".join(question.syllables), fold(quotes[0].slice.text)
    now = question.wanted in _LASTING or _NOW.search(asked) or _NOWADAYS.search(said)
    if question.periods or not now or question.wanted is Wanted.PUBLISHER:
        return None
    if head.date:
        return AsOf(head.date, None) if today - head.date > YEAR else None
    return AsOf(None, _years(store, head.id))


def _where(quote: Quote, passages: Sequence[Passage]) -> Where | None:
    number = next((n for n, p in enumerate(passages, 1) if p.id == quote.passage), None)
    if number is None or not _stands_in(quote, passages[number - 1]):
        return None
    place = passages[number - 1].place
    if place:
        return Where(place.position, place.size, item=True)
    return Where(number, len(passages), item=False)


def _stands_in(quote: Quote, passage: Passage) -> bool:
    """Whether a quote is from its passage; bylines and dates of bulletins stand in none."""
    return quote.slice.start < passage.end and passage.start < quote.slice.end


def _years(store: PassageStore, bulletin: str) -> tuple[int, int] | None:
    """The first and the last year that a bulletin looks back on or plans from."""
    years = [
        period.first.year
        for passage in store.of_bulletin(bulletin)
        for period in passage.periods
        if not period.any_year
    ]
    return (min(years), max(years)) if years else None
