"""Learns what each feature of a passage counts: ``python -m embeddings.training.ranker --help``.

The features are those of the search itself; the weights are found by a listwise softmax
(Cao et al., Learning to Rank, 2007), never below 0, each folder counting the same.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
import torch

from corpus.vietnamese import fold
from embeddings.encoder import Encoder
from embeddings.evaluate import index_passages, read_benchmark
from embeddings.loading import load_encoder
from embeddings.question import understand
from embeddings.ranking import WEIGHTS, Floats, fused, scaled
from embeddings.search import Searcher
from embeddings.training.measure import FOLDER

# Added to what the others share out as one whole: questions that call for no form of answer keep
# scores up to 1, which choosing a sentence counts on. Too few call for one to learn its weight.
BESIDE = "form"
STEPS = 200
PENALTY = 5e-3  # on squared weights before they are made to add up to 1


@dataclass(frozen=True, slots=True)
class Asked:
    """The candidates of one question: scaled features by name, and which passages are right."""

    features: dict[str, Floats]
    right: Floats


def candidates(folder: Path, encoder: Encoder, *, unmarked: bool = False) -> list[Asked]:
    """The candidates of a BEIR folder's questions, where a right one is among them or not."""
    benchmark = read_benchmark(folder)
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place,
        index_passages(benchmark.passages, Path(place), encoder) as index,
    ):
        searcher = Searcher(index, encoder)
        return [
            _asked(searcher, fold(text) if unmarked else text, benchmark.relevant[query])
            for query, text in benchmark.queries.items()
            if benchmark.relevant.get(query)
        ]


def _asked(searcher: Searcher, text: str, relevant: frozenset[str]) -> Asked:
    found = searcher.candidates(understand(text))
    right = np.asarray([head.id in relevant for _, head in found.passages], np.float32)
    return Asked({name: scaled(values) for name, values in found.features.items()}, right)


def precision_at_1(asked: Sequence[Asked], weights: dict[str, float]) -> float:
    """The share of questions, 0 to 1, whose best candidate by these weights is right."""
    return float(
        np.mean([len(a.right) and a.right[fused(a.features, weights).argmax()] for a in asked])
    )


def learned(sets: Sequence[Sequence[Asked]], names: Sequence[str]) -> dict[str, float]:
    """Weights of the named features, at least 0, that add up to 1."""
    tables = [_table(asked, names) for asked in sets]
    roots = torch.full((len(names),), 1.0, requires_grad=True)
    optimizer = torch.optim.LBFGS([roots], max_iter=STEPS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        weights = roots.square()
        each = [_loss(values @ weights, right) for values, right in tables]
        total = torch.stack(each).mean() + PENALTY * weights.square().sum()
        total.backward()  # type: ignore[no-untyped-call]  # torch does not say
        return total

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    found = roots.detach().square().numpy()
    return dict(zip(names, (found / found.sum()).tolist(), strict=True))


def _table(asked: Sequence[Asked], names: Sequence[str]) -> tuple[torch.Tensor, torch.Tensor]:
    """Features (questions, candidates, names) and which are right, 1, or not there, -1."""
    found = [one for one in asked if one.right.any()]
    width = max((len(one.right) for one in found), default=1)
    values = np.zeros((len(found), width, len(names)), np.float32)
    right = np.full((len(found), width), -1.0, np.float32)
    for row, one in enumerate(found):
        values[row, : len(one.right)] = np.stack([one.features[name] for name in names], axis=1)
        right[row, : len(one.right)] = one.right
    return torch.from_numpy(values), torch.from_numpy(right)


def _loss(scores: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    """Cross entropy of the right candidates, averaged over questions."""
    shares = torch.log_softmax(scores.masked_fill(right < 0, -torch.inf), 1)
    wanted = right.clamp(min=0)
    wanted = wanted / wanted.sum(1, keepdim=True)
    return -(wanted * shares.masked_fill(right < 0, 0.0)).sum(1).mean()


@click.command()
@click.option("--model", help="A folder or a name; the embedded model if left out.")
@click.option("--unmarked", is_flag=True, help="Strip the questions of their diacritics first.")
@click.argument("folders", nargs=-1, required=True, type=FOLDER)
def main(model: str | None, folders: tuple[Path, ...], *, unmarked: bool) -> None:
    """Print a table of embeddings/ranking.toml, learned from BEIR folders.

    Beside it P@1 in percent for each folder: with the committed weights, with those learned, and
    with those learned from the other folders alone. The weight of the form of an answer is kept.
    """
    encoder = load_encoder(model)
    sets = [candidates(folder, encoder, unmarked=unmarked) for folder in folders]
    table = "folded" if unmarked else "words"
    beside = {name: w for name, w in WEIGHTS[table].items() if name == BESIDE}
    names = [name for name in WEIGHTS[table] if name != BESIDE]
    weights = learned(sets, names) | beside
    click.echo(f"[{table}]")
    for name, weight in weights.items():
        click.echo(f"{name} = {weight:.3f}")
    for place, (folder, mine) in enumerate(zip(folders, sets, strict=True)):
        others = [*sets[:place], *sets[place + 1 :]]
        alone = [learned(others, names) | beside] if others else []
        tried = [WEIGHTS[table], weights, *alone]
        shares = "\t".join(f"{100 * precision_at_1(mine, one):.1f}" for one in tried)
        click.echo(f"# {folder.name}\t{shares}")


if __name__ == "__main__":
    main()
