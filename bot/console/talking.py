"""A conversation with a person, or over lines that are piped in."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Protocol

import click

from bot.console.plain import Redirected
from bot.dialogue.conversation import Dialogue
from bot.dialogue.reply import Reply
from bot.errors import BadQuestion
from bot.lines import Line, lines
from bot.texts import Texts


class Face(Protocol):
    """Where a person is met; ``opening`` are the codes of what is said at first."""

    opening: tuple[str, ...]

    def ask(self) -> Line:
        """The next line. Raises EOFError, KeyboardInterrupt."""

    def tell(self, text: str) -> None:
        """Says something beside the answers."""

    def welcome(self, reply: Reply) -> None:
        """Says what one could begin with, where there is room for it."""

    def show(self, reply: Reply) -> None:
        """Shows a reply. Raises EOFError, KeyboardInterrupt."""


def face(texts: Texts, history: Path) -> Face:
    """Where the person who types is met; ``history`` is the file of what was typed before."""
    if sys.stdout is None or not sys.stdout.isatty():
        return Redirected(texts)
    from bot.console import terminal  # loads rich and prompt_toolkit: only here

    return terminal.opened(texts, history)


def converse(
    dialogue: Dialogue, texts: Texts, face: Face, before: Callable[[], None] = lambda: None
) -> None:
    """Greets and answers until the end of the input, /thoat, or Ctrl-C twice in a row.

    ``before`` is called before each message is answered.
    Ctrl-C stops an answer. Raises KeyboardInterrupt for the second Ctrl-C at the prompt,
    BrokenPipeError where the terminal has gone.
    """
    try:
        face.tell("\n".join(map(texts.say, face.opening)))
        face.welcome(dialogue.welcome())
        while _turn(dialogue, texts, face, before):
            pass
    except EOFError:
        return
    except OSError as error:
        if error.errno == errno.EIO:
            raise BrokenPipeError from error
        raise


def _turn(dialogue: Dialogue, texts: Texts, face: Face, before: Callable[[], None]) -> bool:
    """Takes one message and answers it; whether the conversation goes on."""
    line = _message(texts, face)
    try:
        before()
        reply = turn(dialogue, texts, line)
        face.show(reply)
    except KeyboardInterrupt:
        face.tell(f"\n{texts.say('stopped')}\n")
        return True
    return not reply.leave


def _message(texts: Texts, face: Face) -> Line:
    """The next line that says something. Raises EOFError, KeyboardInterrupt."""
    interrupted = False
    while True:
        try:
            line = face.ask()
        except KeyboardInterrupt:
            if interrupted:
                raise
            interrupted = True
            face.tell(texts.say("interrupted"))
            continue
        interrupted = False
        if line.problem or line.text.strip():
            return line


def answer_lines(
    source: BinaryIO, dialogue: Dialogue, texts: Texts, before: Callable[[], None] = lambda: None
) -> None:
    """Takes every line as one turn; answers, with a blank line between them, go to standard
    output, everything else to standard error. ``before`` is called before each line is answered.
    """
    gap = ""
    for line in lines(source):
        before()
        reply = turn(dialogue, texts, line)
        aside = reply.leave or reply.problem is not None
        click.echo(reply.text if aside else gap + reply.text, err=aside)
        if reply.leave:
            return
        gap = gap if aside else "\n"


def turn(dialogue: Dialogue, texts: Texts, line: Line) -> Reply:
    """The reply to one line, also to one that is no text."""
    if line.problem:
        return dialogue.refused(BadQuestion(line.problem))
    return dialogue.reply(line.text)
