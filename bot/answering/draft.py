"""What a rung of the ladder comes to, before it is an answer."""

from __future__ import annotations

from dataclasses import dataclass

from bot.types import Outcome, Quote, Reason
from embeddings.types import BulletinHead


@dataclass(frozen=True, slots=True)
class Draft:
    """As an Answer: its outcome, reason, quotes, count, confidence and others."""

    outcome: Outcome
    reason: Reason
    quotes: tuple[Quote, ...] = ()
    count: int | None = None
    confidence: float = 1.0
    others: tuple[BulletinHead, ...] = ()
