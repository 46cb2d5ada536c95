"""Small corpora, engines over them, and what an answer quotes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.engine import Engine
from bot.types import Answer
from tests.embeddings.building import write

TODAY = dt.date(2026, 11, 1)
Ask = Callable[..., Answer]


def date(corpus: Path, **days: str) -> None:
    """Writes a sidecar with the publication date for each bulletin."""
    for name, day in days.items():
        (corpus / f"{name}.toml").write_text(f"date = {day}\n", "utf-8")


@contextmanager
def asking(folder: Path, dates: dict[str, str] | None = None, /, **texts: str) -> Iterator[Ask]:
    """Asks a fresh index of these bulletins."""
    corpus = folder / "corpus"
    write(corpus, **texts)
    date(corpus, **(dates or {}))
    engine = Engine.open(corpus, folder / "index", may_build=True)

    def ask(question: str, top: int = 5) -> Answer:
        return engine.ask(question, top=top, today=TODAY)

    try:
        yield ask
    finally:
        engine.close()


def quoted(answer: Answer) -> list[str]:
    """The words of the quotes, in order."""
    return [quote.slice.text for quote in answer.quotes]


def sources(answer: Answer) -> list[str]:
    """The bulletin of each quote, in order."""
    return [quote.slice.bulletin for quote in answer.quotes]


def verbatim(corpus: Path, bulletin: str) -> str:
    """A bulletin's text, newlines untranslated."""
    return (corpus / f"{bulletin}.txt").read_bytes().decode("utf-8")
