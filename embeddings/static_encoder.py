"""Encodes by averaging token vectors, with tokenizers, safetensors and numpy alone.

model2vec and sentence-transformers read the same folder and give the same vectors. Reading it
here takes a fifth of model2vec's time and half of its memory, for it copies the tokenizer and
parses it twice more.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import ModelUnavailable, Vectors, folder_revision, reported, unit

if TYPE_CHECKING:
    from tokenizers import Tokenizer

BATCH = 1024  # texts that the tokenizer takes at once, on all cores
# Where sentence-transformers has kept a table: beside modules.json now, in a folder before.
_PLACES = ("", "0_StaticEmbedding")
_TABLE = "model.safetensors"
_KEY = "embedding.weight"


def is_static(folder: Path) -> bool:
    """Whether a sentence-transformers folder is a table of token vectors and nothing more."""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        kinds = [str(module["type"]).rsplit(".", 1)[-1] for module in modules]
    except (OSError, ValueError, TypeError, KeyError):
        return False  # no such folder; another loader will say what is wrong with it
    return kinds in (["StaticEmbedding"], ["StaticEmbedding", "Normalize"])


class StaticEncoder:
    """A table of token vectors. Safe to share between threads."""

    def __init__(self, folder: Path, name: str) -> None:
        """Raises ModelUnavailable where the folder holds no readable static model."""
        place = next((folder / p for p in _PLACES if (folder / p / _TABLE).is_file()), None)
        if place is None:
            raise ModelUnavailable(name, f"{folder} holds no {_TABLE}", "no_table")
        with reported(name):
            self._tokenizer = read_tokenizer(place / "tokenizer.json")
            self._table = _read_table(place / _TABLE)
            self.revision = folder_revision(folder)
        if self._table.ndim != 2 or len(self._table) < self._tokenizer.get_vocab_size():
            raise ModelUnavailable(name, f"{place / _TABLE} does not fit its tokenizer", "no_fit")
        self.name = name
        self.dimension = int(self._table.shape[1])

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """See Encoder; texts of any length are taken whole."""
        return unit(self.sums_of(self.token_ids(texts)))

    def token_ids(self, texts: Sequence[str]) -> list[NDArray[np.int32]]:
        """See TokenEncoder."""
        found: list[NDArray[np.int32]] = []
        for start in range(0, len(texts), BATCH):
            batch = list(texts[start : start + BATCH])
            encodings = self._tokenizer.encode_batch_fast(batch, add_special_tokens=False)
            found.extend(np.asarray(encoding.ids, np.int32) for encoding in encodings)
        return found

    def vectors_of(self, ids: NDArray[np.int32]) -> Vectors:
        """See TokenEncoder; the table itself stays as it was saved, to save memory."""
        return self._table[ids].astype(np.float32)

    def sums_of(self, ids: Sequence[NDArray[np.int32]]) -> Vectors:
        """See TokenEncoder."""
        sums = np.zeros((len(ids), self.dimension), dtype=np.float32)
        for row, its in zip(sums, ids, strict=True):  # as fast as add.reduceat over all texts
            self.vectors_of(its).sum(axis=0, out=row)
        return sums


def read_tokenizer(path: Path) -> Tokenizer:
    """A tokenizer that takes a text whole. Raises Exception itself for a damaged file."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _read_table(path: Path) -> NDArray[np.floating]:
    from safetensors import safe_open

    with safe_open(path, "numpy") as tensors:
        table: NDArray[np.floating] = tensors.get_tensor(_KEY)
    return table
