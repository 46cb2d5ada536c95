"""A Unigram tokenizer whose pieces are whole Vietnamese words, several syllables long."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from corpus.vietnamese import place_tones

UNKNOWN = "<unk>"
UNKNOWN_ID = 0
# Rarer words have too few contexts to learn a vector from.
LEAST_COUNT_OF_WORD = 12
LEAST_COUNT_OF_SYLLABLE = 10
# The question files are small, and their words (COVID and the like) matter.
LEAST_COUNT_IN_QUESTIONS = 3
# Words cut letter by letter must lose against any whole word.
LETTER_PENALTY = 10.0

_SPACE = "\u2581"  # what Metaspace writes for a space
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_LETTER = r"\p{L}\u0300-\u036f"
_SYLLABLE = re.compile(r"[^\W\d_]+|\d+")


def build_tokenizer(words: Iterable[tuple[str, int]], questions: Iterable[str]) -> Tokenizer:
    """A tokenizer that normalises for itself: case, composition, tone placement, punctuation.

    ``words`` are counted words, syllables joined by spaces; ``questions`` are texts whose
    frequent syllables are added. Text made only of unknown characters has no known piece.
    """
    counts = _piece_counts(words, questions)
    tokenizer = Tokenizer(models.Unigram(_scored(counts), UNKNOWN_ID, False))
    tokenizer.normalizer = normalizers.Sequence(list(_normalizers()))
    tokenizer.pre_tokenizer = _pre_tokenizer()
    return tokenizer


def _normalizers() -> Iterator[normalizers.Normalizer]:
    yield normalizers.NFC()
    yield normalizers.Lowercase()
    yield normalizers.Replace(Regex(r"\s+"), " ")
    yield normalizers.Strip()
    for written, meant in _tone_placements():
        yield normalizers.Replace(Regex(written), meant)


def _tone_placements() -> Iterator[tuple[str, str]]:
    """The rules of corpus.vietnamese.place_tones, one a spelling: a pattern, a replacement."""
    for before, first, second in (("", "o", "a"), ("", "o", "e"), ("(?<!q)", "u", "y")):
        for tone in _TONES:
            late, early = _nfc(first + second + tone), _nfc(first + tone + second)
            yield f"{before}{late}(?![{_LETTER}])", early
    for tone in _TONES:
        yield f"(?<=q){_nfc('u' + tone)}y(?![{_LETTER}])", _nfc("uy" + tone)


def _pre_tokenizer() -> pre_tokenizers.PreTokenizer:
    """Segments between punctuation, numbers apart; words are found inside a segment."""
    return pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(rf"\s*[^{_LETTER}\p{{N}}\s]+\s*"), "removed"),
            pre_tokenizers.Split(Regex(r"\s+(?=\p{N})|(?<=\p{N})\s+"), "removed"),
            pre_tokenizers.Split(Regex(r"\p{N}+"), "isolated"),
            pre_tokenizers.Metaspace(prepend_scheme="always", split=False),
        ]
    )


def _piece_counts(words: Iterable[tuple[str, int]], questions: Iterable[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for word, count in words:
        syllables = word.split(" ")
        # A piece lies inside one segment: letters and spaces, or digits alone.
        if word.isdecimal() or all(syllable.isalpha() for syllable in syllables):
            counts[place_tones(word)] += count
    kept = Counter({word: n for word, n in counts.items() if n >= _least_count(word)})
    asked = Counter(s for text in questions for s in _SYLLABLE.findall(place_tones(text)))
    for syllable, count in asked.items():
        if count >= LEAST_COUNT_IN_QUESTIONS:
            kept.setdefault(syllable, count)
    return kept


def _least_count(word: str) -> int:
    return LEAST_COUNT_OF_WORD if " " in word else LEAST_COUNT_OF_SYLLABLE


def _scored(counts: Counter[str]) -> list[tuple[str, float]]:
    """Pieces with log probabilities: words by count, then letters and digits far below."""
    total = sum(counts.values())
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    scored = {_SPACE + w.replace(" ", _SPACE): math.log(n / total) for w, n in ordered}
    floor = math.log(1 / total) - LETTER_PENALTY
    for letter in sorted({character for word in counts for character in word} - {" "}):
        scored.setdefault(_SPACE + letter, floor)
        scored.setdefault(letter, floor)
    return [(UNKNOWN, 0.0), *scored.items()]


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
