"""A build in a process of its own: ``python -m bot.telegram.rebuilding LANG CORPUS INDEX MODEL``.

Standard output is JSON, one object a line: ``done`` and ``total`` bulletins, and last what is to
be ``said`` of the build. The exit status is that of ``bantin rebuild``.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from pathlib import Path

from bot import exits, upkeep
from bot.texts import Texts
from embeddings.build import build
from embeddings.loading import load_encoder

LONGEST = 5_000  # code points that are said: more than one message shows, less than a pipe's line


def main(lang: str, corpus: str, index: str, model: str) -> int:
    """Builds and says what came of it."""
    texts = Texts("en" if lang == "en" else "vi")
    try:
        encoder = load_encoder(model or None)
        report = build(Path(corpus), Path(index), encoder, progress=_progress)
    except tuple(kind for kind, _ in exits.STATUS) as error:
        _print(said=texts.error(error))
        return exits.status(error)
    _print(said=upkeep.build_text(report, texts)[:LONGEST])
    return exits.DONE


def _progress(done: int, total: int) -> None:
    _print(done=done, total=total)


def _print(**values: object) -> None:
    """Where nobody listens any more, the build goes on all the same."""
    with suppress(OSError):
        sys.stdout.write(json.dumps(values) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
