"""Encodes with any model that sentence-transformers loads, from a folder or the model hub."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from embeddings.encoder import Vectors, folder_revision, reported
from embeddings.hub import check_folder, hush, load_named
from embeddings.models import ModelSpec, declared
from embeddings.segmentation import Segmenter

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH = 32


class TransformerEncoder:
    """A model of sentence-transformers."""

    def __init__(
        self, model: SentenceTransformer, name: str, revision: str, spec: ModelSpec | None
    ) -> None:
        """``spec`` wins over the prompts and the length that the model itself declares."""
        self._model = model.float()  # half precision differs in the fourth digit
        self._segmenter = _segmenter(spec)
        if spec is not None:
            model.prompts = {"query": spec.query_prefix, "document": spec.passage_prefix}
            if spec.max_tokens is not None:
                model.max_seq_length = spec.max_tokens
        self.name = name
        # Other words are other vectors, so the revision of an index tells both.
        self.revision = f"{revision}+{self._segmenter.revision}" if self._segmenter else revision
        self.dimension = len(self._model.encode("", show_progress_bar=False))

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return self._model.encode_query(
            self._written(texts),
            batch_size=BATCH,
            normalize_embeddings=True,
            show_progress_bar=False,
        )

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """See Encoder; texts longer than the model takes are cut."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return self._model.encode_document(
            self._written(texts),
            batch_size=BATCH,
            normalize_embeddings=True,
            show_progress_bar=False,
        )

    def _written(self, texts: Sequence[str]) -> list[str]:
        """The texts as the model wants them written, but for its prefix."""
        return [self._segmenter.segmented(t) for t in texts] if self._segmenter else list(texts)


def load_folder(folder: Path, name: str) -> TransformerEncoder:
    """The model in a folder. Raises ModelUnavailable where it holds none."""
    check_folder(folder, name)
    with reported(name):
        model = _read(str(folder), None)
        return TransformerEncoder(model, name, folder_revision(folder), declared(name))


def load_transformer(name: str) -> TransformerEncoder:
    """The model of this name; see :func:`embeddings.hub.load_named`.

    A name that is not declared is taken at its newest revision.
    """
    spec = declared(name)
    model, revision = load_named(name, spec.revision if spec else None, _read)
    with reported(name):
        return TransformerEncoder(model, name, revision, spec)


def _segmenter(spec: ModelSpec | None) -> Segmenter | None:
    return Segmenter() if spec is not None and spec.segmented else None


def _read(name: str, revision: str | None) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    hush()
    return SentenceTransformer(name, revision=revision, local_files_only=revision is None)
