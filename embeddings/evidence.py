"""How strongly a sentence, where it stands, speaks to a question: the ground for answering."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import lru_cache

from corpus.vietnamese import fold, is_marked
from embeddings.amounts import is_row
from embeddings.answer_kinds import holds_kind
from embeddings.background import Background
from embeddings.question import Question
from embeddings.restoring.syllable_model import UNKNOWN, default_syllables
from embeddings.terms import pairs, search_syllables
from embeddings.types import Hit, Sentence

ACTOR = 3  # syllables of each of these
_ACTORS = frozenset({"bo y te", "nganh y te"})
Weights = Mapping[str, float]  # rarities by term
Marks = Mapping[str, frozenset[str]]  # the forms that a folded term is written in


@dataclass(frozen=True, slots=True)
class Evidence:
    """Shares in [0, 1], cosines in [-1, 1]; more speaks for the sentence, ``missing`` against it.

    ``syllables`` and ``pairs`` are the rarity-weighted shares of the question's subject that
    stand in the sentence, with the diacritics that count ("giả" is no part of "quốc gia");
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
    sought = _sought(question, background)
    around = sought.held(hit.around)
    shares = (
        share(sought.subject, around),
        share(sought.joined, around),
        _rarest_missing(sought.subject, around, background),
    )
    return [_of_sentence(question, hit, s, shares, sought) for s in hit.sentences]


@dataclass(frozen=True, slots=True)
class _Sought:
    """The folded syllables and pairs that a question is about, each with its rarity; those in
    ``plain`` as any text has them, the others only as ``written`` tells, by marked form.
    """

    subject: Weights
    joined: Weights
    plain: frozenset[str]
    written: Mapping[str, str]

    def held(self, text: str) -> frozenset[str]:
        """Which of them a text holds."""
        marked, folded = _terms(text)
        return (self.plain & folded).union(self.written[f] for f in self.written.keys() & marked)


@lru_cache(maxsize=64)  # asked again for every hit
def _sought(question: Question, background: Background) -> _Sought:
    named = _without_actor(question.subject)
    near = set(pairs(named))
    beside = [pair for pair in question.subject_pairs if pair in near]
    marks = marks_of(question)
    terms = {*named, *beside}
    return _Sought(
        {term: background.rarity(term) for term in named},
        {pair: background.rarity(pair) for pair in beside},
        frozenset(terms.difference(marks)),
        {form: term for term, forms in marks.items() if term in terms for form in forms},
    )


def _without_actor(subject: Sequence[str]) -> Sequence[str]:
    """A subject without the ministry that acts in it ("Bộ Y tế định mua gì"): nearly every question
    is about what it does, and most passages name it.
    """
    acts = " ".join(subject[:ACTOR]) in _ACTORS
    return subject[ACTOR:] if acts and len(subject) > ACTOR + 1 else subject


def _of_sentence(
    question: Question,
    hit: Hit,
    sentence: Sentence,
    shares: tuple[float, float, float],
    sought: _Sought,
) -> Evidence:
    text = hit.passage.text[sentence.start : sentence.end]
    here = sought.held(text)
    around, pairs_around, missing = shares
    return Evidence(
        meaning=sentence.meaning,
        words=sentence.words,
        closeness=hit.closeness,
        syllables=share(sought.subject, here),
        pairs=share(sought.joined, here),
        around=around,
        pairs_around=pairs_around,
        missing=missing,
        kind=float(holds_kind(question, text) or is_row(question, text, hit.around)),
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
    """How the folded syllables and pairs of a question are written; none for those whose
    diacritics do not count (``question.sure``), unless all ``restored`` ones do, nor for what is
    no Vietnamese.

    >>> from embeddings.question import understand
    >>> dict(marks_of(understand("hàng giả")))["gia"]
    frozenset({'giả'})
    """
    return _marks(question.text, None if restored else question.sure)


@lru_cache(maxsize=64)  # asked again for every hit
def _marks(text: str, sure: frozenset[str] | None) -> Marks:
    found = search_syllables(text, folded=False) if is_marked(text) else []
    good = {form for form in found if (sure is None or form in sure) and _is_known(form)}
    forms: dict[str, set[str]] = {}
    for term in (*found, *pairs(found)):
        if good.issuperset(term.split("_")):
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
