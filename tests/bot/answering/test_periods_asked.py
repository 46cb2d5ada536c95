from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.answering.periods_asked import (
    covered,
    fits,
    nearest,
    plans_a_year,
    speaks_of,
    wants_plans,
)
from bot.engine import Engine
from bot.types import Outcome
from corpus.types import Bulletin, Passage, Period, Role
from embeddings.passage_store import PassageStore
from embeddings.question import understand
from tests.bot.asking import TODAY, asking, quoted
from tests.embeddings.hits import hit


def period(first: str, last: str, role: Role = Role.PLANNED, *, any_year: bool = False) -> Period:
    return Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last), role, any_year)


DAY = period("2021-04-15", "2021-04-15")
APRIL = period("2021-04-01", "2021-04-30")
APRIL_2022 = period("2022-04-01", "2022-04-30")
QUARTER = period("2021-04-01", "2021-06-30")
HALF = period("2021-01-01", "2021-06-30")
YEAR = period("2021-01-01", "2021-12-31")
FIVE = period("2021-01-01", "2025-12-31")
ANY_APRIL = period("2000-04-01", "2000-04-30", any_year=True)
LAST_QUARTER = period("2021-01-01", "2021-03-31", Role.REPORTED)
LAST_APRIL = period("2021-04-01", "2021-04-30", Role.REPORTED)


@pytest.mark.parametrize(
    ("asked", "said", "answers"),
    [
        (APRIL, APRIL, True),
        (APRIL, DAY, True),  # what lies within is part of the answer
        (QUARTER, APRIL, True),
        (YEAR, QUARTER, True),
        (APRIL, QUARTER, True),  # a plan for a quarter speaks of its months
        (QUARTER, HALF, True),
        (APRIL, YEAR, False),  # one for a year hardly does
        (APRIL, APRIL_2022, False),
        (APRIL_2022, APRIL, False),
        (QUARTER, LAST_QUARTER, False),
        (FIVE, YEAR, True),
        (YEAR, FIVE, False),
        (FIVE, FIVE, True),
        (ANY_APRIL, APRIL, True),
        (ANY_APRIL, APRIL_2022, True),
        (ANY_APRIL, LAST_QUARTER, False),
        (APRIL, ANY_APRIL, True),
    ],
)
def test_a_period_that_is_said_answers_one_that_is_asked(
    asked: Period, said: Period, *, answers: bool
) -> None:
    assert fits(asked, said) is answers


@pytest.mark.parametrize(
    ("question", "plans"),
    [
        ("Nhiệm vụ tháng 4 là gì?", True),
        ("Kế hoạch quý 2", True),
        ("phuong huong nam 2021", True),
        ("Tháng 4 sẽ làm gì?", True),
        ("Tháng 4 đã làm gì?", False),
        ("Kết quả quý I năm 2021", False),
    ],
)
def test_words_of_plans_ask_for_plans(question: str, *, plans: bool) -> None:
    assert wants_plans(understand(question)) is plans


def test_a_report_answers_no_question_about_plans() -> None:
    planned, reported = (hit("Họp.", periods=(one,)) for one in (APRIL, LAST_APRIL))
    task, result = understand("Nhiệm vụ tháng 4/2021?"), understand("Kết quả tháng 4/2021?")
    assert speaks_of(task, planned)
    assert not speaks_of(task, reported)
    assert speaks_of(result, planned)
    assert speaks_of(result, reported)


def test_the_day_of_publication_answers_only_questions_about_no_plan() -> None:
    found = hit("Họp.", date=dt.date(2021, 11, 26), periods=(APRIL,))
    assert speaks_of(understand("Tháng 11/2021 có tin gì?"), found)
    assert not speaks_of(understand("Nhiệm vụ tháng 11/2021 là gì?"), found)
    assert not speaks_of(understand("Tháng 12/2021 có tin gì?"), found)


def test_the_month_of_publication_answers_only_questions_about_bulletins() -> None:
    found = hit("Họp.", date=dt.date(2021, 11, 26), periods=(APRIL,))
    assert speaks_of(understand("26/11/2021"), found)
    assert speaks_of(understand("Bản tin tháng 11 năm 2021"), found)
    assert not speaks_of(understand("Bộ Y tế làm gì trong tháng 11 năm 2021?"), found)
    assert not speaks_of(understand("cuối năm 2021"), found)
    assert not speaks_of(understand("Thông tin tháng 11 năm 2021"), found)


def test_what_is_reported_of_a_quarter_is_not_said_of_its_months() -> None:
    found = hit("Họp.", periods=(LAST_QUARTER,))
    assert speaks_of(understand("Quý 1 năm 2021"), found)
    assert speaks_of(understand("Kết quả tháng 2 năm 2021"), found)
    assert not speaks_of(understand("Tháng 2 năm 2021"), found)


def test_one_of_several_periods_is_enough() -> None:
    question = understand("Tháng 4/2021 và tháng 9/2021 có gì?")
    assert len(question.periods) == 2
    assert speaks_of(question, hit("Họp.", periods=(APRIL,)))


TEN = period("2021-01-01", "2030-12-31")


def test_what_ends_in_a_year_answers_for_all_until_then() -> None:
    assert fits(period("2030-01-01", "2030-12-31"), TEN, until=True)
    assert not fits(period("2030-01-01", "2030-12-31"), TEN)
    assert not fits(period("2029-01-01", "2029-12-31"), TEN, until=True)


@pytest.mark.parametrize(
    ("question", "speaks"),
    [
        ("Chiến lược dinh dưỡng năm 2025 thế nào?", True),
        ("chien luoc dinh duong nam 2025", True),
        ("Mục tiêu đến năm 2030 là gì?", True),
        ("Nhiệm vụ năm 2025 của Bộ Y tế là gì?", False),  # of a year, not of the strategy
        ("Chiến lược dân số năm 2025 thế nào?", False),
        ("Chiến lược dinh dưỡng tháng 5/2025 thế nào?", False),
        ("Chiến lược dinh dưỡng năm 2031 thế nào?", False),
    ],
)
def test_a_plan_of_many_years_answers_for_one_of_them_what_it_is_about(
    question: str, *, speaks: bool
) -> None:
    text = "Chiến lược quốc gia về dinh dưỡng giai đoạn 2021-2030."
    assert speaks_of(understand(question), hit(text, periods=(TEN,))) is speaks


@pytest.mark.parametrize(
    ("question", "speaks"),
    [
        ("Chiến lược dinh dưỡng giai đoạn 2021-2030 là gì?", True),
        ("Chiến lược dinh dưỡng từ năm 2021 đến năm 2030", True),
        ("Chiến lược giai đoạn 2021-2040 là gì?", False),
        ("Chiến lược giai đoạn 2031-2040 là gì?", False),  # only in view of it
        ("Chiến lược dinh dưỡng đến năm 2030 là gì?", True),
        ("Chiến lược dân số đến năm 2030 là gì?", False),  # beside it, but another
        ("Giai đoạn 2031-2040 có gì?", True),
    ],
)
def test_years_are_part_of_the_name_of_a_plan(question: str, *, speaks: bool) -> None:
    text = "Chiến lược dinh dưỡng giai đoạn 2021-2030, tầm nhìn đến năm 2040. Làm đề án về dân số."
    then = period("2040-01-01", "2040-12-31")
    assert speaks_of(understand(question), hit(text, periods=(TEN, then))) is speaks


def test_what_is_looked_back_on_is_asked_for_no_plan() -> None:
    found = hit("Họp tổng kết.", periods=(LAST_QUARTER,))
    assert speaks_of(understand("Cuộc họp tổng kết quý I/2021 đề ra nhiệm vụ gì?"), found)
    assert speaks_of(understand("Kết quả thực hiện nhiệm vụ quý I/2021?"), found)
    assert not speaks_of(understand("Nhiệm vụ quý I/2021 là gì?"), found)


def test_the_day_of_a_bulletin_is_no_period_that_is_spoken_of() -> None:
    day = dt.date(2021, 11, 26)
    question = understand("Bản tin ngày 26/11/2021 nói về nhiệm vụ nào?")
    assert speaks_of(question, hit("Họp.", date=day))
    spoken = period("2021-11-26", "2021-11-26")
    assert not speaks_of(question, hit("Họp.", date=None, periods=(spoken,)))


def test_a_plan_for_a_year_is_told_from_longer_and_shorter_ones() -> None:
    assert plans_a_year(hit("Họp.", periods=(YEAR,)))
    for other in (QUARTER, TEN, period("2021-01-01", "2021-12-31", Role.REPORTED)):
        assert not plans_a_year(hit("Họp.", periods=(other,)))


Store = Callable[..., PassageStore]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    def held(*periods: Period) -> PassageStore:
        writing = PassageStore.create(tmp_path / "passages.db")
        writing.begin()
        writing.put_bulletin(Bulletin("tin", "tin.txt", "Tin", None, None, None, "Họp."))
        writing.put_passages(0, [Passage("tin#0", "tin", 0, 4, "Họp.", "Tin", None, periods)])
        writing.close(commit=True)
        return PassageStore.open(tmp_path / "passages.db")

    return held


def test_a_corpus_covers_what_its_passages_speak_of(store: Store) -> None:
    held = store(APRIL, LAST_QUARTER)
    for text, known in (
        ("Nhiệm vụ tháng 4/2021", True),
        ("Nhiệm vụ tháng 4", True),  # of any year
        ("Nhiệm vụ quý 2/2021", True),
        ("Nhiệm vụ tháng 5/2021", False),
        ("Nhiệm vụ tháng 4/2022", False),
        ("Nhiệm vụ quý 1/2021", False),  # it was reported on, not planned
        ("Kết quả quý 1/2021", True),
    ):
        assert covered(understand(text), held) is known, text
    held.close()


def test_a_month_of_any_year_that_nothing_speaks_of_is_not_covered(store: Store) -> None:
    held = store(APRIL)
    assert not covered(understand("Nhiệm vụ tháng 9"), held)
    held.close()


def _near(question: str, held: PassageStore) -> list[tuple[str, str]]:
    found = nearest(understand(question, today=TODAY), held, 2)
    return [(said.first.isoformat(), said.last.isoformat()) for said in found]


def test_the_nearest_periods_are_nearest_in_time_whatever_is_spoken_of_most(store: Store) -> None:
    held = store(APRIL, APRIL, APRIL, APRIL_2022, LAST_QUARTER, TEN)
    april, next_april = ("2021-04-01", "2021-04-30"), ("2022-04-01", "2022-04-30")
    for question, near in (
        ("Nhiệm vụ tháng 5/2022", [next_april, april]),
        ("Nhiệm vụ tháng 7/2021", [april, next_april]),
        ("Nhiệm vụ tháng 2/2021", [april, next_april]),  # the quarter was only looked back on
        ("Tháng 2/2021 có gì?", [("2021-01-01", "2021-03-31"), april]),
        ("Nhiệm vụ tháng 5", [next_april, april]),  # of any year: the newer of two as near
    ):
        assert _near(question, held) == near, question
    held.close()


@pytest.mark.parametrize(
    "question",
    [
        "Nhiệm vụ tháng 5/2023 là gì?",
        "Kế hoạch quý 4 năm 2022 của Bộ Y tế là gì?",
        "nhiem vu thang 12 nam 2021",
        "Nhiệm vụ tháng 3/2021 là gì?",  # the first quarter is only looked back on
    ],
)
def test_a_period_that_no_bulletin_covers_is_refused_with_what_is_covered(
    shipped: Engine, question: str
) -> None:
    answer = shipped.ask(question, today=TODAY)
    assert answer.outcome is Outcome.REFUSED
    assert answer.reason.code in ("period_not_covered", "period_not_planned")
    assert "2021-04-01/2021-06-30" in answer.reason.values["covered"].split(", ")


def test_the_fifth_month_is_answered_by_the_plan_of_its_quarter(tmp_path: Path) -> None:
    text = "Kế hoạch quý 2 năm 2021\n\nBộ Y tế sẽ mua máy thở cho các tỉnh.\n"
    with asking(tmp_path, plan=text) as ask:
        answer = ask("Kế hoạch mua máy thở tháng 5 năm 2021?")
        assert answer.outcome is Outcome.ANSWERED
        assert quoted(answer)[0] == "Bộ Y tế sẽ mua máy thở cho các tỉnh."
        other = ask("Kế hoạch mua máy thở tháng 7 năm 2021?")
        assert (other.outcome, other.reason.code) == (Outcome.REFUSED, "period_not_covered")


@pytest.mark.parametrize(
    ("question", "today", "count"),
    [
        ("Nhiệm vụ tháng trước", dt.date(2021, 5, 10), 7),
        ("nhiem vu thang nay la gi", dt.date(2021, 4, 30), 7),
        ("Nhiệm vụ quý này", dt.date(2021, 6, 1), 7),
        ("Nhiệm vụ 3 tháng tới", dt.date(2021, 3, 2), 7),
        ("Nhiệm vụ quý II năm nay", dt.date(2021, 12, 31), 7),
        ("nhiệm vụ 6 tháng đầu năm ngoái", dt.date(2022, 1, 1), 7),
        ("Nhiệm vụ tháng trước", dt.date(2021, 6, 10), 7),  # May, in the second quarter
        ("Nhiệm vụ tháng này", dt.date(2021, 7, 1), None),
        ("Nhiệm vụ quý này", dt.date(2021, 3, 31), None),
        ("Nhiệm vụ quý II năm nay", dt.date(2022, 1, 1), None),
    ],
)
def test_only_words_that_point_from_today_count_from_it(
    shipped: Engine, question: str, today: dt.date, count: int | None
) -> None:
    answer = shipped.ask(question, today=today)
    assert answer.count == count
    assert (answer.outcome is Outcome.REFUSED) == (count is None)
    assert shipped.ask("Nhiệm vụ tháng 4", today=today).count == 7
