"""Search-only forms of Vietnamese text. Nothing that comes out of here is ever quoted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import filterfalse

VERSION = 1  # of the forms below; an index made with another version is rebuilt

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # grave, acute, tilde, hook, dot below
# Open rhymes written either "hòa" or "hoà". The old style, tone on the first vowel, is taken.
# After q the u belongs to the consonant: "quý" has one spelling.
_LATE_TONE = re.compile(rf"(o[ae]|(?<!q)uy)([{_TONES}])(?![a-z\u0302\u0306\u031b])")
_EARLY_TONE_AFTER_Q = re.compile(rf"(?<=q)u([{_TONES}])y(?![a-z])")
# A run of letters (with their marks) or a run of digits, so that "covid19" and "COVID- 19" agree.
_SYLLABLE = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*|\d+")
_FOLDED_SYLLABLE = re.compile(
    r"(?:ngh?|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?|\d+"
)


def nfc(text: str) -> str:
    """Composed form (NFC), which keeps 10³ apart from 103 as NFKC would not."""
    return unicodedata.normalize("NFC", text)


def place_tones(text: str) -> str:
    """Lower-cased NFC text with one spelling for the two tone placements.

    >>> place_tones("Hoà uỷ khoẻ quý hoàn")
    'hòa ủy khỏe quý hoàn'
    """
    loose = unicodedata.normalize("NFD", text.lower())
    loose = _LATE_TONE.sub(lambda m: f"{m[1][0]}{m[2]}{m[1][1]}", loose)
    loose = _EARLY_TONE_AFTER_Q.sub(r"uy\1", loose)
    return nfc(loose)


def fold(text: str) -> str:
    """Lower-cased text without any diacritics; đ, which does not decompose, becomes d.

    >>> fold("Đảng uỷ Bộ Y tế")
    'dang uy bo y te'
    """
    return _fold_word(text) if len(text) <= _WORD else _fold(text)


def unmarked(text: str) -> str:
    """The text without diacritics, capitals kept.

    >>> unmarked("Đỗ Xuân Tuyên")
    'Do Xuan Tuyen'
    """
    loose = unicodedata.normalize("NFD", text).replace("đ", "d").replace("Đ", "D")
    return "".join(filterfalse(unicodedata.combining, loose))


def _fold(text: str) -> str:
    return unmarked(text.lower())


# Syllables repeat without end; longer texts do not, and would fill the memory.
_WORD = 24
_fold_word = lru_cache(maxsize=16_384)(_fold)


def is_marked(text: str) -> bool:
    """Whether the text carries any Vietnamese diacritic.

    >>> is_marked("Bộ Y tế"), is_marked("bo y te")
    (True, False)
    """
    return not text.isascii() and fold(text) != nfc(text).lower()


def is_foreign(syllable: str) -> bool:
    """Whether a folded syllable is none that Vietnamese has. Numbers are not foreign.

    >>> is_foreign("nanocovax"), is_foreign("nghieng"), is_foreign("19")
    (True, False, False)
    """
    return not _FOLDED_SYLLABLE.fullmatch(syllable)


@dataclass(frozen=True, slots=True)
class Token:
    """One syllable or number: its search form and its slice of the original text."""

    form: str
    start: int
    end: int


@lru_cache(maxsize=16_384)
def _form(raw: str) -> str:
    return place_tones(raw)


def tokens(text: str) -> Iterator[Token]:
    """Syllables and numbers of a text in order, lower-cased, with one tone placement.

    >>> [t.form for t in tokens("Uỷ viên, COVID- 19 (covid19)")]
    ['ủy', 'viên', 'covid', '19', 'covid', '19']
    """
    for match in _SYLLABLE.finditer(text):
        yield Token(_form(match.group()), match.start(), match.end())


def syllables(text: str) -> list[str]:
    """The forms of :func:`tokens`."""
    return [_form(raw) for raw in _SYLLABLE.findall(text)]
