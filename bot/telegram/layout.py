"""The parts of a reply as messages in Telegram's HTML.

Telegram counts what is read, without tags, in UTF-16 units: https://core.telegram.org/bots/api
under sendMessage and "HTML style".
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, takewhile

from bot.parts import Kind, Part

LONGEST = 4_096  # UTF-16 units of a message
MOST_TAGS = 90  # in one message; Telegram ignores formatting beyond 100
ROOM = 400  # UTF-16 units that must be left in a message for a longer text to begin there
SHORT_CONTEXT = 160  # UTF-16 units around a quote that are shown beside it; more can be opened
LABEL = 60  # UTF-16 units of an address that are shown

_TIGHT = frozenset({Kind.SAID, Kind.TITLE, Kind.COMMAND, Kind.ASK})  # lines without a gap
_TAG = re.compile(r"<[^>]*>")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one tag, such as "b", or in none; ``href`` is for "a"."""

    text: str
    tag: str = ""
    href: str = ""

    @property
    def html(self) -> str:
        """As Telegram wants it."""
        if not self.tag or not self.text:
            return escaped(self.text)
        attribute = f' href="{html.escape(self.href)}"' if self.href else ""
        name = self.tag.split()[0]
        return f"<{self.tag}{attribute}>{escaped(self.text)}</{name}>"


Block = tuple[Span, ...]  # what stands together as one paragraph


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A block and the ``gap`` between it and the one before it."""

    gap: str
    block: Block


def messages(
    parts: Iterable[Part],
    *,
    limit: int = LONGEST,
    heading: str = "",
    around: int = SHORT_CONTEXT,
) -> tuple[str, ...]:
    """Parts as HTML messages of at most ``limit`` UTF-16 units, in bold above them a ``heading``.

    A part that fits into a message is never cut; a longer one is cut between words. What
    introduces something stays with it, and a source with what it is the source of. More than
    ``around`` units of context stand in a quotation that can be opened.
    """
    found = _Messages(limit)
    for group in _groups(parts, heading, around):
        found.add(group)
    return tuple(found.html)


class _Messages:
    """Messages that grow block by block."""

    def __init__(self, limit: int) -> None:
        self.html: list[str] = []
        self._limit = limit
        self._shown = self._tags = 0  # of the last one

    def add(self, group: Sequence[_Paragraph]) -> None:
        """Adds paragraphs, in one message where they fit into one."""
        size = sum(len(one.gap) + _units_of(one.block) for one in group)
        tags = sum(_tags_of(one.block) for one in group)
        if self._has_room(size, tags):
            for one in group:
                self._append(one.gap, one.block)
        elif size - len(group[0].gap) <= self._limit and tags <= MOST_TAGS:
            self._begin(group[0].block)
            for one in group[1:]:
                self._append(one.gap, one.block)
        else:
            for one in group:
                self._add_cut(one)

    def _add_cut(self, one: _Paragraph) -> None:
        room = self._limit - self._shown - len(one.gap)
        first, *others = _fitting(one.block, self._limit, room)
        if self._has_room(len(one.gap) + _units_of(first), _tags_of(first)):
            self._append(one.gap, first)
        else:
            self._begin(first)
        for block in others:
            self._begin(block)

    def _has_room(self, size: int, tags: int) -> bool:
        fits = self._shown + size <= self._limit and self._tags + tags <= MOST_TAGS
        return bool(self.html) and fits

    def _begin(self, block: Block) -> None:
        self.html.append(_html(block))
        self._shown, self._tags = _units_of(block), _tags_of(block)

    def _append(self, gap: str, block: Block) -> None:
        self.html[-1] += gap + _html(block)
        self._shown += len(gap) + _units_of(block)
        self._tags += _tags_of(block)


def _groups(parts: Iterable[Part], heading: str, around: int) -> Iterator[list[_Paragraph]]:
    """Paragraphs, those together that should stay together."""
    group: list[_Paragraph] = []
    if heading.strip():
        group.append(_Paragraph("", (Span(heading, "b"),)))
    former: Kind | None = None
    for part in parts:
        if not part.text.strip():  # Telegram takes no empty message
            continue
        if former and group and not _keeps(former, part.kind):
            yield group
            group = []
        gap = _gap(former, part.kind) if former else "\n\n" if group else ""
        group.append(_Paragraph(gap, _block(part, around)))
        former = part.kind
    if group:
        yield group


def _keeps(former: Kind, kind: Kind) -> bool:
    """Whether a part stands in the same message as the one before it."""
    if former in (Kind.SAID, Kind.UNDERSTOOD):
        return kind is not former
    return kind in (Kind.CITATION, Kind.NOTE)


def escaped(text: str) -> str:
    """Text as it is to be shown, not interpreted; halves of characters become U+FFFD."""
    return html.escape(_SURROGATE.sub("\ufffd", text), quote=False)


def plain(message: str) -> str:
    """The text of a message in HTML.

    >>> plain("<b>a &lt; b</b>")
    'a < b'
    """
    return html.unescape(_TAG.sub("", message))


def units(text: str) -> int:
    """How long Telegram says a text is.

    >>> units("a😀")
    3
    """
    return len(text) + sum(letter > "\uffff" for letter in text)


def shortened(text: str, limit: int) -> str:
    """The beginning of a text in at most ``limit`` UTF-16 units, cut between words.

    >>> shortened("một hai ba", 8)
    'một hai…'
    """
    if units(text) <= limit:
        return text
    return text[: _cut(text, limit - 1) or _most(text, limit - 1)].rstrip() + "…"


def _gap(former: Kind, kind: Kind) -> str:
    tight = former is kind or kind is not Kind.COMMAND
    return "\n" if tight and former in _TIGHT and kind in _TIGHT else "\n\n"


def _block(part: Part, around: int) -> Block:
    match part.kind:
        case Kind.UNDERSTOOD | Kind.NOTE:
            return (Span(part.text, "i"),)
        case Kind.QUOTE:
            return tuple(_quote(part, around))
        case Kind.ITEM:
            return (Span(part.text, "b"),)
        case Kind.CITATION:
            return tuple(_citation(part))
        case Kind.TITLE | Kind.ASK:
            return (Span(f"• {part.text}"),)
        case Kind.COMMAND:  # aligned for a terminal
            return (Span(re.sub(" {2,}", " – ", part.text)),)
        case Kind.SAID:
            return (Span(part.text),)


def _quote(part: Part, around: int) -> Iterator[Span]:
    """The quoted words; a little that stands around them beside them, more of it to be opened."""
    if units(part.before) + units(part.after) > around:
        yield from _marked(part.text)
        yield Span("\n")
        context = " ".join(filter(None, (part.before, part.text, part.after)))
        yield Span(context, "blockquote expandable")
        return
    if part.before:
        yield Span(f"{part.before} ")
    yield from _marked(part.text)
    if part.after:
        yield Span(part.gap + part.after)


def _marked(words: str) -> Block:
    return (Span("“"), Span(words, "b"), Span("”"))


def _citation(part: Part) -> Iterator[Span]:
    """Where it stands; its address leads to the very words."""
    before, linked, after = part.text.rpartition(part.linked) if part.link else (part.text, "", "")
    yield Span(before)
    if linked:
        yield Span(_label(linked), "a", part.link)
        yield Span(after)


def _label(address: str) -> str:
    """The beginning of a long address: all of it would fill half a phone."""
    return address if units(address) <= LABEL else address[: _most(address, LABEL - 1)] + "…"


def _html(block: Block) -> str:
    return "".join(span.html for span in block)


def _units_of(block: Block) -> int:
    return sum(units(span.text) for span in block)


def _tags_of(block: Block) -> int:
    return sum(bool(span.tag) for span in block)


def _fitting(block: Block, limit: int, room: int) -> Iterator[Block]:
    """The block in pieces of at most ``limit``, the first one to fit into the ``room`` that is
    left where that is worth it. One that fits into a message stays whole.
    """
    if _units_of(block) <= limit:
        yield block
        return
    left, piece = (room if room >= ROOM else limit), list[Span]()
    for span, following in zip(block, (*block[1:], Span("")), strict=True):
        text, mark = span.text, _glued(span.text, following.text)
        while text:
            alone = not piece and not _cut(text, units(text) - 1)
            if units(text) + (0 if alone else mark) <= left:
                piece.append(replace(span, text=text))
                left -= units(text)
                break
            at = _cut(text, min(left, units(text) - 1)) or (0 if piece else _most(text, left))
            if begun := text[:at].rstrip():
                piece.append(replace(span, text=begun))
            yield tuple(piece)
            text, left, piece = text[at:].lstrip(), limit, []
    if piece:
        yield tuple(piece)


def _glued(text: str, following: str) -> int:
    """How much of what follows belongs to the last word of a text, in UTF-16 units."""
    if not text or not following or text[-1].isspace() or following[0].isspace():
        return 0
    return units(following.split()[0])


def _cut(text: str, limit: int) -> int:
    """Where to cut a longer text so that words of at most ``limit`` UTF-16 units stand before; 0
    where the first word is longer than that.
    """
    most = _most(text, limit)
    if most == len(text) or text[most].isspace():
        return most
    return max((at for at in range(most) if text[at].isspace()), default=0)


def _most(text: str, limit: int) -> int:
    """How many code points fit into ``limit`` UTF-16 units."""
    fitting = takewhile(lambda total: total <= limit, accumulate(map(units, text)))
    return sum(1 for _ in fitting)
