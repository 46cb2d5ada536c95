"""From readings to the part of docs/benchmarks.md that stands between two markers."""

from __future__ import annotations

import datetime as dt
import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.bench.rows import Group, Readings, Row, shown

BEGIN = "<!-- measured: written by make bench, not by hand -->"
END = "<!-- end of what was measured -->"
NOT_RUN = "not run"
_HEAD = ("| what | measured | aimed at | met? |", "|---|---|---|---|")


class NoMarkers(ValueError):
    """A document has no place for what was measured."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """When, where and how it was measured; nothing that names a person or a machine.

    ``loads`` are the load averages of the last minute at the start and at the end.
    """

    day: dt.date
    machine: str
    command: str
    loads: tuple[float, float]


def machine() -> str:
    """The machine in words: cores, memory, Python.

    >>> machine()  # doctest: +ELLIPSIS
    '... cores, ... GiB, CPython 3...'
    """
    cores = len(os.sched_getaffinity(0))
    gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{cores} cores, {gib:.0f} GiB, {python}"


def section(groups: Sequence[Group], readings: Readings, where: Circumstances) -> str:
    """All groups as tables, below the circumstances."""
    before, after = where.loads
    lines = [
        f"Measured on {where.day.isoformat()} with {where.machine}; load average {before:.1f} "
        f"before and {after:.1f} after. Command:",
        "",
        "```",
        where.command,
        "```",
    ]
    for group in groups:
        lines += ["", f"## {group.title}", "", *_HEAD, *_table(group.rows, readings)]
    return "\n".join(lines)


def _table(rows: Sequence[Row], readings: Readings) -> Iterator[str]:
    for row in rows:
        cells = (row.what, _measured(row, readings), _aim(row, readings), _met(row, readings))
        yield f"| {' | '.join(cells)} |"


def _measured(row: Row, readings: Readings) -> str:
    reading = readings.get(row.key)
    if reading is None:
        return NOT_RUN
    note = f" ({reading.note})" if reading.note else ""
    return f"{shown(reading.value, row.unit)}{note}"


def _aim(row: Row, readings: Readings) -> str:
    return row.aim.text(row.unit, readings) if row.aim else ""


def _met(row: Row, readings: Readings) -> str:
    reading = readings.get(row.key)
    met = row.aim.met(reading.value, readings) if row.aim and reading else None
    return "" if met is None else "yes" if met else "**no**"


def renewed(document: str, measured: str) -> str:
    """The document with another section between its markers; all else stays.

    Raises NoMarkers where they are not there, once each and in order.
    """
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end or BEGIN in rest or END in after:
        raise NoMarkers(f"the document needs {BEGIN!r} and {END!r}, once each")
    return f"{before}{BEGIN}\n\n{measured}\n\n{END}{after}"
