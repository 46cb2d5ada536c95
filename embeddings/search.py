"""Question in, Hits out: terms and vectors find candidates, then both and their words rank them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus.types import Passage
from corpus.vietnamese import fold, is_marked
from embeddings.answer_form import answer_form
from embeddings.background import Background, default_background
from embeddings.encoder import Encoder, TokenEncoder
from embeddings.errors import IndexDamaged
from embeddings.index import Index
from embeddings.introductions import without_introduction
from embeddings.lexical_index import Ranked
from embeddings.mending import Mender
from embeddings.offices import office_terms
from embeddings.overlap import Corpus, overlap
from embeddings.question import Question, understand
from embeddings.ranking import WEIGHTS, Floats, best_of_each, fused, scaled
from embeddings.reranker import Reranker, reranked
from embeddings.sentence_words import Match, match
from embeddings.terms import pairs, respelled, search_syllables, terms
from embeddings.timeline import Timeline
from embeddings.types import BulletinHead, Hit, Sentence, Why

T = TypeVar("T")

CANDIDATES = 60  # taken from terms and from vectors each
FAR = 1_000  # found by terms where it is time that tells which are wanted
TIMELY, NEWEST = 15, 15  # of these, kept for their period, and for being new
WELL = 0.5  # of the best score by terms, what may be as good an answer
RERANKED = 30  # of which the best are compared word by word and sentence by sentence
# Marked and folded terms of the passage, and folded ones of its heading and title.
FIELD_WEIGHTS = {"marked": 0.5, "folded": 0.5, "heading": 0.2}
# A question that names no other body is taken to be about the ministry: headings and titles that
# name it count more, which tells its bulletins from others once there are many.
MINISTRY = ("bo_y", "y_te")
_ITS_NAME = {"bo", "y", "te", *MINISTRY}
MINISTRY_BONUS = 4.0
FEW = 0.1  # share of passages under its name below which its bulletins stand among others
OURS = 10  # of these, ranked whatever terms and vectors find elsewhere
CONTENT_BONUS = 0.6  # what terms that name the subject count beyond the others


@dataclass(frozen=True, slots=True)
class Found:
    """A question as understood, and its hits, best first."""

    question: Question
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages that may answer, with their bulletins, and what speaks for each; in no order.

    ``sentences`` are those of each passage; ``features`` arrays of shape (passages,) by name, not
    scaled; ``weights`` names the table that ranks by them.
    """

    passages: tuple[tuple[Passage, BulletinHead], ...]
    sentences: tuple[tuple[Sentence, ...], ...]
    features: Mapping[str, Floats]
    weights: str


class Searcher:
    """Searches one opened index with the model that made it."""

    def __init__(
        self,
        index: Index,
        encoder: Encoder,
        background: Background | None = None,
        *,
        reranker: Reranker | None = None,
    ) -> None:
        self.index = index
        self.encoder = encoder
        self.background = background or default_background()
        self.reranker = reranker
        self._mender = Mender(index.lexical, self.background)

    @property
    def mixed(self) -> bool:
        """Whether bulletins of the ministry stand among others."""
        lexical = self.index.lexical
        return 0 < lexical.frequency("heading", MINISTRY[-1]) < FEW * len(lexical)

    def search(
        self,
        text: str,
        *,
        limit: int | None = 10,
        today: dt.date | None = None,
        within: str | None = None,
    ) -> Found:
        """The best ``limit`` passages for a question; for None all that were compared, RERANKED and
        those that are wanted for their time. ``today`` as for ``understand``.

        ``within`` is the id of the one bulletin that is searched; None means all.
        """
        question = self.read(text, today=today)
        hits = self.ranked(self.candidates(question, limit=limit or RERANKED, within=within))
        return Found(question, reranked(self.reranker, question, hits)[:limit])

    def read(self, text: str, *, today: dt.date | None = None) -> Question:
        """The question as it is searched, its typing put right and its diacritics restored."""
        mended = self._mender.mended(without_introduction(text))
        question = understand(mended.typed, today=today)
        # What is restored wrongly seldom stands in a bulletin.
        frequency = self.index.lexical.frequency
        restored = search_syllables(mended.restored, folded=False)
        return replace(
            question,
            text=mended.restored,
            sure=question.sure | {form for form in restored if frequency("marked", form)},
            marked=is_marked(mended.restored),
        )

    def candidates(
        self, question: Question, *, limit: int = 10, within: str | None = None
    ) -> Candidates:
        """At least ``limit`` passages where there are so many, and all that ranks them."""
        numbers, first, wanted = self._first(question, within)
        usable = WEIGHTS["first"] if question.marked else {"lexical": 1.0}
        kept = np.argsort(-fused(first, usable), kind="stable")[: max(RERANKED, limit)]
        kept = np.union1d(kept, np.flatnonzero(np.isin(numbers, wanted)))
        chosen = numbers[kept].tolist()
        features = {name: values[kept] for name, values in first.items()}
        sentences, best = self._sentences(question, chosen)
        passages = tuple(self._of_each(chosen, self.index.store.passages(chosen)))
        texts = [passage.text for passage, _ in passages]
        features |= best | self._overlap(question, texts)
        if question.marked:
            features["form"] = answer_form(question, list(zip(texts, sentences, strict=True)))
        weights = "words" if question.marked else "folded"
        return Candidates(passages, sentences, features, weights)

    def _first(
        self, question: Question, within: str | None
    ) -> tuple[NDArray[np.int64], dict[str, Floats], NDArray[np.int64]]:
        """All that terms or vectors find, with their scores; and those of them that are ranked
        whatever these are, for their time.
        """
        depth = FAR if question.periods or question.latest else CANDIDATES
        far = self.index.lexical.search(lexical_query(question), depth, within=within)
        lexical = Ranked(far.numbers[:CANDIDATES], far.scores[:CANDIDATES])
        timely = np.union1d(self._newest(question, within, far), self._of_period(question, far))
        wanted = np.union1d(timely, self._of_ministry(question, within))
        vector = self.encoder.encode_queries([respelled(question.text)])[0]
        among = None if within is None else np.asarray(self.index.store.numbers(within), np.int64)
        dense = self.index.vectors.search(vector, CANDIDATES, among=among)
        numbers = np.union1d(np.union1d(lexical.numbers, dense.numbers), wanted)
        scores = {"lexical": _spread(lexical, numbers), "dense": _spread(dense, numbers)}
        return numbers, scores, wanted

    def _newest(self, question: Question, within: str | None, far: Ranked) -> NDArray[np.int64]:
        """Passages of the newest bulletins that name the office whose holder is asked for, or the
        article of a law, or that terms find well where the newest is wanted: what changes is told
        in much the same words again and again.
        """
        office, beside = office_terms(question)
        if every := office or pairs(question.article.split()):
            told = {"folded": dict.fromkeys([*office, *beside], 1.0)}
            weights = told if office else lexical_query(question)
            found = self.index.lexical.search(weights, FAR, within=within, every=every).numbers
        elif question.latest and len(far.numbers):
            found = far.numbers[far.scores >= WELL * far.scores[0]]
        else:
            return np.empty(0, np.int64)
        dated = (period.last for period in question.periods if not period.any_year)
        by = max(dated, default=None)
        newest = Timeline(self.index.store).newest(found.tolist(), NEWEST, by=by)
        return np.asarray(newest, np.int64)

    def _of_ministry(self, question: Question, within: str | None) -> NDArray[np.int64]:
        """Passages under the ministry's name that terms find best, where few of all are: its
        bulletins speak of what others write of in more words.
        """
        if not self.mixed or question.bodies:
            return np.empty(0, np.int64)
        named = {*question.content, *question.content_pairs}.difference(_ITS_NAME)
        query = {"folded": dict.fromkeys(sorted(named), 1.0)}
        return self.index.lexical.search(query, OURS, within=within, under=MINISTRY).numbers

    def _of_period(self, question: Question, found: Ranked) -> NDArray[np.int64]:
        """Those that terms find best of the passages which name just a period asked about: all
        years are spoken of in much the same words.
        """
        timeline, among = Timeline(self.index.store), found.numbers.tolist()
        speaking = {n for asked in question.periods for n in timeline.speaking(asked, among)}
        return np.asarray([n for n in among if n in speaking][:TIMELY], np.int64)

    def hit_of(self, bulletin: str, passage_id: str) -> Hit:
        """A passage that was not searched for, such as another item of a list that was found."""
        return Hit(*self.index.store.passage(bulletin, passage_id), 0.0, Why(0.0, 0.0), 0.0, ())

    def ranked(self, found: Candidates) -> tuple[Hit, ...]:
        """Hits of candidates, best first."""
        features = found.features
        weights = {k: w for k, w in WEIGHTS[found.weights].items() if k in features}
        scores = fused(features, weights)
        shown = {name: scaled(values).tolist() for name, values in features.items()}
        totals, closeness = scores.tolist(), features["dense"].tolist()
        hits = []
        for i in np.argsort(-scores, kind="stable").tolist():
            passage, bulletin = found.passages[i]
            why = Why(**{name: values[i] for name, values in shown.items()})
            hits.append(Hit(passage, bulletin, totals[i], why, closeness[i], found.sentences[i]))
        return tuple(hits)

    def _overlap(self, question: Question, texts: Sequence[str]) -> dict[str, Floats]:
        """How the very words of the question stand in passages."""
        lexical = self.index.lexical
        corpus = Corpus(
            len(lexical),
            lambda term: lexical.frequency("marked", term),
            lambda term: lexical.frequency("folded", term),
        )
        named = {*question.content, *question.content_pairs}
        return overlap(question.text, texts, corpus, marked=question.marked, named=named)

    def _sentences(
        self, question: Question, numbers: Sequence[int]
    ) -> tuple[tuple[tuple[Sentence, ...], ...], dict[str, Floats]]:
        """The sentences of each passage, and what the best of them add to its features.

        Models know little of words without their diacritics.
        """
        split = self._of_each(numbers, self.index.store.words(numbers))
        sizes = np.asarray([len(words.spans) for words in split], np.int64)
        none = np.zeros(int(sizes.sum()), np.float32)
        found, best = Match(none, none, none), {}
        if split and question.marked and isinstance(self.encoder, TokenEncoder):
            try:
                found = match(self.encoder, respelled(question.text), split)
            except IndexError as error:  # a token that the model does not have
                raise IndexDamaged(str(self.index.folder), str(error)) from error
            best = {
                "sentence": best_of_each(found.meaning, sizes),
                "words": best_of_each(found.words, sizes),
                "rare": best_of_each(found.rare, sizes),
            }
        flat = zip(found.meaning.tolist(), found.words.tolist(), strict=True)
        return tuple(
            tuple(Sentence(a, b, *next(flat)) for a, b in words.spans.tolist()) for words in split
        ), best

    def _of_each(self, numbers: Sequence[int], held: Mapping[int, T]) -> list[T]:
        """What is stored for each passage. Raises IndexDamaged where one lacks it."""
        missing = [number for number in numbers if number not in held]
        if missing:
            raise IndexDamaged(str(self.index.folder), f"passage {missing[0]} is not there")
        return [held[number] for number in numbers]


def lexical_query(question: Question) -> dict[str, dict[str, float]]:
    """Weighted terms for each field; a question without diacritics has no marked terms."""
    named = {*question.content, *question.content_pairs}
    folded = _weighted(terms(question.text, folded=True), named)
    above = _times(folded, FIELD_WEIGHTS["heading"])
    if not question.bodies:
        above |= {term: above.get(term, 0.0) + MINISTRY_BONUS for term in MINISTRY}
    if not question.marked:
        both = FIELD_WEIGHTS["marked"] + FIELD_WEIGHTS["folded"]
        return {"folded": _times(folded, both), "heading": above}
    return {
        "marked": _times(_marked(question, folded), FIELD_WEIGHTS["marked"]),
        "folded": _times(folded, FIELD_WEIGHTS["folded"]),
        "heading": above,
    }


def _marked(question: Question, folded: Mapping[str, float]) -> dict[str, float]:
    """Marked terms, each with the weight of its folded form."""
    counts = Counter(terms(question.text, folded=False))
    return {term: folded.get(fold(term), float(count)) for term, count in counts.items()}


def _weighted(found: Sequence[str], named: set[str]) -> dict[str, float]:
    return {
        term: count * (1 + CONTENT_BONUS * (term in named))
        for term, count in Counter(found).items()
    }


def _times(weights: Mapping[str, float], factor: float) -> dict[str, float]:
    return {term: weight * factor for term, weight in weights.items()}


def _spread(ranked: Ranked, numbers: NDArray[np.int64]) -> Floats:
    """Scores by candidate; one that this side did not find has at most the lowest of those found,
    or nothing where this side found all that there is.
    """
    cut = len(ranked.scores) >= CANDIDATES
    lowest = float(ranked.scores.min()) if cut else 0.0
    out = np.full(len(numbers), lowest, np.float32)
    out[np.searchsorted(numbers, ranked.numbers)] = ranked.scores
    return out
