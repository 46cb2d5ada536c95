"""Measures retrieval and quoting on a BEIR folder, through the same stores and search as answers.

Each line of corpus.jsonl is one passage and is not chunked again. P@1, R@k, MRR@10 and nDCG@10
are the usual ones (Thakur et al., BEIR, 2021), with binary gains where a grade is above 0.
"""

from __future__ import annotations

import json
import math
import re
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import chunking
from corpus.types import Bulletin, Passage
from corpus.vietnamese import nfc
from embeddings import snapshot, terms
from embeddings.encoder import Encoder
from embeddings.errors import BadBenchmark
from embeddings.index import Index
from embeddings.quoting import best_sentence
from embeddings.search import Searcher
from embeddings.snapshot import Manifest
from embeddings.writer import SnapshotWriter

DEPTH = 20  # hits looked at for each question


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A BEIR folder: texts by id, questions by id, relevant passage ids and accepted answers."""

    passages: Mapping[str, tuple[str, str]]  # title, text
    queries: Mapping[str, str]
    relevant: Mapping[str, frozenset[str]]
    answers: Mapping[str, Sequence[str]]


def evaluate(folder: Path, encoder: Encoder) -> dict[str, float]:
    """The measures of ``bantin evaluate`` as shares of 1; ``ms_per_query`` is a median.

    Raises BadBenchmark for a folder that is missing, empty or malformed.
    """
    benchmark = read_benchmark(folder)
    with (
        tempfile.TemporaryDirectory(prefix="bantin-evaluate-") as place,
        index_passages(benchmark.passages, Path(place), encoder) as index,
    ):
        return _measure(benchmark, Searcher(index, encoder))


def _measure(benchmark: Benchmark, searcher: Searcher) -> dict[str, float]:
    ranks: list[list[str]] = []
    quoted: list[bool] = []
    seconds: list[float] = []
    judged = [q for q in benchmark.queries if benchmark.relevant.get(q)]
    for query in judged:
        began = time.perf_counter()
        found = searcher.search(benchmark.queries[query], limit=DEPTH)
        quote = (
            best_sentence(found.question, found.hits, searcher.background) if found.hits else None
        )
        seconds.append(time.perf_counter() - began)
        ranks.append([hit.bulletin.id for hit in found.hits])
        if benchmark.answers.get(query):
            quoted.append(quote is not None and holds_answer(quote.text, benchmark.answers[query]))
    wanted = [benchmark.relevant[query] for query in judged]
    scores = measures(ranks, wanted)
    scores |= {"queries": len(judged), "passages": len(benchmark.passages)}
    scores["ms_per_query"] = round(1_000 * statistics.median(seconds), 3)
    if quoted:
        scores["quote_hit"] = sum(quoted) / len(quoted)
    return scores


def measures(ranks: Sequence[Sequence[str]], wanted: Sequence[frozenset[str]]) -> dict[str, float]:
    """P@1, R@10, R@20, MRR@10 and nDCG@10, averaged over questions; all in [0, 1].

    ``ranks`` holds ids best first, ``wanted`` the relevant ids of the same questions.

    >>> measures([["b", "a"]], [frozenset("a")])["MRR@10"]
    0.5
    """
    columns: dict[str, list[float]] = {k: [] for k in ("P@1", "R@10", "R@20", "MRR@10", "nDCG@10")}
    for found, relevant in zip(ranks, wanted, strict=True):
        places = [place for place, name in enumerate(found, 1) if name in relevant]
        top = [place for place in places if place <= 10]
        ideal = sum(1 / math.log2(1 + p) for p in range(1, min(len(relevant), 10) + 1))
        columns["P@1"].append(float(bool(places) and places[0] == 1))
        columns["R@10"].append(len(top) / len(relevant))
        columns["R@20"].append(sum(p <= 20 for p in places) / len(relevant))
        columns["MRR@10"].append(1 / top[0] if top else 0.0)
        columns["nDCG@10"].append(sum(1 / math.log2(1 + p) for p in top) / ideal)
    return {name: statistics.fmean(values) for name, values in columns.items()}


def index_passages(passages: Mapping[str, tuple[str, str]], place: Path, encoder: Encoder) -> Index:
    """Indexes given passages, each as a bulletin of its own, in an empty folder."""
    folder = snapshot.begin(place, None)
    writer = SnapshotWriter(folder, encoder)
    for name, (title, text) in passages.items():
        bulletin = Bulletin(name, name, title, None, None, None, text)
        whole = Passage(f"{name}#0", name, 0, len(text), text, title, None, ())
        writer.add(bulletin, [whole])
    bulletins, count = writer.finish([])
    made_by = (encoder.name, encoder.revision, encoder.dimension, chunking.FORMAT, terms.VERSION)
    manifest = Manifest(snapshot.FORMAT, "", "", *made_by, bulletins, count, "", {})
    return Index.of(folder, manifest)


def read_benchmark(folder: Path) -> Benchmark:
    """Reads a BEIR folder. Raises BadBenchmark naming the file and line that cannot be used."""
    passages: dict[str, tuple[str, str]] = {}
    for where, line in _lines(folder / "corpus.jsonl"):
        passages[_new_id(line, passages, where)] = (
            _text(line, "title", where, needed=False),
            _text(line, "text", where),
        )
    queries: dict[str, str] = {}
    for where, line in _lines(folder / "queries.jsonl"):
        queries[_new_id(line, queries, where)] = _text(line, "text", where)
    answers: dict[str, Sequence[str]] = {}
    if (folder / "answers.jsonl").exists():
        for where, line in _lines(folder / "answers.jsonl"):
            answers[_new_id(line, answers, where)] = _texts(line, "answers", where)
    relevant = _read_qrels(folder / "qrels" / "test.tsv", queries, passages)
    return Benchmark(passages, queries, relevant, answers)


def _read_qrels(
    path: Path, queries: Mapping[str, str], passages: Mapping[str, object]
) -> dict[str, frozenset[str]]:
    relevant: dict[str, set[str]] = {}
    for number, line in enumerate(_read(path).split("\n"), 1):
        where, row = f"line {number}", line.rstrip("\r").split("\t")
        if row[0] == "query-id" or not line.strip():
            continue
        if len(row) < 3 or not re.fullmatch(r"\s*-?\d+\s*", row[2]):
            raise BadBenchmark(str(path), f"{where}: query, passage and a whole number expected")
        if row[0] not in queries or row[1] not in passages:
            raise BadBenchmark(str(path), f"{where}: unknown id {row[0]!r} or {row[1]!r}")
        if int(row[2]) > 0:
            relevant.setdefault(row[0], set()).add(row[1])
    if not relevant:
        raise BadBenchmark(str(path), "no question is judged")
    return {query: frozenset(found) for query, found in relevant.items()}


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise BadBenchmark(str(path), reason or "cannot be read") from error


def _lines(path: Path) -> Iterator[tuple[str, dict[str, object]]]:
    for number, line in enumerate(_read(path).split("\n"), 1):
        if not line.strip():
            continue
        where = f"{path}: line {number}"
        try:
            value = json.loads(line)
        except ValueError as error:
            raise BadBenchmark(str(path), f"line {number}: not JSON") from error
        if not isinstance(value, dict):
            raise BadBenchmark(str(path), f"line {number}: an object was expected")
        yield where, value


def _new_id(line: Mapping[str, object], known: Mapping[str, object], where: str) -> str:
    name = line.get("_id")
    if not isinstance(name, str) or not name:
        raise BadBenchmark(where, "_id is missing")
    if name in known:
        raise BadBenchmark(where, f"_id {name!r} stands twice")
    return name


def _text(line: Mapping[str, object], key: str, where: str, *, needed: bool = True) -> str:
    value = line.get(key, "")
    if not isinstance(value, str) or (needed and not value.strip()):
        raise BadBenchmark(where, f"{key} is missing")
    if re.search("[\ud800-\udfff]", value):  # JSON may name halves of a pair; UTF-8 cannot
        raise BadBenchmark(where, f"{key} is no text")
    return value


def _texts(line: Mapping[str, object], key: str, where: str) -> list[str]:
    values = line.get(key)
    if not isinstance(values, list):
        raise BadBenchmark(where, f"{key} is no list")
    return [_text({key: value}, key, where) for value in values]


def holds_answer(text: str, answers: Sequence[str]) -> bool:
    """Whether a text contains one of these answers, white space and case folded.

    >>> holds_answer("Nghỉ  12 ngày.", ["nghỉ 12 ngày"])
    True
    """
    folded = _plain(text)
    return any(_plain(answer) in folded for answer in answers)


def _plain(text: str) -> str:
    """White space and case folded."""
    return " ".join(nfc(text).lower().split())
