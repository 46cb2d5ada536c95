"""What speaks for quoting a sentence, as numbers that learned weights add up."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.vietnamese import fold
from embeddings.answer_form import defined, defines
from embeddings.answer_kinds import holds_cue, holds_kind, holds_office
from embeddings.background import Background
from embeddings.outline import Line, outline
from embeddings.question import Question
from embeddings.ranking import Floats
from embeddings.terms import pairs, search_syllables
from embeddings.types import Hit

# The columns of :func:`features`, in order.
NAMES = tuple(
    """
    focus among_pairs numbers short words kind cue nothing_new
    heading lead before under_heading opens items repeated defines begins precise closed_precise hit
    """.split()
)
# Questions that are answered by yes or no, and questions for a definition; folded.
_CLOSED = re.compile(
    r"\b(?:khong|chua)$|\b(?:phai|dung|duoc) khong\b|\bco\b.*\bkhong\b|\bhay khong\b"
)
_DEFINITION = re.compile(
    r"\bla (?:gi|ai|nhu the nao|the nao)\b|\bla$|\bhieu\b|\bthe nao la\b|\bdinh nghia\b"
    r"|\bkhai niem\b|\bnghia la\b|\bnguoi nhu the nao\b"
)
_IS = re.compile(r"\s(?:là|gồm|bao gồm|được hiểu là|nghĩa là)\s|:\s", re.IGNORECASE)
Column = Floats | Sequence[float]  # a value for each sentence

_HEAD = 100  # code points in which a definition has said what it defines
_QUESTION_WORDS = frozenset("gì nào ai đâu mấy sao nhiêu lâu".split())
_REACH = 12  # syllables; 10 to 24 choose as well


# Products of short rows may raise a flag for what lies behind them, whatever they come to.
@np.errstate(invalid="ignore")
def features(question: Question, hits: Sequence[Hit], background: Background) -> Floats:
    """Features of all sentences of all hits, float32, shape (sentences, len(NAMES)).

    Shares in [0, 1] are of the question's terms that any of these passages has: of those that name
    its subject, by how rare they are in news and by how few sentences of the passage have them; of
    ``among_pairs`` and ``focus``, by how few sentences of all the passages have them. Such local
    weights tell sentences apart that all name the subject. In ``focus``, syllables near the
    question word count more. ``numbers`` is the share of
    the question's numbers that stand behind the same syllable as there ("bước 2"). ``lead``,
    ``before`` and ``under_heading`` are what the sentence lacks and what stands above it has;
    ``items`` what the best item below it adds, ``repeated`` how much of the question that item says
    again, so that the answer stands above it. ``begins`` tells sentences that begin with just what
    is to be defined and "là".
    """
    outlines = [outline(h.passage.text, tuple((s.start, s.end) for s in h.sentences)) for h in hits]
    lines = [line for lines in outlines for line in lines]
    if not lines:
        return np.zeros((0, len(NAMES)), np.float32)
    asked = _asked(question, lines, background)
    held = _held(asked, lines)
    precise = np.asarray([_precise(asked, line) for line in lines], np.float32)
    columns = _of_sentences(asked, hits, lines, precise) | {
        "focus": _among(held, asked.nearness),
        "among_pairs": _among(held, asked.sizes[1]),
    }
    columns |= _of_passages(asked, outlines, held, precise)
    return np.stack([np.asarray(columns[name], np.float32) for name in NAMES], axis=1)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The terms of a question that its candidates hold, and what kind of question it is.

    ``numbers`` are pairs of its subject that end in a number, so no dates. ``sizes`` are two masks
    over terms, of syllables and of pairs; ``rarity`` is 0 for terms that do not name the subject;
    ``nearness`` in (0, 1] is of syllables to the question word, and 0 for pairs.
    """

    question: Question
    syllables: frozenset[str]
    subject: frozenset[str]
    numbers: frozenset[str]
    closed: bool
    definition: bool
    terms: list[str]
    sizes: Floats
    rarity: Floats
    nearness: Floats


def _asked(question: Question, lines: Sequence[Line], background: Background) -> _Asked:
    said = question.syllables
    found = dict.fromkeys([*said, *pairs(said)])
    terms = [term for term in found if any(term in line.terms for line in lines)]
    subject = {*question.subject, *question.subject_pairs}
    rarity = [background.rarity(term) if term in subject else 0.0 for term in terms]
    size = np.asarray([term.count("_") for term in terms])
    plain = " ".join(said)
    near = _nearness(question)
    return _Asked(
        question,
        frozenset(said),
        frozenset(question.subject),
        frozenset(p for p in question.subject_pairs if p.rpartition("_")[2].isdecimal()),
        bool(_CLOSED.search(plain)),
        bool(_DEFINITION.search(plain)),
        terms,
        np.asarray([size == n for n in range(2)], np.float32),
        np.asarray(rarity, np.float32),
        np.asarray([near.get(term, 0.0) for term in terms], np.float32),
    )


def _nearness(question: Question) -> dict[str, float]:
    """How near each folded syllable stands to a question word, or else to the end: 1 at it."""
    written = search_syllables(question.text, folded=False)
    places = [i for i, syllable in enumerate(written) if syllable in _QUESTION_WORDS]
    near: dict[str, float] = {}
    for i, syllable in enumerate(written):
        distance = min(abs(i - place) for place in places or [len(written) - 1])
        folded = fold(syllable)
        near[folded] = max(near.get(folded, 0.0), math.exp(-distance / _REACH))
    return near


def _of_sentences(
    asked: _Asked, hits: Sequence[Hit], lines: Sequence[Line], precise: Floats
) -> dict[str, Column]:
    """The columns made of a sentence by itself."""
    texts = [hit.passage.text[s.start : s.end] for hit in hits for s in hit.sentences]
    term = defined(asked.question.text)
    folded = [" ".join(line.syllables) + ":" * line.opens for line in lines]
    return {
        "words": [s.words for hit in hits for s in hit.sentences],
        "kind": [
            holds_kind(asked.question, text) and holds_office(asked.question, plain)
            for text, plain in zip(texts, folded, strict=True)
        ],
        "numbers": [len(asked.numbers & line.terms) / max(len(asked.numbers), 1) for line in lines],
        "cue": [holds_cue(asked.question, text) for text in folded],
        "nothing_new": [len(line.words - asked.syllables) <= 1 for line in lines],
        "heading": [line.heading for line in lines],
        "opens": [line.opens for line in lines],
        "defines": [_defines(asked, line) for line in lines],
        "begins": [bool(term) and defines(text, term) for text in texts],
        "closed_precise": asked.closed * precise,
        "precise": precise,
        "hit": [hit.score for hit in hits for _ in hit.sentences],
    }


def _among(held: Floats, weights: Floats) -> Floats:
    """The share of terms by these weights and by how few sentences of all passages have them."""
    return _share(held, _rarity(held.sum(axis=0), len(held)) * weights)


def _of_passages(
    asked: _Asked, outlines: Sequence[Sequence[Line]], held: Floats, precise: Floats
) -> dict[str, Floats]:
    """The columns that compare a sentence with the others of its passage: made of terms that stand
    in it or around it.
    """
    sizes = np.asarray([len(lines) for lines in outlines if lines])
    starts = np.cumsum(sizes) - sizes
    passage = np.repeat(np.arange(len(sizes)), sizes)  # of each line
    lines = [line for lines in outlines for line in lines]

    local = _rarity(np.add.reduceat(held, starts), sizes[:, None])[passage] * asked.sizes[0]
    keen = local * asked.rarity
    lengths = np.asarray([len(line.syllables) for line in lines], np.float32)
    long = lengths / np.maximum(np.add.reduceat(lengths, starts) / sizes, 1.0)[passage]
    first = starts[passage]
    leads = [
        None if one.lead is None else i + one.lead for i, one in zip(first, lines, strict=True)
    ]
    lead = [i if one is None else one for i, one in enumerate(leads)]
    above = np.concatenate([np.zeros_like(held[:1]), held[:-1]])
    above[starts] = 0
    headings = np.asarray([[line.heading] for line in lines])
    heads = np.maximum.reduceat(held * headings, starts)[passage]
    return {
        # Length counts as in BM25 with b = 0.4.
        "short": _share(held, keen) / (0.6 + 0.4 * long),
        "lead": _share(np.maximum(held[lead] - held, 0), keen),
        "before": _share(np.maximum(above - held, 0), keen),
        "under_heading": _share(np.maximum(heads - held, 0), keen),
        "items": _best_item(leads, _share(np.maximum(held - held[lead], 0), keen)),
        "repeated": _best_item(leads, _share(held, local) * precise),
    }


def _held(asked: _Asked, lines: Sequence[Line]) -> Floats:
    """Which terms of the question sentences have, 1 or 0, shape (sentences, terms)."""
    rows = [[term in line.terms for term in asked.terms] for line in lines]
    return np.asarray(rows, np.float32).reshape(len(lines), len(asked.terms))


def _rarity(count: Floats, among: Floats | float) -> Floats:
    """How rare terms are that ``count`` of ``among`` sentences have, as in BM25."""
    rarity: Floats = np.log1p((among - count + 0.5) / (count + 0.5))
    return rarity


def _share(held: Floats, weights: Floats) -> Floats:
    """The weighted shares of the terms that rows hold; 0 where no term has weight.

    ``weights`` are those of every row, shape (terms,), or of each, shape (rows, terms).
    """
    total = weights.sum(axis=-1)
    share: Floats = (held * weights).sum(axis=-1) / np.where(total, total, 1.0)
    return share


def _best_item(leads: Sequence[int | None], values: Floats) -> Floats:
    """For each sentence the largest value of the items that it opens; 0 where it opens none.

    ``leads`` are the numbers of the sentences that open them.
    """
    best = np.zeros(len(leads), np.float32)
    for lead, value in zip(leads, values.tolist(), strict=True):
        if lead is not None:
            best[lead] = max(best[lead], value)
    return best


def _precise(asked: _Asked, line: Line) -> float:
    """The share of a sentence's words that the question names."""
    return len(line.words & asked.subject) / max(len(line.words), 1)


def _defines(asked: _Asked, line: Line) -> float:
    """How much of what stands before "là" is the subject of a question for a definition."""
    found = _IS.search(line.body, 0, _HEAD) if asked.definition else None
    if not found:
        return 0.0
    head = frozenset(search_syllables(line.body[: found.start()], folded=True))
    if len(head) < 2 and head != asked.subject:  # a single syllable says little
        return 0.0
    return len(head & asked.subject) / len(head)
