"""How the parts of a reply look at a terminal: styled lines that fit its width.

Attributes only, no colours: they are legible on any background, and no meaning hangs on them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from bot.parts import Kind, Part
from bot.wording import visible

NARROW = 40  # columns below which nothing is indented far


@dataclass(frozen=True, slots=True)
class Look:
    """How a kind of part looks: its style, what it begins with, by how many columns the lines
    after its first are indented.
    """

    style: str = ""
    lead: str = ""
    indent: int = 0


LOOKS = {
    Kind.UNDERSTOOD: Look("dim italic"),
    Kind.ITEM: Look(indent=2),
    Kind.CITATION: Look("dim", indent=2),
    Kind.NOTE: Look("italic"),
    Kind.TITLE: Look(lead="- ", indent=2),
    Kind.ASK: Look(lead="- ", indent=2),
}


def laid_out(parts: Iterable[Part], width: int) -> list[Text]:
    """Lines of at most ``width`` columns, broken between words; only longer words are broken."""
    return [line for part in parts for line in _lines(part, width)]


def _lines(part: Part, width: int) -> Iterator[Text]:
    look = LOOKS.get(part.kind, Look())
    indent = look.indent
    if part.kind is Kind.COMMAND and width >= NARROW:  # its help stands in a column of its own
        _, _, explained = part.text.partition("  ")
        indent = len(part.text) - len(explained.lstrip()) if explained else 0
    text = _quote(part) if part.kind is Kind.QUOTE else Text(visible(part.text), look.style)
    for number, line in enumerate(text.wrap(_ANY, width - indent)):
        line.rstrip()
        yield Text(look.lead if number == 0 else " " * indent) + line


def _quote(part: Part) -> Text:
    """A quote in quotation marks; where its passage stands around it, it stands out of that."""
    before, quoted, after = map(visible, (part.before, part.text, part.after))
    if not before and not after:
        return Text(f"“{quoted}”")
    return Text.assemble(
        (f"{before} " if before else "", "dim"), (f"“{quoted}”", "bold"), (part.gap + after, "dim")
    )


_ANY = Console(width=80)  # wrapping wants one, and asks it nothing
