from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.periods import contains, find_periods, impossible_periods, overlaps
from corpus.periods.short import months_in_full
from corpus.types import Period
from tests.corpus.cases import cases
from tests.corpus.texts import texts


def _period(first: str, last: str, *, any_year: bool = False) -> Period:
    return Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last), any_year=any_year)


YEAR_2021 = _period("2021-01-01", "2021-12-31")
QUARTER_2 = _period("2021-04-01", "2021-06-30")
ANY_QUARTER_2 = _period("2000-04-01", "2000-06-30", any_year=True)
ANY_APRIL = _period("2000-04-01", "2000-04-30", any_year=True)
ANY_FEBRUARY = _period("2000-02-01", "2000-02-29", any_year=True)
MAY_2021 = _period("2021-05-01", "2021-05-31")


@pytest.mark.parametrize("case", cases("periods.json"))
def test_a_text_names_its_periods(case: dict[str, Any]) -> None:
    text, today = case["text"], case.get("today")
    found = find_periods(
        text,
        default_year=case.get("default_year"),
        today=dt.date.fromisoformat(today) if today else None,
    )
    assert [
        (
            text[m.start : m.end],
            m.period.first.isoformat(),
            m.period.last.isoformat(),
            m.period.role.value,
            m.period.any_year,
        )
        for m in found
    ] == [(*one[:4], len(one) == 5) for one in case["periods"]]


@pytest.mark.parametrize(
    ("text", "slices"),
    [
        ("Ngày 31/2/2021 có gì?", ["Ngày 31/2/2021"]),
        ("quý 5 năm 2021", ["quý 5 năm 2021"]),
        ("tháng 13, tháng 0", ["tháng 13", "tháng 0"]),
        ("29/2/2021 nhưng 29/2/2020", ["29/2/2021"]),
        ("từ ngày 30/2 đến ngày 5/3/2021", ["ngày 30/2 đến ngày 5/3/2021"]),
        ("thang 13 nam 2021", ["thang 13 nam 2021"]),
        ("quý V/2021, quy 0", ["quý V/2021", "quy 0"]),
        ("từ năm 2025 đến 2021", ["từ năm 2025 đến 2021"]),
        ("giai đoạn 2030-2021", ["giai đoạn 2030-2021"]),
        ("tháng 6/2021 đến tháng 4/2021", ["tháng 6/2021 đến tháng 4/2021"]),
        ("từ 15/4/2021 đến 1/4/2021", ["15/4/2021 đến 1/4/2021"]),
        ("quý 4 đến quý 2 năm 2021", ["quý 4 đến quý 2 năm 2021"]),
        ("năm 20211, tháng 4/20211, năm 0000", ["năm 20211", "tháng 4/20211", "năm 0000"]),
        ("99/99/9999", ["99/99/9999"]),
        ("31/4", ["31/4"]),
        ("30/2?", ["30/2"]),
        ("2030-2021", ["2030-2021"]),
        ("tháng mười ba, tháng mười hai", ["tháng mười ba"]),
        ("quý năm năm 2021", ["quý năm năm 2021"]),
        ("Nhiệm vụ năm 1", ["năm 1"]),
        ("Nhiệm vụ năm 3 bác sĩ, sinh viên năm 1", []),
        ("tháng 11 đến tháng 2 năm 2022", []),  # over New Year
        ("Quý 2, tháng 12, trực 24/7, mỗi tháng 20 triệu", []),
    ],
)
def test_days_that_do_not_exist_are_told_apart(text: str, slices: list[str]) -> None:
    assert impossible_periods(text) == slices
    assert not {text[m.start : m.end] for m in find_periods(text)} & set(slices)


def test_may_lies_in_the_second_quarter_of_its_year() -> None:
    assert contains(QUARTER_2, MAY_2021)
    assert not contains(MAY_2021, QUARTER_2)
    assert not contains(_period("2020-04-01", "2020-06-30"), MAY_2021)


def test_a_period_of_any_year_contains_and_is_contained() -> None:
    assert contains(ANY_QUARTER_2, MAY_2021)
    assert contains(YEAR_2021, ANY_APRIL)
    assert contains(QUARTER_2, ANY_APRIL)
    assert contains(ANY_QUARTER_2, ANY_APRIL)
    assert not contains(ANY_APRIL, MAY_2021)
    assert not contains(MAY_2021, ANY_APRIL)
    assert not contains(ANY_QUARTER_2, YEAR_2021)


def test_february_of_any_year_fits_short_and_long_februaries() -> None:
    for year, last in ((2020, 29), (2021, 28)):
        february = Period(dt.date(year, 2, 1), dt.date(year, 2, last))
        assert contains(ANY_FEBRUARY, february)
        assert contains(february, ANY_FEBRUARY)


def test_periods_overlap_on_any_common_day() -> None:
    assert overlaps(QUARTER_2, MAY_2021)
    assert overlaps(ANY_APRIL, _period("2019-04-30", "2019-05-02"))
    assert overlaps(_period("2021-04-30", "2021-04-30"), QUARTER_2)
    assert not overlaps(ANY_APRIL, MAY_2021)
    assert not overlaps(_period("2020-01-01", "2020-12-31"), MAY_2021)


def test_a_long_period_overlaps_every_month_of_any_year() -> None:
    assert overlaps(_period("2021-01-01", "2030-12-31"), ANY_APRIL)
    assert contains(_period("2021-01-01", "2030-12-31"), ANY_APRIL)


_DAYS = st.dates(dt.date(2010, 1, 1), dt.date(2030, 12, 31))


@given(_DAYS, _DAYS, _DAYS, _DAYS)
def test_what_is_contained_overlaps(a: dt.date, b: dt.date, c: dt.date, d: dt.date) -> None:
    one, other = Period(min(a, b), max(a, b)), Period(min(c, d), max(c, d))
    assert contains(one, one)
    assert overlaps(one, other) == overlaps(other, one)
    if contains(one, other):
        assert overlaps(one, other)
    if contains(one, other) and contains(other, one):
        assert one == other


@given(st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31)))
def test_every_day_is_read_as_it_is_written(day: dt.date) -> None:
    for text in (f"Ngày {day.day}/{day.month}/{day.year}", f"{day:%d-%m-%Y}", f"{day:%d.%m.%Y}"):
        [mention] = find_periods(text)
        assert (mention.period.first, mention.period.last) == (day, day)


@given(texts(), st.none() | st.integers(1990, 2050))
def test_mentions_are_slices_in_order_and_days_run_forward(text: str, year: int | None) -> None:
    mentions = find_periods(text, default_year=year, today=dt.date(2024, 2, 29))
    starts = [mention.start for mention in mentions]
    assert starts == sorted(starts)
    for mention in mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.period.first <= mention.period.last
        if mention.period.any_year:
            assert mention.period.first.year == mention.period.last.year == 2000


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nhiệm vụ t4", "nhiệm vụ tháng 4"),
        ("ke hoach T5 cua bo", "ke hoach thang 5 cua bo"),
        ("T4", "thang 4"),
        ("NHIỆM VỤ T12 LÀ GÌ", "NHIỆM VỤ THÁNG 12 LÀ GÌ"),
        ("nhiệm vụ từ t4 đến t6", "nhiệm vụ từ tháng 4 đến tháng 6"),
        ("kế hoạch t4-t6", "kế hoạch tháng 4-tháng 6"),
        ("Thứ trưởng làm gì trong T4, T5?", "Thứ trưởng làm gì trong tháng 4, tháng 5?"),
        ("bao giờ có nv t4", "bao giờ có nv tháng 4"),
    ],
)
def test_months_are_written_short(typed: str, meant: str) -> None:
    assert months_in_full(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "bộ họp sáng t4",
        "hop chieu T5",
        "tiêm thứ t4",
        "giờ làm việc từ t2 đến t6",
        "T4 tuần sau họp gì",
        "nhiệm vụ t4 này",
        "xét nghiệm T3, T4",
        "tế bào T4",
        "nv T4/2021",
        "T4-2021",
        "t13, t0, at4, t4a, 1.t4, t4.5",
        "nhiệm vụ tháng 4",
    ],
)
def test_what_may_be_a_day_of_the_week_is_no_month(text: str) -> None:
    assert months_in_full(text) == text


@given(texts())
def test_months_are_written_out_once(text: str) -> None:
    once = months_in_full(text)
    assert months_in_full(once) == once
