"""What a bot may send, beyond the mere shape of it: formatted text, keyboards, inline results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from tests.botapi.entities import (
    LONGEST,
    Entity,
    Formatted,
    checked_link,
    completed,
    parse_html,
    utf16,
)
from tests.botapi.refusals import bad

_DATA = 64  # bytes of a button's data
_BUTTONS = 100  # of one keyboard
_RESULTS = 50  # of one inline query
_ID = 64  # bytes of a result's id
_BESIDES = {"text", "style"}  # fields of a button that do nothing when it is pressed


def formatted(given: Mapping[str, Any], name: str = "text") -> Formatted:
    """The text of a message as people will see it. Raises Refusal."""
    text = given[name]
    if not text:
        raise bad("message text is empty")
    said = completed(_parsed(text, given))
    if not said.text:
        raise bad("text must be non-empty")
    if utf16(said.text) > LONGEST:
        raise bad("message is too long")
    return said


def _parsed(text: str, given: Mapping[str, Any]) -> Formatted:
    mode = given.get("parse_mode", "").lower()
    if mode == "html":
        try:
            return parse_html(text)
        except ValueError as error:
            raise bad(f"can't parse entities: {error}") from None
    if mode:
        raise bad("unsupported parse_mode")  # Telegram knows Markdown; this server does not
    return Formatted(text, tuple(_entity(one, text) for one in given.get("entities", ())))


def _entity(given: Mapping[str, Any], text: str) -> Entity:
    offset, length = given["offset"], given["length"]
    if offset < 0 or length < 0:
        raise bad(f"entity has negative offset or length: {offset}, {length}")
    if offset + length > utf16(text):
        raise bad(f"entity beginning at UTF-16 offset {offset} ends after the end of the text")
    return Entity(given["type"], offset, length, given.get("url", ""), given.get("language", ""))


def checked_keyboard(markup: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """A keyboard that Telegram takes; None for an inline one without buttons. Raises Refusal."""
    if not markup or "inline_keyboard" not in markup:
        return markup
    rows = [row for row in markup["inline_keyboard"] if row]
    every = [button for row in rows for button in row]
    for button in every:
        _check_button(button)
    if len(every) > _BUTTONS:
        raise bad("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def _check_button(button: Mapping[str, Any]) -> None:
    if not button["text"].strip():
        raise bad("inline keyboard button text must be non-empty")
    does = [name for name in button if name not in _BESIDES]
    if not does:
        said = "Text buttons are unallowed in the inline keyboard"
        raise bad(f"can't parse inline keyboard button: {said}")
    if len(does) > 1:
        raise bad(f"can't parse inline keyboard button: it does {' and '.join(sorted(does))}")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= _DATA:
        raise bad("BUTTON_DATA_INVALID")
    if "url" in button and not checked_link(button["url"]):
        raise bad(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")


def check_results(results: Sequence[Mapping[str, Any]]) -> None:
    """Raises Refusal where Telegram would not show these results of an inline query."""
    if len(results) > _RESULTS:
        raise bad("RESULTS_TOO_MUCH")
    if any(number > 1 for number in Counter(one["id"] for one in results).values()):
        raise bad("RESULT_ID_DUPLICATE")
    for one in results:
        _check_result(one)


def _check_result(one: Mapping[str, Any]) -> None:
    if one["type"] != "article":
        raise bad("can't parse inline query result: unsupported type")
    if not 1 <= len(one["id"].encode()) <= _ID:
        raise bad("RESULT_ID_INVALID")
    if not one["title"].strip():
        raise bad("ARTICLE_TITLE_EMPTY")
    formatted(one["input_message_content"], "message_text")
    checked_keyboard(one.get("reply_markup"))
