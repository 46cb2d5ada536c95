"""What a person reads, and what a script reads, of one and the same answer."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.reply import Reply
from bot.report import dumps, report
from bot.spans import worded
from bot.texts import Texts
from bot.types import Answer, Outcome, Reason
from bot.wording import parts, render, visible
from tests.bot.fakes import APRIL, VISIT, answered, hit

VI = Texts("vi")


def refused(code: str, **values: str) -> Answer:
    return Answer("hỏi?", "hỏi?", Outcome.REFUSED, Reason(code, values))


def reported(answer: Answer) -> dict[str, Any]:
    return report(Reply(parts(answer, VI), answer), VI)


def test_a_quote_stands_in_quotation_marks_above_its_title_date_and_source() -> None:
    assert render(answered(hit(APRIL, "Giám sát dịch.")), VI) == (
        "“Giám sát dịch.”\n— Nhiệm vụ tháng 4, 26/11/2021. Nguồn: april.txt"
    )


def test_a_bulletin_without_a_date_is_shown_as_undated_and_its_url_is_the_source() -> None:
    assert render(answered(hit(VISIT, "Đã tặng.")), VI).endswith(
        "— Buổi làm việc, không ghi ngày. Nguồn: https://example.org/visit"
    )


def test_a_heading_is_named_where_it_differs_from_the_title() -> None:
    found = hit(APRIL, "Giám sát dịch.", heading="Phòng, chống dịch")
    assert "26/11/2021, phần “Phòng, chống dịch”. Nguồn" in render(answered(found), VI)


def test_white_space_is_folded_for_display_and_left_alone_for_scripts() -> None:
    found = answered(hit(APRIL, "các đơn vị,\ndoanh  nghiệp\u00a0sản xuất"))
    assert "“các đơn vị, doanh nghiệp sản xuất”" in render(found, VI)
    (quoted,) = reported(found)["quotes"]
    assert quoted["text"] == "các đơn vị,\ndoanh  nghiệp\u00a0sản xuất"


def test_a_list_is_numbered_under_its_count_and_cited_once() -> None:
    items = [hit(APRIL, text, start=10 * n) for n, text in enumerate(["Luật", "Dịch", "Vắc xin"])]
    assert render(answered(*items, count=3, code="list"), VI).splitlines() == [
        "3 mục:",
        "1. Luật",
        "2. Dịch",
        "3. Vắc xin",
        "— Nhiệm vụ tháng 4, 26/11/2021. Nguồn: april.txt",
    ]


@pytest.mark.parametrize("own", ["Một là: Luật", "1. Luật", "2) Luật", "a) Luật", "đ. Luật"])
def test_an_item_that_brings_its_number_gets_no_second_one(own: str) -> None:
    items = hit(APRIL, own), hit(APRIL, "Dịch", start=50)
    assert render(answered(*items, count=2, code="list"), VI).splitlines()[1:3] == [own, "2. Dịch"]


def test_a_list_quoted_as_one_slice_stands_in_quotation_marks() -> None:
    lines = render(answered(hit(APRIL, "a; b; c"), count=3, code="list"), VI).splitlines()
    assert lines[:2] == ["3 mục:", "“a; b; c”"]


def test_several_bulletins_are_grouped_each_with_its_citation() -> None:
    hits = hit(APRIL, "Một."), hit(VISIT, "Hai."), hit(APRIL, "Ba.", start=9)
    assert render(answered(*hits), VI).splitlines() == [
        "“Một.”",
        "“Ba.”",
        "— Nhiệm vụ tháng 4, 26/11/2021. Nguồn: april.txt",
        "“Hai.”",
        "— Buổi làm việc, không ghi ngày. Nguồn: https://example.org/visit",
    ]


def test_an_unsure_answer_says_so_first_and_then_quotes() -> None:
    unsure = replace(
        answered(hit(APRIL, "Gần.")), outcome=Outcome.UNSURE, reason=Reason("unsure_near")
    )
    first, second, *_ = render(unsure, VI).splitlines()
    assert first == VI.say("unsure_near")
    assert second == "“Gần.”"


def test_an_unsure_answer_tells_its_own_reason_too() -> None:
    reason = Reason("answer_type", {"wanted": "figure"})
    unsure = replace(answered(hit(APRIL, "Gần.")), outcome=Outcome.UNSURE, reason=reason)
    first = render(unsure, VI).splitlines()[0]
    assert "không nêu con số bạn hỏi" in first
    assert VI.say("unsure_near") in first


def test_a_refusal_gives_its_reason_what_is_covered_and_the_nearest_titles() -> None:
    reason = Reason(
        "period_not_covered",
        {"periods": "2022-04-01/2022-04-30", "covered": "2021-04-01/2021-06-30"},
    )
    hits = hit(APRIL, "a"), hit(VISIT, "b"), hit(APRIL, "c", start=9)
    asked = Answer("hỏi?", "hỏi?", Outcome.REFUSED, reason, (), hits)
    assert render(asked, VI).splitlines() == [
        "Không bản tin nào nói riêng về tháng 4 năm 2022.",
        "Gần thời gian ấy nhất, các bản tin có nói về quý 2 năm 2021.",
        "Bản tin gần nhất:",
        "- Nhiệm vụ tháng 4 (26/11/2021)",
        "- Buổi làm việc (không ghi ngày)",
    ]


def test_a_refusal_with_nothing_near_names_nothing() -> None:
    assert render(refused("off_topic"), VI) == VI.say("off_topic")


@pytest.mark.parametrize(
    ("days", "vietnamese", "english"),
    [
        ("2021-01-01/2021-12-31", "năm 2021", "2021"),
        ("2021-07-01/2021-12-31", "6 tháng cuối năm 2021", "the second half of 2021"),
        ("2021-04-01/2021-06-30", "quý 2 năm 2021", "quarter 2 of 2021"),
        ("2020-02-01/2020-02-29", "tháng 2 năm 2020", "2/2020"),
        ("2021-02-01/2021-04-30", "từ 01/02/2021 đến 30/04/2021", "01/02/2021 to 30/04/2021"),
        ("2020-07-15/2020-07-15", "ngày 15/07/2020", "15/07/2020"),
        ("2016-01-01/2020-12-31", "giai đoạn 2016-2020", "2016 to 2020"),
        (
            "0001-01-01/2021-12-31",
            "thời gian đến hết ngày 31/12/2021",
            "the time up to 31/12/2021",
        ),
        (
            "2022-01-01/9999-12-31",
            "thời gian từ ngày 01/01/2022 trở đi",
            "the time from 01/01/2022 on",
        ),
        ("9999-01-01/9999-12-31", "năm 9999", "9999"),
        ("2021-13-01/2021-13-31", "2021-13-01/2021-13-31", "2021-13-01/2021-13-31"),
        ("tháng 4 năm 2022", "tháng 4 năm 2022", "tháng 4 năm 2022"),
    ],
)
def test_spans_of_days_are_named_as_people_name_them(
    days: str, vietnamese: str, english: str
) -> None:
    assert worded(days, VI) == vietnamese
    assert worded(days, Texts("en")) == english


def test_what_could_drive_a_terminal_never_reaches_it() -> None:
    text = "đỏ\x1b[31m \x9b2J \x07 \u202engược\x7f"
    shown = render(answered(hit(replace(APRIL, title=text, source=text), text, heading=text)), VI)
    assert not {c for c in shown if unicodedata.category(c) == "Cc"} - {"\n"}
    assert "\u202e" not in shown
    asked = render(refused("missing_name", names=text), VI)
    assert "\x1b" not in asked


@given(st.text())
def test_visible_text_keeps_its_length_and_every_letter(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert [c for c in shown if c.isalpha()] == [c for c in text if c.isalpha()]
    shown.encode("utf-8")


@given(st.text())
def test_a_json_object_is_one_line_for_every_reader_and_reads_back_the_same(text: str) -> None:
    line = dumps({"text": text})
    assert line.splitlines() == [line]
    assert json.loads(line) == {"text": text}
    line.encode("utf-8")


def test_the_json_object_has_exactly_the_agreed_fields() -> None:
    found = reported(answered(hit(VISIT, "Đã tặng.", start=7, heading="Khen thưởng")))
    assert json.loads(dumps(found)) == {
        "question": "hỏi?",
        "understood": "hỏi?",
        "outcome": "answered",
        "answer": (
            "“Đã tặng.”\n— Buổi làm việc, không ghi ngày, phần “Khen thưởng”."
            " Nguồn: https://example.org/visit"
        ),
        "quotes": [{"text": "Đã tặng.", "passage": "tin/visit#7", "start": 7, "end": 15}],
        "passages": [
            {
                "id": "tin/visit#7",
                "bulletin": "tin/visit",
                "title": "Buổi làm việc",
                "date": None,
                "source": "https://example.org/visit",
                "heading": "Khen thưởng",
                "start": 7,
                "end": 15,
                "text": "Đã tặng.",
                "score": 0.5,
            }
        ],
        "reason": {"code": "found", "sentence": "Trích nguyên văn từ bản tin."},
    }


def test_a_date_is_iso_for_scripts_and_the_path_is_the_source_without_a_url() -> None:
    (passage,) = reported(answered(hit(APRIL, "a")))["passages"]
    assert (passage["date"], passage["source"]) == ("2021-11-26", "april.txt")
