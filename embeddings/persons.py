"""Names of Vietnamese persons in a text."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.vietnamese import nfc
from embeddings.places import PROVINCE

# The family names that most Vietnamese people bear, so that a name is told from other capitals.
_FAMILY = (
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đào|Đinh|Trịnh|Mai"
    "|Lâm|Trương|Cao|Hà|Tạ|Tô|Chu|Thái|Quách|Lương|Phùng|Tống|Kiều|Từ|Đoàn|Vương|Châu|La|Lưu|Tăng"
)
CAPITALS = "".join(c for c in map(chr, range(ord("A"), ord("Ỹ") + 1)) if c.isupper())
# Less common ones, which are other words, too: longer names alone are told by them.
_RARE = (
    "Bạch|Bế|Cầm|Chử|Cù|Đàm|Doãn|Giáp|Hứa|Khổng|Khuất|Khúc|Lã|Lại|Lò|Lường|Mã|Mạc|Nghiêm|Ngụy"
    "|Ninh|Nông|Quàng|Sầm|Thân|Thẩm|Tôn|Triệu|Tưởng|Uông|Vi"
)
# Behind these any capitals are a name, but those of an office: "bà Vi Thị Minh Châu".
_TITLE = "|".join(rf"(?<=\b{title} )" for title in ("ông", "bà", "Ông", "Bà", "đồng chí", "bác sĩ"))
_OFFICE = "Phó|Thứ|Bộ|Bí|Chủ|Giám|Cục|Vụ|Viện|Tổng|Trưởng|Hiệu|Ủy|Uỷ|Đại|Thủ|Quyền|Chánh"
_WORD = rf"\s+[{CAPITALS}]\w+"
_NAME = re.compile(
    rf"\b(?!(?:{PROVINCE})\b)(?:(?:{_FAMILY})(?:{_WORD}){{1,3}}|(?:{_RARE})(?:{_WORD}){{2,3}}"
    rf"|(?:{_TITLE})(?!(?:{_OFFICE}|Rịa)\b)[{CAPITALS}]\w+(?:{_WORD}){{1,3}})\b"
)


def people(text: str) -> list[str]:
    """The names of persons in a text, in order, white space folded."""
    return [" ".join(name.split()) for name in _NAME.findall(nfc(text))]


@lru_cache(maxsize=2_048)  # the same sentences are found again and again
def spans_of_persons(text: str) -> tuple[tuple[int, int], ...]:
    """The slices of a composed text that name persons, in order."""
    return tuple(match.span() for match in _NAME.finditer(text))
