from __future__ import annotations

import pytest

from embeddings.amounts import figures, is_amount, is_row, only_counts
from embeddings.question import understand

CASES = "Đắk Lắk có bao nhiêu ca sốt xuất huyết?"
HEAD = "Số ca mắc sốt xuất huyết theo tỉnh"


@pytest.mark.parametrize(
    ("question", "amount"),
    [
        (CASES, True),
        ("Tỷ lệ tiêm chủng là bao nhiêu?", True),
        ("Chi phí bao nhiêu tiền?", True),
        ("Vắc xin thử nghiệm giai đoạn mấy?", False),  # which, not how many
        ("Đại hội kéo dài bao lâu?", False),
        ("Bộ Y tế họp bàn gì?", False),
    ],
)
def test_an_amount_is_how_much_or_how_many(question: str, amount: bool) -> None:
    assert is_amount(understand(question)) is amount


@pytest.mark.parametrize("text", ["Đắk Lắk: 3.410 / 1", "5 | Đắk Lắk | 3.410", "- Đắk Lắk 3.410 1"])
def test_a_row_names_what_is_asked_and_has_its_figures_behind(text: str) -> None:
    assert is_row(understand(CASES), text, f"{HEAD}\n{text}")


@pytest.mark.parametrize(
    "text",
    [
        "Hội nghị ngày 12 ở Đắk Lắk",
        "Đắk Lắk tăng cao nhất trong 12 tỉnh",
        "Gia Lai: 2.218",
        "Đắk Lắk",
        "3.410",
        "",
    ],
)
def test_other_lines_with_a_number_or_a_place_are_no_rows(text: str) -> None:
    assert not is_row(understand(CASES), text, f"{HEAD}\n{text}")


def test_a_row_needs_what_is_counted_above_it() -> None:
    assert not is_row(understand(CASES), "Đắk Lắk: 3.410", "Giường bệnh theo tỉnh\nĐắk Lắk: 3.410")
    assert not is_row(understand("Đắk Lắk ở đâu?"), "Đắk Lắk: 3.410", HEAD)


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("Đại hội đã hoàn thành 4 nội dung.", True),
        ("Đại hội có 4 nội dung sau:", False),
        ("Gồm 2 nội dung: tổng kết nhiệm kỳ; bầu ban chấp hành.", False),
        ("Trong tháng 4, nội dung là tiêm chủng.", False),
        ("Nội dung thứ nhất là tổng kết.", False),
    ],
)
def test_how_many_there_are_is_no_list_of_them(text: str, only: bool) -> None:
    assert only_counts(understand("Những nội dung nào đã được thực hiện?"), text) is only


@pytest.mark.parametrize("figure", ["9" * 5_000, "7"])
def test_a_figure_may_have_more_digits_than_any_number_needs(figure: str) -> None:
    assert figures(understand("Có bao nhiêu điểm cầu?"), f"Có {figure} điểm cầu.") == {figure}
