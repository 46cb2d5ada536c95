"""What stands before a list item: ``Một là:``, ``1.``, ``a)``, ``Điều 5.``, ``-``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from corpus.numbers import PLACES, TEENS

_COUNT = PLACES | TEENS | {"mười năm": 15}
_WORDS = "|".join(sorted(_COUNT, key=len, reverse=True))
_NUMERALS = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV"
_ROMAN = {numeral: i for i, numeral in enumerate(_NUMERALS.split(), start=1)}
# Legal texts letter their points in this order (Vietnamese alphabet without ă â ê ô ơ ư).
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_BULLETS = "-–—•+*·●▪◦"


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker at the start of a line.

    ``kind`` tells lists apart ("1." from "1)"); ``label`` is what counts up; ``first`` is whether
    a list may begin with it; ``end`` is where the item's own words begin.
    """

    kind: str
    label: str
    first: bool
    end: int

    @property
    def is_bullet(self) -> bool:
        """Whether it does not count."""
        return self.kind.startswith("bullet")

    @property
    def is_section(self) -> bool:
        """Whether it opens a part of a document, so that one alone is no accident."""
        return self.kind.startswith("section")


def _spelled(match: re.Match[str], end: int) -> Marker:
    number = _COUNT[match["n"].lower()]
    return Marker("là" if match["la"] else "thứ", str(number), number == 1, end)


def _section(match: re.Match[str], end: int) -> Marker:
    number = _ROMAN.get(match["n"].upper()) or int(match["n"]) if match["n"] else 0
    return Marker(f"section {match['w'].lower()}", str(number), True, end)


def _step(match: re.Match[str], end: int) -> Marker:
    return Marker(f"step {match['w'].lower()}", match["n"], match["n"] == "1", end)


def _decimal(match: re.Match[str], end: int) -> Marker:
    number = str(int(match["n"]))
    return Marker(f"decimal {match['p']}", number, number == "1", end)


def _number(match: re.Match[str], end: int) -> Marker:
    number = str(int(match["n"]))
    return Marker(f"number {match['a']}{match['z']}", number, number == "1", end)


def _letter(match: re.Match[str], end: int) -> Marker:
    return Marker(f"letter {match['a']}{match['z']}", match["n"], match["n"] == "a", end)


def _roman(match: re.Match[str], end: int) -> Marker:
    return Marker(f"roman {match['z'].strip()}", str(_ROMAN[match["n"]]), match["n"] == "I", end)


def _capital(match: re.Match[str], end: int) -> Marker:
    return Marker(f"capital {match['z']}", match["n"].lower(), match["n"] == "A", end)


def _bullet(match: re.Match[str], end: int) -> Marker:
    return Marker(f"bullet {match['n']}", "", True, end)


_ROMANS = "|".join(sorted(_ROMAN, key=len, reverse=True))
_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int], Marker]], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (rf"(?P<n>(?i:{_WORDS}))\s(?P<la>là)(?!\w)\s*[:,]?", _spelled),
        (rf"(?P<la>)(?i:thứ)\s(?P<n>(?i:{_WORDS}))(?!\w)\s*[:,]", _spelled),
        (
            rf"(?P<w>Điều|Chương|Mục|Phần|ĐIỀU|CHƯƠNG|MỤC|PHẦN)\s+(?P<n>\d{{1,3}}|{_ROMANS})"
            r"(?:\s*[.:]|$)",
            _section,
        ),
        (r"(?P<w>Bước|Câu|Nhóm|Nhiệm vụ|Giải pháp)\s+(?P<n>\d{1,2})\s*[.:)]", _step),
        (r"(?P<p>(?:\d{1,2}\.){1,3})(?P<n>\d{1,2})[.)]?(?=\s)", _decimal),
        (r"(?P<a>\(?)(?P<n>\d{1,2})(?P<z>[.)/]|\.\))(?=\s|[^\W\d])", _number),
        (r"(?P<a>\(?)(?P<n>[a-zđ])(?P<z>[.)/])(?=\s|[A-ZĐ])", _letter),
        (rf"(?P<n>{_ROMANS})(?P<z>[.)/]|\s?[-–])(?=\s)", _roman),
        (r"(?P<n>[A-HĐ])(?P<z>[.)/])(?=\s)", _capital),
        (rf"(?P<n>[{re.escape(_BULLETS)}])(?=\s|[^\W\d])", _bullet),
    )
)
# A quick look that most lines of prose fail.
_FIRST = re.compile(
    rf"\(?(?:\d|[a-zA-ZđĐ][.)/])|[{re.escape(_BULLETS)}]|[IVX]"
    rf"|(?i:{_WORDS})\slà|(?i:thứ)\s|(?:Điều|Chương|Mục|Phần|ĐIỀU|CHƯƠNG|MỤC|PHẦN|Bước|Câu|Nhóm"
    r"|Nhiệm vụ|Giải pháp)\s"
)


def marker_at(text: str, start: int, end: int) -> Marker | None:
    """The marker that ``text[start:end]`` begins with, if it does.

    >>> marker_at("Năm là: Tiếp tục", 0, 16)
    Marker(kind='là', label='5', first=False, end=8)
    >>> marker_at("1.000 điểm cầu", 0, 14), marker_at("2021. Năm", 0, 9)
    (None, None)
    """
    if not _FIRST.match(text, start, end):
        return None
    for pattern, read in _RULES:
        match = pattern.match(text, start, end)
        if match:
            after = match.end()
            while after < end and text[after].isspace():
                after += 1
            return read(match, after)
    return None


def follows(before: Marker, after: Marker) -> bool:
    """Whether ``after`` is the next item of the list in which ``before`` stands.

    >>> first, second = marker_at("d) x", 0, 4), marker_at("đ) y", 0, 4)
    >>> first is not None and second is not None and follows(first, second)
    True
    """
    if before.kind != after.kind:
        return False
    if before.is_bullet:
        return True
    if before.label.isdigit():
        return int(after.label) == int(before.label) + 1
    plain = ord(after.label) == ord(before.label) + 1  # "d" to "e", where a text skips "đ"
    here = _LETTERS.find(before.label)
    return plain or (here >= 0 and after.label == _LETTERS[here + 1 : here + 2])
