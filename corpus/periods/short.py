"""Months that people write short: "nhiệm vụ t4", "kế hoạch T5 của bộ"."""

from __future__ import annotations

import re

from corpus.periods.words import loose
from corpus.vietnamese import is_marked

# "t4/2021" and "T4-2021" name their year and are read as they stand; "t4.5" is none.
_T = r"(?<![\w/.,])(?<![^\W\d]-)t(?:1[0-2]|[1-9])(?![\w/]|-\d|[.,]\d)"
_SHORT = re.compile(_T, re.IGNORECASE)
# "T4" is Wednesday, too ("thứ tư"), where days and hours are spoken of, and a cell or a hormone
# where blood is.
_NO_MONTH = loose(
    rf"\b(?:(?<!bây )(?<!bao )giờ|tuần|lịch|chủ nhật|cn|tế bào|hormone|hoóc môn|tuyến giáp"
    rf"|xét nghiệm)\b|\b(?:sáng|trưa|chiều|tối|đêm|thứ|hôm|ngày)\s+{_T}|{_T}\s+(?:này|tới|sau)\b"
)


def months_in_full(text: str) -> str:
    """A question with its short months written out, in the marks and capitals of the question.

    Only what nobody would take for a day of the week. Bulletins write their months out, so their
    text is not read so.

    >>> months_in_full("nhiệm vụ t4 là gì"), months_in_full("ke hoach T5")
    ('nhiệm vụ tháng 4 là gì', 'ke hoach thang 5')
    >>> months_in_full("bộ họp sáng t4")
    'bộ họp sáng t4'
    """
    if _NO_MONTH.search(text.lower()):
        return text
    word = "tháng" if is_marked(text) else "thang"
    if len(text) > len("t12") and text.isupper():
        word = word.upper()
    return _SHORT.sub(lambda found: f"{word} {found[0][1:]}", text)
