"""From the name of a model to its encoder."""

from __future__ import annotations

import os

from embeddings.encoder import Encoder
from embeddings.hub import as_folder
from embeddings.models import EMBEDDED, EMBEDDED_FOLDER
from embeddings.static_encoder import StaticEncoder, is_static
from embeddings.transformer_encoder import load_folder, load_transformer


def load_encoder(name: str | None = None) -> Encoder:
    """The encoder of a model: None for the embedded one, a folder, or a name on the model hub.

    A declared name, and a folder whose path ends in one, gets what is declared for it (see
    :func:`embeddings.models.declared`); any other model keeps the prompts that its own folder
    declares, and most have none. The embedded model needs neither torch nor a network.

    Raises ModelUnavailable where the folder holds no model, or where the name is neither in the
    local cache nor to be had from the hub within a few seconds.
    """
    # A fork after the tokenizer ran in parallel prints warnings unless the choice is explicit.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")
    if name is None or name == EMBEDDED.name:
        return StaticEncoder(EMBEDDED_FOLDER, EMBEDDED.name)
    folder = as_folder(name)
    if folder is not None and is_static(folder):
        return StaticEncoder(folder, name)
    return load_transformer(name) if folder is None else load_folder(folder, name)
