"""The page of ``bantin evaluate --report``: one file that needs nothing from elsewhere."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from bot.evaluation import figures
from bot.evaluation.analysis import Miss, cases, misses, risks, told
from bot.texts import Texts
from bot.wording import visible
from embeddings.evaluate import Measured

PAGE = "index.html"
EXCERPT = 700  # code points of a passage, or of a question, that are shown


def ready(folder: Path) -> None:
    """Makes the folder of a report, so that what is wrong with it is said before measuring.

    Raises OSError where it cannot be made or written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    fresh = _fresh(folder)
    fresh.touch()
    fresh.unlink()


def save(folder: Path, html: str) -> Path:
    """Writes the page whole or not at all, over that of an earlier run. Raises OSError."""
    fresh = _fresh(folder)
    try:
        fresh.write_text(html, "utf-8")
        return fresh.replace(folder / PAGE)
    finally:
        fresh.unlink(missing_ok=True)


def _fresh(folder: Path) -> Path:
    return folder / f".{PAGE}.{os.getpid()}"


def page(measured: Measured, texts: Texts, *, source: str) -> str:
    """The page in HTML. ``source`` is the folder that was measured, as it was named."""
    found = cases(measured)
    points = risks(found)
    encoder, reranker = measured.searcher.encoder, measured.searcher.reranker
    values = {
        "say": texts.say,
        "lang": texts.lang,
        "source": visible(source),
        "made": dt.datetime.now().astimezone().strftime("%d/%m/%Y %H:%M"),
        "model": visible(f"{encoder.name} ({encoder.revision})"),
        "reranker": visible(f"{reranker.name} ({reranker.revision})") if reranker else "",
        "figures": figures.table(measured.scores, texts),
        "plots": figures.plots_of(measured, found, points, texts),
        "risks": [figures.risk(point, texts) for point in told(points)],
        "wrong": sum(not case.right for case in found),
        "misses": [_shown(miss, measured, texts) for miss in misses(found, measured)],
    }
    template = (files("bot.evaluation") / "page.html.j2").read_text("utf-8")
    # Questions and passages are anybody's text: whatever is filled in is escaped.
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(template).render(values)


def _shown(miss: Miss, measured: Measured, texts: Texts) -> Mapping[str, object]:
    """A miss as the page shows it."""
    case, held = miss.case, measured.benchmark.passages
    return {
        "question": _cut(measured.benchmark.queries[case.trial.query]),
        "query": visible(case.trial.query),
        "kind": visible(figures.kind(case.trial.kind, texts)),
        "confidence": figures.number(case.confidence, texts),
        "reason": figures.reason(miss, texts),
        "wanted": _passage(miss.wanted, held),
        "first": _passage(miss.first, held) if miss.first else None,
        "features": figures.features(miss, texts),
    }


def _passage(name: str, held: Mapping[str, tuple[str, str]]) -> Mapping[str, str]:
    title, text = held[name]
    return {"id": visible(name), "title": visible(title), "text": _cut(text)}


def _cut(text: str) -> str:
    return visible(f"{text[:EXCERPT]}…" if len(text) > EXCERPT else text)
