"""Mends typing errors in questions: syllables that neither Vietnamese nor the bulletins know."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from corpus.vietnamese import fold, tokens

SHORTEST = 3  # letters; anything shorter is an abbreviation or a slip beyond guessing
ABBREVIATION = 5  # letters at most, all capitals or without a vowel: "HPV", "hpv"
LONG = 7  # letters from which two errors may be mended
LEFT_OUT = 20  # how much likelier letters are left out than mistaken
_VOWEL = re.compile("[aeiouy]")


def corrected(
    text: str, known: Callable[[str], int], vocabulary: Callable[[str], Iterable[str]]
) -> str:
    """The text with each unknown syllable replaced by the likeliest known one, without diacritics.

    ``known`` tells how often a folded syllable occurs, 0 for unknown ones; ``vocabulary`` gives
    the known ones that begin with a letter. What is known is never changed.
    """
    out = []
    at = 0
    loud = text.isupper()
    for token in tokens(text):
        folded = fold(token.form)
        if folded.isdecimal() or len(folded) < SHORTEST or known(folded):
            continue
        capitals = not loud and text[token.start : token.end].isupper()
        if len(folded) <= ABBREVIATION and (capitals or not _VOWEL.search(folded)):
            continue
        better = _nearest(folded, known, vocabulary(folded[0]))
        if better and better != folded:
            out += [text[at : token.start], better]
            at = token.end
    return "".join([*out, text[at:]])


def _nearest(folded: str, known: Callable[[str], int], vocabulary: Iterable[str]) -> str | None:
    """The most frequent of the nearest known syllables, within one error or, when long, two."""
    allowed = 2 if len(folded) >= LONG else 1
    near = process.extract(
        folded, list(vocabulary), scorer=OSA.distance, score_cutoff=allowed, limit=None
    )
    return min(
        near,
        key=lambda one: (one[1], -known(one[0]) * (LEFT_OUT if _left_out(folded, one[0]) else 1)),
        default=(None,),
    )[0]


def _left_out(typed: str, meant: str) -> bool:
    """Whether letters were only left out, the most frequent of slips."""
    letters = iter(meant)
    return all(letter in letters for letter in typed)
