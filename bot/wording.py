"""What a person reads: an Answer as plain text. Quoted words change in display only."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from bot.spans import worded
from bot.texts import Texts
from bot.types import Answer, Outcome, Quote
from corpus.vietnamese import nfc
from embeddings.types import BulletinHead, Hit

NEAREST = 3  # bulletins named in a refusal

_PLAIN = frozenset({"found", "list", "item", "unsure_near"})  # reasons that the quotes tell best
# Controls could drive a terminal, bidirectional controls reorder what is read, and lone
# surrogates cannot be written: none of them is part of a sentence.
_UNSAFE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# An item that brings its own number: "1. …", "a) …", "Một là: …".
_NUMBERED = re.compile(r"(\d{1,3}|[a-zđ])\s?[.)]|\w+ là\s?:", re.IGNORECASE)


def visible(text: str) -> str:
    """The text without anything but sentences in it: tabs become spaces, controls U+FFFD.

    >>> visible("a\\tb\\x1b[31mc")
    'a b\\ufffd[31mc'
    """
    return _UNSAFE.sub(lambda found: " " if found[0] in "\t\r\v\f" else "\ufffd", text)


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
    match answer.outcome:
        case Outcome.ANSWERED:
            lines = _quoted(answer, texts)
        case Outcome.UNSURE:
            lines = [_doubt(answer, texts), *_quoted(answer, texts)]
        case Outcome.REFUSED:
            lines = _refusal(answer, texts)
        case Outcome.CHAT:
            lines = [sentence(answer, texts)]
    return "\n".join(lines)


def date(day: dt.date | None, texts: Texts) -> str:
    """A publication date as Vietnam writes it, or that there is none."""
    return f"{day:%d/%m/%Y}" if day else texts.say("undated")


def _doubt(answer: Answer, texts: Texts) -> str:
    near = texts.say("unsure_near")
    return near if answer.reason.code in _PLAIN else f"{sentence(answer, texts)} {near}"


def _quoted(answer: Answer, texts: Texts) -> list[str]:
    found = {hit.passage.id: hit for hit in answer.hits}
    lines = [] if answer.count is None else [texts.say("count", count=answer.count)]
    groups: dict[str, list[Quote]] = {}
    for quote in answer.quotes:
        groups.setdefault(quote.slice.bulletin, []).append(quote)
    for quotes in groups.values():
        listed = answer.count is not None and len(quotes) > 1
        lines += _items(quotes) if listed else [f"“{folded(q.slice.text)}”" for q in quotes]
        lines += _citation([found[q.passage] for q in quotes if q.passage in found], texts)
    return lines


def _items(quotes: Sequence[Quote]) -> Iterable[str]:
    for number, quote in enumerate(quotes, 1):
        text = folded(quote.slice.text)
        yield text if _NUMBERED.match(nfc(text)) else f"{number}. {text}"


def _citation(hits: Sequence[Hit], texts: Texts) -> list[str]:
    """The one line that cites all quotes of one bulletin."""
    if not hits:
        return []
    head = hits[0].bulletin
    title = folded(head.title)
    headings = dict.fromkeys(folded(hit.passage.heading) for hit in hits)
    named = [texts.say("citation_heading", heading=h) for h in headings if h not in ("", title)]
    line = texts.say(
        "citation",
        title=title,
        date=date(head.date, texts),
        heading="".join(named),
        source=folded(head.url or head.source),
    )
    return [line]


def _refusal(answer: Answer, texts: Texts) -> list[str]:
    lines = [sentence(answer, texts)]
    if covered := answer.reason.values.get("covered"):
        lines.append(texts.say("covers", covered=folded(worded(covered, texts))))
    heads: dict[str, BulletinHead] = {hit.bulletin.id: hit.bulletin for hit in answer.hits}
    if heads:
        lines.append(texts.say("nearest"))
    nearest = list(heads.values())[:NEAREST]
    return lines + [f"- {folded(h.title)} ({date(h.date, texts)})" for h in nearest]
