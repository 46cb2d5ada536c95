from __future__ import annotations

import functools
import sys
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import pytest

import embeddings.vector_index
from embeddings.errors import IndexDamaged
from embeddings.vector_index import FaissIndex
from tests.contracts.vector_index import Floats, Model, VectorIndexContract, unit_vectors


class TestFaissIndex(VectorIndexContract):
    def make(self, dimension: int) -> FaissIndex:
        return FaissIndex.empty(dimension)

    def reopen(self, path: Path, *, writable: bool) -> FaissIndex:
        return FaissIndex.open(path, writable=writable)


@functools.cache
def emptied_cells(dimension: int) -> Any:
    """Cells that were trained on random vectors and hold none of them any more."""
    count = 5_000
    index = FaissIndex.empty(dimension)
    index.add(np.arange(count, dtype=np.int64), unit_vectors(count, 4, dimension))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embeddings.vector_index, "EXACT_UP_TO", 0)
        patch.setattr(embeddings.vector_index, "CELLS", 4)
        patch.setattr(embeddings.vector_index, "PROBED", 4)
        cells = index.grouped()
    cells.remove(np.arange(count, dtype=np.int64))
    return cells._index


class TestFaissIndexInCells(VectorIndexContract):
    """All cells are probed, so that only the 8 bits of a number make a difference.

    Eight bits are 0.01 wide here; numbers beyond those of the training are cut to its range.
    """

    tolerance = 0.1

    def make(self, dimension: int) -> FaissIndex:
        return FaissIndex(faiss.clone_index(emptied_cells(dimension)))

    def reopen(self, path: Path, *, writable: bool) -> FaissIndex:
        return FaissIndex.open(path, writable=writable)


def clustered(count: int, dimension: int, seed: int) -> Floats:
    """Unit vectors around 20 centres, as texts on 20 subjects would lie."""
    centres = unit_vectors(20, 0, dimension)
    which = np.random.default_rng(seed).integers(0, 20, count)
    rows = centres[which] + 0.4 * unit_vectors(count, seed, dimension)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def recall(found: FaissIndex, held: dict[int, Floats], queries: Floats) -> float:
    """Share of the ten nearest that are found, over all queries."""
    numbers, vectors = np.asarray(list(held)), np.stack(list(held.values()))
    shares = []
    for query in queries:
        nearest = numbers[np.argsort(-(vectors @ query))[:10]]
        shares.append(len(np.intersect1d(nearest, found.search(query, 10).numbers)) / 10)
    return float(np.mean(shares))


@pytest.fixture
def few_are_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embeddings.vector_index, "EXACT_UP_TO", 500)
    monkeypatch.setattr(embeddings.vector_index, "CELLS", 24)
    monkeypatch.setattr(embeddings.vector_index, "PROBED", 6)
    monkeypatch.setattr(embeddings.vector_index, "MOVED_AT_ONCE", 300)


@pytest.fixture
def grouped(few_are_exact: None) -> tuple[FaissIndex, dict[int, Floats]]:
    vectors = clustered(1_000, 16, seed=1)
    numbers = np.arange(1_000, dtype=np.int64) * 3
    exact = FaissIndex.empty(16)
    exact.add(numbers, vectors)
    return exact.grouped(), dict(zip(numbers.tolist(), vectors, strict=True))


def test_a_small_index_stays_exact(few_are_exact: None) -> None:
    index = FaissIndex.empty(16)
    index.add(np.arange(500, dtype=np.int64), clustered(500, 16, seed=1))
    assert index.grouped() is index


def test_a_large_index_finds_nearly_what_an_exact_one_finds(
    grouped: tuple[FaissIndex, dict[int, Floats]],
) -> None:
    index, held = grouped
    assert len(index) == 1_000
    assert recall(index, held, clustered(100, 16, seed=2)) > 0.9


def test_a_grouped_index_is_not_grouped_again(
    grouped: tuple[FaissIndex, dict[int, Floats]],
) -> None:
    assert grouped[0].grouped() is grouped[0]


def test_after_removals_a_large_index_still_knows_its_passages(
    grouped: tuple[FaissIndex, dict[int, Floats]], tmp_path: Path
) -> None:
    index, held = grouped
    index.remove(np.arange(0, 900, 3, dtype=np.int64))
    index.save(tmp_path / "vectors")
    again = FaissIndex.open(tmp_path / "vectors", writable=True)
    again.add(np.asarray([0, 5_000], np.int64), clustered(2, 16, seed=9))
    held = {n: v for n, v in held.items() if n >= 900}
    held |= dict(zip((0, 5_000), clustered(2, 16, seed=9), strict=True))
    assert len(again) == len(held) == 702
    assert recall(again, held, clustered(100, 16, seed=3)) > 0.9
    assert again.search(held[5_000], 1).numbers.tolist() == [5_000]


def test_a_large_index_that_was_saved_still_looks_into_several_cells(
    grouped: tuple[FaissIndex, dict[int, Floats]], tmp_path: Path
) -> None:
    index = grouped[0]
    index.save(tmp_path / "vectors")
    again = FaissIndex.open(tmp_path / "vectors")
    for query in clustered(20, 16, seed=4):
        assert again.search(query, 10).numbers.tolist() == index.search(query, 10).numbers.tolist()


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    index = FaissIndex.empty(32)
    index.add(np.arange(2_000, dtype=np.int64), unit_vectors(2_000, 1, 32))
    index.save(tmp_path / "vectors")
    return tmp_path / "vectors"


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("writable", [True, False])
def test_only_a_reader_maps_the_file(saved: Path, writable: bool) -> None:
    index = FaissIndex.open(saved, writable=writable)
    mapped = str(saved) in Path("/proc/self/maps").read_text("utf-8")
    assert mapped is not writable
    assert len(index) == 2_000


def test_a_reader_keeps_its_index_when_the_file_is_removed(saved: Path) -> None:
    index = FaissIndex.open(saved)
    saved.unlink()
    query = unit_vectors(1, 2, 32)[0]
    model = Model()
    model.held = dict(enumerate(unit_vectors(2_000, 1, 32)))
    model.check(index.search(query, 10), query, 10, tolerance=1e-6)


def test_a_file_that_is_missing_or_no_index_is_called_damaged(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("không phải chỉ mục", "utf-8")
    for name in ("text", "missing"):
        with pytest.raises(IndexDamaged, match=name):
            FaissIndex.open(tmp_path / name)


@pytest.mark.parametrize("writable", [True, False])
def test_a_truncated_file_is_called_damaged(saved: Path, writable: bool) -> None:
    content = saved.read_bytes()
    for kept in (0, 3, 100, len(content) // 2, len(content) - 8):
        saved.write_bytes(content[:kept])
        with pytest.raises(IndexDamaged):
            FaissIndex.open(saved, writable=writable)
