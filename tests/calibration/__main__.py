"""Measures the confidence of answers; ``python -m tests.calibration --help``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click
import numpy as np

from bot.answering.sentences import SURE
from embeddings.encoder import load_encoder
from embeddings.evaluate import read_benchmark
from tests.calibration import curve, refit
from tests.calibration.cases import (
    EVIDENCE,
    Case,
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


@click.command()
@click.option("--texts", type=FILE, required=True, help="question, context, answerable: JSONL.")
@click.option("--beir", type=FOLDER, multiple=True, required=True, help="With answers.jsonl.")
@click.option("--strangers", type=FILE, help="Fit anew too, with these questions (JSONL).")
def main(texts: Path, beir: tuple[Path, ...], strangers: Path | None) -> None:
    """Draw risk against coverage of the confidence in use, where it was not fitted."""
    encoder = load_encoder()
    own, other = of_texts(texts, encoder)
    sets = {"search": [case for case in own if is_held_out(case)]}
    for folder in beir:
        name = NAMES.get(folder.name, folder.name)
        near = of_benchmark(folder, encoder)
        asked = list(read_benchmark(folder).queries.values())
        able = [case for case in near if case.answerable]
        sets[f"{name}, near"] = near
        sets[f"{name}, far"] = [*able, *of_strangers(asked, encoder)]
    curves = {name: curve.Curve.of(cases) for name, cases in sets.items()}
    curve.write(curves)
    PICTURE.write_text(drawn(curves), "utf-8")
    for name, one in curves.items():
        click.echo(f"{name}: {one}")
    click.echo(f"golden, half of them fitted to: {curve.Curve.of(of_golden(encoder))}")
    for name, cases in {**sets, "texts of other questions": other}.items():
        sure = np.asarray([case.confidence for case in cases if not case.answerable])
        shares = (f"from {limit}: {np.mean(sure >= limit):.3f}" for limit in STRICTER)
        click.echo(f"{name}, falsely answered {', '.join(shares)}")
    if strangers:
        _fit(own, other, of_strangers(_questions([strangers, texts]), encoder), sets)


def _questions(paths: Sequence[Path]) -> list[str]:
    """The questions of JSONL files, each once."""
    lines = (line for path in paths for line in path.read_text("utf-8").splitlines())
    return list(dict.fromkeys(str(json.loads(line)["question"]) for line in lines))


def _fit(
    own: Sequence[Case],
    other: Sequence[Case],
    strangers: Sequence[Case],
    sets: dict[str, list[Case]],
) -> None:
    """Fits to the half that is not held out, and compares with what is in use."""
    groups = [
        [case for case in cases if not is_held_out(case)] for cases in (own, other, strangers)
    ]
    weights = refit.shifted(refit.fitted(groups), groups[-1])
    named = zip(("intercept", *EVIDENCE), weights.tolist(), strict=True)
    click.echo("fitted: " + ", ".join(f"{name} {weight:.2f}" for name, weight in named))
    held_out = [case for case in strangers if is_held_out(case)]
    for name, cases in {**sets, "strangers, held out": held_out}.items():
        right = np.asarray([case.right for case in cases])
        able = np.asarray([case.answerable for case in cases])
        sure = refit.confidences(weights, cases, capped=True)
        alone = refit.confidences(weights, cases, capped=False)
        now = np.asarray([case.confidence for case in cases])
        evidence = np.asarray([case.uncapped for case in cases])
        line = [f"fitted, {name}:"]
        if right.any():
            both = (curve.auc(one, right) for one in (evidence, alone))
            line.append("AUC of the evidence in use {:.3f}, fitted {:.3f};".format(*both))
        answered = [np.mean(one[~able] >= SURE) for one in (now, sure)]
        line.append("falsely answered in use {:.3f}, fitted {:.3f}".format(*answered))
        click.echo(" ".join(line))


if __name__ == "__main__":
    main()
