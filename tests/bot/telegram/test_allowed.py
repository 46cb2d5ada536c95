"""Who may ask, where, and what of a group the bot listens to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.telegram.chatting import asked, asked_in, newcomer, offered, suggestion, toast
from tests.bot.telegram.conftest import connected
from tests.botapi import BotApi, Group, PrivateChat
from tests.running import Bot, bantin

FIFTH, FIVE = "Nhiệm vụ thứ năm là gì?", "Năm là: Tiếp tục chỉ đạo"
TASKS = "Bộ Y tế đề ra mấy nhiệm vụ trong tháng 4?"


@pytest.fixture
def chat(api: BotApi, bot: Bot) -> PrivateChat:
    """A chat of somebody new."""
    return newcomer(api)


@pytest.fixture
def group(api: BotApi, bot: Bot) -> Group:
    """Three people who have just met, one of whom speaks English."""
    languages = {"An": "vi", "Bình": "vi", "Chris": "en"}
    people = [api.person(name, language=lang) for name, lang in languages.items()]
    return api.group("Tổ 1", *people, privacy=True)


# -- an allow-list -----------------------------------------------------------------------------


def test_only_those_who_are_admitted_are_answered(
    api: BotApi, shipped_index: Path, tmp_path: Path
) -> None:
    with BotApi() as api:
        an, binh, chi = (api.private(api.person(name)) for name in ("An", "Bình", "Chi"))
        inside = api.group("Tổ 1", an.person, binh.person)
        outside = api.group("Tổ 2", an.person, binh.person)
        listed = f"{an.id}, {inside.id}"
        settings = {**connected(api), "TELEGRAM_ALLOWED": listed}
        with bantin(tmp_path, shipped_index, TELEGRAM_OPERATORS=str(chi.id), **settings):
            assert FIVE in asked(an, FIFTH).text
            assert FIVE in asked(chi, FIFTH).text  # an operator
            assert FIVE in asked_in(inside, binh.person, f"/hoi {FIFTH}").text
            assert str(binh.id) in asked(binh, FIFTH).text  # for whoever admits people
            binh.sticker()
            binh.wait_for_replies(2)
            outside.say(binh.person, f"/hoi {FIFTH}")
            assert FIVE in asked_in(outside, an.person, f"/hoi {FIFTH}").text
            assert len(outside.replies) == 1
            press = outside.press(outside.last, "👍", by=binh.person)
            assert "được cấp quyền" in toast(api, press)
            answer = offered(api, binh.person.inline(FIFTH))
            assert not answer.results
            assert answer.button is not None
            assert "được cấp quyền" in answer.button["text"]
            assert offered(api, an.person.inline(FIFTH)).results


# -- languages ---------------------------------------------------------------------------------


def test_who_writes_english_is_asked_for_vietnamese(api: BotApi, bot: Bot) -> None:
    chat = newcomer(api, "en")
    assert asked(chat, "How many tasks are there?").text.startswith("Please ask in Vietnamese")
    answer = asked(chat, FIFTH)
    assert FIVE in answer.text
    assert "item 5/7. Source:" in answer.text
    assert "🔎 In context" in answer.labels


def test_a_telegram_in_another_language_is_answered_in_vietnamese(api: BotApi, bot: Bot) -> None:
    assert "Bạn thử hỏi" in asked(newcomer(api, "fr"), "/vidu").text
    assert "Bạn thử hỏi" in asked(newcomer(api, ""), "/vidu").text


def test_the_language_can_be_named_at_once(chat: PrivateChat) -> None:
    assert asked(chat, "/ngonngu en").text == "bantin speaks English from now on."
    assert asked(chat, "/LANGUAGE VI").text == "Từ giờ bantin nói tiếng Việt."


def test_everybody_in_a_group_is_answered_in_their_own_language(group: Group) -> None:
    an, _, chris = group.people
    assert "Nguồn:" in asked_in(group, an, f"/hoi {FIFTH}").text
    assert "Source:" in asked_in(group, chris, f"/ask {FIFTH}").text


def test_nobody_chooses_the_language_of_another(api: BotApi, group: Group) -> None:
    an, binh, _ = group.people
    choice = asked_in(group, an, "/ngonngu")
    assert "người đã gõ lệnh" in toast(api, group.press(choice, "English", by=binh))
    assert group.last == choice
    group.press(choice, "English", by=an)
    api.wait(lambda: group.last.text == "bantin speaks English from now on.")
    assert "Bạn thử hỏi" in asked_in(group, binh, "/vidu").text


# -- commands ----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["/NGUON", "/Sources", "/nguon 9", "/nguon x", "/nguon@{bot}"])
def test_a_command_is_known_however_it_is_typed(api: BotApi, chat: PrivateChat, text: str) -> None:
    answer = asked(chat, text.format(bot=api.bot.username))
    assert answer.text.startswith("Kho có 2 bản tin, trang 1/1:")


def test_start_may_bring_something_along(chat: PrivateChat) -> None:
    assert asked(chat, "/start inline").text == asked(chat, "/START").text


def test_hoi_without_a_question_asks_for_one(chat: PrivateChat) -> None:
    assert asked(chat, "/hoi").text.startswith("Bạn muốn hỏi gì?")


def test_a_mistyped_command_is_understood(chat: PrivateChat) -> None:
    assert "/nguon" in asked(chat, "/ngoun").text


def test_the_name_of_the_bot_is_no_part_of_a_question(api: BotApi, chat: PrivateChat) -> None:
    assert FIVE in asked(chat, f"@{api.bot.username} {FIFTH}").text


# -- groups ------------------------------------------------------------------------------------


def test_it_listens_to_nothing_but_what_is_said_to_it(api: BotApi, group: Group) -> None:
    an, binh, _ = group.people
    group.privacy = False
    for text in (FIFTH, "@khac_bot mấy nhiệm vụ?", "/hoi@khac_bot mấy nhiệm vụ?", "/khac"):
        group.say(an, text)
    group.send(an, "sticker")
    group.send(an, "photo", FIFTH)
    question = group.say(binh, f"@{api.bot.username.upper()} {FIFTH}")
    (answer,) = group.wait_for_replies(1)
    assert answer.reply_to == question


def test_hoi_under_a_message_asks_that_message(api: BotApi, group: Group) -> None:
    an, binh, _ = group.people
    question = group.say(an, FIFTH)
    for text in ("/hoi", f"/hoi@{api.bot.username}", f"@{api.bot.username}"):
        before = len(group.replies)
        group.say(binh, text, reply_to=question)
        assert FIVE in group.wait_for_replies(before + 1)[before].text


def test_hoi_under_a_picture_without_words_asks_for_a_question(group: Group) -> None:
    an, binh, _ = group.people
    picture = group.send(an, "photo")
    group.say(binh, "/hoi", reply_to=picture)
    group.wait_for_replies(1)
    assert group.last.text.startswith("Bạn muốn hỏi gì?")


def test_in_a_topic_all_that_belongs_to_an_answer_stays_there(api: BotApi, bot: Bot) -> None:
    an = api.person("An")
    forum = api.group("Diễn đàn", an, topics=("Hỏi đáp", "Khác"), privacy=True)
    forum.say(an, f"/hoi {FIFTH}", thread="Hỏi đáp")
    forum.wait_for_replies(1)
    forum.press(forum.last, suggestion(forum.last), by=an)
    forum.wait_for_replies(2)
    forum.say(an, "còn nhiệm vụ thứ tư?", reply_to=forum.last)
    forum.wait_for_replies(3)
    assert {one.thread for one in forum.replies} == {forum.topics["Hỏi đáp"]}


def test_two_people_press_the_same_buttons(api: BotApi, group: Group) -> None:
    an, binh, _ = group.people
    answer = asked_in(group, an, f"/hoi {FIFTH}")
    for person in (an, binh):
        assert toast(api, group.press(answer, "👍", by=person)).startswith("Cảm ơn")
    label = suggestion(answer)
    group.press(answer, label, by=an)
    group.press(answer, label, by=binh)
    group.wait_for_replies(3)
    assert [one.text.startswith("❓") for one in group.replies] == [False, True, True]
    group.press(answer, "Đoạn khác", by=binh)
    api.wait(lambda: group.message(answer).text.startswith("Những đoạn khác"))
    group.press(group.message(answer), "↩ Câu trả lời", by=an)
    api.wait(lambda: group.message(answer).text == answer.text)


def test_a_suggestion_that_another_chose_is_gone_on_from_by_them_alone(group: Group) -> None:
    an, binh, _ = group.people
    answer = asked_in(group, an, f"/hoi {FIFTH}")
    group.press(answer, suggestion(answer), by=binh)
    group.wait_for_replies(2)
    assert "Bốn là" in asked_in(group, an, "/hoi mục thứ tư").text


# -- what is no text ---------------------------------------------------------------------------

KINDS = ("audio", "video", "video_note", "animation", "document", "contact", "dice")


@pytest.mark.parametrize("kind", KINDS)
def test_any_kind_of_thing_gets_one_friendly_line(chat: PrivateChat, kind: str) -> None:
    chat.send(kind)
    (line,) = chat.wait_for_replies(1)
    assert line.text == "bantin chỉ đọc được chữ. Bạn gõ câu hỏi giúp nhé!"


@pytest.mark.parametrize("text", ["👍", "❤️", "😀 😀!"])
def test_an_emoji_is_taken_for_the_nod_that_it_is(chat: PrivateChat, text: str) -> None:
    assert asked(chat, text).text.startswith("Cảm ơn bạn đã trò chuyện!")


def test_an_album_gets_one_line(api: BotApi, chat: PrivateChat) -> None:
    for _ in range(3):
        album(api, chat, "a1")
    chat.wait_for_replies(1)
    assert asked(chat, "cảm ơn").text.startswith("Không có gì")
    assert len(chat.replies) == 2


def test_an_album_with_a_question_gets_its_answer_and_no_more(
    api: BotApi, chat: PrivateChat
) -> None:
    album(api, chat, "a2", FIFTH)
    album(api, chat, "a2")
    chat.wait_for_replies(1)
    assert asked(chat, "cảm ơn").text.startswith("Không có gì")
    assert len(chat.replies) == 2
    assert FIVE in chat.replies[0].text


def album(api: BotApi, chat: PrivateChat, name: str, caption: str = "") -> None:
    """One picture of several that are sent together."""
    picture = {"photo": [{"file_id": "1", "file_unique_id": "2", "width": 9, "height": 9}]}
    said = {"caption": caption} if caption else {}
    api.update(
        "message",
        {
            "message_id": chat.put(chat.id, content=picture).id,
            "date": 1,
            "chat": chat.json(),
            "from": chat.person.json(),
            "media_group_id": name,
            **picture,
            **said,
        },
    )


# -- inline ------------------------------------------------------------------------------------


def test_inline_results_name_the_bulletin_once_and_are_not_its_title(
    api: BotApi, chat: PrivateChat
) -> None:
    results = offered(api, chat.person.inline(TASKS)).results
    assert 1 < len(results) <= 6
    assert all(one["title"] != one["description"] for one in results)
    texts = [one["input_message_content"]["message_text"] for one in results]
    assert all("Nguồn:" in text for text in texts)
    assert len(set(texts)) == len(texts)


def test_a_button_under_a_message_that_the_bot_cannot_see_says_it_is_too_old(
    api: BotApi, chat: PrivateChat
) -> None:
    query = api._world.query(chat.person, "m:1:0")
    pressed = {"id": query, "from": chat.person.json(), "chat_instance": "1", "data": "m:1:0"}
    api.update("callback_query", {**pressed, "inline_message_id": "AAA"})
    assert "cũ quá rồi" in toast(api, query)


@pytest.fixture(autouse=True)
def _nothing_is_refused(api: BotApi) -> Iterator[None]:
    yield
    assert not [call for call in api.refused if call.method == "sendMessage"]
