"""Places in a list that a question asks for: "thứ năm", "mục 3", "ba nhiệm vụ đầu tiên"."""

from __future__ import annotations

import re

from embeddings.question_words import NOUNS

_NUMBERS = {
    "mot": 1, "nhat": 1, "hai": 2, "nhi": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5,
    "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
}  # fmt: skip
_NUMBER = r"(?:\d{1,2}|" + "|".join(_NUMBERS) + ")"
_ORDINAL = re.compile(
    rf"(?<!lan )(?<!dot )(?<!cap )\bthu (?P<a>{_NUMBER})\b(?! truong| tuong)"
    rf"|\b(?:{NOUNS}|so) (?:so |thu )?(?P<b>\d{{1,2}})\b(?! (?:nam|thang|ngay|phan|nhiem))"
    rf"|\b(?:muc|y|phan|doan|diem|nhiem vu|viec) (?P<c>{_NUMBER}) la\b"
)
_FIRST_ONES = re.compile(rf"\b(?P<n>{_NUMBER}) (?:{NOUNS})(?: \w+){{0,3}} dau(?: tien)?\b")
_LAST_ONES = re.compile(rf"\b(?P<n>{_NUMBER}) (?:{NOUNS})(?: \w+){{0,3}} (?:cuoi|sau) ?(?:cung)?\b")
_FIRST = re.compile(rf"\b(?:{NOUNS})(?: \w+){{0,3}} (?:dau tien|mo dau)\b|\bdau tien la\b")
_LAST = re.compile(rf"\b(?:{NOUNS})(?: \w+){{0,3}} (?:cuoi cung|sau cung|sau chot|cuoi|chot)\b")
_LAST_BUT_ONE = re.compile(r"\b(?:ap chot|ke cuoi|gan cuoi)\b")


# "Theo khoản 2 Điều 21 …" says where the answer stands, and asks for no item.
_REFERENCE = re.compile(r"\b(?:theo|tai|o)(?: quy dinh(?: tai)?)?(?: (?:khoan|dieu|chuong) \d+)+\b")
# "Nhiệm vụ năm": the fifth, or those of the year?
_FIFTH_OR_YEAR = re.compile(rf"\b(?:{NOUNS}) nam(?= la\b| cua\b| gom\b|$)")


def may_be_fifth(plain: str) -> bool:
    """Whether a question asks for the fifth item or for those of the year: "nhiệm vụ năm"."""
    return bool(_FIFTH_OR_YEAR.search(plain))


def ordinals(plain: str) -> tuple[int, ...]:
    """The places in a list that are asked for, from 1, or from -1 backwards; none if none is."""
    plain = _REFERENCE.sub(" ", plain)
    if match := _FIRST_ONES.search(plain):
        return tuple(range(1, _number(match["n"]) + 1))
    if match := _LAST_ONES.search(plain):
        return tuple(range(-_number(match["n"]), 0))
    for pattern, place in ((_LAST_BUT_ONE, -2), (_FIRST, 1), (_LAST, -1)):
        if pattern.search(plain):
            return (place,)
    found = (match["a"] or match["b"] or match["c"] for match in _ORDINAL.finditer(plain))
    return tuple(dict.fromkeys(map(_number, found)))


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else _NUMBERS[word]
