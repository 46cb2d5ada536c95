"""How strongly a sentence, where it stands, speaks to a question: the ground for answering."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from functools import lru_cache

from embeddings.answer_kinds import holds_kind
from embeddings.background import Background
from embeddings.question import Question
from embeddings.terms import pairs, search_syllables
from embeddings.types import Hit, Sentence

Weights = Mapping[str, float]  # rarities by term


@dataclass(frozen=True, slots=True)
class Evidence:
    """Shares in [0, 1], cosines in [-1, 1]; more speaks for the sentence, ``missing`` against it.

    ``syllables`` and ``pairs`` are the rarity-weighted shares of the question's subject that
    stand in the sentence; ``around`` and ``pairs_around`` those that stand in its passage, heading
    or title. ``missing`` is the rarity of the rarest subject syllable that stands in none of
    these, as a share of the highest rarity there is. ``kind`` is 1 where the sentence holds the
    kind of thing asked for, else 0.
    """

    meaning: float
    words: float
    closeness: float
    syllables: float
    pairs: float
    around: float
    pairs_around: float
    missing: float
    kind: float

    def values(self) -> tuple[float, ...]:
        """The fields in order."""
        return astuple(self)


def evidence(question: Question, hit: Hit, background: Background) -> list[Evidence]:
    """The evidence of each sentence of a hit."""
    subject = {term: background.rarity(term) for term in question.subject}
    joined = {pair: background.rarity(pair) for pair in question.subject_pairs}
    whole = f"{hit.passage.text}\n{hit.passage.heading}\n{hit.bulletin.title}"
    around = _held(whole)
    shares = (
        share(subject, around.syllables),
        share(joined, around.pairs),
        _rarest_missing(subject, around.syllables, background),
    )
    return [_of_sentence(question, hit, s, shares, (subject, joined)) for s in hit.sentences]


def _of_sentence(
    question: Question,
    hit: Hit,
    sentence: Sentence,
    shares: tuple[float, float, float],
    weights: tuple[Weights, Weights],
) -> Evidence:
    text = hit.passage.text[sentence.start : sentence.end]
    held = _held(text)
    around, pairs_around, missing = shares
    subject, joined = weights
    return Evidence(
        meaning=sentence.meaning,
        words=sentence.words,
        closeness=hit.closeness,
        syllables=share(subject, held.syllables),
        pairs=share(joined, held.pairs),
        around=around,
        pairs_around=pairs_around,
        missing=missing,
        kind=float(holds_kind(question, text)),
    )


@dataclass(frozen=True, slots=True)
class _Held:
    syllables: frozenset[str]
    pairs: frozenset[str]


@lru_cache(maxsize=8_192)  # the same passages are hit again and again
def _held(text: str) -> _Held:
    found = search_syllables(text, folded=True)
    return _Held(frozenset(found), frozenset(pairs(found)))


def share(wanted: Weights, held: frozenset[str]) -> float:
    """The weighted share of wanted terms that are held, in [0, 1]; 0 where none is wanted."""
    total = sum(wanted.values())
    return sum(w for term, w in wanted.items() if term in held) / total if total else 0.0


def _rarest_missing(wanted: Weights, held: frozenset[str], background: Background) -> float:
    highest = background.rarity("")  # of a term that no document has
    return max((rarity for t, rarity in wanted.items() if t not in held), default=0.0) / highest
