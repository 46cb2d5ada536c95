"""What a measured benchmark says beyond its figures: by kind, by score, and where it went wrong."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from bot.answering.confidence import judge
from embeddings.background import Background
from embeddings.evaluate import Measured, Trial, measures
from embeddings.search import CANDIDATES, Found
from embeddings.types import Hit

KINDS = 12  # kinds of questions told apart, the most frequent; the others are one more
MISSES = 20  # shown, the worst first
COVERAGES = (0.25, 0.5, 0.75, 0.9, 1.0)  # at which the risk is told


@dataclass(frozen=True, slots=True)
class Kind:
    """Questions of one kind (None: all rare kinds): how many, and P@1 and R@10 in [0, 1]."""

    name: str | None
    questions: int
    first: float
    within_ten: float


@dataclass(frozen=True, slots=True)
class Case:
    """The first hit of a question: its score, the confidence in its best sentence, in [0, 1], both
    0 where nothing was found, and whether it is a wanted one.
    """

    trial: Trial
    score: float
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Risk:
    """Of the ``coverage`` surest questions, a share in (0, 1], the share whose first hit is wrong.

    ``confidence`` is that of the least sure of them.
    """

    coverage: float
    risk: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Miss:
    """A question whose first hit is wrong.

    ``wanted`` is the best of its relevant passages (its id), at place ``rank`` from 1 of all that
    was looked at, None where it was not among it. ``first`` and ``features`` are None where
    nothing was found; ``features`` holds, for each feature of Why that either has, that of the
    first hit and that of the wanted passage, None where it was not found. ``let_down`` is the one
    in which the wanted passage falls furthest behind, None where it does in none.
    """

    case: Case
    wanted: str
    rank: int | None
    first: str | None
    features: Mapping[str, tuple[float, float | None]]
    let_down: str | None


def by_kind(trials: Sequence[Trial]) -> list[Kind]:
    """The kinds of questions, the most frequent first; what is left of them last."""
    groups: dict[str, list[Trial]] = {}
    for trial in trials:
        groups.setdefault(trial.kind, []).append(trial)
    ordered = sorted(groups, key=lambda name: (-len(groups[name]), name))
    kinds = [_kind(name, groups[name]) for name in ordered[:KINDS]]
    rest = [trial for name in ordered[KINDS:] for trial in groups[name]]
    return [*kinds, _kind(None, rest)] if rest else kinds


def _kind(name: str | None, trials: Sequence[Trial]) -> Kind:
    found = measures([trial.ranks for trial in trials], [trial.wanted for trial in trials])
    return Kind(name, len(trials), found["P@1"], found["R@10"])


def cases(measured: Measured) -> list[Case]:
    """The first hit of every question, in order."""
    background = measured.searcher.background
    return [_case(trial, background) for trial in measured.trials]


def _case(trial: Trial, background: Background) -> Case:
    hits = trial.found.hits[:1]
    judged = judge(trial.found.question, hits, background)
    return Case(
        trial=trial,
        score=hits[0].score if hits else 0.0,
        confidence=judged[0].confidence if judged else 0.0,
        right=bool(hits) and hits[0].bulletin.id in trial.wanted,
    )


def risks(found: Sequence[Case]) -> list[Risk]:
    """The risk at each coverage that a threshold on the confidence can reach, growing coverage."""
    ordered = sorted(found, key=lambda case: -case.confidence)
    points, wrong = [], 0
    for count, case in enumerate(ordered, 1):
        wrong += not case.right
        if count == len(ordered) or ordered[count].confidence < case.confidence:
            points.append(Risk(count / len(ordered), wrong / count, case.confidence))
    return points


def told(points: Sequence[Risk]) -> list[Risk]:
    """For each of COVERAGES the first point that reaches it, each once."""
    reached = [next(p for p in points if p.coverage >= share - 1e-9) for share in COVERAGES]
    return list(dict.fromkeys(reached))


def misses(found: Sequence[Case], measured: Measured) -> list[Miss]:
    """The worst misses: those whose wanted passage stands furthest down, then the surest."""
    wrong = [case for case in found if not case.right]
    wrong.sort(key=lambda case: (-(_place(case.trial) or math.inf), -case.confidence))
    return [_miss(case, measured) for case in wrong[:MISSES]]


def _place(trial: Trial) -> int | None:
    """The place of the first wanted passage, from 1."""
    return next((n for n, name in enumerate(trial.ranks, 1) if name in trial.wanted), None)


def _miss(case: Case, measured: Measured) -> Miss:
    """A miss; a passage that is not among the hits is looked for among all candidates."""
    trial, found = case.trial, case.trial.found
    if _place(trial) is None:
        text = measured.benchmark.queries[trial.query]
        found = measured.searcher.search(text, limit=2 * CANDIDATES)
    ids = [hit.bulletin.id for hit in found.hits]
    rank = next((n for n, name in enumerate(ids, 1) if name in trial.wanted), None)
    wanted = found.hits[rank - 1] if rank else None
    first = _again(trial, found)
    features = _features(first, wanted)
    return Miss(
        case=case,
        wanted=wanted.bulletin.id if wanted else min(trial.wanted),
        rank=rank,
        first=first.bulletin.id if first else None,
        features=features,
        let_down=_let_down(features),
    )


def _again(trial: Trial, found: Found) -> Hit | None:
    """The first hit of a trial, with its features among what was found now."""
    first = next(iter(trial.found.hits), None)
    return next((h for h in found.hits if first and h.passage.id == first.passage.id), first)


def _features(first: Hit | None, wanted: Hit | None) -> dict[str, tuple[float, float | None]]:
    if first is None:
        return {}
    ours = asdict(first.why)
    theirs = asdict(wanted.why) if wanted else dict.fromkeys(ours)
    return {name: (ours[name], theirs[name]) for name in ours if ours[name] or theirs[name]}


def _let_down(features: Mapping[str, tuple[float, float | None]]) -> str | None:
    gaps = {
        name: first - wanted for name, (first, wanted) in features.items() if wanted is not None
    }
    worst = max(gaps, key=lambda name: gaps[name], default=None)
    return worst if worst is not None and gaps[worst] > 0 else None
