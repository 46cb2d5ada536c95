"""What is kept, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import Enum, auto

from bot.types import Outcome


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update that has just come: its ``key``, alike where the same update comes twice, the
    ``lane`` in whose order it is answered, who it is from, and all of it as text.
    """

    key: str
    lane: int
    person: int
    payload: str


@dataclass(frozen=True, slots=True)
class Pending:
    """An update that waits to be answered.

    ``id`` is its own and never given again; ``kept`` when it was stored, in seconds since 1970;
    ``sent`` the ids of the messages of its answer that were sent already.
    """

    id: int
    lane: int
    person: int
    kept: float
    sent: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and its answer.

    ``id`` is that of the update that brought it; ``message`` the id of the question's message,
    None where it was asked by a button; ``answers`` those of the answer's. ``html`` is the last
    message of the answer, ``suggestions`` the questions under it; ``before`` and ``after`` are the
    conversation's memory; ``version`` names the index that answered, in ``ms`` milliseconds; ``at``
    is in seconds since 1970.
    """

    id: int
    chat: int
    person: int
    message: int | None
    question: str
    understood: str
    outcome: Outcome
    reason: str
    version: str
    ms: float
    answers: tuple[int, ...]
    html: str
    suggestions: tuple[str, ...]
    before: str
    after: str
    at: float


class Vote(Enum):
    """What became of a thumb."""

    NEW = auto()
    CHANGED = auto()
    SAME = auto()
    GONE = auto()  # the turn is not kept any more


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts of turns that were looked up (courtesy is not), milliseconds that half, 95 and 99 of
    100 of them took at most, updates that wait now, and how often what went wrong, by code.
    """

    questions: int
    refused: int
    unsure: int
    up: int
    down: int
    p50: int
    p95: int
    p99: int
    pending: int
    set_aside: Mapping[str, int] = field(default_factory=dict)
    failures: Mapping[str, int] = field(default_factory=dict)

    def values(self) -> dict[str, object]:
        """What fills in the sentence ``stats`` of bot/texts."""
        share = self.refused / self.questions if self.questions else 0.0
        return {**asdict(self), "refused_share": f"{share:.0%}"}
