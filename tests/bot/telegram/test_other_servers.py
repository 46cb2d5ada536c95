"""The bot beside a Bot API server that does as little as one can, and updates of any kind."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from tests.bot.telegram.asking import FIRST, PATIENCE, QUESTIONS, TASKS, answers, chats_of
from tests.botapi import BotApi, Group, PrivateChat
from tests.running import Bot, bantin

TOKEN = "7000000002:AAnotherTokenThatOpensNothing"
ME = {"id": 7_000_000_002, "is_bot": True, "first_name": "Bản tin", "username": "khac_bot"}
HUGE = (1 << 52) - 1  # the largest id that Telegram gives


class Plain:
    """A server of HTTP/1.0 that does not wait for updates, answers as briefly as possible, knows
    few methods, and with ``forgetful`` brings every update again and again.
    """

    def __init__(self, *, forgetful: bool = False, seconds: float = 0.0) -> None:
        self.updates: list[dict[str, Any]] = []
        self.sent: list[dict[str, str]] = []
        self.polls = 0
        self._forgetful = forgetful
        self._seconds = seconds  # that an answer takes

    def call(self, method: str, given: dict[str, str]) -> tuple[int, Any]:
        time.sleep(self._seconds)
        match method:
            case "getMe":
                return 200, ME
            case "getUpdates":
                self.polls += 1
                first = 0 if self._forgetful else int(given.get("offset", 0))
                return 200, [one for one in self.updates if one["update_id"] >= first]
            case "sendMessage":
                self.sent.append(given)
                return 200, {"message_id": HUGE - len(self.sent)}
            case _:
                return 404, None

    def wait(self, count: int) -> None:
        """Waits until so many messages are there."""
        ends = time.monotonic() + PATIENCE
        while len(self.sent) < count:
            assert time.monotonic() < ends
            time.sleep(0.02)


@contextmanager
def served(plain: Plain) -> Iterator[str]:
    """Its base URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            given = {name: values[0] for name, values in parse_qs(body).items()}
            status, result = plain.call(self.path.rpartition("/")[2], given)
            answer = {"ok": True, "result": result}
            if status != 200:
                answer = {"ok": False, "error_code": status, "description": "Not Found"}
            self.send_response(status)
            self.end_headers()  # neither length nor type: the answer ends with the connection
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/any/where/bot"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def message(number: int, text: str) -> dict[str, Any]:
    chat = {"id": HUGE, "type": "private"}
    said = {"message_id": HUGE, "chat": chat, "date": number, "text": text}
    return {"update_id": number, "message": said | {"from": {"id": HUGE, "is_bot": False}}}


@pytest.mark.parametrize("forgetful", [False, True])
def test_a_server_that_does_the_least_is_enough(
    tmp_path: Path, shipped_index: Path, forgetful: bool
) -> None:
    plain = Plain(forgetful=forgetful, seconds=0.05)
    with served(plain) as url:
        settings = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE_URL": url}
        with bantin(tmp_path, shipped_index, **settings) as bot:
            for number, question in enumerate(QUESTIONS, 1):
                plain.updates.append(message(number, question))
            plain.wait(7)
            polls = plain.polls
            time.sleep(2)
            assert plain.polls - polls < 20
            plain.updates.append(message(8, "xin chào"))
            plain.wait(8)
            assert bot.stop(seconds=5) == 0
            assert "Traceback" not in bot.said
    *found, last = (one["text"] for one in plain.sent)
    for text, beginning in zip(found, TASKS.values(), strict=True):
        assert beginning in text
    assert last.startswith("Chào bạn")


# -- updates of any kind -----------------------------------------------------------------------


@pytest.fixture
def chat(api: BotApi, bot: Bot) -> PrivateChat:
    return chats_of(api, 1)[0]


@pytest.fixture
def group(api: BotApi, bot: Bot) -> Group:
    return api.group("Tổ 1", api.person("An"), api.person("Bình"), supergroup=True)


def said(chat: PrivateChat | Group, number: int, **fields: Any) -> dict[str, Any]:
    """A message as Telegram sends it."""
    person = chat.person if isinstance(chat, PrivateChat) else chat.people[0]
    base = {"message_id": number, "date": 1_700_000_000, "chat": chat.json()}
    return {**base, "from": person.json(), **fields}


def answered(chat: PrivateChat) -> None:
    before = len(chat.replies)
    chat.say(FIRST)
    chat.wait_for_replies(before + 1, seconds=PATIENCE)
    assert answers(chat.replies)[-1] == TASKS[FIRST]


@pytest.mark.parametrize(
    "fields",
    [
        {"entities": [{"type": "of_next_year", "offset": 0, "length": 4, "more": {"a": 1}}]},
        {"entities": [{"type": "bold", "offset": 0, "length": 9_999}]},
        {"entities": [{"type": "text_mention", "offset": 0, "length": 4}]},
        {"link_preview_options": {"is_disabled": True}, "effect_id": "5", "author_signature": ""},
        {"forward_origin": {"type": "hidden_user", "sender_user_name": "Chi", "date": 1}},
        {"reply_to_message": {"message_id": 1, "date": 0, "chat": {"id": 5, "type": "private"}}},
        {"external_reply": {"origin": {}}, "quote": {"text": "x", "position": 0}},
        {"sender_business_bot": None, "is_from_offline": True, "edit_date": 0},
        {"via_bot": {"id": 5, "is_bot": True, "first_name": "khác"}},
    ],
)
def test_a_question_is_a_question_whatever_stands_beside_it(
    api: BotApi, chat: PrivateChat, fields: dict[str, Any]
) -> None:
    api.update("message", said(chat, 700_001, text=FIRST, **fields))
    chat.wait_for_replies(1, seconds=PATIENCE)
    assert answers(chat.replies) == [TASKS[FIRST]]


@pytest.mark.parametrize("text", ["\u0000", "\u202e" * 50, "😀" * 4_096, " ", "/", "//", "/@", "@"])
def test_any_text_is_answered_somehow(api: BotApi, bot: Bot, chat: PrivateChat, text: str) -> None:
    api.update("message", said(chat, 700_002, text=text))
    chat.wait_for_replies(1, seconds=PATIENCE)
    assert "Có lỗi" not in chat.last.text
    answered(chat)
    assert "Traceback" not in bot.said


@pytest.mark.parametrize(
    "fields",
    [
        {"new_chat_title": "Tổ 2"},
        {"new_chat_members": [{"id": 5, "is_bot": False, "first_name": "Chi"}]},
        {"left_chat_member": {"id": 5, "is_bot": False, "first_name": "Chi"}},
        {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 5, "type": "private"}}},
        {"video_chat_started": {}},
        {"successful_payment": {"currency": "XTR", "total_amount": 1}},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86_400}},
        {"boost_added": {"boost_count": 1}},
        {},
    ],
)
def test_service_messages_are_passed_over(
    api: BotApi, bot: Bot, chat: PrivateChat, group: Group, fields: dict[str, Any]
) -> None:
    api.update("message", said(chat, 700_003, **fields))
    api.update("message", said(group, 700_003, **fields))
    answered(chat)
    assert len(chat.replies) == 1
    assert not group.replies


def test_an_anonymous_admin_a_channel_and_a_caption_ask_in_a_group(
    api: BotApi, group: Group, chat: PrivateChat
) -> None:
    anonymous = {"id": 1_087_968_824, "is_bot": True, "first_name": "Group"}
    channel = {"id": -1_009_999_999_999, "type": "channel", "title": "Kênh"}
    ask = f"/hoi@{api.bot.username.upper()} {FIRST}"
    asked: list[dict[str, Any]] = [
        {"text": ask, "from": anonymous, "sender_chat": group.json()},
        {"text": ask, "from": anonymous | {"id": 136_817_688}, "sender_chat": channel},
        {"caption": ask, "photo": [{"file_id": "x", "width": 1, "height": 1}]},
    ]
    for number, fields in enumerate(asked):
        api.update("message", said(group, 700_010 + number, **fields))
    group.wait_for_replies(3, seconds=PATIENCE)
    assert answers(group.replies) == [TASKS[FIRST]] * 3


def as_the_group(api: BotApi, group: Group, text: str) -> str:
    """The answer to an admin who writes in the group's name."""
    before = len(group.replies)
    anonymous = {"id": 1_087_968_824, "is_bot": True, "first_name": "Group"}
    fields = {"from": anonymous, "sender_chat": group.json(), "text": text}
    api.update("message", said(group, 700_020 + before, **fields))
    return group.wait_for_replies(before + 1, seconds=PATIENCE)[before].text


def test_an_anonymous_admin_is_forgotten_without_a_button_that_nobody_could_press(
    api: BotApi, group: Group
) -> None:
    as_the_group(api, group, f"/hoi {FIRST}")
    assert as_the_group(api, group, "/xoadulieu").startswith("Đã xoá mọi điều")
    assert not group.last.labels
    assert as_the_group(api, group, "/hoi nói rõ hơn").startswith("Mình chưa trả lời câu nào")


def test_an_anonymous_admin_chooses_a_language_without_a_button_as_well(
    api: BotApi, group: Group
) -> None:
    assert "/ngonngu en" in as_the_group(api, group, "/ngonngu")
    assert not group.last.labels
    assert as_the_group(api, group, "/ngonngu en") == "bantin speaks English from now on."
    assert "You could ask" in as_the_group(api, group, "/vidu")


def test_other_bots_are_not_answered_when_they_edit_either(
    api: BotApi, group: Group, chat: PrivateChat
) -> None:
    other = {"id": 5, "is_bot": True, "first_name": "khác"}
    asks = said(group, 700_030, text=f"/hoi {FIRST}", **{"from": other})
    api.update("message", asks)
    api.update("edited_message", asks | {"edit_date": 5})
    group.say(group.people[0], "/hoi xin chào")
    group.wait_for_replies(1, seconds=PATIENCE)
    assert group.last.text.startswith("Chào bạn")
    assert len(group.replies) == 1


def test_channel_posts_and_other_kinds_are_passed_over(
    api: BotApi, bot: Bot, chat: PrivateChat
) -> None:
    channel = {"id": -1_009_999_999_999, "type": "channel", "title": "Kênh"}
    post = {"message_id": 5, "date": 1, "chat": channel, "text": f"/hoi {FIRST}"}
    for number, (kind, body) in enumerate(
        {"channel_post": post, "edited_channel_post": post, "business_message": post}.items()
    ):
        api.push({"update_id": 930_000_000 + number, kind: body})
    answered(chat)
    assert "Traceback" not in bot.said


def test_an_edited_command_and_an_edit_of_what_it_never_saw_are_answered(
    api: BotApi, chat: PrivateChat
) -> None:
    api.update("edited_message", said(chat, 1, text=FIRST, edit_date=5))
    chat.wait_for_replies(1, seconds=PATIENCE)
    typed = chat.say("/nguonn")
    chat.wait_for_replies(2, seconds=PATIENCE)
    chat.edit(typed, "/nguon")
    api.wait(lambda: "nhiệm vụ trọng tâm" in chat.last.text, seconds=PATIENCE)
