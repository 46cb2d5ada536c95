from __future__ import annotations

import datetime as dt
import unicodedata

import pytest

from embeddings.open_periods import asked_periods, is_open
from embeddings.question import understand

OPEN_START, OPEN_END = dt.date.min.isoformat(), dt.date.max.isoformat()


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        ("trước năm 2022", "trước năm 2022", OPEN_START, "2021-12-31"),
        ("truoc 2022", "truoc 2022", OPEN_START, "2021-12-31"),
        ("Sau tháng 7 năm 2022 làm gì", "Sau tháng 7 năm 2022", "2022-08-01", OPEN_END),
        ("nhiem vu sau nam 2021", "sau nam 2021", "2022-01-01", OPEN_END),
        ("có gì trước ngày 15/4/2021", "trước ngày 15/4/2021", OPEN_START, "2021-04-14"),
        ("trước tháng 4", "trước tháng 4", "2000-01-01", "2000-03-31"),
        ("sau quý 3", "sau quý 3", "2000-10-01", "2000-12-31"),
        # Open on neither side.
        (
            "sau tháng 4/2021 và trước tháng 9/2021",
            "sau tháng 4/2021 và trước tháng 9/2021",
            "2021-05-01",
            "2021-08-31",
        ),
        (
            "truoc nam 2030, sau nam 2021",
            "truoc nam 2030, sau nam 2021",
            "2022-01-01",
            "2029-12-31",
        ),
        # Nothing of the year lies there.
        ("trước tháng 1", "tháng 1", "2000-01-01", "2000-01-31"),
        ("sau tháng 12", "tháng 12", "2000-12-01", "2000-12-31"),
        # Sáu, and not sau.
        ("nhiệm vụ sáu năm 2021", "năm 2021", "2021-01-01", "2021-12-31"),
        ("nhiem vu thu sau nam 2021", "nam 2021", "2021-01-01", "2021-12-31"),
        ("nửa sau năm 2021", "nửa sau năm 2021", "2021-07-01", "2021-12-31"),
        ("trước Đại hội năm 2021", "năm 2021", "2021-01-01", "2021-12-31"),
        # A deadline is named by its day; by no month.
        ("xong trước ngày 30/6/2021", "ngày 30/6/2021", "2021-06-30", "2021-06-30"),
        ("xong trước tháng 6/2021", "trước tháng 6/2021", OPEN_START, "2021-05-31"),
    ],
)
def test_before_and_after_open_a_period(text: str, words: str, first: str, last: str) -> None:
    for form in ("NFC", "NFD"):
        written = unicodedata.normalize(form, text)
        [mention] = asked_periods(written)
        said = unicodedata.normalize("NFC", written[mention.start : mention.end])
        period = mention.period
        assert (said, period.first.isoformat(), period.last.isoformat()) == (words, first, last)
        assert is_open(period) is (first == OPEN_START or last == OPEN_END)


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("Hết quý I/2021 rồi, thế quý sau làm gì?", [("2021-04-01", "2021-06-30")]),
        ("thang 12/2021 qua roi, thang sau lam gi", [("2022-01-01", "2022-01-31")]),
        (
            "quý 2 năm 2021 và quý trước",
            [("2021-04-01", "2021-06-30"), ("2021-01-01", "2021-03-31")],
        ),
        # Another unit, or none that is dated: counted from today.
        ("quý I/2021, tháng sau", [("2021-01-01", "2021-03-31"), ("2026-12-01", "2026-12-31")]),
        ("quý sau", [("2027-01-01", "2027-03-31")]),
        ("tháng 12/9999, tháng sau", [("9999-12-01", "9999-12-31"), ("2026-12-01", "2026-12-31")]),
    ],
)
def test_the_next_one_is_counted_from_the_one_named_before(
    text: str, periods: list[tuple[str, str]]
) -> None:
    found = asked_periods(text, today=dt.date(2026, 11, 1))
    assert [(m.period.first.isoformat(), m.period.last.isoformat()) for m in found] == periods


def test_the_word_that_opens_a_period_is_no_subject() -> None:
    assert understand("Nhiệm vụ trước năm 2022").subject == ("nhiem", "vu")
    assert understand("Nhiệm vụ trước năm 2022").period_words == ("trước năm 2022",)


def test_thousands_of_periods_are_read_like_one() -> None:
    months = ", ".join(["trước tháng 4/2021"] * 500)
    assert len(asked_periods(months)) == 500


def test_six_months_are_no_open_period() -> None:
    text = "sáu tháng đầu năm 2021, trước tháng 9 năm 2021"
    assert [text[m.start : m.end] for m in asked_periods(text)] == [
        "sáu tháng đầu năm 2021",
        "trước tháng 9 năm 2021",
    ]
