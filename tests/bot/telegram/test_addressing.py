"""What of a chat is said to the bot."""

from __future__ import annotations

from typing import Any

import pytest

from bot.telegram.addressing import Me, said_to
from bot.telegram.incoming import Message

ME = Me(99, "bantin_bot")
AN = {"id": 7, "is_bot": False}
BOT = {"id": 99, "is_bot": True, "username": "bantin_bot"}
PRIVATE = {"id": 7, "type": "private"}
GROUP = {"id": -5, "type": "supergroup"}


def said(text: str | None, *, chat: Any = GROUP, **more: Any) -> str | None:
    raw = {"message_id": 1, "chat": chat, "from": AN, "text": text, **more}
    entities = [
        {"type": "mention", "offset": at, "length": len(word)}
        for word in ("@bantin_bot", "@BanTin_Bot", "@khac_bot")
        if text is not None and (at := text.find(word)) >= 0
    ]
    return said_to(ME, Message.model_validate({"entities": tuple(entities), **raw}))


def reply(to: Any, text: str | None) -> dict[str, Any]:
    return {"reply_to_message": {"message_id": 2, "chat": GROUP, "from": to, "text": text}}


def test_in_private_everything_is_said_to_the_bot() -> None:
    assert said("chào", chat=PRIVATE) == "chào"
    assert said("/nguon 2", chat=PRIVATE) == "/nguon 2"


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("mấy giờ họp?", None),
        ("@bantin_bot mấy nhiệm vụ?", "mấy nhiệm vụ?"),
        ("mấy nhiệm vụ, @bantin_bot?", "mấy nhiệm vụ, ?"),
        ("@BanTin_Bot: mấy nhiệm vụ?", "mấy nhiệm vụ?"),
        ("@khac_bot mấy nhiệm vụ?", None),
        ("/hoi mấy nhiệm vụ?", "/hoi mấy nhiệm vụ?"),
        ("/hoi@bantin_bot mấy nhiệm vụ?", "/hoi mấy nhiệm vụ?"),
        ("/hoi@khac_bot mấy nhiệm vụ?", None),
        ("/lenhkhac", None),
        ("/lenhkhac@bantin_bot", "/lenhkhac"),
        ("@bantin_bot", ""),
    ],
)
def test_in_a_group_only_what_names_the_bot_is_said_to_it(text: str, heard: str | None) -> None:
    assert said(text) == heard


def test_a_reply_to_the_bot_is_said_to_it() -> None:
    assert said("còn quý 2?", **reply(BOT, "…")) == "còn quý 2?"
    assert said("còn quý 2?", **reply(AN, "…")) is None


def test_in_a_topic_of_the_bot_not_everything_is_a_reply_to_it() -> None:
    head = reply(BOT, None)
    head["reply_to_message"]["forum_topic_created"] = {"name": "Hỏi đáp"}
    assert said("mấy giờ họp?", **head) is None


@pytest.mark.parametrize("text", ["@bantin_bot", "/hoi", "/hoi@bantin_bot"])
def test_naming_the_bot_under_a_question_asks_that_question(text: str) -> None:
    assert said(text, **reply(AN, "mấy nhiệm vụ?")) == "mấy nhiệm vụ?"


def test_a_mention_after_a_letter_of_two_units_is_taken_out_whole() -> None:
    text = "😀 @bantin_bot chào"
    mention = {"type": "mention", "offset": 3, "length": 11}
    raw = {"message_id": 1, "chat": GROUP, "from": AN, "text": text, "entities": (mention,)}
    heard = said_to(ME, Message.model_validate(raw))
    assert heard is not None
    assert heard.split() == ["😀", "chào"]


def test_what_the_bot_gave_for_sending_elsewhere_is_no_question() -> None:
    assert said("“Năm là …”", chat=PRIVATE, via_bot=BOT) is None


def test_a_caption_is_what_a_picture_says() -> None:
    assert said(None, chat=PRIVATE, caption="mấy nhiệm vụ?") == "mấy nhiệm vụ?"
    assert said(None, chat=PRIVATE) is None
