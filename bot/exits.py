"""How the program ends: one table from what went wrong to its exit status, one line about it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import click

from bot.errors import BotError, CannotListen, StateFailed, TokenRejected
from bot.wording import folded
from corpus.errors import CorpusError
from embeddings.encoder import EncoderError
from embeddings.errors import BadBenchmark, EmbeddingsError, IndexProblem

DONE = 0  # answered, unsure, chat, or the work is done
REFUSED = 1  # nothing found
MISUSED = 2  # wrong use or bad input
NO_INDEX = 3  # no usable index
FAILED = 4  # the surroundings failed: disk, network, a model that cannot be had
INTERRUPTED = 130  # by Ctrl-C, as shells count: 128 and the signal's number
CUT_OFF = 141  # whoever read the output has gone

STATUS: tuple[tuple[type[Exception], int], ...] = (  # the first that fits counts
    (TokenRejected, FAILED),
    (CannotListen, FAILED),
    (StateFailed, FAILED),
    (BotError, MISUSED),
    (CorpusError, MISUSED),
    (BadBenchmark, MISUSED),
    (IndexProblem, NO_INDEX),
    (EmbeddingsError, FAILED),
    (EncoderError, FAILED),
    (OSError, FAILED),
)


def status(error: Exception) -> int:
    """The exit status of an error. Raises StopIteration for one that is a bug."""
    return next(code for kind, code in STATUS if isinstance(error, kind))


@contextmanager
def handled(sentence: Callable[[Exception], str]) -> Iterator[None]:
    """Turns our errors into one line on standard error and click's Exit.

    ``sentence`` words an error for a person. A bug is not ours to hide: it passes.
    """
    try:
        yield
        _flush()
    except BrokenPipeError:
        _settle_output()
        raise click.exceptions.Exit(CUT_OFF) from None
    except KeyboardInterrupt:
        raise click.exceptions.Exit(INTERRUPTED) from None
    except tuple(kind for kind, _ in STATUS) as error:
        complain(sentence(error))
        _settle_output()
        raise click.exceptions.Exit(status(error)) from error


def complain(sentence: str) -> None:
    """One line on standard error; where even that fails, there is nobody left to tell."""
    with suppress(OSError):
        click.echo(f"bantin: {folded(sentence)}", err=True)


def speak_utf8() -> None:
    """Lets both outputs write UTF-8 whatever the locale says: quotes must stay verbatim."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # not a closed output, nor one that a test put there
            stream.reconfigure(encoding="utf-8", errors="replace")


def _flush() -> None:
    if sys.stdout is not None:
        sys.stdout.flush()


def _settle_output() -> None:
    """Keeps the interpreter from failing over output that cannot be written when it ends."""
    try:
        _flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
