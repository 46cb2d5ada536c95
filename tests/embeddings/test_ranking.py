from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.ranking import WEIGHTS, Floats, best_of_each, fused, scaled
from embeddings.types import Why

NUMBERS = st.floats(-1e6, 1e6, width=32)
WHOLE = st.integers(-1_000, 1_000).map(float)  # single precision holds their sums exactly


def floats(values: list[float]) -> Floats:
    return np.asarray(values, np.float32)


@given(st.lists(NUMBERS, min_size=1))
def test_scaled_values_reach_from_zero_to_one(values: list[float]) -> None:
    out = scaled(floats(values))
    assert out.dtype == np.float32
    assert out.shape == (len(values),)
    assert out.min() == 0.0
    assert out.max() == (1.0 if len(set(values)) > 1 else 0.0)


@given(st.lists(NUMBERS, min_size=1))
def test_scaling_keeps_the_order(values: list[float]) -> None:
    order = np.argsort(floats(values), kind="stable")
    assert (np.diff(scaled(floats(values))[order]) >= 0).all()


@given(st.lists(WHOLE, min_size=1), WHOLE, st.sampled_from([0.25, 2.0, 1024.0]))
def test_scaling_forgets_where_values_began_and_how_large_they_were(
    values: list[float], shift: float, factor: float
) -> None:
    moved = (floats(values) + np.float32(shift)) * np.float32(factor)
    assert np.array_equal(scaled(moved), scaled(floats(values)))


def test_scaling_is_linear() -> None:
    assert scaled(floats([2.0, 6.0, 4.0, 3.0])).tolist() == [0.0, 1.0, 0.5, 0.25]


def test_nothing_scales_to_nothing() -> None:
    assert scaled(floats([])).tolist() == []


def test_a_fusion_adds_what_its_weights_say() -> None:
    features = {"a": floats([0, 5, 10]), "b": floats([4, 2, 3]), "unused": floats([9, 9, 0])}
    assert fused(features, {"a": 0.75, "b": 0.25}).tolist() == [0.25, 0.375, 0.875]


@given(st.lists(st.tuples(WHOLE, WHOLE), min_size=1), st.data())
def test_what_is_better_in_every_feature_is_never_ranked_lower(
    rows: list[tuple[float, float]], data: st.DataObject
) -> None:
    columns = np.asarray(rows, np.float32)
    scores = fused({"a": columns[:, 0], "b": columns[:, 1]}, {"a": 0.6, "b": 0.4})
    one, other = (data.draw(st.integers(0, len(rows) - 1)) for _ in range(2))
    if (columns[one] >= columns[other]).all():
        assert scores[one] >= scores[other]


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1), st.permutations([0, 1, 2, 3]))
def test_the_order_of_the_candidates_changes_no_score(
    rows: list[tuple[float, float]], order: list[int]
) -> None:
    columns = np.asarray([*rows, *rows, *rows, *rows][: max(4, len(rows))], np.float32)
    shuffle = np.asarray([*order, *range(4, len(columns))])

    def scores(of: Floats) -> Floats:
        return fused({"a": of[:, 0], "b": of[:, 1]}, {"a": 0.6, "b": 0.4})

    assert np.array_equal(scores(columns)[shuffle], scores(columns[shuffle]))


@pytest.mark.parametrize("stage", ["first", "words", "folded"])
def test_committed_weights_share_one_whole(stage: str) -> None:
    weights = WEIGHTS[stage]
    assert sum(w for name, w in weights.items() if name != "form") == pytest.approx(1.0)
    assert min(weights.values()) > 0
    assert weights.keys() <= {field.name for field in fields(Why)}


GROUPS = st.lists(st.lists(NUMBERS, max_size=4), max_size=8)


@given(GROUPS)
def test_the_best_of_each_group_is_its_largest_value(groups: list[list[float]]) -> None:
    values = floats([value for group in groups for value in group])
    sizes = np.asarray([len(group) for group in groups], np.int64)
    expected = floats([max(group, default=0.0) for group in groups])
    assert np.array_equal(best_of_each(values, sizes), expected)


@given(GROUPS)
def test_rows_are_compared_column_by_column(groups: list[list[float]]) -> None:
    values = floats([value for group in groups for value in group])
    sizes = np.asarray([len(group) for group in groups], np.int64)
    found = best_of_each(np.stack([values, -values], axis=1), sizes)
    assert found.shape == (len(groups), 2)
    assert np.array_equal(found[:, 0], best_of_each(values, sizes))
    assert np.array_equal(found[:, 1], best_of_each(-values, sizes))
