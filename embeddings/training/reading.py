"""Reads the training text: news, questions with answers, questions over passages, words."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

import zstandard

from embeddings.training.errors import TrainingDataError

WORDS_HEADER = ["word", "count"]


@dataclass(frozen=True, slots=True)
class Article:
    """One news article; ``body`` holds its sentences or paragraphs in order."""

    title: str
    abstract: str
    body: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question and a text that answers it.

    Questions with the same ``group`` share their text, so that none is a wrong answer to another.
    """

    question: str
    answer: str
    group: str


def read_news(path: Path, limit: int | None = None) -> Iterator[Article]:
    """Articles of a .jsonl.zst file, the first ``limit`` of them.

    Raises TrainingDataError for a line without ``title``, ``abstract`` and ``body``.
    """
    with path.open("rb") as packed:
        stream = zstandard.ZstdDecompressor().stream_reader(packed)
        for number, row in _rows(path, io.TextIOWrapper(stream, encoding="utf-8"), limit):
            try:
                yield Article(row["title"], row["abstract"], tuple(row["body"]))
            except KeyError as error:
                raise TrainingDataError(path, number, f"no {error}") from error


def read_questions(path: Path, limit: int | None = None) -> Iterator[Question]:
    """Pairs of a JSONL file with ``question`` and ``answer`` on each line.

    UIT-ViCoV19QA holds NaN for a missing answer: lines where either is no text are left out.
    """
    with path.open(encoding="utf-8") as lines:
        for number, row in _rows(path, lines, limit):
            try:
                question, answer = row["question"], row["answer"]
            except KeyError as error:
                raise TrainingDataError(path, number, f"no {error}") from error
            if isinstance(question, str) and isinstance(answer, str):
                yield Question(question, answer, answer)


@dataclass(frozen=True, slots=True)
class Located:
    """A question whose answer begins at ``start`` (code points) of ``context``."""

    title: str
    context: str
    question: str
    start: int


def read_located(path: Path, limit: int | None = None) -> Iterator[Located]:
    """The lines of a JSONL file with ``title``, ``context``, ``question``, ``start``."""
    with path.open(encoding="utf-8") as lines:
        for number, row in _rows(path, lines, limit):
            try:
                yield Located(row["title"], row["context"], row["question"], row["start"])
            except KeyError as error:
                raise TrainingDataError(path, number, f"no {error}") from error


def read_passage_questions(path: Path, limit: int | None = None) -> Iterator[Question]:
    """Pairs of a JSONL file with ``question``, ``context`` and ``start`` (code points).

    Each line gives two: the question with its whole passage, and with the answering sentence.
    """
    with path.open(encoding="utf-8") as lines:
        for number, row in _rows(path, lines, limit):
            try:
                question, context, start = row["question"], row["context"], row["start"]
            except KeyError as error:
                raise TrainingDataError(path, number, f"no {error}") from error
            yield Question(question, context, context)
            yield Question(question, sentence_around(context, start), context)


def read_words(path: Path) -> Iterator[tuple[str, int]]:
    """Words and their counts from a TSV file with the header ``word``, ``count``."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            fields = line.rstrip("\n").split("\t")
            if number == 1 and fields == WORDS_HEADER:
                continue
            if len(fields) != 2 or not fields[1].isdecimal():
                raise TrainingDataError(path, number, "not a word, a tab and a count")
            yield fields[0], int(fields[1])


def sentence_around(text: str, position: int) -> str:
    """The sentence of a text that holds a position, ends being ". ".

    >>> sentence_around("Một câu. Hai câu. Ba câu.", 11)
    'Hai câu.'
    """
    start = text.rfind(". ", 0, position)
    end = text.find(". ", position)
    return text[start + 2 if start >= 0 else 0 : end + 1 if end >= 0 else len(text)]


def _rows(path: Path, lines: TextIO, limit: int | None) -> Iterator[tuple[int, Any]]:
    number = 0
    try:
        for number, line in enumerate(islice(lines, limit), start=1):
            row = json.loads(line)
            if not isinstance(row, dict):
                raise TrainingDataError(path, number, "not a JSON object")
            yield number, row
    except json.JSONDecodeError as error:
        raise TrainingDataError(path, number, "not JSON") from error
    except (UnicodeDecodeError, zstandard.ZstdError) as error:
        raise TrainingDataError(path, number + 1, str(error)) from error
