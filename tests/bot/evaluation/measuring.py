"""A measurement made by hand: questions, what was found for them, how sure and how fast."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from embeddings.evaluate import Measured, Trial, measured
from embeddings.question import understand
from embeddings.search import Found
from tests.doubles import SyllableEncoder
from tests.embeddings.hits import hit
from tests.embeddings.test_evaluate import lines


def trial(query: str, *found: str, wanted: str = "p1", kind: str = "fact") -> Trial:
    """A question that found these passages, best first."""
    hits = tuple(hit(f"đoạn {name}", bulletin=name) for name in found)
    question = understand("Bộ Y tế làm gì?")
    return Trial(query, kind, frozenset([wanted]), Found(question, hits), 0.01, None)


@contextmanager
def measuring(
    folder: Path,
    passages: Mapping[str, str],
    queries: Sequence[Mapping[str, object]],
    relevant: Mapping[str, str],
) -> Iterator[Measured]:
    """Measures passages and questions through the real search."""
    (folder / "qrels").mkdir(parents=True)
    corpus = [{"_id": name, "title": "", "text": text} for name, text in passages.items()]
    (folder / "corpus.jsonl").write_text(lines(corpus), "utf-8")
    (folder / "queries.jsonl").write_text(lines(queries), "utf-8")
    rows = "".join(f"{query}\t{passage}\t1\n" for query, passage in relevant.items())
    (folder / "qrels" / "test.tsv").write_text(rows, "utf-8")
    with measured(folder, SyllableEncoder()) as found:
        yield found
