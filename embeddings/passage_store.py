"""Bulletins and passages of one snapshot, in one SQLite file.

A complete snapshot never changes, so readers open it immutable: no lock files, no journal, and a
read-only folder will do.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass, fields
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

from corpus.types import Bulletin, ListPlace, Passage, Period, Role, Skip
from embeddings.errors import IndexDamaged, StorageFailed
from embeddings.sentence_words import SentenceWords
from embeddings.types import BulletinHead, Slice

T = TypeVar("T")

REMEMBERED = 16  # bulletins that a question, and the next ones about the same, come back to
_SCHEMA = """
CREATE TABLE files (
    source TEXT PRIMARY KEY, signature TEXT NOT NULL,
    bulletin TEXT, digest TEXT, copy_key TEXT,   -- of a bulletin, or of a copy of one
    code TEXT, detail TEXT                       -- why it was skipped, else NULL
);
CREATE TABLE bulletins (
    id TEXT PRIMARY KEY, source TEXT NOT NULL, title TEXT NOT NULL,
    date TEXT, url TEXT, unit TEXT, text TEXT NOT NULL
);
CREATE INDEX bulletins_by_day ON bulletins (date);
CREATE TABLE passages (
    number INTEGER PRIMARY KEY, bulletin TEXT NOT NULL, start INTEGER NOT NULL,
    "end" INTEGER NOT NULL, text TEXT NOT NULL, heading TEXT NOT NULL,
    place TEXT, periods TEXT NOT NULL            -- JSON
);
CREATE TABLE words (passage INTEGER PRIMARY KEY, packed BLOB NOT NULL);  -- SentenceWords
CREATE UNIQUE INDEX passages_by_place ON passages (bulletin, start);
CREATE TABLE periods (
    passage INTEGER NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL, role TEXT NOT NULL
);
CREATE INDEX periods_by_day ON periods (first, last);
CREATE INDEX periods_by_passage ON periods (passage);
"""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What the last build saw of one file; ``code`` is None for a bulletin that is held."""

    source: str
    signature: str
    bulletin: str | None
    digest: str | None
    copy_key: str | None
    code: str | None
    detail: str | None


_COLUMNS = attrgetter(*(field.name for field in fields(FileRecord)))


class PassageStore:
    """Reads, and while a snapshot is built also writes, one passages file."""

    def __init__(self, path: Path, connection: sqlite3.Connection, *, remembered: int = 0) -> None:
        """``remembered`` is how many bulletins are kept at hand: none that may still change."""
        self._path = path
        self._db = connection
        self._passages_of = lru_cache(maxsize=remembered)(self._read_passages)
        self._text_of = lru_cache(maxsize=remembered)(self._read_text)

    @classmethod
    def open(cls, path: Path) -> PassageStore:
        """Opens a complete file for reading. Raises IndexDamaged where it is none."""
        try:
            address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
            db = sqlite3.connect(address, uri=True, check_same_thread=False)
            db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.Error as error:
            raise IndexDamaged(str(path), str(error)) from error
        return cls(path, db, remembered=REMEMBERED)

    @classmethod
    def create(cls, path: Path) -> PassageStore:
        """Makes an empty file for writing."""
        store = cls.edit(path)
        with store._storing():
            store._db.executescript(_SCHEMA)
        return store

    @classmethod
    def edit(cls, path: Path) -> PassageStore:
        """Opens a file of a snapshot in the making for writing.

        Durability comes from the build, which throws an unfinished snapshot away whole; so the
        journal stays in memory.
        """
        try:
            db = sqlite3.connect(path, isolation_level=None)
            db.execute("PRAGMA journal_mode = MEMORY")
            db.execute("PRAGMA synchronous = OFF")
        except sqlite3.Error as error:
            raise StorageFailed(str(path), str(error)) from error
        return cls(path, db)

    def begin(self) -> None:
        """Starts the one transaction of a build."""
        with self._storing():
            self._db.execute("BEGIN")

    def close(self, *, commit: bool = False) -> None:
        """Closes the file, keeping what was written if ``commit``; StorageFailed on a full disk."""
        try:
            if commit and self._db.in_transaction:
                self._db.execute("COMMIT")
        except sqlite3.Error as error:
            raise StorageFailed(str(self._path), str(error)) from error
        finally:
            self._db.close()

    # -- writing ---------------------------------------------------------------------------

    def put_files(self, records: Iterable[FileRecord]) -> None:
        """Replaces the whole record of files."""
        self._write("DELETE FROM files")
        self._write_many("INSERT INTO files VALUES (?,?,?,?,?,?,?)", map(_COLUMNS, records))

    def put_bulletin(self, bulletin: Bulletin) -> None:
        """Adds a bulletin that is not held."""
        date = bulletin.date.isoformat() if bulletin.date else None
        row = (bulletin.id, bulletin.source, bulletin.title, date)
        rest = (bulletin.url, bulletin.unit, bulletin.text)
        self._write("INSERT INTO bulletins VALUES (?,?,?,?,?,?,?)", row + rest)

    def put_passages(self, first_number: int, passages: Sequence[Passage]) -> None:
        """Adds passages under consecutive numbers."""
        numbered = list(enumerate(passages, first_number))
        self._write_many(
            "INSERT INTO passages VALUES (?,?,?,?,?,?,?,?)",
            ((n, p.bulletin, p.start, p.end, p.text, p.heading, *_packed(p)) for n, p in numbered),
        )
        self._write_many(
            "INSERT INTO periods VALUES (?,?,?,?)",
            (
                (n, period.first.isoformat(), period.last.isoformat(), period.role)
                for n, p in numbered
                for period in p.periods
                if not period.any_year
            ),
        )

    def put_words(self, words: Iterable[tuple[int, SentenceWords]]) -> None:
        """Adds the sentences of passages, by number."""
        packed = ((number, sentences.packed()) for number, sentences in words)
        self._write_many("INSERT INTO words VALUES (?,?)", packed)

    def delete(self, bulletin: str) -> list[int]:
        """Deletes a bulletin with its passages and returns their numbers."""
        numbers = [
            n for (n,) in self.rows("SELECT number FROM passages WHERE bulletin = ?", (bulletin,))
        ]
        for table in ("periods", "words"):
            self._write_many(f"DELETE FROM {table} WHERE passage = ?", ((n,) for n in numbers))  # noqa: S608  # two fixed names
        self._write("DELETE FROM passages WHERE bulletin = ?", (bulletin,))
        self._write("DELETE FROM bulletins WHERE id = ?", (bulletin,))
        return numbers

    # -- reading ---------------------------------------------------------------------------

    def files(self) -> Iterator[FileRecord]:
        """Every file that the build saw."""
        for row in self.rows("SELECT * FROM files ORDER BY source"):
            yield FileRecord(*row)

    def skipped(self) -> tuple[Skip, ...]:
        """The files that gave no bulletin."""
        found = self.rows(
            "SELECT source, code, detail FROM files WHERE code IS NOT NULL ORDER BY source"
        )
        return tuple(Skip(source, code, detail or "") for source, code, detail in found)

    def counts(self) -> tuple[int, int]:
        """Numbers of bulletins and of passages."""
        (row,) = self.rows(
            "SELECT (SELECT count(*) FROM bulletins), (SELECT count(*) FROM passages)"
        )
        return int(row[0]), int(row[1])

    def next_number(self) -> int:
        """A passage number above all that are in use."""
        ((highest,),) = self.rows("SELECT max(number) FROM passages")
        return 0 if highest is None else int(highest) + 1

    def passages(self, numbers: Sequence[int]) -> dict[int, tuple[Passage, BulletinHead]]:
        """Passages with their bulletins, by number; unknown numbers are left out."""
        found = self._read(
            lambda row: (row[0], (_passage(row[1:8]), head(row[8:]))),
            "SELECT p.number, p.bulletin, p.start, p.end, p.text, p.heading, p.place, p.periods,"
            " b.id, b.source, b.title, b.date, b.url, b.unit"
            " FROM passages p JOIN bulletins b ON b.id = p.bulletin"
            " WHERE p.number IN (SELECT value FROM json_each(?))",
            (json.dumps([int(n) for n in numbers]),),
        )
        return dict(found)

    def passage(self, bulletin: str, passage_id: str) -> tuple[Passage, BulletinHead]:
        """A passage that is held, by its id, with its bulletin. Raises KeyError for another."""
        start = int(passage_id.rpartition("#")[2])
        found = self.rows(
            "SELECT number FROM passages WHERE bulletin = ? AND start = ?", (bulletin, start)
        )
        if not found:
            raise KeyError(passage_id)
        return self.passages([found[0][0]])[found[0][0]]

    def words(self, numbers: Sequence[int]) -> dict[int, SentenceWords]:
        """The sentences of passages, by number."""
        found = self._read(
            lambda row: (row[0], SentenceWords.unpacked(row[1])),
            "SELECT passage, packed FROM words WHERE passage IN (SELECT value FROM json_each(?))",
            (json.dumps([int(n) for n in numbers]),),
        )
        return dict(found)

    def of_bulletin(self, bulletin: str) -> tuple[Passage, ...]:
        """All passages of a bulletin in the order of its text."""
        return self._passages_of(bulletin)

    def _read_passages(self, bulletin: str) -> tuple[Passage, ...]:
        found = self._read(
            _passage,
            "SELECT bulletin, start, end, text, heading, place, periods FROM passages"
            " WHERE bulletin = ? ORDER BY start",
            (bulletin,),
        )
        return tuple(found)

    def numbers(self, bulletin: str) -> list[int]:
        """The numbers of all passages of a bulletin, in ascending order."""
        found = self.rows(
            "SELECT number FROM passages WHERE bulletin = ? ORDER BY number", (bulletin,)
        )
        return [int(number) for (number,) in found]

    def slice(self, bulletin: str, start: int, end: int | None = None) -> Slice:
        """Exactly the code points ``start:end`` of a bulletin that is held, to its end for None.

        Raises KeyError for another.
        """
        text = self._text_of(bulletin)
        end = len(text) if end is None else end
        return Slice(bulletin, start, end, text[start:end])  # SQLite's substr stops at a NUL

    def _read_text(self, bulletin: str) -> str:
        found = self.rows("SELECT text FROM bulletins WHERE id = ?", (bulletin,))
        if not found:
            raise KeyError(bulletin)
        return str(found[0][0])

    def heads(self, limit: int = -1, *, skip: int = 0) -> list[BulletinHead]:
        """Bulletins, the newest first, undated ones last; -1 means all but the first ``skip``."""
        return self._read(
            head,
            "SELECT id, source, title, date, url, unit FROM bulletins"
            " ORDER BY date IS NULL, date DESC, id LIMIT ? OFFSET ?",
            (limit, skip),
        )

    def dates(self) -> tuple[dt.date, dt.date] | None:
        """The oldest and the newest publication date, None where no bulletin has one."""
        (found,) = self._read(_days, "SELECT min(date), max(date) FROM bulletins", ())
        return found

    def undated(self) -> int:
        """How many bulletins have no publication date."""
        ((count,),) = self.rows("SELECT count(*) FROM bulletins WHERE date IS NULL")
        return int(count)

    def overlapping(self, first: dt.date, last: dt.date, limit: int = 1_000) -> list[Period]:
        """Distinct periods of passages that share a day with ``first..last``."""
        return self._read(
            lambda row: _period(*row),
            "SELECT DISTINCT first, last, role FROM periods WHERE first <= ? AND last >= ?"
            " ORDER BY first, last, role LIMIT ?",
            (last.isoformat(), first.isoformat(), limit),
        )

    def periods(self, limit: int = 1_000) -> list[Period]:
        """Distinct periods that passages plan for or report on, the most spoken of first."""
        return self._read(
            lambda row: _period(*row),
            "SELECT first, last, role FROM periods WHERE role != ?"
            " GROUP BY first, last, role ORDER BY count(*) DESC, first, last LIMIT ?",
            (Role.MENTIONED, limit),
        )

    def is_sound(self) -> bool:
        """Whether SQLite finds its own file in order."""
        ((verdict,),) = self.rows("PRAGMA quick_check(1)")
        return bool(verdict == "ok")

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """What a query of SQLite's gives. Raises IndexDamaged where the file is not sound."""
        try:
            with closing(self._db.execute(query, values)) as cursor:
                return cursor.fetchall()
        except sqlite3.ProgrammingError:  # closed: that says nothing of the file
            raise
        except sqlite3.DatabaseError as error:
            raise IndexDamaged(str(self._path), str(error)) from error

    def _read(
        self, make: Callable[[tuple[Any, ...]], T], query: str, values: Sequence[object]
    ) -> list[T]:
        """What the rows of a query stand for. Raises IndexDamaged where they are not what was
        written.
        """
        rows = self.rows(query, values)
        try:
            return [make(row) for row in rows]
        except (ValueError, TypeError) as error:
            raise IndexDamaged(str(self._path), str(error)) from error

    def _write(self, query: str, values: Sequence[object] = ()) -> None:
        self._write_many(query, [values])

    def _write_many(self, query: str, rows: Iterable[Sequence[object]]) -> None:
        with self._storing():
            self._db.executemany(query, rows)

    @contextmanager
    def _storing(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:  # disk full, read-only
            raise StorageFailed(str(self._path), str(error)) from error


def _packed(passage: Passage) -> tuple[str | None, str]:
    place = json.dumps(astuple(passage.place)) if passage.place else None
    periods = [
        {"first": str(p.first), "last": str(p.last), "role": p.role, "any_year": p.any_year}
        for p in passage.periods
    ]
    return place, json.dumps(periods)


def _days(row: tuple[str | None, str | None]) -> tuple[dt.date, dt.date] | None:
    first, last = row
    return (dt.date.fromisoformat(first), dt.date.fromisoformat(last)) if first and last else None


@lru_cache(maxsize=4_096)  # the same passages are found again and again
def _passage(row: tuple[str, ...]) -> Passage:
    bulletin, start, end, text, heading, place, periods = row
    return Passage(
        id=f"{bulletin}#{start}",
        bulletin=bulletin,
        start=int(start),
        end=int(end),
        text=text,
        heading=heading,
        place=ListPlace(*json.loads(place)) if place else None,
        periods=tuple(_period(**p) for p in json.loads(periods)),
    )


def _period(first: str, last: str, role: str, *, any_year: bool = False) -> Period:
    return Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last), Role(role), any_year)


def head(row: Sequence[str | None]) -> BulletinHead:
    """A bulletin from its row: id, source, title, date, url, unit."""
    bulletin, source, title, date, url, unit = row
    return BulletinHead(
        id=bulletin or "",
        source=source or "",
        title=title or "",
        date=dt.date.fromisoformat(date) if date else None,
        url=url,
        unit=unit,
    )
