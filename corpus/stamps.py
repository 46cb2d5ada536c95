"""Lines that only say when a page was put up: ``26/11/2021 | 09:50 AM``."""

from __future__ import annotations

import re

TOP = 6  # a page shows its date, and its title again, within its first lines
_DAY = r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}"
_CLOCK = r"\d{1,2}(?::|h|g)\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?"
_LABEL = r"(?:Ngày đăng|Ngày|Đăng ngày|Đăng lúc|Cập nhật(?: lúc| ngày)?|Thời gian)\s?:?\s*"
_WEEKDAY = r"(?:Thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|Chủ nhật),?\s*"
_BETWEEN = r"\s*[|,;–-]?\s*(?:lúc\s*)?"
_ZONE = r"(?:\s*\(?GMT\s?[+-]\s?\d{1,2}\)?)?"
_STAMP = re.compile(
    rf"[*_]*(?:{_LABEL})?(?:{_WEEKDAY})?"  # in Markdown a stamp may lean
    rf"(?:(?P<day>{_DAY})(?:{_BETWEEN}(?P<clock>{_CLOCK}))?|{_CLOCK}{_BETWEEN}(?P<late>{_DAY}))"
    rf"{_ZONE}\s*\|?[*_]*",
    re.IGNORECASE,
)


def stamp(line: str) -> re.Match[str] | None:
    """The match of a line that is a date stamp; its day is in the group ``day`` or ``late``.

    >>> match = stamp("Thứ hai, 5/4/2021, 08:00 (GMT+7)")
    >>> match and match["day"]
    '5/4/2021'
    """
    return _STAMP.fullmatch(line) if len(line) <= 80 else None
