"""Questions that name no period there is, or hardly a question."""

from __future__ import annotations

import pytest

from bot.engine import LONGEST, Engine
from bot.errors import BadQuestion
from bot.texts import Texts
from bot.types import Answer, Outcome
from bot.wording import render
from tests.bot.asking import TODAY, quoted
from tests.conftest import BULLETINS

VI = Texts("vi")


def asked(engine: Engine, question: str) -> Answer:
    answer = engine.ask(question, today=TODAY)
    assert render(answer, VI).strip()
    return answer


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Ngày 31/2/2021 Bộ Y tế có nhiệm vụ gì?", "Ngày 31/2/2021"),
        ("29/2/2021", "29/2/2021"),
        ("nhiệm vụ quý 5 năm 2021", "quý 5 năm 2021"),
        ("nhiem vu quy 0", "quy 0"),
        ("Kế hoạch tháng 13 của bộ", "tháng 13"),
        ("NHIỆM VỤ THÁNG 13 NĂM 2021", "THÁNG 13 NĂM 2021"),
        ("Nhiệm vụ từ năm 2025 đến 2021 là gì?", "từ năm 2025 đến 2021"),
        ("giai doan 2030-2021", "giai doan 2030-2021"),
        ("từ tháng 6/2021 đến tháng 4/2021 làm gì?", "tháng 6/2021 đến tháng 4/2021"),
        ("từ ngày 30/4/2021 đến ngày 1/4/2021", "ngày 30/4/2021 đến ngày 1/4/2021"),
        ("nhiệm vụ từ quý 4 đến quý 2 năm 2021", "quý 4 đến quý 2 năm 2021"),
        ("nhiệm vụ năm 20211", "năm 20211"),
        ("99/99/9999", "99/99/9999"),
    ],
)
def test_what_is_no_date_is_named_as_written(shipped: Engine, question: str, named: str) -> None:
    answer = asked(shipped, question)
    assert (answer.outcome, answer.reason.code) == (Outcome.REFUSED, "impossible_date")
    assert answer.reason.values["named"] == named
    assert VI.say("impossible_date", named=named) in render(answer, VI)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("nhiệm vụ năm 1021", "năm 1021"),
        ("nhiệm vụ năm 3021", "năm 3021"),
        ("nhiem vu nam 9999", "năm 9999"),
        ("nhiệm vụ tháng 4 năm 3021", "tháng 4 năm 3021"),
        ("nhiệm vụ tháng 4/1800", "tháng 4 năm 1800"),
        ("31/12/9999", "ngày 31/12/9999"),
        ("nhiệm vụ năm 2035", "năm 2035"),
        ("tuần này Bộ Y tế có nhiệm vụ gì", "từ 26/10/2026 đến 01/11/2026"),
        ("năm ngoái", "năm 2025"),
        ("hôm nay", "ngày 01/11/2026"),
        ("tháng 9", "tháng 9"),
    ],
)
def test_what_lies_far_away_is_refused_by_its_name(
    shipped: Engine, question: str, named: str
) -> None:
    answer = asked(shipped, question)
    assert (answer.outcome, answer.reason.code) == (Outcome.REFUSED, "period_not_covered")
    assert VI.say("period_not_covered", periods=named) in render(answer, VI)
    assert answer.reason.values["covered"]


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("21/3/2020", "từ ngày 21/3/2020"),
        ("Ngày 15/7/2020 có gì?", "kết thúc ngày 15/7/2020"),
        ("26/11/2021", "trong tháng 4 năm 2021"),  # its bulletin
        ("năm 2020", "Năm 2020 là năm tổ chức đại hội"),
        ("2021", "nhiệm vụ của năm 2021"),
        ("giai đoạn 2021-2030", "giai đoạn 2021-2030"),
        ("2020 - 2025", "2020-2025"),
    ],
)
def test_a_period_alone_is_answered_by_what_names_it(
    shipped: Engine, question: str, holds: str
) -> None:
    answer = asked(shipped, question)
    assert answer.outcome is Outcome.ANSWERED
    assert any(holds in " ".join(text.split()) for text in quoted(answer))


@pytest.mark.parametrize(
    "question",
    [
        "tháng 4",
        "THÁNG 4 NĂM 2021",
        "quý II/2021",
        "Q2/2021",
        "tháng4/2021",
        "nhiệm vụ tháng ４ năm ２０２１",
        "nhiệm vụ tháng 4/21",
        "6 tháng đầu năm",
        "NHIEM VU THANG 4 NAM 2021",
        "Nhiệm vụ từ tháng 4 đến tháng 6 năm 2021",
    ],
)
def test_a_period_that_is_planned_for_brings_its_list(shipped: Engine, question: str) -> None:
    answer = asked(shipped, question)
    assert (answer.outcome, answer.count) == (Outcome.ANSWERED, 7)


@pytest.mark.parametrize("question", ["2", "-1", "1/0", "0000", "٤"])
def test_a_number_alone_names_nothing(shipped: Engine, question: str) -> None:
    answer = asked(shipped, question)
    assert (answer.outcome, answer.reason.code) == (Outcome.REFUSED, "nothing_near")


def test_no_months_are_no_period(shipped: Engine) -> None:
    assert asked(shipped, "0 tháng tới").outcome is not Outcome.ANSWERED


@pytest.mark.parametrize(
    "question",
    [
        "nhiemvuthunamlagi",
        "nhiemvuthang4nam2021",
        "Nhiệmvụtháng4năm2021",
        "Нhiệm vụ тháng 4",
        "ｎｈｉệｍ ｖụ",
        "任务 四月",
        "nhiệm vụ 任务 четыре 4",
        "/2021",
        "từ 2021 đến",
        "giai đoạn",
        "tháng tháng tháng",
    ],
)
def test_what_can_hardly_be_read_has_a_clear_result(shipped: Engine, question: str) -> None:
    answer = asked(shipped, question)
    assert answer.outcome in (Outcome.UNSURE, Outcome.REFUSED, Outcome.ANSWERED)
    texts = [" ".join(path.read_text("utf-8").split()) for path in BULLETINS.glob("*.txt")]
    for text in quoted(answer):
        assert any(" ".join(text.split()) in one for one in texts)


def test_a_question_of_three_thousand_words_is_too_long_or_answered(shipped: Engine) -> None:
    words = "nhiệm vụ trọng tâm tháng 4 năm 2021 là gì "
    with pytest.raises(BadQuestion) as caught:
        shipped.ask(words * 300, today=TODAY)
    assert caught.value.code == "too_long"
    for short in ("a b c ", "5 ", "Lan An ", "năm "):
        long = (short * 3_000)[:LONGEST]
        assert len(long.split()) >= 2_000
        assert asked(shipped, long).outcome is not Outcome.CHAT


def test_a_doubt_about_many_names_tells_but_a_few(shipped: Engine) -> None:
    names = ", ".join(f"Bệnh viện Số{n} Nguyễn Văn{n}" for n in range(40))
    answer = asked(shipped, f"Nhiệm vụ tháng 4 của {names} là gì?")
    assert answer.outcome is not Outcome.ANSWERED
    assert len(render(answer, VI).splitlines()[0]) < 1_000


@pytest.mark.parametrize("ahead", ["Bộ Y tế nói gì về A", "đại hội lần ", "Điều "])
def test_a_number_may_have_more_digits_than_any_number_needs(shipped: Engine, ahead: str) -> None:
    assert asked(shipped, ahead + "9" * 5_000).outcome in (Outcome.REFUSED, Outcome.UNSURE)
