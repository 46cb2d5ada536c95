"""The values that leave this room: bulletins, their noise, their passages and periods."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a text does with a period: looks back on it, plans for it, or names it."""

    REPORTED = "reported"
    PLANNED = "planned"
    MENTIONED = "mentioned"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of whole days, both ends included.

    ``any_year`` marks a period written without a year that nothing near it supplies
    ("tháng 4"): then ``first`` and ``last`` lie in the leap year 2000 and only their
    months and days count.
    """

    first: dt.date
    last: dt.date
    role: Role = Role.MENTIONED
    any_year: bool = False


@dataclass(frozen=True, slots=True)
class Noise:
    """A slice of a bulletin that answers nothing; ``kind`` is the name of the rule that found it.

    ``start`` and ``end`` count code points in the bulletin's text, end excluded.
    """

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Bulletin:
    """One bulletin as it was published.

    ``id`` is the file's path in the corpus without its ending, with ``/`` between folders;
    ``source`` the same path with it. ``text`` is the decoded text, newlines untranslated;
    every ``start`` and ``end`` elsewhere counts code points in it.
    """

    id: str
    source: str
    title: str
    date: dt.date | None
    url: str | None
    unit: str | None
    text: str


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Where a passage stands in an enumeration.

    ``list`` numbers the enumerations of one bulletin from 0; ``position`` counts from 1 to
    ``size``; ``depth`` is 0 for an outermost list. ``start:end`` is the slice of the whole
    item, nested items included; ``lead_start:lead_end`` the slice of the sentence that
    announces the list, empty (both equal) where none does.
    """

    list: int
    position: int
    size: int
    depth: int
    start: int
    end: int
    lead_start: int
    lead_end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is indexed, found and quoted: ``bulletin.text[start:end] == text``.

    ``id`` is ``"<bulletin id>#<start>"``. ``heading`` is the heading that it stands under
    (the bulletin's title where there is none nearer), white space folded. ``periods`` are
    those that its words name or that it inherits from lead, heading and title.
    """

    id: str
    bulletin: str
    start: int
    end: int
    text: str
    heading: str
    place: ListPlace | None
    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class Skip:
    """A file or folder that gave no bulletin, and why: ``code`` is a key of the reasons in
    bot/texts.

    One of ``format``, ``name``, ``outside`` (a link to a folder that is not in the corpus),
    ``permission``, ``vanished``, ``same_id`` and ``sidecar`` where a folder was listed, ``copy``
    and the codes of :func:`corpus.collection.read` where a builder tried to read it.
    """

    source: str
    code: str
    detail: str
