"""The bot behind a webhook."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.bot.telegram.asking import FIRST, PATIENCE, QUESTIONS, TASKS, answers, chats_of
from tests.bot.telegram.conftest import connected, free_port
from tests.botapi import BotApi, PrivateChat
from tests.running import Bot, bantin

SECRET = "mot-hai_BA4"
LARGEST = 1 << 20  # bytes
PATH = "/tg/nhan-tin"


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def hook(port: int) -> dict[str, str]:
    """The settings of a webhook."""
    return {
        "TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}{PATH}",
        "TELEGRAM_WEBHOOK_PORT": str(port),
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
    }


@pytest.fixture(scope="module")
def bot(
    api: BotApi,
    hook: dict[str, str],
    shipped_index: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Bot]:
    """A bot that gets its updates at its webhook."""
    folder = tmp_path_factory.mktemp("hook")
    with bantin(folder, shipped_index, **connected(api), **hook) as bot:
        bot.wait_until_said(api.bot.username)
        yield bot


def posted(
    port: int,
    body: bytes | Iterable[bytes],
    *,
    secret: str | None = SECRET,
    path: str = PATH,
    method: str = "POST",
) -> int:
    """The status that a request is answered with."""
    headers = {"Content-Type": "application/json"}
    if secret is not None:
        headers["X-Telegram-Bot-Api-Secret-Token"] = secret
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as to:
        to.request(method, path, body, headers)
        return to.getresponse().status


def update(chat: PrivateChat, number: int, text: str = FIRST) -> bytes:
    said = {"message_id": number, "date": 1, "chat": chat.json(), "from": chat.person.json()}
    return json.dumps({"update_id": number, "message": {**said, "text": text}}).encode()


def answered(chat: PrivateChat, question: str) -> str:
    before = len(chat.replies)
    chat.say(question)
    chat.wait_for_replies(before + 1, seconds=PATIENCE)
    return answers(chat.replies)[-1]


def test_it_is_set_with_its_secret_and_the_kinds_of_updates(
    api: BotApi, bot: Bot, hook: dict[str, str]
) -> None:
    (call,) = api.calls_of("setWebhook")
    assert call.params["url"] == hook["TELEGRAM_WEBHOOK_URL"]
    assert call.params["secret_token"] == SECRET
    wanted = {"message", "edited_message", "callback_query", "inline_query"}
    assert set(call.params["allowed_updates"]) == wanted
    assert not api.calls_of("getUpdates")
    assert SECRET not in bot.said


def test_questions_are_answered(api: BotApi, bot: Bot) -> None:
    (chat,) = chats_of(api, 1)
    for question, beginning in TASKS.items():
        assert answered(chat, question) == beginning


@pytest.mark.parametrize("secret", [None, "", "mot-hai", SECRET.lower(), SECRET + "5", "mật khẩu"])
def test_who_does_not_know_the_secret_is_not_heard(
    api: BotApi, bot: Bot, port: int, secret: str | None
) -> None:
    (chat,) = chats_of(api, 1)
    given = secret.encode().decode("latin-1") if secret else secret
    assert posted(port, update(chat, 910_000_001), secret=given) == 403
    assert answered(chat, QUESTIONS[1]) == TASKS[QUESTIONS[1]]
    assert len(chat.replies) == 1


def test_the_same_update_twice_is_answered_once(api: BotApi, bot: Bot, port: int) -> None:
    (chat,) = chats_of(api, 1)
    assert [posted(port, update(chat, 910_000_002)) for _ in range(3)] == [200] * 3
    chat.wait_for_replies(1, seconds=PATIENCE)
    assert answered(chat, QUESTIONS[1]) == TASKS[QUESTIONS[1]]
    assert len(chat.replies) == 2


@pytest.mark.parametrize(
    "body", [b"", b"{", b"khong", b"\xff\xfe", b'{"update_id": NaN', b"[" * 500_000]
)
def test_what_is_no_json_is_refused(bot: Bot, port: int, body: bytes) -> None:
    assert posted(port, body) == 400


def test_half_a_letter_is_no_reason_to_refuse_an_update(api: BotApi, bot: Bot, port: int) -> None:
    (chat,) = chats_of(api, 1)
    broken = update(chat, 910_000_009).replace(b'"date"', b'"poll": "\xc4", "date"')
    assert posted(port, broken) == 200
    chat.wait_for_replies(1, seconds=PATIENCE)
    assert answers(chat.replies) == [TASKS[FIRST]]


@pytest.mark.parametrize("body", [b"17", b"{}", b'{"update_id": 1, "poll": {}}', b"[]", b"null"])
def test_json_that_is_nothing_for_it_is_taken_and_set_aside(
    bot: Bot, port: int, body: bytes
) -> None:
    before = sum(bot.troubles.values())
    assert posted(port, body) == 200
    assert sum(bot.troubles.values()) == before + 1


def test_too_large_a_body_is_refused_before_it_is_read(bot: Bot, port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as to:
        to.sendall(
            f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: {LARGEST + 1}\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n\r\n".encode()
        )  # and nothing of the body
        assert b" 413 " in to.recv(4_096).splitlines()[0]


def test_too_large_a_body_that_does_not_say_so_is_not_read_to_its_end(bot: Bot, port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as to:
        to.sendall(
            f"POST {PATH} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n\r\n".encode()
        )
        chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
        for _ in range(LARGEST // 0x10000 + 1):
            to.sendall(chunk)  # no chunk says that it is the last
        assert b" 413 " in to.recv(4_096).splitlines()[0]


def test_other_paths_and_methods_are_none_of_its_business(api: BotApi, bot: Bot, port: int) -> None:
    (chat,) = chats_of(api, 1)
    assert posted(port, update(chat, 910_000_003), path="/") == 404
    assert posted(port, b"", method="GET") == 405


def test_it_says_that_it_is_well(bot: Bot, port: int) -> None:
    assert posted(port, b"", path="/healthz", method="GET", secret=None) == 200


def test_a_port_that_is_taken_is_told_in_one_line(
    bot: Bot, api: BotApi, hook: dict[str, str], tmp_path: Path, shipped_index: Path
) -> None:
    with bantin(tmp_path, shipped_index, **connected(api), **hook) as second:
        assert second.ended() == 4
        (line,) = second.lines
        assert hook["TELEGRAM_WEBHOOK_PORT"] in line


@pytest.mark.parametrize("host", ["a..b", "x" * 64 + ".vn"])
def test_a_name_that_no_machine_can_have_is_told_in_one_line(
    bot: Bot, api: BotApi, hook: dict[str, str], tmp_path: Path, shipped_index: Path, host: str
) -> None:
    settings = {**connected(api), **hook, "TELEGRAM_WEBHOOK_LISTEN": host}
    with bantin(tmp_path, shipped_index, **settings) as second:
        assert second.ended() == 4
        (line,) = second.lines
        assert host in line


def test_a_url_that_telegram_does_not_take_is_told_in_one_line(
    tmp_path: Path, shipped_index: Path
) -> None:
    with BotApi() as api:
        api.refuse("setWebhook", 400, "Bad Request: bad webhook: An HTTPS URL must be provided")
        hook = {
            "TELEGRAM_WEBHOOK_URL": "http://127.0.0.1:1/tg",
            "TELEGRAM_WEBHOOK_PORT": str(free_port()),
        }
        with bantin(tmp_path, shipped_index, **connected(api), **hook) as bot:
            assert bot.ended() == 2
            (line,) = bot.lines
            assert "TELEGRAM_WEBHOOK_URL" in line


def test_what_was_acknowledged_outlives_a_kill_and_polling_takes_over(
    bot: Bot, api: BotApi, port: int, shipped_index: Path
) -> None:
    chats = chats_of(api, 5)
    for number, chat in enumerate(chats):
        assert posted(port, update(chat, 920_000_000 + number)) == 200
    bot.kill()
    with bantin(bot.folder, shipped_index, **connected(api)):
        for chat in chats:
            chat.wait_for_replies(1, seconds=PATIENCE)
            assert answers(chat.replies[:1]) == [TASKS[FIRST]]
        assert not api.webhook
        assert answered(chats[0], QUESTIONS[1]) == TASKS[QUESTIONS[1]]
