"""What is read of an update, and what is set aside."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.incoming import Entity, Malformed, read, reread

PERSON = {"id": 7, "is_bot": False, "first_name": "An", "language_code": "vi"}
PRIVATE = {"id": 7, "type": "private", "first_name": "An"}
GROUP = {"id": -5, "type": "supergroup", "title": "Tổ 1"}


def message(**fields: Any) -> dict[str, Any]:
    said = {"message_id": 3, "date": 1, "chat": PRIVATE, "from": PERSON, "text": "chào"}
    return {"update_id": 1, "message": {**said, **fields}}


def test_a_message_is_read_with_its_chat_and_its_person() -> None:
    update = read(message())
    assert update.message is not None
    assert (update.message.text, update.lane, update.person) == ("chào", 7, 7)


def test_an_edited_message_stands_in_the_lane_of_its_chat() -> None:
    raw = message(chat=GROUP)
    update = read({"update_id": 2, "edited_message": raw["message"]})
    assert (update.lane, update.person) == (-5, 7)


def test_what_is_stored_reads_alike() -> None:
    raw = message(text="“Đề án” <b>&", entities=[{"type": "bold", "offset": 0, "length": 2}])
    assert reread(json.dumps(raw)) == read(raw)


def test_a_button_belongs_to_its_chat_and_inline_queries_to_none() -> None:
    under = {"message_id": 9, "date": 0, "chat": GROUP}
    press = {"id": "1", "from": PERSON, "message": under, "data": "a:1:"}
    assert read({"update_id": 3, "callback_query": press}).lane == -5
    inline = {"id": "1", "from": PERSON, "query": "dịch", "offset": ""}
    assert read({"update_id": 4, "inline_query": inline}).lane not in (7, -5)


def test_an_anonymous_admin_speaks_for_the_group() -> None:
    assert read(message(chat=GROUP, sender_chat=GROUP)).person == -5


def test_only_in_a_topic_does_a_thread_count() -> None:
    in_topic = read(message(message_thread_id=4, is_topic_message=True)).said
    in_replies = read(message(message_thread_id=4)).said
    assert in_topic is not None
    assert in_replies is not None
    assert (in_topic.thread, in_replies.thread) == (4, None)


@pytest.mark.parametrize("kind", ["sticker", "photo", "voice", "poll", "location"])
def test_what_is_no_text_is_known_as_something_shown(kind: str) -> None:
    shown = read(message(text=None, **{kind: {"file_id": "x"}})).message
    assert shown is not None
    assert shown.is_media
    assert not read(message()).message.is_media  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (17, "model_type"),
        ({"message": {}}, "update_id: missing"),
        ({"update_id": "5", "message": {}}, "update_id: int_type"),
        ({"update_id": 5}, "unknown_kind"),
        ({"update_id": 5, "poll_answer": {}}, "unknown_kind"),
        ({"update_id": 5, "message": {"text": "bí mật"}}, "message.message_id: missing"),
        (message(text=17), "message.text: string_type"),
        (message(chat={"id": "x", "type": "private"}), "message.chat.id: int_type"),
    ],
)
def test_what_cannot_be_read_is_told_by_place_and_kind(raw: object, code: str) -> None:
    with pytest.raises(Malformed) as found:
        read(raw)
    assert found.value.code == code


def test_what_is_nested_without_end_is_malformed() -> None:
    nested: list[Any] = []
    for _ in range(10_000):
        nested = [nested]
    with pytest.raises(Malformed):
        read(message(text=nested))


def test_what_is_wrong_is_told_without_what_was_said() -> None:
    with pytest.raises(Malformed) as found:
        read(message(entities="bí mật của An"))
    assert "bí mật" not in str(found.value)
    assert found.value.__cause__ is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda one: (
            st.lists(one, max_size=3)
            | st.dictionaries(
                st.sampled_from(["update_id", "message", "chat", "from", "id", "text", "date"]),
                one,
                max_size=5,
            )
        ),
        max_leaves=12,
    )
)
def test_anything_is_either_read_or_malformed(raw: object) -> None:
    try:
        update = read(raw)
    except Malformed:
        return
    assert update.key.startswith(f"{update.update_id}")


def test_entities_count_utf16_units() -> None:
    assert Entity(type="bold", offset=3, length=4).of("😀 chào") == "chào"
    assert Entity(type="bold", offset=90, length=4).of("chào") == ""
