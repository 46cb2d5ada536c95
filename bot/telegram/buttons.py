"""The buttons under messages, and what they say when they are pressed.

The data of a button is "VERB:NUMBER:ARGUMENT", at most 64 bytes. The number is a turn (an update's
id) or a person; what a button stands for is kept in the state, so buttons outlive a restart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.telegram.layout import shortened
from bot.texts import Texts

LABEL = 64  # UTF-16 units of a label; a phone shows some forty of them


class Verb(StrEnum):
    """What a button does."""

    MORE = "m"  # a page of further passages
    CONTEXT = "c"  # a page of the quotes with what stands around them
    ANSWER = "a"  # the answer again
    ASK = "q"  # a suggested question
    UP = "u"
    DOWN = "d"
    SOURCES = "s"  # a page of the bulletins
    LANGUAGE = "l"
    ERASE = "x"
    KEEP = "k"  # nothing is erased


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button's data. ``page`` is its argument as a page from 0, 0 where it is none."""

    verb: Verb
    number: int
    argument: str = ""

    @property
    def data(self) -> str:
        """As Telegram keeps it."""
        return f"{self.verb}:{self.number}:{self.argument}"

    @property
    def page(self) -> int:
        """The argument as a number."""
        return int(self.argument) if self.argument else 0


# Anybody can make up data; numbers are of a size that SQLite holds.
_DATA = re.compile(rf"([{''.join(Verb)}]):(-?[0-9]{{1,18}}):([0-9]{{0,9}}|vi|en)")


def read(data: str | None) -> Pressed | None:
    """What a button's data says, None for what is none of ours.

    >>> read("m:17:2")
    Pressed(verb=<Verb.MORE: 'm'>, number=17, argument='2')
    """
    found = _DATA.fullmatch(data or "")
    if not found:
        return None
    verb, number, argument = found.groups()
    if argument.isalpha() != (verb == Verb.LANGUAGE):
        return None
    return Pressed(Verb(verb), int(number), argument)


def _button(label: str, verb: Verb, number: int, argument: object = "") -> InlineKeyboardButton:
    data = Pressed(verb, number, str(argument)).data
    return InlineKeyboardButton(shortened(label, LABEL), callback_data=data)


def asks(turn: int, questions: Sequence[str]) -> list[list[InlineKeyboardButton]]:
    """One row for each suggested question."""
    return [[_button(f"❓ {ask}", Verb.ASK, turn, n)] for n, ask in enumerate(questions)]


def under_answer(
    turn: int, questions: Sequence[str], texts: Texts, *, looked_up: bool, more: bool, context: bool
) -> InlineKeyboardMarkup | None:
    """What stands under an answer: what to ask next, more to read, and thumbs for what was
    ``looked_up``.
    """
    rows = asks(turn, questions)
    read_on = []
    if context:
        read_on.append(_button(texts.say("button_context"), Verb.CONTEXT, turn, 0))
    if more:
        read_on.append(_button(texts.say("button_more"), Verb.MORE, turn, 0))
    rows += [read_on] if read_on else []
    if looked_up:
        rows.append([_button("👍", Verb.UP, turn), _button("👎", Verb.DOWN, turn)])
    return InlineKeyboardMarkup(rows) if rows else None


def under_page(
    verb: Verb, turn: int, page: int, pages: int, texts: Texts
) -> InlineKeyboardMarkup | None:
    """What stands under one of several pages; ``turn`` 0 has no answer to go back to."""
    row = []
    if page > 0:
        row.append(_button("◀", verb, turn, page - 1))
    if page + 1 < pages:
        row.append(_button(f"▶ {page + 2}/{pages}", verb, turn, page + 1))
    rows = [row] if row else []
    if turn:
        rows.append([_button(texts.say("button_back"), Verb.ANSWER, turn)])
    return InlineKeyboardMarkup(rows) if rows else None


def languages(person: int) -> InlineKeyboardMarkup:
    """The languages that a person can choose from, each in its own words."""
    named = {"vi": "Tiếng Việt", "en": "English"}
    row = [_button(name, Verb.LANGUAGE, person, lang) for lang, name in named.items()]
    return InlineKeyboardMarkup([row])


def erasing(person: int, texts: Texts) -> InlineKeyboardMarkup:
    """Whether to erase everything that is kept about a person."""
    yes = _button(texts.say("button_erase"), Verb.ERASE, person)
    no = _button(texts.say("button_keep"), Verb.KEEP, person)
    return InlineKeyboardMarkup([[yes, no]])
