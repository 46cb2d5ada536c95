"""Lines of an input that may hold anything: each comes as text, or with what is wrong with it."""

from __future__ import annotations

import codecs
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

LONGEST = 1 << 20  # bytes of a line that are kept; the engine refuses far less


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its ending; ``problem`` is a code of bot.errors.BadQuestion, or None."""

    text: str
    problem: str | None = None


def lines(source: BinaryIO) -> Iterator[Line]:
    """Every line of UTF-8 bytes, as soon as it is complete; a byte order mark is dropped.

    >>> list(lines(io.BytesIO(b"a\\r\\n\\xff\\n")))
    [Line(text='a', problem=None), Line(text='�', problem='undecodable')]
    """
    mark = codecs.BOM_UTF8
    while raw := source.readline(LONGEST):
        long = _skip_rest(raw, source)
        line = _line(raw.removeprefix(mark))
        mark = b""
        yield Line(line.text, "too_long") if long else line


def standard_input() -> BinaryIO:
    """The bytes of standard input; an empty input where it was closed."""
    return sys.stdin.buffer if sys.stdin is not None else io.BytesIO()


def checked(text: str) -> Line:
    """A line that came as text: bytes that were no UTF-8 stand in it as lone surrogates."""
    return _line(text.encode("utf-8", "surrogateescape"))


def _line(raw: bytes) -> Line:
    raw = raw.removesuffix(b"\n").removesuffix(b"\r")
    try:
        return Line(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return Line(raw.decode("utf-8", "replace"), "undecodable")


def _skip_rest(raw: bytes, source: BinaryIO) -> bool:
    """Whether the line was longer than is kept; what is left of it is read and dropped."""
    long = False
    while not raw.endswith(b"\n") and (raw := source.readline(LONGEST)):
        long = True
    return long
