from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from embeddings.background import default_background
from embeddings.question import understand
from embeddings.quoting import DEPTH, WEIGHTS, best_sentence, sentence_scores, sentence_slice
from embeddings.sentence_features import NAMES, features
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
    assert best_sentence(understand(question), [found], default_background()) == expected


def test_what_the_model_finds_decides_between_sentences_that_hold_the_same_words() -> None:
    question = understand("Máy thở?")
    for shares, quoted in (((0.9, 0.1), "Máy thở một."), ((0.1, 0.9), "Máy thở hai.")):
        matches = tuple((0.5, share) for share in shares)
        found = hit("Máy thở một. Máy thở hai.", matches=matches)
        assert best_sentence(question, [found], default_background()).text == quoted


@pytest.mark.parametrize(
    ("question", "text", "quoted"),
    [
        # A heading has the words of the question, and no answer.
        (
            "Tình thế cấp thiết là gì?",
            "Tình thế cấp thiết\n\nTình thế cấp thiết là tình thế của người muốn tránh thiệt hại.",
            "Tình thế cấp thiết là tình thế của người muốn tránh thiệt hại.",
        ),
        # The item is asked about; what it leads to stands above it.
        (
            "Hoạt động tình báo thì bị hình phạt gì?",
            "1. Người có hành vi sau đây thì bị phạt tù:\na) Hoạt động tình báo;\nb) Phá rừng.",
            "1. Người có hành vi sau đây thì bị phạt tù:",
        ),
        # What is asked for stands in the item, what it is about above it.
        (
            "Lao động khuyết tật được nghỉ mấy ngày?",
            "Người lao động được nghỉ hằng năm:\na) 12 ngày nếu làm việc bình thường;\n"
            "b) 14 ngày nếu khuyết tật.",
            "b) 14 ngày nếu khuyết tật.",
        ),
    ],
)
def test_the_sentence_is_chosen_by_what_stands_around_it(
    question: str, text: str, quoted: str
) -> None:
    assert best_sentence(understand(question), [hit(text)], default_background()).text == quoted


def test_a_better_sentence_of_the_second_hit_is_quoted_but_none_beyond_the_depth() -> None:
    question = understand("Bệnh viện Bạch Mai tiếp nhận bao nhiêu máy thở?")
    other = hit("Các tỉnh họp bàn về bệnh viện.", bulletin="a")
    good = hit("Bệnh viện Bạch Mai tiếp nhận 20 máy thở.", bulletin="b")
    assert best_sentence(question, [other, good], default_background()).bulletin == "b"
    late = [*[other] * DEPTH, good]
    assert best_sentence(question, late, default_background()).bulletin == "a"


def test_a_score_adds_what_its_weights_say() -> None:
    question = understand("Đại hội được tổ chức trong mấy ngày?")
    hits = [hit(TEXT), hit("Máy thở.", bulletin="b")]
    weights = np.asarray([WEIGHTS[name] for name in NAMES])
    scores = sentence_scores(question, hits, default_background())
    assert [len(one) for one in scores] == [3, 1]
    expected = features(question, hits, default_background()) @ weights
    np.testing.assert_allclose(np.concatenate(scores), expected, rtol=1e-5)
    assert sentence_scores(question, [], default_background()) == []


def test_every_feature_has_its_weight() -> None:
    assert list(WEIGHTS) == list(NAMES)


@given(texts())
def test_every_sentence_is_a_slice_of_its_passage(text: str) -> None:
    found = hit(text, start=7)
    for number, sentence in enumerate(found.sentences):
        one = sentence_slice(found, number)
        assert one.text == text[sentence.start : sentence.end]
        assert (one.start, one.end) == (7 + sentence.start, 7 + sentence.end)
        assert one.bulletin == "tin"
