"""A bulletin becomes passages: list items, headings, paragraphs, and parts of long paragraphs.

Passages and noise never overlap, and together they cover every code point of the text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus import cleaning, enumerations, loaders, metadata, periods, sentences, vietnamese
from corpus.aligned import Composed, Span, compose
from corpus.enumerations import Enumeration, lists_of
from corpus.headings import bare_heading, headings
from corpus.inheritance import Context, inherited, own_periods
from corpus.lines import join, lines, subtract
from corpus.periods import PeriodMention
from corpus.pieces import LIMIT, WHOLE, pieces
from corpus.types import Bulletin, ListPlace, Noise, Passage, Period

VERSION = 1  # of the rules below

# Everything that decides which passages a text becomes; an index made otherwise is rebuilt.
FORMAT = (
    f"cleaning {cleaning.VERSION}, chunking {VERSION}, enumerations {enumerations.VERSION}, "
    f"loaders {loaders.VERSION}, metadata {metadata.VERSION}, periods {periods.VERSION}, "
    f"sentences {sentences.VERSION}, vietnamese {vietnamese.VERSION}"
)


@dataclass(frozen=True, slots=True)
class Chunks:
    """All of a bulletin's text: the passages that may answer, and the noise around them."""

    passages: tuple[Passage, ...]
    noise: tuple[Noise, ...]


@dataclass(frozen=True, slots=True)
class _Draft:
    """A text cut into blocks: paragraphs, headings and list items, without its noise."""

    text: str
    noise: tuple[Noise, ...]
    blocks: list[Span]
    lists: list[Enumeration]


def chunk(bulletin: Bulletin) -> Chunks:
    """The passages of a bulletin, in the order of its text, and everything else as noise.

    A list item up to 1,200 code points is one passage; a paragraph beyond 700 is cut between
    sentences.

    >>> text = "Kế hoạch tháng 5\\n\\n1. Tiêm chủng.\\n2. Kiểm tra./."
    >>> chunks = chunk(Bulletin("a", "a.txt", "Kế hoạch tháng 5", None, None, None, text))
    >>> [passage.text for passage in chunks.passages]
    ['Kế hoạch tháng 5', '1. Tiêm chủng.', '2. Kiểm tra.']
    >>> [noise.kind for noise in chunks.noise]
    ['blank', 'blank', 'end_mark']
    """
    composed = compose(bulletin.text)
    draft = _draft(composed.text)
    passages = tuple(_passages(bulletin, composed, draft))
    noise = [
        Noise(*composed.span(one.start, one.end), one.kind)
        for one in draft.noise
        if one.kind != "blank"
    ]
    taken = [(p.start, p.end) for p in passages] + [(n.start, n.end) for n in noise]
    noise.extend(Noise(start, end, "blank") for start, end in _gaps(taken, len(bulletin.text)))
    return Chunks(passages, tuple(sorted(noise, key=lambda one: one.start)))


def _draft(text: str) -> _Draft:
    noise = cleaning.label_noise(text)
    holes = [(one.start, one.end) for one in noise if one.kind != "blank"]
    blocks = join(text, subtract(text, lines(text), holes))
    return _Draft(text, noise, blocks, lists_of(text, blocks))


def _passages(bulletin: Bulletin, composed: Composed, draft: _Draft) -> Iterator[Passage]:
    enclosing = _enclosing(draft)
    context = Context(bulletin.title)
    head = bulletin.title
    is_head = set(_headings(draft, enclosing))
    for index, block in enumerate(draft.blocks):
        if index in is_head:
            head = bare_heading(draft.text[slice(*block)]) if index else bulletin.title
        leads = [draft.text[slice(*draft.lists[which].lead)] for which, _ in enclosing[index]]
        came = inherited(context, head, leads)
        place = _place(composed, draft.lists, enclosing[index])
        own = own_periods(draft.text[slice(*block)], came)
        for start, end in pieces(draft.text, *block, LIMIT if place else WHOLE):
            inside = _between(own, start - block[0], end - block[0])
            where = composed.span(start, end)
            yield _passage(bulletin, where, head, place, (*inside, *came.periods))


def _between(own: Sequence[PeriodMention], start: int, end: int) -> list[Period]:
    """The periods that a part of a block names itself."""
    first = bisect_left(own, start, key=lambda one: one.start)
    last = bisect_left(own, end, key=lambda one: one.start)
    return [one.period for one in own[first:last]]


def _passage(
    bulletin: Bulletin, where: Span, head: str, place: ListPlace | None, its: Iterable[Period]
) -> Passage:
    return Passage(
        id=f"{bulletin.id}#{where[0]}",
        bulletin=bulletin.id,
        start=where[0],
        end=where[1],
        text=bulletin.text[slice(*where)],
        heading=head,
        place=place,
        periods=tuple(dict.fromkeys(its)),
    )


def _headings(draft: _Draft, enclosing: Sequence[Sequence[tuple[int, int]]]) -> list[int]:
    nested = {
        index
        for index, (block, around) in enumerate(zip(draft.blocks, enclosing, strict=True))
        if around and _item_end(draft, around[-1]) > block[1]
    }
    copies = {
        " ".join(draft.text[one.start : one.end].split())
        for one in draft.noise
        if one.kind == "repeated_line"
    }
    return headings(draft.text, draft.blocks, nested, copies)


def _item_end(draft: _Draft, where: tuple[int, int]) -> int:
    return draft.lists[where[0]].items[where[1]].end


def _enclosing(draft: _Draft) -> list[list[tuple[int, int]]]:
    """For every block the lists and items it lies in, outermost first."""
    around: list[list[tuple[int, int]]] = [[] for _ in draft.blocks]
    index_of = {block[0]: index for index, block in enumerate(draft.blocks)}
    by_depth = sorted(range(len(draft.lists)), key=lambda which: draft.lists[which].depth)
    for which in by_depth:
        for place, item in enumerate(draft.lists[which].items):
            index = index_of[item.start]
            while index < len(draft.blocks) and draft.blocks[index][0] < item.end:
                around[index].append((which, place))
                index += 1
    return around


def _place(
    composed: Composed, lists: Sequence[Enumeration], around: Sequence[tuple[int, int]]
) -> ListPlace | None:
    if not around:
        return None
    which, place = around[-1]
    one = lists[which]
    item = one.items[place]
    return ListPlace(
        which,
        place + 1,
        len(one.items),
        one.depth,
        *composed.span(item.start, item.end),
        *composed.span(*one.lead),
    )


def _gaps(taken: list[Span], length: int) -> Iterator[Span]:
    """What is left of a text beside disjoint slices."""
    edge = 0
    for start, end in sorted(taken):
        if edge < start:
            yield edge, start
        edge = end
    if edge < length:
        yield edge, length
