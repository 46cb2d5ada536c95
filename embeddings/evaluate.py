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
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus import chunking
from corpus.periods import find_periods
from corpus.types import Bulletin, Passage
from corpus.vietnamese import nfc
from embeddings import snapshot, terms
from embeddings.encoder import Encoder
from embeddings.errors import BadBenchmark
from embeddings.index import Index
from embeddings.quoting import best_sentence
from embeddings.reranker import Reranker
from embeddings.search import Found, Searcher
from embeddings.snapshot import Manifest
from embeddings.writer import SnapshotWriter

DEPTH = 20  # hits looked at for each question


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A BEIR folder: texts by id, questions by id, relevant passage ids and accepted answers.

    ``kinds`` are the kinds of questions that the folder itself tells, by id of the question.
    """

    passages: Mapping[str, tuple[str, str]]  # title, text
    queries: Mapping[str, str]
    relevant: Mapping[str, frozenset[str]]
    answers: Mapping[str, Sequence[str]]
    kinds: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Where:
    """A line of a file of a BEIR folder, counted from 1."""

    path: Path
    line: int

    def wrong(self, code: str, **values: str) -> BadBenchmark:
        return BadBenchmark(str(self.path), code, line=self.line, **values)


@dataclass(frozen=True, slots=True)
class Trial:
    """A judged question (its id) and what was found for it.

    ``kind`` is the folder's, or else a value of :class:`embeddings.question.Wanted`; ``wanted``
    are the relevant ids, ``seconds`` what searching and quoting took; ``quoted`` says whether the
    first quote holds an accepted answer, None where none is known.
    """

    query: str
    kind: str
    wanted: frozenset[str]
    found: Found
    seconds: float
    quoted: bool | None

    @property
    def ranks(self) -> list[str]:
        """The ids of the passages that were found, best first."""
        return [hit.bulletin.id for hit in self.found.hits]


@dataclass(frozen=True, slots=True)
class Measured:
    """A measured benchmark: the figures of ``bantin evaluate``, and the questions behind them.

    ``scores`` are shares of 1 and counts; ``ms_per_query`` is a median.
    """

    benchmark: Benchmark
    scores: Mapping[str, float]
    trials: tuple[Trial, ...]
    searcher: Searcher


@contextmanager
def measured(
    folder: Path, encoder: Encoder, *, reranker: Reranker | None = None
) -> Iterator[Measured]:
    """What a folder's questions find, while the index is still there to be asked.

    Raises BadBenchmark for a folder that is missing, empty or malformed.
    """
    benchmark = read_benchmark(folder)
    with (
        tempfile.TemporaryDirectory(prefix="bantin-evaluate-") as place,
        index_passages(benchmark.passages, Path(place), encoder) as index,
    ):
        yield _measure(benchmark, Searcher(index, encoder, reranker=reranker))


def _measure(benchmark: Benchmark, searcher: Searcher) -> Measured:
    judged = [q for q in benchmark.queries if benchmark.relevant.get(q)]
    trials = tuple(_try(query, benchmark, searcher) for query in judged)
    scores = measures([trial.ranks for trial in trials], [trial.wanted for trial in trials])
    scores |= {"queries": len(judged), "passages": len(benchmark.passages)}
    median = statistics.median(trial.seconds for trial in trials)
    scores["ms_per_query"] = round(1_000 * median, 3)
    quoted = [trial.quoted for trial in trials if trial.quoted is not None]
    if quoted:
        scores["quote_hit"] = sum(quoted) / len(quoted)
    return Measured(benchmark, scores, trials, searcher)


def _try(query: str, benchmark: Benchmark, searcher: Searcher) -> Trial:
    began = time.perf_counter()
    found = searcher.search(benchmark.queries[query], limit=DEPTH)
    quote = best_sentence(found.question, found.hits, searcher.background) if found.hits else None
    seconds = time.perf_counter() - began
    answers = benchmark.answers.get(query)
    return Trial(
        query=query,
        kind=benchmark.kinds.get(query) or str(found.question.wanted),
        wanted=benchmark.relevant[query],
        found=found,
        seconds=seconds,
        quoted=(quote is not None and holds_answer(quote.text, answers)) if answers else None,
    )


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
    with closing(SnapshotWriter(folder, encoder)) as writer:
        for name, (title, text) in passages.items():
            bulletin = Bulletin(name, name, title, None, None, None, text)
            periods = tuple(dict.fromkeys(mention.period for mention in find_periods(text)))
            whole = Passage(f"{name}#0", name, 0, len(text), text, title, None, periods)
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
    kinds: dict[str, str] = {}
    for where, line in _lines(folder / "queries.jsonl"):
        query = _new_id(line, queries, where)
        queries[query] = _text(line, "text", where)
        if kind := _kind(line):
            kinds[query] = kind
    answers: dict[str, Sequence[str]] = {}
    if (folder / "answers.jsonl").exists():
        for where, line in _lines(folder / "answers.jsonl"):
            answers[_new_id(line, answers, where)] = _texts(line, "answers", where)
    for name, held in (("corpus.jsonl", passages), ("queries.jsonl", queries)):
        if not held:
            raise BadBenchmark(str(folder / name), "empty")
    relevant = _read_qrels(folder / "qrels" / "test.tsv", queries, passages)
    return Benchmark(passages, queries, relevant, answers, kinds)


def _read_qrels(
    path: Path, queries: Mapping[str, str], passages: Mapping[str, object]
) -> dict[str, frozenset[str]]:
    relevant: dict[str, set[str]] = {}
    for number, line in enumerate(_read(path).split("\n"), 1):
        where, row = _Where(path, number), line.rstrip("\r").split("\t")
        if row[0] == "query-id" or not line.strip():
            continue
        if len(row) < 3 or not re.fullmatch(r"\s*-?\d{1,9}\s*", row[2]):
            raise where.wrong("row")
        for name, known in zip(row, (queries, passages), strict=False):
            if name not in known:
                raise where.wrong("unknown_id", name=name)
        if int(row[2]) > 0:
            relevant.setdefault(row[0], set()).add(row[1])
    if not relevant:
        raise BadBenchmark(str(path), "nothing_judged")
    return {query: frozenset(found) for query, found in relevant.items()}


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadBenchmark(str(path), "not_utf8") from error
    except OSError as error:
        raise BadBenchmark(str(path), "unreadable", reason=error.strerror or str(error)) from error


def _lines(path: Path) -> Iterator[tuple[_Where, dict[str, object]]]:
    for number, line in enumerate(_read(path).split("\n"), 1):
        if not line.strip():
            continue
        where = _Where(path, number)
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise where.wrong("not_json") from error
        if not isinstance(value, dict):
            raise where.wrong("no_object")
        yield where, value


def _new_id(line: Mapping[str, object], known: Mapping[str, object], where: _Where) -> str:
    name = _text(line, "_id", where)
    if name in known:
        raise where.wrong("twice", name=name)
    return name


def _text(line: Mapping[str, object], key: str, where: _Where, *, needed: bool = True) -> str:
    value = line.get(key, "")
    if not isinstance(value, str) or (needed and not value.strip()):
        raise where.wrong("missing", key=key)
    if re.search("[\ud800-\udfff]", value):  # JSON may name halves of a pair; UTF-8 cannot
        raise where.wrong("no_text", key=key)
    return value


def _kind(line: Mapping[str, object]) -> str:
    """The kind of question that a line tells, beside its text or in its metadata; empty if none."""
    metadata = line.get("metadata")
    for held in (line, metadata if isinstance(metadata, dict) else {}):
        kind = held.get("kind")
        if isinstance(kind, str) and kind.strip():
            return kind.strip()
    return ""


def _texts(line: Mapping[str, object], key: str, where: _Where) -> list[str]:
    values = line.get(key)
    if not isinstance(values, list):
        raise where.wrong("no_list", key=key)
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
