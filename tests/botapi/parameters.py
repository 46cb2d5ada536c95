"""Which methods there are, what they take, and how it is read: strictly.

Telegram ignores a parameter that it does not know and makes something of most that are of another
type than declared. Here either is refused, since a client that sends it does not mean it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.botapi.refusals import bad

# One line a method or object; "!" marks what is required, "[kind]" a list, "a/b" one of several.
# Kinds: int, str, bool, chat (an id or "@name"), file, or the name of an object below.
_METHODS = """
getMe:
getUpdates: offset int, limit int, timeout int, allowed_updates [str]
setWebhook: url! str, certificate file, ip_address str, max_connections int,
  allowed_updates [str], drop_pending_updates bool, secret_token str
deleteWebhook: drop_pending_updates bool
getWebhookInfo:
sendMessage: chat_id! chat, text! str, business_connection_id str, message_thread_id int,
  direct_messages_topic_id int, parse_mode str, entities [MessageEntity],
  link_preview_options LinkPreviewOptions, disable_notification bool, protect_content bool,
  allow_paid_broadcast bool, message_effect_id str, reply_parameters ReplyParameters,
  reply_markup InlineKeyboardMarkup/ReplyKeyboardMarkup/ReplyKeyboardRemove/ForceReply
editMessageText: text! str, business_connection_id str, chat_id chat, message_id int,
  inline_message_id str, parse_mode str, entities [MessageEntity],
  link_preview_options LinkPreviewOptions, reply_markup InlineKeyboardMarkup
editMessageReplyMarkup: business_connection_id str, chat_id chat, message_id int,
  inline_message_id str, reply_markup InlineKeyboardMarkup
deleteMessage: chat_id! chat, message_id! int
sendChatAction: chat_id! chat, action! str, business_connection_id str, message_thread_id int
answerCallbackQuery: callback_query_id! str, text str, show_alert bool, url str, cache_time int
answerInlineQuery: inline_query_id! str, results! [InlineQueryResultArticle], cache_time int,
  is_personal bool, next_offset str, button InlineQueryResultsButton
setMyCommands: commands! [BotCommand], scope BotCommandScope, language_code str
getMyCommands: scope BotCommandScope, language_code str
deleteMyCommands: scope BotCommandScope, language_code str
setMyDescription: description str, language_code str
setMyShortDescription: short_description str, language_code str
"""

_OBJECTS = """
MessageEntity: type! str, offset! int, length! int, url str, user User, language str,
  custom_emoji_id str
User: id! int, is_bot! bool, first_name! str, last_name str, username str, language_code str
LinkPreviewOptions: is_disabled bool, url str, prefer_small_media bool, prefer_large_media bool,
  show_above_text bool
ReplyParameters: message_id! int, chat_id chat, allow_sending_without_reply bool, quote str,
  quote_parse_mode str, quote_entities [MessageEntity], quote_position int
InlineKeyboardMarkup: inline_keyboard! [[InlineKeyboardButton]]
InlineKeyboardButton: text! str, style str, url str, callback_data str, web_app WebAppInfo,
  switch_inline_query str, switch_inline_query_current_chat str,
  switch_inline_query_chosen_chat SwitchInlineQueryChosenChat, copy_text CopyTextButton, pay bool
WebAppInfo: url! str
SwitchInlineQueryChosenChat: query str, allow_user_chats bool, allow_bot_chats bool,
  allow_group_chats bool, allow_channel_chats bool
CopyTextButton: text! str
ReplyKeyboardMarkup: keyboard! [[KeyboardButton]], is_persistent bool, resize_keyboard bool,
  one_time_keyboard bool, input_field_placeholder str, selective bool
KeyboardButton: text! str, style str, request_contact bool, request_location bool
ReplyKeyboardRemove: remove_keyboard! bool, selective bool
ForceReply: force_reply! bool, input_field_placeholder str, selective bool
InlineQueryResultArticle: type! str, id! str, title! str,
  input_message_content! InputTextMessageContent, reply_markup InlineKeyboardMarkup, url str,
  description str, thumbnail_url str, thumbnail_width int, thumbnail_height int
InputTextMessageContent: message_text! str, parse_mode str, entities [MessageEntity],
  link_preview_options LinkPreviewOptions
InlineQueryResultsButton: text! str, web_app WebAppInfo, start_parameter str
BotCommand: command! str, description! str
BotCommandScope: type! str, chat_id chat, user_id int
"""


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of a method, or a field of an object."""

    kind: str
    required: bool


Fields = Mapping[str, Field]


def _table(text: str) -> dict[str, Fields]:
    lines = text.strip().replace("\n  ", " ").splitlines()
    return {name: _fields(rest) for name, _, rest in (line.partition(":") for line in lines)}


def _fields(text: str) -> Fields:
    pairs = (part.split() for part in text.split(",") if part.strip())
    return {name.rstrip("!"): Field(kind, name.endswith("!")) for name, kind in pairs}


METHODS = _table(_METHODS)
OBJECTS = _table(_OBJECTS)
_BY_LOWER_CASE = {name.lower(): name for name in METHODS}
_TRUE, _FALSE = {"true", "1", "yes"}, {"false", "0", "no"}
_WHOLE = re.compile(r"-?\d{1,19}")

# What Telegram says of a required parameter that is missing, where that is not the usual sentence.
_MISSING = {"chat_id": "chat_id is empty", "text": "message text is empty"}


def method_named(name: str) -> str | None:
    """The method as it is spelt here; Telegram ignores the case."""
    return _BY_LOWER_CASE.get(name.lower())


def read(method: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a call, as numbers, truth values, lists and objects.

    ``given`` has text where they came as a form. Raises Refusal.
    """
    fields = METHODS[method]
    for name in given:
        if name not in fields:
            raise bad(f'unknown parameter "{name}"')
    for name, field in fields.items():
        if field.required and given.get(name) is None:
            raise bad(_MISSING.get(name, f'parameter "{name}" is required'))
    return {name: _read(value, fields[name].kind, name) for name, value in given.items()}


def _read(value: Any, kind: str, name: str) -> Any:
    """A parameter: what is not a string may come as JSON text."""
    if isinstance(value, str) and kind not in ("str", "chat", "file"):
        if kind == "bool":
            return _truth(value, name)
        value = _parsed(value, name)
    elif kind == "chat" and isinstance(value, str) and _WHOLE.fullmatch(value):
        value = int(value)
    return _checked(value, kind, name)


def _truth(value: str, name: str) -> bool:
    lower = value.lower()
    if lower not in _TRUE | _FALSE:
        raise bad(f'parameter "{name}" must be of type Boolean')
    return lower in _TRUE


def _parsed(value: str, name: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        raise bad(f"can't parse {name} JSON object") from None


def _checked(value: Any, kind: str, name: str) -> Any:
    if kind.startswith("["):
        if not isinstance(value, list):
            raise bad(f'"{name}" must be of type Array')
        return [_checked(one, kind[1:-1], name) for one in value]
    if kind in _SIMPLE:
        _simple(value, kind, name)
        return value
    return _object(value, kind, name)


_SIMPLE: dict[str, tuple[tuple[type, ...], str]] = {
    "int": ((int,), "Integer"),
    "str": ((str,), "String"),
    "bool": ((bool,), "Boolean"),
    "chat": ((int, str), "Integer or String"),
    "file": ((str,), "InputFile"),
}


def _simple(value: Any, kind: str, name: str) -> None:
    types, said = _SIMPLE[kind]
    if not isinstance(value, types) or (isinstance(value, bool) and kind != "bool"):
        raise bad(f'"{name}" must be of type {said}')
    if isinstance(value, str) and not is_unicode(value):
        raise bad("strings must be encoded in UTF-8")


def is_unicode(text: str) -> bool:
    """Whether a text can be written as UTF-8: a lone half of a surrogate pair cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _object(value: Any, kinds: str, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise bad(f'object expected as "{name}"')
    kind = next((kind for kind in kinds.split("/") if _fits(value, kind)), kinds.split("/")[0])
    fields = OBJECTS[kind]
    for field_name, field in fields.items():
        if field.required and field_name not in value:
            raise bad(f"can't parse {kind}: can't find field \"{field_name}\"")
    for field_name in value:
        if field_name not in fields:
            raise bad(f'can\'t parse {kind}: unknown field "{field_name}"')
    return {key: _checked(one, fields[key].kind, key) for key, one in value.items()}


def _fits(value: dict[str, Any], kind: str) -> bool:
    return all(name in value for name, field in OBJECTS[kind].items() if field.required)
