"""The state as its users see it: its tables, and what must change in several of them at once."""

from __future__ import annotations

import time
from pathlib import Path

from bot.state.database import Database
from bot.state.inbox import Inbox
from bot.state.people import People
from bot.state.statistics import FAILED, SET_ASIDE, Statistics
from bot.state.turns import Turns
from bot.state.types import Stats, Turn, Vote

DAY = 86_400.0


class State:
    """What must survive: ``inbox``, ``turns``, ``people``. What was written outlives the program
    when its call returns; every method raises StateFailed where the disk does not do its part.

    ``retention_days`` is how long turns, thumbs, languages and memories are kept; with 0 none of
    them is stored at all, so that nothing can be gone on from.
    """

    def __init__(self, db: Database, retention_days: int) -> None:
        self._db = db
        self._days = retention_days
        self._statistics = Statistics(db)
        self.inbox = Inbox(db)
        self.turns = Turns(db)
        self.people = People(db)

    @classmethod
    def open(cls, folder: Path, *, retention_days: int) -> State:
        """Opens the state in a folder, or begins one there. Raises StateFailed."""
        return cls(Database(folder), retention_days)

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def finish(self, update: int, turn: Turn | None = None, memory: str | None = None) -> None:
        """An update is answered: it is done, its turn and the conversation's memory are stored,
        all or nothing. After a power failure it may be answered once more. Nothing is stored of
        one that was forgotten while it was answered.
        """
        with self._db.loosely(), self._db.together():
            forgotten = self.inbox.payload(update) is None
            self.inbox.done(update)
            if forgotten or not self._days or turn is None:
                return
            self.turns.put(turn)
            if memory is not None:
                self.people.remember(turn.chat, turn.person, memory)

    def set_aside(self, code: str, update: int | None = None) -> None:
        """An update (its id if it was stored) cannot be answered; ``code`` says why, no content."""
        with self._db.together():
            self._statistics.note(SET_ASIDE, code)
            if update is not None:
                self.inbox.done(update)

    def failed(self, code: str) -> None:
        """A message could not be sent, or nobody knows whether it was."""
        self._statistics.note(FAILED, code)

    def vote(self, turn: int, person: int, *, up: bool) -> Vote:
        """Stores a thumb in place of the person's former one."""
        with self._db.together():
            return self.turns.vote(turn, person, up=up)

    def set_lang(self, person: int, lang: str) -> None:
        """Stores the language that a person chose."""
        if self._days:
            self.people.set_lang(person, lang)

    def migrate(self, old: int, new: int) -> None:
        """A chat has another id now."""
        with self._db.together():
            for table in (self.inbox, self.turns, self.people):
                table.move(old, new)

    def delete_person(self, person: int, *, but: int) -> None:
        """Deletes all that is kept about a person; of the inbox what came before ``but``."""
        with self._db.together():
            self.inbox.forget_person(person, but)
            self.turns.forget_person(person)
            self.people.forget_person(person)
        self._db.forget_deleted()

    def stats(self, since: float) -> Stats:
        """What was asked since then, in seconds since 1970, and how it went."""
        return self._statistics.since(since, self.inbox.waiting())

    def purge(self) -> None:
        """Deletes what was kept long enough."""
        before = time.time() - self._days * DAY
        with self._db.together():
            self.inbox.purge()
            for table in (self.turns, self.people, self._statistics):
                table.purge(before)
        self._db.forget_deleted()
