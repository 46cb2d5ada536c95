from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given

from corpus.vietnamese import nfc
from embeddings.segmentation import Segmenter
from tests.corpus.texts import texts

SEGMENTER = Segmenter()


@pytest.mark.parametrize(
    ("text", "segmented"),
    [
        ("tiêm chủng", "tiêm_chủng"),
        ("Bộ Y tế tiếp tục chỉ đạo", "Bộ Y_tế tiếp_tục chỉ_đạo"),
        ("TIÊM CHỦNG cho nhân viên y tế", "TIÊM_CHỦNG cho nhân_viên y_tế"),
        ("hoà bình, hòa bình", "hoà_bình , hòa_bình"),  # spellings stay as they are
        ("vắc xin COVID-19.", "vắc_xin COVID - 19 ."),
        ("trên 1.000 điểm, 3,5%", "trên 1.000 điểm , 3,5 %"),
        ("tháng 4/2021", "tháng 4 / 2021"),
        # What is no word of several syllables.
        ("tiêm, chủng", "tiêm , chủng"),
        ("tiêm\nchủng", "tiêm\nchủng"),
        ("tiem chung", "tiem chung"),
        ("tiêm_chủng", "tiêm_chủng"),
        ("", ""),
        (" \n", ""),
        ("😀", "😀"),
    ],
)
def test_syllables_of_a_word_are_joined(text: str, segmented: str) -> None:
    assert SEGMENTER.segmented(text) == segmented


def test_decomposed_text_has_the_same_words() -> None:
    text = "Bộ Y tế tiêm chủng"
    assert SEGMENTER.segmented(unicodedata.normalize("NFD", text)) == SEGMENTER.segmented(text)


@given(texts())
def test_nothing_but_blanks_and_underscores_changes(text: str) -> None:
    def letters(one: str) -> str:
        return re.sub(r"[\s_]", "", one)

    assert letters(SEGMENTER.segmented(text)) == letters(nfc(text))


def test_the_revision_follows_the_tokenizer() -> None:
    assert SEGMENTER.revision == Segmenter().revision
    assert re.fullmatch(r"words\d+-[0-9a-f]{8}", SEGMENTER.revision)
