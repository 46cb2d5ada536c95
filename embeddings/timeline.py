"""When the bulletins of a snapshot came out, and for when they plan."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.types import Period, Role
from embeddings.passage_store import PassageStore, head
from embeddings.types import BulletinHead

LONGER = 3.5  # how many times as long a plan's period may be as the one asked about
RECENT = 100  # bulletins among which the newest lists are looked for
# Queries are put together from fixed words alone.
_HEAD = "b.id, b.source, b.title, b.date, b.url, b.unit"
# Nothing is smaller than a missing date: undated bulletins stand last.
_NEWEST = "ORDER BY b.date DESC, b.id LIMIT ?"


def _listed(numbers: Sequence[int]) -> str:
    """Numbers as SQLite's json_each reads them."""
    return json.dumps([int(number) for number in numbers])


@dataclass(frozen=True, slots=True)
class Timeline:
    """Questions of time to one store."""

    store: PassageStore

    def nearest(self, first: dt.date, last: dt.date, limit: int) -> list[Period]:
        """Distinct periods of passages, those whose days lie nearest to ``first..last`` first; of
        two as near the newer.
        """
        found = self.store.rows(
            "SELECT DISTINCT first, last, role FROM periods ORDER BY"
            " abs(julianday(first) - julianday(?)) + abs(julianday(last) - julianday(?)),"
            " last DESC, role LIMIT ?",
            (first.isoformat(), last.isoformat(), limit),
        )
        return [
            Period(dt.date.fromisoformat(a), dt.date.fromisoformat(b), Role(role))
            for a, b, role in found
        ]

    def nearest_dates(self, day: dt.date, limit: int) -> list[dt.date]:
        """Distinct publication dates, the nearest to a day first."""
        found = self.store.rows(
            "SELECT DISTINCT date FROM bulletins WHERE date IS NOT NULL"
            " ORDER BY abs(julianday(date) - julianday(?)), date DESC LIMIT ?",
            (day.isoformat(), limit),
        )
        return [dt.date.fromisoformat(date) for (date,) in found]

    def newest(self, numbers: Sequence[int], limit: int, *, by: dt.date | None = None) -> list[int]:
        """Those of some passages, by number, whose bulletins are the newest, these first; the
        newest that came out on the day ``by`` or before where one is given.
        """
        day = by.isoformat() if by else None
        found = self.store.rows(
            "SELECT p.number FROM passages p JOIN bulletins b ON b.id = p.bulletin"
            " WHERE p.number IN (SELECT value FROM json_each(?)) AND (? IS NULL OR b.date <= ?)"
            " ORDER BY b.date DESC, b.id, p.number LIMIT ?",
            (_listed(numbers), day, day, limit),
        )
        return [int(number) for (number,) in found]

    def speaking(self, asked: Period, among: Sequence[int]) -> list[int]:
        """Those of some passages, by number, that name just this period; in some year where it is
        of any.
        """
        # The last of February is one day in all years.
        template = "replace(substr({}, 6), '02-29', '02-28')" if asked.any_year else "{}"
        first, last, day = map(template.format, ("first", "last", "?"))
        found = self.store.rows(
            f"SELECT DISTINCT passage FROM periods WHERE {first} = {day} AND {last} = {day}"  # noqa: S608
            " AND passage IN (SELECT value FROM json_each(?))",
            (asked.first.isoformat(), asked.last.isoformat(), _listed(among)),
        )
        return [int(number) for (number,) in found]

    def published(self, asked: Period, limit: int) -> list[BulletinHead]:
        """Bulletins that came out in a period, the newest first."""
        skipped = len("2021-") if asked.any_year else 0
        day = f"substr(b.date, {skipped + 1})" if skipped else "b.date"
        found = self.store.rows(
            f"SELECT {_HEAD} FROM bulletins b WHERE {day} BETWEEN ? AND ? {_NEWEST}",  # noqa: S608
            (asked.first.isoformat()[skipped:], asked.last.isoformat()[skipped:], limit),
        )
        return [head(row) for row in found]

    def with_lists(self, limit: int) -> list[BulletinHead]:
        """The newest bulletins that hold a list, among the RECENT newest of all."""
        found = self.store.rows(
            f"SELECT {_HEAD} FROM (SELECT id, source, title, date, url, unit FROM bulletins"  # noqa: S608
            " ORDER BY date DESC LIMIT ?) b WHERE EXISTS (SELECT 1 FROM passages p"
            f" WHERE p.bulletin = b.id AND p.place IS NOT NULL) {_NEWEST}",
            (RECENT, limit),
        )
        return [head(row) for row in found]

    def planning(self, asked: Period, limit: int) -> list[BulletinHead]:
        """The newest bulletins that hold a list planned for what lies within a period, or for
        what contains it and is at most LONGER times as long; in any year where it is of any.
        """
        start, end = asked.first.isoformat(), asked.last.isoformat()
        first, last, year = "r.first", "r.last", ""
        if asked.any_year:
            first, last = "substr(r.first, 6)", "substr(r.last, 6)"
            start, end = start[5:], end[5:]
            year = " AND substr(r.first, 1, 4) = substr(r.last, 1, 4)"
        longest = LONGER * ((asked.last - asked.first).days + 1)
        days = (
            f"({first} >= ? AND {last} <= ? OR {first} <= ? AND {last} >= ?"
            f" AND julianday(r.last) - julianday(r.first) < ?){year}"
        )
        values = (start, end, start, end, longest)
        found = self.store.rows(
            f"SELECT DISTINCT {_HEAD} FROM periods r JOIN passages p ON p.number = r.passage"  # noqa: S608
            f" JOIN bulletins b ON b.id = p.bulletin WHERE {days} AND r.role = ?"
            f" AND p.place IS NOT NULL {_NEWEST}",
            (*values, Role.PLANNED, limit),
        )
        return [head(row) for row in found]
