"""Training pairs as slices of one long array of token ids, drawn anew for every epoch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from embeddings.training.reading import Article, Question
from embeddings.training.tokenizer import UNKNOWN_ID

Ints = NDArray[np.int64]

TOKENS_OF_CHUNK = (30, 150)  # words of a body chunk, least and most
TOKENS_OF_SPAN = (5, 14)  # words of a span that stands for a question
SPANS_PER_ARTICLE = 3
LEAST_TOKENS = 2  # of either side of a pair
TEXTS_PER_CALL = 20_000  # for the tokenizer; bounds its memory


@dataclass(frozen=True, slots=True)
class Texts:
    """Tokenized texts: text i is ``ids[bounds[i]:bounds[i + 1]]``."""

    ids: NDArray[np.int32]
    bounds: Ints


@dataclass(frozen=True, slots=True)
class News:
    """Tokenized articles: article k is texts ``first[k]`` to ``first[k + 1]``, end excluded.

    The first text is its title, the second its abstract, the others its body.
    """

    texts: Texts
    first: Ints


@dataclass(frozen=True, slots=True)
class Asked:
    """Tokenized questions: text 2i asks, text 2i + 1 answers; ``group`` has one id a question."""

    texts: Texts
    group: Ints


@dataclass(frozen=True, slots=True)
class Pairs:
    """Columns of equal length, positions in one array of ids.

    A query is ``q0:q1``; its passage ``p0:p1`` without the hole ``h0:h1`` (often empty).
    Pairs of one ``group`` are no negatives of each other.
    """

    q0: Ints
    q1: Ints
    p0: Ints
    p1: Ints
    h0: Ints
    h1: Ints
    group: Ints

    def __len__(self) -> int:
        return len(self.q0)

    def take(self, rows: NDArray[Any]) -> Pairs:
        """The pairs of these rows (indices or a mask)."""
        return Pairs(*(column[rows] for column in self.columns()))

    def columns(self) -> tuple[Ints, ...]:
        """The fields in order."""
        return self.q0, self.q1, self.p0, self.p1, self.h0, self.h1, self.group


def join(parts: Sequence[Pairs]) -> Pairs:
    """All pairs of several, in order."""
    columns = zip(*(part.columns() for part in parts), strict=True)
    return Pairs(*(np.concatenate(column) for column in columns))


def tokenize(tokenizer: Tokenizer, texts: Iterable[str]) -> Texts:
    """Token ids of texts in order, unknown tokens dropped (their vector is zero)."""
    ids: list[NDArray[np.int32]] = [np.zeros(0, np.int32)]
    lengths: list[Ints] = [np.zeros(1, np.int64)]
    remaining = iter(texts)
    while batch := list(islice(remaining, TEXTS_PER_CALL)):
        encodings = tokenizer.encode_batch_fast(batch, add_special_tokens=False)
        found = [encoding.ids for encoding in encodings]
        flat = np.fromiter(chain.from_iterable(found), dtype=np.int32)
        owner = np.repeat(np.arange(len(found)), [len(row) for row in found])
        known = flat != UNKNOWN_ID
        ids.append(flat[known])
        lengths.append(np.bincount(owner[known], minlength=len(found)))
    return Texts(np.concatenate(ids), np.cumsum(np.concatenate(lengths), dtype=np.int64))


def tokenize_news(tokenizer: Tokenizer, articles: Iterable[Article]) -> News:
    """Articles without a body are left out."""
    counts: list[int] = [0]

    def texts() -> Iterable[str]:
        for article in articles:
            if article.body:
                counts.append(2 + len(article.body))
                yield from (article.title, article.abstract, *article.body)

    tokenized = tokenize(tokenizer, texts())
    return News(tokenized, np.cumsum(counts, dtype=np.int64))


def tokenize_questions(tokenizer: Tokenizer, questions: Sequence[Question]) -> Asked:
    """Questions in order; equal ``group`` strings become equal ids."""
    texts = tokenize(tokenizer, chain.from_iterable((q.question, q.answer) for q in questions))
    numbers: dict[str, int] = {}
    group = [numbers.setdefault(q.group, len(numbers)) for q in questions]
    return Asked(texts, np.array(group, dtype=np.int64))


def draw_news(news: News, rng: np.random.Generator) -> Pairs:
    """Title and abstract, title and chunk, abstract and chunk, spans and their own chunks."""
    bounds, first = news.texts.bounds, news.first
    article = np.arange(len(first) - 1)
    title = bounds[first[:-1]], bounds[first[:-1] + 1]
    abstract = bounds[first[:-1] + 1], bounds[first[:-1] + 2]
    parts = [
        _whole(*title, *abstract, article),
        _whole(*title, *_chunks(news, rng), article),
        _whole(*abstract, *_chunks(news, rng), article),
    ]
    for turn in range(1, SPANS_PER_ARTICLE + 1):
        # Another chunk of the same article is a fair negative for a span: a group of its own.
        parts.append(_spans(*_chunks(news, rng), article + turn * len(article), rng))
    return _usable(join(parts))


def draw_questions(asked: Asked, times: int) -> Pairs:
    """Every question ``times`` times."""
    bounds = asked.texts.bounds
    whole = _whole(bounds[:-1:2], bounds[1::2], bounds[1::2], bounds[2::2], asked.group)
    return _usable(whole.take(np.tile(np.arange(len(whole)), times)))


def shift(pairs: Pairs, positions: int, groups: int) -> Pairs:
    """The same pairs for ids that were moved to the right, with other group numbers."""
    *places, group = pairs.columns()
    return Pairs(*[*(place + positions for place in places), group + groups])


def _whole(q0: Ints, q1: Ints, p0: Ints, p1: Ints, group: Ints) -> Pairs:
    return Pairs(q0, q1, p0, p1, p0, p0, group)


def _chunks(news: News, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """For each article a run of whole body texts: positions of its first and last token."""
    bounds, first = news.texts.bounds, news.first
    start_text = rng.integers(first[:-1] + 2, first[1:])
    start = bounds[start_text]
    wanted = rng.integers(*TOKENS_OF_CHUNK, size=len(start), endpoint=True)
    end_text = np.searchsorted(bounds, start + wanted)
    end = bounds[np.minimum(np.maximum(end_text, start_text + 1), first[1:])]
    return start, np.minimum(end, start + 2 * TOKENS_OF_CHUNK[1])


def _spans(start: Ints, end: Ints, group: Ints, rng: np.random.Generator) -> Pairs:
    length = rng.integers(*TOKENS_OF_SPAN, size=len(start), endpoint=True)
    room = np.maximum(end - start - length, 0)
    at = start + rng.integers(0, room, endpoint=True)
    stop = np.minimum(at + length, end)
    return Pairs(at, stop, start, end, at, stop, group)


def _usable(pairs: Pairs) -> Pairs:
    passage = (pairs.p1 - pairs.p0) - (pairs.h1 - pairs.h0)
    return pairs.take((pairs.q1 - pairs.q0 >= LEAST_TOKENS) & (passage >= LEAST_TOKENS))
