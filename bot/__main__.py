"""Runs the program: ``python -m bot`` is ``bantin``."""

from __future__ import annotations

import sys

INTERRUPTED = 130  # as bot.exits says, which is not loaded yet when Ctrl-C comes this early


def run() -> None:
    """Loads and runs the command line; Ctrl-C while it loads ends it like any other."""
    try:
        from bot.cli import main

        main(prog_name="bantin")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    run()
