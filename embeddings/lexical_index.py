"""The seam to term indexes, and tantivy behind it: on disk, memory-mapped, BM25.

tantivy's BM25 has k1 = 1.2 and b = 0.75 (Robertson and Zaragoza, 2009, with Lucene's idf).
Queries are built from terms; tantivy's query parser raises on what people type.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import tantivy
from numpy.typing import NDArray

from embeddings.errors import IndexDamaged, StorageFailed

REMEMBERED = 16_384  # frequencies: the words of questions come again and again
WRITER_MEMORY = 64 * 2**20  # bytes that the writer may fill before it flushes a segment
FIELDS = ("marked", "folded", "heading")  # heading: folded terms of heading and title
_SYSTEM_SAYS = re.compile(r'\bmessage: "([^"]+)"')  # in Rust's words for an error of the system


@dataclass(frozen=True, slots=True)
class Entry:
    """One passage to index: its number and, for each of FIELDS, its terms with repetitions."""

    number: int
    bulletin: str
    terms: Mapping[str, Iterable[str]]


@dataclass(frozen=True, slots=True)
class Ranked:
    """Passage numbers (int64, shape (n,)) with their scores (float32, same shape), best first.

    Higher is better; equal scores stand in the order of their numbers.
    """

    numbers: NDArray[np.int64]
    scores: NDArray[np.float32]


class LexicalIndex(Protocol):
    """What search and build need of a term index."""

    def search(
        self,
        weights: Mapping[str, Mapping[str, float]],
        limit: int,
        *,
        within: str | None = None,
        every: Sequence[str] = (),
        under: Sequence[str] = (),
    ) -> Ranked:
        """Best ``limit`` passages for weighted terms of each field: the sum of weight × BM25.

        ``within`` names the one bulletin whose passages count; ``every`` are folded terms that
        those passages all hold, ``under`` folded terms that their heading and title do.
        """

    def frequency(self, field: str, term: str) -> int:
        """In how many passages the term stands in that field."""

    def syllables(self, prefix: str) -> list[str]:
        """The folded syllables, pairs apart, that begin with ``prefix``."""

    def __len__(self) -> int:
        """How many passages it holds."""


class TantivyIndex:
    """A folder of tantivy segments, open for reading."""

    def __init__(self, folder: Path) -> None:
        """Raises IndexDamaged where tantivy cannot read it, StorageFailed where it may not."""
        self._folder = folder
        with _reported(folder):
            self._index = tantivy.Index.open(str(folder))
            self._index.reload()
            self._searcher = self._index.searcher()
        self._frequency = lru_cache(maxsize=REMEMBERED)(self._counted)

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def frequency(self, field: str, term: str) -> int:
        """In how many passages the term stands in that field."""
        return self._frequency(field, term)

    def _counted(self, field: str, term: str) -> int:
        with _reported(self._folder):
            return int(self._searcher.doc_freq(field, term))

    def syllables(self, prefix: str) -> list[str]:
        """The folded syllables, pairs apart, that begin with ``prefix``."""
        with _reported(self._folder):
            found = self._searcher.terms_with_prefix("folded", prefix)
        return [term for term, _ in found if "_" not in term]

    def search(
        self,
        weights: Mapping[str, Mapping[str, float]],
        limit: int,
        *,
        within: str | None = None,
        every: Sequence[str] = (),
        under: Sequence[str] = (),
    ) -> Ranked:
        """Best ``limit`` passages; none for no terms or a limit of 0."""
        schema = self._index.schema
        clauses = [
            (tantivy.Occur.Should, _term(schema, field, term, weight))
            for field, terms in weights.items()
            for term, weight in terms.items()
            if weight > 0
        ]
        if not clauses or limit <= 0:
            return Ranked(np.empty(0, np.int64), np.empty(0, np.float32))
        needed = [_term(schema, "folded", term, 0.0) for term in every]
        needed += [_term(schema, "heading", term, 0.0) for term in under]
        if within is not None:
            needed.append(_term(schema, "bulletin", within, 0.0))
        if needed:  # beside a clause that must hold, others would be optional
            some = tantivy.Query.boolean_query(clauses)
            clauses = [(tantivy.Occur.Must, query) for query in (some, *needed)]
        with _reported(self._folder):
            query = tantivy.Query.boolean_query(clauses)
            found = self._searcher.search(query, limit=limit, count=False).hits
            values = self._searcher.fast_field_values("number", [place for _, place in found])
        if None in values:
            raise IndexDamaged(str(self._folder), "a passage without a number")
        scores = np.fromiter((score for score, _ in found), np.float32, len(found))
        numbers = np.asarray(values, np.int64)
        order = np.lexsort((numbers, -scores))
        return Ranked(numbers[order], scores[order])


class TantivyWriter:
    """Adds to and deletes from a folder of segments; nothing is seen before :meth:`commit`."""

    def __init__(self, folder: Path) -> None:
        """Opens the index in the folder, or makes an empty one there."""
        self._folder = folder
        with _reported(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._index = tantivy.Index(_schema(), path=str(folder), reuse=True)
            self._writer: Any = self._index.writer(WRITER_MEMORY, 1)

    def add(self, entries: Iterable[Entry]) -> None:
        """Adds passages; raises StorageFailed when the disk is full."""
        for entry in entries:
            document = tantivy.Document()
            document.add_integer("number", entry.number)
            document.add_text("bulletin", entry.bulletin)
            for field, terms in entry.terms.items():
                document.add_text(field, " ".join(terms))
            with _reported(self._folder):
                self._writer.add_document(document)

    def delete(self, bulletin: str) -> None:
        """Deletes all passages of a bulletin."""
        with _reported(self._folder):
            self._writer.delete_documents_by_term("bulletin", bulletin)

    def commit(self) -> None:
        """Makes everything since the last commit durable; ends the writer."""
        with _reported(self._folder):
            self._writer.commit()
            self._writer.wait_merging_threads()
        self.close()

    def close(self) -> None:
        """Ends the writer and its threads; what was not committed is forgotten."""
        self._writer = None


def _term(schema: tantivy.Schema, field: str, term: str, weight: float) -> tantivy.Query:
    return tantivy.Query.boost_query(tantivy.Query.term_query(schema, field, term), weight)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("number", stored=False, indexed=False, fast=True)
    builder.add_text_field("bulletin", tokenizer_name="raw", index_option="basic")
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


@contextmanager
def _reported(folder: Path) -> Iterator[None]:
    """Turns what tantivy raises into errors of this room, a panic over a damaged file too."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise _explained(folder, error) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # pyo3 lets nobody import this class
            raise
        raise IndexDamaged(str(folder), str(error)) from error


def _explained(folder: Path, error: Exception) -> StorageFailed | IndexDamaged:
    """tantivy raises ValueError for everything; its words tell a bad disk from a bad file."""
    system = _SYSTEM_SAYS.search(str(error))
    reason = system[1] if system else str(error).partition("\n")[0]
    surroundings = (
        "Permission denied",
        "PermissionDenied",
        "os error",
        "worker thread",
        "Lockfile",
    )
    if isinstance(error, OSError) or any(word in str(error) for word in surroundings):
        return StorageFailed(str(folder), reason)
    return IndexDamaged(str(folder), reason)
