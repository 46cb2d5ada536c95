from __future__ import annotations

import pytest
from hypothesis import given

from embeddings.offices import asked_office, directness, names_others
from embeddings.question import understand
from tests.corpus.texts import texts

MINISTER = ("bo truong", ("bo", "y", "te"))


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("Bộ trưởng Bộ Y tế là ai?", MINISTER),
        ("Xin hỏi, theo bản tin thì ai là Bộ trưởng Bộ Y tế?", MINISTER),
        ("bo truong bo y te ten gi", MINISTER),
        ("bộ trưởng bộ y tế hiện nay", MINISTER),
        ("ai đang là bộ trưởng bộ y tế", MINISTER),
        ("bộ trưởng y tế", ("bo truong", ("y", "te"))),
        ("bo truong y te luc do la ai", ("bo truong", ("y", "te"))),
        ("Bí thư Đảng ủy Khối là ai?", ("bi thu", ("dang", "uy", "khoi"))),
        ("Phó Cục trưởng là ai?", ("pho cuc truong", ())),
        ("Theo Bộ trưởng Bộ Y tế, hiện nay ngành tập trung việc gì?", None),
        ("nhiệm vụ của bộ trưởng bộ y tế", None),
        ("Bộ trưởng giao việc cho ai?", None),
        ("Ông Đỗ Xuân Tuyên là ai?", None),
        ("thứ trưởng nào trình bày báo cáo", None),
    ],
)
def test_the_office_that_is_asked_for(
    text: str, office: tuple[str, tuple[str, ...]] | None
) -> None:
    assert asked_office(understand(text)) == office


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đồng chí Lê Thị An, Ủy viên Trung ương Đảng, Bộ trưởng Bộ Y tế cho biết.", 1.0),
        ("Bộ trưởng Bộ Y tế Lê Thị An cho biết.", 1.0),
        ("Lê Thị An là Bộ trưởng Bộ Y tế.", 1.0),
        ("Dự họp có Vũ Văn Ba, Thứ trưởng; Lê Thị An, Bộ trưởng Bộ Y tế.", 0.5),
        ("Bộ trưởng Bộ Y tế cho biết ngành tập trung tiêm chủng.", 0.0),
        ("Bộ trưởng Bộ Y tế giao việc cho ông Vũ Văn Ba.", 0.0),
        ("Ông Vũ Văn Ba cảm ơn Bộ trưởng Bộ Y tế.", 0.0),
        ("Lê Thị An, nguyên Bộ trưởng Bộ Y tế, đã nghỉ hưu.", 0.0),
        ("Lê Thị An, Bộ trưởng Bộ Nội vụ, cho biết.", 0.0),
        ("Lê Thị An, Thứ trưởng Bộ Y tế, cho biết.", 0.0),
        ("Bộ trưởng Lê Thị An phát biểu.", 1.0),  # in the ministry's own bulletins its minister
        ("", 0.0),
    ],
)
def test_how_directly_a_text_names_who_holds_it(text: str, expected: float) -> None:
    assert directness(understand("Bộ trưởng Bộ Y tế là ai?"), text) == expected


def test_of_what_body_need_not_be_said_in_full() -> None:
    text = "Vũ Văn Ba, Bí thư Đảng uỷ, Thứ trưởng Bộ Y tế trình bày."
    assert directness(understand("Bí thư Đảng ủy Bộ Y tế là ai?"), text) == 1.0
    assert directness(understand("ai là thứ trưởng"), text) == 1.0
    other = "Lê Thị An, Bí thư Đảng ủy Khối các cơ quan Trung ương, phát biểu."
    assert directness(understand("Bí thư Đảng ủy Bộ Y tế là ai?"), other) == 0.0
    assert directness(understand("Bí thư Đảng ủy Khối là ai?"), other) == 1.0


@given(texts(), texts())
def test_directness_is_a_share(question: str, text: str) -> None:
    assert directness(understand(question), text) in (0.0, 0.5, 1.0)
    assert directness(understand("Bộ trưởng Bộ Y tế là ai?"), text) in (0.0, 0.5, 1.0)


def test_the_ministry_of_a_question_ends_where_it_ends() -> None:
    asked = understand("Ai là Bộ trưởng Bộ Y tế dự buổi làm việc?")
    assert asked_office(asked) == MINISTER


@pytest.mark.parametrize(
    ("question", "text", "others"),
    [
        ("Ai là Bí thư Đảng ủy Văn phòng Bộ?", "Lê Thị An, Bí thư Đảng uỷ Khối, dự họp.", True),
        ("Ai là Bí thư Đảng ủy Văn phòng Bộ?", "Lê Thị An, Bí thư Đảng uỷ Văn phòng.", False),
        (
            "Ai là Bí thư Đảng ủy Khối?",
            "Bí thư Đảng uỷ Khối các cơ quan Trung ương Lê Thị An",
            False,
        ),
        # Of a body that is not told, and no deputy at all.
        ("Ai là Bí thư Đảng ủy Khối?", "Bí thư Lê Thị An phát biểu.", False),
        ("Phó Bí thư Đảng ủy Khối tên gì?", "Lê Thị An, Bí thư Đảng uỷ Khối, dự họp.", True),
    ],
)
def test_who_holds_the_same_office_of_another_body_is_another(
    question: str, text: str, others: bool
) -> None:
    assert names_others(understand(question), text) is others


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("Bà Lê Thị An, Thứ trưởng Bộ Y tế, báo cáo Thủ tướng Chính phủ.", True),
        ("Bà Lê Thị An, Thủ tướng Chính phủ, và Thứ trưởng Bộ Y tế Trần Văn Bình.", False),
        ("Bà Lê Thị An báo cáo Thủ tướng Chính phủ.", False),
        ("Thứ trưởng Lê Thị An tuyên thệ nhậm chức Thủ tướng Chính phủ.", False),
        ("Bà Lê Thị An, Bí thư kiêm Thủ tướng Chính phủ, phát biểu.", False),
        ("Thủ tướng Chính phủ họp với Bộ Y tế.", False),
    ],
)
def test_a_text_may_name_holders_of_other_offices_alone(text: str, others: bool) -> None:
    assert names_others(understand("Thủ tướng Chính phủ tên là gì?"), text) is others
