"""Composed text that remembers where each code point came from.

The rules of this room are written in composed letters (NFC). A text that arrives decomposed, as
windows-1258 and some editors write it, is composed for looking only; slices are mapped back, so
that what is quoted stays as it was published.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass

Span = tuple[int, int]  # start and end in code points, end excluded

_MARKED = re.compile(r"[^\u0300-\u036f][\u0300-\u036f]+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Composed:
    """``text`` in NFC; ``back[i]`` is where its code point ``i`` stands in the original.

    ``back`` has one more entry than ``text``, for the end; it is None where both are the same.
    """

    text: str
    back: array[int] | None

    def span(self, start: int, end: int) -> Span:
        """The original's slice of a slice of ``text``."""
        if self.back is None:
            return start, end
        return self.back[start], self.back[end]


def compose(text: str) -> Composed:
    """Text in NFC, with the way back.

    >>> composed = compose("ho\u0323p ky\u0300")
    >>> composed.text, composed.span(0, 3)
    ('họp kỳ', (0, 4))
    """
    if unicodedata.is_normalized("NFC", text):
        return Composed(text, None)
    parts: list[str] = []
    back = array("q")
    done = 0
    for match in _MARKED.finditer(text):
        start, end = match.span()
        parts.append(text[done:start])
        back.extend(range(done, start))
        letters = unicodedata.normalize("NFC", match.group())
        parts.append(letters)
        back.extend(min(start + i, end - 1) for i in range(len(letters)))
        done = end
    parts.append(text[done:])
    back.extend(range(done, len(text) + 1))
    return Composed("".join(parts), back)
