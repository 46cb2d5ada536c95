"""Lists inside a sentence: "3 phần mềm: Bệnh án điện tử; Hồ sơ sức khoẻ điện tử; …"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from corpus.aligned import Composed, Span, compose
from corpus.lines import trimmed
from corpus.markers import marker_at
from corpus.numbers import SEVERAL
from corpus.sentences import sentences

_NUMBER = rf"(?:0?[2-9]|[1-9]\d|{'|'.join(SEVERAL)})"
# What may stand between the things counted and the colon.
_CLOSING = (
    r"(?:\s*,?\s*(?:như sau|sau đây|dưới đây|sau|chính|trọng tâm|cụ thể|bao gồm|gồm có|gồm"
    r"|đó là|là))*"
)
_ANNOUNCED = re.compile(
    rf"(?<![\w.,/-])(?P<count>{_NUMBER})\s+(?P<noun>[^\W\d_]+(?:\s+[^\W\d_]+){{0,5}}?)"
    rf"{_CLOSING}\s*(?=:|$)",
    re.IGNORECASE,
)
_PLURAL = re.compile(
    r"(?<!\w)(?:các|những|một số|nhiều|gồm|bao gồm|gồm có|như|như sau|sau đây)(?!\w)", re.IGNORECASE
)
_COLON = re.compile(r":(?=\s)")
_SHORT, _LAST, _LONG = 6, 12, 40  # words of an item between commas, of the last one, between ";"
_TERSE = 4  # words of items so short that a ";" behind them ends their list


@dataclass(frozen=True, slots=True)
class InlineList:
    """A list in one sentence, all in slices of the text.

    ``count`` is the number the sentence announces and ``noun`` what it counts ("phần mềm");
    both None where it announces none. ``lead`` runs from the sentence's start through the colon.
    """

    count: int | None
    noun: Span | None
    lead: Span
    items: tuple[Span, ...]


def inline_list(text: str) -> InlineList | None:
    """The first list inside a sentence of the text.

    >>> found = inline_list("Kết nối 3 phần mềm: Bệnh án; Hồ sơ sức khoẻ; Quản lý xã, phường.")
    >>> found and (found.count, found.noun, found.items)
    (3, (10, 18), ((20, 27), (29, 43), (45, 63)))
    """
    composed = compose(text)
    for start, end in sentences(composed.text) if ":" in text else ():
        marker = marker_at(composed.text, start, end)
        for colon in _COLON.finditer(composed.text, marker.end if marker else start, end):
            found = _read(composed.text, start, colon.end(), end)
            if found:
                return _original(composed, found)
    return None


def _original(composed: Composed, found: InlineList) -> InlineList:
    return InlineList(
        found.count,
        composed.span(*found.noun) if found.noun else None,
        composed.span(*found.lead),
        tuple(composed.span(*item) for item in found.items),
    )


def _read(text: str, start: int, colon: int, end: int) -> InlineList | None:
    while end > colon and text[end - 1] in ".…!?; \t\n":
        end -= 1
    number = _last_announced(text, max(start, colon - 120), colon - 1)
    count, noun = number or (None, None)
    clauses = _split(text, colon, end, ";")
    commas = _split(text, *clauses[0], ",") if clauses else []
    items = _choose(text, count, clauses, commas, (max(start, colon - 120), colon))
    return InlineList(count, noun, (start, colon), tuple(items)) if items else None


def _choose(
    text: str, count: int | None, clauses: list[Span], commas: list[Span], lead: Span
) -> list[Span]:
    """The reading that is plain, or nothing: by the announced count, else by shape."""
    if count is not None:
        for items in (clauses, commas, _and_split(text, commas), _and_split(text, clauses)):
            if len(items) == count:
                return items
    if len(clauses) > 1 and not _is_terse(text, commas):
        return clauses if all(_words(text, one) <= _LONG for one in clauses) else []
    plural = _PLURAL.search(text, *lead)
    return commas if plural and _is_comma_list(text, commas) else []


def _is_terse(text: str, commas: list[Span]) -> bool:
    return len(commas) > 2 and all(_words(text, one) <= _TERSE for one in commas)


def _is_comma_list(text: str, commas: list[Span]) -> bool:
    if len(commas) < 3 or _words(text, commas[-1]) > _LAST:
        return False
    return all(_words(text, one) <= _SHORT for one in commas[:-1])


def _words(text: str, span: Span) -> int:
    return len(text[span[0] : span[1]].split())


def _split(text: str, start: int, end: int, separator: str) -> list[Span]:
    edges = [start - 1, *(i for i in range(start, end) if text[i] == separator), end]
    parts = (trimmed(text, a + 1, b) for a, b in pairwise(edges))
    return [part for part in parts if part[0] < part[1]]


def _and_split(text: str, items: list[Span]) -> list[Span]:
    """The items with the last one cut at its only "và"."""
    if not items:
        return []
    start, end = items[-1]
    cuts = list(re.finditer(r"(?:^|\s)và\s+", text[start:end]))
    if len(cuts) != 1:
        return items
    parts = trimmed(text, start, start + cuts[0].start()), (start + cuts[0].end(), end)
    return [*items[:-1], *(part for part in parts if part[0] < part[1])]


def _last_announced(text: str, start: int, end: int) -> tuple[int, Span] | None:
    """The count that stands nearest before ``end``, and what is counted."""
    found = None
    for match in _ANNOUNCED.finditer(text[start:end]):
        word = match["count"].lower()
        number = int(word) if word.isdigit() else SEVERAL[word]
        found = number, (start + match.start("noun"), start + match.end("noun"))
    return found
