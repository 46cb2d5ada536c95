"""What every encoder keeps. A test class inherits this and provides ``encoder``."""

from __future__ import annotations

import numpy as np
import pytest

from embeddings.encoder import Encoder, Vectors

TEXTS = [
    "Bộ Y tế đẩy nhanh tiến độ tiêm chủng vắc xin COVID-19.",
    "Hoà nhập, uỷ ban; 7 nhiệm vụ trọng tâm!",
    "Khám, chữa bệnh từ xa 😀",
    "tháng 4/2021",
]
LONG = "Bộ Y tế triển khai nhiệm vụ trọng tâm tháng 4 và Quý 2. " * 200  # over 512 tokens


def assert_units(vectors: Vectors, rows: int, dimension: int) -> None:
    assert vectors.shape == (rows, dimension)
    assert vectors.dtype == np.float32
    assert np.isfinite(vectors).all()
    lengths = np.linalg.norm(vectors, axis=1)
    assert (np.isclose(lengths, 1.0, atol=1e-5) | (lengths == 0.0)).all()


class EncoderContract:
    @pytest.fixture
    def encoder(self) -> Encoder:
        raise NotImplementedError

    def test_it_says_what_it_is(self, encoder: Encoder) -> None:
        assert encoder.name
        assert encoder.revision
        assert encoder.dimension > 0

    def test_a_text_becomes_a_row_of_length_one(self, encoder: Encoder) -> None:
        for vectors in (encoder.encode_queries(TEXTS), encoder.encode_passages(TEXTS)):
            assert_units(vectors, len(TEXTS), encoder.dimension)
            assert (np.linalg.norm(vectors, axis=1) > 0).all()

    def test_no_texts_become_no_rows(self, encoder: Encoder) -> None:
        assert_units(encoder.encode_queries([]), 0, encoder.dimension)
        assert_units(encoder.encode_passages([]), 0, encoder.dimension)

    @pytest.mark.parametrize("text", ["", " \t\n\u00a0", "😀🇻🇳", "\x00\x07", LONG])
    def test_odd_texts_become_a_row_like_any_other(self, encoder: Encoder, text: str) -> None:
        assert_units(encoder.encode_queries([text]), 1, encoder.dimension)
        assert_units(encoder.encode_passages([text, TEXTS[0]]), 2, encoder.dimension)

    def test_the_same_text_gives_the_same_vector(self, encoder: Encoder) -> None:
        assert np.array_equal(encoder.encode_queries(TEXTS), encoder.encode_queries(TEXTS))
        assert np.array_equal(encoder.encode_passages(TEXTS), encoder.encode_passages(TEXTS))

    def test_what_stands_beside_a_text_does_not_change_its_vector(self, encoder: Encoder) -> None:
        texts = [*TEXTS, LONG, ""]
        together = encoder.encode_passages(texts)
        backwards = encoder.encode_passages(texts[::-1])[::-1]
        alone = np.concatenate([encoder.encode_passages([text]) for text in texts])
        np.testing.assert_allclose(together, backwards, atol=1e-5)
        np.testing.assert_allclose(together, alone, atol=1e-5)

    def test_different_texts_have_different_vectors(self, encoder: Encoder) -> None:
        vectors = encoder.encode_passages(TEXTS)
        likeness = vectors @ vectors.T
        assert (likeness[~np.eye(len(TEXTS), dtype=bool)] < 0.9999).all()
