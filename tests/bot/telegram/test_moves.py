"""A group that becomes a supergroup has another id: what was said there goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.telegram.asking import FIRST, PATIENCE, TASKS
from tests.bot.telegram.chatting import asked_in, toast
from tests.bot.telegram.conftest import connected
from tests.botapi import BotApi, Group
from tests.botapi.faults import server_error
from tests.running import Bot, bantin

FIFTH = "Nhiệm vụ thứ năm là gì?"
FOLLOW_UP = "/hoi nói rõ hơn"
NOTHING_YET = "Mình chưa trả lời câu nào"


@pytest.fixture
def group(api: BotApi, bot: Bot) -> Group:
    """Two people, of whom one has asked something."""
    group = api.group("Tổ 1", api.person("An"), api.person("Bình"))
    asked_in(group, group.people[0], f"/hoi {FIFTH}")
    return group


def held_up(api: BotApi, group: Group) -> None:
    """Somebody else asks, and their answer is not taken until all is well again."""
    api.fault("sendMessage", server_error(), chat=group, times=None)
    before = len(refused(api, group))
    group.say(group.people[1], f"/hoi {FIRST}")
    api.wait(lambda: len(refused(api, group)) > before, seconds=PATIENCE)


def refused(api: BotApi, group: Group) -> list[object]:
    return [
        one for one in api.calls_of("sendMessage") if str(one.chat) == str(group.id) and not one.ok
    ]


def test_what_was_asked_before_it_moved_goes_on_from_what_was_answered_before(
    api: BotApi, group: Group
) -> None:
    held_up(api, group)
    group.say(group.people[0], FOLLOW_UP)
    new = group.migrate()
    api.heal()
    new.wait_for_replies(2, seconds=PATIENCE)
    assert not [one for one in new.replies if one.text.startswith(NOTHING_YET)]


def test_what_is_asked_after_it_moved_does_too_though_old_questions_still_wait(
    api: BotApi, group: Group
) -> None:
    held_up(api, group)
    new = group.migrate()
    assert not asked_in(new, new.people[0], FOLLOW_UP).text.startswith(NOTHING_YET)
    api.heal()
    new.wait_for_replies(2, seconds=PATIENCE)
    assert TASKS[FIRST] in new.last.text


def test_the_buttons_under_an_answer_that_was_edited_while_it_moved_work(
    api: BotApi, group: Group
) -> None:
    question = group.say(group.people[0], "/hoi Nhiệm vụ thứ tư là gì?")
    group.wait_for_replies(2)
    api.fault("editMessageText", server_error(), chat=group, times=None)
    group.edit(question, f"/hoi {FIRST}")
    api.wait(lambda: api.calls_of("editMessageText"), seconds=PATIENCE)
    new = group.migrate()
    api.heal()
    new.wait_for_replies(1, seconds=PATIENCE)
    assert TASKS[FIRST] in new.last.text
    assert toast(api, new.press(new.last, "👍", by=new.people[0])).startswith("Cảm ơn")


def test_a_button_that_was_pressed_before_it_moved_is_kindly_too_old(
    api: BotApi, group: Group
) -> None:
    held_up(api, group)
    press = group.press(group.replies[0], "Đoạn khác", by=group.people[0])
    group.migrate()
    api.heal()
    assert "cũ quá rồi" in toast(api, press)


def test_a_group_that_was_admitted_still_is_and_the_operator_is_told_its_new_id(
    tmp_path: Path, shipped_index: Path
) -> None:
    with BotApi() as api:
        group = api.group("Tổ 1", api.person("An"))
        listed = {"TELEGRAM_ALLOWED": str(group.id)}
        with bantin(tmp_path, shipped_index, **connected(api), **listed) as bot:
            asked_in(group, group.people[0], f"/hoi {FIFTH}")
            new = group.migrate()
            assert not asked_in(new, new.people[0], FOLLOW_UP).text.startswith(NOTHING_YET)
            bot.wait_until_said(str(new.id))
            assert bot.said.count(str(new.id)) == 1


@pytest.fixture(autouse=True)
def _nothing_else_goes_wrong(api: BotApi, bot: Bot) -> Iterator[None]:
    yield
    assert "Traceback" not in bot.said
    assert not [code for code in bot.troubles if "Error" in code]
