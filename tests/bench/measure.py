"""Wall time and peak memory of child processes, and what several runs of one thing come to."""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_KIB = 1_024  # Linux counts ru_maxrss in these
_TAIL = 2_000  # code points of a failed child's last words


@dataclass(frozen=True, slots=True)
class Reading:
    """One measured value in its row's unit, and what explains it."""

    value: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Child:
    """How one child process went: ``seconds`` of wall time, ``peak`` in bytes, what it printed.

    Linux lets a child inherit the peak of the process that started it: ``peak`` is true as long
    as that process is the smaller one. So whoever measures imports no engine and no model.
    """

    seconds: float
    peak: int
    output: str


class ChildFailed(Exception):
    """A child ended with a status that was not expected. ``command``, ``status`` and ``said``."""

    def __init__(self, command: Sequence[str], status: int, said: str) -> None:
        shown = " ".join(command)
        super().__init__(f"`{shown}` ended with status {status}:\n{said[-_TAIL:].strip()}")
        self.command = tuple(command)
        self.status = status
        self.said = said


def run(command: Sequence[str], *, cwd: Path, statuses: Sequence[int] = (0,)) -> Child:
    """Runs a command to its end, without any setting of ours in its environment.

    Raises ChildFailed for an exit status other than ``statuses``.
    """
    # Files, not pipes: nobody has to read while the child runs.
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=cwd, env=_plain(), stdout=out, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in statuses:
            err.seek(0)
            said = err.read().decode("utf-8", "replace")
            raise ChildFailed(command, process.returncode, said)
        out.seek(0)
        return Child(seconds, usage.ru_maxrss * _KIB, out.read().decode("utf-8"))


def _plain() -> dict[str, str]:
    ours = ("BANTIN_", "TELEGRAM_", "EMBEDDING_MODEL", "RERANK_MODEL")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def median(values: Sequence[float], digits: int = 2) -> Reading:
    """The median of several runs, with their number and range.

    >>> median([0.9, 0.7, 0.8])
    Reading(value=0.8, note='3 runs, 0.70 to 0.90')
    """
    low, high = min(values), max(values)
    note = f"{len(values)} runs, {low:.{digits}f} to {high:.{digits}f}"
    return Reading(statistics.median(values), note)


def megabytes(peaks: Sequence[int]) -> Reading:
    """The highest of several peaks given in bytes, in MB of 10⁶ bytes."""
    return Reading(max(peaks) / 1e6, f"highest of {len(peaks)}" if len(peaks) > 1 else "")
