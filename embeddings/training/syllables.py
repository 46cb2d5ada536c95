"""Counts which syllables follow each other, once and twice."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import fold, is_marked, place_tones
from embeddings.restoring.syllable_model import (
    BOUNDARY,
    NUMBER,
    QUESTION,
    SPECIAL,
    UNKNOWN,
)

# A syllable, a number, or the end of a sentence.
_TOKEN = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*|\d+|[.?!;:\n]")
BITS = 16  # of an id; a pair or triple of ids is one number
LEAST_COUNT = 5  # of a syllable
LEAST_COUNT_ALONE = 200  # of one without diacritics whose folded form no other shares
LEAST_SHARE = 2e-4  # of a syllable among those of one folded form

Longs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Counted:
    """Numbers of syllables one behind another, each with its count; all ascending.

    ``folded`` are the folded forms in order and ``starts`` the id at which each begins; ``words``
    the syllables by id. A pair is ``a << BITS | b``, a triple ``(a << BITS | b) << BITS | c``.
    """

    words: list[str]
    folded: list[str]
    starts: list[int]
    counts: Longs
    pairs: Longs
    pair_counts: Longs
    triples: Longs
    triple_counts: Longs


def count(texts: Iterable[str]) -> Counted:
    """Counts the syllables of texts. Triples that stand once are left out."""
    forms, stream = _read(texts)
    words, folded, starts, new = _vocabulary(forms, np.bincount(stream, minlength=len(forms)))
    ids = new[stream].astype(np.int64)
    del stream
    inner = ids[1:] != BOUNDARY
    pairs, pair_counts = _counted(((ids[:-1] << BITS) | ids[1:])[inner])
    joined = (((ids[:-2] << BITS) | ids[1:-1]) << BITS) | ids[2:]
    triples, triple_counts = _counted(joined[inner[:-1] & inner[1:]])
    often = triple_counts > 1
    counts = np.bincount(ids, minlength=len(words))
    return Counted(
        words, folded, starts, counts, pairs, pair_counts, triples[often], triple_counts[often]
    )


def _read(texts: Iterable[str]) -> tuple[list[str], NDArray[np.int32]]:
    """The distinct forms, and the texts as places among them."""
    seen: dict[str, int] = {"": BOUNDARY, "0": NUMBER, "unknown": UNKNOWN, "?": QUESTION}
    known: dict[str, int] = dict.fromkeys(".!;:\n", BOUNDARY)  # as written
    known["?"] = QUESTION
    stream = array("i")
    for text in texts:
        stream.append(BOUNDARY)
        for raw in _TOKEN.findall(text):
            place = known.get(raw)
            if place is None:
                form = "0" if raw.isdecimal() else place_tones(raw)
                place = known[raw] = seen.setdefault(form, len(seen))
            stream.append(place)
            if place == QUESTION:
                stream.append(BOUNDARY)
    return list(seen), np.frombuffer(stream, np.int32)


def _vocabulary(
    forms: list[str], counts: Longs
) -> tuple[list[str], list[str], list[int], NDArray[np.int32]]:
    """Words, folded forms and where each begins, and the id of every form."""
    classes: dict[str, list[int]] = {}
    for place in range(SPECIAL, len(forms)):
        if counts[place] >= LEAST_COUNT:
            classes.setdefault(fold(forms[place]), []).append(place)
    words, folded, starts = forms[:SPECIAL], [], []
    new = np.full(len(forms), UNKNOWN, np.int32)
    new[:SPECIAL] = range(SPECIAL)
    for form in sorted(classes):
        total = sum(counts[place] for place in classes[form])
        held = [place for place in classes[form] if counts[place] >= LEAST_SHARE * total]
        if total < LEAST_COUNT_ALONE and not any(is_marked(forms[place]) for place in held):
            continue
        folded.append(form)
        starts.append(len(words))
        for place in sorted(held, key=lambda place: -counts[place]):
            new[place] = len(words)
            words.append(forms[place])
    if len(words) >= 1 << BITS:
        raise ValueError(f"{len(words)} syllables are too many")
    return words, folded, [*starts, len(words)], new


def _counted(keys: Longs) -> tuple[Longs, Longs]:
    """Distinct keys, ascending, and how often each stands; sorts ``keys`` in place."""
    keys.sort()
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else keys
    return keys[starts], np.diff(np.append(starts, len(keys)))
