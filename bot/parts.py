"""What a reply is made of, before a front end styles it: parts that know what they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

_CLOSING = tuple(".,;:!?…)]”’\"'")


class Kind(StrEnum):
    """What a part is."""

    UNDERSTOOD = "understood"  # how the question was read
    SAID = "said"  # a sentence of bantin's own
    QUOTE = "quote"  # words of a bulletin
    ITEM = "item"  # the same, one item of a whole list
    CITATION = "citation"  # where the quotes above stand
    NOTE = "note"  # a caution about the quotes above
    TITLE = "title"  # a bulletin, by title and date
    ASK = "ask"  # a question that could be asked
    COMMAND = "command"  # a command and what it does


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a reply. ``text`` is one line, visible, its white space folded.

    ``before`` and ``after`` are what stands around a quote in its passage, empty at its ends; a
    front end that can let the quote stand out shows them. ``link`` leads to the quoted words on
    their page, where there is one, and ``linked`` are the words of ``text`` that stand for it.
    """

    kind: Kind
    text: str
    before: str = ""
    after: str = ""
    link: str = ""
    linked: str = ""

    @property
    def gap(self) -> str:
        """What separates a quote from ``after``: nothing where that begins with a closing sign."""
        return "" if self.after.startswith(_CLOSING) else " "

    @property
    def plain(self) -> str:
        """The part where nothing can stand out: quotes in quotation marks, lists with dashes."""
        match self.kind:
            case Kind.QUOTE:
                return f"“{self.text}”"
            case Kind.TITLE | Kind.ASK:
                return f"- {self.text}"
            case _:
                return self.text


def plain(parts: Iterable[Part]) -> str:
    """Parts as plain text of one or more lines, without a newline at its end."""
    return "\n".join(part.plain for part in parts)
