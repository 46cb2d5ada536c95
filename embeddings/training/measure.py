"""Measures a model by itself: ``python -m embeddings.training.measure --help``.

It counts how often the right passage comes first by cosine alone; `bantin evaluate` measures the
whole search.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click
import numpy as np

from embeddings.encoder import Encoder
from embeddings.loading import load_encoder

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


def precision_at_1(folder: Path, encoder: Encoder) -> float:
    """The share, 0 to 1, of a BEIR folder's questions whose nearest passage is a right one."""
    passages = dict(_texts(folder / "corpus.jsonl"))
    questions = dict(_texts(folder / "queries.jsonl"))
    right = _relevant(folder / "qrels" / "test.tsv")
    asked = [name for name in questions if name in right]
    likeness = (
        encoder.encode_queries([questions[name] for name in asked])
        @ encoder.encode_passages(list(passages.values())).T
    )
    names = list(passages)
    first = [names[place] for place in likeness.argmax(axis=1)]
    return float(np.mean([name in right[q] for q, name in zip(asked, first, strict=True)]))


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield row["_id"], f"{row.get('title', '')}\n{row['text']}"


def _relevant(path: Path) -> dict[str, set[str]]:
    right: dict[str, set[str]] = {}
    _header, *rows = path.read_text(encoding="utf-8").splitlines()
    for row in rows:
        question, passage, score = row.split("\t")
        if int(score) > 0:
            right.setdefault(question, set()).add(passage)
    return right


@click.command()
@click.option("--model", help="A folder or a name; the embedded model if left out.")
@click.argument("folders", nargs=-1, required=True, type=FOLDER)
def main(model: str | None, folders: tuple[Path, ...]) -> None:
    """Print P@1 in percent for every BEIR folder."""
    encoder = load_encoder(model)
    for folder in folders:
        click.echo(f"{folder.name}\t{100 * precision_at_1(folder, encoder):.1f}")


if __name__ == "__main__":
    main()
