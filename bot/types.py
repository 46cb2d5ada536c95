"""What an answer is, before any front end words it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from corpus.types import Period
from embeddings.types import BulletinHead, Hit, Slice


class Outcome(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    UNSURE = "unsure"  # something near was found; it is shown and marked
    REFUSED = "refused"
    CHAT = "chat"


@dataclass(frozen=True, slots=True)
class Scope:
    """What alone may answer: a bulletin, of its lists the one of this number before the others,
    and, where some are named, only these of its passages (ids).
    """

    bulletin: str
    list: int | None = None
    passages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Where:
    """Where a quote stands: the ``number``-th, from 1, of ``of`` items of its list (``item``), or
    of the passages of its bulletin.
    """

    number: int
    of: int
    item: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quote is from: its bulletin, the passage (its id), and ``[start, end)`` in code
    points of the bulletin's text.
    """

    bulletin: str
    passage: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim slice that answers, and the passage (its id) that it was found through."""

    slice: Slice
    passage: str
    where: Where | None = None


@dataclass(frozen=True, slots=True)
class AsOf:
    """From when a fact is that may have changed since: its bulletin's date, or, where it has none,
    the first and the last year that the bulletin speaks of (None where it names none).
    """

    date: dt.date | None
    years: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the answer ended as it did: a short code, a key of bot/texts, and what fills it in."""

    code: str
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of one question.

    ``quotes`` stand best first, the items of a list in their order; ``count`` is how many items a
    whole list has, None where no list was wanted. ``hits`` hold every quoted passage and the
    nearest others, best first, also when refused. ``confidence`` in [0, 1] is how well the best
    quote answers. ``suggestions`` are questions that the bulletins answer. ``others`` are bulletins
    with another such list, the newest first; ``meant`` is the period that the first quote is about
    where the question named one of any year ("tháng 4").
    """

    question: str
    understood: str
    outcome: Outcome
    reason: Reason
    quotes: tuple[Quote, ...] = ()
    hits: tuple[Hit, ...] = ()
    count: int | None = None
    confidence: float = 0.0
    as_of: AsOf | None = None
    suggestions: tuple[str, ...] = ()
    others: tuple[BulletinHead, ...] = ()
    meant: Period | None = None

    @property
    def first(self) -> Hit | None:
        """The hit that the first quote was found through; None where nothing is quoted."""
        quoted = (hit for hit in self.hits if hit.passage.id == self.quotes[0].passage)
        return next(quoted, None) if self.quotes else None
