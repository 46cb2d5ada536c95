"""Amounts that questions ask for: how many, how much, what share, how long."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile

from corpus.inline_lists import inline_list
from corpus.numbers import COUNTS
from corpus.periods import find_periods
from corpus.periods.words import number
from corpus.vietnamese import fold, nfc
from embeddings.question import Question, Wanted
from embeddings.question_words import COUNTED, FOLDED_FUNCTION
from embeddings.terms import search_syllables

_UNCOUNTED = "số|vài|ít|loạt|phần|cách|trong|mặt"  # behind "một": "một số", "một trong những"
_WORDS = rf"\b(?:{'|'.join(COUNTS)}|trăm|nghìn|triệu|tỷ)\b(?!(?<=một) (?:{_UNCOUNTED})\b)"
_NUMBER = rf"(?:\d[\d.,]*|{_WORDS})"
_MONEY = re.compile(
    r"\d[\d.,]*\s*(?:nghìn |ngàn |triệu |tỷ |tỉ )*(?:đồng|vnđ|vnd|usd|đô la|tỷ|tỉ)\b"
)
_SHARE = re.compile(r"\d\s*%|\bphần trăm\b")
# What is aimed at is not reached yet: "đang tiến tới 100%".
_AIMED_SHARE = re.compile(
    r"(?:tiến tới|phấn đấu|hướng tới|mục tiêu)(?:\s+\w+){0,2}\s+\d[\d.,]*\s*(?:%|phần trăm)"
)
_REACHED = re.compile(r"\b(?:da|moi (?:duoc|dat|co)|hien thoi|hien nay|hien tai)\b")
_SHARE_OF = re.compile(r"(?P<n>\d[\d.,]*)\s*(?:%|phần trăm\b)")
_DURATION = re.compile(
    rf"(?<!tháng )(?<!quý ){_NUMBER}\s*(?:ngày|tháng|năm|tuần|giờ|phút|giây|quý)\b"
)
# "COVID-19" is no figure.
_FIGURE = re.compile(r"(?<![^\W\d_]-)(?<!\w)\d|\b[ivx]{1,6}\b|" + _WORDS)
# A row of a table: a name with its figures behind it, "5 | Hà Nội | 86.000", "Đắk Lắk: 3.410 / 1".
_ROW = re.compile(r"(?:[-–•*+]\s*|\d+[.)|\s]+)?\|?\s*(?P<name>[^\d:|]{2,30}?)\s*[:|\s]\s*\d.{0,30}")
_REFERENCES = frozenset("dieu khoan diem muc phan y".split())  # "khoản 1 Điều 6" counts nothing
_DENIED = re.compile(r"\bkhong phai(?: la)?\s*$")  # "là 20 ca, không phải 22 ca"
_MARKER = re.compile(r"^\s*(?:\d{1,2}|[a-zđ])[.)]\s+")
_CASES = "(?:ca|truong hop)"
_UNITS = frozenset("ca nguoi lieu mui xa huyen tinh giuong".split())
_REACHES = r"(?:\W+(?:dat|la|o muc|tang len|giam con|khoang|hon|gan|tren|den))+"
# Where the noun behind "bao nhiêu" ends: "bao nhiêu tuổi phải", "bao nhiêu thì bị".
_NO_NOUN = FOLDED_FUNCTION | {"phai", "bi", "de", "doi"}
# Nouns that a number follows: "giai đoạn 2", "lần thứ XXII".
_NUMBERED = frozenset({"giai doan", *"lan khoa phien ky dot chang tang cap".split()})
_FOLDED_NUMBER = (
    rf"(?:\d[\d.,]*|\b(?:{'|'.join(map(fold, COUNTS))}|[ivx]+)\b"
    rf"(?!(?<=mot) (?:{fold(_UNCOUNTED)})\b))"
)


def holds_amount(question: Question, lower: str) -> bool:
    """Whether a text in lower case holds an amount of the kind asked for; for "bao nhiêu" with a
    noun a number of just that ("trên 1.000 điểm cầu").
    """
    match question.wanted:
        case Wanted.MONEY:
            return bool(_MONEY.search(lower))
        case Wanted.SHARE:
            reached = _REACHED.search(" ".join(question.syllables))
            return bool(_SHARE.search(_AIMED_SHARE.sub(" ", lower) if reached else lower))
        case Wanted.DURATION:
            return bool(_DURATION.search(lower))
        case _:
            noun = _noun(question.asked)
            return bool(_amounts(noun, lower) if noun else _FIGURE.search(lower))


def is_row(question: Question, text: str, around: str) -> bool:
    """Whether a text is a row of a table, such as "Đắk Lắk: 3.410", with the figure that a question
    asks for: before its first figure it names nothing but what the question names, and what is
    counted stands above, somewhere ``around``.
    """
    row = _ROW.fullmatch(text.strip()) if question.wanted is Wanted.FIGURE else None
    name = search_syllables(row["name"], folded=True) if row else []
    if not name or not set(question.syllables).issuperset(name):
        return False
    counted = frozenset(_noun(question.asked).split())
    return not counted.issuperset(name) and not counted.isdisjoint(
        search_syllables(around, folded=True)
    )


def only_counts(question: Question, text: str) -> bool:
    """Whether a text says how many there are of what is to be listed, and does not list them."""
    if question.asked in _REFERENCES or COUNTED.search(" ".join(question.syllables)):
        return False
    counts = _amounts(question.asked, text)
    return bool(counts) and not text.rstrip().endswith(":") and not inline_list(text)


def figures(question: Question, text: str) -> frozenset[str]:
    """The figures in ``text`` that a question for an amount asks for; none for other questions.

    >>> from embeddings.question import understand
    >>> sorted(figures(understand("Có bao nhiêu điểm cầu?"), "Năm 2020 có 1.000 điểm cầu."))
    ['1000']
    """
    lower = nfc(text).lower()
    match question.wanted:
        case Wanted.MONEY:
            found = _MONEY.finditer(lower)
        case Wanted.SHARE:
            found = _SHARE_OF.finditer(lower)
        case Wanted.DURATION:
            found = _DURATION.finditer(lower)
        case Wanted.FIGURE if noun := _noun(question.asked):
            return frozenset(map(_canonical, _amounts(noun, lower)))
        case _:
            return frozenset()
    return frozenset(_canonical(match.groupdict().get("n", match[0])) for match in found)


def is_amount(question: Question) -> bool:
    """Whether a question asks how much or how many, and not which ("giai đoạn mấy")."""
    counted = question.wanted is Wanted.FIGURE and question.asked not in _NUMBERED
    return counted or question.wanted in (Wanted.SHARE, Wanted.MONEY)


def _canonical(figure: str) -> str:
    """A figure as it is compared: "02" is "2", "hai" too; "1.200" is "1200" and "tỉ" is "tỷ"."""
    joined = re.sub(r"(?<=\d)[. ](?=\d{3}(?!\d))", "", fold(" ".join(figure.split())))
    words = joined.replace("ti ", "ty ").rstrip(".,").split()
    return " ".join(str(number(word) or word) if word.isalnum() else word for word in words)


def _noun(asked: str) -> str:
    """The words behind "bao nhiêu" up to the grammar: "tuổi" of "tuổi phải", nothing of "thì bị".

    >>> _noun("tuoi phai"), _noun("thi bi"), _noun("diem cau")
    ('tuoi', '', 'diem cau')
    """
    return " ".join(takewhile(lambda word: word not in _NO_NOUN, asked.split()))


def _amounts(asked: str, text: str) -> list[str]:
    """The numbers that stand by the folded noun ``asked`` in a text, folded."""
    text = nfc(text)
    for mention in find_periods(text):  # "tháng 4, giải pháp": no four of these
        text = text[: mention.start] + "_" * (mention.end - mention.start) + text[mention.end :]
    folded = fold(_MARKER.sub("", text))
    found = (match for pattern in _counted(asked) for match in pattern.finditer(folded))
    return [match["n"] for match in found if not _DENIED.search(folded, 0, match.start("n"))]


@lru_cache(maxsize=64)  # asked again for every sentence
def _counted(asked: str) -> tuple[re.Pattern[str], ...]:
    """Match the folded noun ``asked`` with its number ``n``, before it or behind it."""
    noun = r"\W+".join(map(re.escape, asked.split()))
    noun = re.sub(r"^ca\b", rf"{_CASES}(?:\\s+(?:mac|nhiem|benh))?", noun)
    if (unit := asked.partition(" ")[0]) in _UNITS:  # "20 ca," are cases of what is spoken of
        noun = rf"(?:{noun}|{_CASES if unit == 'ca' else unit}(?=[,;.)]|$))"
    # "Các đơn vị, doanh nghiệp" are not six.
    before = re.compile(rf"(?!vi\b)(?P<n>{_FOLDED_NUMBER})\s+(?:\w+\s+)?{noun}(?!\w)")
    if asked in _NUMBERED:
        return re.compile(rf"\b{noun}\W+(?:thu\W+)?(?P<n>{_FOLDED_NUMBER})"), before
    return (
        before,
        # "số giường bệnh đạt 34,7"
        re.compile(rf"\b{noun}(?:\W+\w+){{0,2}}?{_REACHES}\W+(?P<n>{_FOLDED_NUMBER})"),
    )
