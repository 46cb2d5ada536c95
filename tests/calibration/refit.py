"""The confidence fitted anew, to compare it with the one in use."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bot.answering.confidence import CAP
from bot.answering.sentences import SURE
from tests.calibration.cases import EVIDENCE, Case

STEADY = 1e-3  # of the squared weights in the loss
FALSE = 0.015  # of the strangers' questions that were fitted to may be answered

Doubles = NDArray[np.float64]


def fitted(groups: Sequence[Sequence[Case]]) -> Doubles:
    """Intercept and a weight for each of EVIDENCE, shape (7,): a logistic model.

    More evidence never makes less sure. Every group counts alike, however many cases it has.
    """
    x = np.concatenate([_rows(group) for group in groups])
    right = np.asarray([case.right for group in groups for case in group], float)
    counts = np.concatenate([np.full(len(g), 1 / len(g) / len(groups)) for g in groups])

    def loss(at: Doubles) -> tuple[float, Doubles]:
        odds = at[0] + x @ at[1:]
        pull = (1 / (1 + np.exp(-odds)) - right) * counts
        value = counts @ (np.logaddexp(0, odds) - right * odds) + STEADY * at[1:] @ at[1:]
        return float(value), np.concatenate([[pull.sum()], x.T @ pull + 2 * STEADY * at[1:]])

    bounds = [(None, None), *[(0, None)] * len(EVIDENCE)]
    found = minimize(loss, np.zeros(len(bounds)), jac=True, bounds=bounds, method="L-BFGS-B")
    return np.asarray(found.x)


def shifted(weights: Doubles, strangers: Sequence[Case]) -> Doubles:
    """The same with an intercept under which the share FALSE of these would be answered."""
    odds = [
        -np.inf if case.doubted else one
        for case, one in zip(strangers, weights[0] + _rows(strangers) @ weights[1:], strict=True)
    ]
    limit = float(np.sort(odds)[-max(round(FALSE * len(odds)), 1)])
    moved = weights.copy()
    moved[0] += np.log(SURE / (1 - SURE)) - limit
    return moved


def confidences(weights: Doubles, cases: Sequence[Case], *, capped: bool) -> Doubles:
    """How sure each case is, in [0, 1], shape (cases,)."""
    sure = 1 / (1 + np.exp(-(weights[0] + _rows(cases) @ weights[1:])))
    doubted = np.asarray([case.doubted for case in cases])
    return np.asarray(np.where(doubted & capped, np.minimum(sure, CAP), sure))


def _rows(cases: Sequence[Case]) -> Doubles:
    return np.asarray([[case.evidence[name] for name in EVIDENCE] for case in cases])
