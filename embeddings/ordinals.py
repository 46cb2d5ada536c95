"""Places in a list that a question asks for: "thứ năm", "mục 3", "ba nhiệm vụ đầu tiên"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.numbers import ONES, PLACES
from corpus.vietnamese import fold, nfc
from embeddings.question_words import NOUNS

_NUMBERS = {fold(word): number for word, number in PLACES.items()}
_TEN = "muoi"
_BEHIND_TEN = {fold(word): number for word, number in ONES.items()}
_TENS = "|".join(word for word, number in _NUMBERS.items() if 1 < number < 10)
_WORDS = rf"(?:(?:{_TENS}) )?{_TEN} (?:{'|'.join(_BEHIND_TEN)})|(?:{_TENS}) {_TEN}|" + "|".join(
    _NUMBERS
)
_DIGITS = r"\d{1,1000}"  # more of them Python does not read as a number
_NUMBER = rf"(?:\d{{1,2}}|{_WORDS})"
_AMOUNT = "trieu|nghin|ngan|ty|tram"
# What may follow the last of several numbers; before any other word it counts something.
_ENDS = r"(?= (?:la|gi|cua|trong|co|noi|ve|thi|nhu|va|voi|hoac|den|toi|\d)|$)"
_ORDINAL = re.compile(
    rf"(?<!lan )(?<!dot )(?<!cap )\bthu (?P<a>{_DIGITS}|{_WORDS})\b(?! truong| tuong)"
    rf"|\b(?:{NOUNS}|(?<!co )(?<!ho )so) (?:so |thu )?(?P<b>\d{{1,2}})\b"
    r"(?! (?:nam|thang|ngay|phan|nhiem))"
    rf"|\b(?:{NOUNS}) so (?P<d>{_WORDS})\b(?! (?:{_AMOUNT}))"
    rf"|\b(?:muc|y|phan|doan|diem|nhiem vu|viec) (?P<c>{_NUMBER}) la\b"
    rf"|\b(?:muc|diem|nhiem vu|viec) (?!nam\b)(?P<f>{_WORDS})$"
    rf"|\b(?:{NOUNS}) tu (?P<e>{_NUMBER})(?= (?:den|toi) {_NUMBER}\b{_ENDS})"
)
# "… và 4", "… đến thứ tư", "…, 3 và 5": commas are gone.
_NEXT = re.compile(
    rf" (?:(?P<link>va|voi|hoac|den|toi) )?(?:(?:{NOUNS}) )?(?:so |thu )?(?P<n>{_NUMBER})\b{_ENDS}"
)
_FIRST_ONES = re.compile(rf"\b(?P<n>{_NUMBER}) (?:{NOUNS})(?: \w+){{0,3}} dau(?: tien)?\b")
_LAST_ONES = re.compile(rf"\b(?P<n>{_NUMBER}) (?:{NOUNS})(?: \w+){{0,3}} (?:cuoi|sau) ?(?:cung)?\b")
_FIRST = re.compile(rf"\b(?:{NOUNS})(?: \w+){{0,3}} (?:dau tien|mo dau)\b|\bdau tien la\b")
_LAST = re.compile(rf"\b(?:{NOUNS})(?: \w+){{0,3}} (?:cuoi cung|sau cung|sau chot|cuoi|chot)\b")
_LAST_BUT_ONE = re.compile(r"\b(?:ap chot|ke cuoi|gan cuoi)\b")
_FROM_END = re.compile(
    rf"\bthu (?P<n>{_NUMBER}) (?:(?:tinh |dem |ke )?tu (?:cuoi|duoi)|dem nguoc|tinh nguoc)\b"
)
# "Giữa nhiệm vụ thứ ba và thứ năm".
_BETWEEN = re.compile(
    rf"\bgiua (?:(?:{NOUNS}) )?(?:so |thu |so thu )(?P<a>{_NUMBER}) va (?:(?:{NOUNS}) )?"
    rf"(?:so |thu |so thu )?(?P<b>{_NUMBER})\b"
)
# "Sau nhiệm vụ thứ tư" is the fifth; behind "thứ sáu" nothing stands beside anything.
_BESIDE = re.compile(
    rf"(?:\b(?P<count>hai|ba|2|3) (?:{NOUNS}) (?:ngay |dung )?)?"
    r"(?<!thu )(?<!so )\b(?:(?P<before>truoc)|sau|tiep theo|ke tiep|lien ke)(?: (?:cua|la))?"
    rf" (?:{NOUNS}) (?:(?:so |thu |so thu )(?P<a>{_NUMBER})\b(?! (?:{_AMOUNT}))"
    r"|(?P<b>\d{1,2})\b(?! (?:nam|thang|ngay|phan|nhiem))|(?P<first>dau tien)\b"
    r"|(?:cuoi(?: cung)?|sau (?:cung|chot))\b)"
)
# "Thứ -1", "thứ 5.5"; but "mục 5.5" may be the number of a section.
_NO_PLACE = re.compile(
    r"\b(?:(?:thứ|thu|số|so|mục|muc|nhiệm vụ|nhiem vu)\s+(?P<less>[-−–]\d+)"
    r"|(?:thứ|thu)\s+(?P<between>\d+\.\d+))(?![\w./-])",
    re.IGNORECASE,
)


# "Theo khoản 2 Điều 21 …" says where the answer stands, and asks for no item.
_REFERENCE = re.compile(r"\b(?:theo|tai|o)(?: quy dinh(?: tai)?)?(?: (?:khoan|dieu|chuong) \d+)+\b")
# "Nhiệm vụ năm": the fifth, or those of the year?
_FIFTH_OR_YEAR = re.compile(rf"\b(?:{NOUNS}) nam(?= la\b| cua\b| gom\b|$)")


def may_be_fifth(plain: str) -> bool:
    """Whether a question asks for the fifth item or for those of the year: "nhiệm vụ năm"."""
    return bool(_FIFTH_OR_YEAR.search(plain))


def no_place(text: str) -> str:
    """What is written like a place in a list and is none, such as "-1" and "5.5"; else empty.

    >>> no_place("Nhiệm vụ thứ 5.5 là gì?"), no_place("Nhiệm vụ thứ 5. Còn nữa?")
    ('5.5', '')
    """
    found = _NO_PLACE.search(nfc(text))
    return found["less"] or found["between"] if found else ""


def ordinals(plain: str) -> tuple[int, ...]:
    """The places in a list that are asked for, from 1, or from -1 backwards; none if none is.

    >>> ordinals("nhiem vu tu 2 den 4"), ordinals("nhiem vu thu hai muoi mot")
    ((2, 3, 4), (21,))
    """
    plain = _REFERENCE.sub(" ", plain)
    if places := beside(plain):
        return places
    if match := _BETWEEN.search(plain):
        low, high = sorted((_number(match["a"]), _number(match["b"])))
        return tuple(range(low + 1, high)) or (0,)
    if match := _FROM_END.search(plain):
        return (-_number(match["n"]),)
    if match := _FIRST_ONES.search(plain):
        return tuple(range(1, _number(match["n"]) + 1))
    if match := _LAST_ONES.search(plain):
        return tuple(range(-_number(match["n"]), 0))
    for pattern, place in ((_LAST_BUT_ONE, -2), (_FIRST, 1), (_LAST, -1)):
        if pattern.search(plain):
            return (place,)
    found = (place for match in _ORDINAL.finditer(plain) for place in _series(plain, match))
    return tuple(dict.fromkeys(found))


def beside(plain: str) -> tuple[int, ...]:
    """The places before or behind others that are named; 0 for one that there is not.

    >>> beside("truoc viec cuoi cung la gi"), beside("ngay sau nhiem vu thu tu")
    ((-2,), (5,))
    """
    found = (place for match in _BESIDE.finditer(plain) for place in _neighbours(match))
    return tuple(dict.fromkeys(found))


def _neighbours(match: re.Match[str]) -> list[int]:
    number = match["a"] or match["b"]
    place = _number(number) if number else 1 if match["first"] else -1
    away = range(1, 1 + (_number(match["count"]) if match["count"] else 1))
    return sorted(place - n if match["before"] else place + n for n in away)


def _series(plain: str, first: re.Match[str]) -> Iterator[int]:
    """A place, and those that are named on from it: "3 và 4", "từ 2 đến 4"."""
    last = _number(next(filter(None, first.groups())))
    yield last
    end = first.end()
    while (match := _NEXT.match(plain, end)) and (match["link"] or match["n"].isdecimal()):
        before, last, end = last, _number(match["n"]), match.end()
        if match["link"] in ("den", "toi"):
            yield from range(before + 1, last)
        yield last


def _number(word: str) -> int:
    if word.isdecimal():
        return int(word)
    tens, ten, ones = word.partition(_TEN)
    if not ten:
        return _NUMBERS[word]
    return 10 * _NUMBERS.get(tens.strip(), 1) + _BEHIND_TEN.get(ones.strip(), 0)
