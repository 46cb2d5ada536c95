"""One question in, one Answer out: the part that every front end shares."""

from __future__ import annotations

import datetime as dt
import math
import re
import time
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from bot.answering.answer import answer
from bot.answering.placing import placed
from bot.answering.widening import whole, wider
from bot.errors import BadQuestion
from bot.suggesting.suggestions import Suggestions
from bot.types import Answer, Place, Quote, Scope
from corpus.collection import scan
from corpus.errors import CorpusError
from embeddings import snapshot
from embeddings.build import Progress, build
from embeddings.encoder import Encoder
from embeddings.errors import (
    EmbeddingsError,
    IndexDamaged,
    IndexProblem,
    IndexStale,
    StorageFailed,
)
from embeddings.index import Index, Wanted
from embeddings.loading import load_encoder
from embeddings.passage_store import PassageStore
from embeddings.reranker import Reranker, load_reranker
from embeddings.search import Searcher
from embeddings.types import BulletinHead, Hit

T = TypeVar("T")

# What colours a terminal says nothing: its letters would be taken for words.
# Half a character is none.
_TERMINAL = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
REMEMBERED = 200  # answers, so that a question asked again costs nothing; some MB of memory
FOLLOWED = 0.02  # seconds for which the pointer to the snapshot is not read again
LOOKED = 2.0  # seconds for which the corpus is not listed again
SHARE = 0.02  # of the time at most goes into listing it: a large one is listed less often
LONGEST = 10_000  # code points of a question; more is a document, not a question


class Engine:
    """An opened index of a corpus with the model that made it.

    It follows the index: a question asked after a rebuild is answered from the new snapshot.
    """

    def __init__(
        self,
        index: Path,
        encoder: Encoder,
        opened: Index,
        *,
        reranker: Reranker | None = None,
        behind: bool = False,
        corpus: Path | None = None,
    ) -> None:
        """``corpus`` is what the index may be built from again; None where it may not."""
        self.behind = behind  # whether the corpus has changed since its index was made
        self._path = index
        self._encoder = encoder
        self._reranker = reranker
        self._corpus = corpus
        self._look_again = time.monotonic() + LOOKED  # when the corpus may be listed next
        self._followed = time.monotonic()  # when the pointer was read last
        self._serve(opened)

    @classmethod
    def open(
        cls,
        corpus: Path,
        index: Path,
        *,
        model: str | None = None,
        reranker: str | None = None,
        may_build: bool,
        progress: Progress = lambda done, total: None,
    ) -> Engine:
        """Opens the index; where it is missing or stale and ``may_build``, builds it first.

        Where it may not be built, or the disk does not do its part, the index of a corpus that has
        changed since serves as it is, and one of another corpus is refused.

        Raises CorpusError, EncoderError, EmbeddingsError (IndexProblem and its kin).
        """
        encoder, again = load_encoder(model), load_reranker(reranker)
        own = corpus if may_build else None
        try:
            opened = open_current(corpus, index, encoder)
            return cls(index, encoder, opened, reranker=again, corpus=own)
        except IndexProblem as problem:
            behind = isinstance(problem, IndexStale)
            if not (may_build or behind):
                raise
        try:
            if may_build:
                build(corpus, index, encoder, progress=progress, wait=True)
                behind = False
        except StorageFailed:
            if not behind:
                raise
        opened = _open_behind(corpus, index, encoder)
        return cls(index, encoder, opened, reranker=again, corpus=own, behind=behind)

    def catch_up(self, progress: Progress = lambda done, total: None) -> None:
        """Brings the index up to date where it may be built and the corpus has changed since.

        The corpus is listed at most every ``LOOKED`` seconds, and less often where that takes
        long. Where it cannot be read or the build fails, what is open serves on.
        """
        began = time.monotonic()
        if self._corpus is None or began < self._look_again:
            return
        try:
            listing = scan(self._corpus)
            listed = time.monotonic() - began
            if listing.fingerprint != self._searcher.index.manifest.fingerprint:
                self._build(self._corpus, progress)
        except (CorpusError, EmbeddingsError):
            listed = time.monotonic() - began
        self._look_again = time.monotonic() + max(LOOKED, listed / SHARE)

    def ask(
        self,
        question: str,
        *,
        top: int = 5,
        today: dt.date | None = None,
        scope: Scope | None = None,
    ) -> Answer:
        """Answers one question; ``today`` is what "năm nay" counts from, ``scope`` what alone may
        answer.

        Raises BadQuestion for one that is empty, without any letter or digit, or too long.
        """
        if len(question) > LONGEST:
            raise BadQuestion("too_long")
        if not any(c.isalnum() for c in question):
            raise BadQuestion("empty")
        self._follow()
        words, day = _TERMINAL.sub("", question), today or dt.date.today()
        return self._mended(lambda: self._answered(words, top, day, scope))

    def version(self) -> str:
        """The name of the snapshot that answers now."""
        self._follow()
        return self._searcher.index.folder.name

    def size(self) -> int:
        """How many bulletins there are."""
        return self._store.counts()[0]

    def bulletins(self, limit: int, *, skip: int = 0) -> list[BulletinHead]:
        """Bulletins, the newest first, undated ones last."""
        return self._store.heads(limit, skip=skip)

    def questions_about(self, bulletin: str, limit: int) -> tuple[str, ...]:
        """At most ``limit`` questions that this bulletin answers."""
        return self._mended(lambda: self._suggested.about(bulletin, limit))

    def examples(self, limit: int) -> tuple[str, ...]:
        """At most ``limit`` questions that the newest bulletins answer."""
        return self._mended(lambda: self._suggested.examples(limit))

    def suggested(self, answer: Answer, asked: Collection[str], limit: int) -> tuple[str, ...]:
        """At most ``limit`` questions to ask after an answer; none that was ``asked`` before."""
        return self._mended(lambda: self._suggested.after(answer, asked, limit))

    def wider(self, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
        """Quotes with more of what stands around them; see :func:`bot.answering.widening.wider`."""
        return wider(quotes, self._store)

    def whole(self, hits: Sequence[Hit]) -> tuple[Quote, ...]:
        """Passages quoted whole."""
        return whole(hits, self._store)

    def quoted(self, places: Sequence[Place]) -> tuple[tuple[Quote, ...], tuple[Hit, ...]]:
        """What stands at these places of the bulletins, and the passages that it is from.

        Raises KeyError for a bulletin or passage that is not there.
        """
        store = self._store
        quotes = [Quote(store.slice(p.bulletin, p.start, p.end), p.passage) for p in places]
        named = dict.fromkeys((place.bulletin, place.passage) for place in places)
        return placed(quotes, store), tuple(self._searcher.hit_of(*name) for name in named)

    def _mended(self, act: Callable[[], T]) -> T:
        """What ``act`` returns. An index that proves damaged is built anew, where that is allowed,
        and asked once more: sizes, which are checked when it is opened, do not tell all damage.
        """
        try:
            return act()
        except IndexDamaged:
            if self._corpus is None:
                raise
            self._build(self._corpus)
            return act()

    def _build(self, corpus: Path, progress: Progress = lambda done, total: None) -> None:
        """Builds the index and answers from it."""
        build(corpus, self._path, self._encoder, progress=progress, wait=True)
        self._followed = -math.inf
        self._follow()

    @property
    def _suggested(self) -> Suggestions:
        self._follow()
        return self._suggestions

    @property
    def _store(self) -> PassageStore:
        self._follow()
        return self._searcher.index.store

    def _follow(self) -> None:
        """Opens the snapshot that the pointer names now; the open one serves where that fails."""
        if time.monotonic() - self._followed < FOLLOWED:
            return
        self._followed = time.monotonic()
        try:
            if snapshot.current(self._path) == self._searcher.index.folder:
                return
            opened = Index.open(self._path, Wanted.of(self._encoder))
        except EmbeddingsError:
            return
        former = self._searcher
        self._serve(opened)
        former.index.close()  # last: interrupted before, the new one serves all the same

    def _serve(self, opened: Index) -> None:
        """Answers from an index from now on.

        Suggestions are tried by the dozen, and a reranker would take minutes over them.
        """
        searcher = Searcher(opened, self._encoder, reranker=self._reranker)

        # Somebody goes on from the same question again and again, and many ask the same.
        @lru_cache(maxsize=REMEMBERED)
        def answered(question: str, top: int, today: dt.date, scope: Scope | None) -> Answer:
            return answer(question, searcher, top=top, today=today, scope=scope)

        self._answered = answered
        self._searcher = searcher
        self._suggestions = Suggestions(Searcher(opened, self._encoder))

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
