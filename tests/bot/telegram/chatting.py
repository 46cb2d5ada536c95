"""What tests of chats have in common."""

from __future__ import annotations

from tests.botapi import BotApi, Group, Message, Person, PrivateChat
from tests.botapi.methods import InlineAnswer


def newcomer(api: BotApi, language: str = "vi") -> PrivateChat:
    """A chat of somebody new."""
    return api.private(api.person("An", language=language))


def asked(chat: PrivateChat, text: str) -> Message:
    """The first message of the answer to a question."""
    before = len(chat.replies)
    chat.say(text)
    return chat.wait_for_replies(before + 1)[before]


def answers(chat: PrivateChat, text: str, count: int) -> list[Message]:
    """The messages of the answer to a question."""
    before = len(chat.replies)
    chat.say(text)
    return chat.wait_for_replies(before + count)[before:]


def asked_in(group: Group, person: Person, text: str) -> Message:
    """The answer to what somebody says in a group."""
    before = len(group.replies)
    group.say(person, text)
    return group.wait_for_replies(before + 1)[before]


def toast(api: BotApi, query: str) -> str:
    """What is shown shortly to who pressed a button."""
    api.wait(lambda: query in [one.query for one in api.callback_answers])
    return next(one.text for one in api.callback_answers if one.query == query)


def offered(api: BotApi, query: str) -> InlineAnswer:
    """What answers an inline query."""
    api.wait(lambda: query in [one.query for one in api.inline_answers])
    return next(one for one in api.inline_answers if one.query == query)


def wait_for(api: BotApi, chat: PrivateChat, words: str) -> None:
    """Waits until the last that the bot said holds some words."""
    api.wait(lambda: words in chat.last.text)


def turned(api: BotApi, chat: PrivateChat, label: str) -> Message:
    """The last message, once a button under it has changed it."""
    before = chat.last
    chat.press(before, label)
    api.wait(lambda: chat.last.text != before.text)
    return chat.last


def suggestion(message: Message) -> str:
    """The label of the first question under a message. Raises StopIteration."""
    return next(label for label in message.labels if label.startswith("❓"))


def told_nothing_wrong(api: BotApi) -> bool:
    """Whether Telegram took everything that the bot sent."""
    return not [call for call in api.refused if call.method.startswith(("send", "edit"))]
