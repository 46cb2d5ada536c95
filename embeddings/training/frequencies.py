"""Counts in how many documents of the news folded syllables and syllable pairs occur."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

from corpus.vietnamese import fold, syllables
from embeddings.background import FILE_NAME, HEADER
from embeddings.training.reading import Article

DOCUMENT_SYLLABLES = 100
LEAST_COUNT_OF_SYLLABLE = 5
LEAST_COUNT_OF_PAIR = 20
MOST_BYTES = 1_500_000
# Pairs seen once since the last pruning are dropped when so many are held; bounds the memory.
MOST_PAIRS_HELD = 4_000_000


def count_frequencies(articles: Iterable[Article]) -> tuple[int, Counter[str]]:
    """The number of documents, and for each term the number of documents that hold it."""
    folded = cache(fold)
    terms: Counter[str] = Counter()
    documents = 0
    for document in _documents(articles):
        documents += 1
        plain = [folded(syllable) for syllable in document]
        terms.update({*plain, *(f"{one}_{two}" for one, two in pairwise(plain))})
        if len(terms) > MOST_PAIRS_HELD:
            terms = Counter({t: n for t, n in terms.items() if n > 1 or "_" not in t})
    return documents, terms


def write_frequencies(folder: Path, documents: int, terms: Counter[str]) -> int:
    """Writes the table, rows in the order of their code points, and returns their number.

    The rarest pairs are left out so that the file stays under MOST_BYTES.
    """
    kept = ((t, n) for t, n in terms.items() if n >= _least_count(t))
    # Syllables before pairs: when the room ends, pairs are what is cut.
    ordered = sorted(kept, key=lambda item: ("_" in item[0], -item[1], item[0]))
    header = f"{HEADER}\t{documents}\n"
    room = MOST_BYTES - len(header.encode())
    rows: list[str] = []
    for term, count in ordered:
        row = f"{term}\t{count}\n"
        room -= len(row.encode())
        if room < 0:
            break
        rows.append(row)
    text = header + "".join(sorted(rows))
    (folder / FILE_NAME).write_text(text, encoding="utf-8", newline="\n")
    return len(rows)


def _least_count(term: str) -> int:
    return LEAST_COUNT_OF_PAIR if "_" in term else LEAST_COUNT_OF_SYLLABLE


def _documents(articles: Iterable[Article]) -> Iterator[list[str]]:
    """Bodies cut into documents of at least DOCUMENT_SYLLABLES syllables, the last shorter."""
    for article in articles:
        document: list[str] = []
        for text in article.body:
            document += syllables(text)
            if len(document) >= DOCUMENT_SYLLABLES:
                yield document
                document = []
        if document:
            yield document
