"""What is shipped works where nothing of this tree is at hand."""

from __future__ import annotations

import ast
import importlib.metadata
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bot.settings import NAMES, OWN_PREFIXES

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
DATA = {
    "bot/dialogue/followups.toml",
    "bot/evaluation/page.html.j2",
    "bot/phrases/asides.toml",
    "bot/suggesting/suggestions.toml",
    "bot/texts.toml",
    "corpus/bulletins/000_9e3820bbe5902494.txt",
    "corpus/bulletins/001_b41c7af6eaf050f0.txt",
    "embeddings/model/1_Normalize/config.json",
    "embeddings/model/README.md",
    "embeddings/model/config_sentence_transformers.json",
    "embeddings/model/frequencies.tsv",
    "embeddings/model/model.safetensors",
    "embeddings/model/modules.json",
    "embeddings/model/tokenizer.json",
    "embeddings/question_words.toml",
    "embeddings/quoting.toml",
    "embeddings/ranking.toml",
    "embeddings/restoring/syllables.safetensors",
    "embeddings/spellings.toml",
    "embeddings/training/question_shapes.txt",
}

Run = Callable[..., subprocess.CompletedProcess[str]]

# -- what is in the packages -------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source archive of this tree and the wheel made from it, offline."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT],
        check=True,
        capture_output=True,
    )
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (found,) = built.glob("*.whl")
    return found


def modules() -> set[str]:
    """Every module of the three rooms."""
    rooms = [ROOT / room for room in ("bot", "corpus", "embeddings")]
    return {path.relative_to(ROOT).as_posix() for room in rooms for path in room.rglob("*.py")}


def test_the_wheel_holds_modules_model_texts_and_bulletins_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    inside = {name for name in names if ".dist-info/" not in name}
    assert inside == modules() | DATA


def test_what_the_wheel_holds_is_what_the_tree_holds(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for name in DATA:
            assert archive.read(name) == (ROOT / name).read_bytes(), name


def test_the_source_archive_holds_what_is_needed_to_build_test_and_read(built: Path) -> None:
    (found,) = built.glob("*.tar.gz")
    with tarfile.open(found) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert modules() | DATA <= names
    assert {"README.md", "CHANGELOG.md", "Makefile", "constraints.txt", ".env.example"} <= names
    assert {"tests/test_packaging.py", "tests/data/golden.jsonl", "docs/corpus.md"} <= names
    assert not any(re.search(r"(^|/)(\.venv|\.git|__pycache__|\.\w+_cache)/", n) for n in names)


# -- what is installed -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel beside the dependencies at hand, and without this tree."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(folder, symlinks=os.name != "nt", with_pip=False)
    python = folder / "bin" / "python"
    site = sysconfig.get_path("purelib", vars={"base": str(folder)})
    # A plain path adds what lies in the other environment, but not what its own .pth files name:
    # this tree, which may be installed there for editing.
    Path(site, "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    offline = ["--no-deps", "--no-index", "--force-reinstall", "--disable-pip-version-check"]
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(python), "install", *offline, str(wheel)],
        check=True,
        capture_output=True,
    )
    return folder / "bin"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def run(installed: Path, home: Path, tmp_path: Path) -> Run:
    """Runs a program of the environment in an empty folder, for a user with an empty home."""
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith((*OWN_PREFIXES, "PYTHON")) and name not in NAMES
    }

    def program(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(installed / words[0]), *words[1:]],
            cwd=tmp_path,
            env=clean | {"HOME": str(home), "XDG_DATA_HOME": str(home / "data")},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return program


def test_the_installed_program_answers_from_an_empty_folder(
    run: Run, home: Path, tmp_path: Path
) -> None:
    first = run("bantin", "ask", "Bộ Y tế đề ra mấy nhiệm vụ?")
    assert first.returncode == 0, first.stderr
    assert first.stdout.startswith("7 mục:\nMột là: ")
    assert "Nguồn: 000_9e3820bbe5902494.txt" in first.stdout
    assert "Đang lập chỉ mục" in first.stderr
    again = run("bantin", "ask", "Bộ Y tế đề ra mấy nhiệm vụ?")
    assert (again.returncode, again.stdout, again.stderr) == (0, first.stdout, "")
    assert list(tmp_path.iterdir()) == []
    assert [path.name for path in home.iterdir()] == ["data"]
    assert list((home / "data").glob("bantin/index/*/current"))


def test_the_installed_program_ends_with_1_when_it_has_no_answer(run: Run) -> None:
    done = run("bantin", "ask", "Vì sao bầu trời có màu xanh?")
    assert done.returncode == 1
    assert done.stdout.startswith("Không bản tin nào")


def test_the_installed_program_is_not_the_one_of_this_tree(run: Run, installed: Path) -> None:
    code = "import bot, corpus, embeddings as e; print(bot.__file__, corpus.__file__, e.__file__)"
    shown = run("python", "-c", code).stdout.split()
    assert len(shown) == 3
    assert all(Path(place).is_relative_to(installed.parent) for place in shown)


# -- what is pinned ----------------------------------------------------------------------------

# What a torch build for GPUs brings on its own; constraints.txt leaves that to torch.
OF_GPUS = ("nvidia-", "cuda-", "triton")


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    found = dict(line.split("==") for line in lines)
    assert len(found) == len(lines)
    return {canonicalize_name(name): version for name, version in found.items()}


def asked_for() -> list[Requirement]:
    """What the project asks for, with what its tests and training need."""
    project = PYPROJECT["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *PYPROJECT["build-system"]["requires"]]
    return [Requirement(line) for line in wanted + [line for extra in extras for line in extra]]


def brought() -> set[str]:
    """Everything that comes with what the project asks for, by what is installed here."""
    found: set[str] = set()
    waiting = [(one, "") for one in asked_for()]
    seen: set[tuple[str, str]] = set()
    while waiting:
        requirement, extra = waiting.pop()
        name = canonicalize_name(requirement.name)
        marker = requirement.marker
        if name.startswith(OF_GPUS) or (marker and not marker.evaluate({"extra": extra})):
            continue
        found.add(name)
        for wanted in {"", *requirement.extras}:
            if (name, wanted) not in seen:
                seen.add((name, wanted))
                lines = importlib.metadata.requires(name) or []
                waiting += [(Requirement(line), wanted) for line in lines]
    return found


@pytest.mark.skipif(
    (sys.platform, *sys.version_info[:2]) != ("linux", 3, 11),
    reason="other systems and versions bring other packages",
)
def test_every_package_that_comes_along_is_pinned_and_no_other() -> None:
    assert set(pins()) == brought()


def test_the_pins_are_what_the_project_asks_for() -> None:
    pinned = pins()
    for requirement in asked_for():
        assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)])


def test_no_pin_names_one_build_of_a_package() -> None:
    assert not [version for version in pins().values() if "+" in version]


def imported() -> set[str]:
    """The top-level modules that the three packages import anywhere, other than their own."""
    found: set[str] = set()
    for room in ("bot", "corpus", "embeddings"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Import):
                    found.update(alias.name.partition(".")[0] for alias in node.names)
                elif isinstance(node, ast.ImportFrom):
                    found.add((node.module or "").partition(".")[0])
    return found - {"bot", "corpus", "embeddings"} - sys.stdlib_module_names


def test_every_package_that_is_imported_is_asked_for() -> None:
    brings = importlib.metadata.packages_distributions()
    declared = {canonicalize_name(requirement.name) for requirement in asked_for()}
    missing = {
        module
        for module in imported()
        if declared.isdisjoint(map(canonicalize_name, brings.get(module, [])))
    }
    assert missing == set()
