"""Both languages say the same things, and everything that can be said has its words."""

from __future__ import annotations

import ast
import inspect
import re
import string
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot.errors
import corpus.errors
import embeddings.encoder
import embeddings.errors
import embeddings.reranker
from bot.errors import BadQuestion, BadSettings
from bot.texts import Lang, Texts, table
from corpus.errors import CorpusEmpty, Unreadable
from embeddings.encoder import ModelUnavailable
from embeddings.errors import BadBenchmark, IndexMissing, StorageFailed
from embeddings.question import Wanted

ROOT = Path(__file__).parents[2]
LANGUAGES: tuple[Lang, ...] = ("vi", "en")
ROOMS = (
    corpus.errors,
    embeddings.errors,
    embeddings.encoder,
    embeddings.reranker,
    bot.errors,
)
SETTING_KINDS = re.compile(r'_needs\("(\w+)"')


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name in names:
                yield node


def literals(*names: str, room: str, position: int = 0) -> set[str]:
    """The words that the source hands to functions of these names."""
    found = set()
    for path in (ROOT / room).rglob("*.py"):
        for call in calls(ast.parse(path.read_text("utf-8")), *names):
            given = call.args[position] if len(call.args) > position else None
            if isinstance(given, ast.Constant) and isinstance(given.value, str):
                found.add(given.value)
    return found


def errors() -> list[type[Exception]]:
    return [
        kind
        for room in ROOMS
        for _, kind in inspect.getmembers(room, inspect.isclass)
        if issubclass(kind, Exception) and kind.__module__ == room.__name__
    ]


@pytest.mark.parametrize("code", sorted(table()))
def test_both_languages_say_it_with_the_same_fields(code: str) -> None:
    entry = table()[code]
    assert set(entry) == set(LANGUAGES)
    assert fields(entry["vi"]) == fields(entry["en"])
    assert all(text.strip() for text in entry.values())


@pytest.mark.parametrize("code", sorted(table()))
def test_vietnamese_is_written_composed_and_reads_as_vietnamese(code: str) -> None:
    text = table()[code]["vi"]
    assert text.isprintable() or "\n" in text
    assert text == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("kind", errors(), ids=lambda kind: kind.__name__)
def test_every_error_of_the_three_rooms_has_a_sentence(kind: type[Exception]) -> None:
    assert Texts().knows(kind.__name__) or kind is BadQuestion  # which has one for each code


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", errors(), ids=lambda kind: kind.__name__)
def test_every_error_is_worded_with_what_it_carries(kind: type[Exception], lang: Lang) -> None:
    known = {"code": "empty", "detail": "syntax" if kind is BadSettings else "d", "skipped": 3}
    known |= {"code": "no_files"} if issubclass(kind, ModelUnavailable) else {}
    taken = list(inspect.signature(kind.__init__).parameters.values())[1:]
    wanted = [one.name for one in taken if one.kind is one.POSITIONAL_OR_KEYWORD]
    wanted = [] if kind.__init__ is Exception.__init__ else wanted
    sentence = Texts(lang).error(kind(*[known.get(name, f"<{name}>") for name in wanted]))
    assert sentence
    assert "{" not in sentence


def test_an_error_ends_with_the_command_that_mends_it() -> None:
    command = "bantin rebuild --index /a/b"
    assert Texts("vi").error(IndexMissing("/a/b"), rebuild=command).endswith(command)


def test_an_error_tells_what_it_carries() -> None:
    assert "/kho" in Texts("vi").error(CorpusEmpty("/kho", 12))
    assert "12" in Texts("en").error(CorpusEmpty("/kho", 12))


@pytest.mark.parametrize(
    "error",
    [
        OSError(28, "No space left on device"),
        StorageFailed("chi-muc", "No space left on device"),
        BadBenchmark("beir", "unreadable", reason="No space left on device"),
    ],
)
def test_a_common_error_of_the_system_is_told_in_both_languages(error: Exception) -> None:
    assert "đĩa đã đầy" in Texts("vi").error(error)
    assert "No space left on device" in Texts("en").error(error)


def test_a_rare_error_of_the_system_is_told_in_its_own_words() -> None:
    assert "Level 2 halted" in Texts("vi").error(OSError(51, "Level 2 halted"))


def test_a_benchmark_that_cannot_be_measured_is_told_with_its_line() -> None:
    error = BadBenchmark("test.tsv", "unknown_id", line=4, name="qX")
    assert "dòng 4: không có mã “qX”" in Texts("vi").error(error)
    assert "line 4: unknown id “qX”" in Texts("en").error(error)


def test_every_reason_of_a_benchmark_and_of_a_model_has_its_words() -> None:
    wrong = literals("wrong", room="embeddings")
    wrong |= literals("BadBenchmark", room="embeddings", position=1)
    assert len(wrong) > 10
    assert all(Texts().knows(f"benchmark_{code}") for code in wrong), wrong
    models = literals("ModelUnavailable", "_missing", room="embeddings", position=2)
    assert len(models) > 5
    assert all(Texts().knows(f"model_{code}") for code in models), models


def test_every_code_that_the_source_says_exists() -> None:
    said = literals("say", room="bot")
    assert said
    assert said <= set(table())


def test_every_reason_that_the_source_gives_exists() -> None:
    assert literals("Reason", room="bot") <= set(table())


def test_every_kind_of_answer_that_can_be_missing_has_its_words() -> None:
    assert all(Texts().knows(f"wanted_{kind}") for kind in Wanted)


def test_every_question_that_cannot_be_asked_has_its_sentence() -> None:
    codes = literals("BadQuestion", room="bot") | {"empty", "too_long", "undecodable"}
    assert all(Texts().knows(f"question_{code}") for code in codes)


def test_every_reason_to_skip_a_file_has_its_words() -> None:
    codes = literals("Unreadable", room="corpus")
    codes |= literals("Skip", room="corpus", position=1)
    assert all(Texts().knows(f"skip_{code}") for code in codes), codes
    assert Texts("vi").error(Unreadable("binary")) != Texts("vi").error(Unreadable("empty"))


def test_every_kind_of_setting_says_what_it_needs() -> None:
    kinds = SETTING_KINDS.findall((ROOT / "bot" / "settings.py").read_text("utf-8"))
    kinds += sorted(literals("BadSettings", room="bot", position=1))
    assert len(kinds) > 10
    assert all(Texts().knows(f"setting_{kind}") for kind in kinds), kinds


def test_every_command_and_option_has_its_help() -> None:
    from bot.cli import main

    for command in (main, *main.commands.values()):
        assert Texts().knows(f"help_{command.name}")
        options = [p.name for p in command.params if p.param_type_name == "option"]
        assert all(Texts().knows(f"option_{name}") for name in options)


def test_what_is_filled_in_is_never_read_as_a_field() -> None:
    assert "{rebuild}" in Texts("vi").error(IndexMissing("/a/{rebuild}"), rebuild="bantin rebuild")
