"""Which passages speak of the period that a question asks about."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from bot.answering.subject import holds_most
from corpus.periods import contains
from corpus.types import Period, Role
from embeddings.offices import asked_office
from embeddings.open_periods import is_open
from embeddings.passage_store import PassageStore
from embeddings.question import Question
from embeddings.timeline import LONGER, Timeline
from embeddings.types import Hit

# A plan for a quarter speaks of its months; one for a year hardly does.
MONTH = 28  # days
SOME_YEAR = 365  # days of a period that is a year at least
LOOKED_AT = 100  # periods among which the nearest ones that are planned for are looked for
YEAR = 366  # days; longer periods, such as 2021-2025, are named for themselves
_REPORTING = re.compile(r"\b(?:tong ket|ket qua|thanh tich|dat duoc|da lam duoc|da dat)\b")
_BULLETINS = re.compile(r"\b(?:ban tin|bai viet|bai|(?<!thong )tin(?: tuc)?)\b")
# A span of years is part of the name of these: that of another span is another.
_NAMED_PLAN = re.compile(r"\b(?:chien luoc|de an|chuong trinh|du an|quy hoach)\b")
_PLANNING = re.compile(
    r"\b(?:nhiem vu|ke hoach|phuong huong|muc tieu|chi tieu|du kien|trong tam|chuong trinh|se)\b"
)


# What the name of a plan may say beside its period; what is left is what the plan is about.
_ANY_PLAN = frozenset(
    "bo y te nganh viet nam ca nuoc nhiem vu ke hoach phuong huong muc tieu chi tieu du kien trong"
    " tam chuong trinh cong tac hoat dong noi dung viec lam thuc hien trien khai chung ta".split()
)


def plans_for(question: Question, asked: Period) -> bool:
    """Whether the question is about what is to be done in one of its periods."""
    looks_back = asked.role is Role.REPORTED and wants_reports(question)
    return wants_plans(question) and not looks_back


def wants_plans(question: Question) -> bool:
    """Whether the question is about what is to be done."""
    return bool(_PLANNING.search(" ".join(question.syllables)))


def wants_reports(question: Question) -> bool:
    """Whether the question looks back on its period."""
    return bool(_REPORTING.search(" ".join(question.syllables)))


def fits(asked: Period, said: Period, *, until: bool = False) -> bool:
    """Whether what is said of one period answers a question about another.

    ``until`` says that the year asked about is an end: what runs from 2021 to 2030 answers for
    "đến năm 2030".
    """
    if contains(asked, said) or (until and said.last == asked.last):
        return True
    return days(asked) <= YEAR and contains(said, asked) and days(said) <= LONGER * days(asked)


def speaks_of(question: Question, hit: Hit) -> bool:
    """Whether a passage speaks of a period asked about, and plans for it if plans are asked."""
    return any(_speaks_of(question, asked, hit) for asked in question.periods)


def _speaks_of(question: Question, asked: Period, hit: Hit) -> bool:
    if asked in question.published:
        return _came_out(asked, hit.bulletin.date)
    if answers(question, asked, hit.passage.periods):
        return not _names_plan(question, asked) or _tells_of_plan(question, hit)
    # Who holds an office is true of the time in which a bulletin says so.
    may_date = may_date_bulletin(question, asked) or asked_office(question)
    dated = not plans_for(question, asked) and may_date
    return (bool(dated) and _came_out(asked, hit.bulletin.date)) or _runs_on(question, asked, hit)


def may_date_bulletin(question: Question, asked: Period) -> bool:
    """Whether a period may be that in which a bulletin came out: a day, or one beside the word for
    bulletins. A plan for April may have come out in any month.
    """
    one_day = asked.first == asked.last
    return one_day or bool(_BULLETINS.search(" ".join(question.syllables)))


def answers(
    question: Question, asked: Period, among: Iterable[Period], *, planned: bool = True
) -> bool:
    """Whether what is said of some periods answers for one asked about, in the role asked for
    unless plans are not insisted on (``planned``). What a quarter's report says is not said of its
    months, unless results are asked for.
    """
    if days(asked) > YEAR and not is_open(asked) and _names_plan(question, asked):
        return any(_same_days(asked, said) for said in among)
    planned = planned and plans_for(question, asked)
    named = planned and bool(about(question))
    until = asked in question.until
    reports = wants_reports(question)
    return any(
        fits(asked, said, until=until)
        for said in among
        if (not planned or _may_plan(said, named=named))
        and (reports or said.role is not Role.REPORTED or contains(asked, said))
    )


def _runs_on(question: Question, asked: Period, hit: Hit) -> bool:
    """Whether a plan of many years holds what is asked about one of them.

    The scheme of 2020-2025 answers for telemedicine in 2023, but for no tasks of that year.
    """
    if days(asked) < SOME_YEAR or not any(
        said.role is Role.PLANNED and days(said) > YEAR and contains(said, asked)
        for said in hit.passage.periods
    ):
        return False
    subject = about(question)
    return len(subject) > 1 and holds_most(subject, hit.around)


def _names_plan(question: Question, asked: Period) -> bool:
    """Whether a period is part of the name of a plan: "Chiến lược dân số đến năm 2030"."""
    long = days(asked) > YEAR or asked in question.until
    return long and bool(_NAMED_PLAN.search(" ".join(question.syllables)))


def _tells_of_plan(question: Question, hit: Hit) -> bool:
    """Whether one sentence holds what the question is about: strategies stand beside each other."""
    subject = about(question)
    said = (hit.passage.text[s.start : s.end] for s in hit.sentences)
    return any(holds_most(subject, text) for text in said)


def about(question: Question) -> list[str]:
    """What a question names beyond plans or results, the ministry and the period."""
    rest = _REPORTING.sub(" ", " ".join(question.subject)).split()
    return [s for s in rest if s not in _ANY_PLAN and not s.isdecimal()]


def names_period(question: Question, hit: Hit) -> bool:
    """Whether a passage speaks of exactly a period asked about, as speaks_of."""
    return any(
        _same_days(asked, said)
        for asked in question.periods
        for said in hit.passage.periods
        if not plans_for(question, asked) or _may_plan(said, named=True)
    )


def _same_days(one: Period, other: Period) -> bool:
    return (one.first, one.last) == (other.first, other.last)


def is_just(question: Question, said: Iterable[Period]) -> bool:
    """Whether one of these periods is just one that is asked about, of some year where any is."""
    return any(is_same(asked, one) for asked in question.periods for one in said)


def is_same(asked: Period, said: Period) -> bool:
    """Whether both have the same days, those without a year in some year."""
    if not (asked.any_year or said.any_year):
        return _same_days(asked, said)
    return all(
        _of_year(one) == _of_year(other)
        for one, other in ((asked.first, said.first), (asked.last, said.last))
    )


def _of_year(day: dt.date) -> tuple[int, int]:
    """Month and day; the last of February is one day, of leap years too."""
    return day.month, 28 if (day.month, day.day) == (2, 29) else day.day


def plans_a_year(hit: Hit) -> bool:
    """Whether a passage plans for a year, or is part of such a plan."""
    return any(
        said.role is Role.PLANNED and SOME_YEAR <= days(said) <= YEAR
        for said in hit.passage.periods
    )


def _may_plan(said: Period, *, named: bool) -> bool:
    """Whether plans may be meant: not what is looked back on, nor a single day in passing.

    What is only mentioned may be meant where the question says (``named``) what the plan is about.
    """
    if said.role is Role.MENTIONED:
        return named and days(said) >= MONTH
    return said.role is Role.PLANNED


def newness(date: dt.date | None) -> int:
    """Orders dates, the newest highest, and what has none below all."""
    return date.toordinal() if date else 0


def recency(question: Question, hit: Hit) -> int:
    """How new a hit is: by the period it speaks of where any year is meant, else by its date."""
    meant = newest_meant(question, hit.passage.periods)
    return newness(meant.last if meant else hit.bulletin.date)


def newest_meant(question: Question, among: Iterable[Period]) -> Period | None:
    """The newest of some periods that a period of any year may mean; None where none is asked."""
    said = [
        period
        for period in among
        for asked in question.periods
        if asked.any_year and not period.any_year and answers(question, asked, (period,))
    ]
    return max(said, key=lambda period: (period.last, period.first), default=None)


def covered(question: Question, store: PassageStore, *, planned: bool = True) -> bool:
    """Whether any passage speaks of a period asked about, in the role asked for unless plans are
    not insisted on (``planned``), or any bulletin came out in it where that is meant.
    """
    return any(
        bool(Timeline(store).published(asked, limit=1))
        if asked in question.published
        else answers(question, asked, _near(asked, store), planned=planned)
        for asked in question.periods
    )


def nearest(question: Question, store: PassageStore, limit: int) -> list[Period]:
    """Periods that passages speak of, nearest in time to the first one asked about; those planned
    for before all others where plans are asked for.
    """
    asked = question.periods[0]
    if asked in question.published:
        near = dt.date.max if asked.any_year else _edges(asked)[0]
        return [Period(day, day) for day in Timeline(store).nearest_dates(near, limit)]
    if asked.any_year:
        found = sorted(store.periods(), key=lambda said: (_months_apart(asked, said), -_end(said)))
    else:
        found = Timeline(store).nearest(*_edges(asked), LOOKED_AT)
    planned = plans_for(question, asked)
    fit = [said for said in found if not planned or said.role is Role.PLANNED] or found
    days = dict.fromkeys((said.first, said.last) for said in fit)
    return [Period(*span) for span in days][:limit]


def _edges(period: Period) -> tuple[dt.date, dt.date]:
    """The first and the last day; of an open period the one that it has, twice."""
    first = period.last if period.first == dt.date.min else period.first
    return first, period.first if period.last == dt.date.max else period.last


def _months_apart(asked: Period, said: Period) -> int:
    """How many months lie between two periods, whatever their years; long ones lie far away."""
    behind, ahead = said.first.month - asked.last.month, asked.first.month - said.last.month
    return min(behind % 12, ahead % 12) + days(said) // SOME_YEAR * 12


def _end(period: Period) -> int:
    return period.last.toordinal()


def _near(asked: Period, store: PassageStore) -> list[Period]:
    if not asked.any_year:
        return store.overlapping(asked.first, asked.last)
    return [period for period in store.periods() if fits(asked, period)]


def _came_out(asked: Period, date: dt.date | None) -> bool:
    return date is not None and contains(asked, Period(date, date))


def days(period: Period) -> int:
    """How many days a period has, the first and the last included."""
    return (period.last - period.first).days + 1
