"""How strongly a sentence, where it stands, speaks to a question: the ground for answering."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from functools import lru_cache

from corpus.vietnamese import fold, is_marked
from embeddings.answer_kinds import holds_kind
from embeddings.background import Background
from embeddings.question import Question
from embeddings.restoring.syllable_model import UNKNOWN, default_syllables
from embeddings.terms import pairs, search_syllables
from embeddings.types import Hit, Sentence

Weights = Mapping[str, float]  # rarities by term
Marks = Mapping[str, frozenset[str]]  # the forms that a folded term is written in


@dataclass(frozen=True, slots=True)
class Evidence:
    """Shares in [0, 1], cosines in [-1, 1]; more speaks for the sentence, ``missing`` against it.

    ``syllables`` and ``pairs`` are the rarity-weighted shares of the question's subject that
    stand in the sentence, with the diacritics that were typed ("giả" is no part of "quốc gia");
    ``around`` and ``pairs_around`` those that stand in its passage, heading or title. ``missing``
    is the rarity of the rarest subject syllable that stands in none of these, as a share of the
    highest rarity there is. ``kind`` is 1 where the sentence holds the
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
    marks = marks_of(question)
    around = held(marks, f"{hit.passage.text}\n{hit.passage.heading}\n{hit.bulletin.title}")
    shares = (
        share(subject, around),
        share(joined, around),
        _rarest_missing(subject, around, background),
    )
    return [_of_sentence(question, hit, s, shares, (subject, joined), marks) for s in hit.sentences]


def _of_sentence(
    question: Question,
    hit: Hit,
    sentence: Sentence,
    shares: tuple[float, float, float],
    weights: tuple[Weights, Weights],
    marks: Marks,
) -> Evidence:
    text = hit.passage.text[sentence.start : sentence.end]
    here = held(marks, text)
    around, pairs_around, missing = shares
    subject, joined = weights
    return Evidence(
        meaning=sentence.meaning,
        words=sentence.words,
        closeness=hit.closeness,
        syllables=share(subject, here),
        pairs=share(joined, here),
        around=around,
        pairs_around=pairs_around,
        missing=missing,
        kind=float(holds_kind(question, text)),
    )


def held(marks: Marks, text: str) -> frozenset[str]:
    """The folded syllables and pairs of a text; those with ``marks`` only where it has the same.

    >>> sorted(held({"gia": frozenset({"giả"})}, "Thuốc quốc gia"))
    ['quoc', 'quoc_gia', 'thuoc', 'thuoc_quoc']
    """
    marked, folded = _terms(text)
    same = {term for term, forms in marks.items() if not marked.isdisjoint(forms)}
    return folded.difference(marks) | same


def marks_of(question: Question, *, restored: bool = False) -> Marks:
    """How the folded syllables and pairs of a question are written; none for what was typed
    without its diacritics, unless ``restored`` ones count, nor for what is no Vietnamese.

    >>> from embeddings.question import understand
    >>> dict(marks_of(understand("hàng giả")))["gia"]
    frozenset({'giả'})
    """
    return _marks(question.text, question.text if restored else question.typed)


@lru_cache(maxsize=64)  # asked again for every hit
def _marks(text: str, typed: str) -> Marks:
    if not is_marked(typed):
        return {}
    found = search_syllables(text, folded=False)
    as_typed = set(search_syllables(typed, folded=False))
    sure = {form for form in found if form in as_typed and _is_known(form)}
    forms: dict[str, set[str]] = {}
    for term in (*found, *pairs(found)):
        if sure.issuperset(term.split("_")):
            forms.setdefault(fold(term), set()).add(term)
    return {term: frozenset(ones) for term, ones in forms.items()}


def _is_known(form: str) -> bool:
    return default_syllables().id_of(form, fold(form)) != UNKNOWN


@lru_cache(maxsize=8_192)  # the same passages are hit again and again
def _terms(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The syllables and pairs of a text, as written and folded."""
    marked, folded = (search_syllables(text, folded=one) for one in (False, True))
    return frozenset((*marked, *pairs(marked))), frozenset((*folded, *pairs(folded)))


def share(wanted: Weights, held: frozenset[str]) -> float:
    """The weighted share of wanted terms that are held, in [0, 1]; 0 where none is wanted."""
    total = sum(wanted.values())
    return sum(w for term, w in wanted.items() if term in held) / total if total else 0.0


def _rarest_missing(wanted: Weights, held: frozenset[str], background: Background) -> float:
    highest = background.rarity("")  # of a term that no document has
    return max((rarity for t, rarity in wanted.items() if t not in held), default=0.0) / highest
