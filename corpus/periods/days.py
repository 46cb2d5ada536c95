"""Days: "ngày 21/3/2020", "21 tháng 3 năm 2020", "từ ngày 1 đến ngày 15/4/2021"."""

from __future__ import annotations

import datetime as dt
import re

from corpus.aligned import Span
from corpus.periods.words import (
    DIGITS,
    NUMBER,
    RELATIVES,
    TO,
    YEAR,
    Found,
    Impossible,
    Reading,
    Rule,
    alone,
    found,
    loose,
    number,
    shift,
    tail,
    tail_year,
)

_D, _M = r"\d{1,2}(?!\d)", r"\d{1,2}(?!\d)"
_BY = r"(?:\s*/\s*|\s+tháng\s+)"
_DAY_NAMED = loose(r"(?:sáng|trưa|chiều|tối|đêm|hôm|mùng|mồng|từ|ngày)\s+$")

# "thứ 1 tháng 4", "mục 3 tháng 4": the number is an item's, the month alone is a period.
_ITEM_NAMED = loose(r"(?:thứ|mục|số|nhiệm\s+vụ|việc)\s+$")


def _is_named(match: re.Match[str]) -> bool:
    ahead = match.string[max(0, match.start() - 8) : match.start()]
    return bool(match["named"] or _DAY_NAMED.search(ahead))


def _read_range(match: re.Match[str], today: dt.date | None) -> Reading:
    year, last = tail_year(match, today, 1), tail_year(match, today, 2)
    low = int(match["m1"] or match["m2"]), int(match["d1"])
    high = int(match["m2"]), int(match["d2"])
    named, listed = _is_named(match), match["to"].strip() in {",", "và", "va"}
    if listed and (match["m1"] or not named):
        return None  # "21/3, 22/4" are two days, not all between them; "12, 5/4" is one
    if not named and not match["m1"] and last is None:
        return None  # "3-4/5" may be anything
    if year is None:
        year = last - 1 if last and last > 0 and low > high else last
    return [found(match.span(), low, high, year, last)]


def _read_day(match: re.Match[str], today: dt.date | None) -> Reading:
    year = tail_year(match, today)
    if "/" not in match["by"] and _ITEM_NAMED.search(match.string[: match.start()][-12:]):
        return None
    day = int(match["m"]), int(match["d"])
    dated = match["y1"] or (year and "/" not in match["by"])
    if not (_is_named(match) or dated or (alone(match) and _is_like_day(day))):
        return None  # "trực 24/7" is no day unless a word makes it one
    return [found(match.span(), day, day, year)]


def _is_like_day(day: tuple[int, int]) -> bool:
    """Whether some month has such a day; "1/0" is a sum, "31/4" a mistake."""
    return 1 <= day[0] <= 12 and 1 <= day[1] <= 31


def _read_dotted(match: re.Match[str], today: dt.date | None) -> Reading:
    day = int(match["m"]), int(match["d"])
    return [found(match.span(), day, day, int(match["y"]))]


def _read_near(match: re.Match[str], today: dt.date | None) -> Reading:
    if today is None:
        return []
    step = {"nay": 0, "qua": -1, "mai": 1}[match["word"]]
    day = today + dt.timedelta(days=step)
    return [_between(match.span(), day, day)]


def _read_week(match: re.Match[str], today: dt.date | None) -> Reading:
    if today is None or (match["n"] and not number(match["n"])):
        return []
    step = shift(match["word"])
    far = step * number(match["n"] or "1")
    monday = today - dt.timedelta(days=today.weekday())
    first, last = sorted((step, far))
    sunday = monday + dt.timedelta(weeks=last, days=6)
    return [_between(match.span(), monday + dt.timedelta(weeks=first), sunday)]


def _read_until(match: re.Match[str], today: dt.date | None) -> Reading:
    """ "Từ nay đến cuối năm"."""
    return [] if today is None else [_between(match.span(), today, dt.date(today.year, 12, 31))]


def _between(where: Span, first: dt.date, last: dt.date) -> Found | Impossible:
    low, high = (first.month, first.day), (last.month, last.day)
    return found(where, low, high, first.year, last.year)


def _read_iso(match: re.Match[str], today: dt.date | None) -> Reading:
    day = int(match["m"]), int(match["d"])
    return [found(match.span(), day, day, int(match["y"]))]


DAY_RULES: tuple[Rule, ...] = (
    ("hn", loose(r"(?:hôm|ngày)\s+(?P<word>nay|qua|mai)(?!\w)"), _read_near),
    (
        f"tmhbnsc{DIGITS}",
        loose(rf"(?:(?P<n>{NUMBER})\s+)?tuần\s+(?P<word>{RELATIVES})"),
        _read_week,
    ),
    (
        "t",
        loose(r"từ\s+(?:nay|giờ|bây\s+giờ)\s+(?:đến|tới)\s+(?:cuối|hết)\s+năm(?!\s+\d)(?:\s+nay)?"),
        _read_until,
    ),
    (DIGITS, loose(rf"(?P<y>{YEAR})-(?P<m>\d\d)-(?P<d>\d\d)(?!\w)"), _read_iso),
    (
        f"n{DIGITS}",
        loose(
            rf"(?P<named>ngày\s+)?(?P<d1>{_D})(?:{_BY}(?P<m1>{_M}){tail(1)})?"
            rf"(?P<to>{TO}|\s*,\s*|\s+và\s+)(?:ngày\s+)?(?P<d2>{_D}){_BY}(?P<m2>{_M}){tail(2)}"
        ),
        _read_range,
    ),
    (
        f"n{DIGITS}",
        loose(rf"(?P<named>ngày\s+)?(?P<d>{_D})(?P<by>{_BY})(?P<m>{_M}){tail()}"),
        _read_day,
    ),
    (
        f"n{DIGITS}",
        loose(rf"(?:ngày\s+)?(?P<d>{_D})(?P<by>[.-])(?P<m>{_M})(?P=by)(?P<y>(?:19|20)\d\d)(?!\w)"),
        _read_dotted,
    ),
)
