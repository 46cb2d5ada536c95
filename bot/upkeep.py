"""What whoever looks after the corpus reads: reports of builds, of an index, of measurements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.texts import Texts
from bot.wording import date, escaped, visible
from corpus.collection import scan
from corpus.types import Skip
from embeddings import snapshot
from embeddings.encoder import Encoder
from embeddings.index import Index, Wanted
from embeddings.types import BuildReport

SHOWN = 20  # of each kind of change; the rest is counted


def build_object(report: BuildReport, texts: Texts) -> dict[str, object]:
    """A build as JSON: every change, every skipped file with its reason."""
    return {
        "added": report.added,
        "changed": report.changed,
        "removed": report.removed,
        "carried": report.carried,
        "skipped": [
            {"source": s.source, "code": s.code, "reason": texts.skip(s.code, s.detail)}
            for s in report.skipped
        ],
        "passages": report.passages,
        "seconds": round(report.seconds, 3),
        "snapshot": report.snapshot,
    }


def build_text(report: BuildReport, texts: Texts) -> str:
    """A build in words: counts, then the changes and the skipped files, 20 of a kind."""
    kinds = {
        "rebuild_added": report.added,
        "rebuild_changed": report.changed,
        "rebuild_removed": report.removed,
        "rebuild_skipped": [_skipped(skip, texts) for skip in report.skipped],
    }
    lines = [
        texts.say(
            "rebuild_done",
            added=len(report.added),
            changed=len(report.changed),
            removed=len(report.removed),
            carried=report.carried,
            skipped=len(report.skipped),
            passages=report.passages,
            seconds=f"{report.seconds:.1f}",
            snapshot=report.snapshot,
        )
    ]
    for code, items in kinds.items():
        lines += _listed(texts.say(code), items, texts)
    return "\n".join(lines)


def _skipped(skip: Skip, texts: Texts) -> str:
    return f"{skip.source}: {texts.skip(skip.code, skip.detail)}"


def _listed(title: str, items: Sequence[str], texts: Texts) -> list[str]:
    if not items:
        return []
    lines = [title, *(f"  {escaped(item)}" for item in items[:SHOWN])]
    rest = len(items) - SHOWN
    return [*lines, f"  {texts.say('and_more', count=rest)}"] if rest > 0 else lines


@dataclass(frozen=True, slots=True)
class Status:
    """What an index says of itself; ``current`` is whether the corpus is still as it was."""

    corpus: str
    index: str
    snapshot: str
    model: str
    revision: str
    dimension: int
    bulletins: int
    passages: int
    dates: tuple[str, str] | None  # of publication, the oldest and the newest, ISO
    created: str
    current: bool
    verified: bool


def inspect(corpus: Path, index: Path, encoder: Encoder, *, verify: bool) -> Status:
    """Looks at the current snapshot; with ``verify`` every byte of it is read.

    Raises CorpusError, IndexProblem, StorageFailed.
    """
    listing = scan(corpus)
    with Index.open(index, Wanted.of(encoder)) as held:
        if verify:
            snapshot.check_sums(held.folder, held.manifest)
            held.verify(encoder)
        made, dates = held.manifest, held.store.dates()
        return Status(
            corpus=str(corpus),
            index=str(index),
            snapshot=held.folder.name,
            model=made.model,
            revision=made.revision,
            dimension=made.dimension,
            bulletins=made.bulletins,
            passages=made.passages,
            dates=(dates[0].isoformat(), dates[1].isoformat()) if dates else None,
            created=made.created,
            current=made.fingerprint == listing.fingerprint,
            verified=verify,
        )


def status_text(status: Status, texts: Texts) -> str:
    """The state of an index in words."""
    lines = [
        texts.say(
            "status",
            corpus=escaped(status.corpus),
            index=escaped(status.index),
            snapshot=status.snapshot,
            model=f"{status.model} {status.revision} ({status.dimension})",
            bulletins=status.bulletins,
            passages=status.passages,
            dates=_span(status.dates, texts),
            created=status.created,
            current=texts.say("yes" if status.current else "no"),
        )
    ]
    if status.verified:
        lines.append(texts.say("status_verified"))
    return visible("\n".join(lines))


def _span(dates: tuple[str, str] | None, texts: Texts) -> str:
    if dates is None:
        return date(None, texts)
    first, last = (date(dt.date.fromisoformat(day), texts) for day in dates)
    return first if first == last else f"{first} – {last}"


def measures_text(measures: Mapping[str, float]) -> str:
    """Measured values, one a line; shares of 1 with four places."""
    width = max(map(len, measures))
    return "\n".join(
        f"{name:<{width}}  {value:.4f}" if isinstance(value, float) else f"{name:<{width}}  {value}"
        for name, value in measures.items()
    )
