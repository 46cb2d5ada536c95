from __future__ import annotations

import pytest
from hypothesis import given

from corpus.sentences import sentences
from embeddings.answer_form import answer_form, defined, defines
from embeddings.question import understand
from embeddings.types import Sentence
from tests.corpus.texts import texts


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("An ninh mạng là gì?", "an ninh mang"),
        ("Theo Bộ luật Dân sự 2015, hoa lợi được hiểu như thế nào?", "hoa loi"),
        ("Theo Bộ luật Dân sự 2015 “tài sản” được hiểu như thế nào?", "tai san"),
        ('Định nghĩa của "Người lao động"?', "nguoi lao dong"),
        ("Thế nào là cách ly y tế?", "cach ly y te"),
        ("Cho em hỏi tiêm chủng nghĩa là gì ạ?", "tiem chung"),
        ("Biến chủng Beta (B.1.351) là gì?", "bien chung beta b 1 351"),
        ("Tôi đang ốm. Khái niệm phản vệ là gì?", "phan ve"),
        ("bo y te la gi", "bo y te"),
        ("Bộ Y tế họp khi nào?", ""),
        ("Là gì?", ""),
        ("", ""),
    ],
)
def test_the_term_is_what_stands_around_the_question_words(question: str, term: str) -> None:
    assert " ".join(defined(question)) == term


def test_half_a_question_is_no_term() -> None:
    assert defined("Một hai ba bốn năm sáu bảy tám chín mười mười một là gì?") == ()


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Sinh viên là người học đại học.", True),
        ("1. Sinh viên (SV) là người học đại học.", True),
        ("a) SINH VIÊN là người học đại học.", True),
        ("Nghĩa vụ của sinh viên là học.", False),
        ("Sinh viên chính quy là người học.", False),
        ("Sinh viên phải học, đó là nghĩa vụ.", False),
        ("Sinh viên", False),
        ("", False),
    ],
)
def test_a_definition_begins_with_its_term(sentence: str, *, expected: bool) -> None:
    assert defines(sentence, ("sinh", "vien")) is expected


def form_of(question: str, *found: str, words: float = 0.5) -> list[float]:
    passages = [(text, [Sentence(a, b, 0.0, words) for a, b in sentences(text)]) for text in found]
    return [float(value) for value in answer_form(understand(question), passages)]


def test_the_passage_that_defines_has_the_form() -> None:
    assert form_of(
        "Tiêm chủng là gì?", "Nói chung. Tiêm chủng là đưa vắc xin vào cơ thể.", "Tiêm chủng tốt."
    ) == [1.0, 0.0]


def test_a_person_is_answered_by_a_name_that_was_not_asked_about() -> None:
    found = ["Ông Đỗ Xuân Tuyên là bí thư.", "Vợ của Bill Gates nói.", "Không ai cả."]
    assert form_of("Ai là vợ của Bill Gates?", *found) == [0.5, 0.0, 0.0]


def test_the_best_sentence_with_a_name_counts() -> None:
    text = "Ông Đỗ Xuân Tuyên nói. Bà Nguyễn Thị Bình đáp."
    split = [Sentence(a, b, 0.0, w) for (a, b), w in zip(sentences(text), (0.2, 0.7), strict=True)]
    found = answer_form(understand("Ai là bí thư?"), [(text, split)])
    assert found.tolist() == pytest.approx([0.7])


def test_other_questions_call_for_no_form() -> None:
    assert form_of("Bộ Y tế họp khi nào?", "Tiêm chủng là tốt.", "Ông Đỗ Xuân Tuyên.") == [0.0, 0.0]
    assert form_of("Tiêm chủng là gì?") == []


@given(question=texts(), text=texts())
def test_any_text_has_a_form_within_bounds(question: str, text: str) -> None:
    assert all(0.0 <= value <= 1.0 for value in form_of(question, text))
