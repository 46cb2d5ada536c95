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

Doubles = NDArray[np.float64]


def fitted(groups: Sequence[Sequence[Case]]) -> Doubles:
    """Intercept and a weight for each of EVIDENCE, shape (10,): a logistic model.

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


def shifted(weights: Doubles, cases: Sequence[Case]) -> Doubles:
    """The same with an intercept under which as many of these are answered as in use."""
    odds = [
        -np.inf if case.doubted or case.alone < SURE else one
        for case, one in zip(cases, _rows(cases) @ weights[1:], strict=True)
    ]
    answered = sum(case.confidence >= SURE for case in cases)
    limit = float(np.sort(odds)[-max(answered, 1)])
    return np.asarray([np.log(SURE / (1 - SURE)) - limit, *weights[1:]])


def confidences(weights: Doubles, cases: Sequence[Case]) -> Doubles:
    """How sure each case is, in [0, 1], shape (cases,)."""
    sure = 1 / (1 + np.exp(-(weights[0] + _rows(cases) @ weights[1:])))
    sure = np.minimum(sure, [case.alone for case in cases])
    doubted = np.asarray([case.doubted for case in cases])
    return np.asarray(np.where(doubted, np.minimum(sure, CAP), sure))


def _rows(cases: Sequence[Case]) -> Doubles:
    return np.asarray([[case.evidence[name] for name in EVIDENCE] for case in cases])
