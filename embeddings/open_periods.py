"""Periods that a question asks about, open ones too: "trước năm 2022", "sau tháng 7 năm 2022"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.periods import PeriodMention, find_periods
from corpus.types import Period
from corpus.vietnamese import fold, is_marked, tokens

_BEFORE, _AFTER = ("trước", "truoc"), ("sau",)
# "Hoàn thành trước ngày 30/6": the day itself is what a text names.
_DEADLINE = re.compile(
    r"\b(?:xong|hoan thanh|hoan thien|ket thuc|trinh|ban hanh|bao cao|thuc hien|nop|dat)$"
)
_AND = re.compile(r"[\s,]*(?:va|nhung|den|toi)?[\s,]*")
_AHEAD = 40  # code points before a period in which the words that open it stand
_SIXTH = re.compile(r"\b(?:thu|so|muc|y|diem)$")  # "nhiem vu thu sau nam 2021"
_DAY = dt.timedelta(days=1)
_NEXT = re.compile(r"(?P<unit>thang|quy) (?P<way>sau|toi|truoc|ke tiep)")
_MONTHS = {"thang": 1, "quy": 3}
_OVER = re.compile(r"\s*(?:thi )?(?:da )?(?:het|xong|qua|roi|ket thuc)\b")


def asked_periods(text: str, *, today: dt.date | None = None) -> list[PeriodMention]:
    """The periods of a question in order, as ``find_periods``, but those behind "trước" (before)
    and "sau" (after) are all that lies before or after, the word being part of the mention.

    An open period begins on ``date.min`` or ends on ``date.max``; one of any year begins or ends
    with its year.

    >>> [mention] = asked_periods("Trước năm 2022 có gì?")
    >>> mention.period.last.isoformat(), is_open(mention.period), mention.start
    ('2021-12-31', True, 0)
    """
    asked: list[PeriodMention] = []
    for mention in find_periods(text, today=today):
        counted = _counted_on(text, asked, mention)
        if counted is not mention and _OVER.match(fold(text[asked[-1].end : mention.start])):
            counted = replace(counted, start=asked.pop().start)  # what is over is not asked about
        one = _opened(text, counted)
        if asked and (both := _closed(text, asked[-1], one)):
            asked[-1] = both
        else:
            asked.append(one)
    return asked


def _counted_on(
    text: str, before: Sequence[PeriodMention], mention: PeriodMention
) -> PeriodMention:
    """The mention, where it is "the next" month or quarter and one that is dated was named just
    before counted from that: "hết quý I/2021 rồi, quý sau làm gì".
    """
    words = _NEXT.fullmatch(fold(text[mention.start : mention.end]))
    if not words or not before or before[-1].period.any_year:
        return mention
    named, months = before[-1].period, _MONTHS[words["unit"]]
    if not dt.MINYEAR < named.first.year < dt.MAXYEAR - 1:
        return mention
    begins, behind = named.first, _months_on(named.first, months)
    if behind - _DAY != named.last:
        return mention  # no such unit was named
    step = months if words["way"] != "truoc" else -months
    first, end = _months_on(begins, step), _months_on(behind, step)
    return replace(mention, period=replace(mention.period, first=first, last=end - _DAY))


def _months_on(day: dt.date, months: int) -> dt.date:
    """The first day of the month that lies so many months from a day's."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, 1)


def is_open(period: Period) -> bool:
    """Whether a period has no first or no last day."""
    return period.first == dt.date.min or period.last == dt.date.max


def _opened(text: str, mention: PeriodMention) -> PeriodMention:
    begin = max(0, mention.start - _AHEAD)
    ahead = list(tokens(text[begin : mention.start]))
    side = ahead.pop() if ahead else None
    if side is None or text[begin + side.end : mention.start].strip():
        return mention
    words = " ".join(fold(token.form) for token in ahead[-2:])
    day = mention.period.first == mention.period.last
    if side.form in _BEFORE and not (day and _DEADLINE.search(words)):
        period = _before(mention.period)
    elif side.form in _AFTER and not (_SIXTH.search(words) and not is_marked(text)):
        period = _after(mention.period)
    else:
        return mention
    return replace(mention, period=period, start=begin + side.start) if period else mention


def _closed(text: str, one: PeriodMention, other: PeriodMention) -> PeriodMention | None:
    """What lies in both of two open periods: "sau tháng 4 và trước tháng 9"; None where nothing
    does, or where they are not said together.
    """
    sides = {_first_word(text, mention) for mention in (one, other)}
    if (
        sides.isdisjoint(_BEFORE)
        or sides.isdisjoint(_AFTER)
        or not _AND.fullmatch(fold(text[one.end : other.start]))
    ):
        return None
    first = max(one.period.first, other.period.first)
    last = min(one.period.last, other.period.last)
    both = replace(one.period, first=first, last=last)
    return replace(one, period=both, end=other.end) if first <= last else None


def _first_word(text: str, mention: PeriodMention) -> str:
    return next(tokens(text[mention.start : mention.end])).form


def _before(period: Period) -> Period | None:
    """All days before a period; None where its year begins with it."""
    first = period.first.replace(month=1, day=1) if period.any_year else dt.date.min
    return replace(period, first=first, last=period.first - _DAY) if first < period.first else None


def _after(period: Period) -> Period | None:
    """All days after a period; None where its year ends with it."""
    last = period.last.replace(month=12, day=31) if period.any_year else dt.date.max
    return replace(period, first=period.last + _DAY, last=last) if period.last < last else None
