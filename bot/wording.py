"""What a person reads: an Answer as parts. Quoted words change in display only."""

from __future__ import annotations

import datetime as dt
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot import spans
from bot.links import link_to
from bot.parts import Kind, Part, plain
from bot.spans import worded
from bot.texts import Texts
from bot.types import Answer, AsOf, Outcome, Quote
from corpus.vietnamese import nfc, syllables
from embeddings.types import BulletinHead, Hit

NEAREST = 3  # bulletins named in a refusal
READ = 300  # code points of a question that are shown as it was read
AROUND = 280  # code points of a passage that are shown on each side of a quote
NAME = 200  # code points of a title or a heading that are shown; some are whole paragraphs

_PLAIN = frozenset({"found", "list", "item", "unsure_near"})  # reasons that the quotes tell best
_MISSING = frozenset({"period_not_covered", "period_not_planned", "not_published"})
_ENOUGH = frozenset({"more", "source", "wider"})  # those that say all there is to say of a doubt
# Controls could drive a terminal, bidirectional controls reorder what is read, and lone
# surrogates cannot be written: none of them is part of a sentence.
_UNSAFE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_CONTROLS = re.compile(rf"{_UNSAFE.pattern}|[\n\u2028\u2029]")
# An item that brings its own number: "1. …", "a) …", "Một là: …".
_NUMBERED = re.compile(r"[-–•*+]\s|(\d{1,3}|[a-zđ])\s?[.)]|\w+ là\s?:", re.IGNORECASE)


def visible(text: str) -> str:
    """The text without anything but sentences in it: tabs become spaces, controls U+FFFD.

    >>> visible("a\\tb\\x1b[31mc")
    'a b\\ufffd[31mc'
    """
    return _UNSAFE.sub(lambda found: " " if found[0] in "\t\r\v\f" else "\ufffd", text)


def escaped(name: str) -> str:
    r"""A file's name on one line: whatever is not visible in it is written as an escape.

    >>> escaped("a\nb.txt")
    'a\\nb.txt'
    """
    return _CONTROLS.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), name)


def folded(text: str) -> str:
    """One line of visible text, white space folded."""
    return " ".join(visible(text).split())


def sentence(answer: Answer, texts: Texts) -> str:
    """The sentence of an answer's reason."""
    values = {name: folded(worded(value, texts)) for name, value in answer.reason.values.items()}
    wanted = values.get("wanted")
    if wanted is not None and texts.knows(f"wanted_{wanted}"):
        values["wanted"] = texts.say(f"wanted_{wanted}")
    return texts.say(answer.reason.code, **values)


def render(answer: Answer, texts: Texts) -> str:
    """An answer as plain text of one or more lines, without a newline at its end."""
    return plain(parts(answer, texts))


def parts(answer: Answer, texts: Texts) -> tuple[Part, ...]:
    """An answer as the parts that a front end shows, in order."""
    return (*_understood(answer, texts), *_body(answer, texts))


def said(text: str, kind: Kind = Kind.SAID) -> Iterator[Part]:
    """Each line of a text as a part."""
    return (Part(kind, line) for line in text.splitlines())


def date(day: dt.date | None, texts: Texts) -> str:
    """A publication date as Vietnam writes it, or that there is none."""
    return f"{day:%d/%m/%Y}" if day else texts.say("undated")


def title(head: BulletinHead, texts: Texts) -> Part:
    """A bulletin by its title and date."""
    return Part(Kind.TITLE, f"{_brief(head.title)} ({date(head.date, texts)})")


def _brief(name: str) -> str:
    """The beginning of a title or a heading on one line."""
    name = folded(name)
    return name if len(name) <= NAME else name[:NAME].rpartition(" ")[0] + "…"


def _understood(answer: Answer, texts: Texts) -> Iterator[Part]:
    """How the question was read, where that differs from how it was typed."""
    if answer.outcome is not Outcome.CHAT and not _as_typed(answer):
        question = textwrap.shorten(folded(answer.understood), READ, placeholder="…")
        reading = texts.say("understood", question=question)
        yield Part(Kind.UNDERSTOOD, reading)


def _as_typed(answer: Answer) -> bool:
    return syllables(answer.question) == syllables(answer.understood)


def _body(answer: Answer, texts: Texts) -> list[Part]:
    match answer.outcome:
        case Outcome.ANSWERED:
            introduced = [] if answer.reason.code in _PLAIN else [sentence(answer, texts)]
            return [*map(_said, introduced), *_quoted(answer, texts), *_noted(answer, texts)]
        case Outcome.UNSURE:
            return [*_doubt(answer, texts), *_quoted(answer, texts), *_noted(answer, texts)]
        case Outcome.REFUSED:
            return list(_refusal(answer, texts))
        case Outcome.CHAT:
            return list(said(sentence(answer, texts)))


def _said(text: str) -> Part:
    return Part(Kind.SAID, text)


def _doubt(answer: Answer, texts: Texts) -> Iterator[Part]:
    why, near = sentence(answer, texts), texts.say("unsure_near")
    if answer.reason.code in _ENOUGH:
        yield _said(why)
    else:
        yield _said(near if answer.reason.code in _PLAIN else f"{why} {near}")


def _quoted(answer: Answer, texts: Texts) -> Iterator[Part]:
    found = {hit.passage.id: hit for hit in answer.hits}
    if answer.count is not None:
        yield _said(texts.say("count", count=answer.count))
    groups: dict[str, list[Quote]] = {}
    for quote in answer.quotes:
        groups.setdefault(quote.slice.bulletin, []).append(quote)
    for quotes in groups.values():
        listed = answer.count is not None and len(quotes) > 1
        yield from _items(quotes) if listed else _in_passages(quotes, found)
        yield from _citation(quotes, found, texts, listed=listed)


def _items(quotes: Sequence[Quote]) -> Iterable[Part]:
    for number, quote in enumerate(quotes, 1):
        text = folded(quote.slice.text)
        numbered = text if _NUMBERED.match(nfc(text)) else f"{number}. {text}"
        yield Part(Kind.ITEM, numbered)


def _in_passages(quotes: Sequence[Quote], found: dict[str, Hit]) -> Iterator[Part]:
    """Quotes with what stands around the first of each passage."""
    shown: set[str] = set()
    for quote in quotes:
        part = _in_passage(quote, found)
        yield Part(Kind.QUOTE, part.text) if quote.passage in shown else part
        shown.add(quote.passage)


def _in_passage(quote: Quote, found: dict[str, Hit]) -> Part:
    """A quote with what stands around it in its passage, the far ends cut at words."""
    text = folded(quote.slice.text)
    hit = found.get(quote.passage)
    if hit is None:
        return Part(Kind.QUOTE, text)
    passage, at = hit.passage.text, hit.passage.start
    before = folded(passage[: max(0, quote.slice.start - at)])
    after = folded(passage[max(0, quote.slice.end - at) :])
    if len(before) > AROUND:
        before = "…" + before[-AROUND:].partition(" ")[2]
    if len(after) > AROUND:
        after = after[:AROUND].rpartition(" ")[0] + "…"
    return Part(Kind.QUOTE, text, before, after)


def _citation(
    quotes: Sequence[Quote], found: dict[str, Hit], texts: Texts, *, listed: bool
) -> Iterator[Part]:
    """The one line that cites all quotes of one bulletin."""
    hits = [found[quote.passage] for quote in quotes if quote.passage in found]
    if not hits:
        return
    head = hits[0].bulletin
    named = _brief(head.title)
    headings = dict.fromkeys(_brief(hit.passage.heading) for hit in hits)
    under = [texts.say("citation_heading", heading=h) for h in headings if h not in ("", named)]
    line = texts.say(
        "citation",
        title=named,
        date=date(head.date, texts),
        heading="".join(under),
        where="" if listed else _where(quotes, texts),
        source=folded(head.url or head.source),
    )
    words = folded(quotes[0].slice.text)
    linked = folded(head.url or "")
    yield Part(Kind.CITATION, line, link=link_to(head.url, words), linked=linked)


def _where(quotes: Sequence[Quote], texts: Texts) -> str:
    """Where in their bulletin quotes stand: ", mục 5/7" or ", đoạn 3, 8/17"."""
    places = dict.fromkeys(quote.where for quote in quotes if quote.where)
    groups: dict[tuple[bool, int], list[int]] = {}
    for place in places:
        groups.setdefault((place.item, place.of), []).append(place.number)
    return "".join(
        texts.say(
            "citation_item" if item else "citation_passage",
            number=", ".join(map(str, sorted(numbers))),
            of=of,
        )
        for (item, of), numbers in groups.items()
    )


def _noted(answer: Answer, texts: Texts) -> Iterator[Part]:
    if answer.meant and not _shows_year(answer, answer.meant.last.year):
        period = spans.name(answer.meant.first, answer.meant.last, texts)
        yield Part(Kind.NOTE, texts.say("meant", period=period))
    if answer.others:
        yield Part(Kind.NOTE, texts.say("others"))
        yield from (title(head, texts) for head in answer.others)
    if answer.as_of:
        yield Part(Kind.NOTE, _as_of(answer.as_of, texts))


def _shows_year(answer: Answer, year: int) -> bool:
    """Whether the year stands in the first quote, its heading or its title."""
    hit = answer.first
    shown = (answer.quotes[0].slice.text, hit.passage.heading, hit.bulletin.title) if hit else ()
    return any(str(year) in text for text in shown)


def _as_of(as_of: AsOf, texts: Texts) -> str:
    if as_of.date:
        return texts.say("as_of", date=date(as_of.date, texts))
    if not as_of.years:
        return texts.say("as_of_nothing")
    first, last = as_of.years
    years = str(first) if first == last else f"{first}-{last}"
    return texts.say("as_of_years", years=years)


def _dates(values: Mapping[str, str], texts: Texts) -> str:
    """From when to when the bulletins at hand were published, and how many do not say."""
    undated = values.get("undated", "0")
    named = [values["dates"]] if values["dates"] else []
    some = [texts.say("some_undated", count=undated)] if undated != "0" else []
    return ", ".join(named + some)


def _refusal(answer: Answer, texts: Texts) -> Iterator[Part]:
    values = {name: folded(worded(v, texts)) for name, v in answer.reason.values.items()}
    yield _said(sentence(answer, texts))
    if "looked_for" in values:
        yield _said(texts.say("looked_for", words=values["looked_for"]))
    if "bulletins" in values:
        yield _said(texts.say("holds", bulletins=values["bulletins"], dates=_dates(values, texts)))
    if values.get("covered"):
        near = "covers_near" if answer.reason.code in _MISSING else "covers"
        yield _said(texts.say(near, covered=values["covered"]))
    heads: dict[str, BulletinHead] = {hit.bulletin.id: hit.bulletin for hit in answer.hits}
    if heads:
        yield _said(texts.say("nearest"))
    for head in list(heads.values())[:NEAREST]:
        yield title(head, texts)
    if answer.suggestions:
        yield _said(texts.say("instead"))
    yield from (Part(Kind.ASK, folded(question)) for question in answer.suggestions)
