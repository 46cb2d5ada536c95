"""Questions that are written anew, and what becomes of their answers."""

from __future__ import annotations

import pytest

from tests.bot.telegram.chatting import asked, newcomer, suggestion, toast, wait_for
from tests.botapi import BotApi, PrivateChat

FOUR, FIVE = "Bốn là: Tiếp tục hướng dẫn", "Năm là: Tiếp tục chỉ đạo"

pytestmark = pytest.mark.usefixtures("bot")


@pytest.fixture
def chat(api: BotApi) -> PrivateChat:
    """A chat of somebody new."""
    return newcomer(api)


def test_a_question_edited_twice_is_answered_twice_in_place(api: BotApi, chat: PrivateChat) -> None:
    question = chat.say("Nhiệm vụ thứ tư là gì?")
    (answer,) = chat.wait_for_replies(1)
    for text, begin in (("Nhiệm vụ thứ năm là gì?", FIVE), ("Nhiệm vụ thứ tư?", FOUR)):
        chat.edit(question, text)
        wait_for(api, chat, begin)
    assert [one.id for one in chat.replies] == [answer.id]


def test_an_edited_follow_up_is_read_in_the_light_of_what_came_before_it(
    api: BotApi, chat: PrivateChat
) -> None:
    asked(chat, "Bộ Y tế đề ra mấy nhiệm vụ trong tháng 4?")
    follow_up = chat.say("thứ tư?")
    chat.wait_for_replies(2)
    chat.edit(follow_up, "nhiệm vụ thứ năm?")
    api.wait(lambda: FIVE in chat.last.text)
    assert len(chat.replies) == 2


def test_what_was_asked_last_is_gone_on_from_though_something_before_it_was_edited(
    api: BotApi, chat: PrivateChat
) -> None:
    first = chat.say("ai trình bày báo cáo của Đảng ủy?")
    chat.wait_for_replies(1)
    last = chat.say("Nhiệm vụ thứ tư là gì?")
    chat.wait_for_replies(2)
    chat.edit(first, "xin chào")
    api.wait(lambda: chat.replies[0].text.startswith("Chào bạn"))
    chat.edit(last, "Nhiệm vụ thứ ba là gì?")
    api.wait(lambda: "Ba là" in chat.replies[1].text)
    assert "Bốn là" in asked(chat, "mục tiếp theo?").text


def test_hoi_is_edited_like_a_question_without_it(api: BotApi, chat: PrivateChat) -> None:
    question = chat.say("/hoi Nhiệm vụ thứ tư là gì?")
    chat.wait_for_replies(1)
    chat.edit(question, "/hoi Nhiệm vụ thứ năm là gì?")
    api.wait(lambda: FIVE in chat.last.text)
    assert len(chat.replies) == 1


def test_an_edited_question_of_a_group_is_answered_in_place(api: BotApi) -> None:
    an = api.person("An")
    group = api.group("Tổ 1", an, privacy=True)
    question = group.say(an, "/hoi Nhiệm vụ thứ tư là gì?")
    group.wait_for_replies(1)
    group.edit(question, f"@{api.bot.username} Nhiệm vụ thứ năm là gì?")
    api.wait(lambda: FIVE in group.last.text)
    assert len(group.replies) == 1
    assert group.last.reply_to == question


def test_a_question_that_becomes_a_command_gives_way_to_it(api: BotApi, chat: PrivateChat) -> None:
    question = chat.say("/ngouon")
    chat.wait_for_replies(1)
    chat.edit(question, "/nguon")
    api.wait(lambda: [one.text[:11] for one in chat.replies] == ["Kho có 2 bả"])
    chat.edit(question, "Nhiệm vụ thứ năm là gì?")
    api.wait(lambda: FIVE in chat.last.text)


def test_a_question_that_was_a_command_for_a_while_is_answered_again(
    api: BotApi, chat: PrivateChat
) -> None:
    question = chat.say("Nhiệm vụ thứ năm là gì?")
    chat.wait_for_replies(1)
    chat.edit(question, "/nguon")
    api.wait(lambda: [one.text[:11] for one in chat.replies] == ["Kho có 2 bả"])
    chat.edit(question, "Nhiệm vụ thứ năm là gì?")
    api.wait(lambda: FIVE in chat.last.text)


def test_a_command_that_becomes_a_question_is_answered(chat: PrivateChat) -> None:
    command = chat.say("/nguon")
    chat.wait_for_replies(1)
    chat.edit(command, "Nhiệm vụ thứ năm là gì?")
    chat.wait_for_replies(2)
    assert FIVE in chat.last.text


def test_buttons_under_an_edited_answer_are_those_of_the_new_question(
    api: BotApi, chat: PrivateChat
) -> None:
    question = chat.say("Nhiệm vụ thứ tư là gì?")
    before = chat.wait_for_replies(1)[0]
    assert toast(api, chat.press(before, "👍")).startswith("Cảm ơn")
    chat.edit(question, "Nhiệm vụ thứ năm là gì?")
    api.wait(lambda: FIVE in chat.last.text)
    assert toast(api, chat.press(chat.last, "👎")).startswith("Cảm ơn")
    chat.press(chat.last, "Ngữ cảnh")
    api.wait(lambda: "Đoạn này" in chat.last.text)
    assert chat.last.marked("bold")[1].startswith(FIVE)
    chat.press(chat.last, "↩ Câu trả lời")
    api.wait(lambda: "Đoạn này" not in chat.last.text)
    chat.press(chat.last, suggestion(chat.last))
    chat.wait_for_replies(2)


def test_the_caption_of_a_picture_can_be_edited(api: BotApi, chat: PrivateChat) -> None:
    picture = chat.photo("Nhiệm vụ thứ tư là gì?")
    chat.wait_for_replies(1)
    chat.edit(picture, "Nhiệm vụ thứ năm là gì?")
    api.wait(lambda: FIVE in chat.last.text)
    assert len(chat.replies) == 1


def test_an_edit_that_leaves_nothing_to_read_changes_nothing(
    api: BotApi, chat: PrivateChat
) -> None:
    answer = asked(chat, "Nhiệm vụ thứ tư là gì?")
    picture = chat.photo()
    chat.wait_for_replies(2)
    chat.edit(picture, "")
    assert asked(chat, "cảm ơn").text.startswith("Không có gì")
    assert chat.replies[0] == answer
