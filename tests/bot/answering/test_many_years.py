"""Bulletins of many years, which say much the same again and again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.types import Answer, Outcome
from tests.bot.asking import Ask, asking, quoted, sources

YEARS = range(2015, 2027)


def plan(month: int, year: int) -> str:
    return (
        f"Một số nhiệm vụ trọng tâm của Bộ Y tế trong tháng {month} năm {year}\n\n"
        f"Trong tháng {month} năm {year}, Bộ Y tế tập trung thực hiện:\n\n"
        f"1. Trình {year % 7 + 1} Nghị định.\n\n"
        f"2. Giám sát chặt chẽ dịch sốt xuất huyết tại {year % 9 + 11} tỉnh.\n\n"
        f"3. Kiểm tra {year % 5 + 20} bệnh viện.\n"
    )


def half_year(year: int) -> str:
    return (
        f"Sơ kết công tác y tế 6 tháng đầu năm {year}, nhiệm vụ Quý III\n\n"
        f"Sáu tháng đầu năm {year}, cả nước đạt {year - 2000},2 giường bệnh trên 10.000 dân. Bộ ban"
        f" hành {year - 2010} Thông tư.\n\n"
        f"Nhiệm vụ Quý III năm {year}:\n\n"
        f"Thứ nhất: Khám sức khỏe cho {year - 2000} triệu người.\n\n"
        f"Thứ hai: Phun hóa chất tại {year - 1990} huyện.\n"
    )


def whole_year(year: int) -> str:
    minister = "Nguyễn Thị Kim Tiến" if year < 2019 else "Đào Hồng Lan"
    return (
        f"Tổng kết công tác y tế năm {year}, định hướng năm {year + 1}\n\n"
        f"Bộ trưởng Bộ Y tế {minister} chủ trì hội nghị. Năm {year}, cả nước đạt {year - 2000},6"
        f" giường bệnh trên 10.000 dân.\n\n"
        f"Trong năm, Bộ ban hành {year - 1990} Thông tư.\n\n"
        f"Định hướng năm {year + 1}: đạt {year - 1999},9 giường bệnh trên 10.000 dân.\n"
    )


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    texts, dates = {}, {}
    for year in YEARS:
        for name, text, day in (
            (f"thang-9-{year}", plan(9, year), f"{year}-09-01"),
            (f"sau-thang-{year}", half_year(year), f"{year}-07-05"),
            (f"ca-nam-{year}", whole_year(year), f"{year}-12-28"),
        ):
            texts[name], dates[name] = text, day
    with asking(tmp_path_factory.mktemp("years"), dates, **texts) as ask:
        yield ask


def first(answer: Answer) -> tuple[str, str]:
    """The bulletin and the words of the first quote of an answer that is given."""
    assert answer.outcome is Outcome.ANSWERED
    return sources(answer)[0], quoted(answer)[0]


@pytest.mark.parametrize("year", [2016, 2021, 2025])
def test_the_figure_of_a_year_is_not_that_of_its_half_nor_that_of_a_plan(
    ask: Ask, year: int
) -> None:
    where, said = first(ask(f"Năm {year} cả nước đạt bao nhiêu giường bệnh trên 10.000 dân?"))
    assert (where, f"{year - 2000},6 giường bệnh" in said) == (f"ca-nam-{year}", True)


def test_the_figure_of_a_half_year_is_found_among_those_of_years(ask: Ask) -> None:
    where, said = first(ask("6 tháng đầu năm 2022 có bao nhiêu giường bệnh trên 10.000 dân?"))
    assert (where, "22,2 giường bệnh" in said) == ("sau-thang-2022", True)


def test_a_figure_that_stands_apart_from_its_year_is_found(ask: Ask) -> None:
    where, said = first(ask("nam 2023 bo y te ban hanh bao nhieu thong tu"))
    assert (where, "33 Thông tư" in said) == ("ca-nam-2023", True)


def test_two_years_stand_side_by_side(ask: Ask) -> None:
    answer = ask("So sánh số giường bệnh trên 10.000 dân năm 2017 và năm 2024")
    assert sources(answer)[:2] == ["ca-nam-2017", "ca-nam-2024"]


@pytest.mark.parametrize(
    "question", ["Ai là Bộ trưởng Bộ Y tế hiện nay?", "bo truong bo y te la ai"]
)
def test_of_all_who_held_an_office_the_newest_comes_first(ask: Ask, question: str) -> None:
    where, said = first(ask(question))
    assert (where, "Đào Hồng Lan" in said) == ("ca-nam-2026", True)


def test_who_held_an_office_in_a_year_is_told_for_that_year(ask: Ask) -> None:
    where, said = first(ask("Năm 2017 ai là Bộ trưởng Bộ Y tế?"))
    assert (where, "Nguyễn Thị Kim Tiến" in said) == ("ca-nam-2017", True)


@pytest.mark.parametrize(
    "question", ["số giường bệnh trên 10.000 dân mới nhất", "hien nay co bao nhieu giuong benh"]
)
def test_the_newest_of_all_is_given_where_it_is_wanted(ask: Ask, question: str) -> None:
    assert first(ask(question))[0] == "ca-nam-2026"


def test_a_list_of_just_the_month_goes_before_that_of_its_quarter(ask: Ask) -> None:
    answer = ask("Nhiệm vụ tháng 9 năm 2020")
    assert (set(sources(answer)), answer.count) == ({"thang-9-2020"}, 3)


def test_a_list_of_just_the_quarter_goes_before_that_of_its_month(ask: Ask) -> None:
    answer = ask("Quý III năm 2020 Bộ Y tế đặt ra những nhiệm vụ gì?")
    assert (set(sources(answer)), answer.count) == ({"sau-thang-2020"}, 2)
    assert "20 triệu" in first(ask("Nhiệm vụ thứ nhất của Quý III năm 2020 là gì?"))[1]


def test_of_the_months_of_all_years_the_newest_is_meant(ask: Ask) -> None:
    assert set(sources(ask("nhiem vu thang 9"))) == {"thang-9-2026"}
    assert set(sources(ask("nhiệm vụ trọng tâm mới nhất"))) == {"thang-9-2026"}


def test_a_period_that_only_a_review_covers_has_no_plan(ask: Ask) -> None:
    assert ask("tháng 5 năm 2020 Bộ Y tế có nhiệm vụ gì?").outcome is Outcome.REFUSED


@pytest.mark.parametrize(
    "question",
    ["Những bản tin nào nói về sốt xuất huyết?", "liet ke cac ban tin ve sot xuat huyet"],
)
def test_the_bulletins_that_speak_of_something_are_named_the_newest_first(
    ask: Ask, question: str
) -> None:
    answer = ask(question)
    assert (answer.outcome, answer.reason.code) == (Outcome.ANSWERED, "bulletins")
    assert sources(answer) == [f"thang-9-{year}" for year in range(2026, 2021, -1)]
    assert [head.id for head in answer.others] == [f"thang-9-{year}" for year in (2021, 2020, 2019)]


def test_bulletins_of_a_month_are_named_by_their_titles(ask: Ask) -> None:
    said = quoted(ask("Các bản tin tháng 9"))
    assert said[0].strip() == "Một số nhiệm vụ trọng tâm của Bộ Y tế trong tháng 9 năm 2026"


def test_bulletins_that_came_out_then_are_named(ask: Ask) -> None:
    answer = ask("Các bản tin đăng trong tháng 7 năm 2020")
    assert set(sources(answer)) == {"sau-thang-2020"}


def test_what_people_want_to_know_is_no_bulletin(ask: Ask) -> None:
    assert ask("Cho tôi những thông tin về sốt xuất huyết").reason.code != "bulletins"


def test_bulletins_about_what_none_speaks_of_are_not_named(ask: Ask) -> None:
    answer = ask("Có bản tin nào về tai biến sản khoa không?")
    assert answer.outcome is not Outcome.ANSWERED
