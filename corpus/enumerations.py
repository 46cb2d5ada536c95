"""Lists whose items stand on lines of their own, nested, with the sentence that announces them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.aligned import Span
from corpus.markers import Marker, follows, marker_at
from corpus.sentences import split_paragraph

VERSION = 1  # of the rules below

_LEAD = re.compile(
    r"(?::|(?:như sau|sau đây|dưới đây|nội dung sau|bao gồm|gồm|cụ thể)\s*[.:]?)\s*$", re.IGNORECASE
)
_HEADING_WIDTH = 150  # code points; a longer line without a stop is prose that lost it
_DEEPEST = 8  # open lists; a page that seems to nest deeper has markers that mean nothing
_UNMARKED = Marker("plain", "", True, 0)


@dataclass(frozen=True, slots=True)
class Item:
    """One item: ``start:end`` with its nested items; its own words begin at ``words``."""

    start: int
    words: int
    end: int


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A list of at least two items, or a numbered section of a document.

    ``depth`` is 0 for an outermost list. ``lead`` is the slice of what announces it, empty at
    the first item's start where nothing does.
    """

    items: tuple[Item, ...]
    depth: int
    lead: Span


@dataclass(slots=True)
class _Run:
    """Items found so far: markers and the indices of their blocks, and the run they lie in."""

    markers: list[Marker]
    blocks: list[int]
    parent: _Run | None
    parent_item: int  # index among the parent's items, -1 without a parent
    children: list[_Run] = field(default_factory=list)

    @property
    def is_bullets(self) -> bool:
        return self.markers[0].is_bullet or self.markers[0] is _UNMARKED

    def add(self, marker: Marker, block: int) -> None:
        self.markers.append(marker)
        self.blocks.append(block)


def lists_of(text: str, blocks: Sequence[Span]) -> list[Enumeration]:
    """The lists of composed text over its paragraphs, by the place of their first item.

    Items count up from one (1, 2, 3; a, b, c, d, đ; Một là, Hai là) or share a bullet; a line
    that only looks like an item ("2021.") makes no list.

    >>> text = "Các việc như sau:\\n1. Họp\\n2. Báo cáo\\n- Quý I\\n- Quý II"
    >>> one, _ = lists_of(text, [(0, 17), (18, 24), (25, 35), (36, 43), (44, 52)])
    >>> one.lead, [(item.words, item.end) for item in one.items]
    ((0, 17), [(21, 24), (28, 52)])
    """
    runs = [run for run in _runs(text, blocks) if _is_list(text, blocks, run)]
    kept = {id(run) for run in runs}
    for run in runs:
        _settle(run, kept)
    return [_enumeration(text, blocks, run) for run in sorted(runs, key=lambda r: r.blocks[0])]


def _runs(text: str, blocks: Sequence[Span]) -> list[_Run]:
    """Every sequence of markers that counts up, with the run in which each was opened."""
    runs: list[_Run] = []
    stack: list[_Run] = []
    for index, block in enumerate(blocks):
        marker = marker_at(text, *block) or _plain_item(text, blocks, index, stack)
        if marker is None:
            _close(stack, bullets=True)
            continue
        if not marker.is_bullet and marker is not _UNMARKED:
            _close(stack, bullets=True)
        run = _continued(stack, marker, index, blocks, text)
        if run is None and marker.first:
            _close(stack, section=marker.is_section)
            del stack[_DEEPEST:]
            parent = stack[-1] if stack else None
            run = _Run([], [], parent, len(parent.blocks) - 1 if parent else -1)
            runs.append(run)
            stack.append(run)
        if run:
            run.add(marker, index)
    return runs


def _plain_item(
    text: str, blocks: Sequence[Span], index: int, stack: Sequence[_Run]
) -> Marker | None:
    """Whether a line without a marker is an item by its ``;``, after a ``:`` or such an item."""
    if index == 0:
        return None
    before = text[blocks[index - 1][1] - 1]
    goes_on = bool(stack) and stack[-1].markers[0] is _UNMARKED and before == ";"
    begins = before == ":" and text[blocks[index][1] - 1] == ";"
    return _UNMARKED if goes_on or begins else None


def _close(stack: list[_Run], *, bullets: bool = False, section: bool = False) -> None:
    """Drop from the top what cannot go on: bullets, or all that lies below a new section."""
    while stack and (
        (bullets and stack[-1].is_bullets) or (section and not stack[-1].markers[0].is_section)
    ):
        stack.pop()


def _continued(
    stack: list[_Run], marker: Marker, index: int, blocks: Sequence[Span], text: str
) -> _Run | None:
    """The open run that the marker continues; runs above it are closed."""
    for place in range(len(stack) - 1, -1, -1):
        last = stack[place].markers[-1]
        if marker is _UNMARKED:
            same = last is _UNMARKED and stack[place].blocks[-1] == index - 1
        else:
            same = last is not _UNMARKED and follows(last, marker)
        if same:
            del stack[place + 1 :]
            return stack[place]
        if marker.is_bullet and not stack[place].is_bullets:
            return None
    return None


def _is_list(text: str, blocks: Sequence[Span], run: _Run) -> bool:
    if len(run.blocks) > 1 or run.markers[0].is_section:
        return True
    first = run.blocks[0]
    return run.markers[0].is_bullet and first > 0 and text[blocks[first - 1][1] - 1] == ":"


def _settle(run: _Run, kept: set[int]) -> None:
    """Climb to the nearest run that this one truly lies in, and tell it so."""
    parent, item = run.parent, run.parent_item
    while parent and not (id(parent) in kept and _lies_in(run, parent, item)):
        item = parent.parent_item
        parent = parent.parent
    run.parent, run.parent_item = parent, item
    if parent:
        parent.children.append(run)


def _lies_in(run: _Run, parent: _Run, item: int) -> bool:
    """Whether a run lies in an item of another: before the next one, or right after the last."""
    return item < len(parent.blocks) - 1 or run.blocks[0] - 1 <= _reach(parent)


def _reach(run: _Run) -> int:
    """Index of the last block of a run's last item, nested items included."""
    last = len(run.blocks) - 1
    if run.children and run.children[-1].parent_item == last:
        return max(run.blocks[-1], _reach(run.children[-1]))
    return run.blocks[-1]


def _depth(run: _Run) -> int:
    return 1 + _depth(run.parent) if run.parent else 0


def _enumeration(text: str, blocks: Sequence[Span], run: _Run) -> Enumeration:
    ends = [blocks[after - 1][1] for after in run.blocks[1:]] + [blocks[_reach(run)][1]]
    items = tuple(
        Item(blocks[block][0], marker.end or blocks[block][0], end)
        for marker, block, end in zip(run.markers, run.blocks, ends, strict=True)
    )
    lead = next(_leads(text, blocks, run), (items[0].start, items[0].start))
    return Enumeration(items, _depth(run), lead)


def _leads(text: str, blocks: Sequence[Span], run: _Run) -> Iterator[Span]:
    """The sentence before the first item, if it announces one, or the heading there."""
    first = run.blocks[0]
    if first == 0:
        return
    start, end = blocks[first - 1]
    sentence = split_paragraph(text, start, end)[-1]
    if _LEAD.search(text, max(sentence[0], sentence[1] - 40), sentence[1]):
        yield sentence
    elif text[end - 1] not in ".!?…;" and end - start <= _HEADING_WIDTH:
        yield start, end
