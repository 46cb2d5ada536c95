"""What child processes of the tests do; started ready-made, so that many of them cost little."""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from corpus.errors import CorpusError
from embeddings.build import build
from embeddings.errors import EmbeddingsError
from tests.doubles import SyllableEncoder
from tests.embeddings.building import opened

NOBODY = 65534  # the uid that owns nothing

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload([__name__])


def in_child(work: Callable[..., str], *given: object) -> str:
    """What ``work`` answers in a child process; "" where that was killed."""
    here, there = PROCESSES.Pipe(duplex=False)
    child = PROCESSES.Process(target=_answer, args=(there, work, given))
    child.start()
    there.close()
    try:
        return str(here.recv())
    except EOFError:
        return ""
    finally:
        child.join()
        here.close()


def _answer(there: Connection, work: Callable[..., str], given: tuple[object, ...]) -> None:
    try:
        there.send(work(*given))
    except (EmbeddingsError, CorpusError) as error:
        there.send(f"{type(error).__name__} {getattr(error, 'path', '')}: {error}")


def build_plainly(corpus: Path, index: Path) -> str:
    return "built " + " ".join(build(corpus, index, SyllableEncoder()).added)


def build_and_count(corpus: Path, index: Path) -> str:
    """Builds, and says how often the build touched its folder."""
    seen = _touches(index, lambda count: None)
    build(corpus, index, SyllableEncoder())
    return str(seen[0])


def build_until(corpus: Path, index: Path, touches: int) -> str:
    """Builds, and is killed when it touches its folder for the given time."""

    def kill(count: int) -> None:
        if count == touches:
            os.kill(os.getpid(), signal.SIGKILL)

    _touches(index, kill)
    build(corpus, index, SyllableEncoder())
    return "built"


def _touches(index: Path, on_touch: Callable[[int], None]) -> list[int]:
    """Counts files opened, linked, renamed, removed and folders made below the index."""
    seen = [0]

    def look(event: str, given: tuple[object, ...]) -> None:
        if event in TOUCHES and str(index) in f"{given[0]!r}{given[1:2]!r}":
            seen[0] += 1
            on_touch(seen[0])

    sys.addaudithook(look)
    return seen


TOUCHES = frozenset(
    ("open", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "sqlite3.connect")
)


def build_and_pause(corpus: Path, index: Path, connection: Connection) -> None:
    """Builds; says so at the first file, and goes on when it is told to."""

    def pause(done: int, total: int) -> None:
        if done == 1:
            connection.send("building")
            connection.recv()

    build(corpus, index, SyllableEncoder(), progress=pause)
    connection.send("built")


def build_with_files_up_to(corpus: Path, index: Path, size: int) -> str:
    """Builds where no file may grow beyond ``size`` bytes, as on a disk that is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return build_plainly(corpus, index)


def build_as_nobody(corpus: Path, index: Path) -> str:
    _become_nobody()
    return build_plainly(corpus, index)


def open_as_nobody(index: Path) -> str:
    _become_nobody()
    with opened(index) as held:
        return f"opened {held.manifest.bulletins}"


def _become_nobody() -> None:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
