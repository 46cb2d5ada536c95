"""Whether a passage has the form of an answer: it says what something is, or who somebody is.

"Tiêm chủng là gì?" is answered where a sentence begins "Tiêm chủng là", however often other
passages speak of it; "Ai là …?" by a sentence with a name that is not in the question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from corpus.markers import marker_at
from corpus.vietnamese import nfc
from embeddings.persons import CAPITALS
from embeddings.question import Question, Wanted
from embeddings.question_words import FRAMES
from embeddings.ranking import Floats
from embeddings.terms import search_syllables
from embeddings.types import Sentence

# How a definition is asked for; folded syllables of one clause.
_WHAT = r"(?:gi|ai|(?:nhu )?the nao)"
_DEFINED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:dinh nghia|khai niem)(?: cua| ve)? (?P<x>.+?)(?: la {_WHAT}| (?:nhu )?the nao|$)",
        r"^(?:nhu )?the nao (?:duoc coi |duoc goi )?la (?P<x>.+)",
        r"\bhieu (?:nhu )?the nao ve (?P<x>.+)",
        rf"^(?P<x>.+?) (?:(?:co )?nghia )?la {_WHAT}\b",
        r"^(?P<x>.+?) (?:co the )?duoc (?:hieu|dinh nghia)(?: la)?(?: nhu)? the nao\b",
    )
)
_SOURCE = re.compile(r"^(?:theo|trong) .{4,60}? (?:19|20)\d\d ")  # "Theo Bộ luật Dân sự 2015 …"
_CLAUSES = re.compile(r"[,;:?!\n]|\.(?:\s|$)")
_LONGEST = 10  # syllables; more are no term but half a question
_HEAD = 150  # code points in which a sentence has said what it defines
_ASIDE = re.compile(r"\([^)]*\)")
# Two capitalised words or more: persons, but also bodies ("Bộ Y tế").
_NAME = re.compile(rf"\b[{CAPITALS}]\w+(?:\s+[{CAPITALS}]\w+)+")


def answer_form(question: Question, passages: Sequence[tuple[str, Sequence[Sentence]]]) -> Floats:
    """For each passage, its text and its sentences, a value in [0, 1]; all 0 for most questions.

    1 where a sentence defines what is to be defined. Of a person asked for, how much of the
    question the best sentence with a new name has near words for.
    """
    term = defined(question.text)
    said = frozenset(question.syllables) if question.wanted is Wanted.PERSON else None
    return np.asarray([_form(term, said, *passage) for passage in passages], np.float32)


def _form(
    term: Sequence[str],
    said: frozenset[str] | None,
    text: str,
    sentences: Sequence[Sentence],
) -> float:
    """The value of one passage; ``said`` are the syllables of a question for a person."""
    best = 0.0
    for sentence in sentences if term or said is not None else ():
        own = text[sentence.start : sentence.end]
        if term and defines(own, term):
            return 1.0
        if said is not None and sentence.words > best and _names_another(own, said):
            best = sentence.words
    return best


def defined(question: str) -> tuple[str, ...]:
    """The folded syllables of what a question wants to be defined; none for other questions.

    >>> defined("Theo Bộ luật Dân sự 2015, hoa lợi được hiểu như thế nào?")
    ('hoa', 'loi')
    """
    for clause in reversed(_CLAUSES.split(question)):
        plain = _SOURCE.sub("", " ".join(search_syllables(clause, folded=True)))
        for pattern in _DEFINED:
            if match := pattern.search(plain):
                term = match["x"]
                while frame := FRAMES.match(term):
                    term = term[frame.end() :].lstrip()
                found = tuple(term.split())
                return found if len(found) <= _LONGEST else ()
    return ()


def defines(sentence: str, term: Sequence[str]) -> bool:
    """Whether a sentence begins with the term and "là".

    >>> defines("1. Sinh viên (SV) là người học đại học.", ("sinh", "vien"))
    True
    """
    head, found, _ = nfc(sentence[:_HEAD]).partition(" là ")
    if not found:
        return False
    marker = marker_at(head, 0, len(head))
    own = head[marker.end :] if marker else head
    return search_syllables(_ASIDE.sub(" ", own), folded=True) == list(term)


def _names_another(sentence: str, said: frozenset[str]) -> bool:
    """Whether a name stands there of which the question does not have all syllables."""
    return any(
        not said.issuperset(search_syllables(match.group(), folded=True))
        for match in _NAME.finditer(nfc(sentence))
    )
