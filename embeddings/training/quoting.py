"""Learns the weights that choose a sentence: ``python -m embeddings.training.quoting --help``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from embeddings.encoder import Encoder
from embeddings.errors import EmbeddingsError
from embeddings.loading import load_encoder
from embeddings.quoting import WEIGHTS_FILE
from embeddings.ranking import Floats
from embeddings.sentence_features import NAMES
from embeddings.training.choices import Choice, of_benchmark, of_passages
from embeddings.training.errors import TrainingDataError

FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
STEADY = 1.0  # of the squared weights in the loss; each set's questions together count 1,000
TABLE = """\
# What each feature of embeddings/sentence_features.py counts when a sentence is chosen.
# Written by `python -m embeddings.training.quoting`.
# Learned on {sets}.

[weights]
{rows}
"""

Doubles = NDArray[np.float64]


def learned(sets: Sequence[Sequence[Choice]]) -> Floats:
    """Weights under which right sentences win: softmax over the sentences of each question.

    Every set counts alike, however many questions it has. Questions that show nothing, because
    none of their sentences is right or all are, are left out.
    """
    told = [
        (choice, 1_000 / len(choices))
        for choices in sets
        for choice in choices
        if choice.right.any() and not choice.right.all()
    ]
    x = np.concatenate([choice.features for choice, _ in told]).astype(np.float64)
    right = np.concatenate([choice.right for choice, _ in told])
    sizes = np.asarray([len(choice.right) for choice, _ in told])
    starts = np.cumsum(sizes) - sizes
    counts = np.asarray([count for _, count in told])

    def loss(weights: Doubles) -> tuple[float, Doubles]:
        scores = x @ weights
        scores -= np.repeat(np.maximum.reduceat(scores, starts), sizes)
        odds = np.exp(scores)
        every, good = np.add.reduceat(odds, starts), np.add.reduceat(odds * right, starts)
        value = float(counts @ np.log(every / good)) + STEADY * float(weights @ weights) / 2
        pull = np.repeat(counts / every, sizes) * odds
        pull -= np.repeat(counts / good, sizes) * odds * right
        return value, x.T @ pull + STEADY * weights

    start = np.zeros(x.shape[1])
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x, np.float32)


def share_right(choices: Sequence[Choice], weights: Floats) -> float:
    """The share, 0 to 1, of questions whose best sentence under these weights is right."""
    return float(np.mean([_holds(c, int(np.argmax(c.features @ weights))) for c in choices]))


def _holds(choice: Choice, number: int) -> bool:
    return bool(len(choice.right)) and bool(choice.right[number])


def report(sets: dict[str, Sequence[Choice]]) -> list[str]:
    """A line for each set: how often the quoted sentence is right, in percent."""
    weights = learned(list(sets.values()))
    lines = ["set\tplain\tceiling, first\tceiling\tlearned elsewhere\tlearned on all"]
    for name, choices in sets.items():
        others = [one for other, one in sets.items() if other != name]
        shares = (
            float(np.mean([_holds(c, c.plain) for c in choices])),
            float(np.mean([c.right[: c.first].any() for c in choices])),
            float(np.mean([c.right.any() for c in choices])),
            share_right(choices, learned(others)) if others else float("nan"),
            share_right(choices, weights),
        )
        lines.append("\t".join([name, *(f"{100 * share:.1f}" for share in shares)]))
    return lines


def write_table(path: Path, names: Sequence[str], weights: Floats) -> None:
    """Writes the weights, rounded to two places, with the names of the sets they come from."""
    rows = [f"{n} = {w:.2f}" for n, w in zip(NAMES, weights.tolist(), strict=True)]
    path.write_text(TABLE.format(sets=", ".join(names), rows="\n".join(rows)), "utf-8")


@click.command()
@click.option(
    "--questions", type=FILE, multiple=True, help="Questions with answers' places, JSONL."
)
@click.option("--beir", type=FOLDER, multiple=True, help="A BEIR folder with answers.jsonl.")
@click.option("--model", help="For --questions: a model that was not trained on them.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), default=WEIGHTS_FILE)
def main(
    questions: tuple[Path, ...], beir: tuple[Path, ...], model: str | None, output: Path
) -> None:
    """Learn which sentence of the passages found answers, and say how well that goes.

    The embedded model has seen UIT-ViQuAD's questions beside their answers; to learn from them
    take another, or how near the model finds a sentence will be trusted too much.
    """
    if not (questions or beir):
        raise click.UsageError("nothing to learn from: give --questions or --beir")
    try:
        sets = _sets(questions, beir, load_encoder(model), load_encoder())
    except (TrainingDataError, EmbeddingsError) as error:
        raise click.UsageError(str(error)) from error
    for line in report(sets):
        click.echo(line)
    write_table(output, list(sets), learned(list(sets.values())))


def _sets(
    questions: Sequence[Path], beir: Sequence[Path], unseen: Encoder, embedded: Encoder
) -> dict[str, Sequence[Choice]]:
    read: dict[str, Sequence[Choice]] = {p.stem: of_passages(p, unseen) for p in questions}
    return read | {folder.name: of_benchmark(folder, embedded) for folder in beir}


if __name__ == "__main__":
    main()
