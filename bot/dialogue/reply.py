"""What goes back and forth: a Reply to every message, and what answers questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.parts import Part, plain
from bot.types import Answer, Place, Quote, Scope
from embeddings.types import BulletinHead, Hit


class Answers(Protocol):
    """What a conversation is about: an Engine, whose methods these are."""

    def ask(
        self,
        question: str,
        *,
        top: int = 5,
        today: dt.date | None = None,
        scope: Scope | None = None,
    ) -> Answer:
        """Answers one question. Raises BadQuestion."""

    def version(self) -> str:
        """What changes with the bulletins."""

    def size(self) -> int:
        """How many bulletins there are."""

    def bulletins(self, limit: int, *, skip: int = 0) -> list[BulletinHead]:
        """Bulletins, the newest first."""

    def questions_about(self, bulletin: str, limit: int) -> tuple[str, ...]:
        """Questions that a bulletin answers."""

    def examples(self, limit: int) -> tuple[str, ...]:
        """Questions to begin with."""

    def suggested(self, answer: Answer, asked: Collection[str], limit: int) -> tuple[str, ...]:
        """Questions to ask after an answer."""

    def wider(self, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
        """Quotes with more of what stands around them."""

    def whole(self, hits: Sequence[Hit]) -> tuple[Quote, ...]:
        """Passages quoted whole."""

    def quoted(self, places: Sequence[Place]) -> tuple[tuple[Quote, ...], tuple[Hit, ...]]:
        """What stands at these places of the bulletins, and the passages that it is from."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back: its parts, the Answer behind them, and whether the conversation ends.

    ``problem`` is the code of a BadQuestion, and then there is no answer.
    """

    parts: tuple[Part, ...]
    answer: Answer | None = None
    leave: bool = False
    problem: str | None = None

    @property
    def text(self) -> str:
        """The reply as plain text of one or more lines."""
        return plain(self.parts)
