"""What holds for the whole tree: imports go one way, and no file names somebody's machine."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.examples import ROOT

# Names in pieces, so that this file does not hold them.
FORBIDDEN = [
    "/wo" + "rk/",
    "/ro" + "ot/",
    "/op" + "t/",
    "/ho" + "me/",
    "../sha" + "red",
    "py" + "pi.org",
    "python" + "hosted.org",
    "download.py" + "torch.org",
    "conda" + ".org",
]


def own_files() -> list[Path]:
    """The files of the project: those that git has or would take."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = {ROOT / name for name in listed.stdout.decode("utf-8").split("\0") if name}
    return sorted(path for path in paths if path.is_file())


def test_no_file_names_a_place_on_somebodys_machine_or_the_host_of_a_registry() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in own_files()
        for content in [path.read_bytes()]
        for word in FORBIDDEN
        if word.encode() in content and path.suffix != ".safetensors"
    ]
    assert found == []


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = (
        "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    )
    return subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False
    )


def test_imports_go_one_way() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("corpus/types.py", "import embeddings.types\n"),
        ("embeddings/types.py", "import bot.types\n"),
        ("embeddings/search.py", "import embeddings.training.static\n"),
        ("bot/dialogue/steps.py", "import bot.console.terminal\n"),
        ("bot/answering/draft.py", "import bot.dialogue.memory\n"),
    ],
)
def test_an_import_that_goes_the_other_way_breaks_the_contract(
    tmp_path: Path, module: str, line: str
) -> None:
    for room in ("bot", "corpus", "embeddings"):
        shutil.copytree(
            ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("model", "*cache*", ".*")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / module).open("a", encoding="utf-8") as file:
        file.write(line)
    done = lint_imports(tmp_path)
    assert done.returncode == 1
    assert "BROKEN" in done.stdout
