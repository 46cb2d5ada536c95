"""The documents say what is so: their examples run, and what they name exists."""

from __future__ import annotations

import importlib.util
import re
import sqlite3
import tomllib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click
import pytest

from bot import exits, settings
from bot.cli import main
from bot.dialogue.commands import COMMANDS, Place, at
from bot.state import State
from bot.state.database import FILE
from bot.texts import Texts
from corpus import cleaning, loaders
from embeddings.models import DECLARED, EMBEDDED
from tests.examples import DOCUMENTS, ROOT, Example, examples, printed

TEXTS = {name: (ROOT / name).read_text("utf-8") for name in DOCUMENTS}
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

_FENCED = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)

each_document = pytest.mark.parametrize("name", DOCUMENTS)


def code(name: str) -> list[str]:
    """What a document shows as code: its lines in blocks, and its spans in sentences."""
    blocks = [line for block in _FENCED.findall(TEXTS[name]) for line in block.splitlines()]
    return blocks + _SPAN.findall(_FENCED.sub("", TEXTS[name]))


def anchors(document: str) -> set[str]:
    """What links into a document may name: its headings as GitHub spells them."""
    titles = _HEADING.findall(_FENCED.sub("", document))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


# -- examples ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("examples") / "empty"


@pytest.mark.parametrize(
    "example",
    [
        pytest.param(one, id=f"{name}: {one.command}")
        for name in DOCUMENTS
        for one in examples(TEXTS[name])
    ],
)
def test_an_example_prints_what_the_document_shows(example: Example, place: Path) -> None:
    assert printed(example.command, place) == example.output, (
        "renew the documents with: python -m tests.examples"
    )


def test_the_readme_shows_an_answer_a_refusal_and_piped_lines() -> None:
    shown = examples(TEXTS["README.md"])
    assert any(one.output.startswith("“") for one in shown)
    assert any(one.output.startswith("Không bản tin nào") for one in shown)
    assert any("| bantin" in one.command for one in shown)


# -- what is named -----------------------------------------------------------------------------


@each_document
def test_links_lead_somewhere(name: str) -> None:
    for target in _LINK.findall(TEXTS[name]):
        if target.startswith("https://"):
            continue
        path, _, anchor = target.partition("#")
        linked = (ROOT / name).parent / path if path else ROOT / name
        assert linked.exists(), target
        if anchor:
            assert anchor in anchors(linked.read_text("utf-8")), target


@each_document
def test_paths_that_are_named_exist(name: str) -> None:
    rooms = {path.name for path in ROOT.iterdir() if path.is_dir()}
    for span in code(name):
        if re.fullmatch(r"[\w.-]+(/[\w.-]+)*/?", span) and span.partition("/")[0] in rooms:
            assert (ROOT / span).exists(), span


def commands_named(name: str) -> Iterator[list[str]]:
    """The words after every ``bantin`` that a document shows as code."""
    for line in code(name):
        found = re.search(r"(?:^\$ |^|\| |/)bantin (.+)$", line.partition("  #")[0])
        if found:
            yield re.sub(r'"[^"]*"', "QUESTION", found[1]).split()


@each_document
def test_commands_and_options_that_are_named_exist(name: str) -> None:
    group = click.Context(main)
    for words in commands_named(name):
        command = main.get_command(group, words[0]) if words[0][0] != "-" else main
        assert command is not None, words
        options = {o for parameter in command.params for o in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options, words


@each_document
def test_options_named_alone_belong_to_some_command(name: str) -> None:
    ours = [main, *main.commands.values()]
    options = {o for command in ours for parameter in command.params for o in parameter.opts}
    of_pip = {"--index-url"}
    for span in code(name):
        if span.startswith("--"):
            assert span.split()[0] in options | of_pip, span


def test_every_command_is_documented() -> None:
    documented = {words[0] for name in DOCUMENTS for words in commands_named(name)}
    later = {"telegram"}  # says that it is not there yet
    assert set(main.commands) - later <= documented


@each_document
def test_make_targets_that_are_named_exist(name: str) -> None:
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    for line in code(name):
        if found := re.match(r"make (\w+)", line):
            assert found[1] in targets


@each_document
def test_settings_that_are_named_exist(name: str) -> None:
    for line in code(name):
        for setting in re.findall(r"\b(?:BANTIN|TELEGRAM|EMBEDDING|RERANK)_[A-Z_]+", line):
            assert setting in settings.NAMES


@each_document
def test_modules_that_are_to_be_run_exist(name: str) -> None:
    for module in re.findall(r"python -m ([\w.]+)", "\n".join(code(name))):
        assert importlib.util.find_spec(module), module


def test_modules_that_make_runs_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for module in re.findall(r"python -m ([\w.]+)", makefile):
        assert importlib.util.find_spec(module), module


def test_the_readme_explains_every_exit_status() -> None:
    explained = set(map(int, re.findall(r"^\| (\d+) \|", TEXTS["README.md"], re.MULTILINE)))
    cut_short = {exits.INTERRUPTED, exits.CUT_OFF}
    ended = {exits.DONE, exits.REFUSED, *(code for _, code in exits.STATUS)}
    assert explained == ended | cut_short


def test_the_readme_lists_every_command_of_a_conversation_with_its_alias() -> None:
    listed = re.findall(r"^\| `/(\w+)`, `/(\w+)` \|", TEXTS["README.md"], re.MULTILINE)
    assert listed == [(one.name, one.alias) for one in COMMANDS]


def test_the_telegram_document_lists_everything_that_is_stored(tmp_path: Path) -> None:
    listed = re.findall(r"^\| `(\w+)` \|", TEXTS["docs/telegram.md"], re.MULTILINE)
    State.open(tmp_path, retention_days=1).close()
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        tables = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    assert set(listed) == {name for (name,) in tables if not name.startswith("sqlite_")}


def test_the_telegram_document_lists_the_commands_of_operators() -> None:
    listed = re.findall(r"^\| `/(\w+)` \|", TEXTS["docs/telegram.md"], re.MULTILINE)
    assert listed == [one.name for one in at(Place.OPERATOR) if one not in at(Place.CHAT)]


def test_the_corpus_document_explains_every_cleaning_rule_and_no_other() -> None:
    table = TEXTS["docs/corpus.md"].partition("| quy tắc |")[2]
    explained = re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)
    assert explained == list(dict.fromkeys(rule.__name__ for rule in cleaning.RULES))


def test_the_corpus_document_gives_every_reason_for_skipping_in_the_words_of_the_program() -> None:
    rows = dict(re.findall(r"^\| ([^|`]+) \| `(\w+)` \|$", TEXTS["docs/corpus.md"], re.MULTILINE))
    sentences = tomllib.loads((ROOT / "bot" / "texts.toml").read_text("utf-8"))
    codes = {key.removeprefix("skip_") for key in sentences if key.startswith("skip_")}
    assert rows == {Texts("vi").say(f"skip_{code}", detail="…"): code for code in codes}


def test_the_corpus_document_names_every_format() -> None:
    named = re.search(r"^\| (`\.\w+`(?:, `\.\w+`)*) \|", TEXTS["docs/corpus.md"], re.MULTILINE)
    assert named is not None
    assert set(_SPAN.findall(named[1])) == set(loaders.LOADERS)


def test_the_retrieval_document_declares_the_models_that_the_program_declares() -> None:
    declared = [
        f"| `{spec.name}` | `{spec.revision[:8]}` | {spec.dimension} | {spec.max_tokens} "
        f"| {_as_code(spec.query_prefix)}| {_as_code(spec.passage_prefix)}"
        f"| {'yes' if spec.segmented else 'no'} | {spec.licence} |"
        for spec in DECLARED.values()
        if spec is not EMBEDDED
    ]
    rows = re.findall(r"^\| `[\w-]+/.+\|$", TEXTS["docs/retrieval.md"], re.MULTILINE)
    assert rows == declared


def _as_code(prefix: str) -> str:
    return f"`{prefix}` " if prefix else ""


def test_the_changelog_begins_with_this_version() -> None:
    versions = re.findall(r"^## \[([\d.]+)\]", TEXTS["CHANGELOG.md"], re.MULTILINE)
    assert versions[0] == PYPROJECT["project"]["version"]
