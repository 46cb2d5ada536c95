"""A conversation at a terminal: replies styled, wrapped and paged, lines read with editing."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn, Protocol

from rich.console import Console
from rich.text import Text

from bot.console.history import History
from bot.console.layout import laid_out
from bot.console.plain import PlainPrompt
from bot.dialogue.reply import Reply
from bot.exits import CUT_OFF
from bot.lines import Line
from bot.parts import Kind, Part
from bot.texts import Texts
from bot.types import Outcome
from bot.wording import folded

NARROWEST = 10  # columns; lines are as long as this where a terminal claims fewer
LEAVE_OFF = "q"  # typed below a page
AROUND = 3  # rows beside a reply that fits: the question, an empty one, the next prompt


class Reader(Protocol):
    """Where lines are typed; ``opening`` are the codes of what is said about it at first."""

    opening: tuple[str, ...]

    def line(self, typed: Line | None = None) -> Line:
        """The next line, or the one ``typed`` already. Raises EOFError, KeyboardInterrupt."""

    def go_on(self, hint: str) -> Line:
        """What is typed below a page. Raises EOFError, KeyboardInterrupt."""

    def offer(self, questions: Sequence[str]) -> None:
        """Notes what could be asked next."""


def opened(texts: Texts, history: Path) -> Terminal:
    """The terminal that the program runs at; its history is kept in this file."""
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, _hung_up)
    console = Console(markup=False, highlight=False, emoji=False, soft_wrap=True)
    if console.is_dumb_terminal:
        return Terminal(texts, PlainPrompt(texts), console)
    from bot.console.prompt import Prompt

    kept = History(history)
    return Terminal(texts, Prompt(texts, kept), console, kept)


class Terminal:
    """Shows replies, a page at a time, and reads lines."""

    def __init__(
        self, texts: Texts, reader: Reader, console: Console, history: History | None = None
    ) -> None:
        self.opening = reader.opening
        self._texts = texts
        self._reader = reader
        self._console = console
        self._history = history
        self._typed: Line | None = None  # what was typed below a page is the next message

    def ask(self) -> Line:
        """The next line. Raises EOFError, KeyboardInterrupt."""
        typed, self._typed = self._typed, None
        if self._history and (why := self._history.problem()):
            reason = self._texts.system(why)
            self.tell(self._texts.say("history_off", path=self._history.path, reason=reason))
        return self._reader.line(typed)

    def tell(self, text: str) -> None:
        """What is said beside the answers."""
        parts = [Part(Kind.SAID, line) for line in text.split("\n")]
        self._print(laid_out(parts, _columns()))

    def welcome(self, reply: Reply) -> None:
        """Says what one could begin with. Raises EOFError, KeyboardInterrupt."""
        self.show(reply)

    def show(self, reply: Reply) -> None:
        """A reply, with what could be asked next. Raises EOFError, KeyboardInterrupt."""
        parts = (*reply.parts, *_suggested(reply, self._texts))
        self._reader.offer([part.text for part in parts if part.kind is Kind.ASK])
        self._page(laid_out(parts, _columns()))
        self._print([Text()])

    def _page(self, lines: list[Text]) -> None:
        """As many lines as the screen holds, and after each screenful the question whether to go
        on; a message that is typed there instead is kept for :meth:`ask`.
        """
        while len(lines) > _rows() - AROUND:
            room = max(1, _rows() - len(self._hint(len(lines))) - 1)
            self._print(lines[:room])
            lines = lines[room:]
            if not lines or not self._goes_on(len(lines)):
                return
        self._print(lines)

    def _goes_on(self, left: int) -> bool:
        typed = self._reader.go_on("\n".join(self._hint(left)) + " ")
        said = typed.text.strip()
        if typed.problem or said.lower() not in ("", LEAVE_OFF):
            self._typed = typed
        return not said and not typed.problem

    def _hint(self, left: int) -> list[str]:
        part = Part(Kind.NOTE, self._texts.say("page_end", lines=left))
        return [line.plain for line in laid_out([part], _columns() - 1)]

    def _print(self, lines: Sequence[Text]) -> None:
        self._console.print(Text("\n").join(lines))


def _suggested(reply: Reply, texts: Texts) -> list[Part]:
    """What could be asked after an answer; a refusal says it by itself."""
    answer = reply.answer
    if answer is None or not answer.suggestions or answer.outcome is Outcome.REFUSED:
        return []
    asks = [Part(Kind.ASK, folded(question)) for question in answer.suggestions]
    return [Part(Kind.SAID, ""), Part(Kind.SAID, texts.say("go_on")), *asks]


def _columns() -> int:
    return max(NARROWEST, shutil.get_terminal_size().columns)


def _rows() -> int:
    return shutil.get_terminal_size().lines


def _hung_up(*_: object) -> NoReturn:
    """Ends at once: there is nobody left to talk to, and nothing is unsaved.

    Going out the ordinary way would write to the terminal that has gone.
    """
    os._exit(CUT_OFF)
