"""Writes the model as a sentence-transformers folder."""

from __future__ import annotations

from pathlib import Path

import torch
from tokenizers import Tokenizer


def save_model(folder: Path, tokenizer: Tokenizer, vectors: torch.Tensor) -> None:
    """Saves tokenizer and vectors, half precision, safetensors; an existing card is kept."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding

    static = StaticEmbedding(tokenizer, embedding_weights=vectors.half())
    model = SentenceTransformer(modules=[static, Normalize()], device="cpu")
    model.save(str(folder), create_model_card=False, safe_serialization=True)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)  # a third smaller
    (folder / "model.safetensors").chmod(0o644)  # written for its owner alone
