"""Formatted text as Telegram keeps it: words, and marks that count UTF-16 units.

https://core.telegram.org/bots/api#html-style says what is understood; errors are worded as
Telegram's. A blockquote within another one is refused here, Telegram may merge them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

LONGEST = 4_096  # UTF-16 units of a message
MOST = 100  # marks of a message; Telegram drops the others


@dataclass(frozen=True, slots=True)
class Entity:
    """A mark; ``offset`` and ``length`` count UTF-16 units. ``url`` and ``language`` are empty
    where the type has none.
    """

    type: str
    offset: int
    length: int
    url: str = ""
    language: str = ""

    def of(self, text: str) -> str:
        """The words that it marks."""
        units = text.encode("utf-16-le")
        return units[2 * self.offset : 2 * (self.offset + self.length)].decode("utf-16-le")

    def json(self) -> dict[str, Any]:
        """As Telegram sends it."""
        more = {"url": self.url, "language": self.language}
        kept = {name: value for name, value in more.items() if value}
        return {"type": self.type, "offset": self.offset, "length": self.length, **kept}


@dataclass(frozen=True, slots=True)
class Formatted:
    """Words and their marks, in order."""

    text: str
    entities: tuple[Entity, ...] = ()


def utf16(text: str) -> int:
    """How many UTF-16 units a text has."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


# What a person types

_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]+[^\s<>\".,;:!?)\]])"
    r"|(?<![\w@/.])(?P<email>[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,})"
    r"|(?<![\w/<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{1,32})?)(?![\w/<>])"
    r"|(?<!\w)(?P<mention>@[A-Za-z0-9_]{2,32})(?!\w)"
    r"|(?<!\w)(?P<hashtag>#\w{1,256})"
)


def found(text: str) -> tuple[Entity, ...]:
    """The marks that Telegram finds by itself: commands, mentions, hashtags, addresses.

    >>> [one.of("Hỏi @bantin_bot /moi") for one in found("Hỏi @bantin_bot /moi")]
    ['@bantin_bot', '/moi']
    """
    return tuple(
        Entity(str(one.lastgroup), utf16(text[: one.start()]), utf16(one[0]))
        for one in _FOUND.finditer(text)
    )


def typed(text: str) -> Formatted:
    """A text as a person sends it."""
    return Formatted(text, found(text))


# What a bot sends

_NO_MARKS_WITHIN = {"code", "pre", "text_link"}


def completed(said: Formatted) -> Formatted:
    """Blanks trimmed at both ends, control characters made blanks, the marks added that Telegram
    finds by itself, and those beyond the first hundred dropped.
    """
    said = _trimmed(Formatted(said.text.translate(_CONTROLS), said.entities))
    closed = [one for one in said.entities if one.type in _NO_MARKS_WITHIN]
    free = [one for one in found(said.text) if not any(_overlap(one, other) for other in closed)]
    both = sorted([*said.entities, *free], key=lambda one: (one.offset, -one.length))
    return Formatted(said.text, tuple(both[:MOST]))


_CONTROLS = {n: " " for n in range(32) if chr(n) not in "\n\r"} | {ord("\r"): None}


def _overlap(one: Entity, other: Entity) -> bool:
    return one.offset < other.offset + other.length and other.offset < one.offset + one.length


def _trimmed(said: Formatted) -> Formatted:
    text = said.text.strip()
    before = utf16(said.text[: len(said.text) - len(said.text.lstrip())])
    end = utf16(text)
    moved = []
    for one in said.entities:
        first = min(max(one.offset - before, 0), end)
        last = min(max(one.offset - before + one.length, 0), end)
        if last > first:
            moved.append(replace(one, offset=first, length=last - first))
    return Formatted(text, tuple(moved))


# HTML

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ESCAPE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot)(?![A-Za-z]));?")
_SPECIAL = re.compile(r"[<&]")
_ATTRIBUTE = re.compile(
    r"""\s*(?P<name>[^\s=>/"']+)(?:\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'"""
    r"""|(?P<bare>[A-Za-z0-9.-]+)(?=[\s>])))?"""
)


@dataclass(frozen=True, slots=True)
class _Open:
    """A tag that was opened: where in the text, and where in the list of its parts."""

    tag: str
    offset: int
    part: int
    attributes: Mapping[str, str]


@dataclass(slots=True)
class _Scanner:
    """Reads HTML from left to right."""

    html: str
    at: int = 0
    parts: list[str] = field(default_factory=list)
    offset: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def scanned(self) -> Formatted:
        while special := _SPECIAL.search(self.html, self.at):
            self._say(self.html[self.at : special.start()])
            self.at = special.start()
            if special[0] == "&":
                self._escape()
            elif self.html.startswith("/", self.at + 1):
                self._close()
            else:
                self._start()
        self._say(self.html[self.at :])
        if self.open:
            tag = self.open[-1].tag
            raise ValueError(f'Can\'t find end tag corresponding to start tag "{tag}"')
        alone = (replace(one, language="") if one.type == "code" else one for one in self.entities)
        entities = sorted(alone, key=lambda one: (one.offset, -one.length))
        return Formatted("".join(self.parts), tuple(entities))

    def _say(self, words: str) -> None:
        if words:
            self.parts.append(words)
            self.offset += utf16(words)

    def _escape(self) -> None:
        """What is no escape that Telegram knows stays as it stands."""
        known = _ESCAPE.match(self.html, self.at)
        self._say(_unescaped(known) if known else "&")
        self.at = known.end() if known else self.at + 1

    def _start(self) -> None:
        where = _bytes(self.html, self.at)
        name = re.compile(r"[^\s>]*").match(self.html, self.at + 1)
        assert name is not None
        if name.end() == len(self.html):
            raise ValueError(f"Unclosed start tag at byte offset {where}")
        tag = name[0].lower()
        if tag not in _TYPES:
            raise ValueError(f'Unsupported start tag "{tag}" at byte offset {where}')
        attributes = dict(self._attributes(name.end(), tag, where))
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise ValueError(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
        if tag == "blockquote" and any(one.tag == tag for one in self.open):
            raise ValueError(f"Blockquote within a blockquote at byte offset {where}")
        self.open.append(_Open(tag, self.offset, len(self.parts), attributes))

    def _attributes(self, at: int, tag: str, where: int) -> Iterator[tuple[str, str]]:
        """The attributes up to ">", after which reading goes on."""
        while attribute := _ATTRIBUTE.match(self.html, at):
            value = attribute["double"] or attribute["single"] or (attribute["bare"] or "").lower()
            yield attribute["name"].lower(), _ESCAPE.sub(_unescaped, value)
            at = attribute.end()
        end = re.compile(r"\s*>").match(self.html, at)
        if not end:
            raise ValueError(f'Unclosed start tag "{tag}" at byte offset {where}')
        self.at = end.end()

    def _close(self) -> None:
        where = _bytes(self.html, self.at)
        if not self.open:
            raise ValueError(f"Unexpected end tag at byte offset {where}")
        end = re.compile(r"</([^\s>]*)\s*>").match(self.html, self.at)
        if not end:
            raise ValueError(f"Unclosed end tag at byte offset {where}")
        one = self.open.pop()
        if end[1] and end[1].lower() != one.tag:
            raise ValueError(
                f"Unmatched end tag at byte offset {where}, "
                f'expected "</{one.tag}>", found "</{end[1].lower()}>"'
            )
        self.at = end.end()
        if self.offset > one.offset:
            self._mark(one)

    def _mark(self, one: _Open) -> None:
        kind = _TYPES[one.tag]
        entity = Entity(kind, one.offset, self.offset - one.offset)
        if one.tag == "a":
            words = "".join(self.parts[one.part :])
            url = checked_link(one.attributes.get("href") or words)
            if not url:  # Telegram shows such a link as mere words
                return
            entity = replace(entity, url=url)
        elif one.tag == "blockquote" and "expandable" in one.attributes:
            entity = replace(entity, type="expandable_blockquote")
        elif one.tag == "code":
            language = one.attributes.get("class", "").removeprefix("language-")
            entity = replace(entity, language=language)
        self._add(entity)

    def _add(self, entity: Entity) -> None:
        """Adds a mark; code that is the whole of a pre gives it its language."""
        if entity.type == "pre" and self.entities:
            code = self.entities[-1]
            same = (code.offset, code.length) == (entity.offset, entity.length)
            if code.type == "code" and same:
                self.entities.pop()
                entity = replace(entity, language=code.language)
        self.entities.append(entity)


def _unescaped(known: re.Match[str]) -> str:
    hexadecimal, decimal, name = known.groups()
    if name:
        return _NAMED[name]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if code == 0 or code > 0x10FFFF:
        return known[0]
    if 0xD800 <= code <= 0xDFFF:
        raise ValueError(
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        )
    return chr(code)


def _bytes(text: str, at: int) -> int:
    return len(text[:at].encode())


def parse_html(html: str) -> Formatted:
    """The words and marks of a message in Telegram's HTML. Raises ValueError in its words.

    >>> parse_html("<b>7</b> &lt; 9").text
    '7 < 9'
    """
    return _Scanner(html).scanned()


def checked_link(url: str) -> str:
    """A link as Telegram takes it, empty where it takes none."""
    try:
        parts = urlsplit(url if "://" in url or url.startswith("tg:") else f"http://{url}")
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme == "tg":
        return url
    if parts.scheme not in ("http", "https") or "." not in host or re.search(r"\s", parts.netloc):
        return ""
    return parts._replace(path=parts.path or "/").geturl()
