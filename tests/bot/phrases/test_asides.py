"""Which messages are never looked up, and that a question never is one of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.phrases.asides import aside, is_english, without_courtesy
from bot.texts import Texts
from corpus.vietnamese import fold, is_marked
from tests.conftest import BULLETINS

DATA = Path(__file__).parents[2] / "data"
CASES: dict[str, Any] = json.loads((DATA / "asides.json").read_text("utf-8"))
SAID = [(text, code) for code, texts in CASES["aside"].items() for text in texts]
ASIDES = [(text, code) for text, code in SAID if code != "none"]
QUESTIONS = [text for text, code in SAID if code == "none"]
GOLDEN = [json.loads(line) for line in (DATA / "golden.jsonl").read_text("utf-8").splitlines()]
ANSWERED = [row["question"] for row in GOLDEN if row["expect"] == "answered"]


@pytest.mark.parametrize(("text", "code"), ASIDES, ids=lambda value: str(value)[:50])
def test_a_message_that_is_no_question_is_told_by_its_kind(text: str, code: str) -> None:
    assert aside(text) == code


@pytest.mark.parametrize("text", [*QUESTIONS, *ANSWERED])
def test_a_question_is_looked_up(text: str) -> None:
    assert aside(text) is None


@pytest.mark.parametrize("text", [*QUESTIONS, *ANSWERED])
def test_a_question_without_diacritics_is_looked_up(text: str) -> None:
    assert aside(fold(text)) is None


def test_messages_without_diacritics_are_told_as_well() -> None:
    marked = [(text, code) for text, code in ASIDES if is_marked(text)]
    missed = [(text, code) for text, code in marked if aside(fold(text)) != code]
    assert len(missed) <= 0.03 * len(marked), missed


def test_what_bulletins_say_is_no_aside() -> None:
    lines = [line for path in BULLETINS.glob("*.txt") for line in path.read_text().split("\n")]
    said = [line for line in lines if len(line.split()) > 3]
    assert said
    assert not [line for line in said if aside(line) or aside(fold(line))]


def test_every_kind_has_its_sentence_in_both_languages() -> None:
    codes = {code for _, code in ASIDES} | {"english_please"}
    assert all(Texts("vi").say(code) and Texts("en").say(code) for code in codes)


def test_a_patient_is_sent_to_a_doctor_and_in_need_to_115() -> None:
    assert "bác sĩ" in Texts("vi").say("medical")
    assert "115" in Texts("vi").say("medical")
    assert "115" in Texts("en").say("medical")


@pytest.mark.parametrize("text", ["", "???", "!!", "🙂"])
def test_nothing_said_is_no_aside(text: str) -> None:
    assert aside(text) is None


def test_a_symptom_is_told_from_what_looks_like_it() -> None:
    assert aside("đau bụng") == "medical"
    assert aside("đâu là nhiệm vụ") is None
    assert aside("bé bị ho") == "medical"
    assert aside("họ làm gì") is None


def test_how_far_a_plan_has_come_is_told_from_what_hurts() -> None:
    assert aside("tiem cho giao vien toi dau roi ad") is None
    assert aside("hom qua toi dau roi hom nay van dau") == "medical"
    assert aside("thong tu toi dau roi, sot ruot qua") is None
    assert aside("con toi sot, sot ruot qua") == "medical"


def test_thanks_own_no_illness() -> None:
    assert aside("nguon vaccine co duoc tu dau, e cam on") is None
    assert aside("e bi cam, e cam on") == "medical"


def test_how_many_are_ill_is_told_from_who_is() -> None:
    assert aside("bao nhiêu bé gái 11 tuổi được tiêm HPV") is None
    assert aside("bé gái nhà tôi 11 tuổi có nên tiêm HPV") == "medical"
    assert aside("vụ ngộ độc làm mấy người chết") is None
    assert aside("vụ ngộ độc ấy con tôi cũng ăn, giờ đau bụng") == "medical"
    assert aside("số ca sốt xuất huyết ở tỉnh nào nhiều nhất") is None
    assert aside("sốt cao ba ngày, ở tỉnh nào chữa tốt") == "medical"


def test_what_the_law_grants_is_told_from_what_hurts() -> None:
    assert aside("vợ tôi sinh con thứ hai được nghỉ mấy tháng") is None
    assert aside("vợ tôi sinh con được nghỉ 6 tháng mà đau bụng quá") == "medical"
    assert aside("người cao tuổi được khám sức khỏe miễn phí mấy lần") is None
    assert aside("khám miễn phí xong mẹ tôi chóng mặt") == "medical"


@pytest.mark.parametrize(
    "told", ["tôi chán sống rồi", "bé tím tái", "bố tôi đột quỵ", "khó thở quá"]
)
@pytest.mark.parametrize(
    "asked", ["có mấy ca rồi", "ở tỉnh nào miễn phí", "bao nhiêu người bị", "bhyt trả không"]
)
def test_need_is_heard_beside_any_question(told: str, asked: str) -> None:
    assert aside(f"{told}, {asked}") == "medical"
    assert aside(fold(f"{told}, {asked}")) == "medical"


@pytest.mark.parametrize(("text", "rest"), CASES["courtesy"])
def test_courtesy_around_a_question_is_left_out(text: str, rest: str) -> None:
    assert without_courtesy(text) == rest


@pytest.mark.parametrize("text", [text for text, _ in SAID])
def test_without_courtesy_something_is_left_as_it_was_written(text: str) -> None:
    assert without_courtesy(text)
    assert without_courtesy(text) in text


@pytest.mark.parametrize("text", CASES["english"])
def test_english_is_told(text: str) -> None:
    assert is_english(text)


@pytest.mark.parametrize("text", [*CASES["not_english"], *ANSWERED, *map(fold, ANSWERED)])
def test_vietnamese_is_never_taken_for_english(text: str) -> None:
    assert not is_english(text)


@pytest.mark.parametrize("text", ["chào bạn " * 1000, "đau " * 2500, "ok ừ dạ " * 1200 + "x"])
def test_the_longest_messages_are_read_to_their_end(text: str) -> None:
    aside(text)
    assert without_courtesy(text)
