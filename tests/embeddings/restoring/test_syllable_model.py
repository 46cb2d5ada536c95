from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from corpus.vietnamese import fold
from embeddings.restoring.syllable_model import FILE, UNKNOWN, default_syllables
from tests.embeddings.restoring.models import NEWS, model


def test_syllables_of_one_folded_form_stand_together_the_frequent_first(tmp_path: Path) -> None:
    made = model(tmp_path)
    assert [made.words[i] for i in made.classes["bo"]] == ["bộ", "bo", "bò"]
    assert made.id_of("bò", "bo") == made.classes["bo"][2]
    assert made.id_of("bố", "bo") == UNKNOWN


def test_what_stands_behind_is_likelier_than_what_does_not(tmp_path: Path) -> None:
    made = model(tmp_path)
    ids = {word: np.asarray([made.id_of(word, fold(word))]) for word in ("y", "bộ", "bò", "tế")}
    both = np.concatenate([ids["bộ"], ids["bò"]])
    costs, pairs = made.pair_costs(both, ids["y"])
    assert pairs[0, 0] >= 0 > pairs[1, 0]
    # 30 of 40 times "bộ" is followed by "y": less the discount, and a little of what "y" has alone.
    assert math.exp(-costs[0, 0]) == pytest.approx(30 / 40, abs=0.06)
    assert costs[1, 0] > costs[0, 0] + 1
    after = made.pair_costs(ids["y"], ids["tế"])[0]
    [[[known]], [[unknown]]] = made.triple_costs(pairs, ids["tế"], after)
    assert known <= unknown


def test_costs_of_all_that_may_follow_sum_to_one(tmp_path: Path) -> None:
    made = model(tmp_path)
    everything = np.arange(len(made.words))
    inner = everything[1:]  # what ends a sentence is not foretold
    for word in ("bộ", "ăn", "tế"):
        before = np.asarray([made.id_of(word, fold(word))])
        costs, pairs = made.pair_costs(before, everything)
        assert np.exp(-costs[0, inner]).sum() == pytest.approx(1, abs=0.12)
        tail, _ = made.pair_costs(everything, everything)
        for follower in np.flatnonzero(pairs[0] >= 0):
            held = made.triple_costs(pairs[:, [follower]], everything, tail[[follower]])
            assert np.exp(-held[0, 0, inner]).sum() == pytest.approx(1, abs=0.12)


def test_the_shipped_model_is_small_and_knows_the_language() -> None:
    assert FILE.stat().st_size < 4_000_000
    shipped = default_syllables()
    for word in " ".join(NEWS).replace(".", "").replace("?", "").lower().split():
        assert shipped.id_of(word, fold(word)) != UNKNOWN
    for form, ids in shipped.classes.items():
        assert all(fold(shipped.words[i]) == form for i in ids)
    assert len(shipped.words) == max(ids.stop for ids in shipped.classes.values())
    assert len(shipped.first) == len(shipped.words) + 1
    assert shipped.first[-1] == len(shipped.second) == len(shipped.triples) - 1
    assert shipped.triples[-1] == len(shipped.third)
