"""The picture of a Telegram chat in the documents; ``python -m tests.chat_picture`` draws it anew.

The real bot answers over a Bot API server of the tests' own; what stands in the chat then is drawn
as an SVG that needs nothing from elsewhere.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from xml.etree import ElementTree

from embeddings.build import build
from embeddings.loading import load_encoder
from tests.botapi import BotApi, Message
from tests.conftest import BULLETINS
from tests.running import bantin
from tests.terminal import ROOT

PICTURE = ROOT / "docs" / "telegram.svg"
MESSAGES = ("nhiem vu thu nam la gi", "còn nhiệm vụ thứ sáu?", "giá vàng hôm nay")
SVG = "{http://www.w3.org/2000/svg}"

WIDTH, MARGIN, PADDING = 480, 12, 12  # pixels
BUBBLE = 400  # the widest
SIZE, LINE = 15, 21  # of letters, of a line
STYLE = """
text { font: 15px "Noto Sans", "DejaVu Sans", "Segoe UI", Arial, sans-serif; fill: #17212b; }
.b { font-weight: bold; } .i { font-style: italic; } .a { fill: #2678b6; }
.q { fill: #4d6478; } .button { fill: #2678b6; text-anchor: middle; }
"""
_CLASSES = {
    "bold": "b",
    "italic": "i",
    "text_link": "a",
    "url": "a",
    "blockquote": "q",
    "expandable_blockquote": "q",
}


@dataclass(frozen=True, slots=True)
class Bubble:
    """A message as it is drawn: lines of runs (text, class), buttons by row, whose it is."""

    lines: tuple[tuple[tuple[str, str], ...], ...]
    buttons: tuple[tuple[str, ...], ...]
    mine: bool

    @property
    def height(self) -> int:
        """In pixels, with what lies between it and the next."""
        return len(self.lines) * LINE + 2 * PADDING + len(self.buttons) * 36 + MARGIN


def chat(index: Path, folder: Path) -> list[Message]:
    """What stands in a chat after MESSAGES, with an index of the shipped bulletins."""
    with BotApi() as api:
        talk = api.private(api.person("An"))
        settings = {"TELEGRAM_BOT_TOKEN": api.token, "TELEGRAM_API_BASE_URL": api.base_url}
        with bantin(folder, index, **settings):
            for number, text in enumerate(MESSAGES, 1):
                talk.say(text)
                talk.wait_for_replies(number)
        return talk.messages


def drawn(messages: Sequence[Message]) -> str:
    """Messages as a picture; people's stand on the right."""
    bubbles = [_bubble(message) for message in messages]
    height = sum(one.height for one in bubbles) + MARGIN
    body: list[str] = []
    top = MARGIN
    for one in bubbles:
        body += _shapes(one, top)
        top += one.height
    return "\n".join(
        [
            f'<svg viewBox="0 0 {WIDTH} {height}" xmlns="{SVG[1:-1]}">',
            f"<style>{STYLE}</style>",
            f'<rect width="{WIDTH}" height="{height}" rx="10" fill="#d6e4ee"/>',
            *body,
            "</svg>\n",
        ]
    )


def words(picture: str) -> list[str]:
    """The words in a picture, in order."""
    texts = ElementTree.fromstring(picture).iter(f"{SVG}text")
    return " ".join("".join(text.itertext()) for text in texts).split()


def said(messages: Sequence[Message]) -> list[str]:
    """The words that a picture of messages must have."""
    shown = (" ".join([one.text, *one.labels]) for one in messages)
    return " ".join(shown).split()


def _bubble(message: Message) -> Bubble:
    lines = tuple(line for paragraph in _paragraphs(message) for line in _wrapped(paragraph))
    rows = tuple(tuple(button.label for button in row) for row in message.rows)
    return Bubble(lines, rows, mine=not message.html)


def _paragraphs(message: Message) -> Iterator[list[tuple[str, str]]]:
    """The letters of each paragraph with their classes."""
    units = message.text.encode("utf-16-le")
    classes = [""] * (len(units) // 2)
    for one in message.entities:
        for at in range(one.offset, one.offset + one.length):
            classes[at] = _CLASSES.get(one.type, "")
    paragraph, at = list[tuple[str, str]](), 0
    for letter in message.text:
        if letter == "\n":
            yield paragraph
            paragraph = []
        else:
            paragraph.append((letter, classes[at]))
        at += len(letter.encode("utf-16-le")) // 2
    yield paragraph


def _wrapped(paragraph: Sequence[tuple[str, str]]) -> Iterator[tuple[tuple[str, str], ...]]:
    """A paragraph as lines of runs."""
    line, room = list[tuple[str, str]](), float(BUBBLE - 2 * PADDING)
    for word in _words(paragraph):
        size = sum(_advance(letter, name) for letter, name in word)
        if line and size > room:
            yield tuple(_runs(line))
            line, room = [], float(BUBBLE - 2 * PADDING)
        line += word
        room -= size
    yield tuple(_runs(line))


def _words(letters: Sequence[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    word = list[tuple[str, str]]()
    for letter, name in letters:
        word.append((letter, name))
        if letter == " ":
            yield word
            word = []
    yield word


def _runs(letters: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    text, former = "", ""
    for letter, name in letters:
        if name != former and text:
            yield text, former
            text = ""
        text, former = text + letter, name
    yield text, former


def _advance(letter: str, name: str) -> float:
    """About how wide a letter is in the widest of the fonts; better too wide than too narrow."""
    narrow, wide = letter in "iljtfr.,:;'|!()[]I “”/ ", letter in "mwMW@" or letter > "\uffff"
    share = 0.4 if narrow else 1.0 if wide else 0.7 if letter.isupper() else 0.62
    return SIZE * share * (1.1 if name == "b" else 1.0)


def _shapes(one: Bubble, top: int) -> Iterator[str]:
    size = _width(one)
    left = WIDTH - MARGIN - size if one.mine else MARGIN
    height = len(one.lines) * LINE + 2 * PADDING
    colour = "#e1f4cb" if one.mine else "#ffffff"
    box = f'x="{left:.0f}" y="{top}" width="{size:.0f}" height="{height}" rx="12"'
    yield f'<rect {box} fill="{colour}"/>'
    for number, line in enumerate(one.lines):
        y = top + PADDING + number * LINE + SIZE
        runs = "".join(
            f'<tspan class="{name}">{escape(text)}</tspan>' if name else escape(text)
            for text, name in line
        )
        yield f'<text x="{left + PADDING:.0f}" y="{y}" xml:space="preserve">{runs}</text>'
    yield from _buttons(one.buttons, left, top + height, size)


def _buttons(rows: Sequence[Sequence[str]], left: float, top: int, width: float) -> Iterator[str]:
    for number, row in enumerate(rows):
        share, y = width / len(row), top + 4 + number * 36
        for place, label in enumerate(row):
            x = left + place * share
            box = f'x="{x + 2:.0f}" y="{y}" width="{share - 4:.0f}" height="32" rx="8"'
            yield f'<rect {box} fill="#ffffff" fill-opacity="0.65"/>'
            at = f'x="{x + share / 2:.0f}" y="{y + 21}"'
            if sum(_advance(letter, "") for letter in label) > share - 16:  # squeezed, not cut
                at += f' textLength="{share - 16:.0f}" lengthAdjust="spacingAndGlyphs"'
            yield f'<text class="button" {at}>{escape(label)}</text>'


def _width(one: Bubble) -> float:
    """The width of a bubble: that of its widest line, or all there is where buttons hang below."""
    if one.buttons:
        return float(BUBBLE)
    widths = [sum(_advance(c, name) for text, name in line for c in text) for line in one.lines]
    return min(float(BUBBLE), max(widths) + 2 * PADDING)


def main() -> None:
    """Draws the picture over an index of the shipped bulletins."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build(BULLETINS, folder / "index", load_encoder())
        PICTURE.write_text(drawn(chat(folder / "index", folder)), "utf-8")


if __name__ == "__main__":
    main()
