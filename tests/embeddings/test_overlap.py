from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from corpus.vietnamese import fold
from embeddings.overlap import FRAME, Corpus, bm25, keen, longest_run, overlap
from embeddings.terms import both_syllables, pairs
from tests.corpus.texts import texts

TEXTS = [
    "Bộ Y tế đẩy nhanh tiến độ tiêm chủng vắc xin trên cả nước.",
    "Các bệnh viện báo cáo việc mua thuốc, máy thở.",
    "Vắc xin được tiêm tại bệnh viện.",
    "😀",
    "",
]
WORDS = st.lists(st.integers(1, 5), max_size=12)  # five words, by number
ALIKE = dict.fromkeys(range(1, 6), 1.0)
FEATURES = {"syllables", "pairs", "run"}


def corpus_of(found: list[str]) -> Corpus:
    """A corpus that is just these texts."""
    marked: Counter[str] = Counter()
    folded: Counter[str] = Counter()
    for text in found:
        for counts, form in zip((marked, folded), both_syllables(text), strict=True):
            counts.update({*form, *pairs(form)})
    return Corpus(len(found), marked.__getitem__, folded.__getitem__)


CORPUS = corpus_of(TEXTS)


def coded(*found: list[int]) -> list[NDArray[np.uint64]]:
    return [np.asarray(text, np.uint64) for text in found]


def test_bm25_is_what_its_formula_says() -> None:
    once = 2.2 / (1 + 1.2 * (0.25 + 0.75 * 2 / 1.25))  # two words where 1.25 are usual
    twice = 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 2 / 1.25))
    found = bm25({1: 3.0}, coded([1, 2], [1, 1], [3], []))
    assert found == pytest.approx([3 * once, 3 * twice, 0.0, 0.0], rel=1e-5)


def test_a_term_weighs_what_it_is_rare() -> None:
    corpus = Corpus(3, lambda _: 0, lambda term: {"vac": 1}.get(term, 0))
    [found] = overlap("vac", ["vac"], corpus, marked=False)["syllables"]
    assert found == pytest.approx(math.log(1 + (3 - 1 + 0.5) / 1.5), rel=1e-5)


def test_a_pair_weighs_how_few_of_the_texts_have_it() -> None:
    texts = coded([1, 2], [2, 1, 2], [2], [])
    found = keen({1: 2.0, 2: 1.0, 3: 1.0}, texts)
    rarities = [math.log(1 + (4 - held + 0.5) / (held + 0.5)) for held in (2, 3, 0)]
    assert found == pytest.approx({1: 2 * rarities[0], 2: rarities[1], 3: rarities[2]})
    assert keen({1: 2.0}, []) == {1: 2.0}


def test_what_all_texts_share_tells_them_apart_less_than_what_one_has() -> None:
    shared, rare = "mua máy thở", "khử khuẩn"
    found = overlap(f"{shared} {rare}", [shared, shared, shared, rare], CORPUS, marked=True)
    assert found["pairs"].argmax() == found["run"].argmax() == 3


def test_words_around_the_subject_count_less() -> None:
    corpus = Corpus(100, lambda _: 1, lambda _: 1)
    question, texts = "cho hoi vac xin", ["vac xin", "cho hoi", "cho vac"]
    found = overlap(question, texts, corpus, marked=False, named={"vac", "xin", "vac_xin"})
    for name in ("syllables", "pairs", "run"):
        assert found[name][1] == pytest.approx(FRAME * found[name][0], rel=1e-5)
    alike = overlap(question, texts, corpus, marked=False)
    assert alike["syllables"].tolist() == pytest.approx([alike["syllables"][0]] * 3)


def test_a_run_weighs_what_its_rare_words_weigh() -> None:
    weights = {1: 1.0, 2: 1.0, 3: 6.0}
    found = longest_run([1, 2, 3], coded([1, 2], [3], [2, 1], [9], []), weights)
    assert found.tolist() == [0.25, 0.75, 0.125, 0.0, 0.0]


@given(WORDS, WORDS, WORDS)
def test_a_text_that_holds_all_of_the_question_has_the_longest_run(
    asked: list[int], before: list[int], after: list[int]
) -> None:
    [run] = longest_run(asked, coded([*before, *asked, *after]), ALIKE)
    assert run == pytest.approx(1.0 if asked else 0.0)


@given(WORDS, st.lists(WORDS, max_size=5))
def test_a_run_never_reaches_from_one_text_into_the_next(
    asked: list[int], found: list[list[int]]
) -> None:
    alone = [longest_run(asked, coded(text), ALIKE)[0] for text in found]
    assert longest_run(asked, coded(*found), ALIKE).tolist() == alone


@given(WORDS, st.lists(WORDS, max_size=5))
def test_words_that_nobody_asked_for_change_no_run(
    asked: list[int], found: list[list[int]]
) -> None:
    longer = coded(*([9, *text, 9, 9] for text in found))
    before = longest_run(asked, coded(*found), ALIKE)
    assert np.array_equal(longest_run(asked, longer, ALIKE), before)


@given(question=texts(), found=st.lists(texts(), max_size=3), marked=st.booleans())
def test_any_texts_have_finite_features(question: str, found: list[str], *, marked: bool) -> None:
    features = overlap(question, found, CORPUS, marked=marked)
    assert features.keys() == FEATURES
    for values in features.values():
        assert values.shape == (len(found),)
        assert np.isfinite(values).all()
        assert (values >= 0).all()
    assert (features["run"] <= 1).all()


@given(order=st.permutations(range(len(TEXTS))), marked=st.booleans())
def test_the_order_of_the_texts_changes_nothing(order: list[int], *, marked: bool) -> None:
    question = "Vắc xin được tiêm ở bệnh viện nào?"
    before = overlap(question, TEXTS, CORPUS, marked=marked)
    after = overlap(question, [TEXTS[i] for i in order], CORPUS, marked=marked)
    for name in FEATURES:
        assert after[name] == pytest.approx(before[name][order], rel=1e-5)


def test_a_question_without_diacritics_overlaps_by_folded_words() -> None:
    question = "Vắc xin được tiêm ở bệnh viện nào?"
    found = overlap(fold(question), TEXTS, CORPUS, marked=False)
    assert found["syllables"].argmax() == 2
    assert found["pairs"].argmax() == 2
    as_written = overlap(fold(question), TEXTS, CORPUS, marked=True)
    assert not as_written["pairs"][1]  # "bệnh viện" is not written "benh vien"
    assert found["pairs"][1] > 0
