"""A real terminal for tests: a private tmux server that runs one program and tells its screen."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
BANTIN = (sys.executable, "-m", "bot")
PATIENCE = 60.0  # seconds that a text may take to appear on a busy machine

ENDED = "Its exit status: "


def available() -> bool:
    """Whether there is a tmux to run."""
    return shutil.which("tmux") is not None


def until(holds: Callable[[], bool]) -> None:
    """Waits until that is so. Raises TimeoutError after PATIENCE."""
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.02)


class Terminal:
    """A running program's terminal: keys go in, and what it shows comes out."""

    def __init__(self, sockets: Path) -> None:
        self._tmux = ["tmux", "-u", "-S", str(sockets / "tmux"), "-f", os.devnull]

    def start(self, command: Sequence[str], columns: int, rows: int, **settings: str) -> None:
        """Runs a command with these variables and none of whoever runs the tests."""
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": settings.get("XDG_DATA_HOME", os.devnull),
            "LANG": "C.UTF-8",
            "TERM": "screen",
            "PYTHONPATH": str(ROOT),
            **settings,
        }
        named = [f"{name}={value}" for name, value in environment.items()]
        told = f'trap : INT; "$@"; printf "\\n{ENDED}%s" "$?"; exec sleep 1000'
        watched = ["sh", "-c", told, "sh", "env", "-i", *named, *command]
        self._run("new-session", "-d", "-x", str(columns), "-y", str(rows), "--", *watched)

    def type(self, text: str) -> None:
        """Types these characters."""
        self._run("send-keys", "-l", "--", text)

    def press(self, *keys: str) -> None:
        """Presses keys by tmux's names: Enter, Tab, Up, C-c."""
        self._run("send-keys", "--", *keys)

    def ask(self, text: str) -> None:
        """Types a line and presses Enter."""
        self.type(text)
        self.press("Enter")

    def say(self, text: str, prompt: str) -> str:
        """Types a line; the screen, white space folded, once the next prompt has come.

        Raises TimeoutError.
        """
        before = self.folded().count(prompt)
        self.ask(text)
        return self._until(
            lambda shown: shown.count(prompt) > before and shown.endswith(prompt), prompt
        )

    def paste(self, text: str) -> None:
        """Pastes as terminals do that mark what is pasted."""
        self._run("load-buffer", "-", given=text)
        self._run("paste-buffer", "-p", "-r")

    def hang_up(self) -> None:
        """Closes the terminal under its program."""
        self._run("kill-server")

    def screen(self, *, styled: bool = False) -> str:
        """What is shown, with what has scrolled away; empty rows below are left out."""
        return self._run("capture-pane", "-p", "-S", "-", *(["-e"] if styled else [])).rstrip()

    def title(self) -> str:
        """The title that the program gave the terminal."""
        return self._run("display-message", "-p", "#{pane_title}").strip()

    def folded(self) -> str:
        """The screen, white space folded."""
        return " ".join(self.screen().split())

    def wait_for(self, text: str, *, times: int = 1) -> str:
        """The screen, white space folded, once it holds the text so often.

        Raises TimeoutError.
        """
        return self._until(lambda shown: shown.count(text) >= times, text)

    def wait_for_end(self, text: str) -> str:
        """The screen, white space folded, once the text is its end. Raises TimeoutError."""
        return self._until(lambda shown: shown.endswith(text), text)

    def turn_pages_to(self, text: str) -> str:
        """The screen, white space folded, once Enter was pressed until it ends with the text."""
        while not (shown := self.folded()).endswith(text):
            self.press("Enter")
            self._until(lambda now, before=shown: now != before, text)  # type: ignore[misc]
        return shown

    def ended(self) -> int:
        """The exit status, once the program has ended. Raises TimeoutError."""
        return int(self._until(lambda shown: ENDED in shown, ENDED).partition(ENDED)[2])

    def _until(self, holds: Callable[[str], bool], wanted: str) -> str:
        try:
            until(lambda: holds(self.folded()))
        except TimeoutError:
            raise TimeoutError(f"{wanted!r} does not come:\n{self.screen()}") from None
        return self.folded()

    def _run(self, *command: str, given: str = "") -> str:
        done = subprocess.run(
            [*self._tmux, *command], input=given.encode(), capture_output=True, check=True
        )
        return done.stdout.decode("utf-8")

    def close(self) -> None:
        """Ends the server, if it runs still."""
        subprocess.run([*self._tmux, "kill-server"], capture_output=True, check=False)


@contextmanager
def terminal(
    *command: str, columns: int = 100, rows: int = 40, **settings: str
) -> Iterator[Terminal]:
    """A terminal of this size in which the command runs."""
    with tempfile.TemporaryDirectory() as sockets:
        shown = Terminal(Path(sockets))
        try:
            shown.start(command, columns, rows, **settings)
            yield shown
        finally:
            shown.close()
