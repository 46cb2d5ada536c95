"""Measures how well diacritics are restored: ``python -m embeddings.training.measure_restoration``.

Questions of BEIR folders lose all diacritics and get them back, by the news alone and with the
folder's passages as the bulletins.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from corpus.vietnamese import syllables, unmarked
from embeddings.evaluate import read_benchmark
from embeddings.restoring.restoration import Restorer
from embeddings.terms import terms

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


def restored(questions: Iterable[str], restorer: Restorer) -> tuple[float, float]:
    """The share of syllables, numbers apart, and the share of whole questions restored, 0 to 1."""
    right, whole = [], []
    for question in questions:
        found = syllables(restorer.restore(unmarked(question)))
        pairs = zip(syllables(question), found, strict=True)
        agree = [one == two for one, two in pairs if not one.isdecimal()]
        right += agree
        whole.append(all(agree))
    return sum(right) / len(right), sum(whole) / len(whole)


def of_passages(passages: Mapping[str, tuple[str, str]]) -> Restorer:
    """A restorer for which these passages, titles and texts, are the bulletins."""
    held: Counter[str] = Counter()
    for title, text in passages.values():
        held.update(set(terms(f"{title}\n{text}", folded=False)))
    return Restorer(lambda term: held[term], len(passages))


@click.command()
@click.argument("folders", nargs=-1, required=True, type=FOLDER)
def main(folders: tuple[Path, ...]) -> None:
    """Print syllables and whole questions restored, in percent: by the news, with the passages."""
    alone = Restorer(lambda term: 0, 0)
    for folder in folders:
        benchmark = read_benchmark(folder)
        shares = [
            share
            for restorer in (alone, of_passages(benchmark.passages))
            for share in restored(benchmark.queries.values(), restorer)
        ]
        click.echo("\t".join([folder.name, *(f"{100 * share:.1f}" for share in shares)]))


if __name__ == "__main__":
    main()
