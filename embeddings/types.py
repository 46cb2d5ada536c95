"""The values that leave this room: what was found, why, and what an index says of itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from corpus.types import Passage, Skip


@dataclass(frozen=True, slots=True)
class BulletinHead:
    """A bulletin without its text; the fields of :class:`corpus.types.Bulletin`."""

    id: str
    source: str
    title: str
    date: dt.date | None
    url: str | None
    unit: str | None

    def is_title(self, text: str) -> bool:
        """Whether a text is the title, however its words are spaced."""
        return text.split() == self.title.split()


@dataclass(frozen=True, slots=True)
class Why:
    """What spoke for a passage, each scaled to [0, 1] among the candidates of one question.

    ``lexical`` is BM25 over terms, ``dense`` the passage's cosine with the question, ``sentence``
    that of its best sentence, ``words`` the share of the question's words that its best sentence
    has near words for, ``rare`` the same together with its first sentence and with more weight for
    words that few candidates have (all three 0 for models without vectors of words).
    ``syllables``, ``pairs`` and ``run`` are those of :func:`embeddings.overlap.overlap`, ``form``
    that of :func:`embeddings.answer_form.answer_form`; ``reranker`` is what a reranker says of it
    (0 without one). Higher is better.
    """

    lexical: float
    dense: float
    sentence: float = 0.0
    words: float = 0.0
    rare: float = 0.0
    syllables: float = 0.0
    pairs: float = 0.0
    run: float = 0.0
    form: float = 0.0
    reranker: float = 0.0


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage, ``start:end`` in the passage's text, and how it fits a question.

    ``meaning`` is its cosine with the question, ``words`` the share of the question that it has
    near words for, in [0, 1]; both are 0 for models without vectors of words.
    """

    start: int
    end: int
    meaning: float
    words: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that may answer; ``score`` only orders the hits of one question, best first.

    ``closeness`` is the passage's cosine with the question, comparable between questions.
    """

    passage: Passage
    bulletin: BulletinHead
    score: float
    why: Why
    closeness: float
    sentences: tuple[Sentence, ...]

    @property
    def around(self) -> str:
        """The passage with its heading and the bulletin's title: where words may stand."""
        return f"{self.passage.text}\n{self.passage.heading}\n{self.bulletin.title}"


@dataclass(frozen=True, slots=True)
class Slice:
    """A piece of a bulletin: ``text`` is exactly its code points ``start:end``."""

    bulletin: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did, counted in bulletins, and how long it took in seconds."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    carried: int
    skipped: tuple[Skip, ...]
    passages: int
    seconds: float
    snapshot: str
