"""What every term index must do, compared with BM25 that this file computes.

BM25 as Robertson and Zaragoza (2009) write it, k1 = 1.2 and b = 0.75, with Lucene's
idf = ln(1 + (N - df + 0.5) / (df + 0.5)). A passage's score is the sum over fields and terms of
the term's weight times its BM25 in that field, each field with its own lengths.

Two liberties that an index may take, both of which Lucene takes too:

* Lengths above 40 terms may be rounded down to four binary digits, so that one byte holds them.
  That is less than an eighth, and so is what a score may gain by it; up to 40 terms scores are
  exact but for float32.
* Until its files are merged, what was deleted may still count in N, df and the mean length.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.lexical_index import Entry, LexicalIndex, Ranked, TantivyWriter
from tests.contracts.vector_index import INHERITED

K1, B = 1.2, 0.75
FLOAT32 = 1e-4  # relative: a few roundings of float32 sums
ROUNDED_LENGTH = 1 / 8
Document = Mapping[str, Sequence[str]]  # terms by field
Weights = Mapping[str, Mapping[str, float]]

AWKWARD = (
    *('"', '"bộ y tế"', "a1:", "x AND", "AND", "OR", "NOT", "_", "_a", "a_", "+a", "-a", "a*"),
    *("a~", "a^2", "(", ")", "[a TO b]", "\\", "/a/", "covid-19", "10³", "🙂", "đ", "hòa", "hoà"),
)


class Model:
    """An exact term index over ``counted``, of which ``held`` can be found."""

    def __init__(self, held: Mapping[int, Document], counted: Mapping[int, Document]) -> None:
        self.held = held
        self.counted = list(counted.values())

    def frequency(self, field: str, term: str) -> int:
        return sum(term in document.get(field, ()) for document in self.counted)

    def score(self, number: int, weights: Weights) -> float:
        """0 for a passage that holds none of the terms."""
        return sum(
            weight * self._bm25(self.held[number].get(field, ()), field, term)
            for field, terms in weights.items()
            for term, weight in terms.items()
        )

    def _bm25(self, words: Sequence[str], field: str, term: str) -> float:
        occurs, among = Counter(words)[term], self.frequency(field, term)
        if not occurs:
            return 0.0
        mean = sum(len(document.get(field, ())) for document in self.counted) / len(self.counted)
        idf = math.log(1 + (len(self.counted) - among + 0.5) / (among + 0.5))
        return idf * occurs * (K1 + 1) / (occurs + K1 * (1 - B + B * len(words) / mean))

    def check(self, found: Ranked, weights: Weights, limit: int, gain: float = 0.0) -> None:
        """Asserts that ids and scores are the best, where a score may gain a share ``gain``."""
        own = {n: s for n in self.held if (s := self.score(n, weights)) > 0}
        best = np.asarray(sorted(own.values(), reverse=True)[:limit])
        numbers = found.numbers.tolist()
        assert found.numbers.dtype == np.int64
        assert found.scores.dtype == np.float32
        assert len(set(numbers)) == len(numbers) == len(best)
        for exact in (np.asarray([own[n] for n in numbers]), best):
            assert np.all(found.scores >= exact * (1 - FLOAT32))
            assert np.all(found.scores <= exact * (1 + gain + FLOAT32))
        pairs = list(zip(-found.scores, found.numbers, strict=True))
        assert pairs == sorted(pairs), "best first, equal scores in the order of their numbers"


def short_documents(seed: int, count: int = 30) -> dict[int, Document]:
    """Passages of 0 to 12 terms in two fields; a few terms are frequent, most are rare."""
    rng = np.random.default_rng(seed)
    return {
        number: {
            field: [f"t{int(t)}" for t in rng.geometric(0.2, rng.integers(0, 13))]
            for field in ("marked", "heading")
        }
        for number in range(count)
    }


def query(seed: int) -> dict[str, dict[str, float]]:
    """Three terms in one field and two in another, with weights."""
    rng = np.random.default_rng(seed)
    return {
        field: {f"t{int(t)}": float(rng.uniform(0.1, 2)) for t in rng.geometric(0.2, count)}
        for field, count in (("marked", 3), ("heading", 2))
    }


class LexicalIndexContract:
    """Inherit, and say how to write into a folder and how to open it for reading."""

    def writer(self, folder: Path) -> TantivyWriter:
        raise NotImplementedError

    def open(self, folder: Path) -> LexicalIndex:
        raise NotImplementedError

    def indexed(self, folder: Path, documents: Mapping[int, Document]) -> LexicalIndex:
        writer = self.writer(folder)
        writer.add(Entry(n, f"bulletin {n % 3}", terms) for n, terms in documents.items())
        writer.commit()
        return self.open(folder)

    @pytest.fixture(scope="class")
    @classmethod
    def folder(cls, tmp_path_factory: pytest.TempPathFactory) -> Path:
        """Thirty short passages; nobody changes them."""
        folder = tmp_path_factory.mktemp("lexical")
        cls().indexed(folder, short_documents(1))
        return folder

    @settings(INHERITED, max_examples=60)
    @given(seed=st.integers(0, 9_999), limit=st.integers(1, 40))
    def test_the_best_come_first_with_their_exact_scores(
        self, folder: Path, seed: int, limit: int
    ) -> None:
        documents = short_documents(1)
        found = self.open(folder).search(query(seed), limit)
        Model(documents, documents).check(found, query(seed), limit)

    @settings(INHERITED, max_examples=30)
    @given(seed=st.integers(0, 9_999), part=st.integers(0, 3))
    def test_within_a_bulletin_its_passages_are_found_with_the_same_scores(
        self, folder: Path, seed: int, part: int
    ) -> None:
        everywhere = short_documents(1)
        held = {n: terms for n, terms in everywhere.items() if n % 3 == part}
        found = self.open(folder).search(query(seed), 40, within=f"bulletin {part}")
        Model(held, everywhere).check(found, query(seed), 40)

    def test_passages_that_hold_every_term_are_found_with_the_same_scores(
        self, tmp_path: Path
    ) -> None:
        terms: tuple[list[str], ...] = (["x"], ["x", "y"], ["y"], ["x", "y", "z"], [])
        everywhere = {n: {"marked": ["a"], "folded": list(held)} for n, held in enumerate(terms)}
        index = self.indexed(tmp_path, everywhere)
        for every, numbers in ((["x"], [0, 1, 3]), (["x", "y"], [1, 3]), (["never"], [])):
            held = {n: everywhere[n] for n in numbers}
            found = index.search({"marked": {"a": 1.0}}, 9, every=every)
            Model(held, everywhere).check(found, {"marked": {"a": 1.0}}, 9)

    def test_passages_under_every_term_are_found_with_the_same_scores(self, tmp_path: Path) -> None:
        headings: tuple[list[str], ...] = (["x"], ["x", "y"], ["y"], [])
        everywhere = {
            n: {"folded": ["a", "x", "y"], "heading": held} for n, held in enumerate(headings)
        }
        index = self.indexed(tmp_path, everywhere)
        for under, numbers in ((["x"], [0, 1]), (["x", "y"], [1]), (["a"], [])):
            held = {n: everywhere[n] for n in numbers}
            found = index.search({"folded": {"a": 1.0}}, 9, under=under)
            Model(held, everywhere).check(found, {"folded": {"a": 1.0}}, 9)

    def test_long_passages_gain_less_than_an_eighth(self, tmp_path: Path) -> None:
        documents = {
            n: {"marked": ["x"] * (n % 4 + 1) + [f"y{i}" for i in range(n * 7)]} for n in range(60)
        }
        index = self.indexed(tmp_path, documents)
        own = Model(documents, documents)
        found = index.search({"marked": {"x": 1.0}}, 100)
        assert len(found.numbers) == 60
        for number, score in zip(found.numbers.tolist(), found.scores.tolist(), strict=True):
            exact = own.score(number, {"marked": {"x": 1.0}})
            assert exact * (1 - FLOAT32) <= score <= exact * (1 + ROUNDED_LENGTH)

    def test_it_counts_passages_and_the_passages_of_a_term(self, folder: Path) -> None:
        index, own = self.open(folder), Model(short_documents(1), short_documents(1))
        assert len(index) == 30
        for term in ("t1", "t2", "t7", "never"):
            assert index.frequency("marked", term) == own.frequency("marked", term)
            assert index.frequency("heading", term) == own.frequency("heading", term)

    def test_a_term_counts_once_in_each_field_it_is_asked_in(self, folder: Path) -> None:
        index = self.open(folder)
        one, other = {"marked": {"t1": 1.0}}, {"heading": {"t1": 0.5}}
        both = index.search({**one, **other}, 30)
        apart = {
            n: s
            for found in (index.search(one, 30), index.search(other, 30))
            for n, s in zip(found.numbers.tolist(), found.scores.tolist(), strict=True)
        }
        assert set(both.numbers.tolist()) == set(apart)

    def test_equal_scores_stand_in_the_order_of_their_numbers(self, tmp_path: Path) -> None:
        index = self.indexed(tmp_path, {n: {"marked": ["x"]} for n in (9, 3, 7)})
        assert index.search({"marked": {"x": 1.0}}, 3).numbers.tolist() == [3, 7, 9]

    def test_numbers_may_exceed_32_bits(self, tmp_path: Path) -> None:
        index = self.indexed(tmp_path, {2**40: {"marked": ["x"]}, 1: {"marked": ["y"]}})
        assert index.search({"marked": {"x": 1.0}}, 3).numbers.tolist() == [2**40]

    @pytest.mark.parametrize("weights", [{}, {"marked": {}}, {"marked": {"t1": 0.0}}])
    def test_nothing_is_found_for_no_terms(
        self, folder: Path, weights: dict[str, dict[str, float]]
    ) -> None:
        assert len(self.open(folder).search(weights, 5).numbers) == 0

    def test_nothing_is_found_for_no_limit(self, folder: Path) -> None:
        assert len(self.open(folder).search({"marked": {"t1": 1.0}}, 0).numbers) == 0

    def test_nothing_is_found_where_nothing_is_held(self, tmp_path: Path) -> None:
        index = self.indexed(tmp_path, {})
        assert len(index) == 0
        assert len(index.search({"marked": {"x": 1.0}}, 5).numbers) == 0

    @pytest.mark.parametrize("term", AWKWARD)
    def test_a_term_is_taken_as_it_is(self, awkward: Path, term: str) -> None:
        index = self.open(awkward)
        if " " in term:  # no term of ours holds white space
            assert len(index.search({"marked": {term: 1.0}}, 5).numbers) == 0
        else:
            found = index.search({"marked": {term: 1.0}}, 5)
            assert found.numbers.tolist() == [AWKWARD.index(term)]

    @pytest.fixture(scope="class")
    @classmethod
    def awkward(cls, tmp_path_factory: pytest.TempPathFactory) -> Path:
        folder = tmp_path_factory.mktemp("awkward")
        terms = (pair for pair in enumerate(AWKWARD) if " " not in pair[1])
        cls().indexed(folder, {number: {"marked": [term]} for number, term in terms})
        return folder

    @settings(INHERITED, max_examples=50)
    @given(term=st.text(max_size=20))
    def test_no_term_makes_it_raise(self, folder: Path, term: str) -> None:
        index = self.open(folder)
        assert index.frequency("folded", term) == 0
        assert len(index.search({"folded": {term: 1.0}}, 5).numbers) == 0

    def test_deleted_passages_are_not_found_and_the_others_are(self, tmp_path: Path) -> None:
        before = short_documents(2)
        self.indexed(tmp_path, before)
        writer = self.writer(tmp_path)
        writer.delete("bulletin 1")
        writer.delete("bulletin that was never there")
        writer.commit()
        left = {n: terms for n, terms in before.items() if n % 3 != 1}
        index = self.open(tmp_path)
        assert len(index) == len(left)
        found = index.search(query(5), 40)
        statistics = (
            before
            if index.frequency("marked", "t1")
            > sum("t1" in terms["marked"] for terms in left.values())
            else left
        )
        Model(left, statistics).check(found, query(5), 40)

    def test_a_bulletin_deleted_and_added_again_has_its_new_passages_only(
        self, tmp_path: Path
    ) -> None:
        self.indexed(tmp_path, {0: {"marked": ["x"]}, 1: {"marked": ["x"]}, 3: {"marked": ["x"]}})
        writer = self.writer(tmp_path)
        writer.delete("bulletin 0")
        writer.add([Entry(4, "bulletin 0", {"marked": ["x", "y"]})])
        writer.commit()
        index = self.open(tmp_path)
        assert sorted(index.search({"marked": {"x": 1.0}}, 9).numbers.tolist()) == [1, 4]

    def test_a_reader_sees_what_was_committed_when_it_was_opened(self, tmp_path: Path) -> None:
        reader = self.indexed(tmp_path, {0: {"marked": ["x"]}})
        writer = self.writer(tmp_path)
        writer.delete("bulletin 0")
        writer.add([Entry(1, "bulletin 1", {"marked": ["x"]})])
        writer.commit()
        assert reader.search({"marked": {"x": 1.0}}, 9).numbers.tolist() == [0]
        assert self.open(tmp_path).search({"marked": {"x": 1.0}}, 9).numbers.tolist() == [1]

    def test_nothing_is_seen_of_a_writer_that_did_not_commit(self, tmp_path: Path) -> None:
        self.indexed(tmp_path, {0: {"marked": ["x"]}})
        writer = self.writer(tmp_path)
        writer.delete("bulletin 0")
        writer.add([Entry(1, "bulletin 1", {"marked": ["x"]})])
        del writer
        assert self.open(tmp_path).search({"marked": {"x": 1.0}}, 9).numbers.tolist() == [0]

    def test_a_term_of_twice_the_weight_counts_twice(self, folder: Path) -> None:
        once = self.open(folder).search({"marked": {"t2": 1.0}}, 5)
        twice = self.open(folder).search({"marked": {"t2": 2.0}}, 5)
        assert twice.numbers.tolist() == once.numbers.tolist()
        np.testing.assert_allclose(twice.scores, 2 * once.scores, rtol=FLOAT32)

    def test_the_folded_syllables_that_begin_alike_are_told_without_pairs(
        self, tmp_path: Path
    ) -> None:
        index = self.indexed(
            tmp_path, {0: {"folded": ["tiem", "tiem_chung", "chung"], "marked": ["tiêu"]}}
        )
        assert index.syllables("t") == ["tiem"]
        assert index.syllables("x") == []
