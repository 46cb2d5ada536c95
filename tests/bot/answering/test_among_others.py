"""A bulletin of the ministry among many others: its plans are not drowned by their news."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.types import Outcome
from tests.bot.asking import Ask, asking, quoted, sources

PLAN = """Nhiệm vụ trọng tâm của Bộ Y tế quý 2 năm 2021

Bộ Y tế đề ra nhiệm vụ trọng tâm trong quý 2 năm 2021 như sau:

1. Triển khai tiêm vắc xin cho nhân viên y tế.

2. Kiểm tra trang thiết bị tại cửa khẩu.
"""
NEWS = """Hội nghị {n} của thành phố

Hội nghị bàn kế hoạch tháng 5 gồm:

1. Sửa chữa đường số {n} trước mùa mưa.

2. Trồng cây ở công viên số {n}.

Ông chủ tịch nói sức khỏe tâm thần của ca sĩ số {n} đã khá hơn.
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    folder: Path = tmp_path_factory.mktemp("among")
    others = {f"news{n}": NEWS.format(n=n) for n in range(40)}
    with asking(folder, {"plan": "2021-04-01"}, plan=PLAN, **others) as asked:
        yield asked


@pytest.mark.parametrize("question", ["nhiệm vụ trọng tâm quý 2", "kế hoạch tháng 5 của bộ"])
def test_the_ministrys_list_of_a_period_is_found(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert (answer.outcome, answer.reason.code) == (Outcome.ANSWERED, "list")
    assert sources(answer) == ["plan", "plan"]


def test_who_asks_for_plans_is_not_answered_by_other_news(ask: Ask) -> None:
    assert ask("nhiệm vụ về sức khỏe tâm thần").outcome is not Outcome.ANSWERED


def test_what_is_of_no_such_matter_is_not_shown_before_what_is(ask: Ask) -> None:
    answer = ask("Quý 2 năm 2021 kiểm tra gì ở công viên cửa khẩu?")
    assert "cửa khẩu" in quoted(answer)[0]


def test_another_bodys_list_is_not_the_ministrys(tmp_path: Path) -> None:
    police = PLAN.replace("Bộ Y tế đề ra", "Bộ Công an phối hợp với Bộ Y tế đề ra").replace(
        "Nhiệm vụ trọng tâm của Bộ Y tế", "Nhiệm vụ của Bộ Công an"
    )
    others = {f"news{n}": NEWS.format(n=n) for n in range(40)}
    with asking(tmp_path, police=police, health="Tin của Bộ Y tế\n\nHọp.\n", **others) as ask:
        answer = ask("nhiệm vụ trọng tâm quý 2 năm 2021 của Bộ Y tế")
        assert answer.reason.code != "list"
