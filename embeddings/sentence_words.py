"""The sentences of a passage and the tokens in them, made when a passage is indexed.

Splitting and tokenizing thirty passages for every question would cost more than all else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from corpus.sentences import sentences
from embeddings.encoder import Encoder, TokenEncoder, Vectors, unit
from embeddings.ranking import Floats, best_of_each

Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class SentenceWords:
    """Sentences of one passage.

    ``spans`` (s, 2) are slices of the passage's text; ``sizes`` (s,) how many tokens each has;
    ``ids`` (sum of sizes,) the tokens; ``lengths`` (s,) float32 the length of the sum of the
    sentence's token vectors. A model without token vectors has no ids.
    """

    spans: Ints
    sizes: Ints
    lengths: Floats
    ids: Ints

    def packed(self) -> bytes:
        """As bytes: count of sentences, spans, sizes, lengths, ids, each in 4 bytes."""
        head = np.asarray([len(self.spans)], np.int32)
        parts = (head, self.spans.ravel(), self.sizes, self.lengths.view(np.int32), self.ids)
        return b"".join(part.astype("<i4").tobytes() for part in parts)

    @classmethod
    def unpacked(cls, data: bytes) -> SentenceWords:
        """The inverse of :meth:`packed`. Raises ValueError for what that never makes."""
        values = np.frombuffer(data, "<i4").astype(np.int32)
        count = int(values[0]) if len(values) else 0
        a, b, c = 1 + 2 * count, 1 + 3 * count, 1 + 4 * count
        if not 0 <= count < len(values) or c > len(values):
            raise ValueError("no sentences")
        spans, sizes, lengths = values[1:a].reshape(-1, 2), values[a:b], values[b:c]
        if sizes.sum(dtype=np.int64) != len(values) - c:
            raise ValueError("sentences without their tokens")
        return cls(spans, sizes, lengths.view(np.float32), values[c:])


def encoded(encoder: Encoder, texts: Sequence[str]) -> tuple[Vectors, list[SentenceWords]]:
    """The vectors of passages as the encoder makes them, and their sentences.

    A text without any sentence is one. Most passages are one: what is equal is tokenized once.
    """
    spans = [sentences(text) or [(0, len(text))] for text in texts]
    if not isinstance(encoder, TokenEncoder):
        return encoder.encode_passages(texts), [_without_tokens(found) for found in spans]
    split = [[text[a:b] for a, b in found] for text, found in zip(texts, spans, strict=True)]
    rows: dict[str, int] = {}
    for text in chain(texts, *split):
        rows.setdefault(text, len(rows))
    ids = encoder.token_ids(list(rows))
    sums = encoder.sums_of(ids)
    lengths = np.linalg.norm(sums, axis=1).astype(np.float32)
    words = []
    for found, mine in zip(spans, split, strict=True):
        held = [rows[sentence] for sentence in mine]
        its = [ids[row] for row in held]
        sizes = np.asarray([len(i) for i in its], np.int32)
        where = np.asarray(found, np.int32)
        words.append(SentenceWords(where, sizes, lengths[held], np.concatenate(its)))
    return unit(sums[[rows[text] for text in texts]]), words


def _without_tokens(spans: Sequence[tuple[int, int]]) -> SentenceWords:
    none = np.zeros(len(spans), np.int32)
    where = np.asarray(spans, np.int32)
    return SentenceWords(where, none, none.astype(np.float32), none[:0])


@dataclass(frozen=True, slots=True)
class Match:
    """How sentences match a question; arrays of shape (sentences,).

    ``meaning`` is the cosine of sentence and question. ``words`` is how much of the question the
    sentence has words for, in [0, 1]: per word of the question the best cosine counts, squared, so
    that near words count and vague ones hardly do, weighted by the word's learned weight (late
    interaction, after Khattab and Zaharia, ColBERT, 2020). ``rare`` is the same of the sentence
    together with the first one of its passage, which often says what all is about, and words that
    few of the passages have count more: among passages on one subject those tell them apart.
    """

    meaning: Floats
    words: Floats
    rare: Floats


def match(encoder: TokenEncoder, question: str, passages: Sequence[SentenceWords]) -> Match:
    """How all sentences of all passages match a question."""
    numbers = encoder.token_ids([question])[0]
    asked = encoder.vectors_of(numbers)
    weights = np.linalg.norm(asked, axis=1)
    known = weights > 0
    asked, weights, numbers = asked[known], weights[known], numbers[known]
    sizes = np.concatenate([p.sizes for p in passages]).astype(np.int64)
    ids = np.concatenate([p.ids for p in passages])
    if not len(asked) or not len(ids):
        none = np.zeros(len(sizes), np.float32)
        return Match(none, none, none)
    # Each distinct token is compared once; a passage's tokens repeat.
    distinct, where = np.unique(ids, return_inverse=True)
    vectors = encoder.vectors_of(distinct)
    along = vectors @ asked.T
    own = np.maximum(np.linalg.norm(vectors, axis=1), 1e-9)
    near = best_of_each(np.clip(along / own[:, None] / weights, 0.0, 1.0)[where], sizes) ** 2
    toward = along.sum(axis=1) / max(float(np.linalg.norm(asked.sum(axis=0))), 1e-9)
    lengths = np.concatenate([p.lengths for p in passages])
    rare = weights * _rarities(numbers, distinct, where, [len(p.ids) for p in passages])
    under = np.maximum(near, _first_of_each(near, [len(p.sizes) for p in passages]))
    return Match(
        meaning=_sums(toward[where], sizes) / np.maximum(lengths, 1e-9),
        words=np.asarray(near @ (weights / weights.sum()), np.float32),
        rare=np.asarray(under @ (rare / rare.sum()), np.float32),
    )


def _first_of_each(rows: Floats, lengths: Sequence[int]) -> Floats:
    """For each row the first one of its group; groups of these lengths stand behind each other."""
    starts = np.cumsum([0, *lengths])[:-1]
    return np.asarray(rows[np.repeat(starts, lengths)], np.float32)


def _rarities(
    asked: Ints, distinct: Ints, where: NDArray[np.integer], lengths: Sequence[int]
) -> Floats:
    """How rare the tokens asked are among passages of these lengths, by Lucene's idf; above 0.

    The passages' tokens, one passage behind the other, are ``distinct[where]``.
    """
    passages = np.repeat(np.arange(len(lengths)), lengths)
    wanted = np.isin(distinct, asked)[where]
    cells = np.unique(passages[wanted] * len(distinct) + where[wanted]) % len(distinct)
    held = np.bincount(cells, minlength=len(distinct) + 1)
    at = np.searchsorted(distinct, asked)
    there = distinct[np.minimum(at, len(distinct) - 1)] == asked
    holders = np.where(there, held[at], 0)
    return np.log1p((len(lengths) - holders + 0.5) / (holders + 0.5)).astype(np.float32)


def _sums(values: Floats, sizes: NDArray[np.int64]) -> Floats:
    """The sum of each group of values; groups stand behind each other, sizes may be 0."""
    ends = np.cumsum(sizes)
    totals = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    return np.asarray(totals[ends] - totals[ends - sizes], np.float32)
