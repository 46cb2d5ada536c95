"""The figures of a report in words: the table, the plots with their axes, why a miss is one."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from bot.evaluation import plots
from bot.evaluation.analysis import Case, Kind, Miss, Risk, by_kind
from bot.evaluation.plots import Mark
from bot.texts import Texts
from bot.wording import visible
from embeddings.evaluate import DEPTH, Measured
from embeddings.search import CANDIDATES

LONGEST_NAME = 36  # letters of a kind's name; beside it stand its figures


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot with its title and what it shows in words."""

    title: str
    caption: str
    picture: Markup


def share(value: float, texts: Texts) -> str:
    """A share of 1 in percent, as the language writes it."""
    return _decimal(f"{100 * value:.1f}%", texts)


def number(value: float, texts: Texts) -> str:
    """A number with two places, as the language writes it."""
    return _decimal(f"{value:.2f}", texts)


def _decimal(text: str, texts: Texts) -> str:
    return text.replace(".", ",") if texts.lang == "vi" else text


def table(scores: Mapping[str, float], texts: Texts) -> list[tuple[str, str, str]]:
    """Name, value and meaning of each figure."""
    return [
        (name, _value(name, value, texts), _meaning(name, texts)) for name, value in scores.items()
    ]


def _value(name: str, value: float, texts: Texts) -> str:
    if name == "ms_per_query":
        return number(value, texts)
    return str(value) if isinstance(value, int) else share(value, texts)


def _meaning(name: str, texts: Texts) -> str:
    return texts.say(f"figure_{name.replace('@', '_at_').lower()}")


def kind(name: str | None, texts: Texts) -> str:
    """What a kind of questions is called; one of the folder's own goes by its own name."""
    if name is None:
        return texts.say("kind_others")
    return texts.say(f"kind_{name}") if texts.knows(f"kind_{name}") else name


def risk(point: Risk, texts: Texts) -> tuple[str, str, str]:
    """Coverage, risk and confidence of a point."""
    return share(point.coverage, texts), share(point.risk, texts), number(point.confidence, texts)


def plots_of(
    measured: Measured, found: Sequence[Case], points: Sequence[Risk], texts: Texts
) -> list[Plot]:
    """The plots of a report."""
    kinds = by_kind(measured.trials)
    return [
        _plot("kinds", plots.bars(texts.say("plot_kinds"), [_row(k, texts) for k in kinds]), texts),
        _split("scores", [(case.score, case.right) for case in found], texts),
        _split("confidences", [(case.confidence, case.right) for case in found], texts),
        _plot("risk", _risk(points, texts), texts),
        _latency([1_000 * trial.seconds for trial in measured.trials], texts),
    ]


def _plot(code: str, picture: Markup, texts: Texts, **values: str) -> Plot:
    return Plot(texts.say(f"plot_{code}"), texts.say(f"caption_{code}", **values), picture)


def _row(one: Kind, texts: Texts) -> tuple[str, str, float, float]:
    name = visible(kind(one.name, texts))
    cut = f"{name[: LONGEST_NAME - 1]}…" if len(name) > LONGEST_NAME else name
    value = f"{share(one.first, texts)} / {share(one.within_ten, texts)}"
    return f"{cut} ({one.questions})", value, one.first, one.within_ten


def _split(code: str, values: Sequence[tuple[float, bool]], texts: Texts) -> Plot:
    """Right and wrong ones apart, over the range that there is, in tenths."""
    low = math.floor(10 * min(value for value, _ in values)) / 10
    wide = max(0.1, math.ceil(10 * max(value for value, _ in values)) / 10 - low)
    right, wrong = (
        [(value - low) / wide for value, is_right in values if is_right is side]
        for side in (True, False)
    )
    ticks = [(x, number(low + x * wide, texts)) for x in (0.0, 0.5, 1.0)]
    name, axis = texts.say(f"plot_{code}"), texts.say(f"axis_{code}")
    picture = plots.histograms(name, right, wrong, ticks, axis)
    return _plot(code, picture, texts, right=str(len(right)), wrong=str(len(wrong)))


def _risk(points: Sequence[Risk], texts: Texts) -> Markup:
    top = _round_up(max(point.risk for point in points))
    return plots.curve(
        texts.say("plot_risk"),
        [(point.coverage, point.risk / top) for point in points],
        [(x, f"{100 * x:.0f}%") for x in (0.0, 0.25, 0.5, 0.75, 1.0)],
        [(y, share(y * top, texts)) for y in (0.0, 0.5, 1.0)],
        texts.say("axis_risk"),
    )


def _round_up(risk: float) -> float:
    """The next whole 5%, so that the scale of a plot has round numbers; 5% at least."""
    return max(1, math.ceil(20 * risk - 1e-9)) / 20


def _latency(milliseconds: Sequence[float], texts: Texts) -> Plot:
    """Latencies up to a little above the slowest of 100; slower ones stand in the last column."""
    median, most, slow, slowest = (
        float(q) for q in np.quantile(milliseconds, (0.5, 0.95, 0.99, 1))
    )
    top = 1.1 * slow or 1.0
    counts, _ = np.histogram(np.minimum(milliseconds, top), plots.BINS, (0, top))
    step = _step(top)
    ticks = [(n * step / top, _decimal(f"{n * step:g}", texts)) for n in range(int(top / step) + 1)]
    marks: list[Mark] = [
        (median / top, texts.say("mark_median", ms=number(median, texts))),
        (most / top, texts.say("mark_most", ms=number(most, texts))),
    ]
    name, axis = texts.say("plot_latency"), texts.say("axis_latency")
    picture = plots.columns(name, counts / len(milliseconds), ticks, marks, axis)
    return _plot("latency", picture, texts, slowest=number(slowest, texts))


def _step(top: float) -> float:
    """A round number that goes into ``top`` three to seven times."""
    magnitude: float = 10.0 ** math.floor(math.log10(top))
    return next(magnitude * n for n in (0.2, 0.5, 1.0, 2.0) if top < 8 * magnitude * n)


def reason(miss: Miss, texts: Texts) -> str:
    """Why a question was missed."""
    if miss.first is None:
        return texts.say("miss_nothing")
    if miss.rank is None:
        return texts.say("miss_unseen", candidates=CANDIDATES)
    where = texts.say(
        "miss_rank" if miss.rank <= DEPTH else "miss_far", rank=miss.rank, depth=DEPTH
    )
    if miss.let_down is None:
        return f"{where} {texts.say('miss_close')}"
    first, wanted = miss.features[miss.let_down]
    return f"{where} " + texts.say(
        "miss_feature",
        feature=texts.say(f"feature_{miss.let_down}"),
        first=number(first, texts),
        wanted=number(wanted or 0.0, texts),
    )


def features(miss: Miss, texts: Texts) -> list[tuple[str, str, str, bool]]:
    """Each feature: its name, that of the wanted passage, that of the first hit, the culprit."""
    return [
        (
            texts.say(f"feature_{name}"),
            "–" if wanted is None else number(wanted, texts),
            number(first, texts),
            name == miss.let_down,
        )
        for name, (first, wanted) in miss.features.items()
    ]
