"""``NAME.toml`` beside a bulletin: what it says wins over what is read from the text."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from corpus.errors import Unreadable

MAX_BYTES = 64 * 1024  # four short fields need no more
_LINE = re.compile(r"\bat line (\d+)")  # in what tomllib says


@dataclass(frozen=True, slots=True)
class Sidecar:
    """The fields a sidecar may have; None for those it has not."""

    title: str | None = None
    date: dt.date | None = None
    url: str | None = None
    unit: str | None = None


def read_sidecar(data: bytes) -> Sidecar:
    """The fields of a sidecar.

    Raises Unreadable: ``sidecar`` or ``sidecar_line`` where it is no TOML, ``sidecar_key`` for a
    key that is not known, ``sidecar_words``, ``sidecar_day`` or ``sidecar_url`` for a value that is
    none; the detail is the line or the key.

    >>> read_sidecar(b'date = 2021-04-01\\nurl = "https://moh.gov.vn/tin"').date
    datetime.date(2021, 4, 1)
    """
    if len(data) > MAX_BYTES:
        raise Unreadable("sidecar", f"{len(data)} > {MAX_BYTES}")
    try:
        table = tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        if line := _LINE.search(str(error)):
            raise Unreadable("sidecar_line", line[1]) from error
        raise Unreadable("sidecar") from error
    unknown = sorted(table.keys() - _READERS.keys())
    if unknown:
        raise Unreadable("sidecar_key", unknown[0])
    return Sidecar(**{key: _READERS[key](key, value) for key, value in table.items()})


def _words(key: str, value: object) -> str:
    folded = " ".join(value.split()) if isinstance(value, str) else ""
    if not folded:
        raise Unreadable("sidecar_words", key)
    return folded


def _day(key: str, value: object) -> dt.date:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else _no_day(key)
    except ValueError:
        return _no_day(key)


def _no_day(key: str) -> dt.date:
    raise Unreadable("sidecar_day", key)


def _address(key: str, value: object) -> str:
    try:
        parts = urlsplit(value) if isinstance(value, str) else None
    except ValueError:  # brackets that open and never close
        parts = None
    whole = isinstance(value, str) and not any(c.isspace() for c in value)
    if parts is None or not whole or parts.scheme not in {"http", "https"} or not parts.netloc:
        raise Unreadable("sidecar_url", key)
    return str(value)


_READERS: dict[str, Callable[[str, object], Any]] = {
    "title": _words,
    "date": _day,
    "url": _address,
    "unit": _words,
}
