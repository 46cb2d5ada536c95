from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings

from corpus.vietnamese import fold, is_marked, syllables, unmarked
from embeddings.background import default_background
from embeddings.encoder import Encoder
from embeddings.index import Index, Wanted
from embeddings.mending import Mender
from tests.corpus.texts import texts
from tests.golden import read

KINDS = ("fact", "list", "period")


def mostly_marked(text: str) -> bool:
    words = text.split()
    return sum(map(is_marked, words)) > len(words) / 2


QUESTIONS = [one.question for one in read() if one.kind in KINDS and mostly_marked(one.question)]


@pytest.fixture(scope="session")
def mender(shipped_index: Path, model: Encoder) -> Iterator[Mender]:
    with Index.open(shipped_index, Wanted.of(model)) as index:
        yield Mender(index.lexical, default_background())


def test_questions_with_their_diacritics_stay(mender: Mender) -> None:
    changed = [question for question in QUESTIONS if mender.mended(question).restored != question]
    assert len(changed) <= 0.01 * len(QUESTIONS), changed


def test_nearly_all_syllables_of_stripped_questions_are_restored(mender: Mender) -> None:
    right = [
        one == two
        for question in QUESTIONS
        for one, two in zip(
            syllables(question),
            syllables(mender.mended(unmarked(question)).restored),
            strict=True,
        )
    ]
    assert sum(right) >= 0.97 * len(right)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("bo y te co may nhiem vu", "bộ y tế có mấy nhiệm vụ"),
        ("Nhieemj vuj thangs 4 laf gif?", "Nhiệm vụ tháng 4 là gì?"),
        ("nhiemvu quy2", "nhiệm vụ quý2"),
        ("nhiemvuthang4lagi", "nhiệm vụ tháng 4 là gì"),
        ("ke hoach t5 cua bo", "kế hoạch tháng 5 của bộ"),
        ("nhiệm vụ T4", "nhiệm vụ tháng 4"),
        ("COVIVAC thu nghiem giai doan may", "COVIVAC thử nghiệm giai đoạn mấy"),
        ("nhiệm vụ quy 2", "nhiệm vụ quý 2"),
        ("Huynh Tan Viet la ai", "Huỳnh Tấn Việt là ai"),
        ("nhiem vụ thu nam", "nhiệm vụ thứ năm"),
        ("khong6 co1 BHYT", "không có BHYT"),
        ("beenhj vieejn nào", "bệnh viện nào"),
        ("trong thang tu bo y te lam gi", "trong tháng tư bộ y tế làm gì"),
        ("thang bay bo y te lam gi", "tháng bảy bộ y tế làm gì"),
        ("nhiem vu quy hai nam 2021", "nhiệm vụ quý hai năm 2021"),
        ("nhiệm vụ Quy 1 là gì", "nhiệm vụ Quý 1 là gì"),
        ("bao nhieu noi dung", "bao nhiêu nội dung"),
        ("vx nanocovax thu nghiem toi dau r ad", "vx nanocovax thử nghiệm tới đâu r ad"),
    ],
)
def test_a_question_is_read_as_it_was_meant(mender: Mender, typed: str, meant: str) -> None:
    assert mender.mended(typed).restored == meant


@pytest.mark.parametrize(
    "text",
    [
        "DROP TABLE users",
        "SELECT * FROM passages WHERE id = 1",
        "const x = await fetch(url)",
        'print("hello world")',
        "lorem ipsum dolor sit amet",
        "bonjour comment allez vous",
        "amoxicillin clavulanate 625mg",
        "AstraZeneca Pfizer Moderna",
        "nguyen.long@moh.gov.vn",
        "https://moh.gov.vn/tin-tong-hop/nhiem-vu-trong-tam",
        "ke_hoach_thang_4.pdf",
        "#nhiemvuthang4",
        "a",
    ],
)
def test_what_is_no_vietnamese_stays(mender: Mender, text: str) -> None:
    mended = mender.mended(text)
    assert (mended.typed, mended.restored) == (text, text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("xem moh.gov.vn nhe", "xem moh.gov.vn nhé"),
        ("file baocao2021.docx co gi", "file baocao2021.docx có gì"),
        ("@bantin_bot nhiem vu thang 4", "@bantin_bot nhiệm vụ tháng 4"),
        ("#covid19 nhiem vu gi", "#covid19 nhiệm vụ gì"),
        ("vắc xin Moderna tiem o dau", "vắc xin Moderna tiêm ở đâu"),
        ("nhiem vu/ke hoach thang 4", "nhiệm vụ/kế hoạch tháng 4"),
    ],
)
def test_around_an_address_or_a_foreign_name_a_question_is_read_as_it_was_meant(
    mender: Mender, typed: str, meant: str
) -> None:
    assert mender.mended(typed).restored == meant


def test_an_address_says_nothing_of_what_is_asked(mender: Mender) -> None:
    assert mender.mended("xem moh.gov.vn nhe").typed.split() == ["xem", "nhe"]
    assert mender.mended("\ufffc www.moh.gov.vn o dau").restored == "\ufffc www.moh.gov.vn ở đâu"


def test_what_was_typed_without_diacritics_stays_so_beside_what_is_restored(
    mender: Mender,
) -> None:
    mended = mender.mended("nhiem vu botruong")
    assert (mended.typed, mended.restored) == ("nhiem vu bo truong", "nhiệm vụ bộ trưởng")


@settings(max_examples=50)
@given(texts())
def test_any_text_is_mended_and_only_diacritics_are_restored(mender: Mender, text: str) -> None:
    once = mender.mended(text)
    restored = iter(syllables(fold(once.restored)))
    assert all(one in restored for one in syllables(fold(once.typed)))  # addresses left out
