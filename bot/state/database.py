"""The SQLite file under the state, and what goes wrong with it in our own words."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.errors import StateFailed

FILE = "bantin.db"
VERSION = 1  # of the schema; raised with every change to it
BUSY_SECONDS = 10.0  # for which a file that somebody else writes is waited for

# With the first, the file is whole after a power failure; with the second, nothing is missing.
_LOOSELY, _SAFELY = "PRAGMA synchronous = NORMAL", "PRAGMA synchronous = FULL"

# What each column means is said in bot/state/types.py; docs/telegram.md lists what is kept for how
# long.
_SCHEMA = """
CREATE TABLE inbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, kept REAL NOT NULL,
    lane INTEGER, person INTEGER, payload TEXT, sent TEXT NOT NULL DEFAULT '[]'  -- NULL when done
);
CREATE INDEX inbox_waiting ON inbox (id) WHERE payload IS NOT NULL;
CREATE INDEX inbox_by_age ON inbox (kept);
CREATE TABLE turns (
    id INTEGER PRIMARY KEY, chat INTEGER NOT NULL, person INTEGER NOT NULL, message INTEGER,
    question TEXT NOT NULL, understood TEXT NOT NULL, outcome TEXT NOT NULL, reason TEXT NOT NULL,
    version TEXT NOT NULL, ms REAL NOT NULL, answers TEXT NOT NULL, html TEXT NOT NULL,
    suggestions TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, at REAL NOT NULL
);
CREATE INDEX turns_by_person ON turns (person, chat, id);
CREATE INDEX turns_by_message ON turns (chat, message);
CREATE INDEX turns_by_age ON turns (at);
CREATE TABLE votes (
    turn INTEGER NOT NULL REFERENCES turns ON DELETE CASCADE, person INTEGER NOT NULL,
    up INTEGER NOT NULL, at REAL NOT NULL, PRIMARY KEY (turn, person)
);
CREATE TABLE memories (
    chat INTEGER NOT NULL, person INTEGER NOT NULL, memory TEXT NOT NULL, at REAL NOT NULL,
    PRIMARY KEY (chat, person)
);
CREATE TABLE languages (person INTEGER PRIMARY KEY, lang TEXT NOT NULL, at REAL NOT NULL);
CREATE TABLE troubles (at REAL NOT NULL, kind TEXT NOT NULL, code TEXT NOT NULL);
CREATE INDEX troubles_by_age ON troubles (at);
"""


class Database:
    """One open file. What is written outlives the program when its call returns, and what is not
    written ``loosely`` a power failure as well.
    """

    def __init__(self, folder: Path) -> None:
        """Opens the file in a folder, or makes both. Raises StateFailed."""
        self._path = folder / FILE
        with self._failing():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            # Only its owner may read it, from the first byte on; SQLite's other files follow it.
            os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
            self._db = sqlite3.connect(
                self._path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            self._prepare()

    def _prepare(self) -> None:
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute(_SAFELY)
        self._db.execute("PRAGMA foreign_keys = ON")
        self._db.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version > VERSION:
            raise StateFailed(str(self._path), "newer")
        if version == 0:
            self._db.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """What a query finds. Raises StateFailed."""
        with self._failing():
            return self._db.execute(query, values).fetchall()

    def one(self, query: str, values: Sequence[object] = ()) -> tuple[Any, ...] | None:
        """The first row of a query. Raises StateFailed."""
        with self._failing():
            found: tuple[Any, ...] | None = self._db.execute(query, values).fetchone()
            return found

    def write(self, query: str, values: Sequence[object] = ()) -> int:
        """Changes rows; how many. Raises StateFailed."""
        with self._failing():
            return self._db.execute(query, values).rowcount

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is written in the block is written as a whole or not at all. Raises StateFailed."""
        self.write("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            with self._failing():
                self._db.rollback()
            raise
        self.write("COMMIT")

    @contextmanager
    def loosely(self) -> Iterator[None]:
        """What is written in the block does not wait for the disk; what is written later, safely,
        takes it along. Raises StateFailed.
        """
        self.rows(_LOOSELY)
        try:
            yield
        finally:
            self.rows(_SAFELY)

    def forget_deleted(self) -> None:
        """Empties the log of changes, which may still hold what was deleted."""
        self.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise StateFailed(str(self._path), reason or type(error).__name__) from error


def marks(values: Iterable[object]) -> str:
    """A question mark for each value: "?, ?, ?"."""
    return ", ".join("?" for _ in values)
