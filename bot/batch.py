"""Many questions at once: one line in, one JSON object out, in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

import click

from bot import exits
from bot.lines import Line, lines
from bot.report import dumps, problem, report
from bot.texts import Texts

if TYPE_CHECKING:  # a conversation loads what searches: not for --help
    from bot.dialogue.reply import Reply


def answer_all(source: BinaryIO, ask: Callable[[str], Reply], texts: Texts) -> int:
    """Prints the object of every line as soon as it is known; returns the exit status.

    A line that cannot be asked gives an object with its error, and the rest go on.
    """
    bad = 0
    for line in lines(source):
        reply = None if line.problem else ask(line.text)
        if reply is not None and reply.answer is not None:
            found = report(reply, texts)
        else:
            found = problem(line.text, _problem(line, reply), texts)
            bad += 1
        click.echo(dumps(found))
    if bad:
        exits.complain(texts.say("batch_bad", count=bad))
    return exits.MISUSED if bad else exits.DONE


def _problem(line: Line, reply: Reply | None) -> str:
    return line.problem or (reply and reply.problem) or "empty"
