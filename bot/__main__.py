"""Runs the program: ``python -m bot`` is ``bantin``."""

from __future__ import annotations

import gc
import sys

INTERRUPTED = 130  # as bot.exits says, which is not loaded yet when Ctrl-C comes this early


def run() -> None:
    """Loads and runs the command line; Ctrl-C while it loads ends it like any other."""
    # What is loaded stays as long as the program: to look through it for garbage again and again
    # while it loads takes an eighth of a cold answer.
    gc.disable()
    try:
        from bot.cli import main

        gc.freeze()
        gc.enable()
        main(prog_name="bantin")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    run()
