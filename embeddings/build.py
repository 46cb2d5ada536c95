"""From a corpus folder to a new snapshot beside the old one: only what changed is read again."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import filelock

from corpus import chunking
from corpus.collection import Entry, Listing, copy_key, digest, read, scan
from corpus.errors import CorpusEmpty, Unreadable
from corpus.types import Skip
from embeddings import snapshot, terms
from embeddings.encoder import Encoder
from embeddings.errors import BuilderBusy, IndexDamaged, IndexProblem, StorageFailed
from embeddings.index import Index, Wanted
from embeddings.passage_store import FileRecord
from embeddings.snapshot import Manifest
from embeddings.types import BuildReport
from embeddings.writer import SnapshotWriter

Progress = Callable[[int, int], None]  # files done, files in all


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the corpus holds now, and how that differs from what the base snapshot holds."""

    records: dict[str, FileRecord]  # by source
    fresh: list[Entry]  # to be read and added
    stale: list[str]  # ids of bulletins to be removed first: gone or changed
    added: frozenset[str]  # ids, as below
    changed: frozenset[str]
    removed: frozenset[str]


def build(
    corpus: Path,
    index: Path,
    encoder: Encoder,
    *,
    progress: Progress = lambda done, total: None,
    wait: bool = False,
) -> BuildReport:
    """Builds an index of a corpus folder, verifies it, and lets readers have it.

    The index that was there serves until the new one is complete, and stays when the build
    fails or is killed. With ``wait`` another build is waited for instead of refused.

    Raises CorpusError for a corpus that gives nothing, BuilderBusy, StorageFailed.
    """
    began = time.monotonic()
    listing = scan(corpus)
    with _lock(index, wait=wait) as waited:
        if waited:
            listing = scan(corpus)
        with _storage(index):
            serving = _serving(index)
            snapshot.prune(index, serving)  # what a killed build left takes room
            base, held = _base(index, encoder)
        plan = _plan(listing, held)
        if not any(record.code is None for record in plan.records.values()):
            raise CorpusEmpty(str(corpus), len(plan.records))
        try:
            complete, passages = _write(corpus, index, encoder, base, listing, plan, progress)
        finally:  # also when it fails or is interrupted: nothing half-built is left behind
            with _storage(index):
                snapshot.prune(index, serving, _serving(index))
    return _report(plan, complete, passages, time.monotonic() - began)


def _report(plan: _Plan, complete: Path, passages: int, seconds: float) -> BuildReport:
    lost = {e.id for e in plan.fresh if plan.records[e.source].code is not None}
    held = sum(record.code is None for record in plan.records.values())
    return BuildReport(
        added=tuple(sorted(plan.added - lost)),
        changed=tuple(sorted(plan.changed - lost)),
        removed=tuple(sorted(plan.removed | plan.changed & lost)),
        carried=held - len(plan.added | plan.changed) + len(lost),
        skipped=_skips(plan),
        passages=passages,
        seconds=seconds,
        snapshot=complete.name,
    )


def _serving(index: Path) -> Path | None:
    try:
        return snapshot.current(index)
    except IndexProblem:
        return None


def _base(index: Path, encoder: Encoder) -> tuple[Path | None, dict[str, FileRecord]]:
    """The snapshot to build on, if there is a sound one of this model and these rules.

    Its checksums are compared, for what is carried over from it is not looked at again.
    """
    try:
        with Index.open(index, Wanted.of(encoder)) as held:
            snapshot.check_sums(held.folder, held.manifest)
            return held.folder, {record.source: record for record in held.store.files()}
    except IndexProblem:
        return None, {}


def _plan(listing: Listing, held: dict[str, FileRecord]) -> _Plan:
    """Decides file by file. Of two copies of one bulletin the first in order is kept."""
    records = {
        s.source: FileRecord(s.source, "", None, None, None, s.code, s.detail)
        for s in listing.skipped
    }
    kept: dict[str, str] = {}
    for entry in listing.entries:
        record = _look(entry, held.get(entry.source))
        if record.copy_key and record.code is None:
            first = kept.setdefault(record.copy_key, entry.source)
            if first != entry.source:
                record = replace(record, code="copy", detail=first)
        records[entry.source] = record
    before = {r.bulletin: r.digest for r in held.values() if r.code is None and r.bulletin}
    now = {r.bulletin: r.digest for r in records.values() if r.code is None and r.bulletin}
    changed = {b for b in now if b in before and now[b] != before[b]}
    added, removed = now.keys() - before.keys(), before.keys() - now.keys()
    fresh = added | changed
    return _Plan(
        records=records,
        fresh=[e for e in listing.entries if records[e.source].code is None and e.id in fresh],
        stale=sorted(removed | changed),
        added=frozenset(added),
        changed=frozenset(changed),
        removed=frozenset(removed),
    )


def _look(entry: Entry, before: FileRecord | None) -> FileRecord:
    """What a file holds; one whose size and times are as they were is not read again."""
    if before and before.signature == entry.signature and before.digest:
        return replace(before, code=None, detail=None)
    try:
        bulletin = read(entry)
    except Unreadable as why:
        return FileRecord(entry.source, entry.signature, None, None, None, why.code, why.detail)
    return FileRecord(
        entry.source, entry.signature, entry.id, digest(bulletin), copy_key(bulletin), None, None
    )


def _write(
    corpus: Path,
    index: Path,
    encoder: Encoder,
    base: Path | None,
    listing: Listing,
    plan: _Plan,
    progress: Progress,
) -> tuple[Path, int]:
    """Writes, verifies and publishes the snapshot; returns its folder and passage count."""
    with _storage(index):
        folder = snapshot.begin(index, base)
        writer = SnapshotWriter(folder, encoder, base=base)
    try:
        for done in _applied(index, plan, writer):
            progress(done, len(plan.fresh))
        with _storage(index):
            bulletins, passages = writer.finish(list(plan.records.values()))
    finally:
        with _storage(index):
            writer.close()
    if not bulletins:
        raise CorpusEmpty(str(corpus), len(plan.records))
    with _storage(index):
        manifest = _manifest(corpus, encoder, base, listing, folder, bulletins, passages)
        with Index.of(folder, manifest) as made:
            made.verify(encoder)
        return snapshot.finish(index, folder, manifest), passages


def _manifest(
    corpus: Path,
    encoder: Encoder,
    base: Path | None,
    listing: Listing,
    folder: Path,
    bulletins: int,
    passages: int,
) -> Manifest:
    return Manifest(
        format=snapshot.FORMAT,
        corpus=str(corpus.resolve()),
        fingerprint=listing.fingerprint,
        model=encoder.name,
        revision=encoder.revision,
        dimension=encoder.dimension,
        text=chunking.FORMAT,
        terms=terms.VERSION,
        bulletins=bulletins,
        passages=passages,
        created=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        files=snapshot.sums(folder, base),
    )


def _applied(index: Path, plan: _Plan, writer: SnapshotWriter) -> Iterator[int]:
    """Writes what differs; yields how many files are done."""
    with _storage(index):
        for bulletin_id in plan.stale:
            writer.remove(bulletin_id)
    for done, entry in enumerate(plan.fresh, 1):
        record = plan.records[entry.source]
        try:
            bulletin = read(entry)
        except Unreadable as why:  # it went away since it was looked at
            plan.records[entry.source] = replace(record, code=why.code, detail=why.detail)
        else:
            plan.records[entry.source] = replace(record, digest=digest(bulletin))
            passages = chunking.chunk(bulletin).passages
            with _storage(index):
                writer.add(bulletin, passages)
        yield done


def _skips(plan: _Plan) -> tuple[Skip, ...]:
    found = (r for r in plan.records.values() if r.code is not None)
    return tuple(Skip(r.source, r.code or "", r.detail or "") for r in found)


@contextmanager
def _lock(index: Path, *, wait: bool) -> Iterator[bool]:
    """The builder's lock, which the system lets go of when its holder dies.

    Yields whether another builder had to be waited for.
    """
    waited = False
    with _storage(index):
        index.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(index / "builder.lock")
        try:
            lock.acquire(blocking=False)
        except filelock.Timeout as error:
            if not wait:
                raise BuilderBusy(str(index)) from error
            waited = True
            lock.acquire()
    try:
        yield waited
    finally:
        with _storage(index):
            lock.release()


@contextmanager
def _storage(index: Path) -> Iterator[None]:
    """Turns what the system says of the index's disk and permissions into one clear error."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise StorageFailed(str(error.filename2 or error.filename or index), reason) from error
    except IndexDamaged as error:  # what was just written does not read back
        raise StorageFailed(
            error.path, f"the new index failed its check: {error.detail}"
        ) from error
