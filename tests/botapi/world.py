"""Everybody and everything on this Telegram: people, chats, and what goes on between them.

One lock guards it all: tests act from their own thread, the bot through the server's.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from tests.botapi.entities import typed, utf16
from tests.botapi.messages import Message
from tests.botapi.refusals import bad
from tests.botapi.updates import Queue

if TYPE_CHECKING:
    from tests.botapi.chats import Chat

QUERY_SECONDS = 60.0  # for which a press or an inline query can be answered
_BREATH = 0.005  # seconds between two looks at a condition, at least,
_LOOK = 0.2  # and at most: some conditions depend on more than this
_FIRST_PERSON = 4_500_000_001  # more than 32 bits, as newer ids have


@dataclass(frozen=True, slots=True)
class Bot:
    """The bot itself."""

    id: int
    username: str
    name: str = "Bản tin"

    def json(self) -> dict[str, Any]:
        """As it stands in messages."""
        named = {"first_name": self.name, "username": self.username}
        return {"id": self.id, "is_bot": True, **named}


class Person:
    """Somebody with a Telegram account."""

    def __init__(self, world: World, number: int, name: str, language: str, username: str) -> None:
        self._world = world
        self.id = number
        self.name = name
        self.language = language
        self.username = username

    def json(self) -> dict[str, Any]:
        """As they stand in messages."""
        more = {"username": self.username, "language_code": self.language}
        kept = {name: value for name, value in more.items() if value}
        return {"id": self.id, "is_bot": False, "first_name": self.name, **kept}

    def inline(self, text: str, *, offset: str = "") -> str:
        """Types something after the bot's name in some chat; the query's id."""
        return self._world.inline(self, text, offset)


@dataclass(frozen=True, slots=True)
class Query:
    """A press of a button or an inline query that the bot may answer; ``at`` is monotonic."""

    id: str
    person: int
    text: str
    at: float


class World:
    """The people, the chats, the queries, and the updates that the bot is told them by."""

    def __init__(self, bot: Bot, arrived: Callable[[], None], explained: Callable[[], str]) -> None:
        self.bot = bot
        self._explained = explained  # what went on lately, for waits that fail
        self.lock = threading.RLock()
        self.changed = threading.Event()  # something happened, for those who wait
        self.queue = Queue(arrived)
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.query_seconds = QUERY_SECONDS
        self.message_ids = count(1)  # of private chats and basic groups, which share them
        self._people_ids = count(_FIRST_PERSON)
        self._query_ids = count(30_001)
        self._queries: dict[str, Query] = {}

    @contextmanager
    def acting(self) -> Iterator[None]:
        """Nobody else does anything meanwhile."""
        with self.lock:
            yield
        self.changed.set()

    def wait(self, condition: Callable[[], object], seconds: float) -> None:
        """Waits until a condition is true. Raises AssertionError."""
        until = time.monotonic() + seconds
        while True:
            self.changed.clear()
            if condition():
                return
            left = until - time.monotonic()
            if left <= 0:
                raise AssertionError(f"not within {seconds:g} s\n{self._explained()}")
            self.changed.wait(min(left, _LOOK))
            time.sleep(_BREATH)

    def person(self, name: str, language: str, username: str) -> Person:
        """Somebody new."""
        with self.acting():
            person = Person(self, next(self._people_ids), name, language, username)
            self.people[person.id] = person
            return person

    def user(self, number: int) -> dict[str, Any]:
        """A person or the bot, as they stand in messages."""
        return self.bot.json() if number == self.bot.id else self.people[number].json()

    def chat(self, number: int | str) -> Chat:
        """A chat that the bot knows. Raises Refusal."""
        found = self.chats.get(number) if isinstance(number, int) else None
        if found is None:
            raise bad("chat not found")
        return found

    # Queries

    def inline(self, person: Person, text: str, offset: str) -> str:
        """An inline query reaches the bot; its id."""
        with self.acting():
            query = self.query(person, text)
            more = {"query": text, "offset": offset, "chat_type": "sender"}
            self.queue.add("inline_query", {"id": query, "from": person.json(), **more})
            return query

    def query(self, person: Person, text: str) -> str:
        """The id of a new query."""
        name = f"{person.id}{next(self._query_ids)}"
        self._queries[name] = Query(name, person.id, text, time.monotonic())
        return name

    def answerable(self, name: str) -> Query:
        """A query that is not too old to be answered. Raises Refusal."""
        query = self._queries.get(name)
        if query is None or time.monotonic() - query.at >= self.query_seconds:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        return query

    # Messages as the bot gets them

    def json(self, message: Message, *, nested: bool = True) -> dict[str, Any]:
        """A message as Telegram sends it, with what it replies to, but not what that replies to."""
        chat = self.chats[message.chat]
        shown: dict[str, Any] = {
            "message_id": message.id,
            "from": self.user(message.sender),
            "chat": chat.json(),
            "date": message.date,
            **_words(message),
            **_place(message),
        }
        if message.edited:
            shown["edit_date"] = int(time.time())
        if message.via_bot:
            shown["via_bot"] = self.bot.json()
        if message.markup and "inline_keyboard" in message.markup:
            shown["reply_markup"] = message.markup
        replied = chat.find(_replied_to(message)) if nested else None
        if replied:
            shown["reply_to_message"] = self.json(replied, nested=False)
        return shown


def _words(message: Message) -> Mapping[str, Any]:
    """The text or the caption with its marks, and what there is besides."""
    content = message.content or {}
    if not message.text:
        return content
    names = ("caption", "caption_entities") if content else ("text", "entities")
    shown = {**content, names[0]: message.text}
    if message.entities:
        shown[names[1]] = [one.json() for one in message.entities]
    return shown


def _replied_to(message: Message) -> int | None:
    """What it replies to; what is said in a topic replies to the head of that."""
    if message.reply_to is not None or not message.in_topic or message.thread == message.id:
        return message.reply_to
    return message.thread


def _place(message: Message) -> Mapping[str, Any]:
    if message.thread is None:
        return {}
    topic = {"is_topic_message": True} if message.in_topic else {}
    return {"message_thread_id": message.thread, **topic}


def marks_of(text: str, bot: Bot) -> tuple[bool, bool]:
    """Whether a text is a command that may be the bot's, and whether it names the bot."""
    marks = typed(text).entities
    commands = [one.of(text) for one in marks if one.type == "bot_command" and one.offset == 0]
    mine = any("@" not in one or _is(one.partition("@")[2], bot) for one in commands)
    named = any(one.type == "mention" and _is(one.of(text)[1:], bot) for one in marks)
    return mine, named


def _is(name: str, bot: Bot) -> bool:
    return name.casefold() == bot.username.casefold()


def clipped(text: str, units: int) -> str:
    """The beginning of a text, for messages to those who test."""
    return text if utf16(text) <= units else text[:units] + "…"
