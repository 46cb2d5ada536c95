"""What people get: chats with the running bot."""

from __future__ import annotations

import pytest

from tests.bot.telegram.chatting import asked, offered, toast
from tests.bot.telegram.conftest import connected
from tests.botapi import BotApi, Button, CommandScope, Group, PrivateChat
from tests.botapi.faults import server_error
from tests.running import Bot

FIFTH = "Nhiệm vụ thứ năm là gì?"
FIVE = "Năm là: Tiếp tục chỉ đạo, đôn đốc các Đơn vị"
TITLE = "Một số nhiệm vụ trọng tâm của Bộ Y tế trong tháng 4 năm 2021"
TASKS = "Bộ Y tế đề ra mấy nhiệm vụ trong tháng 4?"
PRESENTER = "ai trình bày báo cáo của Đảng ủy?"
OFF_TOPIC = "giá vàng hôm nay"

pytestmark = pytest.mark.usefixtures("bot")


@pytest.fixture
def chat(api: BotApi) -> PrivateChat:
    """A chat of somebody new."""
    return api.private(api.person("An", language="vi"))


# -- questions ---------------------------------------------------------------------------------


def test_an_answer_is_quoted_in_bold_with_its_source(chat: PrivateChat) -> None:
    answer = asked(chat, FIFTH)
    (quote,) = answer.marked("bold")
    assert quote.startswith(FIVE)
    assert TITLE in answer.text
    assert "26/11/2021" in answer.text


def test_a_question_without_diacritics_is_answered_alike(chat: PrivateChat) -> None:
    assert asked(chat, "nhiem vu thu nam la gi").marked("bold")[0].startswith(FIVE)


def test_what_no_bulletin_says_is_refused_with_questions_to_ask(chat: PrivateChat) -> None:
    answer = asked(chat, OFF_TOPIC)
    assert answer.text.startswith("Không bản tin nào nói")
    assert any(label.startswith("❓") for label in answer.labels)


def test_typing_is_shown_before_the_answer(api: BotApi, chat: PrivateChat) -> None:
    asked(chat, FIFTH)
    mine = [one.method for one in api.calls if one.params.get("chat_id") == chat.id]
    assert mine[:2] == ["sendChatAction", "sendMessage"]


def test_one_goes_on_asking(chat: PrivateChat) -> None:
    asked(chat, TASKS)
    assert asked(chat, "nhiệm vụ thứ ba?").marked("bold")[0].startswith("Ba là")


def test_people_do_not_hear_of_each_other(api: BotApi, chat: PrivateChat) -> None:
    asked(chat, TASKS)
    other = api.private(api.person("Bình", language="vi"))
    assert "Ba là" not in asked(other, "nói rõ hơn").text


@pytest.mark.parametrize("kind", ["sticker", "photo", "voice", "location", "poll"])
def test_what_is_no_text_gets_one_friendly_line(chat: PrivateChat, kind: str) -> None:
    chat.send(kind)
    chat.wait_for_replies(1)
    assert chat.last.text == "bantin chỉ đọc được chữ. Bạn gõ câu hỏi giúp nhé!"


def test_the_caption_of_a_picture_is_a_question(chat: PrivateChat) -> None:
    chat.photo(FIFTH)
    chat.wait_for_replies(1)
    assert chat.last.marked("bold")[0].startswith(FIVE)


@pytest.mark.parametrize("text", ["<b>đậm</b> & <script>", "</b>", "&lt;i&gt;", "a<b"])
def test_html_in_a_question_is_shown_never_interpreted(chat: PrivateChat, text: str) -> None:
    answer = asked(chat, f"Quý 3 năm 2023 có kế hoạch {text}")
    assert text.split()[-1] in answer.text


# -- edits -------------------------------------------------------------------------------------


def test_an_edited_question_is_answered_again_in_place(api: BotApi, chat: PrivateChat) -> None:
    question = chat.say("Nhiệm vụ thứ tư là gì?")
    chat.wait_for_replies(1)
    before = chat.last
    chat.edit(question, FIFTH)
    api.wait(lambda: FIVE in chat.last.text)
    assert [one.id for one in chat.replies] == [before.id]


def test_a_surplus_message_of_the_old_answer_is_deleted(api: BotApi, chat: PrivateChat) -> None:
    question = chat.say(FIFTH)
    chat.wait_for_replies(1)
    chat.edit(question, "xin chào")
    api.wait(lambda: chat.last.text.startswith("Chào bạn"))
    assert len(chat.replies) == 1
    assert not chat.last.labels


def test_a_follow_up_of_an_edited_question_goes_on_from_the_new_one(
    api: BotApi, chat: PrivateChat
) -> None:
    question = chat.say(PRESENTER)
    chat.wait_for_replies(1)
    chat.edit(question, "Nhiệm vụ thứ tư là gì?")
    api.wait(lambda: "Bốn là" in chat.last.text)
    chat.say("còn nhiệm vụ thứ năm?")
    chat.wait_for_replies(2)
    assert FIVE in chat.last.text


def test_an_edit_that_changes_nothing_changes_nothing(api: BotApi, chat: PrivateChat) -> None:
    question = chat.say(FIFTH)
    chat.wait_for_replies(1)
    chat.edit(question, FIFTH)
    asked(chat, "cảm ơn")
    edits = [one for one in api.calls if one.method == "editMessageText"]
    assert not [one for one in edits if one.params.get("chat_id") == chat.id]


def test_the_answer_of_a_deleted_answer_is_sent_anew(api: BotApi, chat: PrivateChat) -> None:
    question = chat.say("Nhiệm vụ thứ tư là gì?")
    chat.wait_for_replies(1)
    chat.delete(chat.last)
    chat.edit(question, FIFTH)
    api.wait(lambda: bool(chat.replies))
    assert FIVE in chat.last.text


# -- groups ------------------------------------------------------------------------------------


@pytest.fixture
def group(api: BotApi) -> Group:
    """Two people who have just met."""
    people = [api.person(name, language="vi") for name in ("An", "Bình")]
    return api.group("Tổ 1", *people)


def test_in_a_group_it_answers_who_speaks_to_it(api: BotApi, group: Group) -> None:
    an, binh = group.people
    group.say(an, "mấy giờ họp?")
    named = group.say(an, f"@{api.bot.username} {FIFTH}")
    group.wait_for_replies(1)
    by_command = group.say(binh, f"/hoi {FIFTH}")
    group.wait_for_replies(2)
    replied = group.say(an, PRESENTER, reply_to=group.last)
    group.wait_for_replies(3)
    assert [one.reply_to for one in group.replies] == [named, by_command, replied]


def test_in_a_topic_the_answer_lands_in_that_topic(api: BotApi) -> None:
    an = api.person("An", language="vi")
    forum = api.group("Diễn đàn", an, forum=True)
    thread = forum.open_topic("Hỏi đáp", an)
    forum.say(an, f"/hoi {FIFTH}", thread=thread)
    forum.wait_for_replies(1)
    assert forum.last.thread == thread


def test_the_answer_to_a_deleted_question_is_no_reply(api: BotApi, group: Group) -> None:
    an, _ = group.people
    api.fault("sendMessage", server_error(), chat=group, times=2)
    question = group.say(an, f"/hoi {FIFTH}")
    group.delete(question)
    group.wait_for_replies(1)
    assert group.last.reply_to is None


def test_each_person_in_a_group_has_their_own_conversation(group: Group) -> None:
    an, binh = group.people
    group.say(an, f"/hoi {TASKS}")
    group.wait_for_replies(1)
    group.say(binh, "/hoi nói rõ hơn")
    group.wait_for_replies(2)
    assert group.last.text.startswith("Mình chưa trả lời câu nào")


def test_a_group_that_moves_is_answered_where_it_is_now(api: BotApi, group: Group) -> None:
    an, _ = group.people
    api.fault("sendMessage", server_error(), chat=group, times=2)
    group.say(an, f"/hoi {FIFTH}")
    new = group.migrate()
    new.wait_for_replies(1)
    assert FIVE in new.last.text


def test_where_it_may_not_write_it_writes_nothing_and_goes_on(
    api: BotApi, group: Group, chat: PrivateChat
) -> None:
    group.remove_rights()
    group.say(group.people[0], f"/hoi {FIFTH}")
    chat.block()
    chat.say(FIFTH)
    other = api.private(api.person("Chi", language="vi"))
    assert FIVE in asked(other, FIFTH).text
    chat.unblock()
    assert FIVE in asked(chat, FIFTH).text


# -- buttons -----------------------------------------------------------------------------------


def test_more_passages_are_paged_in_place_and_the_answer_comes_back(
    api: BotApi, chat: PrivateChat
) -> None:
    answer = asked(chat, PRESENTER)
    chat.press(answer, "Đoạn khác")
    api.wait(lambda: chat.last.text.startswith("Những đoạn khác"))
    chat.press(chat.last, "▶")
    api.wait(lambda: "◀" in chat.last.labels)
    chat.press(chat.last, "↩ Câu trả lời")
    api.wait(lambda: chat.last.text == answer.text)
    assert chat.last.labels == answer.labels
    assert [one.id for one in chat.replies] == [answer.id]


def test_a_passage_is_shown_in_its_context(api: BotApi, chat: PrivateChat) -> None:
    answer = asked(chat, PRESENTER)
    chat.press(answer, "Ngữ cảnh")
    api.wait(lambda: chat.last.text.startswith("Đoạn này trong bản tin:"))


def test_a_suggestion_is_asked_by_a_button(chat: PrivateChat) -> None:
    answer = asked(chat, FIFTH)
    ask = next(label for label in answer.labels if label.startswith("❓"))
    chat.press(answer, ask)
    chat.wait_for_replies(2)
    assert chat.last.text.startswith("❓")
    assert len(chat.last.marked("bold")) >= 2


def test_thumbs_are_thanked_once_and_can_be_changed(api: BotApi, chat: PrivateChat) -> None:
    answer = asked(chat, FIFTH)
    said = []
    for thumb in ("👍", "👍", "👎"):
        said.append(toast(api, chat.press(answer, thumb)))
    thanks, same, changed = said
    assert thanks.startswith("Cảm ơn")
    assert len({thanks, same, changed}) == 3


@pytest.mark.parametrize("data", ["a:1:", "m:1:0", "q:1:0", "u:1:", "khác", ""])
def test_a_button_that_is_too_old_says_so_kindly(api: BotApi, chat: PrivateChat, data: str) -> None:
    asked(chat, FIFTH)
    assert "cũ quá rồi" in toast(api, chat.press(chat.last, Button("", data)))


# -- commands ----------------------------------------------------------------------------------


def test_start_says_what_it_is_and_what_is_kept(chat: PrivateChat) -> None:
    answer = asked(chat, "/start")
    assert "không phải dịch vụ chính thức" in answer.text
    assert "90 ngày" in answer.text
    chat.press(answer, next(label for label in answer.labels if label.startswith("❓")))
    chat.wait_for_replies(2)
    assert chat.last.marked("bold")


def test_sources_are_listed(chat: PrivateChat) -> None:
    assert TITLE in asked(chat, "/nguon").text


def test_help_lists_the_commands_of_a_chat(chat: PrivateChat) -> None:
    answer = asked(chat, "/trogiup")
    assert "/xoadulieu" in answer.text
    assert "/thongke" not in answer.text
    assert "/thoat" not in answer.text


def test_who_is_no_operator_knows_no_command_of_theirs(chat: PrivateChat) -> None:
    assert "Không có lệnh /thongke" in asked(chat, "/thongke").text


def test_the_language_is_that_of_ones_telegram_and_can_be_changed(api: BotApi) -> None:
    chat = api.private(api.person("Ann", language="en-GB"))
    assert "You could ask" in asked(chat, "/vidu").text
    answer = asked(chat, "/language")
    chat.press(answer, "Tiếng Việt")
    api.wait(lambda: chat.last.text == "Từ giờ bantin nói tiếng Việt.")
    assert "Bạn thử hỏi" in asked(chat, "/vidu").text


def test_forgetting_begins_a_new_conversation(chat: PrivateChat) -> None:
    asked(chat, TASKS)
    asked(chat, "/quen")
    assert asked(chat, "nói rõ hơn").text.startswith("Mình chưa trả lời câu nào")


def test_everything_about_a_person_is_deleted_after_asking_once(
    api: BotApi, chat: PrivateChat
) -> None:
    answer = asked(chat, FIFTH)
    chat.press(asked(chat, "/xoadulieu"), "Thôi")
    api.wait(lambda: chat.last.text == "Không xoá gì cả.")
    chat.press(asked(chat, "/xoadulieu"), "Xoá hết")
    api.wait(lambda: chat.last.text.startswith("Đã xoá mọi điều"))
    assert "cũ quá rồi" in toast(api, chat.press(answer, "👍"))
    assert asked(chat, "nói rõ hơn").text.startswith("Mình chưa trả lời câu nào")


def test_nobody_deletes_what_is_kept_about_another(api: BotApi, group: Group) -> None:
    an, binh = group.people
    group.say(an, "/xoadulieu")
    group.wait_for_replies(1)
    assert "người đã gõ lệnh" in toast(api, group.press(group.last, "Xoá hết", by=binh))


def test_commands_are_registered_in_both_languages(api: BotApi) -> None:
    api.wait(lambda: {"", "vi", "en"} <= {scope.language for scope in api.commands})
    named = {lang: api.commands[CommandScope(language=lang)] for lang in ("vi", "en")}
    assert {"start", "hoi", "xoadulieu"} <= set(named["vi"])
    assert {"start", "ask", "erase"} <= set(named["en"])
    assert not {"thongke", "stats", "thoat", "quit"} & {*named["vi"], *named["en"]}


# -- inline ------------------------------------------------------------------------------------


def test_inline_the_best_passages_are_offered(api: BotApi) -> None:
    best, *others = offered(api, api.person("An", language="vi").inline(FIFTH)).results
    assert FIVE in best["input_message_content"]["message_text"]
    assert best["title"].startswith("Năm là")
    assert others


@pytest.mark.parametrize("text", ["", "giá vàng hôm nay", "???"])
def test_inline_without_an_answer_a_hint_is_given(api: BotApi, text: str) -> None:
    assert not offered(api, api.person("An", language="vi").inline(text)).results


def test_what_was_sent_inline_is_no_question(api: BotApi, chat: PrivateChat) -> None:
    chat._say(chat.person, "“Năm là: …”", via_bot=True)
    assert asked(chat, "cảm ơn").text.startswith("Không có gì")
    assert len(chat.replies) == 1


def test_the_bot_says_on_standard_error_that_it_runs(api: BotApi, bot: Bot) -> None:
    bot.wait_until_said(f"@{api.bot.username}")
    assert connected(api)["TELEGRAM_BOT_TOKEN"] not in bot.said
