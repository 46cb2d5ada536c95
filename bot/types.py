"""What an answer is, before any front end words it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from embeddings.types import Hit, Slice


class Outcome(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    UNSURE = "unsure"  # something near was found; it is shown and marked
    REFUSED = "refused"
    CHAT = "chat"


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim slice that answers, and the passage (its id) that it was found through."""

    slice: Slice
    passage: str


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
    nearest others, best first, also when refused.
    """

    question: str
    understood: str
    outcome: Outcome
    reason: Reason
    quotes: tuple[Quote, ...] = ()
    hits: tuple[Hit, ...] = ()
    count: int | None = None
