"""The seam to vector stores, and faiss behind it.

Vectors are float32 of shape (n, dimension) with rows of length 1 or 0, so that the inner
product is the cosine.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import faiss
import numpy as np
from numpy.typing import NDArray

from embeddings.errors import IndexDamaged, StorageFailed
from embeddings.lexical_index import Ranked

# Below this an exact scan is fast enough (15 ms for 100,000 × 256 on two cores); above it
# vectors are grouped in cells and kept in 8 bits, and PROBED cells are looked at.
EXACT_UP_TO = 200_000
CELLS = 2_048
PROBED = 32
ALONE_UP_TO = 20_000  # vectors that one thread scans
TRAINING_VECTORS = 100_000
MOVED_AT_ONCE = 16_384  # vectors copied while they are put in cells


class VectorIndex(Protocol):
    """What search and build need of a vector store."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def add(self, numbers: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Adds vectors under passage numbers that it does not hold yet."""

    def remove(self, numbers: NDArray[np.int64]) -> None:
        """Removes passages; numbers that it does not hold are ignored."""

    def search(
        self,
        vector: NDArray[np.float32],
        limit: int,
        *,
        among: NDArray[np.int64] | None = None,
    ) -> Ranked:
        """The ``limit`` passages of largest inner product with one vector of shape (dimension,).

        ``among`` holds the passage numbers that count, int64 of shape (n,); None means all.
        """

    def save(self, path: Path) -> None:
        """Writes it to one file."""

    def __len__(self) -> int:
        """How many vectors it holds."""


class FaissIndex:
    """A faiss index with passage numbers; exact while it is small."""

    def __init__(self, index: Any) -> None:
        """``index``: an IndexIDMap2 of an IndexFlat, or an IndexIVF, which keeps numbers itself.

        faiss's stubs do not know what its Python side adds, hence Any.
        """
        self._index = index

    @classmethod
    def empty(cls, dimension: int) -> FaissIndex:
        """An exact index without vectors."""
        return cls(faiss.IndexIDMap2(faiss.IndexFlatIP(dimension)))

    @classmethod
    def open(cls, path: Path, *, writable: bool = False) -> FaissIndex:
        """Opens a saved index, memory-mapped unless ``writable``.

        Raises IndexDamaged where faiss cannot read it.
        """
        flags = 0 if writable else faiss.IO_FLAG_MMAP_IFC
        try:
            return cls(faiss.read_index(str(path), flags))
        except RuntimeError as error:
            raise IndexDamaged(str(path), str(error).splitlines()[0]) from error

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def add(self, numbers: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Adds vectors under passage numbers that it does not hold yet."""
        if len(numbers):
            self._index.add_with_ids(np.ascontiguousarray(vectors), numbers)

    def remove(self, numbers: NDArray[np.int64]) -> None:
        """Removes passages; numbers that it does not hold are ignored."""
        if len(numbers):
            self._index.remove_ids(numbers)

    def search(
        self,
        vector: NDArray[np.float32],
        limit: int,
        *,
        among: NDArray[np.int64] | None = None,
    ) -> Ranked:
        """The nearest passages, best first, equal ones by number; none for a zero vector."""
        limit = min(limit, len(self))
        if limit <= 0 or not vector.any():
            return Ranked(np.empty(0, np.int64), np.empty(0, np.float32))
        # Waking other threads takes longer than a few vectors do.
        faiss.omp_set_num_threads(1 if len(self) < ALONE_UP_TO else os.cpu_count() or 1)
        scores, numbers = self._index.search(vector[None, :], limit, params=self._only(among))
        held = numbers[0] >= 0  # cells that were probed may hold fewer than were asked for
        numbers, scores = numbers[0][held], scores[0][held]
        order = np.lexsort((numbers, -scores))
        return Ranked(numbers[order], scores[order])

    def _only(self, among: NDArray[np.int64] | None) -> Any:
        """What makes faiss look at these passages alone, in whichever cells they lie."""
        if among is None:
            return None
        made: Any = faiss  # its stubs do not know these arguments
        chosen = made.IDSelectorBatch(among)
        if isinstance(self._index, faiss.IndexIVF):
            return made.SearchParametersIVF(sel=chosen, nprobe=self._index.nlist)
        return made.SearchParameters(sel=chosen)

    def grouped(self) -> FaissIndex:
        """This index, in cells once it holds more than EXACT_UP_TO vectors."""
        if len(self) <= EXACT_UP_TO or isinstance(self._index, faiss.IndexIVF):
            return self
        numbers, exact = faiss.vector_to_array(self._index.id_map), self._index.index
        # Cells keep the numbers themselves. A map around them would be wrong after a removal: it
        # counts on the places behind a removed vector to move up, as they do in an exact index.
        cells: Any = faiss.index_factory(
            self.dimension, f"IVF{CELLS},SQ8", faiss.METRIC_INNER_PRODUCT
        )
        sample = np.random.default_rng(0).permutation(len(self))[:TRAINING_VECTORS]
        cells.train(exact.reconstruct_batch(sample))
        cells.nprobe = PROBED
        for first in range(0, len(self), MOVED_AT_ONCE):
            moved = numbers[first : first + MOVED_AT_ONCE]
            cells.add_with_ids(exact.reconstruct_n(first, len(moved)), moved)
        return FaissIndex(cells)

    def save(self, path: Path) -> None:
        """Writes it to one file; raises StorageFailed where that fails."""
        try:
            # Through Python's file: faiss's own overlooks a disk that is full at the last block.
            with path.open("wb") as file:
                faiss.write_index(self._index, _writer_to(file))
        except OSError as error:
            raise StorageFailed(str(path), error.strerror or str(error)) from error


def _writer_to(file: BinaryIO) -> Any:
    return faiss.PyCallbackIOWriter(file.write)  # type: ignore[attr-defined]  # not in its stubs
