"""Which passages speak of the period that a question asks about."""

from __future__ import annotations

import datetime as dt
import re

from corpus.periods import contains
from corpus.types import Period, Role
from embeddings.passage_store import PassageStore
from embeddings.question import Question
from embeddings.types import Hit

# A plan for a quarter speaks of its months; one for a year hardly does.
LONGER = 3.5  # how many times as long a passage's period may be as the one asked about
MONTH = 28  # days
YEAR = 366  # days; longer periods, such as 2021-2025, are named for themselves
_REPORTING = re.compile(r"\b(?:tong ket|ket qua|thanh tich|dat duoc|da lam duoc|da dat)\b")
_PLANNING = re.compile(
    r"\b(?:nhiem vu|ke hoach|phuong huong|muc tieu|chi tieu|du kien|trong tam|chuong trinh|se)\b"
)


def wants_plans(question: Question) -> bool:
    """Whether the question is about what is to be done in its period."""
    return bool(_PLANNING.search(" ".join(question.syllables)))


def wants_reports(question: Question) -> bool:
    """Whether the question looks back on its period."""
    return bool(_REPORTING.search(" ".join(question.syllables)))


def fits(asked: Period, said: Period) -> bool:
    """Whether what is said of one period answers a question about another."""
    if contains(asked, said):
        return True
    return _days(asked) <= YEAR and contains(said, asked) and _days(said) <= LONGER * _days(asked)


def speaks_of(question: Question, hit: Hit) -> bool:
    """Whether a passage speaks of a period asked about, and plans for it if plans are asked."""
    planned = wants_plans(question)
    return any(
        fits(asked, said)
        for asked in question.periods
        for said in hit.passage.periods
        if not planned or _may_plan(said)
    ) or (not planned and any(_came_out(asked, hit.bulletin.date) for asked in question.periods))


def names_period(question: Question, hit: Hit) -> bool:
    """Whether a passage speaks of exactly a period asked about, as speaks_of."""
    planned = wants_plans(question)
    asked = {(period.first, period.last) for period in question.periods}
    return any(
        (said.first, said.last) in asked
        for said in hit.passage.periods
        if not planned or _may_plan(said)
    )


def _may_plan(said: Period) -> bool:
    """Whether plans may be meant: not what is looked back on, nor a single day in passing."""
    if said.role is Role.MENTIONED:
        return _days(said) >= MONTH
    return said.role is Role.PLANNED


def newness(date: dt.date | None) -> int:
    """Orders dates, the newest highest, and what has none below all."""
    return date.toordinal() if date else 0


def recency(question: Question, hit: Hit) -> int:
    """How new a hit is: by the period it speaks of where any year is meant, else by its date."""
    said = [
        period.last
        for period in hit.passage.periods
        for asked in question.periods
        if asked.any_year and not period.any_year and fits(asked, period)
    ]
    return newness(max(said, default=hit.bulletin.date))


def covered(question: Question, store: PassageStore) -> bool:
    """Whether any passage speaks of a period asked about, as far as the role asked for goes."""
    planned = wants_plans(question)
    return any(
        fits(asked, said)
        for asked in question.periods
        for said in _near(asked, store)
        if not planned or _may_plan(said)
    )


def _near(asked: Period, store: PassageStore) -> list[Period]:
    if not asked.any_year:
        return store.overlapping(asked.first, asked.last)
    return [period for period in store.periods() if fits(asked, period)]


def _came_out(asked: Period, date: dt.date | None) -> bool:
    return date is not None and contains(asked, Period(date, date))


def _days(period: Period) -> int:
    return (period.last - period.first).days + 1
