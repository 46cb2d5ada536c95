"""Sentences of Vietnamese prose, as slices."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from corpus.aligned import Span, compose
from corpus.lines import paragraphs, trimmed
from corpus.markers import marker_at

VERSION = 1  # of the rules below

# Abbreviations whose dot belongs to them, as Vietnamese newspapers write them.
_DOTTED = """
    TP Tp tp TX Tx TT Tt GS PGS TS ThS Ths THS BS Bs BSCK BSCKI BSCKII CKI CKII KS CN DS DSCK ĐD
    KTV NCS LS NGND NGƯT NSND NSƯT TTND TTƯT AHLĐ CT PCT GĐ PGĐ TGĐ Mr Mrs Ms Dr Prof St No vs
    đ/c Đ/c ĐC Nxb NXB tr Tr Th
"""
_ABBREVIATIONS = frozenset(_DOTTED.split())
_DISTRICTS = frozenset("QPHXF")  # Q. 1, P. Bến Nghé: a place follows
_STOP = re.compile(r"(?:\.{2,}|[.!?…])[.!?…]*[\"”’)\]»]*")
_OPENERS = " \t\xa0\"“‘'([«-–—•*+·"
_BRACKET = re.compile(r"[()]")
_PARENTHESIS = 200  # code points; a longer one is a lost bracket
_LOST_BRACKET = re.compile(r"\([^()]{1,60}?\s([-–])\s(?=[^\W\d_])")


def sentences(text: str) -> list[Span]:
    """Slices of the sentences, in order, disjoint; together they hold all that is not blank.

    A list marker stays with the sentence that it opens; ``;`` ends none; a line break ends one
    unless the next line goes on.

    >>> text = "PGS. TS. Lê An họp ngày 5.4... rồi về TP. Huế. Có 1.000 ca!"
    >>> [text[start:end] for start, end in sentences(text)]
    ['PGS. TS. Lê An họp ngày 5.4... rồi về TP. Huế.', 'Có 1.000 ca!']
    """
    composed = compose(text)
    return [
        composed.span(*one)
        for paragraph in paragraphs(composed.text)
        for one in split_paragraph(composed.text, *paragraph)
    ]


def split_paragraph(text: str, start: int, end: int) -> list[Span]:
    """The sentences of one paragraph of composed text (see :func:`sentences`)."""
    found: list[Span] = []
    edge = start
    for cut in sorted({*_stops(text, start, end), *_lost_dashes(text, start, end)}):
        sentence = trimmed(text, edge, cut)
        if sentence[0] < sentence[1]:
            found.append(sentence)
            edge = cut
    rest = trimmed(text, edge, end)
    return [*found, rest] if rest[0] < rest[1] else found


def _stops(text: str, start: int, end: int) -> Iterator[int]:
    marker = marker_at(text, start, end)
    opening = marker.end if marker else start  # the dot of "1." ends nothing
    hidden = _parentheses(text, start, end)
    opened = start
    for match in _STOP.finditer(text, opening, end):
        before = bisect_left(hidden, match.span()) - 1
        if before >= 0 and match.start() < hidden[before][1]:
            continue
        if _ends(text, opened, match, end):
            opened = match.end()
            yield opened


def _ends(text: str, opened: int, match: re.Match[str], end: int) -> bool:
    """Whether a stop ends the sentence that was ``opened``: what follows must begin another."""
    after = match.end()
    if after == end:
        return True
    single = match.group()[0] == "." and not match.group().startswith("..")
    if not text[after].isspace():
        return single and _is_glued(text, match.start(), after, end)
    while after < end and (text[after] in _OPENERS or text[after].isspace()):
        after += 1
    if after < end and text[after].islower():
        return False
    return not (single and _is_short(text, opened, match.start(), after, end))


def _is_glued(text: str, stop: int, after: int, end: int) -> bool:
    """Whether a space was lost: "tập trung.Một số" ends a sentence, "TP.HCM" does not."""
    before = text[max(0, stop - 2) : stop]
    word = text[after : after + 2]
    if len(before) < 2 or not before.isalpha() or not before[-1].islower():
        return False
    if _word_before(text, 0, stop) in _ABBREVIATIONS or after + 2 > end:
        return False
    return word[0].isupper() and (word[1].islower() or word[1].isspace())


def _is_short(text: str, opened: int, stop: int, after: int, end: int) -> bool:
    """Whether the dot belongs to an abbreviation or an initial."""
    word = _word_before(text, opened, stop)
    letter = word.rpartition(".")[2]
    if letter in _ABBREVIATIONS:
        return True
    if len(word) <= 2 and word.isdigit():  # "1. Tăng cường" glued to the item before
        return not text[opened : stop - len(word)].strip(_OPENERS)
    if len(letter) != 1 or not letter.isupper():
        return False
    alone = stop - 1 == opened or text[opened : stop - 1].rstrip().endswith(".")
    another = after + 1 < end and text[after].isupper() and text[after + 1] == "."
    return alone or another or letter in _DISTRICTS


def _word_before(text: str, opened: int, stop: int) -> str:
    start = stop
    while start > opened and stop - start < 12 and not _breaks_word(text[start - 1]):
        start -= 1
    return text[start:stop]


def _breaks_word(character: str) -> bool:
    return character.isspace() or character in _OPENERS or character in ",;:"


def _parentheses(text: str, start: int, end: int) -> list[Span]:
    """Short pairs of brackets; nothing ends inside them."""
    pairs: list[Span] = []
    opened = -1
    for match in _BRACKET.finditer(text, start, end):
        index = match.start()
        if text[index] == "(":
            opened = index
        elif opened >= 0 and index - opened <= _PARENTHESIS:
            pairs.append((opened, index))
            opened = -1
    return pairs


def _lost_dashes(text: str, start: int, end: int) -> Iterator[int]:
    """Where a list dash was glued on behind a bracket that lost its end.

    In "vi rút Corona (SARS-CoV - Đẩy mạnh ứng dụng" the dash begins the next item.
    """
    for match in _LOST_BRACKET.finditer(text, start, end):
        window = match.end(), min(end, match.end() + _PARENTHESIS)
        closed, opened = text.find(")", *window), text.find("(", *window)
        lost = closed < 0 or 0 <= opened < closed
        if lost and text[match.end()].isupper():
            yield match.start(1)
