"""The one table of commands: help, completion and menus derive from it.

A command is typed as ``/name`` or ``/alias``, words after it are its argument. Its help is the
sentence ``command_NAME``. Names are such that Telegram takes them: a-z, at most 32 letters.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from rapidfuzz.distance import OSA

from bot import wording
from bot.dialogue.reply import Answers, Reply
from bot.parts import Kind, Part
from bot.texts import Texts
from corpus.vietnamese import fold

PAGE = 10  # bulletins on one page of /nguon
LATEST = 3  # bulletins that /moi names
EXAMPLES = 3  # questions that /vidu gives
SHORT = 4  # letters of a command up to which it may differ by one only
NEAR = 2  # letters by which a mistyped command may differ from one that there is

_COMMAND = re.compile(r"\s*/(?P<name>\w+)[?!.]*(?:\s+(?P<argument>.*?))?\s*", re.DOTALL)
# What people type for a command without knowing of any.
_BARE = {
    **dict.fromkeys(("thoat", "exit", "quit", "q"), "thoat"),
    **dict.fromkeys(("help", "tro giup", "trogiup", "huong dan"), "trogiup"),
}


class Place(StrEnum):
    """Where a command can be given."""

    TERMINAL = "terminal"
    CHAT = "chat"  # of a messenger
    OPERATOR = "operator"  # such a chat, by who looks after the bot


class Talk(Protocol):
    """What a command works on: a Dialogue, whose members these are."""

    engine: Answers
    texts: Texts
    place: Place

    def chat(self, code: str, *more: Part, leave: bool = False, **values: str) -> Reply:
        """bantin's own words."""

    def more(self) -> Reply:
        """Further passages near the last question."""

    def forget(self) -> None:
        """Begins anew."""


@dataclass(frozen=True, slots=True)
class Command:
    """A row of the table: Vietnamese name, English alias, what it does with its argument (None:
    each front end has its own way), and where it can be given.
    """

    name: str
    alias: str
    run: Callable[[Talk, str], Reply] | None
    places: frozenset[Place] = frozenset(Place)


def called(text: str) -> tuple[str, str] | None:
    """The name and the argument of a message that is a command, else None.

    >>> called("/Nguon 2")
    ('nguon', '2')
    """
    if bare := _BARE.get(fold(text).strip(" .!?")):
        return bare, ""
    found = _COMMAND.fullmatch(text)
    return (found["name"].lower(), found["argument"] or "") if found else None


def at(place: Place) -> tuple[Command, ...]:
    """The commands that can be given there, in the order of help and menus."""
    return tuple(one for one in COMMANDS if place in one.places)


def find(name: str, place: Place) -> Command | None:
    """The command of that name or alias."""
    return next((one for one in at(place) if name in (one.name, one.alias)), None)


def nearest(name: str, place: Place) -> Command | None:
    """The command that somebody who typed ``name`` may have meant: begun or mistyped."""
    names = {known: one for one in at(place) for known in (one.name, one.alias)}
    begun = [known for known in names if known.startswith(name) or name.startswith(known)]
    best = min(begun or names, key=lambda known: OSA.distance(name, known))
    near = NEAR if len(name) > SHORT else 1
    return names[best] if begun or OSA.distance(name, best) <= near else None


def shown(command: Command, texts: Texts) -> str:
    """How a command is typed in the language that is spoken."""
    return f"/{command.alias if texts.lang == 'en' else command.name}"


def listed(texts: Texts, place: Place) -> list[Part]:
    """Every command with what it does."""
    ours = at(place)
    width = max(len(shown(one, texts)) for one in ours)
    return [
        Part(Kind.COMMAND, f"{shown(one, texts):<{width}}  {texts.say(f'command_{one.name}')}")
        for one in ours
    ]


def _help(talk: Talk, argument: str) -> Reply:
    """How to ask, and every command."""
    return talk.chat("help", *listed(talk.texts, talk.place))


def sources(talk: Talk, argument: str) -> Reply:
    """One page of the bulletins at hand, the newest first."""
    texts, total = talk.texts, talk.engine.size()
    pages = -(-total // PAGE)
    page = int(argument) if argument.isdecimal() and len(argument) < 9 else 1
    page = min(max(page, 1), pages)
    heads = talk.engine.bulletins(PAGE, skip=PAGE * (page - 1))
    parts = [wording.title(head, texts) for head in heads]
    if page < pages and talk.place is Place.TERMINAL:  # elsewhere there are buttons
        parts.append(Part(Kind.SAID, texts.say("sources_more", page=page + 1)))
    return talk.chat("sources", *parts, bulletins=str(total), page=str(page), pages=str(pages))


def _more(talk: Talk, argument: str) -> Reply:
    """Further passages near the last question."""
    return talk.more()


def _latest(talk: Talk, argument: str) -> Reply:
    """The newest bulletins, each with a question that it answers."""
    parts = []
    for head in talk.engine.bulletins(LATEST):
        asks = talk.engine.questions_about(head.id, 1)
        parts += [wording.title(head, talk.texts), *(Part(Kind.ASK, ask) for ask in asks)]
    return talk.chat("latest", *parts)


def _examples(talk: Talk, argument: str) -> Reply:
    """Questions that can be answered."""
    asks = talk.engine.examples(EXAMPLES)
    if not asks:
        return talk.chat("no_examples")
    return talk.chat("examples", *(Part(Kind.ASK, ask) for ask in asks))


def _forget(talk: Talk, argument: str) -> Reply:
    """Begins anew."""
    talk.forget()
    return talk.chat("forgotten")


def _leave(talk: Talk, argument: str) -> Reply:
    """Ends the conversation."""
    return talk.chat("goodbye", leave=True)


_CHATS = frozenset({Place.CHAT, Place.OPERATOR})
_TERMINAL = frozenset({Place.TERMINAL})
_OPERATOR = frozenset({Place.OPERATOR})

COMMANDS: tuple[Command, ...] = (
    Command("start", "start", None, _CHATS),
    Command("hoi", "ask", None, _CHATS),
    Command("trogiup", "help", _help),
    Command("nguon", "sources", sources),
    Command("them", "more", _more),
    Command("moi", "latest", _latest),
    Command("vidu", "examples", _examples),
    Command("ngonngu", "language", None, _CHATS),
    Command("quen", "forget", _forget),
    Command("xoadulieu", "erase", None, _CHATS),
    Command("thongke", "stats", None, _OPERATOR),
    Command("khongtraloi", "unanswered", None, _OPERATOR),
    Command("capnhat", "rebuild", None, _OPERATOR),
    Command("thoat", "quit", _leave, _TERMINAL),
)
