"""Questions with the sentences that could be quoted, and which of them hold people's answers."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from embeddings.evaluate import holds_answer, index_passages, read_benchmark
from embeddings.overlap import idf
from embeddings.quoting import DEPTH, sentence_slice
from embeddings.ranking import Floats
from embeddings.search import Searcher
from embeddings.sentence_features import features
from embeddings.terms import search_syllables
from embeddings.training.reading import read_located
from embeddings.types import Slice

Right = Callable[[Slice], bool]  # whether a sentence is one that holds the answer


@dataclass(frozen=True, slots=True)
class Choice:
    """The sentences of the first hits of one question.

    ``features`` (sentences, columns); ``right`` (sentences,) those that hold its answer; ``first``
    how many of them stand in the first hit; ``plain`` the one of these that shares most with the
    question, by the inverse document frequency of its syllables.
    """

    features: Floats
    right: NDArray[np.bool_]
    first: int
    plain: int


def of_benchmark(folder: Path, encoder: Encoder) -> list[Choice]:
    """The choices of a BEIR folder with answers: right is what contains an accepted one.

    Raises BadBenchmark for a folder that cannot be read.
    """
    bench = read_benchmark(folder)
    asked = [
        (bench.queries[name], _containing(bench.answers[name]))
        for name in bench.queries
        if bench.relevant.get(name) and bench.answers.get(name)
    ]
    return _choices(bench.passages, asked, encoder)


def of_passages(path: Path, encoder: Encoder) -> list[Choice]:
    """The choices of a JSONL file as ``read_located`` takes it: right is where the answer begins.

    Every other passage gets its title as a heading, so that headings are seen, which never answer.
    """
    names: dict[str, str] = {}
    passages: dict[str, tuple[str, str]] = {}
    asked: list[tuple[str, Right]] = []
    for one in read_located(path):
        name = names.setdefault(one.context, str(len(names)))
        heading = f"{one.title.replace('_', ' ')}\n\n" if int(name) % 2 else ""
        passages[name] = ("", heading + one.context)
        asked.append((one.question, _at(name, len(heading) + one.start)))
    return _choices(passages, asked, encoder)


def _containing(answers: Sequence[str]) -> Right:
    return lambda sentence: holds_answer(sentence.text, answers)


def _at(passage: str, position: int) -> Right:
    return lambda sentence: (
        sentence.bulletin == passage and sentence.start <= position < sentence.end
    )


def _choices(
    passages: Mapping[str, tuple[str, str]], asked: Iterable[tuple[str, Right]], encoder: Encoder
) -> list[Choice]:
    with (
        tempfile.TemporaryDirectory(prefix="bantin-training-") as place,
        index_passages(passages, Path(place), encoder) as index,
    ):
        searcher = Searcher(index, encoder)
        weights = _weights(f"{title}\n{text}" for title, text in passages.values())
        return [_choice(text, right, searcher, weights) for text, right in asked]


def _weights(texts: Iterable[str]) -> dict[str, float]:
    """The inverse document frequency of each syllable."""
    sets = [set(search_syllables(text, folded=False)) for text in texts]
    counts = Counter(syllable for held in sets for syllable in held)
    return {syllable: idf(len(sets), count) for syllable, count in counts.items()}


def _choice(text: str, right: Right, searcher: Searcher, weights: Mapping[str, float]) -> Choice:
    found = searcher.search(text, limit=DEPTH)
    said = [sentence_slice(hit, i) for hit in found.hits for i in range(len(hit.sentences))]
    first = len(found.hits[0].sentences) if found.hits else 0
    return Choice(
        features(found.question, found.hits, searcher.background),
        np.asarray([right(sentence) for sentence in said], np.bool_),
        first,
        _plainest(text, [sentence.text for sentence in said[:first]], weights),
    )


def _plainest(question: str, sentences: Sequence[str], weights: Mapping[str, float]) -> int:
    """The sentence with the largest overlap with a question, weighed by these."""
    asked = set(search_syllables(question, folded=False))
    shared = [asked.intersection(search_syllables(one, folded=False)) for one in sentences]
    totals = [sum(weights.get(term, 0.0) for term in terms) for terms in shared]
    return int(np.argmax(totals)) if totals else 0
