"""Lines and the paragraphs they make. Everything here is a slice; blank lines are left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from corpus.aligned import Span
from corpus.markers import marker_at

_CLOSED = re.compile(r"[.!?…:;][\"”’')\]»]*$")
# Words that cannot be the last of a line of prose or of a heading: what they belong to follows.
_DANGLING = re.compile(
    r"(?:,|(?<!\w)(?:của|và|các|những|với|cho|tại|ở|về|do|để|trong|từ|đến|theo|là|bị|như|hoặc"
    r"|cùng|bởi|giữa|ngày|tháng|số))$"
)
_WRAP_LENGTHS = range(55, 121)  # code points of a line that an editor wrapped
_WRAP_SPREAD = 20  # such lines differ by a word or two
_WRAP_LINES = 3  # fewer cannot be told from headings


def lines(text: str) -> list[Span]:
    """Slices of the lines that are not blank, without the white space around them.

    >>> lines("Một\\r\\n\\xa0\\n  Hai ")
    [(0, 3), (9, 12)]
    """
    found: list[Span] = []
    offset = 0
    for raw in text.splitlines(keepends=True):
        bare = raw.lstrip()
        if bare:
            start = offset + len(raw) - len(bare)
            found.append((start, start + len(bare.rstrip())))
        offset += len(raw)
    return found


def trimmed(text: str, start: int, end: int) -> Span:
    """The slice without white space at its ends; both ends equal where nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def subtract(text: str, spans: Sequence[Span], holes: Sequence[Span]) -> list[Span]:
    """What is left of ``spans`` outside ``holes``, trimmed. Both are sorted and disjoint.

    >>> subtract("ab cd ef", [(0, 8)], [(3, 5)])
    [(0, 2), (6, 8)]
    """
    left: list[Span] = []
    first = 0
    for start, end in spans:
        while first < len(holes) and holes[first][1] <= start:
            first += 1
        left.extend(_pieces(text, start, end, holes, first))
    return left


def _pieces(text: str, start: int, end: int, holes: Sequence[Span], first: int) -> Iterator[Span]:
    edge = start
    while first < len(holes) and holes[first][0] < end:
        piece = trimmed(text, edge, max(edge, holes[first][0]))
        if piece[0] < piece[1]:
            yield piece
        edge = holes[first][1]
        first += 1
    piece = trimmed(text, min(edge, end), end)
    if piece[0] < piece[1]:
        yield piece


def join(text: str, parts: Sequence[Span]) -> list[Span]:
    """Paragraphs: lines joined where a sentence goes on from one to the next.

    Only white space may stand between lines that are joined.

    >>> join("các đơn vị,\\ndoanh nghiệp.\\nHết.", [(0, 11), (12, 25), (26, 30)])
    [(0, 25), (26, 30)]
    """
    wrapped = set(_wrapped(text, parts))
    whole: list[Span] = []
    for index, part in enumerate(parts):
        if whole and (index in wrapped or _continues(text, parts[index - 1], part)):
            whole[-1] = (whole[-1][0], part[1])
        else:
            whole.append(part)
    return whole


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of a text (see :func:`join`)."""
    return join(text, lines(text))


def _gap(text: str, before: Span, after: Span) -> int:
    """How many line breaks lie between two lines; -1 where anything else does."""
    gap = text[before[1] : after[0]]
    return len((gap + ".").splitlines()) - 1 if not gap or gap.isspace() else -1


def _continues(text: str, before: Span, after: Span) -> bool:
    breaks = _gap(text, before, after)
    if breaks < 1 or marker_at(text, *after) is not None:
        return False
    tail = text[max(before[0], before[1] - 40) : before[1]]
    if _CLOSED.search(tail):
        return False
    if text[after[0]].islower():
        return True
    return breaks == 1 and _DANGLING.search(tail) is not None


def _wrapped(text: str, parts: Sequence[Span]) -> Iterator[int]:
    """Indices of lines that go on from the line before because an editor wrapped the text."""
    for block in _blocks(text, parts):
        widths = [parts[i][1] - parts[i][0] for i in block[:-1]]
        if len(block) < _WRAP_LINES or not all(width in _WRAP_LENGTHS for width in widths):
            continue
        lower = sum(text[parts[i][0]].islower() for i in block[1:])
        if max(widths) - min(widths) <= _WRAP_SPREAD and 2 * lower >= len(block) - 1:
            yield from (i for i in block[1:] if marker_at(text, *parts[i]) is None)


def _blocks(text: str, parts: Sequence[Span]) -> Iterable[range]:
    """Runs of lines with one line break between each two."""
    start = 0
    for index, (before, after) in enumerate(pairwise(parts), start=1):
        if _gap(text, before, after) != 1:
            yield range(start, index)
            start = index
    if parts:
        yield range(start, len(parts))
