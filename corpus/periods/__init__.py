"""Dates and periods in Vietnamese text, with what the text does with them."""

from __future__ import annotations

import calendar
import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.aligned import Span, compose
from corpus.numbers import SEVERAL
from corpus.periods.days import DAY_RULES
from corpus.periods.months import MONTH_RULES
from corpus.periods.roles import role
from corpus.periods.words import ANY_YEAR, END, Day, Found, Impossible, loose
from corpus.periods.years import YEAR_RULES
from corpus.sentences import sentences
from corpus.types import Period

__all__ = [
    "VERSION",
    "PeriodMention",
    "contains",
    "find_periods",
    "impossible_periods",
    "lent_year",
    "overlaps",
]

VERSION = 8  # of the grammar and the roles; passages read with another version are read again

# At one place the first rule whose reader accepts wins.
_RULES = (*DAY_RULES, *MONTH_RULES, *YEAR_RULES)
_RULES_OF = {
    initial: [(pattern, read) for initials, pattern, read in _RULES if initial in initials]
    for initial in sorted({initial for initials, _, _ in _RULES for initial in initials})
}
# A cheap look at each place before the rules are tried there.
_OPENING = loose(
    r"(?<![\w/])(?<!\w-)(?<!\d[.,])(?:(?:19|20)\d\d(?!\d)"
    r"|\d{1,2}(?=\s*(?:[/.,–—-]|tháng|đến|tới|và|năm|quý|quí|tuần))|t\d|q[\di]"
    r"|(?:tháng|quý|quí)[\s\d]|(?:nửa|tuần)\s|(?:đầu|giữa|cuối)\s+(?:năm|tháng|quý|quí|\d{4})"
    r"|(?:ngày|năm|hôm)\s*(?:\d|nay|này|ngoái|trước|tới|sau|qua|mai|vừa)"
    r"|từ\s+(?:nay|giờ|bây)|từ\s+(?:năm\s+)?\d{4}"
    r"|(?:giai\s+đoạn|nhiệm\s+kỳ|năm\s+học|niên\s+khóa|thời\s+kỳ)\s+(?:\d|từ|năm)"
    rf"|(?:{'|'.join(SEVERAL)})\s+(?:một\s+|hai\s+)?(?:tháng|quý|quí|năm|tuần))"
)


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """A period and the slice ``start:end`` of the text that names it."""

    period: Period
    start: int
    end: int


def find_periods(
    text: str, *, default_year: int | None = None, today: dt.date | None = None
) -> list[PeriodMention]:
    """The periods that a text names, in order.

    A missing year is taken from the nearest period of the same sentence that has one, else it is
    the one year that the text names, else ``default_year``; where all fail the period is of any
    year. Words such as "năm nay" count
    only when ``today`` is given. Days that do not exist are left out (see
    :func:`impossible_periods`), and so are durations ("5 năm", "trong 02 ngày").

    >>> [mention] = find_periods("Nhiệm vụ quý II/2021 là gì?")
    >>> mention.period.first.isoformat(), mention.period.last.isoformat(), mention.start
    ('2021-04-01', '2021-06-30', 9)
    """
    return list(_find(text, default_year, today))


@lru_cache(maxsize=512)  # the same question and sentences are read again and again
def _find(text: str, default_year: int | None, today: dt.date | None) -> tuple[PeriodMention, ...]:
    composed = compose(text)
    lower = _lower(composed.text)
    all_found = [one for one in _scan(lower, today) if isinstance(one, Found)]
    if not all_found:
        return ()
    lenders = [one for one in all_found if one.lends]
    years = {one.year for one in lenders}
    year_of_text = years.pop() if len(years) == 1 else default_year
    spans = sentences(composed.text)
    mentions: list[PeriodMention] = []
    for one in all_found:
        sentence = _around(spans, one)
        year = one.year if one.year is not None else _borrowed(one, lenders, sentence)
        its_role = role(lower, sentence, (one.start, one.end))
        where = composed.span(one.start, one.end)
        mentions.extend(
            PeriodMention(Period(first, last, its_role, any_year), *where)
            for first, last, any_year in _days(one, year_of_text if year is None else year)
        )
    return tuple(mentions)


def impossible_periods(text: str) -> list[str]:
    """Slices that are written like a day, month or quarter and are none.

    >>> impossible_periods("Ngày 31/2/2021 và quý 5 có gì?")
    ['Ngày 31/2/2021', 'quý 5']
    """
    composed = compose(text)
    found = [one for one in _scan(_lower(composed.text), None) if isinstance(one, Impossible)]
    return [text[slice(*composed.span(one.start, one.end))] for one in found]


def lent_year(mentions: Sequence[PeriodMention]) -> int | None:
    """The year that the mentions agree on, for neighbours that name none."""
    years = {
        year
        for mention in mentions
        if not mention.period.any_year
        for year in (mention.period.first.year, mention.period.last.year)
    }
    return years.pop() if len(years) == 1 else None


def contains(outer: Period, inner: Period) -> bool:
    """Whether every day of ``inner`` lies in ``outer``; roles do not matter.

    A period of any year stands for each of its years: "tháng 4" contains 5/4/2021, and the year
    2021 contains "tháng 4".
    """
    return any(
        first <= low and high <= last for first, last, low, high in _in_common_years(outer, inner)
    )


def overlaps(one: Period, other: Period) -> bool:
    """Whether the two share a day, in some year where one of them has none."""
    return any(
        first <= high and low <= last for first, last, low, high in _in_common_years(one, other)
    )


def _in_common_years(
    one: Period, other: Period
) -> Iterator[tuple[dt.date, dt.date, dt.date, dt.date]]:
    if one.any_year == other.any_year:
        yield one.first, one.last, other.first, other.last
        return
    dated = other if one.any_year else one
    for year in range(dated.first.year, dated.last.year + 1):
        yield (*_placed(one, year), *_placed(other, year))


def _placed(period: Period, year: int) -> tuple[dt.date, dt.date]:
    if not period.any_year:
        return period.first, period.last
    return _date(year, period.first), _date(year, period.last)


def _date(year: int, day: dt.date) -> dt.date:
    return dt.date(year, day.month, min(day.day, calendar.monthrange(year, day.month)[1]))


def _lower(text: str) -> str:
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _scan(text: str, today: dt.date | None) -> Iterator[Found | Impossible]:
    position = 0
    while opening := _OPENING.search(text, position):
        position = opening.start() + 1  # "trong tam thang 4": what opens may hide what counts
        for pattern, read in _RULES_OF.get(text[opening.start()], ()):
            match = pattern.match(text, opening.start())
            reading = read(match, today) if match else None
            if match and reading is not None:
                yield from reading
                position = match.end()
                break


def _around(spans: Sequence[Span], one: Found) -> Span:
    index = bisect_right(spans, (one.start, len(spans) + one.end)) - 1
    return spans[max(index, 0)]


def _borrowed(one: Found, lenders: Sequence[Found], sentence: Span) -> int | None:
    """The year of the nearest period in the sentence that has one; the earlier of two as near."""
    index = bisect_left(lenders, one.start, key=lambda other: other.start)
    near = [
        other
        for other in lenders[max(0, index - 1) : index + 1]
        if sentence[0] <= other.start < sentence[1]
    ]
    if not near:
        return None
    return min(near, key=lambda other: max(one.start - other.end, other.start - one.end)).year


def _days(one: Found, year: int | None) -> Iterator[tuple[dt.date, dt.date, bool]]:
    """First and last day with the year put in, and whether they are of any year.

    Without a year, what crosses the turn of the year falls into two.
    """
    any_year = year is None or year < 0
    base = ANY_YEAR if year is None or year < 0 else year
    last_year = one.last_year if one.last_year and one.last_year > 0 else base
    crosses = one.year is None and one.low > (one.high[0], one.high[1] or 31)
    if crosses and any_year:
        yield _day(one.low, base), dt.date(base, 12, 31), True
        yield dt.date(base, 1, 1), _day(one.high, base), True
        return
    try:
        first, last = _day(one.low, base), _day(one.high, last_year + crosses)
    except ValueError:  # 29/2 in the year that was taken from a neighbour
        return
    if first <= last:
        yield first, last, any_year


def _day(day: Day, year: int) -> dt.date:
    month, number = day
    return dt.date(year, month, calendar.monthrange(year, month)[1] if number == END else number)
