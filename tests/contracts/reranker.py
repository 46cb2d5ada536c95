"""What every reranker keeps. A test class inherits this and provides ``reranker``."""

from __future__ import annotations

import numpy as np
import pytest

from embeddings.ranking import Floats
from embeddings.reranker import Reranker
from tests.contracts.encoder import LONG, TEXTS

QUESTION = "Bộ Y tế triển khai nhiệm vụ gì?"


def assert_scores(scores: Floats, count: int) -> None:
    assert scores.shape == (count,)
    assert scores.dtype == np.float32
    assert np.isfinite(scores).all()


class RerankerContract:
    @pytest.fixture
    def reranker(self) -> Reranker:
        raise NotImplementedError

    def test_it_says_what_it_is(self, reranker: Reranker) -> None:
        assert reranker.name
        assert reranker.revision

    def test_each_passage_has_a_score_in_its_place(self, reranker: Reranker) -> None:
        scores = reranker.scores(QUESTION, TEXTS)
        assert_scores(scores, len(TEXTS))
        backwards = reranker.scores(QUESTION, TEXTS[::-1])
        np.testing.assert_allclose(scores, backwards[::-1], atol=1e-5)
        assert len(set(scores.tolist())) == len(TEXTS)

    def test_no_passages_have_no_scores(self, reranker: Reranker) -> None:
        assert_scores(reranker.scores(QUESTION, []), 0)

    def test_the_question_counts(self, reranker: Reranker) -> None:
        one, other = (reranker.scores(question, TEXTS) for question in (QUESTION, TEXTS[3]))
        assert np.abs(one - other).max() > 1e-3

    @pytest.mark.parametrize("text", ["", " \t\n\u00a0", "😀🇻🇳", "\x00\x07", LONG])
    def test_odd_passages_and_questions_have_scores_too(
        self, reranker: Reranker, text: str
    ) -> None:
        assert_scores(reranker.scores(QUESTION, [text, TEXTS[0]]), 2)
        assert_scores(reranker.scores(text, TEXTS), len(TEXTS))

    def test_the_same_is_scored_the_same(self, reranker: Reranker) -> None:
        scores = reranker.scores(QUESTION, TEXTS)
        assert np.array_equal(scores, reranker.scores(QUESTION, TEXTS))

    def test_what_stands_beside_a_passage_does_not_change_its_score(
        self, reranker: Reranker
    ) -> None:
        passages = [*TEXTS, LONG, ""] * 7  # more than one batch
        together = reranker.scores(QUESTION, passages)
        alone = np.concatenate([reranker.scores(QUESTION, [passage]) for passage in passages])
        np.testing.assert_allclose(together, alone, atol=1e-4)
