"""Chats go on over restarts of the bot and rebuilds of the index."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.texts import Texts
from tests.bot.telegram.chatting import asked, newcomer, suggestion, toast
from tests.bot.telegram.conftest import connected
from tests.botapi import BotApi
from tests.conftest import BULLETINS
from tests.running import Bot, bantin
from tests.terminal import ROOT

FIFTH, FIVE = "Nhiệm vụ thứ năm là gì?", "Năm là: Tiếp tục chỉ đạo"
TASKS = "Bộ Y tế đề ra mấy nhiệm vụ trong tháng 4?"
VACCINES = "Bộ Y tế phân bổ bao nhiêu liều vắc xin cho Hà Giang?"
OLD, NEW = "2.500 liều", "7.300 liều"


@dataclass(frozen=True)
class House:
    """A bot, and the folders that it works on."""

    bot: Bot
    corpus: Path
    index: Path

    def told(self, doses: str) -> None:
        """A bulletin says something new, and the index is rebuilt beside the running bot."""
        tell(self.corpus, doses)
        rebuild(self.corpus, self.index)


@pytest.fixture(scope="module")
def house(api: BotApi, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The bot over the shipped bulletins and one of our own."""
    folder = tmp_path_factory.mktemp("house")
    corpus, index = folder / "corpus", folder / "index"
    shutil.copytree(BULLETINS, corpus)
    tell(corpus, OLD)
    rebuild(corpus, index)
    with bantin(folder, index, **{**connected(api), "BANTIN_CORPUS": str(corpus)}) as bot:
        yield House(bot, corpus, index)


@pytest.fixture
def alone() -> Iterator[BotApi]:
    """A Bot API server for the bots of one test, one after the other."""
    with BotApi() as api:
        yield api


def tell(corpus: Path, doses: str) -> None:
    text = f"Phân bổ vắc xin\n\nBộ Y tế phân bổ {doses} vắc xin cho tỉnh Hà Giang.\n"
    (corpus / "vac-xin.txt").write_text(text, "utf-8")


def rebuild(corpus: Path, index: Path) -> None:
    """As somebody types it, beside the running bot."""
    subprocess.run(
        [sys.executable, "-m", "bot", "rebuild", "--corpus", str(corpus), "--index", str(index)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=corpus.parent,
        check=True,
        capture_output=True,
    )


def test_after_a_restart_conversations_and_buttons_go_on(
    alone: BotApi, shipped_index: Path, tmp_path: Path
) -> None:
    chat = newcomer(alone)
    with bantin(tmp_path, shipped_index, **connected(alone)) as bot:
        answer = asked(chat, "Nhiệm vụ thứ tư là gì?")
        listed = asked(chat, TASKS)
        assert toast(alone, chat.press(answer, "👍")).startswith("Cảm ơn")
        question = chat.say("nhiệm vụ thứ ba?")
        chat.wait_for_replies(3)
        bot.stop()
    with bantin(tmp_path, shipped_index, **connected(alone)):
        assert "Bốn là" in asked(chat, "mục tiếp theo?").text
        assert toast(alone, chat.press(answer, "👍")).startswith("Bạn đã đánh giá")
        assert toast(alone, chat.press(answer, "👎")).startswith("Đã đổi")
        chat.press(answer, "Đoạn khác")
        alone.wait(lambda: chat.message(answer).text.startswith("Những đoạn khác"))
        chat.press(chat.message(answer), "↩ Câu trả lời")
        alone.wait(lambda: chat.message(answer).text == answer.text)
        chat.press(listed, suggestion(listed))
        chat.wait_for_replies(5)
        chat.edit(question, FIFTH)
        alone.wait(lambda: FIVE in chat.replies[2].text)


def test_a_rebuilt_index_is_taken_over_without_a_restart(api: BotApi, house: House) -> None:
    chat = newcomer(api)
    answer = asked(chat, VACCINES)
    assert OLD in answer.text
    fifth = asked(chat, FIFTH)
    house.told(NEW)
    assert NEW in asked(chat, VACCINES).text
    chat.press(answer, "Ngữ cảnh")  # of what stands there now
    api.wait(lambda: NEW in chat.message(answer).text)
    chat.press(fifth, "Ngữ cảnh")
    api.wait(lambda: FIVE in chat.message(fifth).text)
    assert house.bot.process.poll() is None


def test_a_conversation_goes_on_over_a_rebuild(api: BotApi, house: House) -> None:
    chat = newcomer(api)
    asked(chat, "Nhiệm vụ thứ tư là gì?")
    house.told(OLD)
    assert FIVE in asked(chat, "mục tiếp theo?").text


def test_buttons_for_what_is_gone_say_so_kindly(api: BotApi, house: House) -> None:
    chat = newcomer(api)
    answer = asked(chat, VACCINES)
    for path in house.corpus.iterdir():
        path.unlink()
    (house.corpus / "khac.txt").write_text("Lịch trực\n\nTrực Tết từ 28 tháng Chạp.\n", "utf-8")
    rebuild(house.corpus, house.index)
    said = toast(api, chat.press(answer, "Ngữ cảnh"))
    assert said == Texts("vi").say("telegram_nothing_around")
    assert toast(api, chat.press(answer, "👍")).startswith("Cảm ơn")


def test_without_its_state_every_button_says_that_it_is_too_old(
    alone: BotApi, shipped_index: Path, tmp_path: Path
) -> None:
    chat = newcomer(alone)
    with bantin(tmp_path, shipped_index, **connected(alone)) as bot:
        answer = asked(chat, FIFTH)
        bot.stop()
    shutil.rmtree(tmp_path / "state")
    with bantin(tmp_path, shipped_index, **connected(alone)):
        for label in answer.labels:
            assert "cũ quá rồi" in toast(alone, chat.press(answer, label))
        assert FIVE in asked(chat, FIFTH).text
