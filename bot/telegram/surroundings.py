"""What stands around the quotes of an answer, with the quoted words still told apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.dialogue.reply import Answers
from bot.parts import Kind, Part
from bot.texts import Texts
from bot.types import Answer, Quote
from bot.wording import folded, parts


def surroundings(found: Answer, engine: Answers, texts: Texts) -> list[Part]:
    """The quotes of an answer between the passages before and after them, and where they stand;
    nothing where there is nothing around them.
    """
    wide = engine.wider(found.quotes)
    if all(_is_shown(one, found) for one in wide):  # the passages of the quotes themselves
        wide = engine.wider(wide)
    if {one.slice for one in wide} == {quote.slice for quote in found.quotes}:
        return []
    sources = [part for part in parts(found, texts) if part.kind is Kind.CITATION]
    bulletins = dict.fromkeys(quote.slice.bulletin for quote in found.quotes)
    shown: list[Part] = []
    for number, bulletin in enumerate(bulletins):
        for one in wide:
            if one.slice.bulletin == bulletin:
                shown += _between(one, found.quotes)
        shown += sources[number : number + 1]
    return shown


def _is_shown(wide: Quote, found: Answer) -> bool:
    return any(
        hit.passage.bulletin == wide.slice.bulletin
        and hit.passage.start <= wide.slice.start
        and wide.slice.end <= hit.passage.end
        for hit in found.hits
    )


def _between(wide: Quote, quotes: Sequence[Quote]) -> Iterator[Part]:
    """The paragraphs of a longer stretch, those parts of it that are quotes as quotes."""
    text, at, end = wide.slice.text, wide.slice.start, wide.slice.end
    inside = sorted(
        quote.slice.start
        for quote in quotes
        if quote.slice.bulletin == wide.slice.bulletin and at <= quote.slice.start < end
    )
    ends = {quote.slice.start: quote.slice.end for quote in quotes}
    cursor = at
    for number, start in enumerate(inside):
        if start < cursor:
            continue
        *paragraphs, before = text[cursor - at : start - at].split("\n")
        yield from _said(paragraphs)
        cursor = min(ends[start], end)
        following = inside[number + 1] if number + 1 < len(inside) else end
        after = text[cursor - at : max(cursor, following) - at].partition("\n")[0]
        yield Part(
            Kind.QUOTE, folded(text[start - at : cursor - at]), folded(before), folded(after)
        )
        cursor += len(after)
    yield from _said(text[cursor - at :].split("\n"))


def _said(lines: Sequence[str]) -> Iterator[Part]:
    """Each paragraph as a part; a line that goes on in small letters was broken by its page."""
    paragraphs: list[str] = []
    for line in filter(None, map(folded, lines)):
        if paragraphs and line[0].islower():
            paragraphs[-1] += f" {line}"
        else:
            paragraphs.append(line)
    return (Part(Kind.SAID, paragraph) for paragraph in paragraphs)
