"""Who asks, and where they work, is no part of what is asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.introductions import without_introduction


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        (
            "Kính gửi quý Bộ, tôi công tác tại Sở Y tế Nghệ An, xin được hỏi ai là Bộ trưởng?",
            "ai là Bộ trưởng?",
        ),
        (
            "Dạ cho em hỏi, em làm ở Trung tâm Kiểm soát bệnh Lâm Đồng, đại hội họp mấy ngày ạ?",
            "đại hội họp mấy ngày ạ?",
        ),
        ("toi lam viec o so y te ha noi xin hoi thang 4 bo lam gi", "thang 4 bo lam gi"),
        ("tôi là phóng viên báo Tuổi Trẻ. Xin hỏi: Bộ trưởng là ai?", "Bộ trưởng là ai?"),
        (
            "Thưa Bộ trưởng, em là sinh viên, em muốn hỏi kế hoạch tiêm vắc xin",
            "kế hoạch tiêm vắc xin",
        ),
    ],
)
def test_an_introduction_is_left_out(text: str, rest: str) -> None:
    assert without_introduction(text) == rest


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Tôi bị sốt ở Huế, uống thuốc gì?",
        "nhiệm vụ tháng 4 tôi muốn hỏi là gì",
        "ai làm việc tại buổi họp, xin hỏi chút",
        "Bộ trưởng là ai, tôi là nhà báo, xin hỏi thêm ông ấy họp khi nào",
        "Tôi công tác tại Sở Y tế Nghệ An, xin hỏi",
        "Tôi là cán bộ y tế bị sốt, cho hỏi uống thuốc gì?",  # a patient tells more
        "Tôi phụ trách vắc xin Nanocovax, cho hỏi giai đoạn mấy?",
    ],
)
def test_what_introduces_nobody_to_a_question_stays(text: str) -> None:
    assert without_introduction(text) == text


@given(st.text(st.sampled_from("tôi em là làm ở cho hỏi xin nhà báo, .gì"), max_size=80))
def test_what_is_left_is_the_end_of_what_was_typed(text: str) -> None:
    assert text.endswith(without_introduction(text))
