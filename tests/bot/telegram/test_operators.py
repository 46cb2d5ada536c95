"""What those who look after the bot can ask of it."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock

from embeddings.build import build
from embeddings.encoder import Encoder
from tests.bot.telegram.chatting import asked, newcomer, toast
from tests.bot.telegram.conftest import connected
from tests.botapi import BotApi, CommandScope, Message, PrivateChat
from tests.botapi.faults import refused, slow
from tests.conftest import BULLETINS
from tests.running import Bot, bantin
from tests.terminal import ROOT

FIFTH, FIVE = "Nhiệm vụ thứ năm là gì?", "Năm là: Tiếp tục chỉ đạo"
MORE = 40  # bulletins that are added


@dataclass(frozen=True)
class House:
    """A bot with an operator, and the folders that it works on."""

    api: BotApi
    bot: Bot
    operator: PrivateChat
    corpus: Path
    index: Path


@contextmanager
def operated(
    folder: Path,
    model: Encoder,
    api: BotApi,
    *operators: PrivateChat,
    begins: str = "",
    corpus: Path = BULLETINS,
) -> Iterator[Bot]:
    """A bot of its own with these operators. ``begins`` is what each interpreter runs first, and
    ``corpus`` what its builds read.
    """
    (folder / "first").mkdir()
    (folder / "first" / "sitecustomize.py").write_text(begins, "utf-8")
    build(corpus, folder / "index", model)
    settings = {
        **connected(api),
        "PYTHONPATH": f"{folder / 'first'}{os.pathsep}{ROOT}",
        "TELEGRAM_OPERATORS": ",".join(str(one.id) for one in operators),
        "BANTIN_CORPUS": str(corpus),
    }
    with bantin(folder, folder / "index", **settings) as bot:
        yield bot


@pytest.fixture(scope="module")
def house(api: BotApi, model: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    corpus, index = folder / "corpus", folder / "index"
    shutil.copytree(BULLETINS, corpus)
    build(corpus, index, model)
    operator = newcomer(api)
    settings = {
        **connected(api),
        "BANTIN_CORPUS": str(corpus),
        "BANTIN_LOG_QUESTIONS": "yes",
        "TELEGRAM_OPERATORS": str(operator.id),
    }
    with bantin(folder, index, **settings) as bot:
        yield House(api, bot, operator, corpus, index)


def add(corpus: Path, count: int) -> None:
    """Adds so many bulletins to a folder, made if missing."""
    corpus.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        text = f"Tập huấn {number}\n\nLớp tập huấn số {number} có {number + 300} học viên.\n"
        (corpus / f"lop-{number}.txt").write_text(text, "utf-8")


def test_their_menu_has_their_commands(house: House) -> None:
    scope = CommandScope("chat", "vi", house.operator.id)
    house.api.wait(lambda: CommandScope("chat", "en", house.operator.id) in house.api.commands)
    assert {"hoi", "thongke", "khongtraloi", "capnhat"} <= set(house.api.commands[scope])
    assert "/capnhat" in asked(house.operator, "/trogiup").text


@pytest.mark.parametrize("command", ["/thongke", "/khongtraloi", "/capnhat", "/stats"])
def test_nobody_else_has_them(house: House, command: str) -> None:
    chat = newcomer(house.api)
    assert f"Không có lệnh {command}" in asked(chat, command).text
    assert command not in asked(chat, "/trogiup").text


def test_they_see_how_much_is_asked_and_how_it_goes(house: House) -> None:
    chat = newcomer(house.api)
    answer = asked(chat, FIFTH)
    asked(chat, "giá vàng hôm nay thế nào?")
    asked(chat, "xin chào")  # is not looked up
    toast(house.api, chat.press(answer, "👍"))
    house.api.push({"update_id": "hỏng"})
    stats = asked(house.operator, "/thongke").text
    assert f"Chỉ mục: {(house.index / 'current').read_text().strip()}" in stats
    day, kept = stats.split("24 giờ qua")[1].split("Tất cả những gì còn giữ")
    for part in (day, kept):
        assert "Câu hỏi: 2" in part
        assert "không trả lời được: 1 (50%)" in part
        assert "👍 1, 👎 0" in part
    assert "Đang chờ trả lời: 1" in stats  # this very command
    assert "update_id: int_type" in stats


def test_they_see_what_the_bulletins_lack(house: House) -> None:
    chat = newcomer(house.api)
    asked(chat, "giá xăng <b>hôm nay</b> thế nào?")
    listed = asked(house.operator, "/khongtraloi").text
    assert listed.startswith("Những câu gần đây không có câu trả lời:\n• ")
    assert "giá xăng <b>hôm nay</b> thế nào?" in listed.splitlines()[1]
    assert FIFTH not in listed
    assert str(chat.id) not in listed


def test_what_people_ask_is_noted_where_a_setting_says_so(house: House) -> None:
    chat = newcomer(house.api)
    asked(chat, "có mấy phần mềm?\nvà mấy đề án?")
    assert "question: có mấy phần mềm? và mấy đề án?" in house.bot.said


def test_the_index_is_brought_up_to_date_while_the_old_one_answers(house: House) -> None:
    chat, operator = newcomer(house.api), house.operator
    add(house.corpus, MORE)
    told = asked(operator, "/capnhat")
    assert told.text.startswith("Bắt đầu cập nhật")
    assert FIVE in asked(chat, FIFTH).text
    house.api.wait(lambda: f"Thêm {MORE}," in operator.message(told).text, seconds=60)
    edits = [c for c in house.api.calls_of("editMessageText") if c.chat == operator.id]
    assert "Đang cập nhật chỉ mục: " in edits[0].params["text"]
    assert "339 học viên" in asked(chat, "Lớp tập huấn số 39 có bao nhiêu học viên?").text


def test_it_is_not_brought_up_to_date_twice_at_once(house: House) -> None:
    operator = house.operator
    told = asked(operator, "/capnhat")
    assert asked(operator, "/capnhat").text == "Chỉ mục đang được cập nhật rồi."
    house.api.wait(lambda: operator.message(told).text != told.text, seconds=60)


def outcome(house: House, told: Message) -> str:
    """What a message about a build says in the end."""
    house.api.wait(lambda: house.operator.message(told).text != told.text, seconds=60)
    return house.operator.message(told).text


def test_where_that_fails_the_old_index_goes_on(house: House) -> None:
    away = house.corpus.with_name("away")
    house.corpus.rename(away)
    assert outcome(house, asked(house.operator, "/capnhat")).startswith("Không có thư mục bản tin")
    away.rename(house.corpus)
    assert FIVE in asked(house.operator, FIFTH).text


def test_another_build_that_runs_is_told(house: House) -> None:
    with FileLock(house.index / "builder.lock"):
        said = outcome(house, asked(house.operator, "/capnhat"))
    assert said.startswith("Một tiến trình khác đang lập chỉ mục")


def test_a_build_that_dies_is_told_and_another_can_be_begun(house: House) -> None:
    told = asked(house.operator, "/capnhat")
    for child in children(house.bot):
        os.kill(child, signal.SIGKILL)
    assert "chỉ mục cũ vẫn trả lời" in outcome(house, told)
    assert "Thêm 0," in outcome(house, asked(house.operator, "/capnhat"))


MANY = 2_000  # bulletins, which take longer to read than a bot to stop


@contextmanager
def building(folder: Path, model: Encoder) -> Iterator[tuple[Bot, PrivateChat, Message, BotApi]]:
    """A bot in the midst of a build, and the message that says how far it is."""
    shutil.copytree(BULLETINS, folder / "corpus")
    with BotApi() as api:
        operator = newcomer(api)
        with operated(folder, model, api, operator, corpus=folder / "corpus") as bot:
            asked(operator, "/help")
            add(folder / "corpus", MANY)
            told = asked(operator, "/capnhat")
            api.wait(lambda: "Đang cập nhật" in operator.message(told).text, seconds=60)
            yield bot, operator, told, api


def test_a_bot_that_stops_tells_that_its_build_did_not_end(model: Encoder, tmp_path: Path) -> None:
    with building(tmp_path, model) as (bot, operator, told, api):
        assert bot.stop(signal.SIGTERM) == 0
        api.wait(lambda: "bị bỏ dở" in operator.message(told).text)
        assert "Traceback" not in bot.said


def test_ctrl_c_is_for_the_bot_and_not_for_its_build(model: Encoder, tmp_path: Path) -> None:
    with building(tmp_path, model) as (bot, *_):
        (child,) = children(bot)
        assert os.getpgid(child) != os.getpgid(bot.process.pid)


def test_a_build_whose_bot_was_killed_goes_on_in_silence(model: Encoder, tmp_path: Path) -> None:
    with building(tmp_path, model) as (bot, _, _, api):
        current = tmp_path / "index" / "current"
        before = current.read_text()
        bot.kill()
        api.wait(lambda: current.read_text() != before, seconds=60)
        assert "Traceback" not in bot.said


def children(bot: Bot) -> list[int]:
    """The processes that it has started, once there is one."""
    listed = Path(f"/proc/{bot.process.pid}/task/{bot.process.pid}/children")
    while not (found := listed.read_text().split()):
        assert bot.process.poll() is None
    return [int(child) for child in found]


def test_of_two_operators_at_once_only_one_begins_a_build(model: Encoder, tmp_path: Path) -> None:
    with BotApi() as api:
        one, other = newcomer(api), newcomer(api)
        with operated(tmp_path, model, api, one, other):
            api.fault("sendMessage", slow(3.0), chat=one)
            one.say("/capnhat")
            one.wait_for_replies(1)  # it is there, and the bot not told yet
            assert asked(other, "/capnhat").text == "Chỉ mục đang được cập nhật rồi."
            api.wait(lambda: "Thêm 0," in one.last.text, seconds=60)


def test_one_whom_no_message_reaches_keeps_nobody_from_a_build(
    model: Encoder, tmp_path: Path
) -> None:
    with BotApi() as api:
        one, other = newcomer(api), newcomer(api)
        with operated(tmp_path, model, api, one, other) as bot:
            asked(one, "/help")
            one.block()
            one.say("/capnhat")
            api.wait(lambda: "bot was blocked by the user" in bot.troubles)
            told = asked(other, "/capnhat")
            api.wait(lambda: "Thêm 0," in other.message(told).text, seconds=60)


def test_a_report_that_is_long_is_told_as_far_as_a_message_goes(
    model: Encoder, tmp_path: Path
) -> None:
    corpus, name = tmp_path / "corpus", "nhiệm vụ trọng tâm của bộ y tế " * 3
    shutil.copytree(BULLETINS, corpus)
    with BotApi() as api:
        operator = newcomer(api)
        with operated(tmp_path, model, api, operator, corpus=corpus):
            add(corpus.joinpath(*[name] * 5), MORE)
            told = asked(operator, "/capnhat")
            api.wait(lambda: f"Thêm {MORE}," in operator.message(told).text, seconds=60)
            assert operator.message(told).text.endswith("…")


def test_a_401_to_what_a_build_tells_ends_the_bot(model: Encoder, tmp_path: Path) -> None:
    with BotApi() as api:
        operator = newcomer(api)
        with operated(tmp_path, model, api, operator) as bot:
            asked(operator, "/help")
            api.fault("editMessageText", refused(401, "Unauthorized"))
            operator.say("/capnhat")
            assert bot.ended() == 4
            assert "Traceback" not in bot.said
            assert "never retrieved" not in bot.said


NOISE = ("Loading", "", "5", "null", "[]", '{"done": 1}', '{"said": 5}', "\xff", "x" * 200_000)


def test_what_a_build_says_besides_is_passed_over(model: Encoder, tmp_path: Path) -> None:
    with BotApi() as api:
        operator = newcomer(api)
        lines = "\n".join([*NOISE, ""]).encode("latin-1")
        begins = f"import sys\nsys.stdout.buffer.write({lines!r})\nsys.stdout.flush()"
        with operated(tmp_path, model, api, operator, begins=begins):
            told = asked(operator, "/capnhat")
            api.wait(lambda: "Thêm 0," in operator.message(told).text, seconds=60)


def test_a_build_that_cannot_be_begun_is_told(model: Encoder, tmp_path: Path) -> None:
    with BotApi() as api:
        operator = newcomer(api)
        begins = "import sys\nsys.executable = '/nowhere/python'"
        with operated(tmp_path, model, api, operator, begins=begins):
            told = asked(operator, "/capnhat")
            api.wait(lambda: "chỉ mục cũ vẫn trả lời" in operator.message(told).text)
            api.wait(lambda: asked(operator, "/capnhat").text.startswith("Bắt đầu cập nhật"))


def test_an_operator_who_writes_for_the_first_time_has_the_commands_at_once(
    api: BotApi, shipped_index: Path, tmp_path: Path
) -> None:
    with BotApi() as api:
        settings = {**connected(api), "TELEGRAM_OPERATORS": "4500000001"}
        with bantin(tmp_path, shipped_index, **settings):
            api.wait(lambda: len(api.commands) == 3)
            operator = newcomer(api)
            assert operator.id == 4500000001
            assert asked(operator, "/khongtraloi").text == "Chưa có câu nào không trả lời được."
