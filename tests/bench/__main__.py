"""Measures and writes docs/benchmarks.md: ``make bench ARGS="--news FILE --beir DIR"``."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import click

from tests.bench import runs
from tests.bench.measure import ChildFailed, Reading
from tests.bench.news import BadNews
from tests.bench.report import Circumstances, machine, renewed, section
from tests.bench.rows import GROUPS, SETS, Readings, beir

DOCUMENT = runs.ROOT / "docs" / "benchmarks.md"

Work = Callable[[Path], Iterator[Readings]]  # gets an empty folder


@click.command("make bench")
@click.option(
    "--news",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="ThanhChinhBK/vietnews as .jsonl.zst: title, abstract, body a line.",
)
@click.option(
    "--beir",
    "folders",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder in BEIR's form; may be repeated.",
)
@click.option("--articles", type=click.IntRange(min=3), default=20_000, show_default=True)
@click.option("--times", type=click.IntRange(min=2), default=7, show_default=True, help="Runs.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=DOCUMENT)
def main(
    news: Path | None, folders: tuple[Path, ...], articles: int, times: int, out: Path
) -> None:
    """Measures what there is data for; the other rows say "not run"."""
    if not Path(runs.program()).exists():
        raise click.ClickException("bantin is not installed beside this Python: run make bench")
    folders = tuple(folder.resolve() for folder in folders)
    works: list[Work] = [partial(runs.two_bulletins, times=times, say=_say)]
    works.append(partial(runs.telegram, say=_say))
    works += [partial(runs.beir, folder, say=_say) for folder in folders]
    if news:
        works.append(lambda place: runs.news(news, articles, place, times, _say))
    groups = [*GROUPS, *(beir(folder.name) for folder in folders if folder.name not in SETS)]
    before = os.getloadavg()[0]

    def write(readings: Readings) -> None:
        loads = before, os.getloadavg()[0]
        today = dt.datetime.now(dt.UTC).date()
        where = Circumstances(today, machine(), _command(news, folders), loads)
        document = out.read_text("utf-8")
        out.write_text(renewed(document, section(groups, readings, where)), "utf-8")

    if failed := _measure(works, write):
        raise click.ClickException(
            f"{failed} of {len(works)} measurements failed; {out} has the rest"
        )
    _say(f"written: {out}")


def _measure(works: Sequence[Work], write: Callable[[Readings], None]) -> int:
    """Does all works and writes after each part, for they take long; returns how many failed."""
    found: dict[str, Reading] = {}
    failed = 0
    for work in works:
        with tempfile.TemporaryDirectory(prefix="bantin-bench-") as place:
            try:
                for readings in work(Path(place)):
                    found |= readings
                    write(found)
            except (ChildFailed, BadNews) as error:
                _say(f"failed: {error}")
                failed += 1
    return failed


def _command(news: Path | None, folders: Sequence[Path]) -> str:
    """The command with the names of files and folders, not the places where they are."""
    words = [f"--news {news.name}"] if news else []
    words += [f"--beir {folder.name}" for folder in folders]
    return f'make bench ARGS="{" ".join(words)}"' if words else "make bench"


def _say(line: str) -> None:
    click.echo(f"{dt.datetime.now():%H:%M:%S} {line}", err=True)


if __name__ == "__main__":
    main()
