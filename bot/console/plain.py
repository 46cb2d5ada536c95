"""A terminal that can do nothing but lines, and answers that go elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from bot.dialogue.reply import Reply
from bot.lines import Line, checked
from bot.texts import Texts

OPENING: tuple[str, ...] = ("about", "help_hint")


class PlainPrompt:
    """Reads lines as the terminal itself edits them."""

    opening = OPENING

    def __init__(self, texts: Texts) -> None:
        self._prompt = texts.say("prompt")

    def line(self, typed: Line | None = None) -> Line:
        """The next line, or the one that was ``typed`` already.

        Raises EOFError, KeyboardInterrupt.
        """
        return typed or self.go_on(self._prompt)

    def go_on(self, hint: str) -> Line:
        """What is typed after the hint. Raises EOFError, KeyboardInterrupt."""
        try:
            if sys.stdout is not None and sys.stdout.isatty():
                return checked(input(hint))
            click.echo(hint, err=True, nl=False)  # the answers go to a file: this must not
            return checked(input())
        except UnicodeDecodeError:
            return Line("", "undecodable")
        except (EOFError, KeyboardInterrupt):
            click.echo(err=True)
            raise

    def offer(self, questions: Sequence[str]) -> None:
        """Such a terminal completes nothing."""


class Redirected:
    """Somebody types at a terminal, and the answers alone go to standard output."""

    opening = OPENING

    def __init__(self, texts: Texts) -> None:
        self._prompt = PlainPrompt(texts)

    def ask(self) -> Line:
        """The next line. Raises EOFError, KeyboardInterrupt."""
        return self._prompt.line()

    def tell(self, text: str) -> None:
        """What is said beside the answers."""
        click.echo(text, err=True)

    def welcome(self, reply: Reply) -> None:
        """Only answers are of use in a file."""
        self.tell("")

    def show(self, reply: Reply) -> None:
        """A reply; what is no answer goes to standard error."""
        click.echo(f"{reply.text}\n", err=reply.leave or reply.problem is not None)
