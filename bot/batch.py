"""Many questions at once: one line in, one JSON object out, in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

import click

from bot import exits
from bot.errors import BadQuestion
from bot.lines import Line, lines
from bot.report import dumps, problem, report
from bot.texts import Texts
from bot.types import Answer

Ask = Callable[[str], Answer]


def answer_all(source: BinaryIO, ask: Ask, texts: Texts) -> int:
    """Prints the object of every line as soon as it is known; returns the exit status.

    A line that cannot be asked gives an object with its error, and the rest go on.
    """
    bad = 0
    for line in lines(source):
        try:
            found = report(_answer(line, ask), texts)
        except BadQuestion as why:
            found = problem(line.text, why.code, texts)
            bad += 1
        click.echo(dumps(found))
    if bad:
        exits.complain(texts.say("batch_bad", count=bad))
    return exits.MISUSED if bad else exits.DONE


def _answer(line: Line, ask: Ask) -> Answer:
    if line.problem:
        raise BadQuestion(line.problem)
    return ask(line.text)
