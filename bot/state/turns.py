"""Questions with their answers, and the thumbs of those who asked."""

from __future__ import annotations

import json
import time
from dataclasses import astuple, fields
from typing import Any

from bot.state.database import Database, marks
from bot.state.types import Turn, Vote
from bot.types import Outcome

_FIELDS = tuple(field.name for field in fields(Turn))
_COLUMNS = ", ".join(_FIELDS)
_LISTS = ("answers", "suggestions")


class Turns:
    """The tables of turns and of votes."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, turn: Turn) -> None:
        """Stores a turn, in place of the one that answered the same message before."""
        if turn.message is not None:
            self._db.write(
                "DELETE FROM turns WHERE chat = ? AND message = ?", (turn.chat, turn.message)
            )
        row = [
            json.dumps(v) if n in _LISTS else v for n, v in zip(_FIELDS, astuple(turn), strict=True)
        ]
        self._db.write(f"INSERT OR REPLACE INTO turns ({_COLUMNS}) VALUES ({marks(row)})", row)

    def turn(self, update: int) -> Turn | None:
        """The turn of an update."""
        return self._where("id = ?", update)

    def turn_of(self, chat: int, message: int) -> Turn | None:
        """The turn that answered a message."""
        return self._where("chat = ? AND message = ?", chat, message)

    def last_turn(self, chat: int, person: int) -> Turn | None:
        """The latest turn of a person in a chat."""
        return self._where("chat = ? AND person = ?", chat, person)

    def delete(self, update: int) -> None:
        """Deletes the turn of an update."""
        self._db.write("DELETE FROM turns WHERE id = ?", (update,))

    def vote(self, turn: int, person: int, *, up: bool) -> Vote:
        """Stores a thumb in place of the person's former one."""
        if self._where("id = ?", turn) is None:
            return Vote.GONE
        before = self._db.one("SELECT up FROM votes WHERE turn = ? AND person = ?", (turn, person))
        self._db.write(
            "INSERT OR REPLACE INTO votes VALUES (?, ?, ?, ?)", (turn, person, up, time.time())
        )
        if before is None:
            return Vote.NEW
        return Vote.SAME if bool(before[0]) == up else Vote.CHANGED

    def refused(self, limit: int) -> list[tuple[str, float]]:
        """The latest questions that were refused, each with its time."""
        found = self._db.rows(
            "SELECT question, at FROM turns WHERE outcome = ? ORDER BY id DESC LIMIT ?",
            (Outcome.REFUSED, limit),
        )
        return [(question, at) for question, at in found]

    def move(self, old: int, new: int) -> None:
        """A chat has another id now, in which messages are numbered anew: old numbers mean others
        there.
        """
        self._db.write(
            "UPDATE turns SET chat = ?, message = NULL, answers = '[]' WHERE chat = ?", (new, old)
        )

    def forget_person(self, person: int) -> None:
        """Deletes a person's turns and votes."""
        self._db.write("DELETE FROM votes WHERE person = ?", (person,))
        self._db.write("DELETE FROM turns WHERE person = ?", (person,))

    def purge(self, before: float) -> None:
        """Deletes older turns, and with them the votes on them."""
        self._db.write("DELETE FROM turns WHERE at < ?", (before,))

    def _where(self, condition: str, *values: object) -> Turn | None:
        found = self._db.one(
            f"SELECT {_COLUMNS} FROM turns WHERE {condition} ORDER BY id DESC LIMIT 1", values
        )
        return _turn(found) if found else None


def _turn(row: tuple[Any, ...]) -> Turn:
    named = dict(zip(_FIELDS, row, strict=True))
    lists = {name: tuple(json.loads(named[name])) for name in _LISTS}
    return Turn(**{**named, **lists, "outcome": Outcome(named["outcome"])})
