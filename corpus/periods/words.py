"""The pieces from which Vietnamese builds dates and periods.

Patterns are matched against lower-case composed text. Every marked letter in them also matches
its bare form, because people type "thang 4 nam 2021".
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from corpus.aligned import Span
from corpus.numbers import PLACES, SEVERAL, TEENS
from corpus.vietnamese import fold

END = 0  # as a day: the last one of its month
ANY_YEAR = 2000  # a leap year, in which periods without a year lie
UNKNOWN = -1  # a year that is relative to a day nobody gave; it is neither lent nor borrowed
_MOST_DIGITS = 30  # of a number that counts something

Day = tuple[int, int]  # month 1..12, day 1..31 or END

_NUMBERS = {fold(word): n for word, n in (PLACES | TEENS).items()} | {"gieng": 1, "chap": 12}
_NUMBERS |= {  # i to xxxix
    tens + ones: 10 * ten + one
    for ten, tens in enumerate(("", "x", "xx", "xxx"))
    for one, ones in enumerate(["", *"i ii iii iv v vi vii viii ix".split()])
    if tens + ones
}

# Years of four digits that a bulletin may speak of; 1.950 and 1950,5 are amounts.
YEAR = r"(?:19[5-9]\d|20\d\d)(?![\d%]|[.,]\d)"
# Behind "năm" or a stroke, where nothing else is meant, any number is one: years far away are
# asked for too, and "2021" is mistyped. Of two digits, the century is left out.
ANY_YEARS = r"(?:\d{4,8}|[0-4]\d)(?![\d%/]|[.,]\d)"
RELATIVE = r"(?:nay|này|ngoái|trước|tới|sau)(?!\w)"
RELATIVES = r"(?:này|trước|sau|tới|vừa\s+(?:rồi|qua))(?!\w)"
BEFORE_DIGIT = r"(?:\s+|(?=\d))"  # "tháng4"
NUMBER = rf"(?:\d{{1,2}}|{'|'.join([*TEENS, *SEVERAL])})"
TO = r"\s*(?:-|–|—|(?:cho\s+)?(?:đến|tới)(?!\w))\s*(?:hết\s+)?"
_SHIFTS = {"nay": 0, "sau": 1, "toi": 1, "truoc": -1, "ngoai": -1, "vua": -1}


@dataclass(frozen=True, slots=True)
class Found:
    """One period as written: its slice, its days, and its years where they are written.

    ``year`` is the first day's and ``last_year`` the last day's, None where not written.
    ``lends`` is whether a neighbour without a year may take this one's.
    """

    start: int
    end: int
    low: Day
    high: Day
    year: int | None
    last_year: int | None
    lends: bool


@dataclass(frozen=True, slots=True)
class Impossible:
    """A slice that is written like a date and is none: 31/2/2021, quý 5."""

    start: int
    end: int


Reading = list[Found | Impossible] | None  # None: the pattern does not apply here after all
Reader = Callable[[re.Match[str], dt.date | None], Reading]
# The characters that a rule's pattern may begin with, marks apart; the pattern; its reader.
Rule = tuple[str, re.Pattern[str], Reader]
DIGITS = "0123456789"


def loose(pattern: str) -> re.Pattern[str]:
    """The pattern with every marked letter also matching its bare form.

    >>> bool(loose("quý").match("quy")), bool(loose("quý").match("quỹ"))
    (True, False)
    """
    return re.compile(re.sub(r"[^\W\d_a-zA-Z]", lambda m: f"[{m[0]}{fold(m[0])}]", pattern))


def tail(n: int = 1) -> str:
    """Pattern of the year behind a day, month or quarter, in the groups ``y{n}`` or ``w{n}``."""
    written = rf"(?:\s*[/–-]\s*|\.|\s+)(?P<y{n}>{YEAR}|(?<=/){ANY_YEARS})"
    named = rf"\s*,?\s*(?:của\s+)?năm{BEFORE_DIGIT}(?P<w{n}>{ANY_YEARS}(?!\s+tuổi)|{RELATIVE})"
    return rf"(?:{written}|{named})?"


def tail_year(match: re.Match[str], today: dt.date | None, n: int = 1) -> int | None:
    """The year that :func:`tail` read: None where there is none."""
    written = match[f"y{n}"] or match[f"w{n}"]
    if written is None:
        return None
    if written.isdigit():
        return int(written) + 2000 * (len(written) == 2)
    return today.year + shift(written) if today else UNKNOWN


def shift(word: str) -> int:
    """How far a relative word points: "này" 0, "sau" 1, "ngoái" -1."""
    return _SHIFTS[fold(word).split()[0]]


def number(word: str) -> int:
    """The number that digits, words or a Roman numeral write; 0 for none of them, and for more
    digits than anything counted has.
    """
    plain = " ".join(fold(word).split())
    if plain.isdecimal():
        return int(plain) if len(plain) <= _MOST_DIGITS else 0
    return _NUMBERS.get(plain, 0)


def before(match: re.Match[str], width: int) -> str:
    """Up to ``width`` code points before a match, folded."""
    return fold(match.string[max(0, match.start() - width) : match.start()])


def alone(match: re.Match[str]) -> bool:
    """Whether a match is all that is said."""
    return match.group().strip() == match.string.strip(" \n?!.")


def found(
    where: Span, low: Day, high: Day, year: int | None, last: int | None = None
) -> Found | Impossible:
    """A period, or an impossible one where a day does not exist or the last day comes before the
    first. ``last`` defaults to ``year``.
    """
    turned = last is not None and _is_turned((year, low), (last, high))
    last = year if last is None else last
    if turned or not (_exists(low, year) and _exists(high, last)):
        return Impossible(*where)
    return Found(*where, low, high, year, last, year == last and (year or 0) > 0)


def _is_turned(first: tuple[int | None, Day], last: tuple[int, Day]) -> bool:
    """Whether a range whose years are both known runs backwards."""
    year, (month, day) = first
    if year is None or year < 0 or last[0] < 0:
        return False
    end = last[1][1] or 31
    return (year, month, day) > (last[0], last[1][0], end)


def _exists(day: Day, year: int | None) -> bool:
    if not 1 <= day[0] <= 12 or year == 0 or (year or 0) > dt.MAXYEAR:
        return False
    its = year if year and year > 0 else ANY_YEAR
    return day[1] == END or 1 <= day[1] <= calendar.monthrange(its, day[0])[1]
