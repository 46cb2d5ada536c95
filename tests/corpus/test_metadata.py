from __future__ import annotations

import datetime as dt

import pytest

from corpus.metadata import date_of, title_of, unit_of


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Bộ Y tế\u00a0 họp\n\nNội dung.", "Bộ Y tế họp"),
        ("\n \u00a0|\n***\n26/11/2021 | 09:50 AM\nBộ Y tế họp\n", "Bộ Y tế họp"),
        ("# Kế hoạch năm 2021\n\nNội dung.", "Kế hoạch năm 2021"),
        ("Ho\u0323p ba\u0301o", "Họp báo"),
        ("|\n😀\n", None),
        ("", None),
    ],
)
def test_the_title_is_the_first_line_with_words(text: str, title: str | None) -> None:
    assert title_of(text) == title


def test_a_paragraph_without_a_title_is_cut_at_a_word() -> None:
    title = title_of("Bộ Y tế tiếp tục chỉ đạo " * 40)
    assert title is not None
    assert len(title) <= 201
    assert title.endswith("…")
    assert title[-2] != " "


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Tin\n\n26/11/2021 | 09:50 AM\n", dt.date(2021, 11, 26)),
        ("# Tin\n\n*14/03/2022 | 08:00 AM*\n", dt.date(2022, 3, 14)),
        ("Tin\nThứ hai, 05/04/2021, 08:00 (GMT+7)\n", dt.date(2021, 4, 5)),
        ("Tin\nNgày đăng: 5.4.2021\n", dt.date(2021, 4, 5)),
        ("Tin\n09:50 | 26-11-2021", dt.date(2021, 11, 26)),
        ("Tin\nĐại hội được tổ chức từ ngày 21/3/2020.", None),
        ("Nhiệm vụ tháng 4 năm 2021", None),
        ("Tin\n31/2/2021 | 09:50 AM", None),
        ("Tin" + "\nVăn xuôi." * 8 + "\n26/11/2021 | 09:50 AM", None),
    ],
)
def test_the_date_is_a_stamp_near_the_top(text: str, day: dt.date | None) -> None:
    assert date_of(text) == day


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Tin\nGiao. (449. 1)\n\nPhòng KSTTHC, Văn phòng Bộ Y tế.Tin liên quan",
         "Phòng KSTTHC, Văn phòng Bộ Y tế"),
        ("Tin\nHọp xong./.\nVụ Tổ chức cán bộ\n\nPhản hồi\n\nCác tin khác", "Vụ Tổ chức cán bộ"),
        ("Tin\nHọp xong.\nVụ Tổ chức cán bộ\nẢnh: An", "Vụ Tổ chức cán bộ"),
        ("Tin\nHọp xong.\nNguồn: Báo Sức khoẻ", None),
        ("Tin\nHọp xong.\nCục Y tế dự phòng khuyến cáo đeo khẩu trang.", None),
        ("Văn phòng Bộ Y tế", None),
    ],
)  # fmt: skip
def test_the_unit_is_the_credit_at_the_end(text: str, unit: str | None) -> None:
    assert unit_of(text) == unit
