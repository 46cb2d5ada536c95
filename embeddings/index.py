"""An opened snapshot: its three stores, checked against its manifest and against what is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from corpus import chunking
from embeddings import snapshot, terms
from embeddings.encoder import Encoder
from embeddings.errors import IndexDamaged, IndexOfOtherModel, IndexOutdated
from embeddings.lexical_index import LexicalIndex, TantivyIndex
from embeddings.passage_store import PassageStore
from embeddings.snapshot import LEXICAL, PASSAGES, VECTORS, Manifest
from embeddings.vector_index import FaissIndex, VectorIndex

SAMPLE = 8  # passages that must find themselves before a new index is published


@dataclass(frozen=True, slots=True)
class Wanted:
    """The model that an index must have been made with."""

    model: str
    revision: str
    dimension: int

    @classmethod
    def of(cls, encoder: Encoder) -> Wanted:
        """What this encoder can search."""
        return cls(encoder.name, encoder.revision, encoder.dimension)


class Index:
    """Read access to one snapshot; a context manager."""

    def __init__(
        self,
        folder: Path,
        manifest: Manifest,
        store: PassageStore,
        lexical: LexicalIndex,
        vectors: VectorIndex,
    ) -> None:
        self.folder = folder
        self.manifest = manifest
        self.store = store
        self.lexical = lexical
        self.vectors = vectors

    @classmethod
    def open(cls, index: Path, wanted: Wanted) -> Index:
        """Opens the current snapshot of an index folder.

        Raises IndexMissing, IndexDamaged, IndexOutdated, IndexOfOtherModel, StorageFailed.
        """
        folder = snapshot.current(index)
        manifest = snapshot.read_manifest(folder)
        _check_fits(index, manifest, wanted)
        snapshot.check_sizes(folder, manifest)
        return cls.of(folder, manifest)

    @classmethod
    def of(cls, folder: Path, manifest: Manifest) -> Index:
        """Opens the files of one snapshot. Raises IndexDamaged where they do not agree."""
        vectors = FaissIndex.open(folder / VECTORS)
        lexical = TantivyIndex(folder / LEXICAL)
        store = PassageStore.open(folder / PASSAGES)
        counts = {manifest.passages, len(vectors), len(lexical), store.counts()[1]}
        if len(counts) != 1 or vectors.dimension != manifest.dimension:
            store.close()
            raise IndexDamaged(str(folder), f"its parts hold {sorted(counts)} passages")
        return cls(folder, manifest, store, lexical, vectors)

    def verify(self, encoder: Encoder) -> None:
        """Raises IndexDamaged where the files are unsound or sampled passages are not found."""
        if not self.store.is_sound():
            raise IndexDamaged(str(self.folder), "passages.db is malformed")
        highest = self.store.next_number()
        sample = np.unique(np.linspace(0, highest - 1, SAMPLE).astype(np.int64)).tolist()
        for number, (passage, _) in self.store.passages(sample).items():
            vector = encoder.encode_passages([passage.text])[0]
            if not vector.any():
                continue
            best = self.vectors.search(vector, 1).scores
            # 8-bit vectors are off by 0.02, and by more outside the range they were trained on;
            # those of another model or of a damaged file are off by 0.5 and more.
            if not (len(best) and best[0] >= float(vector @ vector) - 0.2):  # so no NaN passes
                raise IndexDamaged(str(self.folder), f"passage {number} does not find itself")

    def close(self) -> None:
        """Closes the passages file; the mapped files go with the object."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def _check_fits(index: Path, manifest: Manifest, wanted: Wanted) -> None:
    rules = (manifest.format, manifest.text, manifest.terms)
    if rules != (snapshot.FORMAT, chunking.FORMAT, terms.VERSION):
        raise IndexOutdated(str(index), f"made by rules {rules}")
    made = Wanted(manifest.model, manifest.revision, manifest.dimension)
    if made != wanted:
        raise IndexOfOtherModel(
            str(index), f"{made.model} {made.revision} / {wanted.model} {wanted.revision}"
        )
