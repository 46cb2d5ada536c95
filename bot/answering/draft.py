"""What a rung of the ladder comes to, before it is an answer."""

from __future__ import annotations

from dataclasses import dataclass

from bot.types import Outcome, Quote, Reason


@dataclass(frozen=True, slots=True)
class Draft:
    """As an Answer: its outcome, reason, quotes, count and confidence."""

    outcome: Outcome
    reason: Reason
    quotes: tuple[Quote, ...] = ()
    count: int | None = None
    confidence: float = 1.0
