"""How candidates are scored: pure functions over numpy arrays, one row or value a candidate."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Counts = NDArray[np.int64]

# By stage: "first" orders candidates, "words" and "folded" the best of them.
WEIGHTS: dict[str, dict[str, float]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)


def scaled(values: Floats) -> Floats:
    """Min-max scaled to [0, 1]; all 0 where the values do not differ."""
    if not len(values):
        return values
    low, high = float(values.min()), float(values.max())
    if high <= low:
        return np.zeros_like(values)
    return ((values - low) / (high - low)).astype(np.float32)


def fused(features: Mapping[str, Floats], weights: Mapping[str, float]) -> Floats:
    """The weighted sum of features, each of shape (n,) and scaled among the candidates."""
    parts = [weight * scaled(features[name]) for name, weight in weights.items()]
    return np.asarray(np.sum(parts, axis=0), np.float32)


def best_of_each(values: Floats, sizes: Counts) -> Floats:
    """The largest value, or row of values, of each group; groups stand behind each other.

    ``values`` has shape (sum of sizes, ...); 0 for a group of size 0.

    >>> best_of_each(np.array([1.0, 3.0, 2.0], np.float32), np.array([2, 0, 1])).tolist()
    [3.0, 0.0, 2.0]
    """
    out = np.zeros((len(sizes), *values.shape[1:]), np.float32)
    held = np.flatnonzero(sizes)
    if len(held):
        starts = np.concatenate([[0], np.cumsum(sizes[held])[:-1]])
        out[held] = np.maximum.reduceat(values, starts, axis=0)
    return out
