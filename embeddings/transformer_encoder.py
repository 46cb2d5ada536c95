"""Encodes with any model that sentence-transformers loads, from a folder or the model hub."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from embeddings.encoder import ModelUnavailable, Vectors, folder_revision, reported
from embeddings.models import DECLARED, ModelSpec

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH = 32
HUB_PATIENCE = 5.0  # seconds to wait for the hub's first answer
_MODEL_FILES = ("modules.json", "config.json")
_MISSING = "it is no folder and not whole in the local cache"


class TransformerEncoder:
    """A model of sentence-transformers."""

    def __init__(
        self, model: SentenceTransformer, name: str, revision: str, spec: ModelSpec | None
    ) -> None:
        """``spec`` wins over the prompts and the length that the model itself declares."""
        self._model = model.float()  # half precision differs in the fourth digit
        if spec is not None:
            model.prompts = {"query": spec.query_prefix, "document": spec.passage_prefix}
            if spec.max_tokens is not None:
                model.max_seq_length = spec.max_tokens
        self.name = name
        self.revision = revision
        self.dimension = len(self._model.encode("", show_progress_bar=False))

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return self._model.encode_query(
            list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """See Encoder; texts longer than the model takes are cut."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return self._model.encode_document(
            list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )


def load_folder(folder: Path, name: str) -> TransformerEncoder:
    """The model in a folder. Raises ModelUnavailable where it holds none."""
    if not any((folder / file).is_file() for file in _MODEL_FILES):
        raise ModelUnavailable(name, f"{folder} holds no model, neither modules nor a config")
    with reported(name):
        return TransformerEncoder(_read(str(folder)), name, folder_revision(folder), None)


def load_named(name: str) -> TransformerEncoder:
    """The model of this name, from the local cache or else from the hub.

    A name that is not declared is taken at its newest revision.
    Raises ModelUnavailable where it is in neither, or the hub does not answer in time.
    """
    spec = DECLARED.get(name)
    wanted = spec.revision if spec is not None else None
    cached = _cached_folder(name, wanted)
    if cached is not None:
        # What an interrupted download left does not load, and the hub can complete it.
        with suppress(ModelUnavailable), reported(name):
            return TransformerEncoder(_read(str(cached)), name, cached.name, spec)
    revision = _hub_revision(name, wanted)
    with reported(name):
        return TransformerEncoder(_read(name, revision), name, revision, spec)


def _read(name: str, revision: str | None = None) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # as transformers ships it
    return SentenceTransformer(name, revision=revision, local_files_only=revision is None)


def _cached_folder(name: str, wanted: str | None) -> Path | None:
    """The model's folder in the local cache, named by its commit; None where it is not there."""
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    try:
        for file in _MODEL_FILES:
            found = try_to_load_from_cache(name, file, revision=wanted)
            if isinstance(found, str):
                return Path(found).parent
    except HFValidationError as error:
        raise ModelUnavailable(name, "it is no folder and no name of a model") from error
    return None


def _hub_revision(name: str, wanted: str | None) -> str:
    """The commit of a model on the hub, asked once and with a time limit."""
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError, OfflineModeIsEnabled

    try:
        found = HfApi().model_info(name, revision=wanted, timeout=HUB_PATIENCE).sha
    except OfflineModeIsEnabled as error:
        raise ModelUnavailable(name, f"{_MISSING}, and the model hub is switched off") from error
    except HfHubHTTPError as error:
        raise ModelUnavailable(name, f"{_MISSING}, and the model hub has no such model") from error
    except (_transport_error(), OSError) as error:
        raise ModelUnavailable(name, f"{_MISSING}, and the model hub does not answer") from error
    if found is None:
        raise ModelUnavailable(name, f"{_MISSING}, and the model hub has no revision of it")
    return found


def _transport_error() -> type[Exception]:
    """The base of what the hub's client raises when it is not answered.

    The client's library differs between its versions, so the type is taken from its own error.
    """
    from huggingface_hub.errors import HfHubHTTPError

    found: type[Exception] = HfHubHTTPError.__bases__[0]
    return found
