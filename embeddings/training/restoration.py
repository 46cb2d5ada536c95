"""Makes the model that restores diacritics: ``python -m embeddings.training.restoration --help``.

A trigram model with absolute discounting (Ney, Essen and Kneser, 1994) over raw counts, pruned to
what helps to tell apart syllables of one folded form, with back-off weights made anew (Stolcke,
1998). Kneser-Ney's counts of contexts were worse by half a point, pruned or not.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from embeddings.restoring.syllable_model import SPECIAL, STEP
from embeddings.training.reading import Article, read_news, read_questions
from embeddings.training.syllables import BITS, Counted, Longs, count

DISCOUNT = 0.75
SMALLEST = 1e-4  # back-off weight
UNIFORM = 0.02  # share of a syllable's probability that is spread over all alike
TIMES_QUESTIONS = 3
SHAPES = Path(__file__).parent / "question_shapes.txt"  # news hardly ask
TIMES_SHAPES = 60
PAIRS, TRIPLES = 250_000, 780_000  # kept at most; 4 MB together
_LOW = (1 << BITS) - 1

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimated:
    """Probabilities of words, pairs and triples as counted, nothing pruned.

    ``contexts`` and ``tails`` are the places of a triple's first and last two among the pairs, -1
    where they are none; ``lower`` what the pairs alone say of its last syllable.
    """

    words: Floats
    pairs: Floats
    triples: Floats
    contexts: Longs
    lower: Floats


def estimate(counted: Counted) -> Estimated:
    """Interpolated probabilities, each of the last syllable given those before it."""
    a, b = counted.pairs >> BITS, counted.pairs & _LOW
    size, n2, n3 = len(counted.words), counted.pair_counts, counted.triple_counts
    ends = np.bincount(b, n2, size)
    words = (1 - UNIFORM) * ends / ends.sum() + UNIFORM / size
    total = np.maximum(np.bincount(a, n2, size), 1)
    rest = np.minimum(DISCOUNT * np.bincount(a, minlength=size) / total, 1)
    rest[np.bincount(a, minlength=size) == 0] = 1
    pairs = (n2 - DISCOUNT) / total[a] + rest[a] * words[b]
    contexts = place(counted.pairs, counted.triples >> BITS)
    tails = place(counted.pairs, counted.triples & ((1 << 2 * BITS) - 1))
    # What stands once is not listed, but was seen all the same.
    kinds = np.bincount(contexts, minlength=len(pairs))
    listed = np.bincount(contexts, n3, len(pairs))
    unlisted = np.maximum(n2 - listed, 0)
    whole = np.maximum(listed, n2)
    back = np.minimum((DISCOUNT * kinds + unlisted) / whole, 1)
    lower = pairs[tails]
    triples = (n3 - DISCOUNT) / whole[contexts] + back[contexts] * lower
    return Estimated(words, pairs, triples, contexts, lower)


def place(listed: Longs, wanted: Longs) -> Longs:
    """Where wanted numbers stand in an ascending list, -1 where they do not."""
    at = np.minimum(np.searchsorted(listed, wanted), len(listed) - 1)
    return np.where(listed[at] == wanted, at, -1)


def choose(counted: Counted, estimated: Estimated) -> tuple[Longs, Longs]:
    """Places of the pairs and triples to keep, ascending.

    Each is worth its count, times the nats that it adds to what is known without it, times how
    rarely its syllables are what their folded forms mostly stand for. The context of a triple
    that is kept is worth what its triples are.
    """
    usual = _usual(counted)
    a, b = counted.pairs >> BITS, counted.pairs & _LOW
    gain = np.log(estimated.pairs / estimated.words[b]) * counted.pair_counts
    gain *= 1 + UNIFORM - usual[a] * usual[b]
    c = counted.triples & _LOW
    first, second = (counted.triples >> 2 * BITS), (counted.triples >> BITS) & _LOW
    more = np.log(estimated.triples / estimated.lower) * counted.triple_counts
    more *= 1 + UNIFORM - usual[first] * usual[second] * usual[c]
    best = _highest(more, TRIPLES)
    gain += np.bincount(estimated.contexts[best], more[best], len(gain))
    pairs = _highest(gain, PAIRS)
    held = np.zeros(len(gain), bool)
    held[pairs] = True
    reachable = held[estimated.contexts]
    triples = _highest(np.where(reachable, more, -np.inf), min(TRIPLES, int(reachable.sum())))
    return pairs, triples


def _usual(counted: Counted) -> Floats:
    """The share of each syllable among those of its folded form; 1 for what is no syllable."""
    out = np.ones(len(counted.words))
    for start, end in zip(counted.starts, counted.starts[1:], strict=False):
        out[start:end] = counted.counts[start:end] / max(counted.counts[start:end].sum(), 1)
    return out


def _highest(values: NDArray[Any], size: int) -> Longs:
    return np.sort(np.argsort(-values, kind="stable")[:size])


def arrays(counted: Counted, estimated: Estimated) -> dict[str, NDArray[np.generic]]:
    """The arrays of :class:`SyllableModel`, pruned, by name."""
    kept_pairs, kept_triples = choose(counted, estimated)
    pairs, p2 = counted.pairs[kept_pairs], estimated.pairs[kept_pairs]
    triples, p3 = counted.triples[kept_triples], estimated.triples[kept_triples]
    size, p1 = len(counted.words), estimated.words
    a, b = pairs >> BITS, pairs & _LOW
    word_backoff = _backoff(np.bincount(a, p2, size), np.bincount(a, p1[b], size))
    context = place(pairs, triples >> BITS)
    tail = place(pairs, triples & ((1 << 2 * BITS) - 1))
    last, middle = triples & _LOW, (triples >> BITS) & _LOW
    lower = np.where(tail >= 0, p2[tail], word_backoff[middle] * p1[last])
    pair_backoff = _backoff(
        np.bincount(context, p3, len(pairs)), np.bincount(context, lower, len(pairs))
    )
    return {
        "words": _text(counted.words),
        "folded": _text(counted.folded),
        "classes": np.asarray(counted.starts, np.uint32),
        "word_cost": _costs(p1),
        "word_backoff": _costs(word_backoff),
        "first": np.searchsorted(a, np.arange(size + 1)).astype(np.uint32),
        "second": b.astype(np.uint16),
        "pair_cost": _costs(p2),
        "pair_backoff": _costs(pair_backoff),
        "sizes": np.bincount(context, minlength=len(pairs)).astype(np.uint16),
        "third": last.astype(np.uint16),
        "triple_cost": _costs(p3),
    }


def _backoff(listed: NDArray[Any], lower: NDArray[Any]) -> Floats:
    """What is left beside the listed ones, by what the lower order gives to the others."""
    left = (1 - listed) / np.maximum(1 - lower, 1e-6)
    return np.asarray(np.clip(left, SMALLEST, 1), np.float64)


def _costs(shares: Floats) -> NDArray[np.uint8]:
    return np.minimum(np.round(-np.log(shares) * STEP), 255).astype(np.uint8)


def _text(lines: list[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(lines).encode(), np.uint8)


def texts(
    news: Path, questions: Sequence[Path], held_out: int, limit: int | None = None
) -> Iterator[str]:
    """What is learned from: all but the last ``held_out`` articles, and questions with answers."""
    waiting: deque[Article] = deque()
    for article in read_news(news, limit):
        waiting.append(article)
        if len(waiting) > held_out:
            one = waiting.popleft()
            yield from (one.title, one.abstract, *one.body)
    for question in chain.from_iterable(map(read_questions, questions)):
        yield from (question.question, question.answer) * TIMES_QUESTIONS
    yield from SHAPES.read_text(encoding="utf-8").splitlines() * TIMES_SHAPES


FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.command()
@click.option("--news", type=FILE, required=True, help="News articles, .jsonl.zst.")
@click.option("--questions", type=FILE, multiple=True, help="Questions with answers, .jsonl.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option(
    "--held-out",
    type=click.IntRange(min=0),
    default=1_500,
    show_default=True,
    help="Leave out as many articles at the end, to measure with.",
)
@click.option("--limit", type=click.IntRange(min=1), help="Take the first articles only.")
def main(
    news: Path, questions: tuple[Path, ...], output: Path, held_out: int, limit: int | None
) -> None:
    """Count syllables, pairs and triples, and write the model that restores diacritics."""
    counted = count(texts(news, questions, held_out, limit))
    held = arrays(counted, estimate(counted))
    save_file(held, output)
    syllables = len(counted.words) - SPECIAL
    kept = f"{len(held['second'])} pairs, {len(held['third'])} triples"
    click.echo(f"{syllables} syllables, {kept}, {output.stat().st_size} bytes", err=True)


if __name__ == "__main__":
    main()
