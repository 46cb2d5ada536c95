"""Questions with what is found for them, how sure the first quote is, and whether it answers."""

from __future__ import annotations

import json
import shutil
import tempfile
import zlib
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot.answering.confidence import confidence, judge
from bot.answering.sentences import DEPTH
from bot.answering.standing import WEIGHTS, evidence_of, settled, standing
from embeddings.build import build
from embeddings.encoder import Encoder
from embeddings.evaluate import holds_answer, index_passages, read_benchmark
from embeddings.index import Index, Wanted
from embeddings.question import Question
from embeddings.search import Candidates, Searcher
from embeddings.types import Hit
from tests.bench.news import write_articles
from tests.bot.asking import TODAY
from tests.conftest import BULLETINS
from tests.golden import read

Right = Callable[[str], bool]  # whether a quoted text answers
EVIDENCE = tuple(WEIGHTS)


@dataclass(frozen=True, slots=True)
class Case:
    """A question and the sentence that would be quoted first.

    ``confidence`` in [0, 1] is what decides, 0 where nothing was found; ``evidence`` is what it
    rests on, by name; ``doubted`` says that something asked for by name is not there, which caps
    it, and ``alone`` is how sure the quote is by itself, without that. ``answerable`` is whether a
    right passage could be found at all.
    """

    question: str
    confidence: float
    alone: float
    evidence: Mapping[str, float]
    doubted: bool
    answerable: bool
    right: bool


def case(question: Question, hits: Sequence[Hit], searcher: Searcher, right: Right | None) -> Case:
    """The case of the first quote; ``right`` is None where no quote can answer."""
    judged = judge(question, hits[:DEPTH], searcher.background, mixed=searcher.mixed)
    if not judged:
        nothing = dict.fromkeys(EVIDENCE, 0.0)
        return Case(question.text, 0.0, 0.0, nothing, True, right is not None, False)
    best = judged[0]
    sentence = best.hit.sentences[best.sentence]
    among = standing(best, judged, hits[:DEPTH])
    return Case(
        question=question.text,
        confidence=settled(question, best, among),
        alone=confidence(question, best.evidence),
        evidence=evidence_of(question, best, among),
        doubted=best.doubt is not None,
        answerable=right is not None,
        right=right is not None and right(best.hit.passage.text[sentence.start : sentence.end]),
    )


def of_benchmark(folder: Path, encoder: Encoder) -> list[Case]:
    """Every question of a BEIR folder that has accepted answers, asked twice.

    Once as it is: right is a first quote that holds one of them. Once with its relevant passages
    taken out of what is found, and then nothing is right.
    """
    bench = read_benchmark(folder)
    found: list[Case] = []
    with _searcher(bench.passages, encoder) as searcher:
        for name, answers in bench.answers.items():
            wanted = bench.relevant.get(name, frozenset())
            if not (answers and wanted):
                continue
            question = searcher.read(bench.queries[name])
            among = searcher.candidates(question, limit=DEPTH + len(wanted))
            all_hits, others = searcher.ranked(among), searcher.ranked(_without(among, wanted))
            found.append(case(question, all_hits, searcher, _containing(answers)))
            found.append(case(question, others, searcher, None))
    return found


def _without(found: Candidates, bulletins: Container[str]) -> Candidates:
    """Candidates as if these bulletins did not exist."""
    kept = [i for i, (_, head) in enumerate(found.passages) if head.id not in bulletins]
    return replace(
        found,
        passages=tuple(found.passages[i] for i in kept),
        sentences=tuple(found.sentences[i] for i in kept),
        features={name: values[kept] for name, values in found.features.items()},
    )


def _containing(answers: Sequence[str]) -> Right:
    return lambda text: holds_answer(text, answers)


def of_texts(path: Path, encoder: Encoder) -> tuple[list[Case], list[Case]]:
    """Every line of a JSONL file with ``question``, ``context`` and ``answerable``.

    First each question with its own text, right where a person said that the text answers; then
    each with the text of another question, which never is.
    """
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    passages = {str(number): ("", row["context"]) for number, row in enumerate(rows)}
    own: list[Case] = []
    strange: list[Case] = []
    with _searcher(passages, encoder) as searcher:
        for number, row in enumerate(rows):
            right = _always if row["answerable"] else None
            own.append(_within(searcher, row["question"], number, right))
            other = (number + len(rows) // 2) % len(rows)
            if rows[other]["question"] != row["question"]:
                strange.append(_within(searcher, row["question"], other, None))
    return own, strange


def of_strangers(questions: Sequence[str], searcher: Searcher) -> list[Case]:
    """Questions of other subjects; nothing is right."""
    found = (searcher.search(question, limit=DEPTH) for question in questions)
    return [case(one.question, one.hits, searcher, None) for one in found]


def of_golden(searcher: Searcher) -> list[Case]:
    """The golden questions; right is a first quote that holds any of the evidence."""
    cases: list[Case] = []
    for golden in read():
        found = searcher.search(golden.question, limit=DEPTH, today=TODAY)
        wanted = [one for group in golden.evidence for one in group]
        right = _containing(wanted) if golden.answerable else None
        cases.append(case(found.question, found.hits, searcher, right))
    return cases


@contextmanager
def bulletins(encoder: Encoder, news: Path | None = None, articles: int = 0) -> Iterator[Searcher]:
    """A searcher of the shipped bulletins, with the first ``articles`` of ``news`` beside them."""
    with tempfile.TemporaryDirectory(prefix="bantin-calibration-") as place:
        corpus = Path(place) / "corpus"
        shutil.copytree(BULLETINS, corpus)
        if news:
            write_articles(news, corpus, articles)
        build(corpus, Path(place) / "index", encoder)
        with Index.open(Path(place) / "index", Wanted.of(encoder)) as index:
            yield Searcher(index, encoder)


def _always(_: str) -> bool:
    return True


def _within(searcher: Searcher, question: str, number: int, right: Right | None) -> Case:
    found = searcher.search(question, limit=1, within=str(number))
    return case(found.question, found.hits, searcher, right)


@contextmanager
def _searcher(passages: Mapping[str, tuple[str, str]], encoder: Encoder) -> Iterator[Searcher]:
    with (
        tempfile.TemporaryDirectory(prefix="bantin-calibration-") as place,
        index_passages(passages, Path(place), encoder) as index,
    ):
        yield Searcher(index, encoder)


def is_held_out(one: Case) -> bool:
    """Whether a question is kept from fitting, one in two; with all its texts or with none."""
    return zlib.crc32(one.question.encode()) % 2 == 0
