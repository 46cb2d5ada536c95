"""What goes on from a question stays with what was talked about, where many bulletins stand by."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.dialogue.conversation import Dialogue
from bot.engine import Engine
from bot.texts import Texts
from bot.types import Answer, Outcome
from tests.bot.asking import TODAY, date, quoted, sources
from tests.embeddings.building import write

TRANSPLANTS = {
    f"ghep-{year}": f"Ghép tạng năm {year}\n\nNăm {year}, cả nước có {count} ca ghép tạng.\n"
    for year, count in ((2023, 1020), (2024, 1112))
}
PLAN = (
    "Kế hoạch công tác của Bộ Y tế năm 2022\n\nNhiệm vụ năm 2022:\n\n"
    "1. Trình Luật Khám bệnh, chữa bệnh.\n\n2. Đàm phán giá thuốc.\n\n3. Kiểm tra đấu thầu.\n"
)
DELAY = (
    "Khánh thành cơ sở mới của bệnh viện\n\n"
    "Trưởng Ban Quản lý dự án Trần Văn Bình nhận trách nhiệm về việc chậm.\n"
)
DECEMBERS = {
    f"thang-12-{year}": (
        f"Nhiệm vụ trọng tâm của Bộ Y tế trong tháng 12 năm {year}\n\n"
        f"Trong tháng 12 năm {year}, Bộ Y tế tập trung:\n\n"
        f"1. Tổng kết năm {year}.\n\n2. Chuẩn bị Tết.\n"
    )
    for year in (2021, 2025)
}


@pytest.fixture
def dialogue(tmp_path: Path) -> Iterator[Dialogue]:
    corpus = tmp_path / "corpus"
    write(corpus, plan=PLAN, delay=DELAY, **TRANSPLANTS, **DECEMBERS)
    date(corpus, plan="2022-01-05", delay="2025-11-02")
    with closing(Engine.open(corpus, tmp_path / "index", may_build=True)) as engine:
        yield Dialogue(engine, Texts("vi"), today=TODAY)


def talk(dialogue: Dialogue, *messages: str) -> Answer:
    """What the last of some messages is answered with."""
    return [dialogue.answer(message) for message in messages][-1]


@pytest.mark.parametrize("then", ["năm 2023?", "nam 2023 thi sao", "so với năm 2023"])
def test_another_year_is_asked_about_the_same(dialogue: Dialogue, then: str) -> None:
    answer = talk(dialogue, "ghép tạng năm 2024 bao nhiêu ca", then)
    assert (answer.outcome, "1020 ca" in quoted(answer)[0]) == (Outcome.ANSWERED, True)


def test_a_year_of_which_nothing_is_told_brings_no_list_of_that_year(dialogue: Dialogue) -> None:
    answer = talk(dialogue, "ghép tạng năm 2024 bao nhiêu ca", "còn năm 2022?")
    assert answer.outcome is not Outcome.ANSWERED
    assert "plan" not in sources(answer)


def test_who_is_responsible_for_something_else_is_not_told_as_sure(dialogue: Dialogue) -> None:
    answer = talk(dialogue, "nhiệm vụ tháng 12 năm 2025", "ai chịu trách nhiệm?")
    assert answer.outcome is not Outcome.ANSWERED


def test_a_year_goes_with_the_month_that_was_asked_about(dialogue: Dialogue) -> None:
    answer = talk(dialogue, "Nhiệm vụ tháng 12 là gì?", "ý tôi là năm 2021")
    assert set(sources(answer)) == {"thang-12-2021"}
