"""From text to the terms that the lexical index holds: syllables and pairs of neighbours.

Marked terms keep their diacritics, folded ones lose them; both are search-only.
"""

from __future__ import annotations

import tomllib
import zlib
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from corpus.vietnamese import fold, syllables, tokens

_RULES = 1  # of how terms are made
_SPELLINGS_FILE = (Path(__file__).parent / "spellings.toml").read_bytes()
# An index whose terms were made by another version is rebuilt, so also when a spelling is added.
VERSION = zlib.crc32(_SPELLINGS_FILE, _RULES)

# Ways of saying one thing, by kind.
_TABLES: dict[str, dict[tuple[str, ...], tuple[str, ...]]] = {
    kind: {
        tuple(syllables(left)): tuple(syllables(right))
        for right, lefts in table.items()
        for left in lefts
    }
    for kind, table in tomllib.loads(_SPELLINGS_FILE.decode()).items()
}
_SPELLINGS = {left: right for table in _TABLES.values() for left, right in table.items()}
# Models know "vaccine" as well as "vắc xin", and tell them apart by what stands around them.
_FOR_MODELS = {left: r for left, r in _SPELLINGS.items() if left not in _TABLES["spellings"]}
_FOLDED_SPELLINGS = {
    tuple(fold(s) for s in left): tuple(fold(s) for s in right)
    for left, right in _SPELLINGS.items()
}
# Lengths of the left sides that begin with a syllable, longest first: most syllables begin none.
_LENGTHS: dict[str, list[int]] = {}
for _left in {*_SPELLINGS, *_FOLDED_SPELLINGS}:
    _LENGTHS[_left[0]] = sorted({*_LENGTHS.get(_left[0], []), len(_left)}, reverse=True)
_RESPELLED = {syllable for left in _FOLDED_SPELLINGS for syllable in left}


def search_syllables(text: str, *, folded: bool, spell: bool = True) -> list[str]:
    """Syllables, numbers without leading zeros; ``spell`` unites what has several spellings.

    >>> search_syllables("Vaccine của BYT, 02 ngày", folded=False)
    ['vắc', 'xin', 'của', 'bộ', 'y', 'tế', '2', 'ngày']
    """
    return list(_search_syllables(text, folded, spell))


@lru_cache(maxsize=512)  # the same question, passages and sentences are read again and again
def _search_syllables(text: str, folded: bool, spell: bool) -> tuple[str, ...]:
    form = 1 if folded else 0
    found = [_term(s)[form] for s in syllables(text)]
    return tuple(_respell(found, _FOLDED_SPELLINGS if folded else _SPELLINGS) if spell else found)


@lru_cache(maxsize=16_384)
def _term(syllable: str) -> tuple[str, str]:
    """A syllable or number as it is searched, and without diacritics."""
    marked = syllable.lstrip("0") or "0" if syllable.isdecimal() else syllable
    return marked, fold(marked)


@lru_cache(maxsize=64)  # a question is asked for again and again
def respelled(text: str) -> str:
    """A text as models read it: everyday and English words as the bulletins have them.

    >>> respelled("Chích ngừa vaccine ở đâu?")
    'tiêm chủng vaccine ở đâu?'
    """
    found = list(tokens(text))
    out = []
    done = at = 0
    while at < len(found):
        right = None
        for length in _LENGTHS.get(fold(found[at].form), ()):
            left = tuple(token.form for token in found[at : at + length])
            if right := _FOR_MODELS.get(left):
                out += [text[done : found[at].start], " ".join(right)]
                at += len(left)  # the text may end before the length
                done = found[at - 1].end
                break
        if right is None:
            at += 1
    return "".join([*out, text[done:]])


def is_spelling(syllable: str) -> bool:
    """Whether a folded syllable stands in something that is respelled."""
    return syllable in _RESPELLED


def _respell(found: list[str], table: dict[tuple[str, ...], tuple[str, ...]]) -> list[str]:
    out: list[str] = []
    done = 0
    for at in [at for at, syllable in enumerate(found) if syllable in _LENGTHS]:
        for length in _LENGTHS[found[at]] if at >= done else ():
            right = table.get(tuple(found[at : at + length]))
            if right is not None:
                out += [*found[done:at], *right]
                done = at + length
                break
    return out + found[done:]


def pairs(found: Sequence[str]) -> list[str]:
    """Neighbouring syllables joined by ``_``.

    >>> pairs(["bộ", "y", "tế"])
    ['bộ_y', 'y_tế']
    """
    return [f"{a}_{b}" for a, b in pairwise(found)]


def terms(text: str, *, folded: bool) -> list[str]:
    """All terms of a text: its syllables, then its pairs, repeated as often as they occur."""
    found = search_syllables(text, folded=folded)
    return found + pairs(found)


def both_syllables(text: str) -> tuple[list[str], list[str]]:
    """The marked and the folded syllables of a text, as :func:`search_syllables` gives them."""
    found = [_term(s) for s in syllables(text)]
    marked = _respell([s for s, _ in found], _SPELLINGS)
    return marked, _respell([s for _, s in found], _FOLDED_SPELLINGS)


def both_terms(text: str) -> tuple[list[str], list[str]]:
    """The marked and the folded terms of a text, as :func:`terms` gives them."""
    marked, folded = both_syllables(text)
    return marked + pairs(marked), folded + pairs(folded)
