"""Telegram's limits are kept to, and who asks too much holds up nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.telegram.asking import (
    FIRST,
    PATIENCE,
    QUESTIONS,
    TASKS,
    answers,
    beginnings,
    chats_of,
)
from tests.bot.telegram.conftest import connected
from tests.botapi import BotApi, PrivateChat
from tests.botapi.faults import too_many
from tests.running import Bot, bantin

USUAL = {f"TELEGRAM_{name}_RATE": "" for name in ("SEND", "CHAT", "GROUP", "USER")}
# A few a minute: whoever waits, waits longer than what happens meanwhile takes.
STRICT = USUAL | {"TELEGRAM_GROUP_RATE": "4", "TELEGRAM_USER_RATE": "3"}
LONG = 600  # seconds that a 429 asks for


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the state of the strict bot is."""
    return tmp_path_factory.mktemp("strict")


@pytest.fixture(scope="module")
def strict(api: BotApi, place: Path, shipped_index: Path) -> Iterator[Bot]:
    """A bot with low limits."""
    with bantin(place, shipped_index, **connected(api), **STRICT) as bot:
        yield bot


def answered(chat: PrivateChat, question: str) -> None:
    before = len(chat.replies)
    chat.say(question)
    chat.wait_for_replies(before + 1, seconds=PATIENCE)


def test_at_the_usual_rates_nothing_is_refused_and_nothing_lost(
    tmp_path: Path, shipped_index: Path
) -> None:
    with BotApi(limits=True) as api:
        settings = connected(api) | USUAL
        chats = chats_of(api, 40)  # more than may be sent to in a second
        group = api.group("Tổ 1", *(chat.person for chat in chats[:2]))
        with bantin(tmp_path, shipped_index, **settings) as bot:
            for question in QUESTIONS[:3]:
                for chat in chats:
                    chat.say(question)
                for person in group.people:
                    group.say(person, f"/hoi {question}")
            for chat in chats:
                chat.wait_for_replies(3, seconds=PATIENCE)
            group.wait_for_replies(6, seconds=PATIENCE)
            assert bot.stop() == 0
        assert not api.refused
        for chat in chats:
            assert answers(chat.replies) == beginnings(QUESTIONS[:3])


def test_a_flood_of_one_person_holds_up_nobody_else(api: BotApi, strict: Bot) -> None:
    flood, other = chats_of(api, 2)
    for question in QUESTIONS[:5]:
        flood.say(question)
    flood.wait_for_replies(3, seconds=PATIENCE)
    answered(other, FIRST)
    assert answers(flood.replies) == beginnings(QUESTIONS[:3])


def test_in_a_group_who_asks_too_much_leaves_half_of_it_to_others(api: BotApi, strict: Bot) -> None:
    flood, *others = (chat.person for chat in chats_of(api, 3))
    group = api.group("Tổ 2", flood, *others)
    first, second, *_ = [group.say(flood, f"/hoi {question}") for question in QUESTIONS[:5]]
    asked = [group.say(other, f"/hoi {QUESTIONS[6]}") for other in others]
    group.wait_for_replies(4, seconds=PATIENCE)
    assert {one.reply_to for one in group.replies} == {first, second, *asked}


def test_in_a_group_who_turns_pages_quickly_leaves_half_of_it_to_others(
    api: BotApi, strict: Bot
) -> None:
    reader, *others = (chat.person for chat in chats_of(api, 3))
    group = api.group("Tổ 4", reader, *others)
    group.say(reader, f"/hoi {FIRST}")
    (answer,) = group.wait_for_replies(1, seconds=PATIENCE)
    for label in ("Ngữ cảnh", "Đoạn khác", "Ngữ cảnh", "Đoạn khác"):
        group.press(answer, label, by=reader)
    api.wait(lambda: group.message(answer).text.startswith("Đoạn này"), seconds=PATIENCE)
    asked = [group.say(other, f"/hoi {QUESTIONS[6]}") for other in others]
    group.wait_for_replies(3, seconds=PATIENCE)
    assert [one.reply_to for one in group.replies[1:]] == asked
    assert group.message(answer).text.startswith("Đoạn này")


def test_a_group_gets_no_more_than_it_may_and_holds_up_nobody_else(
    api: BotApi, strict: Bot
) -> None:
    people = [chat.person for chat in chats_of(api, 5)]
    group = api.group("Tổ 3", *people)
    for person in people:
        group.say(person, f"/hoi {FIRST}")
    group.wait_for_replies(4, seconds=PATIENCE)
    (other,) = chats_of(api, 1)
    answered(other, FIRST)
    assert len(group.replies) == 4


def test_a_429_delays_its_own_chat_alone(api: BotApi, strict: Bot) -> None:
    waiting, short, *others = chats_of(api, 4)
    api.fault("sendMessage", too_many(LONG), chat=waiting, times=None)
    api.fault("sendMessage", too_many(1), chat=short, times=2)
    for chat in (waiting, short, *others):
        chat.say(FIRST)
    for chat in (*others, short):
        chat.wait_for_replies(1, seconds=PATIENCE)
        assert answers(chat.replies) == [TASKS[FIRST]]
    assert not waiting.replies
    tries = [one for one in api.calls_of("sendMessage") if str(one.chat) == str(waiting.id)]
    assert len(tries) == 1


def test_told_to_stop_while_all_of_these_wait_it_leaves_at_once_and_loses_nothing(
    api: BotApi, strict: Bot, place: Path, shipped_index: Path
) -> None:
    (late,) = chats_of(api, 1)
    answered(late, FIRST)
    assert strict.stop(seconds=5) == 0
    api.heal()
    with bantin(place, shipped_index, **connected(api)):
        api.wait(lambda: all(is_answered(api, person) for person in asked(api)), seconds=PATIENCE)
    assert len(late.replies) == 1


def asked(api: BotApi) -> list[int]:
    """The private chats and groups of this Telegram."""
    return list(api._world.chats)


def is_answered(api: BotApi, chat: int) -> bool:
    """Whether a chat has as many answers as questions."""
    messages = api._world.chats[chat].messages
    own = sum(one.sender == api.bot.id for one in messages)
    return 2 * own == len(messages)
