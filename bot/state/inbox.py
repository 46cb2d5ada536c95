"""Updates that were received: stored before they are confirmed, done when they are answered."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import Any

from bot.state.database import Database
from bot.state.types import Arrival, Pending

# A messenger may bring an update again until it is confirmed; Telegram does for a day.
REMEMBERED = 2 * 86_400.0  # seconds for which one that is done is known by its key


class Inbox:
    """The table of updates."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def keep(self, arrivals: Sequence[Arrival]) -> list[Pending]:
        """Stores updates, all or none; those that were not known before, in order."""
        now, new = time.time(), []
        with self._db.together():
            for one in arrivals:
                stored = self._db.one(
                    "INSERT INTO inbox (key, kept, lane, person, payload) VALUES (?, ?, ?, ?, ?) "
                    "ON CONFLICT (key) DO NOTHING RETURNING id",
                    (one.key, now, one.lane, one.person, one.payload),
                )
                if stored:
                    new.append(Pending(stored[0], one.lane, one.person, now))
        return new

    def pending(self) -> list[Pending]:
        """What waits to be answered, in the order in which it came."""
        found = self._db.rows(
            "SELECT id, lane, person, kept, sent FROM inbox WHERE payload IS NOT NULL ORDER BY id"
        )
        return [_pending(row) for row in found]

    def payload(self, update: int) -> str | None:
        """An update as it came; None where it is done, or its person wants to be forgotten."""
        found = self._db.one("SELECT payload FROM inbox WHERE id = ?", (update,))
        return found[0] if found else None

    def is_followed(self, one: Pending) -> bool:
        """Whether something newer waits in the same lane."""
        newer = self._db.one(
            "SELECT 1 FROM inbox WHERE payload IS NOT NULL AND lane = ? AND id > ? LIMIT 1",
            (one.lane, one.id),
        )
        return newer is not None

    def sent(self, update: int, message: int) -> None:
        """Notes that a message of the answer was sent."""
        with self._db.loosely():
            self._db.write(
                "UPDATE inbox SET sent = json_insert(sent, '$[#]', ?) WHERE id = ?",
                (message, update),
            )

    def done(self, update: int) -> None:
        """Nothing is left of an update but its key and time."""
        self._db.write(
            "UPDATE inbox SET lane = NULL, person = NULL, payload = NULL, sent = '[]' WHERE id = ?",
            (update,),
        )

    def move(self, old: int, new: int) -> None:
        """A lane has another number now."""
        self._db.write("UPDATE inbox SET lane = ? WHERE lane = ?", (new, old))

    def forget_person(self, person: int, but: int) -> None:
        """Deletes what a person sent before the update ``but``."""
        self._db.write("DELETE FROM inbox WHERE person = ? AND id < ?", (person, but))

    def purge(self) -> None:
        """Deletes the keys of what was done long ago."""
        before = time.time() - REMEMBERED
        self._db.write("DELETE FROM inbox WHERE payload IS NULL AND kept < ?", (before,))

    def waiting(self) -> int:
        """How many updates wait."""
        found = self._db.one("SELECT count(*) FROM inbox WHERE payload IS NOT NULL")
        return found[0] if found else 0


def _pending(row: tuple[Any, ...]) -> Pending:
    update, lane, person, kept, sent = row
    return Pending(update, lane, person, kept, tuple(json.loads(sent)))
