from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.vietnamese import fold, is_marked, nfc, tokens, unmarked
from embeddings.restoring.restoration import Restorer
from tests.corpus.texts import texts
from tests.embeddings.restoring.models import frequency, restorer

BULLETINS = (
    "Bộ trưởng Bộ Y tế Nguyễn Thanh Long làm việc với ĐHQG.",
    "Nhiệm vụ thứ năm là tiếp tục chỉ đạo, đôn đốc các đơn vị.",
    "Cục Quản lý Dược cấp phép máy thở.",
    "Vắc xin Nanocovax đang thử nghiệm giai đoạn 2.",
)
SHIPPED = Restorer(frequency(*BULLETINS), len(BULLETINS))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nhiem vu thu nam la gi", "nhiệm vụ thứ năm là gì"),
        ("Bo truong Bo Y te la ai?", "Bộ trưởng Bộ Y tế là ai?"),
        ("BO TRUONG LA AI", "BỘ TRƯỞNG LÀ AI"),
        ("Cuc Quan ly Duoc cap phep may tho", "Cục Quản lý Dược cấp phép máy thở"),
        ("co may nhiem vu trong thang 4?", "có mấy nhiệm vụ trong tháng 4?"),
        ("nhiem vụ thứ nam", "nhiệm vụ thứ năm"),  # half marked
        ("chu tich nuoc  tham benh vien", "chủ tịch nước  thăm bệnh viện"),
        ("cong trinh thuy loi o Hoa Binh", "công trình thủy lợi ở Hòa Bình"),
        ("bo co cho ban chua, lam toi dau roi", "bộ có cho bán chưa, làm tới đâu rồi"),
        ("may loai thuoc da thu toi buoc nao", "mấy loại thuốc đã thử tới bước nào"),
        ("da tiem bao nhieu lieu vaccine", "đã tiêm bao nhiêu liều vaccine"),
        ("chuyen nay phong nao viet tin", "chuyện này phòng nào viết tin"),
    ],
)
def test_a_question_gets_its_diacritics_back(typed: str, meant: str) -> None:
    assert SHIPPED.restore(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?!",
        "2021",
        "😀",
        "Các đơn vị báo cáo trong tháng 4",
        "Bộ Y tế trong năm nay làm gì cho dân?",
        "hoà bình, uỷ ban",  # another tone placement is no error
        "Đất nước Uganda có vắc xin Pfizer không?",
        "Bệnh nhân BHYT ở TP HCM được AN toàn?",  # capitals are abbreviations
        "COVID-19",
        "vacxin",
        "Nanocovax",
        "What are the tasks in April?",
        "who is the minister of health",
        "qwxz jkwf zzz",
    ],
)
def test_what_needs_nothing_stays(text: str) -> None:
    assert SHIPPED.restore(text) == text


def test_names_stand_as_the_bulletins_have_them() -> None:
    assert SHIPPED.restore("o long thanh") == "ở long thành"
    passages = ["Trạm y tế Lòng Thánh mở cửa."] * 20
    assert Restorer(frequency(*passages), 20).restore("o long thanh") == "ở lòng thánh"


def test_an_abbreviation_gets_the_stroke_that_the_bulletins_write() -> None:
    assert SHIPPED.restore("dhqg o dau") == "đhqg ở đâu"
    assert SHIPPED.restore("dhqx o dau") == "dhqx ở đâu"


def test_the_syllables_around_decide(tmp_path: Path) -> None:
    restoring = restorer(tmp_path)
    assert restoring.restore("may tho") == "máy thở"
    assert restoring.restore("may nguoi") == "mấy người"


def test_what_was_mended_is_trusted_in_no_question() -> None:
    text = "Cuộc họp bàn về những nhiệm vụ trong thang này"
    assert SHIPPED.restore(text) == text
    assert SHIPPED.restore(text, {8}) == text.replace("thang", "tháng")


def test_a_sentence_says_nothing_of_the_next(tmp_path: Path) -> None:
    assert restorer(tmp_path).restore("bo. an co") == "bộ. ăn cỏ"


@given(texts() | st.text())
@example("\u212aho\u212a \u017fo")  # letters that lower-case to others
def test_restoring_changes_nothing_but_unmarked_syllables(text: str) -> None:
    restored = SHIPPED.restore(text)
    assert fold(restored) == fold(text)
    before, after = list(tokens(text)), list(tokens(restored))
    assert len(before) == len(after)
    for old, new in zip(before, after, strict=True):
        raw, shown = text[old.start : old.end], restored[new.start : new.end]
        assert raw == shown or not is_marked(raw)
        assert [c.isupper() for c in raw] == [c.isupper() for c in shown] or raw == shown
    assert _between(text) == _between(restored)


def _between(text: str) -> list[str]:
    ends = [0, *(t.end for t in tokens(text))]
    starts = [*(t.start for t in tokens(text)), len(text)]
    return [text[a:b] for a, b in zip(ends, starts, strict=True)]


@given(texts() | st.text())
def test_restoring_twice_is_restoring_once(text: str) -> None:
    once = SHIPPED.restore(text)
    assert SHIPPED.restore(once) == once


@given(st.lists(st.sampled_from(" ".join(BULLETINS).split())).map(" ".join))
def test_a_half_marked_text_loses_no_mark(text: str) -> None:
    half = " ".join(w if at % 2 else unmarked(w) for at, w in enumerate(text.split()))
    for typed, shown in zip(half.split(), SHIPPED.restore(half).split(), strict=True):
        assert typed == shown or not is_marked(typed)


def test_a_decomposed_question_is_restored_alike() -> None:
    half = "nhiệm vu thứ nam"
    restored = SHIPPED.restore(unicodedata.normalize("NFD", half))
    assert nfc(restored) == SHIPPED.restore(half) == "nhiệm vụ thứ năm"
