from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from embeddings.encoder import Encoder
from embeddings.quoting import DEPTH
from embeddings.sentence_features import NAMES
from embeddings.training.choices import Choice, of_benchmark, of_passages
from embeddings.training.quoting import learned, main, share_right
from tests.embeddings.test_training import write_json_lines

SIZE = len(NAMES)


def choice(right: int, *rows: tuple[int, float]) -> Choice:
    """Sentences that each have one feature; ``right`` is the number of the right one."""
    features = np.zeros((len(rows), SIZE), np.float32)
    for number, (column, value) in enumerate(rows):
        features[number, column] = value
    return Choice(features, np.arange(len(rows)) == right, len(rows), 0)


def test_the_weights_learned_choose_what_people_chose() -> None:
    choices = [choice(1, (0, 1.0), (3, 1.0)), choice(0, (3, 0.5), (0, 0.5))] * 20
    weights = learned([choices])
    assert weights[3] > 0 > weights[0]
    assert share_right(choices, weights) == 1.0
    assert share_right([choice(0, (0, 1.0), (3, 1.0))], weights) == 0.0


def test_what_is_the_same_for_all_sentences_weighs_nothing() -> None:
    weights = learned([[choice(1, (2, 1.0), (2, 1.0))]])
    np.testing.assert_allclose(weights, 0, atol=1e-6)


def test_a_set_of_few_questions_counts_as_much_as_one_of_many() -> None:
    up, down = choice(1, (0, 0.0), (0, 1.0)), choice(0, (0, 0.0), (0, 1.0))
    assert learned([[up], [down] * 50])[0] == pytest.approx(0, abs=1e-4)
    assert learned([[up, *[down] * 50]])[0] < -0.5


PASSAGES = [
    ("Bò", "Bò ăn cỏ xanh. Bò sống ở trên đồi cao.", "Bò ăn gì?", 7),
    ("Lợn_rừng", "Lợn rừng ăn củ. Lợn rừng sống ở dưới khe suối.", "Lợn rừng sống ở đâu?", 33),
]


def test_where_an_answer_begins_says_which_sentence_is_right(
    tmp_path: Path, model: Encoder
) -> None:
    rows = [dict(zip(("title", "context", "question", "start"), p, strict=True)) for p in PASSAGES]
    one, other = of_passages(write_json_lines(tmp_path / "q.jsonl", rows), model)
    assert one.features.shape == (5, SIZE)  # the second passage got its title as a heading
    assert (one.first, one.right.tolist()) == (2, [True, False, False, False, False])
    assert (other.first, other.right.tolist()) == (3, [False, False, True, False, False])


def bench(folder: Path) -> Path:
    (folder / "qrels").mkdir(parents=True)
    texts = [{"_id": title, "text": text} for title, text, _, _ in PASSAGES]
    write_json_lines(folder / "corpus.jsonl", texts)
    questions = [{"_id": title, "text": asked} for title, _, asked, _ in PASSAGES]
    write_json_lines(folder / "queries.jsonl", questions)
    answers = [{"_id": "Bò", "answers": ["cỏ  Xanh"]}, {"_id": "Lợn_rừng", "answers": ["suối"]}]
    write_json_lines(folder / "answers.jsonl", answers)
    judged = [f"{title}\t{title}\t1" for title, _, _, _ in PASSAGES]
    (folder / "qrels" / "test.tsv").write_text("\n".join(judged), "utf-8")
    return folder


def test_a_sentence_of_a_benchmark_is_right_where_it_holds_an_accepted_answer(
    tmp_path: Path, model: Encoder
) -> None:
    one, other = of_benchmark(bench(tmp_path / "farm"), model)
    assert one.right.tolist() == [True, False, False, False]
    assert other.right.tolist() == [False, True, False, False]
    assert (one.plain, other.plain) == (0, 1)
    assert len(PASSAGES) <= DEPTH


def test_the_recipe_writes_a_weight_for_every_feature(tmp_path: Path) -> None:
    table = tmp_path / "weights.toml"
    command = ["--beir", str(bench(tmp_path / "farm")), "--output", str(table)]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    weights = tomllib.loads(table.read_text("utf-8"))["weights"]
    assert list(weights) == list(NAMES)
    assert "farm\t100.0" in done.output


def test_the_recipe_wants_something_to_learn_from() -> None:
    done = CliRunner().invoke(main, [])
    assert done.exit_code == 2
    assert "--questions or --beir" in done.output


def test_a_line_without_the_place_of_its_answer_is_named(tmp_path: Path) -> None:
    path = write_json_lines(tmp_path / "q.jsonl", [{"title": "", "context": "", "question": ""}])
    done = CliRunner().invoke(main, ["--questions", str(path), "--output", str(tmp_path / "w")])
    assert done.exit_code == 2
    assert "line 1" in done.output
