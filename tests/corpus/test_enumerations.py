from __future__ import annotations

import pytest
from hypothesis import given

from corpus.aligned import compose
from corpus.enumerations import Enumeration, lists_of
from corpus.inline_lists import inline_list
from corpus.lines import paragraphs
from tests.corpus.texts import texts

REGULATION = """\
Điều 5. Trách nhiệm
1. Bộ Y tế:
a) Chỉ đạo;
b) Giám sát;
c) Kiểm tra;
d) Báo cáo;
đ) Tổng kết;
e) Khen thưởng.
2. Sở Y tế
- Tổ chức tiêm chủng:
+ cho nhân viên y tế
+ cho người cao tuổi
- Thống kê
Điều 6. Thi hành
1. Nghị định này có hiệu lực từ năm 2021.
Các quy định trước hết hiệu lực.
2. Bộ trưởng chịu trách nhiệm thi hành.
"""


def _lists(text: str) -> list[Enumeration]:
    return lists_of(text, paragraphs(text))


def _outline(text: str) -> list[tuple[int, str, list[str]]]:
    """Depth, lead, and the first words of each item."""
    return [
        (
            one.depth,
            text[slice(*one.lead)],
            [text[item.words : item.end].partition("\n")[0] for item in one.items],
        )
        for one in _lists(text)
    ]


def test_a_regulation_nests_articles_clauses_points_and_bullets() -> None:
    assert _outline(REGULATION) == [
        (0, "", ["Trách nhiệm", "Thi hành"]),
        (1, "Điều 5. Trách nhiệm", ["Bộ Y tế:", "Sở Y tế"]),
        (
            2,
            "1. Bộ Y tế:",
            ["Chỉ đạo;", "Giám sát;", "Kiểm tra;", "Báo cáo;", "Tổng kết;", "Khen thưởng."],
        ),
        (2, "2. Sở Y tế", ["Tổ chức tiêm chủng:", "Thống kê"]),
        (3, "- Tổ chức tiêm chủng:", ["cho nhân viên y tế", "cho người cao tuổi"]),
        (
            1,
            "Điều 6. Thi hành",
            ["Nghị định này có hiệu lực từ năm 2021.", "Bộ trưởng chịu trách nhiệm thi hành."],
        ),
    ]


def test_an_item_holds_its_nested_items_and_its_further_paragraphs() -> None:
    articles = _lists(REGULATION)
    first, second = articles[0].items
    assert REGULATION[first.start : first.end].endswith("- Thống kê")
    assert REGULATION[second.start : second.end].endswith("thi hành.")
    clause = articles[5].items[0]
    assert REGULATION[clause.start : clause.end].endswith("trước hết hiệu lực.")


@pytest.mark.parametrize(
    "text",
    [
        "Một là: A.\n\nHai là: B.\n\nBa là: C.",
        "Thứ nhất, A.\nThứ hai, B.\nThứ ba, C.",
        "1. A.\n2. B.\n3. C.",
        "1) A.\n2) B.\n3) C.",
        "1/ A.\n2/ B.\n3/ C.",
        "(1) A.\n(2) B.\n(3) C.",
        "a) A.\nb) B.\nc) C.",
        "a. A.\nb. B.\nc. C.",
        "I. A.\nII. B.\nIII. C.",
        "1.1. A.\n1.2. B.\n1.3. C.",
        "Bước 1: A.\nBước 2: B.\nBước 3: C.",
        "• A.\n• B.\n• C.",
        "- A.\n- B.\n- C.",
        "+ A.\r\n+ B.\r\n+ C.",
        "ĐIỀU 1. A.\nĐIỀU 2. B.\nĐIỀU 3. C.",
    ],
)
def test_markers_of_every_kind_make_a_list(text: str) -> None:
    [(depth, lead, items)] = _outline(text)
    assert (depth, lead) == (0, "")
    assert [item.strip() for item in items] == ["A.", "B.", "C."]


@pytest.mark.parametrize(
    "text",
    [
        "Báo cáo năm\n2021. Bộ Y tế họp.\n2022. Bộ Y tế họp.",
        "Có 12 ca mắc.\n1.000 điểm cầu.\n2.000 người.",
        "1. Chỉ có một mục.\nVăn xuôi.",
        "3. Mục ba.\n4. Mục bốn.",
        "1. A.\n3. C.",
        "Hai là số chẵn.\nBa là số lẻ.",
        "Thứ hai, ngày 5/4, Bộ họp.\nThứ ba, ngày 6/4, Bộ nghỉ.",
        "- Thưa ông, dịch thế nào?\nÔng trả lời.",
        "24/7 phục vụ.\n25/7 nghỉ.",
    ],
)
def test_what_does_not_count_up_is_no_list(text: str) -> None:
    assert _lists(text) == []


def test_a_single_bullet_behind_a_colon_is_a_list() -> None:
    assert _outline("Nhiệm vụ:\n- Tiêm chủng") == [(0, "Nhiệm vụ:", ["Tiêm chủng"])]


def test_lines_that_end_in_semicolons_behind_a_colon_are_a_list() -> None:
    text = "Các biện pháp sau:\nđeo khẩu trang;\nrửa tay;\ngiữ khoảng cách.\nHết."
    assert _outline(text) == [
        (0, "Các biện pháp sau:", ["đeo khẩu trang;", "rửa tay;", "giữ khoảng cách."])
    ]


@pytest.mark.parametrize(
    ("before", "lead"),
    [
        ("Bộ họp. Các nhiệm vụ như sau:", "Các nhiệm vụ như sau:"),
        ("Bộ đề ra các nhiệm vụ sau đây.", "Bộ đề ra các nhiệm vụ sau đây."),
        ("Nhiệm vụ trọng tâm", "Nhiệm vụ trọng tâm"),
        ("Bộ Y tế họp ngày hôm qua.", ""),
    ],
)
def test_the_lead_is_the_sentence_or_heading_that_announces(before: str, lead: str) -> None:
    [(_, found, _)] = _outline(f"{before}\n1. A\n2. B")
    assert found == lead


def test_a_list_after_prose_is_not_part_of_the_list_before() -> None:
    text = "Một là: A.\nHai là: B.\nNgoài ra, các đơn vị cần:\n1. C.\n2. D."
    assert [(depth, items) for depth, _, items in _outline(text)] == [
        (0, ["A.", "B."]),
        (0, ["C.", "D."]),
    ]


def test_the_same_numbers_may_nest_in_themselves() -> None:
    text = "1. A:\n1. x;\n2. y.\n2. B.\n3. C."
    assert [(depth, len(items)) for depth, _, items in _outline(text)] == [(0, 3), (1, 2)]


def test_decomposed_markers_count_too() -> None:
    text = "Mo\u0323\u0302t la\u0300: A.\nHai la\u0300: B."
    assert _outline(compose(text).text) == [(0, "", ["A.", "B."])]


def _read(text: str) -> tuple[int | None, str | None, str, list[str]]:
    found = inline_list(text)
    assert found is not None
    return (
        found.count,
        text[slice(*found.noun)] if found.noun else None,
        text[slice(*found.lead)],
        [text[slice(*item)] for item in found.items],
    )


def test_a_counted_list_inside_a_sentence() -> None:
    assert _read(
        "Năm là: Tiếp tục. Xây dựng chuẩn kết nối liên thông giữa 3 phần mềm: Bệnh án điện tử; "
        "Hồ sơ sức khoẻ điện tử; Quản lý xã, phường, thị trấn."
    ) == (
        3,
        "phần mềm",
        "Xây dựng chuẩn kết nối liên thông giữa 3 phần mềm:",
        ["Bệnh án điện tử", "Hồ sơ sức khoẻ điện tử", "Quản lý xã, phường, thị trấn"],
    )


def test_a_list_between_commas_ends_at_the_semicolon() -> None:
    assert _read(
        "Áp dụng triệt để các nguyên tắc phòng, chống dịch bệnh: Ngăn chặn xâm nhập, phát hiện, "
        "khoanh vùng, cách ly, dập dịch; công tác truy vết đã đạt được nhiều thành công."
    )[3] == ["Ngăn chặn xâm nhập", "phát hiện", "khoanh vùng", "cách ly", "dập dịch"]


def test_a_count_decides_how_a_list_is_read() -> None:
    count, noun, _, items = _read("Hội nghị có bốn nội dung sau: họp, bàn, ghi và làm.")
    assert (count, noun, items) == (4, "nội dung", ["họp", "bàn", "ghi", "làm"])


@pytest.mark.parametrize(
    "text",
    [
        "Lúc 09:50 Bộ họp, bàn, ghi.",
        "Bộ trưởng nói: Chúng ta phải chủ động, sáng tạo trong mọi tình huống.",
        "Thời gian: 8 giờ.",
        "Xem https://moh.gov.vn, a, b.",
        "Một là: Tiếp tục chỉ đạo, giám sát, kiểm tra.",
    ],
)
def test_what_is_not_plainly_a_list_is_none(text: str) -> None:
    assert inline_list(text) is None


@pytest.mark.parametrize(
    ("text", "count", "noun"),
    [
        ("Bộ đề ra 2 nhiệm vụ trọng tâm như sau:", 2, "nhiệm vụ"),
        ("thống nhất hai giải pháp chính:", 2, "giải pháp"),
        ("giữa 2 phần mềm:", 2, "phần mềm"),
        ("Một số nhiệm vụ như sau:", None, None),
        ("năm 2021 như sau:", None, None),
    ],
)
def test_a_lead_announces_how_many(text: str, count: int | None, noun: str | None) -> None:
    assert _read(f"{text} họp; bàn.") == (count, noun, text, ["họp", "bàn"])


@given(texts())
def test_items_lie_in_order_inside_the_text(text: str) -> None:
    text = compose(text).text
    for one in _lists(text):
        edges = [edge for item in one.items for edge in (item.start, item.end)]
        assert edges == sorted(edges)
        assert edges[-1] <= len(text)
        assert all(item.start <= item.words <= item.end for item in one.items)
        assert 0 <= one.lead[0] <= one.lead[1] <= one.items[0].start


@given(texts())
def test_nested_items_lie_inside_an_item_one_level_up(text: str) -> None:
    found = _lists(compose(text).text)
    for inner in found:
        around = [
            item
            for outer in found
            if outer.depth == inner.depth - 1
            for item in outer.items
            if item.start < inner.items[0].start and inner.items[-1].end <= item.end
        ]
        assert inner.depth == 0 or around


@given(texts())
def test_items_of_inline_lists_follow_their_lead(text: str) -> None:
    one = inline_list(text)
    if one:
        edges = [*one.lead, *(edge for item in one.items for edge in item)]
        assert edges == sorted(edges)
        assert text[one.lead[1] - 1] == ":"
        assert len(one.items) > 1
