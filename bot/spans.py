"""Spans of days as people name them: an engine writes 2021-04-01/2021-06-30, a person reads
"quý 2 năm 2021".
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

from bot.texts import Texts

_SPAN = re.compile(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)")


def worded(text: str, texts: Texts) -> str:
    """The text with every ISO interval, both days included, in words; the rest stays.

    >>> worded("2021-04-01/2021-04-30, 2021-04-01/2021-06-30", Texts("vi"))
    'tháng 4 năm 2021, quý 2 năm 2021'
    """

    def words(found: re.Match[str]) -> str:
        try:
            first, last = map(dt.date.fromisoformat, found.groups())
        except ValueError:  # digits, but no days
            return found[0]
        return name(first, last, texts)

    return _SPAN.sub(words, text)


def name(first: dt.date, last: dt.date, texts: Texts) -> str:
    """The shortest name of a span of days; one from ``date.min`` or to ``date.max`` is open."""
    if first == last:
        return texts.say("period_day", day=f"{first:%d/%m/%Y}")
    year, month = first.year, first.month
    whole = first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]
    if whole and last.year == year:
        match last.month - month + 1, month:
            case 12, _:
                return texts.say("period_year", year=year)
            case 6, 1 | 7:
                half = texts.say("half_1" if month == 1 else "half_2")
                return texts.say("period_half", half=half, year=year)
            case 3, 1 | 4 | 7 | 10:
                return texts.say("period_quarter", quarter=(month + 2) // 3, year=year)
            case 1, _:
                return texts.say("period_month", month=month, year=year)
    if first == dt.date.min:
        return texts.say("period_until", last=f"{last:%d/%m/%Y}")
    if last == dt.date.max:
        return texts.say("period_since", first=f"{first:%d/%m/%Y}")
    if whole and (month, last.month) == (1, 12):
        return texts.say("period_years", first=year, last=last.year)
    return texts.say("period_span", first=f"{first:%d/%m/%Y}", last=f"{last:%d/%m/%Y}")
