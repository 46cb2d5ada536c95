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
QUESTIONS = [one.question for one in read() if one.kind in KINDS and is_marked(one.question)]


@pytest.fixture(scope="session")
def mender(shipped_index: Path, model: Encoder) -> Iterator[Mender]:
    with Index.open(shipped_index, Wanted.of(model)) as index:
        yield Mender(index.lexical, default_background())


def test_questions_with_all_their_diacritics_stay(mender: Mender) -> None:
    assert [mender.mended(question).restored for question in QUESTIONS] == QUESTIONS


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
        ("COVIVAC thu nghiem giai doan may", "COVIVAC thử nghiệm giai đoạn mấy"),
        ("nhiệm vụ quy 2", "nhiệm vụ quý 2"),
        ("Huynh Tan Viet la ai", "Huỳnh Tấn Việt là ai"),
        ("nhiem vụ thu nam", "nhiệm vụ thứ năm"),
        ("khong6 co1 BHYT", "không có BHYT"),
        ("beenhj vieejn nào", "bệnh viện nào"),
    ],
)
def test_a_question_is_read_as_it_was_meant(mender: Mender, typed: str, meant: str) -> None:
    assert mender.mended(typed).restored == meant


def test_what_was_typed_without_diacritics_stays_so_beside_what_is_restored(
    mender: Mender,
) -> None:
    mended = mender.mended("nhiem vu botruong")
    assert (mended.typed, mended.restored) == ("nhiem vu bo truong", "nhiệm vụ bộ trưởng")


@settings(max_examples=50)
@given(texts())
def test_any_text_is_mended_and_only_diacritics_are_restored(mender: Mender, text: str) -> None:
    once = mender.mended(text)
    assert fold(once.restored) == fold(once.typed)
