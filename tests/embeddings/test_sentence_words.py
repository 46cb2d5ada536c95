from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from corpus.sentences import sentences
from embeddings.encoder import Encoder, TokenEncoder
from embeddings.loading import load_encoder
from embeddings.ranking import Floats
from embeddings.sentence_words import SentenceWords, encoded, match
from tests.corpus.texts import texts
from tests.doubles import SyllableEncoder

ENCODER = load_encoder()
PASSAGES = [
    "Bộ Y tế đẩy nhanh tiến độ tiêm chủng vắc xin. Cả nước có 1.000 điểm cầu trực tuyến!",
    "😀 🇻🇳",
    "",
    "Máy thở, sinh phẩm chẩn đoán. 😀. Bệnh án điện tử; Hồ sơ sức khoẻ điện tử; Quản lý xã.",
]
QUESTIONS = [
    "Tiêm chủng vắc xin đến đâu rồi?",
    "may tho co bao nhieu",
    "xã xã xã",
    "qwxzj 😀 khám bệnh",
]


def tokens_of(encoder: Encoder) -> TokenEncoder:
    assert isinstance(encoder, TokenEncoder)
    return encoder


def sentences_in(passages: list[str]) -> list[SentenceWords]:
    return encoded(ENCODER, passages)[1]


@st.composite
def words(draw: st.DrawFn) -> SentenceWords:
    numbers = st.integers(0, 2**31 - 1)
    count = draw(st.integers(0, 6))
    sizes = draw(arrays.arrays(np.int32, count, elements=st.integers(0, 5)))
    return SentenceWords(
        spans=draw(arrays.arrays(np.int32, (count, 2), elements=numbers)),
        sizes=sizes,
        lengths=draw(arrays.arrays(np.float32, count, elements=st.floats(0, width=32))),
        ids=draw(arrays.arrays(np.int32, int(sizes.sum()), elements=numbers)),
    )


@given(words())
def test_what_is_packed_unpacks_to_the_same(one: SentenceWords) -> None:
    found = SentenceWords.unpacked(one.packed())
    for name in ("spans", "sizes", "lengths", "ids"):
        before, after = getattr(one, name), getattr(found, name)
        assert after.dtype == before.dtype
        assert after.shape == before.shape
        assert after.tobytes() == before.tobytes()
    assert found.packed() == one.packed()


@pytest.mark.parametrize(
    "values",
    [[], [1], [-1, 0, 0], [9, 0, 3, 2], [1, 0, 3, 2, 0, 7], [1, 0, 3, 1, 0, 7, 9], [2**31 - 1]],
)
def test_what_was_never_packed_is_refused(values: list[int]) -> None:
    with pytest.raises(ValueError, match="sentences"):
        SentenceWords.unpacked(np.asarray(values, "<i4").tobytes())


def test_packed_words_hold_what_they_say_in_four_bytes_each() -> None:
    one = SentenceWords(
        np.asarray([[0, 3]], np.int32),
        np.asarray([2], np.int32),
        np.asarray([1.5], np.float32),
        np.asarray([7, 9], np.int32),
    )
    expected = np.asarray([1, 0, 3, 2, np.float32(1.5).view(np.int32), 7, 9], "<i4")
    assert one.packed() == expected.tobytes()


@given(st.lists(texts(), max_size=3))
def test_a_text_is_split_into_its_sentences_or_is_one(found: list[str]) -> None:
    for text, one in zip(found, sentences_in(found), strict=True):
        assert one.spans.tolist() == [list(s) for s in sentences(text) or [(0, len(text))]]
        assert len(one.sizes) == len(one.lengths) == len(one.spans)
        assert one.sizes.sum() == len(one.ids)


def test_the_tokens_of_a_sentence_are_the_models() -> None:
    encoder = tokens_of(ENCODER)
    [one] = sentences_in(PASSAGES[:1])
    split = np.split(one.ids, np.cumsum(one.sizes)[:-1])
    for (start, end), ids, length in zip(one.spans, split, one.lengths, strict=True):
        [expected] = encoder.token_ids([PASSAGES[0][start:end]])
        assert ids.tolist() == expected.tolist()
        whole = np.linalg.norm(encoder.vectors_of(expected).sum(axis=0))
        assert length == pytest.approx(whole, rel=1e-6)


@given(st.lists(texts(), max_size=4))
@example(PASSAGES * 2)
def test_passages_are_encoded_as_the_encoder_does_and_split_as_they_are_alone(
    found: list[str],
) -> None:
    vectors, split = encoded(ENCODER, found)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors, ENCODER.encode_passages(found), rtol=0, atol=1e-6)
    for text, one in zip(found, split, strict=True):
        assert one.packed() == sentences_in([text])[0].packed()


def test_passages_are_encoded_by_a_model_without_vectors_of_words() -> None:
    encoder = SyllableEncoder()
    vectors, split = encoded(encoder, PASSAGES)
    np.testing.assert_array_equal(vectors, encoder.encode_passages(PASSAGES))
    assert [one.sizes.any() for one in split] == [False] * len(PASSAGES)


def test_a_model_without_vectors_of_words_still_has_sentences() -> None:
    [one] = encoded(SyllableEncoder(), PASSAGES[:1])[1]
    assert one.spans.tolist() == [[0, 45], [46, 83]]
    assert one.sizes.tolist() == [0, 0]
    assert one.lengths.tolist() == [0.0, 0.0]
    assert one.ids.tolist() == []
    assert SentenceWords.unpacked(one.packed()).spans.tolist() == one.spans.tolist()


def reference(question: str, sentence: str) -> tuple[float, float]:
    """Cosine and late interaction of two texts, token by token in double precision."""
    encoder = tokens_of(ENCODER)
    asked, said = (
        encoder.vectors_of(ids).astype(np.float64)
        for ids in encoder.token_ids([question, sentence])
    )
    asked = asked[np.linalg.norm(asked, axis=1) > 0]
    said = said[np.linalg.norm(said, axis=1) > 0]
    if not len(asked) or not len(said):
        return 0.0, 0.0
    one, other = asked.sum(axis=0), said.sum(axis=0)
    cosine = float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))
    weights = np.linalg.norm(asked, axis=1)
    share = 0.0
    for vector, weight in zip(asked, weights, strict=True):
        best = max(float(vector @ w) / weight / float(np.linalg.norm(w)) for w in said)
        share += weight / weights.sum() * min(max(best, 0.0), 1.0) ** 2
    return cosine, share


def assert_matches(question: str, passages: list[str]) -> None:
    split = sentences_in(passages)
    flat = [
        text[a:b] for text, one in zip(passages, split, strict=True) for a, b in one.spans.tolist()
    ]
    expected: Floats = np.asarray([reference(question, sentence) for sentence in flat], np.float32)
    found = match(tokens_of(ENCODER), question, split)
    assert found.meaning.dtype == found.words.dtype == found.rare.dtype == np.float32
    np.testing.assert_allclose(found.meaning, expected[:, 0], atol=2e-5)
    np.testing.assert_allclose(found.words, expected[:, 1], atol=2e-5)


@pytest.mark.parametrize("question", [*QUESTIONS, "", "😀"])
def test_sentences_match_as_a_plain_reference_says(question: str) -> None:
    assert_matches(question, PASSAGES)


@given(st.lists(texts(), min_size=1, max_size=3), st.sampled_from(QUESTIONS))
def test_any_sentences_match_as_a_plain_reference_says(found: list[str], question: str) -> None:
    assert_matches(question, found)


def test_a_sentence_matches_itself_wholly() -> None:
    text = "Tiếp tục xây dựng chuẩn kết nối liên thông"
    found = match(tokens_of(ENCODER), text, sentences_in([text]))
    for values in (found.meaning, found.words, found.rare):
        assert values.tolist() == [pytest.approx(1.0, abs=1e-5)]


def test_among_passages_on_one_subject_the_words_that_differ_count_more() -> None:
    passages = ["Vắc xin cho trẻ em.", "Vắc xin cho thầy giáo.", "Vắc xin cho công nhân."]
    question = "vắc xin cho trẻ em"
    split = sentences_in(passages)
    found = match(tokens_of(ENCODER), question, split)
    assert found.rare[0] == pytest.approx(1.0, abs=1e-5)
    assert (found.rare[1:] < found.words[1:]).all()
    alone = match(tokens_of(ENCODER), question, split[:1])
    assert alone.rare[0] == pytest.approx(1.0, abs=1e-5)


def test_a_sentence_is_read_under_the_first_of_its_passage() -> None:
    passages = ["Tiêm vắc xin. Trẻ em được hoãn.", "Mua máy thở. Trẻ em được hoãn."]
    found = match(tokens_of(ENCODER), "vắc xin cho trẻ em", sentences_in(passages))
    first, under, _, other = found.rare.tolist()
    assert under > first
    assert under > other
    assert found.words[1] == found.words[3]
