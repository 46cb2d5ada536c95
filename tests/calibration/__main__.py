"""Measures the confidence of answers; ``python -m tests.calibration --help``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import click
import numpy as np

from bot.answering.sentences import SURE
from embeddings.encoder import Encoder
from embeddings.evaluate import read_benchmark
from embeddings.loading import load_encoder
from tests.calibration import curve, refit
from tests.calibration.cases import (
    EVIDENCE,
    Case,
    bulletins,
    is_held_out,
    of_benchmark,
    of_golden,
    of_strangers,
    of_texts,
)
from tests.calibration.picture import PICTURE, drawn

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
STRICTER = (SURE, 0.7, 0.75, 0.8)  # thresholds of answering that are compared
NAMES = {"alqac": "ALQAC", "virhe4qa": "ViRHE4QA"}
# How often a group counts in the fit: strangers among few bulletins meet no rival, and few would
# be told from those who are at home.
TIMES_GOLDEN, TIMES_STRANGERS = 2, 3

Sets = Mapping[str, Sequence[Case]]


@click.command()
@click.option("--texts", type=FILE, required=True, help="question, context, answerable: JSONL.")
@click.option("--beir", type=FOLDER, multiple=True, required=True, help="With answers.jsonl.")
@click.option("--strangers", type=FILE, help="Fit anew too, with these questions (JSONL).")
@click.option("--news", type=FILE, help="Articles beside the bulletins in the fit, .jsonl.zst.")
@click.option("--articles", type=click.IntRange(min=1), default=20_000, show_default=True)
def main(
    texts: Path, beir: tuple[Path, ...], strangers: Path | None, news: Path | None, articles: int
) -> None:
    """Draw risk against coverage of the confidence in use, where it was not fitted."""
    encoder = load_encoder()
    own, other = of_texts(texts, encoder)
    near = {NAMES.get(folder.name, folder.name): of_benchmark(folder, encoder) for folder in beir}
    asked = {
        NAMES.get(folder.name, folder.name): list(read_benchmark(folder).queries.values())
        for folder in beir
    }
    sets: dict[str, Sequence[Case]] = {"search": own}
    with bulletins(encoder) as searcher:
        golden = of_golden(searcher)
        for name, found in near.items():
            sets[f"{name}, near"] = found
            able = [case for case in found if case.answerable]
            sets[f"{name}, far"] = [*able, *of_strangers(asked[name], searcher)]
    sets = {name: _held_out(cases) for name, cases in sets.items()}
    curves = {name: curve.Curve.of(cases) for name, cases in sets.items()}
    curve.write(curves)
    PICTURE.write_text(drawn(curves), "utf-8")
    for name, one in curves.items():
        click.echo(f"{name}: {one}")
    click.echo(f"golden, fitted to: {curve.Curve.of(golden)}")
    for name, cases in {**sets, "texts of other questions": other}.items():
        sure = np.asarray([case.confidence for case in cases if not case.answerable])
        shares = (f"from {limit}: {np.mean(sure >= limit):.3f}" for limit in STRICTER)
        click.echo(f"{name}, falsely answered {', '.join(shares)}")
    if strangers:
        groups: list[Sequence[Case]] = [
            [case for case in found if not is_held_out(case)] for found in near.values()
        ]
        questions = [*_questions([strangers, texts]), *(q for some in asked.values() for q in some)]
        groups += _at_home(golden, questions, encoder, news, articles)
        _fit(groups, golden, sets)


def _held_out(cases: Sequence[Case]) -> list[Case]:
    return [case for case in cases if is_held_out(case)]


def _questions(paths: Sequence[Path]) -> list[str]:
    """The questions of JSONL files, each once."""
    lines = (line for path in paths for line in path.read_text("utf-8").splitlines())
    return list(dict.fromkeys(str(json.loads(line)["question"]) for line in lines))


def _at_home(
    golden: Sequence[Case],
    strangers: Sequence[str],
    encoder: Encoder,
    news: Path | None,
    articles: int,
) -> list[Sequence[Case]]:
    """Golden questions and strangers, among the bulletins and among many articles."""
    with bulletins(encoder) as searcher:
        few = [case for case in of_strangers(strangers, searcher) if not is_held_out(case)]
    groups = [golden] * TIMES_GOLDEN + [few] * TIMES_STRANGERS
    if news:
        with bulletins(encoder, news, articles) as searcher:
            many = [case.question for case in few[::2]]
            groups += [of_golden(searcher), of_strangers(many, searcher)]
    return groups


def _fit(groups: Sequence[Sequence[Case]], golden: Sequence[Case], sets: Sets) -> None:
    """Fits to what is not held out, and compares with what is in use."""
    weights = refit.shifted(refit.fitted(groups), golden)
    named = zip(("intercept", *EVIDENCE), weights.tolist(), strict=True)
    click.echo("fitted: " + ", ".join(f"{name} {weight:.2f}" for name, weight in named))
    for name, cases in sets.items():
        right = np.asarray([case.right for case in cases])
        able = np.asarray([case.answerable for case in cases])
        sure = refit.confidences(weights, cases)
        now = np.asarray([case.confidence for case in cases])
        line = "fitted, {}: AUC {:.3f} for {:.3f} in use; falsely answered {:.3f} for {:.3f}"
        shares = (np.mean(one[~able] >= SURE) for one in (sure, now))
        click.echo(line.format(name, *(curve.auc(one, right) for one in (sure, now)), *shares))


if __name__ == "__main__":
    main()
