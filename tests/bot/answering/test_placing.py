"""Where quotes stand, and from when what they say is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.engine import Engine
from bot.texts import Texts
from bot.types import AsOf, Where
from bot.wording import render
from tests.bot.asking import TODAY, asking

VI = Texts("vi")
HEAD = "Tin bệnh viện\n\nÔng Nguyễn Văn An, Giám đốc bệnh viện Bạch Mai, chủ trì cuộc họp{}.\n"
WHO = "Giám đốc bệnh viện Bạch Mai là ai?"
PLAN = (
    "Kế hoạch của bệnh viện Bạch Mai\n\n"
    "Bệnh viện Bạch Mai đề ra các nhiệm vụ sau:\n\n"
    "Một là: Mua thêm máy thở.\n\n"
    "Hai là: Sửa lại mái nhà.\n\n"
    "Ba là: Đào tạo điều dưỡng.\n\n"
    "Cuối buổi, đoàn công tác thăm khoa nhi của bệnh viện.\n"
)


# -- places ------------------------------------------------------------------------------------


def test_an_item_is_placed_in_its_list(tmp_path: Path) -> None:
    with asking(tmp_path, plan=PLAN) as ask:
        [quote] = ask("Nhiệm vụ thứ hai là gì?").quotes
        assert quote.where == Where(2, 3, item=True)
        places = [quote.where for quote in ask("Bệnh viện Bạch Mai có các nhiệm vụ nào?").quotes]
        assert places == [Where(n, 3, item=True) for n in (1, 2, 3)]


def test_a_sentence_is_placed_by_the_passage_it_stands_in(tmp_path: Path) -> None:
    with asking(tmp_path, plan=PLAN) as ask:
        answer = ask("Đoàn công tác thăm khoa nhi thế nào?")
        assert answer.quotes[0].slice.text == PLAN.splitlines()[-1]
        assert answer.quotes[0].where == Where(6, 6, item=False)
        assert ", đoạn 6/6. Nguồn" in render(answer, VI)


def test_a_sentence_of_an_item_is_placed_in_the_list(shipped: Engine) -> None:
    answer = shipped.ask("Nanocovax đang thử nghiệm giai đoạn mấy?", today=TODAY)
    assert answer.quotes[0].where == Where(3, 7, item=True)
    assert ", mục 3/7. Nguồn" in render(answer, VI)


def test_a_whole_list_is_cited_without_places(shipped: Engine) -> None:
    answer = shipped.ask("Nhiệm vụ trọng tâm tháng 4 năm 2021 là gì?", today=TODAY)
    assert [quote.where for quote in answer.quotes] == [Where(n, 7, item=True) for n in range(1, 8)]
    assert "mục 1" not in render(answer, VI)


def test_several_passages_of_a_bulletin_are_cited_in_one_line(shipped: Engine) -> None:
    answer = shipped.ask("Cơ quan nào tặng Bằng khen cho Đảng ủy Bộ Y tế?", today=TODAY)
    numbers = sorted({quote.where.number for quote in answer.quotes if quote.where})
    assert len(numbers) > 1
    assert f", đoạn {', '.join(map(str, numbers))}/20. Nguồn" in render(answer, VI)


# -- from when ---------------------------------------------------------------------------------


def test_who_is_who_in_an_undated_bulletin_is_told_with_its_years(tmp_path: Path) -> None:
    with asking(tmp_path, tin=HEAD.format(" năm 2020 và năm 2021")) as ask:
        answer = ask(WHO)
        assert answer.as_of == AsOf(None, (2020, 2021))
        assert VI.say("as_of_years", years="2020-2021") in render(answer, VI)


def test_one_year_is_named_once(tmp_path: Path) -> None:
    with asking(tmp_path, tin=HEAD.format(" năm 2020")) as ask:
        assert VI.say("as_of_years", years="2020") in render(ask(WHO), VI)


def test_an_undated_bulletin_without_years_says_that_it_is_undated(tmp_path: Path) -> None:
    with asking(tmp_path, tin=HEAD.format("")) as ask:
        answer = ask(WHO)
        assert answer.as_of == AsOf(None, None)
        assert VI.say("as_of_nothing") in render(answer, VI)


def test_an_old_bulletin_is_told_with_its_date(tmp_path: Path) -> None:
    with asking(tmp_path, {"tin": "2022-10-05"}, tin=HEAD.format(" năm 2020")) as ask:
        answer = ask(WHO)
        assert answer.as_of == AsOf(dt.date(2022, 10, 5), None)
        assert VI.say("as_of", date="05/10/2022") in render(answer, VI)


@pytest.mark.parametrize(
    ("day", "noted"),
    [("2026-10-31", False), ("2025-11-01", False), ("2025-10-31", False), ("2025-10-30", True)],
)
def test_a_bulletin_of_the_last_year_says_nothing(tmp_path: Path, day: str, *, noted: bool) -> None:
    with asking(tmp_path, {"tin": day}, tin=HEAD.format("")) as ask:
        assert (ask(WHO).as_of is not None) == noted


@pytest.mark.parametrize(
    ("question", "noted"),
    [
        (WHO, True),
        ("giam doc benh vien bach mai la ai", True),
        ("Ông Nguyễn Văn An giữ chức vụ gì?", True),
        ("Hiện nay ai là giám đốc bệnh viện Bạch Mai?", True),
        ("Năm 2020 giám đốc bệnh viện Bạch Mai là ai?", False),
        ("Giám đốc bệnh viện Bạch Mai chủ trì gì?", False),
        ("Ai chủ trì cuộc họp?", False),
    ],
)
def test_only_what_is_so_now_may_have_changed(
    tmp_path: Path, question: str, *, noted: bool
) -> None:
    with asking(tmp_path, tin=HEAD.format(" năm 2020")) as ask:
        answer = ask(question)
        assert answer.quotes
        assert (answer.as_of is not None) == noted


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Bệnh viện Bạch Mai có bao nhiêu máy thở?", "Bệnh viện Bạch Mai có 20 máy thở."),
        ("Máy thở giá bao nhiêu tiền?", "Máy thở giá 300 triệu đồng."),
        ("Tỷ lệ tiêm vắc xin là bao nhiêu phần trăm?", "Tỷ lệ tiêm vắc xin đạt 95%."),
    ],
)
def test_a_figure_may_have_changed(tmp_path: Path, question: str, sentence: str) -> None:
    with asking(tmp_path, {"tin": "2021-10-05"}, tin=f"Tin vắn\n\n{sentence}\n") as ask:
        assert ask(question).as_of == AsOf(dt.date(2021, 10, 5), None)


def test_a_refusal_is_of_no_date(shipped: Engine) -> None:
    assert shipped.ask("Giá vàng là bao nhiêu?", today=TODAY).as_of is None
