from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from embeddings.encoder import Encoder
from embeddings.training.ranker import Asked, candidates, learned, main, precision_at_1

PASSAGES = {
    "tiem": "Bộ Y tế tổ chức tiêm chủng vắc xin cho người dân.",
    "mua": "Các bệnh viện mua thuốc và máy thở.",
    "hop": "Đảng bộ họp trong hai ngày.",
}
QUESTIONS = {
    "a": ("Ai tổ chức tiêm chủng?", "tiem"),
    "b": ("Nơi nào mua máy thở?", "mua"),
    "c": ("Đảng bộ họp mấy ngày?", "hop"),
}


@pytest.fixture
def benchmark(tmp_path: Path) -> Path:
    rows = {
        "corpus.jsonl": [{"_id": name, "text": text} for name, text in PASSAGES.items()],
        "queries.jsonl": [{"_id": name, "text": text} for name, (text, _) in QUESTIONS.items()],
    }
    for name, found in rows.items():
        (tmp_path / name).write_text("\n".join(map(json.dumps, found)), "utf-8")
    (tmp_path / "qrels").mkdir()
    right = [f"{name}\t{passage}\t1" for name, (_, passage) in QUESTIONS.items()]
    (tmp_path / "qrels" / "test.tsv").write_text("\n".join(right), "utf-8")
    return tmp_path


def asked(**features: list[float]) -> Asked:
    """Three candidates, the first of them right."""
    right = np.asarray([1.0, 0.0, 0.0], np.float32)
    return Asked({name: np.asarray(v, np.float32) for name, v in features.items()}, right)


def test_a_feature_that_tells_what_is_right_gets_the_weight() -> None:
    found = [
        asked(good=[1.0, 0.0, 0.5], bad=[0.0, 1.0, 0.5]),
        asked(good=[0.9, 0.0, 1.0], bad=[0.2, 1.0, 0.0]),
    ]
    weights = learned([found], ["good", "bad"])
    assert sum(weights.values()) == pytest.approx(1.0)
    assert weights["good"] > 0.9
    assert weights["bad"] >= 0.0


def test_every_set_counts_the_same_however_long_it_is() -> None:
    one, other = (
        asked(a=[1.0, 0.0, 0.0], b=[0.0, 1.0, 0.0]),
        asked(a=[0.0, 1.0, 0.0], b=[1.0, 0, 0]),
    )
    weights = learned([[one] * 20, [other]], ["a", "b"])
    assert weights["a"] == pytest.approx(weights["b"], abs=0.02)


def test_questions_without_a_right_candidate_teach_nothing() -> None:
    one = asked(a=[1.0, 0.0, 0.5], b=[0.5, 1.0, 0.0])
    lost = Asked(one.features, np.zeros(3, np.float32))
    assert learned([[one, lost]], ["a", "b"]) == pytest.approx(learned([[one]], ["a", "b"]))
    assert precision_at_1([one, lost], {"a": 1.0}) == 0.5


@pytest.mark.parametrize("unmarked", [False, True])
def test_the_candidates_are_those_of_the_search(
    benchmark: Path, model: Encoder, *, unmarked: bool
) -> None:
    found = candidates(benchmark, model, unmarked=unmarked)
    assert len(found) == len(QUESTIONS)
    for one in found:
        assert one.right.sum() == 1.0
        assert ("sentence" in one.features) is not unmarked
        for values in one.features.values():
            assert values.shape == one.right.shape
    assert precision_at_1(found, {"pairs": 1.0}) == 1.0


def test_the_command_prints_a_table_and_what_it_reaches(benchmark: Path) -> None:
    shown = CliRunner().invoke(main, [str(benchmark)])
    assert shown.exit_code == 0
    assert shown.output.startswith("[words]\nlexical = ")
    assert f"# {benchmark.name}\t100.0\t100.0" in shown.output
