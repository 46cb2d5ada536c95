"""A conversation at a terminal, or over lines that are piped in."""

from __future__ import annotations

import sys
from typing import BinaryIO

import click

from bot.dialogue import Dialogue, Reply
from bot.errors import BadQuestion
from bot.lines import Line, checked, lines
from bot.texts import Texts


def converse(dialogue: Dialogue, texts: Texts) -> None:
    """Greets and answers until the end of the input, /thoat, or Ctrl-C twice in a row.

    Raises KeyboardInterrupt for the second Ctrl-C.
    """
    click.echo(f"{texts.say('about')}\n{texts.say('help_hint')}\n", err=True)
    interrupted = False
    while True:
        try:
            line = _typed(texts.say("prompt"))
        except EOFError:
            click.echo(err=True)
            return
        except KeyboardInterrupt:
            if interrupted:
                raise
            interrupted = True
            click.echo(f"\n{texts.say('interrupted')}", err=True)
            continue
        interrupted = False
        if not line.problem and not line.text.strip():
            continue
        reply = turn(dialogue, texts, line)
        click.echo(f"{reply.text}\n", err=reply.leave or reply.problem is not None)
        if reply.leave:
            return


def answer_lines(source: BinaryIO, dialogue: Dialogue, texts: Texts) -> None:
    """Takes every line as one turn; answers, with a blank line between them, go to standard
    output, everything else to standard error.
    """
    before = ""
    for line in lines(source):
        reply = turn(dialogue, texts, line)
        aside = reply.leave or reply.problem is not None
        click.echo(reply.text if aside else before + reply.text, err=aside)
        if reply.leave:
            return
        before = before if aside else "\n"


def turn(dialogue: Dialogue, texts: Texts, line: Line) -> Reply:
    """The reply to one line, also to one that is no text."""
    if line.problem:
        return Reply(texts.error(BadQuestion(line.problem)), problem=line.problem)
    return dialogue.reply(line.text)


def _typed(prompt: str) -> Line:
    """One typed line. Raises EOFError, KeyboardInterrupt."""
    try:
        if sys.stdout.isatty():
            return checked(input(prompt))
        click.echo(prompt, err=True, nl=False)  # the answers go to a file: the prompt must not
        return checked(input())
    except UnicodeDecodeError:
        return Line("", "undecodable")
