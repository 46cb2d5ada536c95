"""Trains one vector a token so that a text's mean vector is near the text that answers it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from embeddings.training.pairs import Ints, Pairs
from embeddings.training.tokenizer import UNKNOWN_ID

Report = Callable[[int, int, float], None]  # step, steps in all, loss


@dataclass(frozen=True, slots=True)
class Recipe:
    """Settings of one training run; the rate falls in a straight line to 0."""

    dimension: int = 256
    batch: int = 2048
    temperature: float = 0.05
    rate: float = 0.05
    # Smooth inverse frequency, a / (a + p): Arora et al., A Simple but Tough-to-Beat Baseline
    # for Sentence Embeddings (2017), which names 1e-3 to 1e-4.
    smoothing: float = 1e-3


def initial_vectors(
    ids: NDArray[np.int32], vocabulary: int, recipe: Recipe, rng: np.random.Generator
) -> torch.Tensor:
    """Random directions, rare tokens long and frequent ones short; shape (vocabulary, dimension).

    ``ids`` is the training text, from which the frequencies are taken.
    """
    share = np.bincount(ids, minlength=vocabulary) / max(len(ids), 1)
    length = recipe.smoothing / (recipe.smoothing + share)
    vectors = rng.standard_normal((vocabulary, recipe.dimension)) / np.sqrt(recipe.dimension)
    vectors *= length[:, None]
    vectors[UNKNOWN_ID] = 0.0  # one loader drops unknown tokens, the other averages them
    return torch.from_numpy(vectors.astype(np.float32))


def train(
    vectors: torch.Tensor,
    ids: NDArray[np.int32],
    epochs: list[Pairs],
    recipe: Recipe,
    rng: np.random.Generator,
    report: Report,
) -> None:
    """Changes ``vectors`` in place, by row-wise Adagrad on the symmetric in-batch softmax."""
    seen = torch.zeros(len(vectors))  # sum of mean squared gradients, one a row
    steps = sum(-(-len(pairs) // recipe.batch) for pairs in epochs)
    done = 0
    for pairs in epochs:
        for batch in _batches(pairs, recipe.batch, rng):
            rate = recipe.rate * (1 - done / steps)
            loss = _step(vectors, seen, ids, batch, rate, recipe.temperature)
            done += 1
            report(done, steps, loss)


def _batches(pairs: Pairs, size: int, rng: np.random.Generator) -> Iterator[Pairs]:
    order = rng.permutation(len(pairs))
    for start in range(0, len(order), size):
        yield pairs.take(order[start : start + size])


def _step(
    vectors: torch.Tensor,
    seen: torch.Tensor,
    ids: NDArray[np.int32],
    batch: Pairs,
    rate: float,
    temperature: float,
) -> float:
    tokens, averaging = _averaging(ids, batch)
    rows = torch.from_numpy(tokens)
    means = (averaging @ vectors[rows]).requires_grad_()
    loss = _loss(means, torch.from_numpy(batch.group), temperature)
    [slope] = torch.autograd.grad(loss, means)
    gradient = averaging.t() @ slope
    seen[rows] += gradient.square().mean(dim=1)
    vectors[rows] -= rate * gradient / (seen[rows].sqrt() + 1e-12)[:, None]
    return loss.item()


def _loss(means: torch.Tensor, group: torch.Tensor, temperature: float) -> torch.Tensor:
    """``means`` holds the queries, then the passages in the same order."""
    unit = torch.nn.functional.normalize(means)
    queries, passages = unit.chunk(2)
    scores = queries @ passages.t() / temperature
    same = (group[:, None] == group[None, :]).fill_diagonal_(False)
    scores = scores.masked_fill(same, -torch.inf)
    right = torch.arange(len(group))
    forward = torch.nn.functional.cross_entropy(scores, right)
    backward = torch.nn.functional.cross_entropy(scores.t(), right)
    return (forward + backward) / 2


def _averaging(ids: NDArray[np.int32], batch: Pairs) -> tuple[Ints, torch.Tensor]:
    """The batch's distinct tokens, and the sparse matrix that averages their vectors.

    Its shape is (2 * pairs, distinct tokens), queries first.
    """
    count = len(batch)
    text = np.arange(2 * count)
    starts = np.concatenate([batch.q0, batch.p0, batch.h1])
    ends = np.concatenate([batch.q1, batch.h0, batch.p1])
    at, owner = _positions(starts, ends, np.concatenate([text, text[count:]]))
    tokens, column = np.unique(ids[at], return_inverse=True)
    weight = 1.0 / np.bincount(owner, minlength=2 * count)[owner]
    matrix = torch.sparse_coo_tensor(
        torch.from_numpy(np.stack([owner, column])),
        torch.from_numpy(weight.astype(np.float32)),
        (2 * count, len(tokens)),
        check_invariants=False,  # said aloud, or torch warns that it does not check
    )
    return tokens.astype(np.int64), matrix.coalesce()


def _positions(starts: Ints, ends: Ints, owners: Ints) -> tuple[Ints, Ints]:
    """Every position of every slice, and the owner of each."""
    lengths = ends - starts
    before = np.cumsum(lengths) - lengths
    inside = np.arange(lengths.sum()) - np.repeat(before, lengths)
    return np.repeat(starts, lengths) + inside, np.repeat(owners, lengths)
