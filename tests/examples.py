"""The examples in the documents: found, run, and with ``python -m tests.examples`` renewed.

An example is a fenced ``console`` block: a command after ``$ ``, and below it what it prints on
standard output.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bot.settings import NAMES, OWN_PREFIXES

ROOT = Path(__file__).parents[1]
DOCUMENTS = (
    "README.md",
    "CHANGELOG.md",
    "docs/architecture.md",
    "docs/benchmarks.md",
    "docs/corpus.md",
    "docs/first-five-minutes.md",
    "docs/retrieval.md",
)

_BLOCK = re.compile(r"^```console\n\$ (?P<command>.+)\n(?P<output>(?:.*\n)*?)```$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Example:
    """One command line and what stands below it; ``start:end`` is the slice of the output."""

    command: str
    output: str
    start: int
    end: int


def examples(document: str) -> list[Example]:
    """The examples of a document's text, in order."""
    return [
        Example(found["command"], found["output"], *found.span("output"))
        for found in _BLOCK.finditer(document)
    ]


def printed(command: str, place: Path) -> str:
    """What a command line prints on standard output, run by bash in the empty folder ``place``.

    ``bantin`` is the program of this tree. Its index lies in a folder beside ``place``, and none
    of the settings of whoever runs this counts.
    """
    programs, data = place.with_name("programs"), place.with_name("data")
    for folder in (place, programs):
        folder.mkdir(exist_ok=True)
    program = programs / "bantin"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bot "$@"\n')
    program.chmod(0o755)
    unset = {n: v for n, v in os.environ.items() if not n.startswith(OWN_PREFIXES)}
    ours = {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "XDG_DATA_HOME": str(data),
        "HOME": str(data),
    }
    done = subprocess.run(
        [shutil.which("bash") or "sh", "-c", command],
        cwd=place,
        env={n: v for n, v in unset.items() if n not in NAMES} | ours,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        check=False,
    )
    return done.stdout.decode("utf-8")


def renewed(document: str, place: Path) -> str:
    """The document with what its examples print now."""
    for example in reversed(examples(document)):
        output = printed(example.command, place)
        document = document[: example.start] + output + document[example.end :]
    return document


def main() -> None:
    """Writes into every document what its examples print now."""
    with tempfile.TemporaryDirectory() as folder:
        for name in DOCUMENTS:
            path = ROOT / name
            path.write_text(renewed(path.read_text("utf-8"), Path(folder) / "empty"), "utf-8")


if __name__ == "__main__":
    main()
