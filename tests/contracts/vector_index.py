"""What every vector index must do, compared with inner products that numpy computes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from embeddings.errors import StorageFailed
from embeddings.lexical_index import Ranked
from embeddings.vector_index import VectorIndex

Floats = NDArray[np.float32]
DIMENSION = 6
# The suite is made to run in several classes; a failing example may be replayed in another one.
INHERITED = settings(deadline=None, suppress_health_check=[HealthCheck.differing_executors])


def unit_vectors(count: int, seed: int, dimension: int = DIMENSION) -> Floats:
    """Random rows of length 1."""
    rows = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


class Model:
    """An exact vector index: a dictionary and numpy."""

    def __init__(self) -> None:
        self.held: dict[int, Floats] = {}

    def check(self, found: Ranked, query: Floats, limit: int, tolerance: float) -> None:
        """Asserts that ids and scores are the best ones, up to ``tolerance`` in the score."""
        own = {number: float(vector @ query) for number, vector in self.held.items()}
        best = sorted(own.values(), reverse=True)[:limit]
        numbers = found.numbers.tolist()
        assert found.numbers.dtype == np.int64
        assert found.scores.dtype == np.float32
        assert len(set(numbers)) == len(numbers) == len(best)
        np.testing.assert_allclose(found.scores, [own[n] for n in numbers], atol=tolerance)
        np.testing.assert_allclose(found.scores, best, atol=tolerance)
        order = list(zip(-found.scores, found.numbers, strict=True))
        assert order == sorted(order), "best first, equal scores in the order of their numbers"


class VectorIndexContract:
    """Inherit, and say how to make and reopen one. ``tolerance`` is that of a score."""

    tolerance = 1e-6  # float32 sums of a few products

    def make(self, dimension: int) -> VectorIndex:
        raise NotImplementedError

    def reopen(self, path: Path, *, writable: bool) -> VectorIndex:
        raise NotImplementedError

    def filled(self, count: int, seed: int = 1, step: int = 1) -> tuple[VectorIndex, Model]:
        index, model = self.make(DIMENSION), Model()
        vectors = unit_vectors(count, seed)
        numbers = np.arange(count, dtype=np.int64) * step
        index.add(numbers, vectors)
        model.held = dict(zip(numbers.tolist(), vectors, strict=True))
        return index, model

    def test_it_says_how_long_a_vector_is(self) -> None:
        assert self.make(DIMENSION).dimension == DIMENSION

    @settings(INHERITED, max_examples=40)
    @given(count=st.integers(1, 60), limit=st.integers(1, 70), seed=st.integers(0, 999))
    def test_the_nearest_come_first_with_their_inner_products(
        self, count: int, limit: int, seed: int
    ) -> None:
        index, model = self.filled(count, seed)
        query = unit_vectors(1, seed + 1)[0]
        model.check(index.search(query, limit), query, limit, self.tolerance)

    @settings(INHERITED, max_examples=30)
    @given(
        steps=st.lists(
            st.tuples(st.booleans(), st.sets(st.integers(0, 15), min_size=1)), max_size=8
        ),
        seed=st.integers(0, 999),
    )
    def test_it_holds_what_was_added_and_not_removed_whatever_the_order(
        self, steps: list[tuple[bool, set[int]]], seed: int
    ) -> None:
        index, model = self.filled(8, seed)
        for turn, (adds, picked) in enumerate(steps):
            if adds:
                new = sorted(picked - model.held.keys())
                vectors = unit_vectors(len(new), seed + turn + 1)
                index.add(np.asarray(new, np.int64), vectors)
                model.held |= dict(zip(new, vectors, strict=True))
            else:
                index.remove(np.asarray(sorted(picked), np.int64))
                model.held = {n: v for n, v in model.held.items() if n not in picked}
        query = unit_vectors(1, seed + 100)[0]
        assert len(index) == len(model.held)
        model.check(index.search(query, 20), query, 20, self.tolerance)

    def test_equal_scores_stand_in_the_order_of_their_numbers(self) -> None:
        index = self.make(DIMENSION)
        one = unit_vectors(1, 5)
        for number in (9, 3, 7):
            index.add(np.asarray([number], np.int64), one)
        assert index.search(one[0], 3).numbers.tolist() == [3, 7, 9]

    def test_numbers_may_have_gaps_and_exceed_32_bits(self) -> None:
        index, model = self.filled(12, step=2**40)
        query = unit_vectors(1, 77)[0]
        model.check(index.search(query, 5), query, 5, self.tolerance)

    @pytest.mark.parametrize("limit", [0, -1])
    def test_nothing_is_found_for_no_limit(self, limit: int) -> None:
        index, model = self.filled(3)
        assert len(index.search(model.held[0], limit).numbers) == 0

    def test_nothing_is_found_for_a_zero_vector(self) -> None:
        index, _ = self.filled(3)
        assert len(index.search(np.zeros(DIMENSION, np.float32), 3).numbers) == 0

    @settings(INHERITED, max_examples=30)
    @given(among=st.sets(st.integers(0, 70), max_size=30), seed=st.integers(0, 99))
    def test_only_the_passages_that_count_are_found(self, among: set[int], seed: int) -> None:
        index, model = self.filled(50)
        model.held = {number: v for number, v in model.held.items() if number in among}
        (query,) = unit_vectors(1, seed + 5)
        found = index.search(query, 20, among=np.asarray(sorted(among), np.int64))
        model.check(found, query, 20, self.tolerance)

    def test_nothing_is_found_where_nothing_is_held(self) -> None:
        index = self.make(DIMENSION)
        assert len(index) == 0
        assert len(index.search(unit_vectors(1, 1)[0], 3).numbers) == 0

    def test_adding_and_removing_nothing_changes_nothing(self) -> None:
        index, model = self.filled(3)
        index.add(np.empty(0, np.int64), np.empty((0, DIMENSION), np.float32))
        index.remove(np.empty(0, np.int64))
        index.remove(np.asarray([99], np.int64))
        model.check(index.search(model.held[1], 3), model.held[1], 3, self.tolerance)

    @pytest.mark.parametrize("writable", [True, False])
    def test_a_saved_index_finds_the_same(self, tmp_path: Path, writable: bool) -> None:
        index, model = self.filled(20)
        index.save(tmp_path / "vectors")
        again = self.reopen(tmp_path / "vectors", writable=writable)
        query = unit_vectors(1, 50)[0]
        assert len(again) == 20
        model.check(again.search(query, 7), query, 7, self.tolerance)

    def test_a_reopened_index_takes_additions_and_removals(self, tmp_path: Path) -> None:
        index, model = self.filled(20)
        index.save(tmp_path / "vectors")
        again = self.reopen(tmp_path / "vectors", writable=True)
        again.remove(np.asarray([2, 3], np.int64))
        new = unit_vectors(2, 60)
        again.add(np.asarray([3, 40], np.int64), new)
        del model.held[2]
        model.held |= {3: new[0], 40: new[1]}
        query = unit_vectors(1, 61)[0]
        model.check(again.search(query, 30), query, 30, self.tolerance)

    def test_an_empty_index_can_be_saved_and_opened(self, tmp_path: Path) -> None:
        self.make(DIMENSION).save(tmp_path / "vectors")
        assert len(self.reopen(tmp_path / "vectors", writable=False)) == 0

    def test_saving_where_nothing_can_be_written_says_where(self, tmp_path: Path) -> None:
        index, _ = self.filled(2)
        with pytest.raises(StorageFailed) as caught:
            index.save(tmp_path / "no such folder" / "vectors")
        assert "no such folder" in caught.value.path
