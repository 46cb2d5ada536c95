from __future__ import annotations

from pathlib import Path

import pytest

from bot.engine import Engine
from bot.types import Outcome
from embeddings.persons import people
from tests.bot.asking import TODAY, asking, quoted, sources
from tests.embeddings.building import EPIDEMIC, HOSPITALS, VACCINES

NORTH = "Tin miền Bắc\n\nBệnh viện Bạch Mai tiếp nhận 20 máy thở trong tuần qua.\n"
SOUTH = "Tin miền Nam\n\nBệnh viện Chợ Rẫy tiếp nhận 35 máy thở trong tuần qua.\n"
WARDS = "Bệnh viện Bạch Mai tiếp nhận {} máy thở mới."


def test_several_bulletins_answer_when_several_hold_the_answer(tmp_path: Path) -> None:
    with asking(tmp_path, north=NORTH, south=SOUTH, epidemic=EPIDEMIC) as ask:
        answer = ask("Các bệnh viện tiếp nhận bao nhiêu máy thở?")
        assert answer.outcome is Outcome.ANSWERED
        assert {"north", "south"} <= set(sources(answer))
        assert "epidemic" not in sources(answer)
        assert {
            "Bệnh viện Bạch Mai tiếp nhận 20 máy thở trong tuần qua.",
            "Bệnh viện Chợ Rẫy tiếp nhận 35 máy thở trong tuần qua.",
        } <= set(quoted(answer))


def test_the_one_that_is_named_comes_first(tmp_path: Path) -> None:
    with asking(tmp_path, north=NORTH, south=SOUTH, epidemic=EPIDEMIC) as ask:
        for name, source in (("Bạch Mai", "north"), ("Chợ Rẫy", "south")):
            answer = ask(f"Bệnh viện {name} tiếp nhận bao nhiêu máy thở?")
            assert (answer.outcome, sources(answer)[0]) == (Outcome.ANSWERED, source)


def test_of_equals_the_newest_comes_first_and_the_undated_last(tmp_path: Path) -> None:
    texts = {name: f"Tin {name}\n\n{WARDS.format(20)}\n" for name in ("a", "b", "c")}
    dates = {"b": "2021-03-01", "c": "2022-03-01"}
    with asking(tmp_path, dates, **texts) as ask:
        answer = ask("Bệnh viện Bạch Mai tiếp nhận bao nhiêu máy thở mới?")
        assert sources(answer) == ["c", "b", "a"]


def test_a_period_puts_its_bulletins_first(tmp_path: Path) -> None:
    texts = {
        f"m{month}": f"Hoạt động tháng {month} năm 2021\n\n{WARDS.format(month)}\n"
        for month in (3, 4, 5)
    }
    with asking(tmp_path, **texts) as ask:
        for month in (3, 4, 5):
            answer = ask(f"Tháng {month}/2021 bệnh viện Bạch Mai tiếp nhận bao nhiêu máy thở?")
            assert answer.outcome is Outcome.ANSWERED
            assert quoted(answer)[0] == WARDS.format(month)
            assert answer.hits[0].bulletin.id == f"m{month}"


def test_a_month_without_a_year_is_the_newest(tmp_path: Path) -> None:
    texts = {
        f"y{year}": f"Hoạt động tháng 4 năm {year}\n\n{WARDS.format(year - 2000)}\n"
        for year in (2020, 2022, 2021)
    }
    dates = {f"y{year}": f"{year}-05-02" for year in (2020, 2022, 2021)}
    with asking(tmp_path, dates, **texts) as ask:
        answer = ask("Tháng 4 bệnh viện Bạch Mai tiếp nhận bao nhiêu máy thở?")
        assert sources(answer) == ["y2022", "y2021", "y2020"]


@pytest.mark.parametrize(
    ("question", "code", "value"),
    [
        (
            "Nhiệm vụ tháng 5/2023 là gì?",
            "period_not_covered",
            ("periods", "2023-05-01/2023-05-31"),
        ),
        ("Ngày 31/2/2021 có gì?", "impossible_date", ("named", "Ngày 31/2/2021")),
        ("Nhiệm vụ thứ tám là gì?", "no_such_item", ("size", "7")),
        ("Sau nhiệm vụ cuối cùng là nhiệm vụ nào?", "none_beside", ("size", "7")),
    ],
)
def test_a_refusal_says_why(
    shipped: Engine, question: str, code: str, value: tuple[str, str]
) -> None:
    answer = shipped.ask(question, today=TODAY)
    assert (answer.outcome, answer.reason.code) == (Outcome.REFUSED, code)
    assert answer.reason.values[value[0]] == value[1]
    assert answer.quotes == ()


def test_a_refusal_names_what_is_covered_and_the_nearest(shipped: Engine) -> None:
    answer = shipped.ask("Cách nấu phở bò ngon tại nhà", today=TODAY)
    assert (answer.outcome, answer.reason.code) == (Outcome.REFUSED, "nothing_near")
    assert "2021-04-01/2021-04-30" in answer.reason.values["covered"].split(", ")
    assert answer.quotes == ()
    assert answer.hits


def test_the_line_that_dates_a_bulletin_is_quoted(shipped: Engine) -> None:
    answer = shipped.ask("Bản tin về nhiệm vụ tháng 4 đăng ngày nào?", today=TODAY)
    assert answer.outcome is Outcome.ANSWERED
    assert [text.partition(" ")[0] for text in quoted(answer)] == ["26/11/2021"]


def test_a_bulletin_without_a_date_tells_none(tmp_path: Path) -> None:
    with asking(tmp_path, vaccines=VACCINES) as ask:
        answer = ask("Bản tin về tiêm chủng đăng ngày nào?")
        assert (answer.outcome, answer.reason.code) == (Outcome.REFUSED, "answer_type")


def test_a_name_that_no_bulletin_holds_is_never_answered(tmp_path: Path) -> None:
    with asking(tmp_path, north=NORTH, south=SOUTH) as ask:
        answer = ask("Bệnh viện Đồng Nai tiếp nhận bao nhiêu máy thở?")
        assert answer.outcome is not Outcome.ANSWERED
        assert answer.reason.code in ("missing_name", "nothing_near")


def test_a_figure_that_no_sentence_holds_is_never_answered(tmp_path: Path) -> None:
    with asking(tmp_path, hospitals=HOSPITALS) as ask:
        answer = ask("Các bệnh viện báo cáo việc mua bao nhiêu thuốc?")
        assert answer.outcome is not Outcome.ANSWERED


@pytest.mark.parametrize("top", [0, 1, 3, 10])
def test_passages_beyond_the_quoted_ones_are_as_many_as_wanted(shipped: Engine, top: int) -> None:
    answer = shipped.ask("Nanocovax đang thử nghiệm giai đoạn mấy?", top=top, today=TODAY)
    by_quote = {quote.passage for quote in answer.quotes}
    assert len([hit for hit in answer.hits if hit.passage.id not in by_quote]) == top
    assert by_quote <= {hit.passage.id for hit in answer.hits}


def test_a_word_mended_is_shown_as_understood(shipped: Engine) -> None:
    answer = shipped.ask("Nanocovac đang thử nghiệm giai đoạn mấy?", today=TODAY)
    assert answer.question == "Nanocovac đang thử nghiệm giai đoạn mấy?"
    assert answer.understood == "nanocovax đang thử nghiệm giai đoạn mấy?"


def test_a_list_inside_a_sentence_is_counted(shipped: Engine) -> None:
    answer = shipped.ask("Kể tên 3 phần mềm cần liên thông", today=TODAY)
    assert (answer.outcome, answer.count) == (Outcome.ANSWERED, 3)
    [quote] = quoted(answer)[:1]
    for name in ("Bệnh án điện tử", "Hồ sơ sức khoẻ điện tử", "Quản lý xã, phường, thị trấn"):
        assert name in quote


def test_a_passage_that_is_quoted_whole_is_quoted_once(shipped: Engine) -> None:
    answer = shipped.ask("dich vu kham tu xa ket noi bao nhieu diem cau", today=TODAY)
    assert answer.quotes
    assert len({quote.slice for quote in answer.quotes}) == len(answer.quotes)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Bộ trưởng Bộ Y tế là ai?", "Nguyễn Thanh Long"),
        ("bộ trưởng bộ y tế hiện nay", "Nguyễn Thanh Long"),
        ("bo truong bo y te ten gi", "Nguyễn Thanh Long"),
        ("thứ trưởng bộ y tế hiện nay là ai ạ", "Đỗ Xuân Tuyên"),
        ("bí thư đảng uỷ bộ y tế là ai", "Đỗ Xuân Tuyên"),
        ("bí thư đảng ủy khối là ai", "Huỳnh Tấn Việt"),
    ],
)
def test_who_holds_an_office_is_told_by_sentences_that_name_them(
    shipped: Engine, question: str, name: str
) -> None:
    answer = shipped.ask(question, today=TODAY)
    assert answer.outcome is Outcome.ANSWERED
    assert people(answer.quotes[0].slice.text) == [name]  # and nobody else
    assert all(name in quote.slice.text for quote in answer.quotes)


@pytest.mark.parametrize(
    "question",
    [
        "thứ trưởng nào phụ trách dược phẩm",
        "bộ y tế làm gì với thuốc giả",
        "bo y te chi dao gi ve benh dai",
        "bo y te co lam gi voi rac thai y te khong",
        "Bộ Y tế nói gì về sốt xuất huyết?",
    ],
)
def test_what_no_passage_speaks_of_is_not_answered(shipped: Engine, question: str) -> None:
    assert shipped.ask(question, today=TODAY).outcome is not Outcome.ANSWERED
