"""Names of Vietnamese persons in a text."""

from __future__ import annotations

import re

from corpus.vietnamese import nfc

# The family names that most Vietnamese people bear, so that a name is told from other capitals.
_FAMILY = (
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đào|Đinh|Trịnh|Mai"
    "|Lâm|Trương|Cao|Hà|Tạ|Tô|Chu|Thái|Quách|Lương|Phùng|Tống|Kiều|Từ|Đoàn|Vương|Châu|La|Lưu|Tăng"
)
CAPITALS = "".join(c for c in map(chr, range(ord("A"), ord("Ỹ") + 1)) if c.isupper())
_NAME = re.compile(rf"\b(?:{_FAMILY})(?:\s+[{CAPITALS}]\w+){{1,3}}\b")


def people(text: str) -> list[str]:
    """The names of persons in a text, in order, white space folded."""
    return [" ".join(name.split()) for name in _NAME.findall(nfc(text))]


def spans_of_persons(text: str) -> list[tuple[int, int]]:
    """The slices of a composed text that name persons, in order."""
    return [match.span() for match in _NAME.finditer(text)]
