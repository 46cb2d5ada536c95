"""Plans of several months, announced with other verbs and of other lengths."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.texts import Texts
from bot.types import Outcome
from bot.wording import render
from tests.bot.answering.test_several_bulletins import TITLE, plan
from tests.bot.asking import Ask, asking, quoted, sources

NEW = plan(
    TITLE.format("tháng 4 năm 2023"),
    "Tại cuộc họp, Bộ Y tế xác định các nhiệm vụ trọng tâm trong tháng 4 và Quý 2 như sau:",
    "Mua sắm trang thiết bị cho bệnh viện.",
    "Triển khai bệnh án điện tử.",
    "Tổ chức hội nghị về y tế cơ sở.",
)
SUMMER = plan(
    TITLE.format("tháng 7 năm 2022"),
    "Trong cuộc họp, Bộ Y tế đã đề ra một số nhiệm vụ trọng tâm trong tháng 7 và Quý 3 như sau:",
    "Tiêm vắc xin mũi nhắc lại.",
    "Phòng, chống sốt xuất huyết.",
)
OLD = plan(
    TITLE.format("tháng 4 năm 2021"),
    "Trong cuộc họp, Bộ Y tế đã đề ra một số nhiệm vụ trọng tâm trong tháng 4 và Quý 2 như sau:",
    "Hoàn thiện các văn bản quy phạm pháp luật.",
    "Giám sát tình hình dịch COVID-19.",
    "Thử nghiệm lâm sàng vắc xin trong nước.",
    "Kiểm tra các doanh nghiệp trang thiết bị y tế.",
)
DATES = {"new": "2023-04-10", "summer": "2022-07-05", "old": "2021-04-05"}


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    texts = {"new": NEW, "summer": SUMMER, "old": OLD}
    with asking(tmp_path_factory.mktemp("plans"), DATES, **texts) as asked:
        yield asked


@pytest.mark.parametrize(
    "question",
    [
        "Bộ Y tế đề ra mấy nhiệm vụ trong tháng 4?",
        "Bộ Y tế xác định mấy nhiệm vụ trong tháng 4?",
        "Bộ Y tế có mấy nhiệm vụ trong tháng 4?",
        "quý 2 bộ y tế đề ra nhiệm vụ gì",
        "Bộ Y tế đề ra những nhiệm vụ gì?",
    ],
)
def test_the_verb_that_announces_a_list_does_not_outweigh_which_is_newest(
    ask: Ask, question: str
) -> None:
    answer = ask(question)
    assert (answer.reason.code, sources(answer)) == ("list", ["new"] * 3)
    assert "old" in [head.id for head in answer.others]


@pytest.mark.parametrize(
    "question",
    ["nhiệm vụ thứ tư tháng 4", "nhiệm vụ thứ tư năm 2021", "nhiệm vụ thứ tư"],
)
def test_an_item_is_of_the_newest_list_that_has_it(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer.outcome is Outcome.ANSWERED
    assert quoted(answer) == ["Bốn là: Kiểm tra các doanh nghiệp trang thiết bị y tế."]


def test_older_lists_with_such_an_item_are_named(ask: Ask) -> None:
    answer = ask("nhiệm vụ thứ ba tháng 4")
    assert quoted(answer) == ["Ba là: Tổ chức hội nghị về y tế cơ sở."]
    assert [head.id for head in answer.others] == ["old"]


@pytest.mark.parametrize(
    "question", ["nhiệm vụ thứ năm tháng 4", "nhiệm vụ thứ tư tháng 4 năm 2023"]
)
def test_an_item_that_no_list_of_the_period_has_is_refused(ask: Ask, question: str) -> None:
    assert ask(question).reason.code == "no_such_item"


def test_an_older_list_within_a_range_is_named(ask: Ask) -> None:
    answer = ask("nhiệm vụ từ tháng 4 năm 2021 đến tháng 7 năm 2022")
    assert sources(answer) == ["summer"] * 2
    assert [head.id for head in answer.others] == ["old"]


@pytest.mark.parametrize(
    ("question", "bulletin"),
    [
        ("trước tháng 4 năm 2023 có nhiệm vụ gì", "summer"),
        ("sau tháng 7 năm 2022 có nhiệm vụ gì", "new"),
        ("nhiệm vụ trước năm 2022", "old"),
        ("nhiem vu truoc nam 2022", "old"),
        ("Sau năm 2021 Bộ Y tế có kế hoạch gì?", "new"),
    ],
)
def test_before_and_after_a_period_are_what_lies_wholly_there(
    ask: Ask, question: str, bulletin: str
) -> None:
    answer = ask(question)
    assert answer.reason.code == "list"
    assert set(sources(answer)) == {bulletin}


@pytest.mark.parametrize(
    ("question", "named", "nearest"),
    [
        (
            "nhiệm vụ trước năm 2021",
            "thời gian đến hết ngày 31/12/2020",
            "tháng 4 năm 2021, quý 2 năm 2021",
        ),
        (
            "sau tháng 6 năm 2023 có nhiệm vụ gì",
            "thời gian từ ngày 01/07/2023 trở đi",
            "quý 2 năm 2023, tháng 4 năm 2023",
        ),
    ],
)
def test_nothing_before_or_after_is_refused_with_what_is_nearest(
    ask: Ask, question: str, named: str, nearest: str
) -> None:
    answer = ask(question)
    assert answer.outcome is Outcome.REFUSED
    text = render(answer, Texts("vi"))
    assert named in text
    assert nearest in text


def test_a_bulletin_that_came_out_at_the_end_of_a_year_says_nothing_of_it(
    tmp_path: Path,
) -> None:
    matches = {f"match{i}": f"Trận thứ {i} của đội bóng kết thúc với {i} bàn." for i in range(120)}
    matches["match0"] = "Cuối năm 2021 đội bóng thắng trận chung kết."
    with asking(tmp_path, {"old": "2021-11-26"}, old=OLD, **matches) as ask:
        assert ask("cuối năm 2021").outcome is Outcome.REFUSED
        assert sources(ask("bản tin cuối năm 2021")) == ["old"]
