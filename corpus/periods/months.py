"""Months, quarters, and parts of a year that are counted in months."""

from __future__ import annotations

import datetime as dt
import re

from corpus.aligned import Span
from corpus.periods.words import (
    BEFORE_DIGIT,
    DIGITS,
    END,
    NUMBER,
    RELATIVE,
    RELATIVES,
    TO,
    YEAR,
    Found,
    Impossible,
    Reading,
    Rule,
    before,
    found,
    loose,
    number,
    shift,
    tail,
    tail_year,
)
from corpus.vietnamese import fold

_MONTH = rf"(?:{NUMBER}|giêng|một|tư|chạp)(?!\w|[.,]\d{{3}}(?!\d))"
_QUARTER = r"(?:i{1,3}|iv|vi?|\d{1,2}|một|hai|ba|bốn|tư|năm(?=\s+năm))(?!\w|[.,]\d)"
_AMOUNT = r"(?!\s+(?:triệu|nghìn|ngàn|tỷ|tỉ|lần|đồng)(?!\w))"
# Words behind which a bare "9 tháng" means the first nine months of the year.
_REPORT = re.compile(
    r"(?:bao cao|ket qua|tong ket|so ket|cong tac|hoat dong|nhiem vu|ke hoach|tinh hinh)\s+$"
)
_LISTED = re.compile(r"(?:th[áa]ng\s+)?(?P<month>\d+)", re.IGNORECASE)
_DAYS = loose(r"\s+ngày(?!\w)")
_DOCUMENT = re.compile(
    r"(?:so|luat|nghi dinh|thong tu|nghi quyet|quyet dinh|chi thi|cong van|ke hoach)\s+(?:so\s+)?$"
)


# "Đợt 1-2021", "năm học 2011-12": the number is no month.
_COUNTED_THING = re.compile(
    _DOCUMENT.pattern + r"|(?:dot|lan|ky|khoa|phien|tap|vong|nam hoc|nien khoa|giai doan)\s+$"
)


def _read_range(match: re.Match[str], today: dt.date | None) -> Reading:
    low, high = number(match["m1"]), number(match["m2"])
    year, last = tail_year(match, today, 1), tail_year(match, today, 2)
    if year is None:
        year = last - 1 if last and last > 0 and low > high else last
    return [found(match.span(), (low, 1), (high, END), year, last)]


def _read_list(match: re.Match[str], today: dt.date | None) -> Reading:
    year = tail_year(match, today)
    if year is None:
        return None  # "trong tháng 4, 5 người" lists no months
    parts = list(_LISTED.finditer(match["all"]))
    months: list[Found | Impossible] = []
    for part in parts:
        start = match.start("all") + part.start() if months else match.start()
        end = match.end() if part is parts[-1] else match.start("all") + part.end()
        month = int(part["month"])
        months.append(found((start, end), (month, 1), (month, END), year))
    return months


def _read_month(match: re.Match[str], today: dt.date | None) -> Reading:
    words = before(match, 6).split()
    if words and words[-1].isdigit() and _DAYS.match(match.string, match.end()):
        return []  # "1 năm 6 tháng 20 ngày"
    spelled_five = fold(match["m"]) == "nam"
    if words and words[-1] in {"moi", "hang"} | ({"ngay", "nhung"} if spelled_five else set()):
        return []  # "mỗi tháng 5 triệu", "ngày tháng năm sinh"
    if spelled_five and not (match["y1"] or match["w1"] or match["m"] == "năm"):
        return []
    half = fold(match["half"] or "")
    low, high = {"dau": (1, 15), "cuoi": (16, END), "": (1, END)}[half]
    month = number(match["m"])
    return [found(match.span(), (month, low), (month, high), tail_year(match, today))]


def _read_short(match: re.Match[str], today: dt.date | None) -> Reading:
    month = int(match["m"])
    if not match["t"] and (not 1 <= month <= 12 or _DOCUMENT.search(before(match, 18))):
        return []  # "Thông tư 05/2021", "15/2021"
    return [found(match.span(), (month, 1), (month, END), int(match["y"]))]


def _read_dashed(match: re.Match[str], today: dt.date | None) -> Reading:
    """ "4-2021" and "2021-04"."""
    month = int(match["m"])
    if not 1 <= month <= 12 or _COUNTED_THING.search(before(match, 20)):
        return None
    return [found(match.span(), (month, 1), (month, END), int(match["y"]))]


def _quarters(where: Span, first: int, last: int, year: int | None) -> Found | Impossible:
    if not 1 <= first <= last <= 4:
        return Impossible(*where)
    return found(where, (3 * first - 2, 1), (3 * last, END), year)


def _read_quarters(match: re.Match[str], today: dt.date | None) -> Reading:
    year = tail_year(match, today)
    first, last = number(match["q1"]), number(match["q2"])
    if not match["again"] and year is None and match["q2"].isdigit():
        return None  # "quý 2, 3 đơn vị" lists no quarters
    if match["sep"].strip().endswith((",", "và", "va")):
        second = match.start("again") if match["again"] else match.start("q2")
        parts = ((match.start(), match.end("q1")), first), ((second, match.end()), last)
        return [_quarters(where, one, one, year) for where, one in parts]
    return [_quarters(match.span(), first, last, year)]


def _read_quarter(match: re.Match[str], today: dt.date | None) -> Reading:
    which = number(match["q"])
    return [_quarters(match.span(), which, which, tail_year(match, today))]


def _read_short_quarter(match: re.Match[str], today: dt.date | None) -> Reading:
    return _read_quarter(match, today) if match["y1"] or match["w1"] else None


def _read_part(match: re.Match[str], today: dt.date | None) -> Reading:
    count = number(match["n"])
    if not 1 <= count <= 12:
        return []
    late = fold(match["part"]) == "cuoi"
    low, high = (13 - count, 12) if late else (1, count)
    return [found(match.span(), (low, 1), (high, END), tail_year(match, today))]


def _read_first(match: re.Match[str], today: dt.date | None) -> Reading:
    count, year = number(match["n"]), tail_year(match, today)
    if not 1 <= count <= 12 or (year is None and not _REPORT.search(before(match, 16))):
        return None
    return [found(match.span(), (1, 1), (count, END), year)]


def _read_half(match: re.Match[str], today: dt.date | None) -> Reading:
    low, high = (1, 6) if fold(match["part"] or match["side"]) == "dau" else (7, 12)
    return [found(match.span(), (low, 1), (high, END), tail_year(match, today))]


def _read_end(match: re.Match[str], today: dt.date | None) -> Reading:
    """ "Cuối năm", "đầu năm 2021"; "từ đầu năm đến nay" is no part of a year that is known."""
    year = tail_year(match, today)
    if _FROM.search(before(match, 6)):
        return None if year else []
    low, high = {"dau": (1, 3), "giua": (5, 8), "cuoi": (10, 12)}[fold(match["part"])]
    return [found(match.span(), (low, 1), (high, END), year)]


def _read_some_quarters(match: re.Match[str], today: dt.date | None) -> Reading:
    count = number(match["n"] or "1")
    if not 1 <= count <= 4:
        return []
    first, last = (1, count) if fold(match["part"]) == "dau" else (5 - count, 4)
    return [_quarters(match.span(), first, last, tail_year(match, today))]


def _read_near(match: re.Match[str], today: dt.date | None) -> Reading:
    size = 3 if fold(match["unit"]) in ("quy", "qui") else 1
    if today is None or (match["n"] and not number(match["n"])):
        return []
    step = shift(match["word"])
    far = step * number(match["n"] or "1")
    now = (today.year * 12 + today.month - 1) // size
    first, last = sorted((now + step, now + far))
    (year, low), (last_year, high) = divmod(first * size, 12), divmod(last * size + size - 1, 12)
    return [found(match.span(), (low + 1, 1), (high + 1, END), year, last_year)]


_FROM = re.compile(r"(?:tu|ke tu)\s+$")

_PART_YEAR = rf"(?:\s+(?P<y1>{YEAR})|\s+(?:của\s+)?năm(?:\s+(?P<w1>{YEAR}|{RELATIVE}))?(?!\w))"

_COUNTED = f"mhbnstc{DIGITS}"  # "mười", "6"
_MONTHS = r"\d{1,2}(?:\s*(?:,|và|,\s*và)\s*(?:tháng\s+)?\d{1,2}(?!\d))+"
_NEAR = (
    rf"(?:(?P<n>{NUMBER})\s+)?(?P<unit>tháng|qu(?:ý|í))\s+(?P<word>{RELATIVES})"
    rf"(?!\s*/?\s*(?:năm\s+)?{YEAR})"
)
_PART = rf"(?P<n>{NUMBER})\s+tháng\s+(?P<part>đầu|cuối){_PART_YEAR}"
_FIRST = rf"(?P<n>{NUMBER})\s+tháng(?!\s*(?:đầu|cuối|\d{{1,2}}(?!\d))){tail()}"
_RANGE = (
    rf"tháng{BEFORE_DIGIT}(?P<m1>{_MONTH}){tail(1)}{TO}(?:tháng\s+)?"
    rf"(?P<m2>{_MONTH})(?![/.-]\d\d?(?!\d)){tail(2)}"
)
_ONE = (
    r"(?:nửa\s+(?P<half>đầu|cuối)\s+|(?:đầu|giữa|cuối)\s+)?"
    rf"tháng{BEFORE_DIGIT}(?P<m>{_MONTH}){_AMOUNT}{tail()}"
)
_END = rf"(?P<part>đầu|giữa|cuối){_PART_YEAR}(?!\s+(?:học|mới|âm|dương|châu)(?!\w))"
_SOME_QUARTERS = rf"(?:(?P<n>{NUMBER})\s+)?qu(?:ý|í)\s+(?P<part>đầu|cuối){_PART_YEAR}"
_HALF = rf"nửa\s+(?:(?P<part>đầu|cuối|sau)|năm\s+(?P<side>đầu|cuối|sau)){_PART_YEAR}"
_ONE_QUARTER = rf"(?:(?:đầu|giữa|cuối)\s+)?qu(?:ý|í){BEFORE_DIGIT}(?P<q>{_QUARTER}){tail()}"
_QUARTER_PAIR = (
    rf"qu(?:ý|í){BEFORE_DIGIT}(?P<q1>{_QUARTER})(?P<sep>{TO}|\s*,\s*(?:và\s+)?|\s+và\s+)(?P<again>qu(?:ý|í)\s+)?"
    rf"(?P<q2>{_QUARTER}){tail()}"
)

MONTH_RULES: tuple[Rule, ...] = (
    (f"tq{_COUNTED}", loose(_NEAR), _read_near),
    (_COUNTED, loose(_PART), _read_part),
    (_COUNTED, loose(_FIRST), _read_first),
    ("n", loose(_HALF), _read_half),
    (f"q{_COUNTED}", loose(_SOME_QUARTERS), _read_some_quarters),
    ("đdgc", loose(_END), _read_end),
    ("t", loose(_RANGE), _read_range),
    ("t", loose(rf"tháng\s+(?P<all>{_MONTHS}){tail()}"), _read_list),
    ("tnđdgc", loose(_ONE), _read_month),
    (
        f"t{DIGITS}",
        loose(rf"(?P<t>t?)(?P<m>\d{{1,2}})\s?/\s?(?P<y>{YEAR})(?![\w/]|-\w)"),
        _read_short,
    ),
    (DIGITS, loose(rf"(?P<m>\d{{1,2}})-(?P<y>{YEAR})(?![\w/]|-\w)"), _read_dashed),
    (DIGITS, loose(rf"(?P<y>{YEAR})-(?P<m>\d\d)(?![\w/]|-\w)"), _read_dashed),
    ("q", loose(_QUARTER_PAIR), _read_quarters),
    ("qđdgc", loose(_ONE_QUARTER), _read_quarter),
    ("q", loose(rf"q(?P<q>{_QUARTER}){tail()}"), _read_short_quarter),
)
