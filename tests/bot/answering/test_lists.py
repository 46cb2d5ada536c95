from __future__ import annotations

from pathlib import Path

import pytest

from bot.answering.lists import lists_near
from bot.engine import Engine
from bot.types import Answer, Outcome
from tests.bot.asking import TODAY, asking, quoted, sources
from tests.embeddings.building import EPIDEMIC, HOSPITALS

SEVEN = ("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy")
APRIL = (
    "Nhiệm vụ trọng tâm của Bộ Y tế trong tháng 4 năm 2021\n\n"
    "Bộ Y tế đề ra các nhiệm vụ trọng tâm như sau:\n\n"
    "1. Tiêm vắc xin cho nhân viên y tế.\n2. Kiểm tra an toàn thực phẩm.\n"
    "3. Mua thêm máy thở.\n"
)
MAY = (
    "Nhiệm vụ trọng tâm của Bộ Y tế trong tháng 5 năm 2021\n\n"
    "Bộ Y tế đề ra các nhiệm vụ trọng tâm như sau:\n\n"
    "1. Tổng kết đợt tiêm.\n2. Tập huấn bác sĩ tuyến huyện.\n"
    "3. Phun thuốc diệt muỗi.\n4. Báo cáo Chính phủ.\n"
)
NESTED = (
    "Nhiệm vụ trọng tâm của Bộ Y tế\n\n"
    "Bộ Y tế đề ra các nhiệm vụ trọng tâm như sau:\n\n"
    "1. Tiêm chủng:\n"
    "a) Lập danh sách.\n"
    "b) Mua vắc xin.\n"
    "2. Phòng dịch:\n"
    "a) Truy vết.\n"
    "b) Cách ly.\n"
    "c) Điều trị.\n"
    "3. Báo cáo.\n"
)
ITEMS = {
    1: "1. Tiêm chủng:\na) Lập danh sách.\nb) Mua vắc xin.",
    2: "2. Phòng dịch:\na) Truy vết.\nb) Cách ly.\nc) Điều trị.",
    3: "3. Báo cáo.",
}


def ask_shipped(engine: Engine, question: str) -> Answer:
    return engine.ask(question, today=TODAY)


@pytest.mark.parametrize(
    "question",
    [
        "Bộ Y tế đề ra mấy nhiệm vụ?",
        "bo y te de ra may nhiem vu",
        "Liệt kê các nhiệm vụ trọng tâm tháng 4 năm 2021",
        "Quý 2 năm 2021 Bộ Y tế có những nhiệm vụ nào?",
    ],
)
def test_a_list_is_quoted_whole_in_its_order_and_counted(shipped: Engine, question: str) -> None:
    answer = ask_shipped(shipped, question)
    assert (answer.outcome, answer.reason.code, answer.count) == (Outcome.ANSWERED, "list", 7)
    assert [text.partition(" là: ")[0] for text in quoted(answer)] == list(SEVEN)
    starts = [quote.slice.start for quote in answer.quotes]
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("Nhiệm vụ thứ năm là gì?", ["Năm"]),
        ("nhiem vu thu nam la gi", ["Năm"]),
        ("Nhiệm vụ số 3 của Bộ Y tế", ["Ba"]),
        ("Nhiệm vụ đầu tiên là gì?", ["Một"]),
        ("Nhiệm vụ cuối cùng là gì?", ["Bảy"]),
        ("mục cuối cùng trong các việc BYT phải lo tháng tư 2021?", ["Bảy"]),
        ("Nhiệm vụ áp chót là gì?", ["Sáu"]),
        ("Hai nhiệm vụ đầu là gì?", ["Một", "Hai"]),
        ("Nhiệm vụ từ 2 đến 4", ["Hai", "Ba", "Bốn"]),
        ("Nhiệm vụ số bảy", ["Bảy"]),
    ],
)
def test_one_item_is_quoted_alone(shipped: Engine, question: str, places: list[str]) -> None:
    answer = ask_shipped(shipped, question)
    assert (answer.outcome, answer.reason.code, answer.count) == (Outcome.ANSWERED, "item", None)
    assert [text.partition(" là: ")[0] for text in quoted(answer)] == places


@pytest.mark.parametrize(
    ("place", "asked"),
    [
        ("thứ tám", "8"),
        ("số 12", "12"),
        ("thứ 99", "99"),
        ("thứ mười hai", "12"),
        ("thứ hai mươi mốt", "21"),
        ("thứ -1", "-1"),
        ("thứ 5.5", "5.5"),
        ("thứ 100000000000000000000000", "1" + 23 * "0"),
    ],
)
def test_an_item_beyond_the_list_is_refused(shipped: Engine, place: str, asked: str) -> None:
    answer = ask_shipped(shipped, f"Nhiệm vụ {place} là gì?")
    assert (answer.outcome, answer.reason.code) == (Outcome.REFUSED, "no_such_item")
    assert answer.reason.values.items() >= {"asked": asked, "size": "7"}.items()
    assert answer.quotes == ()


def test_there_is_no_item_before_the_first(shipped: Engine) -> None:
    answer = ask_shipped(shipped, "Nhiệm vụ số 0 là gì?")
    assert answer.outcome is not Outcome.ANSWERED
    assert "Bảy là: " not in "".join(quoted(answer))


def test_an_item_is_quoted_with_what_is_nested_in_it(tmp_path: Path) -> None:
    with asking(tmp_path, nested=NESTED, epidemic=EPIDEMIC) as ask:
        for place, item in ITEMS.items():
            assert quoted(ask(f"Nhiệm vụ thứ {place} là gì?")) == [item]


def test_an_outer_list_is_counted_without_what_is_nested_in_it(tmp_path: Path) -> None:
    with asking(tmp_path, nested=NESTED, epidemic=EPIDEMIC) as ask:
        answer = ask("Bộ Y tế đề ra mấy nhiệm vụ trọng tâm?")
        assert (answer.outcome, answer.count) == (Outcome.ANSWERED, 3)
        assert quoted(answer) == list(ITEMS.values())


def test_outer_lists_are_looked_at_before_nested_ones(tmp_path: Path) -> None:
    with asking(tmp_path, nested=NESTED) as ask:
        answer = ask("nhiệm vụ trọng tâm", top=12)
    with_store = Engine.open(tmp_path / "corpus", tmp_path / "index", may_build=False)
    store = with_store._searcher.index.store
    found = lists_near(answer.hits, store)
    assert [len(one.items) for one in found] == [3, 2, 3]
    assert [one.items[0].text for one in found] == [
        "1. Tiêm chủng:",
        "a) Lập danh sách.",
        "a) Truy vết.",
    ]
    assert [one.quote(one.items[-1], store).slice.text for one in found] == [
        "3. Báo cáo.",
        "b) Mua vắc xin.",
        "c) Điều trị.",
    ]
    with_store.close()


@pytest.mark.parametrize(
    ("month", "bulletin", "count"), [("4/2021", "april", 3), ("5 năm 2021", "may", 4)]
)
def test_of_two_lists_the_one_of_the_month_is_quoted(
    tmp_path: Path, month: str, bulletin: str, count: int
) -> None:
    with asking(tmp_path, april=APRIL, may=MAY) as ask:
        answer = ask(f"Bộ Y tế đề ra mấy nhiệm vụ trong tháng {month}?")
        assert (answer.outcome, answer.count) == (Outcome.ANSWERED, count)
        assert sources(answer) == [bulletin] * count
        [item] = quoted(ask(f"Nhiệm vụ thứ hai của tháng {month} là gì?"))
        assert (
            item
            == {
                "april": "2. Kiểm tra an toàn thực phẩm.",
                "may": "2. Tập huấn bác sĩ tuyến huyện.",
            }[bulletin]
        )


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("nhiệm vụ trọng tâm", True),
        ("nhiem vu trong tam cua bo y te", True),
        ("tháng 5 làm gì?", True),  # of the quarter
        ("Việc làm là gì?", False),  # no word of it tells one list from another
        ("nhiệm vụ của Bộ Tư pháp", False),
        ("đề án khám chữa bệnh từ xa", False),
    ],
)
def test_a_list_that_is_named_and_nothing_else_is_quoted_whole(
    shipped: Engine, text: str, *, whole: bool
) -> None:
    answer = shipped.ask(text, today=TODAY)
    assert (answer.outcome is Outcome.ANSWERED and answer.count == len(SEVEN)) is whole


def test_of_two_lists_without_a_month_the_newest_is_quoted(tmp_path: Path) -> None:
    for folder, dates in (
        ("one", ("2021-04-02", "2021-05-02")),
        ("two", ("2021-06-02", "2021-05-02")),
    ):
        days = dict(zip(("april", "may"), dates, strict=True))
        newest = max(days, key=days.__getitem__)
        with asking(tmp_path / folder, days, april=APRIL, may=MAY) as ask:
            answer = ask("Bộ Y tế đề ra mấy nhiệm vụ trọng tâm?")
            assert answer.outcome is Outcome.ANSWERED
            assert answer.count == len(answer.quotes) == {"april": 3, "may": 4}[newest]
            assert set(sources(answer)) == {newest}


def test_of_two_equal_lists_one_is_quoted_and_the_undated_one_last(tmp_path: Path) -> None:
    again = APRIL.replace("Bộ Y tế đề ra", "Bộ Y tế đã đề ra")
    with asking(tmp_path, {"b": "2021-04-02"}, a=again, b=again + "Hết.\n") as ask:
        answer = ask("Bộ Y tế đề ra mấy nhiệm vụ trọng tâm trong tháng 4 năm 2021?")
        assert (answer.outcome, answer.count) == (Outcome.ANSWERED, 3)
        assert sources(answer) == ["b", "b", "b"]


def test_a_corpus_without_lists_has_no_items(tmp_path: Path) -> None:
    with asking(tmp_path, hospitals=HOSPITALS) as ask:
        answer = ask("Nhiệm vụ thứ hai của bệnh viện là gì?")
        assert answer.reason.code not in ("item", "list", "no_such_item")
        assert answer.outcome is not Outcome.ANSWERED
