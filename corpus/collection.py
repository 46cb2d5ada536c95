"""A folder of bulletins: listed cheaply, read one by one; what is skipped is always said."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import CorpusMissing, CorpusUnreadable, Unreadable
from corpus.loaders import LOADERS, loader_for
from corpus.loaders.sidecar import MAX_BYTES, Sidecar, read_sidecar
from corpus.metadata import date_of, title_of, unit_of
from corpus.types import Bulletin, Skip
from corpus.vietnamese import nfc

MAX_SIZE = 20 * 1024 * 1024  # bytes of one file; a bulletin is some pages, this is a mistake
_SIDECAR = ".toml"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that may be a bulletin. ``signature`` changes whenever it or its sidecar does."""

    id: str
    source: str
    folder: Path  # the corpus, the same for all: paths are made when a file is read
    signature: str

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self.folder / self.source


@dataclass(frozen=True, slots=True)
class Listing:
    """What a folder holds, sorted by source. ``fingerprint`` is equal for equal entries."""

    entries: tuple[Entry, ...]
    skipped: tuple[Skip, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class _File:
    source: str
    signature: str


def scan(folder: Path) -> Listing:
    """The bulletins of a folder and of those below it, without opening any.

    Hidden files are passed over; a folder reached twice through links is listed once, and a link
    to a folder outside is not followed.
    Raises CorpusMissing where there is no such folder, CorpusUnreadable where it cannot be listed.
    """
    skipped: list[Skip] = []
    try:
        if not folder.is_dir():
            raise CorpusMissing(str(folder))
        files = sorted(_walk(folder, skipped), key=lambda file: file.source)
    except OSError as error:
        raise CorpusUnreadable(str(folder), error.strerror or str(error)) from error
    entries = tuple(_entries(folder, files, skipped))
    ordered = tuple(sorted(skipped, key=lambda one: one.source))
    return Listing(entries, ordered, _fingerprint(entries))


def read(entry: Entry) -> Bulletin:
    """The bulletin in a file.

    Raises Unreadable with ``too_large`` (more than 20 MiB, not read), ``vanished``,
    ``permission``, ``io``, ``no_file``, ``format``, ``binary``, ``encoding``, ``empty``,
    ``sidecar`` or what :func:`read_sidecar` raises.
    """
    loaded = loader_for(entry.path).load(_bytes(entry.path, MAX_SIZE))
    beside = _sidecar(entry.path.with_suffix(_SIDECAR))
    text = loaded.text
    return Bulletin(
        id=entry.id,
        source=entry.source,
        title=beside.title or loaded.title or title_of(text) or entry.id.rpartition("/")[2],
        date=beside.date or loaded.date or date_of(text),
        url=beside.url or loaded.url,
        unit=beside.unit or loaded.unit or unit_of(text),
        text=text,
    )


def digest(bulletin: Bulletin) -> str:
    """SHA-256 (hexadecimal) of everything that indexing depends on."""
    date = bulletin.date.isoformat() if bulletin.date else None
    fields = [bulletin.source, bulletin.title, date, bulletin.url, bulletin.unit, bulletin.text]
    return _sha256(json.dumps(fields, ensure_ascii=False))


def copy_key(bulletin: Bulletin) -> str:
    """SHA-256 (hexadecimal) of the words alone: equal for two copies of one bulletin."""
    return _sha256(" ".join(nfc(bulletin.text).split()))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _walk(folder: Path, skipped: list[Skip]) -> Iterator[_File]:
    """Every visible file. An error of the outermost folder is the caller's."""
    root = os.path.realpath(folder)
    seen = {_identity(folder.stat())}
    pending = [("", str(folder))]
    while pending:
        prefix, path = pending.pop()
        try:
            found = list(os.scandir(path))
        except OSError as error:
            if not prefix:
                raise
            skipped.append(Skip(prefix.rstrip("/"), _code(error), error.strerror or ""))
            continue
        for item in found:
            if item.name.startswith("."):
                continue
            source = prefix + item.name
            try:
                its = item.stat()
            except OSError as error:
                skipped.append(Skip(_shown(source), _code(error), error.strerror or ""))
                continue
            if not _is_utf8(source):
                skipped.append(Skip(_shown(source), "name", "not UTF-8"))
            elif stat.S_ISREG(its.st_mode):
                signature = f"{its.st_size:x}.{its.st_mtime_ns:x}.{its.st_ctime_ns:x}"
                yield _File(source, signature)
            elif not stat.S_ISDIR(its.st_mode):
                skipped.append(Skip(source, "format", "not a regular file"))
            elif item.is_symlink() and not _is_inside(root, item.path):
                skipped.append(Skip(source, "outside", ""))
            elif _identity(its) not in seen:
                seen.add(_identity(its))
                pending.append((f"{source}/", item.path))


def _entries(folder: Path, files: list[_File], skipped: list[Skip]) -> Iterator[Entry]:
    """Files of a known format; the first of two that would have one id."""
    sidecars = {f.source.removesuffix(_SIDECAR): f for f in files if f.source.endswith(_SIDECAR)}
    taken: dict[str, str] = {}
    for file in files:
        base, ending = _split(file.source)
        if ending == _SIDECAR:
            continue
        if ending.lower() not in LOADERS:
            skipped.append(Skip(file.source, "format", ending))
        elif base in taken:
            skipped.append(Skip(file.source, "same_id", taken[base]))
        else:
            taken[base] = file.source
            beside = sidecars.get(base)
            signature = f"{file.signature}+{beside.signature}" if beside else file.signature
            yield Entry(base, file.source, folder, signature)
    for base in sidecars.keys() - taken.keys():
        skipped.append(Skip(sidecars[base].source, "sidecar", "no bulletin beside it"))


def _split(source: str) -> tuple[str, str]:
    """A source without its ending, and the ending with its dot."""
    ending = source[source.rfind("/") + 1 :].rpartition(".")
    return (source[: -len(ending[2]) - 1], f".{ending[2]}") if ending[1] else (source, "")


def _fingerprint(entries: tuple[Entry, ...]) -> str:
    whole = hashlib.sha256()
    for entry in entries:
        whole.update(f"{entry.source}\0{entry.signature}\0".encode())
    return whole.hexdigest()


def _identity(its: os.stat_result) -> tuple[int, int]:
    return its.st_dev, its.st_ino


def _is_inside(root: str, path: str) -> bool:
    return Path(os.path.realpath(path)).is_relative_to(root)


def _is_utf8(name: str) -> bool:
    """Whether a file name was UTF-8: other bytes arrive as lone surrogates."""
    return name.isascii() or not any("\ud800" <= c <= "\udfff" for c in name)


def _shown(name: str) -> str:
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _code(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "vanished"
    return "permission" if isinstance(error, PermissionError) else "io"


def _bytes(path: Path, limit: int) -> bytes:
    try:
        its = path.stat()
        if not stat.S_ISREG(its.st_mode):  # opening a pipe would wait for ever
            raise Unreadable("no_file")
        size = its.st_size
        data = _head(path, limit + 1) if size <= limit else b""
    except OSError as error:
        raise Unreadable(_code(error), error.strerror or str(error)) from error
    if size > limit or len(data) > limit:
        raise Unreadable("too_large", f"{max(size, len(data))} > {limit}")
    return data


def _head(path: Path, length: int) -> bytes:
    with path.open("rb") as file:
        return file.read(length)


def _sidecar(path: Path) -> Sidecar:
    try:
        return read_sidecar(_bytes(path, MAX_BYTES))
    except Unreadable as error:
        if error.code == "vanished":  # there is none
            return Sidecar()
        if error.code.startswith("sidecar"):
            raise
        raise Unreadable("sidecar", error.detail) from error
