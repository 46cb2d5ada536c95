"""Whom a message is meant for: in a group only a part of what is said is said to the bot."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.dialogue.commands import Place, find
from bot.telegram.incoming import Entity, Message

_COMMAND = re.compile(r"/(?P<name>\w+)(?:@(?P<bot>\w+))?")


@dataclass(frozen=True, slots=True)
class Me:
    """The bot itself: its id and its name, without "@"."""

    id: int
    name: str


def said_to(me: Me, message: Message) -> str | None:
    """What a message says to the bot, its name taken out; None where it is not meant for it.

    In a private chat everything is. In a group: a command of ours, a mention, a reply to the bot.
    A mention or ``/hoi`` without words asks what the message says that it replies to.
    """
    group = message.chat.is_group
    text = message.words
    if text is None or (message.via_bot and message.via_bot.id == me.id):
        return None
    command = _command(text)
    if command and command["bot"]:
        if command["bot"].casefold() != me.name.casefold():
            return None if group else text
        text = text[: command.end("name")] + text[command.end() :]
    elif command:
        if group and find(command["name"].lower(), Place.OPERATOR) is None:
            return None
    else:
        mentions = [one for one in message.marks if _mentions(one, text, me)]
        if group and not mentions and not _replies(message, me):
            return None
        text = _without(mentions, text) if mentions else text
    return _of_the_reply(text, message, me)


def _command(text: str) -> re.Match[str] | None:
    return _COMMAND.match(text)


def _mentions(entity: Entity, text: str, me: Me) -> bool:
    if entity.type == "text_mention":
        return entity.user is not None and entity.user.id == me.id
    return entity.type == "mention" and entity.of(text).casefold() == f"@{me.name}".casefold()


def _without(mentions: list[Entity], text: str) -> str:
    units = text.encode("utf-16-le", "surrogatepass")
    for one in sorted(mentions, key=lambda one: -one.offset):
        units = units[: 2 * one.offset] + units[2 * (one.offset + one.length) :]
    return units.decode("utf-16-le", "replace").strip(" ,:;\n\t")


def _replies(message: Message, me: Me) -> bool:
    before = message.reply_to_message
    if before is None or before.forum_topic_created is not None:
        return False
    return before.sender is not None and before.sender.id == me.id


def _of_the_reply(text: str, message: Message, me: Me) -> str:
    """The text, or where it asks nothing by itself, the words of the message it replies to."""
    before = message.reply_to_message
    asks = text and text.casefold() not in ("/hoi", "/ask")
    if asks or before is None or _replies(message, me):
        return text
    return before.words or text
