from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from embeddings.background import default_background
from embeddings.evidence import Evidence
from embeddings.question import understand
from embeddings.quoting import WEIGHTS, best_sentence, sentence_scores, sentence_slice
from embeddings.types import Slice
from tests.corpus.texts import texts
from tests.embeddings.hits import hit

TEXT = (
    "Đại hội diễn ra trang trọng.  Đại hội được tổ chức trong 02 ngày.\n"
    "Máy thở được đăng ký lưu hành."
)


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("Đại hội diễn ra thế nào?", "Đại hội diễn ra trang trọng."),
        ("Đại hội được tổ chức trong mấy ngày?", "Đại hội được tổ chức trong 02 ngày."),
        ("may tho co duoc dang ky khong", "Máy thở được đăng ký lưu hành."),
    ],
)
def test_the_sentence_that_answers_is_quoted_verbatim(question: str, quoted: str) -> None:
    start = 1_000 + TEXT.index(quoted)
    expected = Slice("tin", start, start + len(quoted), quoted)
    found = hit(TEXT, start=1_000)
    assert best_sentence(understand(question), found, default_background()) == expected


def test_what_the_model_finds_decides_between_sentences_that_hold_the_same_words() -> None:
    question = understand("Máy thở?")
    text = "Máy thở một. Máy thở hai."
    for matches, quoted in (
        (((0.9, 0.5), (0.1, 0.5)), "Máy thở một."),
        (((0.1, 0.5), (0.9, 0.5)), "Máy thở hai."),
        (((0.5, 0.9), (0.5, 0.1)), "Máy thở một."),
    ):
        found = best_sentence(question, hit(text, matches=matches), default_background())
        assert found.text == quoted


def test_a_score_adds_what_its_weights_say() -> None:
    nothing = Evidence(0, 0, 0, 0, 0, 0, 0, 0, 0)
    everything = Evidence(1, 1, 1, 1, 1, 1, 1, 1, 1)
    half = Evidence(*[0.5] * 9)
    total = sum(WEIGHTS.values())
    scores = sentence_scores([nothing, everything, half])
    assert scores.dtype == np.float32
    np.testing.assert_allclose(scores, [0, total, total / 2], rtol=1e-6)
    assert min(WEIGHTS.values()) > 0


@given(texts())
def test_every_sentence_is_a_slice_of_its_passage(text: str) -> None:
    found = hit(text, start=7)
    for number, sentence in enumerate(found.sentences):
        one = sentence_slice(found, number)
        assert one.text == text[sentence.start : sentence.end]
        assert (one.start, one.end) == (7 + sentence.start, 7 + sentence.end)
        assert one.bulletin == "tin"
