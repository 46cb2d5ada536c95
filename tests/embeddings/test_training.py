from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
import zstandard

from embeddings.background import load_background
from embeddings.loading import load_encoder
from embeddings.training.errors import TrainingDataError
from embeddings.training.frequencies import DOCUMENT_SYLLABLES, count_frequencies
from embeddings.training.measure import precision_at_1
from embeddings.training.pairs import (
    Pairs,
    Texts,
    draw_news,
    draw_questions,
    shift,
    tokenize_news,
    tokenize_questions,
)
from embeddings.training.reading import (
    Article,
    Question,
    read_news,
    read_passage_questions,
    read_questions,
    read_words,
    sentence_around,
)
from embeddings.training.tokenizer import UNKNOWN_ID, build_tokenizer

# Two made-up worlds that share no word but the first one: training must pull them apart.
HEALTH = ["bệnh viện", "tiêm chủng", "vắc xin", "bác sĩ", "khám bệnh", "y tế", "dịch", "thuốc"]
FOOTBALL = ["bóng đá", "đội tuyển", "trận đấu", "bàn thắng", "cầu thủ", "trọng tài", "vé", "sân"]
WORDS = [("và", 500), *((word, 100) for word in (*HEALTH, *FOOTBALL)), ("hiếm thấy", 3)]


def sentence(world: list[str], turn: int, words: int) -> str:
    """Words of one world in an order of its own for every turn."""
    return " và ".join(world[(turn * 3 + i * (turn % 5 + 1)) % len(world)] for i in range(words))


def articles() -> list[Article]:
    made = []
    for turn in range(60):
        world = HEALTH if turn % 2 else FOOTBALL
        body = tuple(sentence(world, turn + part, 20) for part in range(6))
        made.append(Article(sentence(world, turn, 4), sentence(world, turn + 1, 12), body))
    return made


def write_json_lines(path: Path, rows: Iterable[object]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def write_news(path: Path, rows: Iterable[Article]) -> Path:
    lines = (
        json.dumps({"title": a.title, "abstract": a.abstract, "body": list(a.body)}) for a in rows
    )
    path.write_bytes(zstandard.ZstdCompressor().compress("\n".join(lines).encode()))
    return path


def write_words(path: Path) -> Path:
    rows = "".join(f"{word}\t{count}\n" for word, count in WORDS)
    path.write_text("word\tcount\n" + rows, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def options(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command's options for a data set that is trained in a second."""
    folder = tmp_path_factory.mktemp("data")
    asked = [
        {"question": "tiêm chủng ở đâu", "answer": sentence(HEALTH, 1, 12)},
        {"question": "tiêm chủng ở đâu", "answer": float("nan")},
    ]
    context = "Bệnh viện có bác sĩ. Vắc xin ở trạm y tế. Thuốc ở đó."
    over = [{"question": "vắc xin ở đâu", "context": context, "start": 24}]
    files = {
        "--news": write_news(folder / "news.jsonl.zst", articles()),
        "--words": write_words(folder / "words.tsv"),
        "--questions": write_json_lines(folder / "questions.jsonl", asked),
        "--passages-questions": write_json_lines(folder / "passages.jsonl", over),
    }
    return [part for option, path in files.items() for part in (option, str(path))]


def run(*options: str) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).parents[2]
    return subprocess.run(
        [sys.executable, "-m", "embeddings.training", *options],
        capture_output=True,
        text=True,
        cwd=root,
        env={**os.environ, "PYTHONUTF8": "1"},
    )


@pytest.fixture(scope="module")
def trained(options: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trained") / "model"
    done = run(*options, "--output", str(folder), "--epochs", "30")
    assert done.returncode == 0, done.stderr
    return folder


def test_the_command_makes_a_folder_that_both_loaders_read(trained: Path) -> None:
    from sentence_transformers import SentenceTransformer

    texts = ["Bác sĩ tiêm chủng!", "đội tuyển", "", "漢字"]
    ours = load_encoder(str(trained)).encode_passages(texts)
    theirs = SentenceTransformer(str(trained), device="cpu").float().encode(texts)
    assert ours.shape == (4, 256)
    np.testing.assert_allclose(ours, theirs, atol=1e-5)


def test_training_brings_together_what_stands_together(trained: Path) -> None:
    encoder = load_encoder(str(trained))
    question = encoder.encode_queries(["tiêm chủng và thuốc"])[0]
    near, far = encoder.encode_passages(["bác sĩ, bệnh viện, y tế", "trọng tài, cầu thủ"])
    assert question @ near > 0.5
    assert question @ far < 0.2


def test_the_folder_is_small_and_open_to_all(trained: Path) -> None:
    files = {path.name: path for path in trained.rglob("*") if path.is_file()}
    assert {"modules.json", "tokenizer.json", "model.safetensors", "frequencies.tsv"} <= set(files)
    assert "README.md" not in files  # the card is written by hand
    assert all(path.stat().st_mode & 0o044 == 0o044 for path in files.values())
    pieces = len(json.loads(files["tokenizer.json"].read_text())["model"]["vocab"])
    header = 1000  # bytes, at most, before the numbers
    assert files["model.safetensors"].stat().st_size <= pieces * 256 * 2 + header


def test_the_command_counts_the_background(trained: Path) -> None:
    background = load_background(trained)
    assert background.frequency("va") == background.documents
    assert 0 < background.frequency("tiem_chung") < background.documents


def test_the_same_seed_gives_the_same_model_and_another_seed_another(
    options: list[str], tmp_path: Path
) -> None:
    from embeddings.training.recipe import Sources, make_model

    files = dict(zip(options[::2], map(Path, options[1::2]), strict=True))
    sources = Sources(files["--news"], files["--words"], limit=20)
    weights = []
    for name, seed in (("one", 1), ("same", 1), ("other", 2)):
        make_model(sources, tmp_path / name, epochs=1, seed=seed, say=lambda line: None)
        weights.append((tmp_path / name / "model.safetensors").read_bytes())
    assert weights[0] == weights[1]
    assert weights[0] != weights[2]


def with_option(options: list[str], name: str, value: str) -> list[str]:
    at = options.index(name) + 1
    return [*options[:at], value, *options[at + 1 :]]


@pytest.mark.parametrize("name", ["--news", "--words", "--questions", "--passages-questions"])
def test_a_missing_file_is_one_line_and_status_2(
    options: list[str], tmp_path: Path, name: str
) -> None:
    missing = str(tmp_path / "missing")
    done = run(*with_option(options, name, missing), "--output", str(tmp_path / "model"))
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert missing in done.stderr
    assert not (tmp_path / "model").exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("--news", b"not packed"),
        ("--words", b"word\tcount\nno number\n"),
        ("--questions", b'{"question": "ai?"}\n'),
        ("--passages-questions", b"[1, 2]\n"),
    ],
)
def test_a_damaged_file_is_named_in_one_line_with_status_2(
    options: list[str], tmp_path: Path, name: str, content: bytes
) -> None:
    damaged = tmp_path / "damaged"
    damaged.write_bytes(content)
    done = run(*with_option(options, name, str(damaged)), "--output", str(tmp_path / "model"))
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith(f"error: {damaged}, line")
    assert "Traceback" not in done.stderr


class TestReading:
    def test_news_are_read_up_to_the_limit(self, tmp_path: Path) -> None:
        path = write_news(tmp_path / "news.jsonl.zst", articles())
        assert list(read_news(path)) == articles()
        assert list(read_news(path, limit=2)) == articles()[:2]

    def test_a_question_without_an_answer_is_left_out(self, tmp_path: Path) -> None:
        rows = [{"question": "ai?", "answer": float("nan")}, {"question": "gì?", "answer": "đó"}]
        path = write_json_lines(tmp_path / "questions.jsonl", rows)
        assert list(read_questions(path)) == [Question("gì?", "đó", "đó")]

    def test_a_question_over_a_passage_is_asked_of_it_and_of_its_sentence(
        self, tmp_path: Path
    ) -> None:
        row = {"question": "ai?", "context": "Một là A. Hai là B.", "start": 17}
        path = write_json_lines(tmp_path / "passages.jsonl", [row])
        assert list(read_passage_questions(path)) == [
            Question("ai?", "Một là A. Hai là B.", "Một là A. Hai là B."),
            Question("ai?", "Hai là B.", "Một là A. Hai là B."),
        ]

    @pytest.mark.parametrize(
        ("position", "expected"), [(0, "Một."), (2, "Một."), (5, "Hai."), (10, "Ba"), (99, "Ba")]
    )
    def test_the_sentence_around_a_position(self, position: int, expected: str) -> None:
        assert sentence_around("Một. Hai. Ba", position) == expected

    def test_a_damaged_line_is_named(self, tmp_path: Path) -> None:
        path = tmp_path / "words.tsv"
        path.write_text("word\tcount\nvà\t5\nhỏng\n", encoding="utf-8")
        with pytest.raises(TrainingDataError) as caught:
            list(read_words(path))
        assert (caught.value.path, caught.value.line) == (path, 3)


class TestTheTokenizer:
    def test_pieces_are_whole_words_of_several_syllables(self) -> None:
        tokens = build_tokenizer(WORDS, []).encode("Bác sĩ và TIÊM CHỦNG.").tokens
        assert tokens == ["▁bác▁sĩ", "▁và", "▁tiêm▁chủng"]

    def test_rare_words_are_cut(self) -> None:
        tokenizer = build_tokenizer(WORDS, [])
        assert tokenizer.token_to_id("▁hiếm▁thấy") is None

    def test_words_of_the_questions_are_pieces_too(self) -> None:
        tokenizer = build_tokenizer(WORDS, ["COVID-19"] * 3)
        assert tokenizer.encode("covid19").tokens == ["▁covid", "▁19"]

    def test_words_do_not_cross_punctuation(self) -> None:
        tokens = build_tokenizer(WORDS, []).encode("vắc, xin").tokens
        assert "▁vắc▁xin" not in tokens

    def test_unknown_characters_are_unknown(self) -> None:
        assert set(build_tokenizer(WORDS, []).encode("漢字").ids) <= {UNKNOWN_ID}


def words_of(pairs: Pairs, row: int, ids: list[int]) -> tuple[list[int], list[int]]:
    query = ids[pairs.q0[row] : pairs.q1[row]]
    before = ids[pairs.p0[row] : pairs.h0[row]]
    return query, before + ids[pairs.h1[row] : pairs.p1[row]]


class TestPairs:
    def test_every_pair_is_of_one_article_and_no_query_overlaps_its_passage(self) -> None:
        news = tokenize_news(build_tokenizer(WORDS, []), articles())
        starts = news.texts.bounds[news.first]
        pairs = draw_news(news, np.random.default_rng(1))
        article = np.searchsorted(starts, pairs.q0, side="right")
        assert (article == np.searchsorted(starts, pairs.p0, side="right")).all()
        assert (article == np.searchsorted(starts, pairs.p1 - 1, side="right")).all()
        inside = (pairs.q0 >= pairs.p0) & (pairs.q0 < pairs.p1)
        assert inside.any()
        assert (pairs.h0[inside] == pairs.q0[inside]).all()
        assert (pairs.h1[inside] == pairs.q1[inside]).all()
        outside = ~inside
        assert (pairs.h0[outside] == pairs.h1[outside]).all()

    def test_no_side_of_a_pair_is_empty(self) -> None:
        short = [Article("và", "", ("thuốc",)), *articles()[:3]]
        news = tokenize_news(build_tokenizer(WORDS, []), short)
        pairs = draw_news(news, np.random.default_rng(1))
        ids = news.texts.ids.tolist()
        assert len(pairs) > 0
        assert all(all(words_of(pairs, row, ids)) for row in range(len(pairs)))

    def test_an_epoch_draws_other_chunks_than_the_one_before(self) -> None:
        news = tokenize_news(build_tokenizer(WORDS, []), articles())
        rng = np.random.default_rng(1)
        assert not np.array_equal(draw_news(news, rng).p0, draw_news(news, rng).p0)

    def test_questions_over_one_passage_share_a_group(self) -> None:
        asked = [Question("bác sĩ và", "thuốc và y tế", g) for g in ("một", "hai", "một")]
        tokenized = tokenize_questions(build_tokenizer(WORDS, []), asked)
        pairs = draw_questions(tokenized, times=2)
        assert pairs.group.tolist() == [0, 1, 0, 0, 1, 0]
        query, passage = words_of(pairs, 1, tokenized.texts.ids.tolist())
        assert (len(query), len(passage)) == (2, 3)
        moved = shift(pairs, 10, 5)
        assert (moved.p0 == pairs.p0 + 10).all()
        assert (moved.group == pairs.group + 5).all()


def test_means_are_taken_over_the_query_and_over_the_passage_without_its_hole() -> None:
    import torch

    from embeddings.training.static import _averaging

    texts = Texts(np.array([3, 4, 5, 5, 6], dtype=np.int32), np.array([0, 5]))
    one = {"q0": 1, "q1": 3, "p0": 0, "p1": 5, "h0": 1, "h1": 3, "group": 0}
    pairs = Pairs(**{name: np.array([value]) for name, value in one.items()})
    tokens, averaging = _averaging(texts.ids, pairs)
    assert tokens.tolist() == [3, 4, 5, 6]
    third = 1 / 3
    expected = torch.tensor([[0, 0.5, 0.5, 0], [third, 0, third, third]])
    torch.testing.assert_close(averaging.to_dense(), expected)


def test_frequencies_count_documents_not_occurrences() -> None:
    filler = " ".join(["và"] * DOCUMENT_SYLLABLES)
    made = [Article("", "", ("Bộ Y tế, Bộ Y tế.", filler, "Y tế")), Article("", "", ("y học",))]
    documents, terms = count_frequencies(made)
    assert documents == 3
    assert terms["y"] == 3
    assert terms["bo_y"] == 1
    assert terms["y_te"] == 2
    assert terms["va"] == 1
    assert terms["te_bo"] == 1


def test_the_measure_counts_questions_whose_nearest_passage_is_a_right_one(
    tmp_path: Path,
) -> None:
    passages = ["Lịch tiêm chủng tháng này.", "Đội tuyển thắng trận bóng đá."]
    questions = ["Khi nào tiêm chủng?", "Ai thắng trận bóng đá?", "Đội tuyển nào thắng?"]
    rows = [{"_id": f"d{i}", "title": "", "text": text} for i, text in enumerate(passages)]
    write_json_lines(tmp_path / "corpus.jsonl", rows)
    asked = [{"_id": f"q{i}", "text": text} for i, text in enumerate(questions)]
    write_json_lines(tmp_path / "queries.jsonl", [*asked, {"_id": "q9", "text": "không ai hỏi"}])
    (tmp_path / "qrels").mkdir()
    wrong_on_purpose = "q2\td0\t1\nq2\td1\t0\n"
    judged = "query-id\tcorpus-id\tscore\nq0\td0\t1\nq1\td1\t1\n" + wrong_on_purpose
    (tmp_path / "qrels" / "test.tsv").write_text(judged, encoding="utf-8")
    assert precision_at_1(tmp_path, load_encoder()) == pytest.approx(2 / 3)
