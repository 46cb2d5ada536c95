"""Years and spans of years: "năm 2021", "giai đoạn 2021-2030", "năm ngoái"."""

from __future__ import annotations

import datetime as dt
import re

from corpus.periods.words import (
    BEFORE_DIGIT,
    DIGITS,
    END,
    NUMBER,
    RELATIVES,
    TO,
    YEAR,
    Found,
    Impossible,
    Reading,
    Rule,
    alone,
    before,
    found,
    loose,
    number,
    shift,
)

# A number before any other word counts something: "2021 ca mắc".
_COUNTS = re.compile(
    r"\s+(?!(?:của|và|được|đã|sẽ|là|có|tại|ở|với|cho|về|do|để|khi|trong|theo|như|đến|thì|này|từ|vừa"
    r"|cũng|nhằm|gồm|bộ|ngành|năm\s+nào|nam\s+nao|cua|va|duoc|da|se|la|co|tai|voi|ve|de|den|thi|nay|tu|vua|bo|nganh)"
    r"(?!\w))[^\W\d_]"
)
_AMOUNT = re.compile(r"(?:tren|hon|gan|khoang|so|duoi|con|them|tong|dat|la)\s+$")
_NUMBER_BEFORE = re.compile(r"\d\s+$")
# A year of birth is no period of the text; the year of a law lends itself to nothing near it.
_BORN = re.compile(r"(?<!\w)(?:sn|sinh)\s+$")
_LAW = re.compile(r"(?:luat|blhs|phap lenh|hien phap|nghi dinh|thong tu)\b[^.;:]{0,30}$")


def _read_span(match: re.Match[str], today: dt.date | None) -> Reading:
    first, last = int(match["a"]), int(match["b"])
    if first > last and (match["named"] or "-" not in match["to"] or alone(match)):
        return [Impossible(*match.span())]
    if first >= last and not (first == last and match["named"]):
        return None
    return [Found(*match.span(), (1, 1), (12, END), first, last, lends=False)]


def _read_year(match: re.Match[str], today: dt.date | None) -> Reading:
    counts = match.start() > 0 and _COUNTS.match(match.string, match.end())
    if not match["named"] and (counts or _AMOUNT.search(before(match, 8))):
        return []
    if _BORN.search(before(match, 6)):
        return []
    year = int(match["y"])
    lends = not _LAW.search(before(match, 40))
    return [Found(*match.span(), (1, 1), (12, END), year, year, lends)]


def _read_far(match: re.Match[str], today: dt.date | None) -> Reading:
    """A year of which a bulletin can hardly speak: only where nothing is counted."""
    if _COUNTS.match(match.string, match.end()) or _NUMBER_BEFORE.search(before(match, 4)):
        return []
    return [found(match.span(), (1, 1), (12, END), int(match["y"]))]


def _read_near(match: re.Match[str], today: dt.date | None) -> Reading:
    if today is None:
        return []
    if match["n"] and not number(match["n"]):
        return []
    step = shift(match["word"])
    far = step * number(match["n"] or "1")
    first, last = sorted((today.year + step, today.year + far))
    return [found(match.span(), (1, 1), (12, END), first, last)]


def _read_no_year(match: re.Match[str], today: dt.date | None) -> Reading:
    """ "Nhiệm vụ năm 1": no year, and nothing else either."""
    if not _PLAN.search(before(match, 14)) or _COUNTS.match(match.string, match.end()):
        return None
    return [Impossible(*match.span())]


_PLAN = re.compile(r"(?:nhiem vu|ke hoach|phuong huong|muc tieu)\s+$")
_NAMED = r"(?:giai\s+đoạn|nhiệm\s+kỳ|năm\s+học|niên\s+khóa|thời\s+kỳ)\s+"
_SPAN = (
    rf"(?:(?P<named>{_NAMED})|từ\s+)?(?:từ\s+)?(?:năm\s+)?(?P<a>{YEAR})"
    rf"(?P<to>{TO}|(?(named)\s+|(?!)))(?:năm\s+)?(?P<b>{YEAR})"
)
_NEAR = rf"(?:(?P<n>{NUMBER})\s+)?năm\s+(?P<word>nay|ngoái|{RELATIVES})(?!\w)"
_FAR = rf"năm{BEFORE_DIGIT}(?P<y>\d{{4,8}})(?![\w/%]|-\w|[.,]\d)"

YEAR_RULES: tuple[Rule, ...] = (
    (f"nmhbstc{DIGITS}", loose(_NEAR), _read_near),
    (f"gnt{DIGITS}", loose(_SPAN), _read_span),
    (f"n{DIGITS}", loose(rf"(?P<named>năm\s+)?(?P<y>{YEAR})(?![\w/]|-\w)"), _read_year),
    ("n", loose(_FAR), _read_far),
    ("n", loose(r"năm\s+\d(?:\d\d)?(?![\d\w/%-]|[.,]\d)"), _read_no_year),
)
