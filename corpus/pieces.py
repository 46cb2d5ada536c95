"""Cutting a long paragraph where its sentences end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.aligned import Span
from corpus.lines import trimmed
from corpus.sentences import split_paragraph

# In code points. A paragraph up to WHOLE reads and embeds well in one piece; longer ones are cut
# into pieces of at most AIM; a sentence is cut only beyond LIMIT.
WHOLE, AIM, LIMIT = 700, 600, 1200


def pieces(text: str, start: int, end: int, whole: int = WHOLE) -> list[Span]:
    """The paragraph ``start:end`` in pieces of similar size, cut between sentences.

    >>> pieces("Ngắn thôi.", 0, 10)
    [(0, 10)]
    """
    if end - start <= whole:
        return [(start, end)]
    units = [
        part
        for sentence in split_paragraph(text, start, end)
        for part in _shortened(text, *sentence)
    ]
    return _gathered(units, (end - start) / -(-(end - start) // AIM))


def _gathered(units: Sequence[Span], target: float) -> list[Span]:
    """Neighbours put together while that brings a piece nearer to the target size."""
    gathered: list[Span] = []
    for start, end in units:
        if gathered:
            opened, closed = gathered[-1]
            longer = end - opened
            if longer <= AIM and abs(longer - target) <= abs(closed - opened - target):
                gathered[-1] = (opened, end)
                continue
        gathered.append((start, end))
    return gathered


def _shortened(text: str, start: int, end: int) -> Iterator[Span]:
    """A sentence; one beyond LIMIT is cut behind ``;``, ``,`` or, where there is none, a space."""
    aim = AIM if end - start > LIMIT else LIMIT
    while end - start > aim:
        cut = _cut(text, start)
        yield trimmed(text, start, cut)
        start = trimmed(text, cut, end)[0]
    if start < end:
        yield start, end


def _cut(text: str, start: int) -> int:
    low, high = start + AIM // 2, start + AIM
    for sign in (";", ",", " "):
        found = text.rfind(sign, low, high)
        if found >= 0:
            return found + 1
    return start + AIM
