"""How the sentences of a passage stand to each other: headings, and the items that a line opens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.aligned import Span
from corpus.markers import Marker, marker_at
from embeddings.question_words import FOLDED_FUNCTION
from embeddings.terms import pairs, search_syllables

_CLOSED = re.compile(r"[.!?…:;,][\"”’')\]»]*$")
_LONG = 40  # syllables; a longer line is no heading


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence where it stands.

    ``syllables`` are folded, ``words`` those that are no mere grammar, ``terms`` syllables and
    pairs of neighbours; ``body`` is the text behind its list marker. ``lead`` is the number of the
    sentence ending in a colon under which it stands, None where there is none; ``opens`` says that
    it ends in a colon itself.
    """

    syllables: tuple[str, ...]
    words: frozenset[str]
    body: str
    terms: frozenset[str]
    heading: bool
    opens: bool
    lead: int | None


@lru_cache(maxsize=4_096)  # the same passages are hit again and again
def outline(text: str, spans: tuple[Span, ...]) -> tuple[Line, ...]:
    """The sentences ``spans`` of a passage's text, in order.

    >>> text = "Nghỉ phép\\nNgười lao động được nghỉ:\\na) 12 ngày;\\nb) 14 ngày."
    >>> [line.lead for line in outline(text, ((0, 9), (10, 35), (36, 47), (48, 59)))]
    [None, None, 1, 1]
    """
    said = [text[start:end] for start, end in spans]
    markers = [marker_at(one, 0, len(one)) for one in said]
    ends = [
        i + 1 == len(spans) or "\n" in text[spans[i][1] : spans[i + 1][0]]
        for i in range(len(spans))
    ]
    begins = [True, *ends[:-1]]
    leads = _leads(said, markers, begins)
    lines = []
    for i, one in enumerate(said):
        marker = markers[i]
        syllables = search_syllables(one, folded=True)
        alone = begins[i] and ends[i] and i + 1 < len(said) and not _CLOSED.search(one)
        heading = alone and len(syllables) < _LONG and (not i or not marker or marker.is_section)
        lines.append(
            Line(
                tuple(syllables),
                frozenset(syllables) - FOLDED_FUNCTION,
                one[marker.end :] if marker else one,
                frozenset([*syllables, *pairs(syllables)]),
                heading,
                _opens(one),
                leads[i],
            )
        )
    return tuple(lines)


def _opens(text: str) -> bool:
    return text.endswith(":")


@dataclass(slots=True)
class _Open:
    """A colon whose items are read: ``own`` is the kind of its marker, ``items`` that of theirs."""

    number: int
    own: str
    items: str | None = None


def _leads(
    said: Sequence[str], markers: Sequence[Marker | None], begins: Sequence[bool]
) -> list[int | None]:
    """For each sentence the number of the one that opens the list in which it stands."""
    leads: list[int | None] = []
    stack: list[_Open] = []
    for number, text in enumerate(said):
        marker = markers[number]
        kind = marker.kind if marker else ""
        if begins[number]:
            while stack and not _takes(stack, kind):
                stack.pop()
        leads.append(stack[-1].number if stack else None)
        if _opens(text):
            stack.append(_Open(number, kind if begins[number] else ""))
    return leads


def _takes(stack: Sequence[_Open], kind: str) -> bool:
    """Whether a line with this marker is an item of the list opened last."""
    last = stack[-1]
    if last.items is None:  # its first item says what the others look like
        if kind and kind == last.own:
            return False
        last.items = kind
        return True
    if last.items == kind:
        return True
    above = any(kind in (one.own, one.items) for one in stack)
    return bool(kind) and not above
