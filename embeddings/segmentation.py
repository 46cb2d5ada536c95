"""Joins the syllables of a word with underscores, as models of segmented Vietnamese want them.

The words are those of the embedded model's tokenizer, whose pieces are whole Vietnamese words.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from corpus.vietnamese import nfc
from embeddings.models import EMBEDDED_FOLDER
from embeddings.static_encoder import read_tokenizer

VERSION = 1  # of the rules below; an index made by others does not fit
_TOKENIZER = "tokenizer.json"
# A number keeps the signs inside it; every other sign stands by itself.
_TOKEN = re.compile(r"\d+(?:[.,]\d+)+|\w+|[^\w\s]")
_BETWEEN_SYLLABLES = re.compile(r"[^\S\n]+")  # no word goes on in the next line


class Segmenter:
    """Segments words. ``revision`` changes whenever the words may."""

    def __init__(self, folder: Path = EMBEDDED_FOLDER) -> None:
        """Raises OSError or ValueError where the folder holds no tokenizer."""
        self._tokenizer = read_tokenizer(folder / _TOKENIZER)
        digest = hashlib.sha256((folder / _TOKENIZER).read_bytes()).hexdigest()
        self.revision = f"words{VERSION}-{digest[:8]}"

    def segmented(self, text: str) -> str:
        """The text with underscores inside its words and blanks around its signs, lines kept.

        >>> Segmenter().segmented("Tiêm chủng cho nhân viên y tế, tháng 4.")
        'Tiêm_chủng cho nhân_viên y_tế , tháng 4 .'
        """
        return "".join(self._written(nfc(text)))

    def _written(self, text: str) -> Iterator[str]:
        words = list(_TOKEN.finditer(text))
        owners = self._owners(text)
        if words:
            yield words[0].group()
        for one, other in pairwise(words):
            between = text[one.end() : other.start()]
            owner = owners[one.end() - 1]
            if _BETWEEN_SYLLABLES.fullmatch(between) and 0 <= owner == owners[other.start()]:
                yield "_"
            else:
                yield "\n" if "\n" in between else " "
            yield other.group()

    def _owners(self, text: str) -> list[int]:
        """For each character the number of the tokenizer's piece that it stands in, or -1."""
        owners = [-1] * len(text)
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        for number, (start, end) in enumerate(encoding.offsets):
            owners[start:end] = [number] * (end - start)
        return owners
