"""One question in, one Answer out: the part that every front end shares."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

from bot.answering import answer
from bot.errors import BadQuestion
from bot.types import Answer
from corpus.collection import scan
from embeddings import snapshot
from embeddings.build import build
from embeddings.encoder import Encoder, load_encoder
from embeddings.errors import EmbeddingsError, IndexProblem, IndexStale
from embeddings.index import Index, Wanted
from embeddings.search import Searcher

Progress = Callable[[int, int], None]

# What colours a terminal says nothing: its letters would be taken for words.
_TERMINAL = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|[\x00-\x08\x0e-\x1f\x7f]")
LONGEST = 10_000  # code points of a question; more is a document, not a question


class Engine:
    """An opened index of a corpus with the model that made it.

    It follows the index: a question asked after a rebuild is answered from the new snapshot.
    """

    def __init__(
        self, index: Path, encoder: Encoder, opened: Index, *, behind: bool = False
    ) -> None:
        self.behind = behind  # whether the corpus has changed since its index was made
        self._path = index
        self._encoder = encoder
        self._searcher = Searcher(opened, encoder)

    @classmethod
    def open(
        cls,
        corpus: Path,
        index: Path,
        *,
        model: str | None = None,
        may_build: bool,
        progress: Progress = lambda done, total: None,
    ) -> Engine:
        """Opens the index; where it is missing or stale and ``may_build``, builds it first.

        Where it may not be built, the index of a corpus that has changed since serves as it is,
        and one of another corpus is refused.

        Raises CorpusError, EncoderError, EmbeddingsError (IndexProblem and its kin).
        """
        encoder = load_encoder(model)
        try:
            return cls(index, encoder, open_current(corpus, index, encoder))
        except IndexStale:
            if not may_build:
                return cls(index, encoder, _open_behind(corpus, index, encoder), behind=True)
        except IndexProblem:
            if not may_build:
                raise
        build(corpus, index, encoder, progress=progress, wait=True)
        return cls(index, encoder, Index.open(index, Wanted.of(encoder)))

    def ask(self, question: str, *, top: int = 5, today: dt.date | None = None) -> Answer:
        """Answers one question; ``today`` is what "năm nay" counts from.

        Raises BadQuestion for one that is empty, without any letter or digit, or too long.
        """
        if len(question) > LONGEST:
            raise BadQuestion("too_long")
        if not any(c.isalnum() for c in question):
            raise BadQuestion("empty")
        self._follow()
        question = _TERMINAL.sub("", question)
        return answer(question, self._searcher, top=top, today=today or dt.date.today())

    def _follow(self) -> None:
        """Opens the snapshot that the pointer names now; the open one serves where that fails."""
        try:
            if snapshot.current(self._path) == self._searcher.index.folder:
                return
            opened = Index.open(self._path, Wanted.of(self._encoder))
        except EmbeddingsError:
            return
        self._searcher.index.close()
        self._searcher = Searcher(opened, self._encoder)

    def close(self) -> None:
        """Closes the index."""
        self._searcher.index.close()


def open_current(corpus: Path, index: Path, encoder: Encoder) -> Index:
    """Opens an index that fits its model and its corpus as the corpus is now.

    Raises IndexProblem where it does not, CorpusError where the corpus cannot be listed.
    """
    listing = scan(corpus)
    opened = Index.open(index, Wanted.of(encoder))
    if opened.manifest.fingerprint != listing.fingerprint:
        opened.close()
        raise IndexStale(str(index), str(corpus))
    return opened


def _open_behind(corpus: Path, index: Path, encoder: Encoder) -> Index:
    """Opens the index of an earlier state of this corpus. Raises IndexStale for another corpus."""
    opened = Index.open(index, Wanted.of(encoder))
    if opened.manifest.corpus != str(corpus.resolve()):
        opened.close()
        raise IndexStale(str(index), str(corpus))
    return opened
