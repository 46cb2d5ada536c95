"""What the bot can do in its chats: one method each, named as Telegram's in our spelling.

Each takes checked parameters, takes effect at once, and gives Telegram's result or raises Refusal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tests.botapi.chats import Chat
from tests.botapi.entities import utf16
from tests.botapi.limits import Limits
from tests.botapi.markup import check_results, checked_keyboard, formatted
from tests.botapi.messages import Message
from tests.botapi.refusals import bad
from tests.botapi.world import World

Given = Mapping[str, Any]

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")
_START = re.compile(r"[A-Za-z0-9_-]{1,64}")
_MOST_COMMANDS = 100
_TOAST = 200  # UTF-16 units of what answers a press
_ACTIONS = set(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document "
    "choose_sticker find_location record_video_note upload_video_note".split()
)
_SCOPES = set(
    "default all_private_chats all_group_chats all_chat_administrators chat chat_administrators "
    "chat_member".split()
)
_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """What somebody saw after they pressed a button."""

    query: str
    person: int
    text: str
    alert: bool


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """What somebody was offered for an inline query; ``results`` as they came."""

    query: str
    person: int
    results: tuple[Mapping[str, Any], ...]
    cache_time: int
    personal: bool
    button: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class CommandScope:
    """Whose menu of commands: a scope's type, a language or none, and a chat and person or 0."""

    type: str = "default"
    language: str = ""
    chat: int = 0
    person: int = 0


class Methods:
    """The bot's side of the world; whoever calls holds the world's lock."""

    def __init__(self, world: World, limits: Limits) -> None:
        self.world = world
        self.limits = limits
        self.callback_answers: list[CallbackAnswer] = []
        self.inline_answers: list[InlineAnswer] = []
        self.actions: list[tuple[int, str]] = []  # chats and what was shown there
        self.commands: dict[CommandScope, dict[str, str]] = {}
        self.descriptions: dict[str, str] = {}  # by language
        self.short_descriptions: dict[str, str] = {}

    def do(self, method: str, given: Given) -> Any:
        """Calls a method by Telegram's name for it. Raises Refusal."""
        return _METHODS[method](self, given)

    def get_me(self, given: Given) -> Any:
        able = {"can_join_groups": True, "can_read_all_group_messages": True}
        return {**self.world.bot.json(), **able, "supports_inline_queries": True}

    # Messages

    def send_message(self, given: Given) -> Any:
        said = formatted(given)
        chat = self.world.chat(given["chat_id"])
        chat.check_sending()
        chat.check_thread(given.get("message_thread_id"))
        markup = checked_keyboard(given.get("reply_markup"))
        place = chat.place(given.get("message_thread_id"), self._replied(chat, given))
        self.limits.take(chat.id)
        message = chat.put(
            self.world.bot.id,
            text=said.text,
            entities=said.entities,
            html=given["text"],
            markup=markup,
            sound=not given.get("disable_notification", False),
            **place,
        )
        return self.world.json(message)

    def _replied(self, chat: Chat, given: Given) -> int | None:
        wanted = given.get("reply_parameters")
        if wanted is None:
            return None
        found = chat.find(wanted["message_id"])
        if found is None and not wanted.get("allow_sending_without_reply"):
            raise bad("message to be replied not found")
        return found.id if found else None

    def edit_message_text(self, given: Given) -> Any:
        said = formatted(given)
        message = self._editable(given)
        markup = checked_keyboard(given.get("reply_markup"))
        new = replace(message, text=said.text, entities=said.entities, markup=markup)
        return self._edited(message, replace(new, html=given["text"]))

    def edit_message_reply_markup(self, given: Given) -> Any:
        message = self._editable(given)
        return self._edited(
            message, replace(message, markup=checked_keyboard(given.get("reply_markup")))
        )

    def _editable(self, given: Given) -> Message:
        if "inline_message_id" in given:
            raise bad("MESSAGE_ID_INVALID")
        if "chat_id" not in given:
            raise bad("chat_id is empty")
        if "message_id" not in given:
            raise bad("message identifier is not specified")
        chat = self.world.chat(given["chat_id"])
        chat.check_editing()
        message = chat.find(given["message_id"])
        if message is None:
            raise bad("message to edit not found")
        if message.sender != self.world.bot.id:
            raise bad("message can't be edited")
        return message

    def _edited(self, old: Message, new: Message) -> Any:
        shown = (old.text, old.entities, old.markup)
        if shown == (new.text, new.entities, new.markup):
            raise bad(_SAME)
        self.limits.take(old.chat)
        new = replace(new, edited=True)
        self.world.chats[old.chat].change(new)
        return self.world.json(new)

    def delete_message(self, given: Given) -> Any:
        chat = self.world.chat(given["chat_id"])
        chat.check_there()
        message = chat.find(given["message_id"])
        if message is None:
            raise bad("message to delete not found")
        if not chat.may_delete(message):
            raise bad("message can't be deleted for everyone")
        chat.remove(message.id)
        return True

    def send_chat_action(self, given: Given) -> Any:
        chat = self.world.chat(given["chat_id"])
        if given["action"] not in _ACTIONS:
            raise bad("wrong parameter action in request")
        chat.check_sending()
        chat.check_thread(given.get("message_thread_id"))
        self.actions.append((chat.id, given["action"]))
        return True

    # Queries

    def answer_callback_query(self, given: Given) -> Any:
        query = self.world.answerable(given["callback_query_id"])
        text = given.get("text", "")
        if utf16(text) > _TOAST:
            raise bad("MESSAGE_TOO_LONG")
        alert = given.get("show_alert", False)
        self.callback_answers.append(CallbackAnswer(query.id, query.person, text, alert))
        return True

    def answer_inline_query(self, given: Given) -> Any:
        check_results(given["results"])
        button = given.get("button")
        if button and not _START.fullmatch(button.get("start_parameter", "")):
            raise bad("START_PARAM_INVALID")
        query = self.world.answerable(given["inline_query_id"])
        self.inline_answers.append(
            InlineAnswer(
                query.id,
                query.person,
                tuple(given["results"]),
                given.get("cache_time", 300),
                given.get("is_personal", False),
                button,
            )
        )
        return True

    # What the bot says of itself

    def set_my_commands(self, given: Given) -> Any:
        commands = given["commands"]
        for one in commands:
            if not _COMMAND.fullmatch(one["command"]):
                raise bad("BOT_COMMAND_INVALID")
            if not 1 <= utf16(one["description"]) <= 256:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        if len(commands) > _MOST_COMMANDS:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        named = {one["command"]: one["description"] for one in commands}
        self.commands[self._scope(given)] = named
        return True

    def get_my_commands(self, given: Given) -> Any:
        found = self.commands.get(self._scope(given), {})
        return [{"command": name, "description": said} for name, said in found.items()]

    def delete_my_commands(self, given: Given) -> Any:
        self.commands.pop(self._scope(given), None)
        return True

    def _scope(self, given: Given) -> CommandScope:
        scope = given.get("scope") or {"type": "default"}
        if scope["type"] not in _SCOPES:
            raise bad("can't parse BotCommandScope: Unsupported type specified")
        chat = self.world.chat(scope["chat_id"]).id if "chat_id" in scope else 0
        return CommandScope(scope["type"], _language(given), chat, scope.get("user_id", 0))

    def set_my_description(self, given: Given) -> Any:
        return _describe(self.descriptions, given, "description", 512)

    def set_my_short_description(self, given: Given) -> Any:
        return _describe(self.short_descriptions, given, "short_description", 120)


def _describe(kept: dict[str, str], given: Given, name: str, longest: int) -> bool:
    text = given.get(name, "")
    if utf16(text) > longest:
        raise bad(f"{name.replace('_', ' ')} is too long")
    kept[_language(given)] = text
    return True


def _language(given: Given) -> str:
    language: str = given.get("language_code", "")
    if not _LANGUAGE.fullmatch(language):
        raise bad("invalid language code specified")
    return language


_METHODS = {
    "getMe": Methods.get_me,
    "sendMessage": Methods.send_message,
    "editMessageText": Methods.edit_message_text,
    "editMessageReplyMarkup": Methods.edit_message_reply_markup,
    "deleteMessage": Methods.delete_message,
    "sendChatAction": Methods.send_chat_action,
    "answerCallbackQuery": Methods.answer_callback_query,
    "answerInlineQuery": Methods.answer_inline_query,
    "setMyCommands": Methods.set_my_commands,
    "getMyCommands": Methods.get_my_commands,
    "deleteMyCommands": Methods.delete_my_commands,
    "setMyDescription": Methods.set_my_description,
    "setMyShortDescription": Methods.set_my_short_description,
}
