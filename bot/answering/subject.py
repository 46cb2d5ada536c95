"""Whether a text speaks of what a question is about."""

from __future__ import annotations

from collections.abc import Sequence

from embeddings.background import Background
from embeddings.evidence import held, marks_of, share
from embeddings.question import Question
from embeddings.terms import pairs, search_syllables

MOST = 0.8  # of a subject's syllables


def holds_most(subject: Sequence[str], text: str) -> bool:
    """Whether most of these folded syllables stand in a text, with whatever diacritics."""
    here = set(search_syllables(text, folded=True))
    return sum(syllable in here for syllable in subject) >= MOST * len(subject)


def speaks_of_topic(
    question: Question, topic: str, text: str, background: Background, needed: tuple[float, float]
) -> bool:
    """Whether a text holds such shares, in [0, 1], of a topic's syllables and of their pairs, by
    rarity and as the question writes them. A topic without any is spoken of everywhere.
    """
    if not topic:
        return True
    here = held(marks_of(question, restored=True), text)
    syllables = topic.split()
    named = [syllable for syllable in syllables if syllable in question.subject]
    return all(
        not terms or share({term: background.rarity(term) for term in terms}, here) >= least
        for terms, least in zip((named, pairs(syllables)), needed, strict=True)
    )
