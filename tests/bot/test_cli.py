"""The program as people and scripts meet it: what it prints where, and how it ends."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.errors import BadQuestion, BadSettings
from bot.exits import CUT_OFF, FAILED, MISUSED, NO_INDEX, status
from bot.settings import NAMES, OWN_PREFIXES
from bot.texts import Texts
from bot.upkeep import build_text
from corpus.errors import CorpusEmpty
from corpus.types import Skip
from embeddings.encoder import ModelUnavailable
from embeddings.errors import BadBenchmark, BuilderBusy, IndexMissing, IndexStale, StorageFailed
from embeddings.reranker import RerankerUnavailable
from embeddings.types import BuildReport
from tests.embeddings.tiny import save_tiny_cross_encoder

ROOT = Path(__file__).parents[2]
SEVEN = "Bộ Y tế đề ra mấy nhiệm vụ?"
OFF_TOPIC = "Vì sao bầu trời có màu xanh?"


@dataclass(frozen=True, slots=True)
class Done:
    """How a run of the program ended, and the bytes that it wrote."""

    returncode: int
    stdout: bytes
    stderr: bytes


Bantin = Callable[..., Done]


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The user's data folder of these tests: the default index is built in it once."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture
def bare(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder and an environment without settings."""
    for name in [n for n in os.environ if n.startswith(OWN_PREFIXES) or n in NAMES]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_DATA_HOME", str(data))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def bantin(bare: None) -> Bantin:
    """Runs the program in this process, on the given standard input, with these settings."""

    def run(*args: str, stdin: str | bytes = b"", **variables: str) -> Done:
        result = CliRunner(env=variables).invoke(main, args, stdin, catch_exceptions=False)
        return Done(result.exit_code, result.stdout_bytes, result.stderr_bytes)

    return run


@pytest.fixture
def process(bare: None) -> Bantin:
    """Runs the program as a process of its own."""

    def run(
        *args: str | bytes, stdout: int | IO[bytes] = subprocess.PIPE, **variables: str
    ) -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "bot", *args],
            env=os.environ | variables,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.PIPE,
            check=False,
        )
        return Done(done.returncode, done.stdout or b"", done.stderr)

    return run


def out(done: Done) -> str:
    return done.stdout.decode("utf-8")


def one_line(done: Done) -> str:
    """The one line on standard error; nothing stands on standard output."""
    err = done.stderr.decode("utf-8")
    assert err.count("\n") == 1, err
    assert done.stdout == b""
    assert "Traceback" not in err
    return err


def objects(done: Done) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out(done).splitlines()]


# -- wrong use ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["ask"], "Còn thiếu QUESTION"),
        (["ask", "--nope", "hỏi"], "Không có tuỳ chọn --nope"),
        (["nope"], "Không có lệnh nope"),
        (["ask", "--top", "nhiều", "hỏi"], "Giá trị của --top không hợp lệ"),
        (["ask", "--top", "-1", "hỏi"], "Giá trị của --top không hợp lệ"),
        (["ask", "hỏi", "--index"], "Giá trị của --index không hợp lệ"),
        (["ask", "--corpus", "", "hỏi"], "Giá trị của --corpus không hợp lệ"),
        (["--lang", "fr", "status"], "Giá trị của --lang không hợp lệ"),
        (["ask", "hai", "chữ"], "ngoặc kép"),
        (["status", "lạ"], "Thừa lạ. Xem cách dùng: bantin status --help"),
        (["ask", "--json=1", "hỏi"], "--json không hợp lệ. Xem cách dùng: bantin ask --help"),
        (["evaluate"], "Còn thiếu BEIR_DIR"),
        (["telegram"], "TELEGRAM_BOT_TOKEN"),
    ],
)
def test_wrong_use_ends_with_one_line_and_status_2(
    bantin: Bantin, args: list[str], said: str
) -> None:
    done = bantin(*args)
    assert said in one_line(done)
    assert done.returncode == 2


@pytest.mark.parametrize(
    "args",
    [["--lang", "en", "ask"], ["ask", "--lang", "en"], ["--lang", "vi", "ask", "--lang", "en"]],
)
def test_options_stand_before_or_after_the_command_and_the_last_wins(
    bantin: Bantin, args: list[str]
) -> None:
    assert "QUESTION is missing" in one_line(bantin(*args))


def test_help_speaks_the_chosen_language(bantin: Bantin) -> None:
    vietnamese, english = bantin("--help"), bantin("--help", BANTIN_LANG="en")
    assert (vietnamese.returncode, english.returncode) == (0, 0)
    assert "Trả lời một câu hỏi" in " ".join(out(vietnamese).split())
    assert "Answers one question" in " ".join(out(english).split())
    for option in ("--corpus", "--index", "--lang"):
        assert option in out(bantin("ask", "--help"))


@pytest.mark.parametrize(
    ("error", "ends_with"),
    [
        (BadQuestion("empty"), MISUSED),
        (BadSettings("BANTIN_LANG", "lang"), MISUSED),
        (CorpusEmpty("kho", 0), MISUSED),
        (BadBenchmark("beir", "empty"), MISUSED),
        (IndexMissing("chi-muc"), NO_INDEX),
        (IndexStale("chi-muc"), NO_INDEX),
        (BuilderBusy("chi-muc"), FAILED),
        (StorageFailed("chi-muc", "No space left on device"), FAILED),
        (ModelUnavailable("bge-m3", "no network"), FAILED),
        (RerankerUnavailable("phobert", "no network"), FAILED),
        (OSError(5, "Input/output error"), FAILED),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_error_has_one_exit_status(error: Exception, ends_with: int) -> None:
    assert status(error) == ends_with


# -- settings ----------------------------------------------------------------------------------


def test_a_malformed_setting_is_named_and_its_value_is_not_shown(bantin: Bantin) -> None:
    done = bantin("ask", SEVEN, TELEGRAM_BOT_TOKEN="1:bí mật")
    assert done.returncode == 2
    assert "TELEGRAM_BOT_TOKEN" in one_line(done)
    assert "mật" not in one_line(done)


def test_a_malformed_settings_file_is_refused_with_its_line(bantin: Bantin, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# của tôi\nBANTIN TODAY\n", "utf-8")
    done = bantin("status")
    assert done.returncode == 2
    assert ".env:2" in one_line(done)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be kept out by becoming another")
def test_a_folder_that_may_not_be_entered_is_told_in_one_line(bare: None, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir(mode=0o700)
    # Once all is loaded: another may not read where Python itself lies.
    code = (
        "import importlib.readers, os; from bot.cli import main;"
        "os.setgroups([]); os.setgid(65534); os.setuid(65534);"
        "main(['status'], prog_name='bantin')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path / "own", capture_output=True, check=False
    )
    assert done.returncode == 2, done.stderr
    assert done.stderr.decode().count("\n") == 1
    assert ".env" in done.stderr.decode()


def test_a_wrong_language_still_gets_its_error_told(bantin: Bantin) -> None:
    done = bantin("status", BANTIN_LANG="fr")
    assert done.returncode == 2
    assert "BANTIN_LANG" in one_line(done)


def test_unknown_settings_are_named_in_one_line(bantin: Bantin, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("BANTIN_CORPSE=a\nOTHER=b\n", "utf-8")
    done = bantin("status", "--index", "none")
    assert "BANTIN_CORPSE" in done.stderr.decode().splitlines()[0]
    assert "OTHER" not in done.stderr.decode()


# -- a corpus or an index that will not do -----------------------------------------------------


@pytest.mark.parametrize("command", [["ask", SEVEN], ["rebuild"], ["status"], []])
def test_a_missing_corpus_ends_with_status_2(bantin: Bantin, command: list[str]) -> None:
    done = bantin(*command, "--corpus", "khong-co")
    assert done.returncode == 2
    assert "khong-co" in one_line(done)


def test_an_empty_corpus_ends_with_status_2(bantin: Bantin, tmp_path: Path) -> None:
    (tmp_path / "kho").mkdir()
    done = bantin("ask", SEVEN, "--corpus", "kho")
    assert done.returncode == 2
    assert "kho" in one_line(done)


@pytest.mark.parametrize("command", [["ask", SEVEN], ["status"], []])
def test_an_index_named_by_hand_that_is_not_there_ends_with_status_3(
    bantin: Bantin, command: list[str]
) -> None:
    done = bantin("--index", "chi muc", *command)
    assert done.returncode == 3
    assert one_line(done).endswith("bantin rebuild --index 'chi muc'\n")
    assert bantin(*command, BANTIN_INDEX="chi muc").returncode == 3


def test_a_corpus_that_changed_since_is_told_with_the_mending_command(
    bantin: Bantin, tmp_path: Path
) -> None:
    (tmp_path / "kho").mkdir()
    (tmp_path / "kho" / "a.txt").write_text("Tin\n\nBộ Y tế tiêm vắc xin cho trẻ em.\n", "utf-8")
    places = ("--corpus", "kho", "--index", "chi-muc")
    assert bantin("rebuild", *places).returncode == 0
    assert bantin("status", *places).returncode == 0
    (tmp_path / "kho" / "b.txt").write_text("Tin\n\nBộ Y tế kiểm tra nhà thuốc.\n", "utf-8")
    asked = bantin("ask", "Bộ Y tế tiêm vắc xin cho ai?", *places)
    assert asked.returncode == 0  # the old index serves
    warned = asked.stderr.decode()
    assert warned.count("\n") == 1
    assert warned.endswith("bantin rebuild --corpus kho --index chi-muc\n")
    (tmp_path / "khac").mkdir()
    (tmp_path / "khac" / "c.txt").write_text("Tin\n\nBộ Y tế họp báo.\n", "utf-8")
    other = bantin("ask", "Bộ Y tế họp gì?", "--corpus", "khac", "--index", "chi-muc")
    assert other.returncode == 3  # the index of another corpus does not
    assert one_line(other).endswith("bantin rebuild --corpus khac --index chi-muc\n")
    looked = bantin("status", "--json", *places)
    assert looked.returncode == 3
    assert objects(looked)[0]["current"] is False
    rebuilt = bantin("rebuild", "--json", *places)
    (report,) = objects(rebuilt)
    assert (report["added"], report["carried"]) == (["b"], 1)
    assert bantin("ask", "Bộ Y tế kiểm tra gì?", *places).returncode == 0


def test_a_damaged_index_is_found_by_status(bantin: Bantin, tmp_path: Path) -> None:
    assert bantin("rebuild", "--index", "chi-muc").returncode == 0
    assert bantin("status", "--verify", "--index", "chi-muc").returncode == 0
    (vectors,) = (tmp_path / "chi-muc").rglob("vectors.faiss")
    content = bytearray(vectors.read_bytes())
    content[-1] ^= 1
    vectors.write_bytes(content)
    done = bantin("status", "--verify", "--index", "chi-muc")
    assert done.returncode == 3
    assert "vectors.faiss" in one_line(done)


def test_a_rebuild_names_what_it_skipped_and_why(bantin: Bantin, tmp_path: Path) -> None:
    kho = tmp_path / "kho"
    kho.mkdir()
    (kho / "a.txt").write_text("Tin\n\nBộ Y tế tiêm vắc xin cho trẻ em.\n", "utf-8")
    (kho / "rong.txt").write_bytes(b"")
    done = bantin("rebuild", "--corpus", "kho", "--index", "chi-muc")
    assert done.returncode == 0
    assert "rong.txt: tệp không có chữ nào" in out(done)
    (report,) = objects(bantin("rebuild", "--json", "--corpus", "kho", "--index", "chi-muc"))
    assert [(s["source"], s["code"]) for s in report["skipped"]] == [("rong.txt", "empty")]


def test_of_many_skipped_files_twenty_are_named_and_the_rest_counted() -> None:
    skips = tuple(Skip(f"{n:02}.txt", "binary", "") for n in range(25))
    report = BuildReport(("a",), (), (), 0, skips, 3, 0.1, "s")
    text = build_text(report, Texts("vi"))
    assert "19.txt: không phải tệp văn bản" in text
    assert "20.txt" not in text
    assert text.endswith("… và 5 mục nữa")


def test_a_name_with_a_line_break_stays_on_its_line() -> None:
    skips = (Skip("a\nb.txt", "copy", "c\x1b\n.txt"),)
    report = BuildReport(("d\ne",), (), (), 0, skips, 1, 1.0, "s")
    lines = build_text(report, Texts("vi")).split("\n")
    assert lines[1:] == [
        "Thêm:",
        r"  d\ne",
        "Bỏ qua:",
        r"  a\nb.txt: bản sao của một bản tin khác (c\x1b\n.txt)",
    ]


# -- questions ---------------------------------------------------------------------------------


def test_the_first_question_builds_the_index_and_quotes_the_bulletin(
    bantin: Bantin, tmp_path: Path
) -> None:
    first = bantin("ask", SEVEN, XDG_DATA_HOME=str(tmp_path / "fresh"))
    assert first.returncode == 0
    assert out(first).startswith("7 mục:\n")
    assert "26/11/2021" in out(first)
    assert "Đang lập chỉ mục" in first.stderr.decode()
    again = bantin("ask", SEVEN, XDG_DATA_HOME=str(tmp_path / "fresh"))
    assert (again.stdout, again.stderr) == (first.stdout, b"")


def test_a_refusal_ends_with_status_1(bantin: Bantin) -> None:
    assert bantin("ask", OFF_TOPIC).returncode == 1


@pytest.mark.parametrize("question", ["", "  ", "🙂🙂", "\x01\x02", "a" * 100_000, "h\udcff"])
def test_a_question_that_cannot_be_asked_ends_with_status_2(bantin: Bantin, question: str) -> None:
    done = bantin("ask", "--", question)
    assert done.returncode == 2
    one_line(done)


def test_a_dash_is_a_question_that_is_piped_in(bantin: Bantin) -> None:
    assert out(bantin("ask", "-", stdin=SEVEN + "\n")) == out(bantin("ask", SEVEN))


def test_json_quotes_are_exact_slices_of_the_bulletin(bantin: Bantin) -> None:
    (found,) = objects(bantin("ask", "--json", SEVEN))
    assert found["outcome"] == "answered"
    assert len(found["quotes"]) == 7
    by_id = {passage["id"]: passage for passage in found["passages"]}
    for quote in found["quotes"]:
        source = ROOT / "corpus" / "bulletins" / by_id[quote["passage"]]["source"]
        text = source.read_bytes().decode("utf-8")
        assert quote["text"] == text[quote["start"] : quote["end"]]


def test_a_batch_answers_every_line_in_order_and_ends_with_2_for_bad_ones(bantin: Bantin) -> None:
    stdin = f"{SEVEN}\n\n".encode() + b"\xff\n" + f"{OFF_TOPIC}\r\n".encode()
    done = bantin("ask", "--json", "-", stdin=stdin)
    assert done.returncode == 2
    found = objects(done)
    assert [f.get("outcome", "bad") for f in found] == ["answered", "bad", "bad", "refused"]
    assert found[3]["question"] == OFF_TOPIC
    good = bantin("ask", "--json", "-", stdin=f"{OFF_TOPIC}\n")
    assert (good.returncode, good.stderr) == (0, b"")


def test_lines_piped_into_the_console_are_answered_on_standard_output(bantin: Bantin) -> None:
    done = bantin(stdin=f"{SEVEN}\n{OFF_TOPIC}")
    assert (done.returncode, done.stderr) == (0, b"")
    first, second = out(done).split("\n\n")
    assert first.startswith("7 mục:")
    assert "\n" not in second or "gần nhất" in second
    assert second.endswith("\n")


def test_output_is_utf8_whatever_the_locale_says(process: Bantin, bantin: Bantin) -> None:
    assert out(process("ask", SEVEN, PYTHONIOENCODING="ascii")) == out(bantin("ask", SEVEN))


def test_an_argument_that_is_no_text_ends_with_status_2(process: Bantin) -> None:
    done = process("ask", b"h\xff")
    assert done.returncode == 2
    assert "UTF-8" in one_line(done)


def test_an_answer_loads_nothing_that_it_does_not_need(bare: None) -> None:
    heavy = {
        *("torch", "sentence_transformers", "sklearn", "jinja2"),
        *("rich", "prompt_toolkit", "telegram"),
    }
    code = (
        "import sys; from click.testing import CliRunner; from bot.cli import main;"
        f"CliRunner().invoke(main, ['ask', {SEVEN!r}]); CliRunner().invoke(main, ['ask', 'x']);"
        f"sys.exit(' '.join({heavy} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.stderr.strip() == b""


def test_a_reader_that_goes_away_is_no_accident(bare: None) -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "--json", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert program.stdout is not None
    program.stdout.close()
    program.stdout = None
    _, err = program.communicate((SEVEN + "\n").encode() * 3)
    assert err == b""
    assert program.returncode == CUT_OFF


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("words", [("ask", SEVEN), ("--help",), ("ask", "--help")])
def test_a_full_disk_under_the_output_ends_with_status_4(
    process: Bantin, words: tuple[str, ...]
) -> None:
    with Path("/dev/full").open("wb") as full:
        done = process(*words, stdout=full)
    assert done.returncode == FAILED
    assert "đĩa đã đầy" in one_line(done)


@pytest.mark.parametrize("command", [("rebuild",), ("ask", SEVEN)])
def test_a_build_that_cannot_say_how_far_it_is_goes_on(
    bare: None, command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(stderr: IO[bytes] | int) -> int:
        shutil.rmtree(tmp_path / "new", ignore_errors=True)
        return subprocess.run(
            [sys.executable, "-m", "bot", *command], stdout=subprocess.DEVNULL, stderr=stderr
        ).returncode

    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "new"))
    reader, writer = os.pipe()
    os.close(reader)
    assert ended(writer) == 0
    os.close(writer)
    if Path("/dev/full").exists():
        with Path("/dev/full").open("wb") as full:
            assert ended(full) == 0


@pytest.mark.parametrize("name", ["EMBEDDING_MODEL", "RERANK_MODEL"])
def test_the_password_of_a_url_is_not_shown(
    process: Bantin, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "https://user:s3/cr@et@host/x")
    done = process("ask", SEVEN)
    assert done.returncode == FAILED
    line = one_line(done)
    assert "https://***@host/x" in line
    assert "cr@et" not in line


# -- measuring ---------------------------------------------------------------------------------


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    """A folder in BEIR's form, the current one: two passages, one question with its answer."""
    (tmp_path / "qrels").mkdir()
    texts = {"p1": "Cà chua chứa nhiều vitamin C.", "p2": "Tiêm vắc xin phòng bệnh sởi."}
    (tmp_path / "corpus.jsonl").write_text(
        "".join(json.dumps({"_id": i, "title": "", "text": t}) + "\n" for i, t in texts.items())
    )
    (tmp_path / "queries.jsonl").write_text(
        json.dumps({"_id": "q1", "text": "vắc xin phòng bệnh gì?"}) + "\n"
    )
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq1\tp2\t1\n")
    (tmp_path / "answers.jsonl").write_text(json.dumps({"_id": "q1", "answers": ["bệnh sởi"]}))
    return tmp_path


def test_evaluate_prints_the_agreed_measures(bantin: Bantin, beir: Path) -> None:
    (found,) = objects(bantin("evaluate", ".", "--json"))
    names = {"P@1", "R@10", "R@20", "MRR@10", "nDCG@10", "queries", "passages", "ms_per_query"}
    assert set(found) == names | {"quote_hit"}
    assert (found["P@1"], found["quote_hit"], found["passages"]) == (1.0, 1.0, 2)
    assert "P@1" in out(bantin("evaluate", "."))


def test_a_folder_that_is_no_benchmark_ends_with_status_2(bantin: Bantin, tmp_path: Path) -> None:
    (tmp_path / "qrels").mkdir()
    done = bantin("evaluate", "qrels")
    assert done.returncode == 2
    assert "corpus.jsonl" in one_line(done)


def test_a_report_is_written_beside_the_same_measures(bantin: Bantin, beir: Path) -> None:
    plain, told = bantin("evaluate", "."), bantin("evaluate", ".", "--report", "bao cao/moi")
    lines = out(told).splitlines()
    assert lines[-1] == "Đã ghi báo cáo: bao cao/moi/index.html"
    untimed = [line for line in lines[:-1] if "ms_per_query" not in line]
    assert untimed == [line for line in out(plain).splitlines() if "ms_per_query" not in line]
    html = (beir / "bao cao" / "moi" / "index.html").read_text("utf-8")
    assert "<svg" in html
    assert "100,0%" in html
    in_json = bantin("--lang", "en", "evaluate", ".", "--report", "bao cao/moi", "--json")
    assert (in_json.returncode, in_json.stderr) == (0, b"")
    names = {"P@1", "R@10", "R@20", "MRR@10", "nDCG@10", "queries", "passages", "ms_per_query"}
    assert set(objects(in_json)[0]) == names | {"quote_hit"}
    html = (beir / "bao cao" / "moi" / "index.html").read_text("utf-8")
    assert '<html lang="en">' in html


def test_a_report_without_answers_has_no_quotes_to_tell(bantin: Bantin, beir: Path) -> None:
    (beir / "answers.jsonl").unlink()
    assert bantin("evaluate", ".", "--report", "r").returncode == 0
    assert "quote_hit" not in (beir / "r" / "index.html").read_text("utf-8")


@pytest.mark.parametrize("folder", ["corpus.jsonl", "corpus.jsonl/trong", ""])
def test_a_report_where_there_is_no_folder_ends_with_status_2_before_measuring(
    bantin: Bantin, beir: Path, folder: str
) -> None:
    (beir / "queries.jsonl").write_text("not read")
    done = bantin("evaluate", ".", "--report", folder)
    assert done.returncode == 2
    assert (folder or "--report") in one_line(done)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="this system has no /proc")
def test_a_report_that_cannot_be_written_ends_with_status_4(bantin: Bantin, beir: Path) -> None:
    done = bantin("evaluate", ".", "--report", "/proc/bantin")
    assert done.returncode == FAILED
    assert "/proc/bantin" in one_line(done)


# -- a reranker --------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [["ask", SEVEN], ["evaluate", "."], []])
def test_a_reranker_that_cannot_be_loaded_ends_with_status_4(
    bantin: Bantin, beir: Path, command: list[str]
) -> None:
    done = bantin(*command, RERANK_MODEL=str(beir))
    assert done.returncode == FAILED
    assert "RERANK_MODEL" in one_line(done)


def test_a_reranker_that_is_set_is_used(bantin: Bantin, beir: Path) -> None:
    model = str(save_tiny_cross_encoder(beir / "model"))
    assert bantin("ask", SEVEN, RERANK_MODEL=model).returncode == 0
    assert bantin("evaluate", ".", "--report", "r", RERANK_MODEL=model).returncode == 0
    html = (beir / "r" / "index.html").read_text("utf-8")
    assert f"Mô hình xếp hạng lại: {model}" in html


def test_looking_after_the_index_needs_no_reranker(bantin: Bantin, tmp_path: Path) -> None:
    nowhere = {"RERANK_MODEL": str(tmp_path)}
    assert bantin("rebuild", "--index", "chi-muc", **nowhere).returncode == 0
    assert bantin("status", "--index", "chi-muc", **nowhere).returncode == 0
