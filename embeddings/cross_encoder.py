"""Reranks with any CrossEncoder of sentence-transformers, from a folder or the model hub."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from embeddings.encoder import ModelUnavailable, folder_revision, reported
from embeddings.hub import as_folder, check_folder, hush, load_named
from embeddings.ranking import Floats

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

BATCH = 16
# Heads that give a pair a score. sentence-transformers would put a new, random one on any other.
_SCORING = ("ForSequenceClassification", "ForCausalLM")


class CrossEncoderReranker:
    """A model of sentence-transformers that gives a pair of texts one score."""

    def __init__(self, model: CrossEncoder, name: str, revision: str) -> None:
        """Raises ModelUnavailable for a model that does not."""
        if not _scores(model):
            raise ModelUnavailable(name, "it is no cross-encoder: it scores no pairs", "no_pairs")
        if model.num_labels != 1:
            reason = f"it gives {model.num_labels} labels instead of one score"
            raise ModelUnavailable(name, reason, "labels")
        self._model = model.float()
        self.name = name
        self.revision = revision

    def scores(self, question: str, passages: Sequence[str]) -> Floats:
        """See Reranker; passages longer than the model takes are cut.

        Logits, not probabilities: those of a sure model all lie near 0 or 1.
        """
        if not passages:
            return np.zeros(0, np.float32)
        from torch.nn import Identity

        found = self._model.predict(
            [(question, passage) for passage in passages],
            batch_size=BATCH,
            activation_fn=Identity(),
            show_progress_bar=False,
        )
        return np.asarray(found, np.float32)


def load_cross_encoder(name: str) -> CrossEncoderReranker:
    """The model in a folder, or else of this name; see :func:`embeddings.hub.load_named`.

    Raises ModelUnavailable where it cannot be had, or is no cross-encoder.
    """
    folder = as_folder(name)
    if folder is not None:
        check_folder(folder, name)
        with reported(name):
            return CrossEncoderReranker(_read(str(folder), None), name, folder_revision(folder))
    model, revision = load_named(name, None, _read)
    return CrossEncoderReranker(model, name, revision)


def _scores(model: CrossEncoder) -> bool:
    """Whether a head that scores was saved with the model: in its layers, or as one of its own."""
    heads = getattr(model.config, "architectures", None) or []
    return len(list(model.children())) > 1 or any(head.endswith(_SCORING) for head in heads)


def _read(name: str, revision: str | None) -> CrossEncoder:
    from sentence_transformers import CrossEncoder

    hush()
    model: CrossEncoder = CrossEncoder(name, revision=revision, local_files_only=revision is None)
    return model
