"""Risk against coverage: what share of the answers is wrong when only the surest are given."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from bot.answering.sentences import NEAR, SURE
from tests.calibration.cases import Case
from tests.golden import DATA

TABLE = DATA / "risk_coverage.json"
RISKS = (0.1, 0.2, 0.3)  # at which the coverage is told
SHOWN = 50  # points of a curve at most
SMALLEST = 0.02  # coverage below which a share of wrong answers is chance

Doubles = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Curve:
    """One set; all but ``questions`` are shares in [0, 1].

    ``right`` are the questions whose first quote answers, ``auc`` the pairs of a right and a wrong
    quote in which the right one is surer, ``auc_alone`` the same for the sentence by itself,
    without doubts. ``points`` are (coverage, risk), ``chosen`` the one where answers are given.
    ``coverage_at`` is the largest coverage at each of RISKS. ``told`` are the shares answered,
    hedged and refused of the questions that can be answered, ``untold`` of the others.
    """

    questions: int
    right: float
    auc: float
    auc_alone: float
    points: list[list[float]]
    chosen: list[float]
    coverage_at: list[float]
    told: list[float]
    untold: list[float]

    @classmethod
    def of(cls, cases: Sequence[Case]) -> Self:
        """The curve of the confidence that decides."""
        sure = np.asarray([case.confidence for case in cases])
        right = np.asarray([case.right for case in cases])
        able = np.asarray([case.answerable for case in cases])
        points = risk_coverage(sure, right)
        above = sure >= SURE
        return cls(
            questions=len(cases),
            right=_round(right.mean()),
            auc=_round(auc(sure, right)),
            auc_alone=_round(auc(np.asarray([case.alone for case in cases]), right)),
            points=[[_round(x), _round(y)] for x, y in thinned(points)],
            chosen=[_round(above.mean()), _round(np.mean(~right[above]) if above.any() else 0.0)],
            coverage_at=[_round(coverage_at(points, risk)) for risk in RISKS],
            told=_ends(sure[able]),
            untold=_ends(sure[~able]),
        )


def _round(share: float | np.floating) -> float:
    return round(float(share), 4)


def _ends(sure: Doubles) -> list[float]:
    answered, near = np.mean(sure >= SURE), np.mean(sure >= NEAR)
    return [_round(answered), _round(near - answered), _round(1 - near)]


def auc(sure: Doubles, right: Flags) -> float:
    """The share of pairs of a right and a wrong case in which the right one is surer.

    >>> auc(np.array([0.9, 0.5, 0.5, 0.1]), np.array([True, True, False, False]))
    0.875
    """
    count = int(right.sum())
    ranks = rankdata(sure)[right].sum() - count * (count + 1) / 2
    return float(ranks / (count * (len(right) - count)))


def risk_coverage(sure: Doubles, right: Flags) -> list[tuple[float, float]]:
    """Coverage and risk at every threshold, growing coverage; equally sure ones come together.

    >>> risk_coverage(np.array([0.9, 0.2, 0.2, 0.1]), np.array([True, True, False, False]))
    [(0.25, 0.0), (0.75, 0.3333333333333333), (1.0, 0.5)]
    """
    order = np.argsort(-sure, kind="stable")
    wrong = np.cumsum(~right[order])
    ends = [*np.flatnonzero(np.diff(sure[order])).tolist(), len(sure) - 1]
    return [((i + 1) / len(sure), float(wrong[i] / (i + 1))) for i in ends]


def thinned(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """About SHOWN of the points, evenly spread over the coverage, the last one among them."""
    kept: list[tuple[float, float]] = []
    for point in points:
        if point[0] >= (kept[-1][0] + 1 / SHOWN if kept else SMALLEST):
            kept.append(point)
    return kept if kept and kept[-1] == points[-1] else [*kept, points[-1]]


def coverage_at(points: Sequence[tuple[float, float]], risk: float) -> float:
    """The largest coverage whose risk is at most ``risk``; 0 where there is none."""
    return max((x for x, y in points if y <= risk and x >= SMALLEST), default=0.0)


def write(curves: Mapping[str, Curve], path: Path = TABLE) -> None:
    """Writes the numbers that the picture and the document show."""
    sets = [{"name": name, **asdict(curve)} for name, curve in curves.items()]
    lines = ",\n".join("  " + json.dumps(one, ensure_ascii=False) for one in sets)
    path.write_text(
        f'{{"sure": {SURE}, "near": {NEAR}, "sets": [\n{lines}\n]}}\n', encoding="utf-8"
    )


def read(path: Path = TABLE) -> tuple[float, float, dict[str, Curve]]:
    """The thresholds of answering and of hedging, and the curves by name of their set."""
    table = json.loads(path.read_text("utf-8"))
    return table["sure"], table["near"], {one.pop("name"): Curve(**one) for one in table["sets"]}
