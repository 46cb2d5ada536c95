"""The same question about another thing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.swapping import swapped
from corpus.vietnamese import is_marked, nfc

PHASE = "Nanocovax đang thử nghiệm giai đoạn mấy?"
POST = "Ông Huỳnh Tấn Việt giữ chức gì?"
THIRD = "Việt Nam chống dịch lần 3 thế nào?"


@pytest.mark.parametrize(
    ("question", "other", "meant"),
    [
        (PHASE, "COVIVAC", "COVIVAC đang thử nghiệm giai đoạn mấy?"),
        ("vắc xin Nanocovax tới đâu rồi", "covivac", "vắc xin covivac tới đâu rồi"),
        (POST, "Nguyễn Thanh Long", "Nguyễn Thanh Long giữ chức gì?"),
        (POST, "ông Tuyên", "ông Tuyên giữ chức gì?"),
        ("Huỳnh Tấn Việt là ai?", "đồng chí Tuyên", "đồng chí Tuyên là ai?"),
        (THIRD, "lần 4", "Việt Nam chống dịch lần 4 thế nào?"),
        ("Thử nghiệm giai đoạn II chưa?", "giai đoạn III", "Thử nghiệm giai đoạn III chưa?"),
        ("Máy thở là gì?", "khẩu trang", "khẩu trang là gì?"),
    ],
)
def test_another_of_its_kind_takes_its_place(question: str, other: str, meant: str) -> None:
    assert swapped(question, other) == meant


@pytest.mark.parametrize(
    ("question", "other", "meant"),
    [
        (POST, "ong Long", "ong Long giu chuc gi?"),
        (THIRD, "lan 4", "Viet Nam chong dich lan 4 the nao?"),
        ("Máy thở là gì?", "khau trang", "khau trang la gi?"),
    ],
)
def test_a_name_typed_without_marks_unmarks_the_whole_question(
    question: str, other: str, meant: str
) -> None:
    assert swapped(question, other) == meant


def test_a_name_that_has_no_marks_leaves_the_marks_of_the_question() -> None:
    assert swapped(PHASE, "covivac") == "covivac đang thử nghiệm giai đoạn mấy?"


def test_a_question_without_marks_stays_without() -> None:
    asked = swapped("nanocovax dang thu nghiem giai doan may", "covivac")
    assert asked == "covivac dang thu nghiem giai doan may"


@pytest.mark.parametrize(
    ("question", "other"),
    [
        (PHASE, "Nanocovax"),
        ("Vắc xin thử nghiệm giai đoạn 2 đến đâu rồi, bao giờ xong hẳn?", "lần 3"),
        ("Đại hội đại biểu toàn quốc lần thứ XII của Đảng họp ở hội trường nào?", "khẩu trang"),
    ],
)
def test_nothing_is_swapped_with_itself_or_with_another_kind(question: str, other: str) -> None:
    assert swapped(question, other) is None


def test_a_decomposed_question_is_swapped_alike() -> None:
    assert swapped(unicodedata.normalize("NFD", POST), "ông Tuyên") == "ông Tuyên giữ chức gì?"


@given(
    st.sampled_from([PHASE, POST, THIRD, "Máy thở là gì?", "kit xet nghiem nao tot"]),
    st.sampled_from(["COVIVAC", "ông Tuyên", "ong Tuyen", "lần 5", "khẩu trang", "4", "?"])
    | st.text(min_size=1, max_size=8),
)
def test_what_is_swapped_in_stands_there_as_it_was_typed(question: str, other: str) -> None:
    text = swapped(question, other)
    if text is not None:
        assert other in text
        assert text != question
        assert not is_marked(text) or is_marked(nfc(question)) or is_marked(other)


def test_a_noun_that_both_bring_stands_once() -> None:
    asked = swapped("Vắc xin Nanocovax đang ở giai đoạn nào?", "vắc xin COVIVAC")
    assert asked == "Vắc xin COVIVAC đang ở giai đoạn nào?"


def test_a_given_name_that_begins_the_question_is_swapped_too() -> None:
    assert swapped("Ông Việt giữ chức gì?", "ông Long") == "ông Long giữ chức gì?"


def test_a_question_of_no_words_is_no_question_to_swap_in() -> None:
    assert swapped("?", "khẩu trang") is None
