"""What is remembered of people: their language, and what their conversations are about."""

from __future__ import annotations

import time

from bot.state.database import Database


class People:
    """The tables of languages and of memories."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def lang(self, person: int) -> str | None:
        """The language that a person chose."""
        found = self._db.one("SELECT lang FROM languages WHERE person = ?", (person,))
        return found[0] if found else None

    def set_lang(self, person: int, lang: str) -> None:
        """Stores the language that a person chose."""
        self._db.write(
            "INSERT OR REPLACE INTO languages VALUES (?, ?, ?)", (person, lang, time.time())
        )

    def memory(self, chat: int, person: int) -> str | None:
        """What a conversation remembers."""
        found = self._db.one(
            "SELECT memory FROM memories WHERE chat = ? AND person = ?", (chat, person)
        )
        return found[0] if found else None

    def remember(self, chat: int, person: int, memory: str) -> None:
        """Stores what a conversation remembers."""
        self._db.write(
            "INSERT OR REPLACE INTO memories VALUES (?, ?, ?, ?)",
            (chat, person, memory, time.time()),
        )

    def move(self, old: int, new: int) -> None:
        """A chat has another id now; what was said there already is newer and stays."""
        self._db.write("UPDATE OR IGNORE memories SET chat = ? WHERE chat = ?", (new, old))
        self._db.write("DELETE FROM memories WHERE chat = ?", (old,))

    def forget_person(self, person: int) -> None:
        """Deletes everything about a person."""
        self._db.write("DELETE FROM languages WHERE person = ?", (person,))
        self._db.write("DELETE FROM memories WHERE person = ?", (person,))

    def purge(self, before: float) -> None:
        """Deletes what has not changed since."""
        self._db.write("DELETE FROM languages WHERE at < ?", (before,))
        self._db.write("DELETE FROM memories WHERE at < ?", (before,))
