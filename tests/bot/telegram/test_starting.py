"""How the bot starts and how it leaves."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, closing
from pathlib import Path

import numpy as np
import pytest

from bot import settings
from bot.engine import Engine
from bot.telegram import service
from embeddings.encoder import Encoder
from embeddings.index import Index, Wanted
from embeddings.ranking import Floats
from tests.bot.telegram.asking import FIRST, PATIENCE, QUESTIONS, TASKS, answers, chats_of
from tests.bot.telegram.conftest import connected
from tests.botapi import BotApi, PrivateChat
from tests.botapi.faults import Fault, bad_gateway, slow
from tests.running import Bot, bantin

NO_BOT = Fault(status=200, body=b'{"ok": true, "result": {"username": "ai"}}')
PAGE = Fault(status=404, body=b"<html>nginx</html>", content_type="text/html")
AT_ONCE = 5.0  # seconds in which it leaves
LONGER = 1.0  # seconds that a question takes which is not waited for
Start = Callable[..., AbstractContextManager[Bot]]


@pytest.fixture
def own() -> BotApi:
    """A Bot API server of one test."""
    return BotApi()


@pytest.fixture
def start(own: BotApi, tmp_path: Path, shipped_index: Path) -> Start:
    """Starts a bot; a second one goes on where the first one ended."""

    def started(**settings: str) -> AbstractContextManager[Bot]:
        return bantin(tmp_path, shipped_index, **{**connected(own), **settings})

    return started


def answered(chat: PrivateChat, question: str = FIRST) -> None:
    before = len(chat.replies)
    chat.say(question)
    chat.wait_for_replies(before + 1, seconds=PATIENCE)


# -- start -------------------------------------------------------------------------------------


def test_a_server_that_is_away_at_the_start_is_waited_for(own: BotApi, start: Start) -> None:
    with own:
        own.down()
        with start() as bot:
            bot.wait_until_said("Chưa liên lạc được")
            for wrong in (bad_gateway(), NO_BOT, PAGE):
                own.fault("getMe", wrong)
            own.up()
            (chat,) = chats_of(own, 1)
            answered(chat)
            assert bot.said.count("Chưa liên lạc được") == 1
            assert bot.stop(seconds=AT_ONCE) == 0


@pytest.mark.parametrize("token", ["", "mã của tôi", "987654", ":AAbbCC"])
def test_without_a_token_it_says_so_and_ends(own: BotApi, start: Start, token: str) -> None:
    with own, start(TELEGRAM_BOT_TOKEN=token) as bot:
        assert bot.ended() == 2
        (line,) = bot.lines
        assert "TELEGRAM_BOT_TOKEN" in line
        assert not token or token not in line
        assert not own.calls


@pytest.mark.parametrize("proxy", ["http://u:mat@[::1", "socks5://127.0.0.1:1080", "http://:0"])
def test_a_proxy_that_will_not_do_is_told_in_one_line(
    own: BotApi, start: Start, proxy: str
) -> None:
    with own, start(http_proxy=proxy, no_proxy="", NO_PROXY="") as bot:
        assert bot.ended() == 2
        (line,) = bot.lines
        assert "HTTP_PROXY" in line
        assert proxy not in line
        assert not own.calls


def test_a_proxy_is_spoken_through_with_its_scheme_or_without(own: BotApi, start: Start) -> None:
    with own, closing(socket.create_server(("127.0.0.1", 0))) as proxy:
        address = f"127.0.0.1:{proxy.getsockname()[1]}"
        for named in (address, f"http://{address}"):
            with start(http_proxy=named, no_proxy="", NO_PROXY=""):
                proxy.settimeout(PATIENCE)
                line, _ = proxy.accept()
                with line:
                    assert line.recv(4_096).startswith(f"POST {own.base_url}".encode())


# -- leaving -----------------------------------------------------------------------------------


def test_while_it_waits_for_the_server_at_the_start(own: BotApi, start: Start) -> None:
    with own:
        own.down()
        with start() as bot:
            bot.wait_until_said("Chưa liên lạc được")
            assert bot.stop(seconds=AT_ONCE) == 0
            assert len(bot.lines) == 1


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_during_a_poll_it_leaves_at_once(
    own: BotApi, start: Start, number: int, status: int
) -> None:
    with own, start() as bot:
        own.wait(lambda: own.is_polling, seconds=PATIENCE)
        assert bot.stop(number, seconds=AT_ONCE) == status
        assert len(bot.lines) == 1


def test_what_is_in_flight_is_finished_and_the_rest_kept(own: BotApi, start: Start) -> None:
    with own:
        chat, other = chats_of(own, 2)
        with start() as bot:
            own.fault("sendMessage", slow(1.0), chat=chat)
            for question in QUESTIONS:
                chat.say(question)
            chat.wait_for_replies(1, seconds=PATIENCE)  # it is there, and the bot not told yet
            assert bot.stop(seconds=AT_ONCE) == 0
            assert answers(chat.replies) == [TASKS[FIRST]]
        other.say(FIRST)
        with start() as bot:
            chat.wait_for_replies(7, seconds=PATIENCE)
            answered(chat, "xin chào")
            assert answers(chat.replies)[:-1] == list(TASKS.values())
            other.wait_for_replies(1, seconds=PATIENCE)

            # and once more, with nobody there to send to
            own.down()
            other.say(QUESTIONS[1])
            bot.wait_until_said("Chưa liên lạc được")
            assert bot.stop(seconds=AT_ONCE) == 0
        own.up()
        with start():
            other.wait_for_replies(2, seconds=PATIENCE)


class Stopping:
    """A reranker that tells the program to stop, and then goes on for as long as it is let."""

    name, revision = "stopping", "1"

    def __init__(self) -> None:
        self.left = threading.Event()  # by the program
        self.was_left: bool | None = None

    def scores(self, question: str, passages: Sequence[str]) -> Floats:
        os.kill(os.getpid(), signal.SIGTERM)
        self.was_left = self.left.wait(LONGER)
        return np.zeros(len(passages), np.float32)


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBUserWarning")
def test_the_index_stays_open_for_what_takes_longer_than_it_is_waited_for(
    own: BotApi,
    shipped_index: Path,
    model: Encoder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(service, "IN_FLIGHT", 0.0)
    monkeypatch.chdir(tmp_path)
    for name, value in connected(own).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("BANTIN_STATE", str(tmp_path / "state"))
    slow_one = Stopping()
    opened = Index.open(shipped_index, Wanted.of(model))
    with own, closing(Engine(shipped_index, model, opened, reranker=slow_one)) as engine:
        (chat,) = chats_of(own, 1)
        chat.say("Bộ Y tế có bao nhiêu điểm cầu khám chữa bệnh từ xa?")
        assert not service.run(settings.load(), engine, lambda code, **values: None)
        slow_one.left.set()
    assert slow_one.was_left is False


def test_an_answer_that_cannot_be_sent_is_kept(own: BotApi, start: Start) -> None:
    with own:
        (chat,) = chats_of(own, 1)
        with start() as bot:
            own.fault("sendMessage", bad_gateway(), times=None)
            chat.say(FIRST)
            own.wait(lambda: len(own.calls_of("sendMessage")) > 1, seconds=PATIENCE)
            assert bot.stop(seconds=AT_ONCE) == 0
        own.heal()
        with start():
            chat.wait_for_replies(1, seconds=PATIENCE)
        assert answers(chat.replies) == [TASKS[FIRST]]
