"""Writes passages into the three stores of a snapshot in the making."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from corpus.types import Bulletin, Passage
from corpus.vietnamese import fold
from embeddings.encoder import Encoder
from embeddings.lexical_index import Entry, TantivyWriter
from embeddings.passage_store import FileRecord, PassageStore
from embeddings.sentence_words import encoded
from embeddings.snapshot import LEXICAL, PASSAGES, VECTORS
from embeddings.terms import both_terms, terms
from embeddings.vector_index import FaissIndex

BATCH = 2_048  # passages encoded at once: enough to keep the encoder busy, 2 MB of vectors


class SnapshotWriter:
    """Adds and removes bulletins; :meth:`finish` makes the files complete."""

    def __init__(self, folder: Path, encoder: Encoder, *, base: Path | None = None) -> None:
        """Continues what ``folder`` holds of the snapshot ``base``, or starts empty."""
        self._folder = folder
        self._encoder = encoder
        if base:
            self.store = PassageStore.edit(folder / PASSAGES)
            self._vectors = FaissIndex.open(base / VECTORS, writable=True)
        else:
            self.store = PassageStore.create(folder / PASSAGES)
            self._vectors = FaissIndex.empty(encoder.dimension)
        self._lexical = TantivyWriter(folder / LEXICAL)
        self._next = self.store.next_number()
        self._waiting: list[tuple[int, Passage]] = []
        self.store.begin()

    def add(self, bulletin: Bulletin, passages: Sequence[Passage]) -> None:
        """Adds a bulletin that is not held, or was removed before."""
        self.store.put_bulletin(bulletin)
        self.store.put_passages(self._next, passages)
        self._lexical.add(
            Entry(number, bulletin.id, passage_terms(bulletin.title, passage))
            for number, passage in enumerate(passages, self._next)
        )
        self._waiting.extend(enumerate(passages, self._next))
        self._next += len(passages)
        while len(self._waiting) >= BATCH:
            self._encode(BATCH)

    def remove(self, bulletin: str) -> None:
        """Removes a bulletin that was held by the base."""
        self._vectors.remove(np.asarray(self.store.delete(bulletin), np.int64))
        self._lexical.delete(bulletin)

    def finish(self, files: Sequence[FileRecord]) -> tuple[int, int]:
        """Completes the files and returns the numbers of bulletins and passages."""
        self._encode(len(self._waiting))
        self.store.put_files(files)
        counts = self.store.counts()
        self.store.close(commit=True)
        self._lexical.commit()
        self._vectors.grouped().save(self._folder / VECTORS)
        return counts

    def close(self) -> None:
        """Closes the files; without :meth:`finish` before, nothing of them is usable."""
        self._lexical.close()
        self.store.close()

    def _encode(self, count: int) -> None:
        batch, self._waiting = self._waiting[:count], self._waiting[count:]
        if batch:
            texts = [passage.text for _, passage in batch]
            numbers = [number for number, _ in batch]
            vectors, words = encoded(self._encoder, texts)
            self._vectors.add(np.asarray(numbers, np.int64), vectors)
            self.store.put_words(zip(numbers, words, strict=True))


def passage_terms(title: str, passage: Passage) -> dict[str, list[str]]:
    """The terms of each lexical field. Title and heading that are one count once."""
    marked, folded = both_terms(passage.text)
    return {"marked": marked, "folded": folded, "heading": list(_above(title, passage.heading))}


@lru_cache(maxsize=256)  # the passages below a heading follow each other
def _above(title: str, heading: str) -> tuple[str, ...]:
    both = heading if fold(title) == fold(heading) else f"{heading}\n{title}"
    return tuple(terms(both, folded=True))
