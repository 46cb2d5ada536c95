"""What goes wrong between the bot and Telegram, and what comes of it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.bot.telegram.asking import FIRST, PATIENCE, QUESTIONS, TASKS, answers, chats_of
from tests.bot.telegram.chatting import suggestion
from tests.bot.telegram.conftest import connected
from tests.botapi import BotApi, PrivateChat
from tests.botapi.faults import (
    Fault,
    bad_gateway,
    conflict,
    dropped,
    malformed,
    refused,
    server_error,
    slow,
)
from tests.botapi.refusals import bad
from tests.running import Bot, bantin

READ_TIMEOUT = 10.0  # seconds that the bot waits for an answer


def body(answer: object) -> Fault:
    """A 200 with some other JSON."""
    return Fault(status=200, body=json.dumps(answer).encode())


PASSING = {
    "500": server_error(),
    "502 that is a page": bad_gateway(),
    "503 without a word": Fault(status=503),
    "429 that names no time": refused(429, "Too Many Requests"),
    "302": Fault(status=302),
    "404 that is a page": Fault(status=404, body=b"<html>nginx</html>", content_type="text/html"),
    "500 that is a list": Fault(status=500, body=b"[]"),
    "a cut connection": dropped(),
    "half an answer": malformed(),
    "a page": Fault(status=200, body=b"<html>Login</html>", content_type="text/html"),
    "no bytes": Fault(status=200),
    "null": body(None),
    "a list": body([1]),
    "no result": body({"ok": True}),
    "no message": body({"ok": True, "result": True}),
    "ok: false": body({"ok": False, "error_code": 500, "description": "Internal"}),
}


@pytest.fixture
def chat(api: BotApi, bot: Bot) -> PrivateChat:
    return chats_of(api, 1)[0]


def answered(chat: PrivateChat, question: str = FIRST) -> str:
    """How the answer to a question begins."""
    before = len(chat.replies)
    chat.say(question)
    chat.wait_for_replies(before + 1, seconds=PATIENCE)
    return answers(chat.replies)[-1]


# -- sending -----------------------------------------------------------------------------------


def test_whatever_passes_an_answer_is_sent_until_it_is_there(api: BotApi, bot: Bot) -> None:
    chats = dict(zip(PASSING, chats_of(api, len(PASSING)), strict=True))
    for name, chat in chats.items():
        api.fault("sendMessage", PASSING[name], chat=chat, times=3)
        chat.say(FIRST)
    for chat in chats.values():
        chat.wait_for_replies(1, seconds=PATIENCE)
    for chat in chats.values():
        chat.say(QUESTIONS[1])
    found = {}
    for name, chat in chats.items():
        chat.wait_for_replies(2, seconds=PATIENCE)
        found[name] = answers(chat.replies)
    assert found == {name: [TASKS[one] for one in QUESTIONS[:2]] for name in PASSING}
    assert not api.faults_left


def test_what_is_not_answered_is_sent_once_more_and_recorded(api: BotApi, bot: Bot) -> None:
    once, never, other = chats_of(api, 3)
    before = dict(bot.troubles)
    late = slow(2 * READ_TIMEOUT)  # it stands in the chat, but the bot is not told
    api.fault("sendMessage", late, chat=once)
    api.fault("sendMessage", late, chat=never, times=None)
    for chat in (once, never):
        chat.say(FIRST)
    assert answered(other) == TASKS[FIRST]  # nobody else waits
    once.wait_for_replies(2, seconds=PATIENCE)
    api.wait(lambda: bot.troubles.get("unanswered"), seconds=PATIENCE)
    api.heal()
    for chat in (once, never):
        assert answered(chat, QUESTIONS[1]) == TASKS[QUESTIONS[1]]
        assert answers(chat.replies) == [TASKS[FIRST], TASKS[FIRST], TASKS[QUESTIONS[1]]]
    assert bot.troubles["uncertain"] - before.get("uncertain", 0) == 2


def test_what_may_have_been_sent_is_recorded(chat: PrivateChat, api: BotApi, bot: Bot) -> None:
    before = bot.troubles.get("uncertain", 0)
    api.fault("sendMessage", malformed(effect=True), chat=chat)
    chat.say(FIRST)
    chat.wait_for_replies(2, seconds=PATIENCE)
    api.wait(lambda: bot.troubles["uncertain"] == before + 1)


@pytest.mark.parametrize("fault", [server_error(), refused(400, "Bad Request: no"), slow(3)])
def test_an_answer_does_not_depend_on_typing_being_shown(
    chat: PrivateChat, api: BotApi, fault: Fault
) -> None:
    api.fault("sendChatAction", fault, chat=chat)
    assert answered(chat) == TASKS[FIRST]


def test_a_blocked_bot_goes_on_with_others_and_answers_when_it_is_let_in(
    chat: PrivateChat, api: BotApi, bot: Bot
) -> None:
    chat.block()
    chat.say(FIRST)
    api.wait(lambda: "bot was blocked by the user" in bot.troubles)
    chat.unblock()
    assert answered(chat, QUESTIONS[1]) == TASKS[QUESTIONS[1]]
    assert len(chat.replies) == 1


def test_a_question_that_is_asked_by_a_button_is_refused_like_any_other(
    chat: PrivateChat, api: BotApi, bot: Bot
) -> None:
    assert answered(chat) == TASKS[FIRST]
    api.fault("sendMessage", refused(403, "Forbidden: user is deactivated"), chat=chat)
    pressed = chat.press(chat.last, suggestion(chat.last))
    assert answered(chat, QUESTIONS[1]) == TASKS[QUESTIONS[1]]
    assert bot.troubles["user is deactivated"] == 1
    assert [one.text for one in api.callback_answers if one.query == pressed] == [""]
    assert len(chat.replies) == 2


def test_a_closed_topic_gets_nothing_and_one_that_is_gone_an_answer_outside(
    api: BotApi, bot: Bot
) -> None:
    an = api.person("An")
    forum = api.group("Diễn đàn", an, topics=["Mở", "Đóng"])
    forum.refuse(bad("TOPIC_CLOSED"))
    forum.say(an, f"/hoi {FIRST}", thread="Đóng")
    api.wait(lambda: "Topic_closed" in bot.troubles)
    forum.refuse(None)
    api.fault("sendMessage", server_error(), chat=forum, times=2)
    forum.say(an, f"/hoi {FIRST}", thread="Mở")
    forum.close_topic("Mở")
    forum.wait_for_replies(1, seconds=PATIENCE)
    assert forum.last.thread is None


def test_html_that_telegram_does_not_take_is_sent_as_plain_text(
    chat: PrivateChat, api: BotApi
) -> None:
    api.fault("sendMessage", refused(400, "Bad Request: can't parse entities: no"), chat=chat)
    chat.say(FIRST)
    chat.wait_for_replies(1, seconds=PATIENCE)
    assert TASKS[FIRST] in chat.last.text
    assert not chat.last.entities


# -- receiving ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["500", "502 that is a page", "half an answer", "null", "a list"])
def test_a_poll_that_fails_is_repeated(chat: PrivateChat, api: BotApi, name: str) -> None:
    api.fault("getUpdates", PASSING[name], times=1)
    assert answered(chat) == TASKS[FIRST]
    assert answered(chat) == TASKS[FIRST]


def test_an_outage_is_told_once_and_nothing_that_was_said_is_lost(
    chat: PrivateChat, api: BotApi, bot: Bot
) -> None:
    api.down()
    bot.wait_until_said("Chưa liên lạc được")
    for question in QUESTIONS:
        chat.say(question)
    time.sleep(2)  # some tries
    api.up()
    chat.wait_for_replies(7, seconds=PATIENCE)
    assert answers(chat.replies) == list(TASKS.values())
    bot.wait_until_said("Đã liên lạc lại được")


def test_another_instance_is_told_of_once(chat: PrivateChat, api: BotApi, bot: Bot) -> None:
    for _ in range(2):
        api.fault("getUpdates", conflict(), times=1)
        assert answered(chat) == TASKS[FIRST]
        assert answered(chat) == TASKS[FIRST]
    assert bot.said.count("Một tiến trình khác đang chạy") == 1


JUNK: list[Any] = [
    17,
    None,
    "chào",
    [],
    {},
    {"message": {}},
    {"update_id": "5"},
    {"update_id": None},
]
UNKNOWN: list[Any] = [
    {"message": None},
    {"poll_answer": {"poll_id": "1"}},
    {"something_new": {"of": {"next": "year"}}},
    {"message": {"text": FIRST}},
    {"message": {"message_id": 1, "date": 1, "chat": {"id": "x", "type": "private"}}},
    {"message": {"message_id": 10**30, "date": 1, "chat": {"id": 10**30, "type": "private"}}},
    {"message": [[[[[]]]]]},
    {"message": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "\ud800"}}},
    {"callback_query": {"id": 5}},
    {"inline_query": {"id": "5", "from": {"id": 1.5}}},
    {"channel_post": {"message_id": 1, "date": 1, "chat": {"id": -100, "type": "channel"}}},
]


def test_what_cannot_be_read_is_set_aside_and_the_rest_goes_on(
    chat: PrivateChat, api: BotApi, bot: Bot
) -> None:
    before = sum(bot.troubles.values())
    for number, raw in enumerate(UNKNOWN, 890_000_001):
        api.push({"update_id": number, **raw})
        chat.say(FIRST)
    chat.wait_for_replies(len(UNKNOWN), seconds=PATIENCE)
    api.wait(lambda: sum(bot.troubles.values()) == before + len(UNKNOWN))
    assert answers(chat.replies) == [TASKS[FIRST]] * len(UNKNOWN)
    assert FIRST not in bot.said


def test_what_cannot_be_read_takes_nothing_of_its_batch_along_and_is_confirmed(
    api: BotApi, bot: Bot
) -> None:
    chats = chats_of(api, len(UNKNOWN))
    with api._world.lock:  # one poll gets them all
        for number, (raw, chat) in enumerate(zip(UNKNOWN, chats, strict=True), 891_000_001):
            api.push({"update_id": 2 * number, **raw})
            chat.say(FIRST)
    for chat in chats:
        chat.wait_for_replies(1, seconds=PATIENCE)
    api.wait(lambda: not api.pending, seconds=PATIENCE)


def test_half_a_letter_in_an_update_takes_nothing_of_its_batch_along(
    chat: PrivateChat, api: BotApi
) -> None:
    said = {"message_id": 1, "date": 1, "chat": chat.json(), "from": chat.person.json()}
    whole = {"update_id": 2, "message": {**said, "text": FIRST}}
    batch = b'{"ok": true, "result": [{"update_id": 1, "poll": "\xc4"}, %s]}'
    api.fault("getUpdates", Fault(status=200, body=batch % json.dumps(whole).encode()))
    assert answered(chat, QUESTIONS[1]) == TASKS[QUESTIONS[1]]
    chat.wait_for_replies(2, seconds=PATIENCE)
    assert answers(chat.replies) == [TASKS[QUESTIONS[1]], TASKS[FIRST]]


def test_what_has_no_id_holds_up_nothing_and_is_not_asked_for_again_and_again(
    chat: PrivateChat, api: BotApi
) -> None:
    for raw in JUNK:
        api.push(raw)
    assert answered(chat) == TASKS[FIRST]
    api.push(17)  # this one cannot be confirmed
    polls = api.polls
    time.sleep(3)
    assert api.polls - polls < 30
    assert answered(chat) == TASKS[FIRST]


# -- the token ---------------------------------------------------------------------------------


@pytest.fixture
def other(tmp_path: Path, shipped_index: Path) -> Iterator[tuple[BotApi, Bot]]:
    """A bot and a server that are spoilt."""
    with BotApi() as api, bantin(tmp_path, shipped_index, **connected(api)) as bot:
        yield api, bot


def ends_for_its_token(api: BotApi, bot: Bot) -> None:
    assert bot.ended() == 4
    *before, last = bot.lines
    assert last.startswith("bantin: Telegram không nhận mã bot.")
    assert len(before) <= 1  # that it runs
    assert api.token not in bot.said


def test_a_token_that_was_revoked_ends_it_at_the_start(tmp_path: Path, shipped_index: Path) -> None:
    with BotApi() as api:
        api.revoke()
        with bantin(tmp_path, shipped_index, **connected(api)) as bot:
            ends_for_its_token(api, bot)


def test_a_token_that_is_revoked_ends_it_while_it_polls(other: tuple[BotApi, Bot]) -> None:
    api, bot = other
    bot.wait_until_said(api.bot.username)
    api.wait(lambda: api.is_polling)
    api.revoke()
    api.private(api.person("An")).say(FIRST)
    ends_for_its_token(api, bot)


def test_a_401_to_an_answer_ends_it(other: tuple[BotApi, Bot]) -> None:
    api, bot = other
    api.fault("sendMessage", refused(401, "Unauthorized"))
    api.private(api.person("An")).say(FIRST)
    ends_for_its_token(api, bot)
