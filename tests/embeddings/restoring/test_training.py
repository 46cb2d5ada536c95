from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import zstandard
from click.testing import CliRunner

from corpus.vietnamese import fold
from embeddings.restoring.restoration import Restorer
from embeddings.restoring.syllable_model import QUESTION, load_syllables
from embeddings.training import restoration
from embeddings.training.measure_restoration import of_passages, restored
from embeddings.training.restoration import PAIRS, arrays, choose, estimate
from embeddings.training.syllables import BITS, count
from tests.embeddings.restoring.models import NEWS


def write_news(path: Path, *bodies: str) -> Path:
    rows = [json.dumps({"title": "", "abstract": "", "body": [body]}) for body in bodies]
    with path.open("wb") as file, zstandard.ZstdCompressor().stream_writer(file) as packed:
        packed.write("\n".join(rows).encode())
    return path


def test_syllables_pairs_and_triples_are_counted_within_sentences() -> None:
    counted = count(["Bò ăn cỏ. Cỏ ăn bò?"] * 5)
    number = {word: place for place, word in enumerate(counted.words)}
    pairs = dict(zip(counted.pairs.tolist(), counted.pair_counts.tolist(), strict=True))
    assert pairs[number["bò"] << BITS | number["ăn"]] == 5
    assert pairs[number["bò"] << BITS | QUESTION] == 5
    assert number["cỏ"] << BITS | number["cỏ"] not in pairs
    first = (number["bò"] << BITS | number["ăn"]) << BITS
    triples = dict(zip(counted.triples.tolist(), counted.triple_counts.tolist(), strict=True))
    assert triples[first | number["cỏ"]] == 5
    assert first | number["bò"] not in triples


def test_tone_placements_are_one_syllable_and_rare_forms_are_left_out() -> None:
    counted = count(["hoà hòa"] * 3 + ["hỏa"] * 4 + ["yes"] * 6)
    assert [word for word in counted.words if fold(word) == "hoa"] == ["hòa"]
    assert counted.counts[counted.words.index("hòa")] == 6
    assert "yes" not in counted.words  # nothing to tell apart, and too rare to tell others


def test_every_triple_that_is_kept_has_its_pair() -> None:
    counted = count(NEWS)
    pairs, triples = choose(counted, estimate(counted))
    kept = set(counted.pairs[pairs].tolist())
    assert all(triple >> BITS in kept for triple in counted.triples[triples].tolist())


def test_what_is_rarely_meant_is_kept_before_what_mostly_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counted = count(["tháng tư"] * 40 + ["tháng tù"] * 12 + ["bệnh viện"] * 12)
    monkeypatch.setattr(restoration, "PAIRS", 3)
    pairs, _ = choose(counted, estimate(counted))
    second = [counted.words[pair & (1 << BITS) - 1] for pair in counted.pairs[pairs].tolist()]
    assert "tù" in second
    assert len(second) == 3 < PAIRS


def test_the_command_writes_a_model_and_holds_out_the_last_articles(tmp_path: Path) -> None:
    news = write_news(tmp_path / "news.jsonl.zst", *["Bò ăn cỏ."] * 20, *["Gà gáy."] * 20)
    output = tmp_path / "model.safetensors"
    options = ["--news", str(news), "--output", str(output), "--held-out", "20"]
    result = CliRunner().invoke(restoration.main, options)
    assert result.exit_code == 0, result.output
    made = load_syllables(output)
    assert {"bò", "cỏ"} <= set(made.words)
    assert "gáy" not in made.words


def test_the_same_texts_give_the_same_arrays() -> None:
    one, other = (arrays(c, estimate(c)) for c in (count(NEWS), count(NEWS)))
    assert all(np.array_equal(one[name], other[name]) for name in one)


def test_what_is_restored_is_counted_by_syllable_and_by_question() -> None:
    passages = {"a": ("", "Cục Quản lý Dược cấp phép máy thở."), "b": ("", "Bộ Y tế họp.")}
    questions = ["Bộ Y tế họp 2 lần?", "Bộ Y tế họp xyzẹ?"]
    share, whole = restored(questions, of_passages(passages))
    assert (share, whole) == (9 / 10, 1 / 2)
    assert restored(["Bộ Y tế"], Restorer(lambda term: 0, 0)) == (1.0, 1.0)
