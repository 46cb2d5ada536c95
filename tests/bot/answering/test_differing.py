"""Bulletins that give different figures for one thing, or different holders of one office."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.texts import Texts
from bot.types import Outcome
from bot.wording import render
from tests.bot.asking import asking, quoted, sources

QUESTION = "Bệnh viện Bạch Mai tiếp nhận bao nhiêu máy thở mới?"
DATES = {"old": "2021-03-01", "new": "2022-03-01"}


def bulletin(
    count: int, thing: str = "máy thở", place: str = "Bạch Mai", title: str = "Tin ngắn"
) -> str:
    return f"{title}\n\nBệnh viện {place} tiếp nhận {count} {thing} mới.\n"


def test_different_figures_stand_side_by_side_the_newest_first(tmp_path: Path) -> None:
    with asking(tmp_path, DATES, old=bulletin(20), new=bulletin(35)) as ask:
        answer = ask(QUESTION)
        assert (answer.outcome, answer.reason.code) == (Outcome.ANSWERED, "differ")
        assert sources(answer) == ["new", "old"]
        assert ["35" in quoted(answer)[0], "20" in quoted(answer)[1]] == [True, True]
        lines = render(answer, Texts("vi")).splitlines()
        assert lines[0] == Texts("vi").say("differ")
        assert "01/03/2022" in lines[2]
        assert "01/03/2021" in lines[4]


def test_what_is_undated_comes_last(tmp_path: Path) -> None:
    dates = {"b": "2021-03-01", "c": "2022-03-01"}
    texts = {"a": bulletin(20), "b": bulletin(35), "c": bulletin(50)}
    with asking(tmp_path, dates, **texts) as ask:
        answer = ask(QUESTION)
        assert (answer.reason.code, sources(answer)) == ("differ", ["c", "b", "a"])
        assert "không ghi ngày" in render(answer, Texts("vi"))


def test_two_that_agree_and_one_that_does_not_are_all_shown(tmp_path: Path) -> None:
    dates = {"a": "2021-03-01", "b": "2022-03-01", "c": "2023-03-01"}
    texts = {"a": bulletin(20), "b": bulletin(35), "c": bulletin(20, title="Tin vắn")}
    with asking(tmp_path, dates, **texts) as ask:
        answer = ask(QUESTION)
        assert (answer.reason.code, sources(answer)) == ("differ", ["c", "b", "a"])


def test_the_same_figure_twice_is_no_difference(tmp_path: Path) -> None:
    with asking(tmp_path, DATES, old=bulletin(20), new=bulletin(20, title="Tin vắn")) as ask:
        answer = ask(QUESTION)
        assert (answer.outcome, answer.reason.code) == (Outcome.ANSWERED, "found")
        assert sources(answer) == ["new", "old"]


@pytest.mark.parametrize(
    "other", [bulletin(35, thing="xe cứu thương"), bulletin(35, place="Chợ Rẫy")]
)
def test_a_figure_of_something_else_is_no_difference(tmp_path: Path, other: str) -> None:
    with asking(tmp_path, DATES, old=bulletin(20), new=other) as ask:
        answer = ask(QUESTION)
        assert (answer.outcome, answer.reason.code) == (Outcome.ANSWERED, "found")
        assert sources(answer)[0] == "old"


@pytest.mark.parametrize(
    ("question", "sentence", "figures"),
    [
        (
            "Tỷ lệ tiêm vắc xin của tỉnh Lâm Đồng là bao nhiêu phần trăm?",
            "Tỷ lệ tiêm vắc xin của tỉnh Lâm Đồng đạt {}%.",
            ("95", "97,5"),
        ),
        (
            "Kinh phí mua máy thở là bao nhiêu tiền?",
            "Kinh phí mua máy thở là {} tỷ đồng.",
            ("12", "15,5"),
        ),
        (
            "Hội nghị bệnh viện Bạch Mai họp trong bao lâu?",
            "Hội nghị bệnh viện Bạch Mai họp trong {} ngày.",
            ("2", "3"),
        ),
    ],
)
def test_shares_sums_and_lengths_of_time_may_differ_too(
    tmp_path: Path, question: str, sentence: str, figures: tuple[str, str]
) -> None:
    old, new = (f"Tin vắn\n\n{sentence.format(figure)}\n" for figure in figures)
    with asking(tmp_path, DATES, old=old, new=new) as ask:
        answer = ask(question)
        assert (answer.reason.code, sources(answer)) == ("differ", ["new", "old"])


def test_what_asks_for_no_figure_finds_no_difference(tmp_path: Path) -> None:
    with asking(tmp_path, DATES, old=bulletin(20), new=bulletin(35)) as ask:
        assert ask("Bệnh viện Bạch Mai tiếp nhận gì?").reason.code != "differ"


def test_one_bulletin_with_two_figures_is_no_difference(tmp_path: Path) -> None:
    two = bulletin(20) + "\nSau đó bệnh viện Bạch Mai tiếp nhận 35 máy thở mới.\n"
    with asking(tmp_path, DATES, old=two) as ask:
        answer = ask(QUESTION)
        assert answer.reason.code == "found"
        assert len(answer.quotes) == 2


def test_those_who_hold_an_office_by_different_bulletins_stand_side_by_side(tmp_path: Path) -> None:
    texts = {
        "old": "Tin cũ\n\nBà Nguyễn Thị Kim Tiến, Bộ trưởng Bộ Y tế, thăm trạm y tế.\n",
        "same": "Tin cũ hơn\n\nBà Nguyễn Thị Kim Tiến, Bộ trưởng Bộ Y tế, dự hội nghị.\n",
        "new": "Tin mới\n\nÔng Nguyễn Thanh Long, Bộ trưởng Bộ Y tế, thăm bệnh viện.\n",
    }
    with asking(tmp_path, DATES, **texts) as ask:
        answer = ask("Bộ trưởng Bộ Y tế là ai?")
        assert (answer.outcome, answer.reason.code) == (Outcome.ANSWERED, "differ")
        assert len(answer.quotes) == 2
        assert "Nguyễn Thanh Long" in quoted(answer)[0]
        assert "Kim Tiến" in quoted(answer)[1]


@pytest.mark.parametrize(("one", "other"), [("1.200", "1200"), ("02", "2"), ("hai", "2")])
def test_one_figure_in_two_forms_is_no_difference(tmp_path: Path, one: str, other: str) -> None:
    texts = {"old": bulletin(0).replace("0 máy", f"{one} máy"), "new": bulletin(0, title="Tin vắn")}
    texts["new"] = texts["new"].replace("0 máy", f"{other} máy")
    with asking(tmp_path, DATES, **texts) as ask:
        assert ask(QUESTION).reason.code == "found"
