"""Snapshots: complete, unchanging folders that hold an index, and the pointer to the current one.

INDEX/
  current             the name of the snapshot that readers open
  builder.lock        held while one process builds
  snapshots/NAME/     manifest.json, passages.db, vectors.faiss, lexical/
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from embeddings.errors import IndexDamaged, IndexMissing, StorageFailed

FORMAT = 1  # of the folder's layout
MANIFEST = "manifest.json"
PASSAGES = "passages.db"
VECTORS = "vectors.faiss"
LEXICAL = "lexical"
_POINTER = "current"
_UNFINISHED = "building-"
_NAME = re.compile(r"[\w.+-]{1,200}", re.ASCII)  # of a complete snapshot
# What begin and finish name their folders and pointers; nothing else is ours to remove.
_OURS = re.compile(
    rf"{_UNFINISHED}[0-9a-f]{{12}}|\d{{4}}-\d\d-\d\dT\d{{6}}(\.\d+)?[+-]\d{{4}}-[0-9a-f]{{6}}"
)
_FRESH = re.compile(rf"{_POINTER}\.[0-9a-f]{{12}}")


@dataclass(frozen=True, slots=True)
class FileSum:
    """Size in bytes and SHA-256 of one file of a snapshot."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot says of its birth.

    ``corpus`` is the absolute path of the folder, ``fingerprint`` the collection's, ``text`` and
    ``terms`` the versions of the rules that made passages and terms; ``created`` is UTC, ISO.
    """

    format: int
    corpus: str
    fingerprint: str
    model: str
    revision: str
    dimension: int
    text: str
    terms: int
    bulletins: int
    passages: int
    created: str
    files: dict[str, FileSum]


def current(index: Path) -> Path:
    """The folder of the current snapshot. Raises IndexMissing where there is none."""
    try:
        name = (index / _POINTER).read_text("utf-8").strip()
        folder = index / "snapshots" / name
        there = _NAME.fullmatch(name) is not None and folder.is_dir()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise IndexMissing(str(index), "no pointer") from error
    except (UnicodeDecodeError, IsADirectoryError) as error:
        raise IndexDamaged(str(index / _POINTER), "not text") from error
    except OSError as error:
        raise StorageFailed(str(index), error.strerror or str(error)) from error
    if not there:
        raise IndexDamaged(str(index), f"the pointer names {name[:80]!r}, which is not there")
    return folder


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a snapshot. Raises IndexDamaged where it is missing or malformed."""
    path = folder / MANIFEST
    try:
        values = json.loads(path.read_text("utf-8"))
        files = {name: FileSum(**_typed(FileSum, v)) for name, v in values["files"].items()}
        return Manifest(**_typed(Manifest, values) | {"files": files})
    except PermissionError as error:
        raise StorageFailed(str(path), error.strerror or str(error)) from error
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise IndexDamaged(str(path), "cannot be read as a manifest") from error


def _typed(kind: type[FileSum | Manifest], values: dict[str, Any]) -> dict[str, Any]:
    """The values of the fields, all of which must have the declared type (TypeError)."""
    for field in fields(kind):
        if type(values[field.name]).__name__ != str(field.type).partition("[")[0]:
            raise TypeError(field.name)
    return values


def check_sizes(folder: Path, manifest: Manifest) -> None:
    """Raises IndexDamaged naming the first file that is missing or has another size."""
    for name, expected in manifest.files.items():
        path = folder / name
        try:
            size = path.stat().st_size
        except PermissionError as error:
            raise StorageFailed(str(path), error.strerror or str(error)) from error
        except (OSError, ValueError) as error:  # ValueError: a name that no file can have
            raise IndexDamaged(str(path), "missing") from error
        if size != expected.size:
            raise IndexDamaged(str(path), f"{size} bytes instead of {expected.size}")
        if not os.access(path, os.R_OK):  # the stores would call this damage
            raise StorageFailed(str(path), os.strerror(errno.EACCES))


def check_sums(folder: Path, manifest: Manifest) -> None:
    """Raises IndexDamaged naming the first file whose content is not what was built."""
    check_sizes(folder, manifest)
    for name, expected in manifest.files.items():
        if _sha256(folder / name) != expected.sha256:
            raise IndexDamaged(str(folder / name), "checksum differs")


def sums(folder: Path, base: Path | None = None) -> dict[str, FileSum]:
    """Sizes and checksums of all files but locks and the manifest.

    Files that are hard links of those in the snapshot ``base`` keep the sums noted there.
    """
    known = read_manifest(base).files if base else {}
    found = {}
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        if base and name in known and (base / name).exists() and path.samefile(base / name):
            found[name] = known[name]
        else:
            found[name] = FileSum(path.stat().st_size, _sha256(path))
    return found


def begin(index: Path, base: Path | None) -> Path:
    """A new folder for a snapshot in the making, with what can be taken from ``base``.

    The lexical index is hard-linked (tantivy never changes a file that it has written, it
    replaces its lists of files); passages and vectors are copied, for they are edited.
    """
    folder = index / "snapshots" / f"{_UNFINISHED}{uuid.uuid4().hex[:12]}"
    folder.mkdir(parents=True)
    if base:
        shutil.copyfile(base / PASSAGES, folder / PASSAGES)
        (folder / LEXICAL).mkdir()
        for path in _files(base / LEXICAL):
            _link_or_copy(path, folder / LEXICAL / path.name)
    return folder


def finish(index: Path, folder: Path, manifest: Manifest) -> Path:
    """Writes the manifest, makes everything durable, and lets the pointer name it."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(text + "\n", "utf-8")
    for path in [*_files(folder), folder / MANIFEST, folder / LEXICAL, folder]:
        _sync(path)
    complete = folder.with_name(f"{manifest.created.replace(':', '')}-{folder.name[-6:]}")
    fresh = index / f"{_POINTER}.{folder.name[-12:]}"
    fresh.write_text(complete.name + "\n", "utf-8")
    _sync(fresh)
    folder.rename(complete)
    _sync(complete.parent)
    if (index / _POINTER).is_dir():  # somebody's mistake: an empty folder gives way, others stay
        (index / _POINTER).rmdir()
    fresh.replace(index / _POINTER)
    _sync(index)
    return complete


def prune(index: Path, *keep: Path | None) -> None:
    """Removes all snapshots but those to keep, unfinished ones too; only the builder may.

    What bears no name that a build gives is somebody else's and stays.

    Open readers keep their files until they close. Readers that are just opening the snapshot
    that was current before need it kept once more.
    """
    for folder in (index / "snapshots").glob("*/"):
        if folder not in keep and _OURS.fullmatch(folder.name):
            shutil.rmtree(folder, ignore_errors=True)
    for leftover in index.glob(f"{_POINTER}.*"):
        if _FRESH.fullmatch(leftover.name):
            leftover.unlink(missing_ok=True)


def _files(folder: Path) -> Iterator[Path]:
    """Every file that belongs to a snapshot: lock files come and go with readers."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != MANIFEST and not path.name.endswith(".lock"):
            yield path


def _link_or_copy(path: Path, new: Path) -> None:
    try:
        os.link(path, new)
    except OSError:  # a file system without hard links, or a file of another user
        shutil.copyfile(path, new)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
