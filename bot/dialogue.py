"""One incoming text, one Reply: shared by every front end."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Protocol

from bot import wording
from bot.errors import BadQuestion
from bot.texts import Texts
from bot.types import Answer, Outcome, Reason

LEAVE = "goodbye"
_COMMANDS = {"/trogiup": "help", "/help": "help", "/thoat": LEAVE, "/quit": LEAVE}


_COMMAND = re.compile(r"/\w+")


class Asks(Protocol):
    """What answers a question: an Engine."""

    def ask(self, question: str, *, top: int = 5, today: dt.date | None = None) -> Answer:
        """As Engine.ask. Raises BadQuestion."""
        ...


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back: words, the Answer behind them, and whether the conversation ends.

    ``problem`` is the code of a BadQuestion, and then there is no answer.
    """

    text: str
    answer: Answer | None = None
    leave: bool = False
    problem: str | None = None


class Dialogue:
    """One conversation."""

    def __init__(
        self, engine: Asks, texts: Texts, *, top: int = 5, today: dt.date | None = None
    ) -> None:
        self._engine = engine
        self._texts = texts
        self._top = top
        self._today = today
        self.last: Answer | None = None  # the last answer to a question

    def reply(self, text: str) -> Reply:
        """The words that answer a question, obey a command, or say why neither can be done."""
        try:
            answer = self.answer(text)
        except BadQuestion as why:
            return Reply(self._texts.error(why), problem=why.code)
        return Reply(wording.render(answer, self._texts), answer, answer.reason.code == LEAVE)

    def answer(self, text: str) -> Answer:
        """As reply, before it is worded. Raises BadQuestion."""
        command = _COMMANDS.get(text.strip().lower())
        if command is not None:
            return Answer(text, text, Outcome.CHAT, Reason(command))
        if _COMMAND.fullmatch(text.strip()):
            return Answer(
                text, text, Outcome.CHAT, Reason("no_such_command", {"name": text.strip()})
            )
        self.last = self._engine.ask(text, top=self._top, today=self._today)
        return self.last
