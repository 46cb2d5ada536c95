"""Random texts of the kind that bulletins and their damage are made of."""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st

PIECES = (
    *("Bộ Y tế họp.", "các đơn vị,", "doanh nghiệp", "trong tháng 4 năm 2021", "Quý 2 như sau:"),
    *("Một là: ", "Hai là: ", "Ba là: ", "1. ", "2. ", "3) ", "a) ", "b) ", "đ) ", "- ", "• "),
    *("Điều 5. ", "Điều 6. ", "I. ", "II. ", "2021. ", "## ", "+ ", "3 phần mềm: A; B; C."),
    *("26/11/2021 | 09:50 AM", "21/3/2020", "31/2/2021", "quý 5", "24/7", "29/2", "(449. 1)"),
    *("Tin liên quan", "Phản hồi", "Các tin khác", "Văn phòng Bộ Y tế.", "Tin, ảnh: An", "./."),
    *("(SARS-CoV - Đẩy mạnh", "COVID- 19", "HCG... máy", "…", "v.v. ", "N. T. Hoa", "TP. HCM"),
    *('“bình thường mới".', "uỷ ủy khoẻ khỏe", "đến năm 2040", "\u0301", "e\u0302"),
    unicodedata.normalize("NFD", "Đảng uỷ Bộ Y tế họp quý 2."),
    *("\n", "\n", "\n\n", "\r\n", "\r", "\u2028", "\u0085", "\x0c", " ", "\u00a0", "\t"),
    *("\u200b", "\ufeff", "\x01", "\x1c", "|", "***", "😀", "👨‍👩‍👧", "İ", "ß", "ﬁ", "각", "10³"),
    *(";", ":", ",", '"', "(", ")"),
    "Bộ Y tế tiếp tục chỉ đạo các địa phương; kiểm tra, giám sát " * 12,
    "không có dấu chấm nào trong đoạn này " * 45,
    "x" * 1500,
)


def texts() -> st.SearchStrategy[str]:
    """Pieces in any order, with and without spaces between them, and characters of any kind."""
    piece = st.sampled_from(PIECES) | st.text(max_size=5)
    return st.builds(
        lambda pieces, glue: glue.join(pieces),
        st.lists(piece, max_size=25),
        st.sampled_from(["", " ", "\n"]),
    )
