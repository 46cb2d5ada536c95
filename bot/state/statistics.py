"""What operators see: how much was asked, how it went, what went wrong."""

from __future__ import annotations

import time
from math import ceil

from bot.state.database import Database
from bot.state.types import Stats
from bot.types import Outcome

SET_ASIDE, FAILED = "set_aside", "failed"  # kinds of trouble
_LOOKED_UP = f"outcome != '{Outcome.CHAT}' AND at >= ?"


class Statistics:
    """Reads the tables of turns and votes; the table of troubles is its own."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def note(self, kind: str, code: str) -> None:
        """Records something that went wrong, without whose message it was."""
        self._db.write("INSERT INTO troubles VALUES (?, ?, ?)", (time.time(), kind, code))

    def since(self, at: float, pending: int) -> Stats:
        """What was asked since then, in seconds since 1970."""
        outcomes = dict(
            self._db.rows(
                f"SELECT outcome, count(*) FROM turns WHERE {_LOOKED_UP} GROUP BY outcome", (at,)
            )
        )
        thumbs = dict(
            self._db.rows("SELECT up, count(*) FROM votes WHERE at >= ? GROUP BY up", (at,))
        )
        questions = sum(outcomes.values())
        return Stats(
            questions=questions,
            refused=outcomes.get(Outcome.REFUSED, 0),
            unsure=outcomes.get(Outcome.UNSURE, 0),
            up=thumbs.get(1, 0),
            down=thumbs.get(0, 0),
            p50=self._percentile(0.50, questions, at),
            p95=self._percentile(0.95, questions, at),
            p99=self._percentile(0.99, questions, at),
            pending=pending,
            set_aside=self._troubles(SET_ASIDE, at),
            failures=self._troubles(FAILED, at),
        )

    def purge(self, before: float) -> None:
        """Deletes older troubles."""
        self._db.write("DELETE FROM troubles WHERE at < ?", (before,))

    def _percentile(self, share: float, count: int, at: float) -> int:
        """Milliseconds that this share of turns took at most; 0 without turns."""
        found = self._db.one(
            f"SELECT ms FROM turns WHERE {_LOOKED_UP} ORDER BY ms LIMIT 1 OFFSET ?",
            (at, max(0, ceil(share * count) - 1)),
        )
        return round(found[0]) if found else 0

    def _troubles(self, kind: str, at: float) -> dict[str, int]:
        found = self._db.rows(
            "SELECT code, count(*) FROM troubles WHERE kind = ? AND at >= ? GROUP BY code",
            (kind, at),
        )
        return dict(found)
