"""Facts that several bulletins give, at different times."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.types import Outcome
from tests.bot.asking import asking, quoted, sources

MINISTERS = {
    "y2019": "Bộ Y tế tổng kết năm 2019\n\nTại hội nghị, bà Nguyễn Thị Kim Tiến, Bộ trưởng Bộ Y tế,"
    " yêu cầu các địa phương duy trì tỷ lệ tiêm chủng trên 90%.\n",
    "y2021": "Hội nghị trực tuyến năm 2021\n\nBộ trưởng Bộ Y tế Nguyễn Thanh Long chủ trì hội nghị"
    " và yêu cầu các địa phương tăng tốc tiêm vắc xin.\n",
    "y2023": "Bộ Y tế làm việc với các tỉnh năm 2023\n\nPhát biểu tại buổi làm việc, đồng chí Đào"
    " Hồng Lan, Ủy viên Trung ương Đảng, Bộ trưởng Bộ Y tế, yêu cầu các địa phương mua đủ thuốc.\n",
    "undated": "Tin vắn\n\nÔng Trần Văn Nam, Bộ trưởng Bộ Y tế, thăm trạm y tế xã.\n",
}
DATES = {"y2019": "2019-12-20", "y2021": "2021-06-01", "y2023": "2023-02-10"}


@pytest.mark.parametrize("question", ["Bộ trưởng Bộ Y tế là ai?", "bo truong bo y te la ai"])
def test_of_those_that_answer_equally_well_the_newest_speaks_first(
    tmp_path: Path, question: str
) -> None:
    with asking(tmp_path, DATES, **MINISTERS) as ask:
        answer = ask(question)
        assert answer.outcome is Outcome.ANSWERED
        assert sources(answer) == ["y2023", "y2021", "y2019"]


def test_who_is_asked_for_in_a_year_is_not_told_with_those_of_others(tmp_path: Path) -> None:
    with asking(tmp_path, DATES, **MINISTERS) as ask:
        assert sources(ask("Bộ trưởng Bộ Y tế năm 2019 là ai?")) == ["y2019"]


def test_a_newer_bulletin_that_holds_less_of_the_question_does_not_speak_first(
    tmp_path: Path,
) -> None:
    with asking(tmp_path, DATES, **MINISTERS) as ask:
        first = quoted(ask("Bộ trưởng yêu cầu các địa phương tăng tốc tiêm vắc xin khi nào?"))[0]
        assert "tăng tốc tiêm vắc xin" in first


def test_who_held_an_office_is_told_by_when_the_bulletin_came_out(tmp_path: Path) -> None:
    texts = {
        "then": "Tin ngắn\n\nTheo Bộ trưởng Nguyễn Thanh Long, vắc xin về nhiều vào cuối năm.\n",
        "now": "Tin vắn\n\nBộ trưởng Bộ Y tế Đào Hồng Lan chủ trì cuộc họp.\n",
    }
    with asking(tmp_path, {"then": "2021-07-10", "now": "2023-02-01"}, **texts) as ask:
        answer = ask("bo truong y te nam 2021 la ai")
        assert (answer.outcome, sources(answer)[0]) == (Outcome.ANSWERED, "then")
        assert sources(ask("bo truong y te la ai"))[0] == "now"
