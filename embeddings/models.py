"""The embedding models that were looked at: what each is, and what it wants before its texts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePath


class Loader(StrEnum):
    """What reads a model: numpy, or torch through sentence-transformers."""

    STATIC = "static"
    SENTENCE_TRANSFORMERS = "sentence-transformers"


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """One declared model.

    ``revision`` is the commit on the model hub that was looked at, or ``"embedded"``.
    ``dimension`` counts the numbers of one vector. ``max_tokens`` is the longest text that the
    model takes, in its own tokens; None means any length. A prefix stands before every query or
    passage, empty where the model wants none. ``segmented`` models were trained on text whose
    words of several syllables are joined by underscores.
    """

    name: str
    revision: str
    loader: Loader
    dimension: int
    max_tokens: int | None
    licence: str
    query_prefix: str = ""
    passage_prefix: str = ""
    segmented: bool = False


EMBEDDED = ModelSpec(
    name="bantin-static",
    revision="embedded",
    loader=Loader.STATIC,
    dimension=256,
    max_tokens=None,
    licence="see embeddings/model/README.md",
)

EMBEDDED_FOLDER = Path(__file__).parent / "model"

# docs/retrieval.md says where each fact was looked up.
_HUB = (
    ModelSpec(
        name="intfloat/multilingual-e5-small",
        revision="fd1525a9fd15316a2d503bf26ab031a61d056e98",
        loader=Loader.SENTENCE_TRANSFORMERS,
        dimension=384,
        max_tokens=512,
        licence="MIT",
        query_prefix="query: ",
        passage_prefix="passage: ",
    ),
    ModelSpec(
        name="intfloat/multilingual-e5-base",
        revision="d13f1b27baf31030b7fd040960d60d909913633f",
        loader=Loader.SENTENCE_TRANSFORMERS,
        dimension=768,
        max_tokens=512,
        licence="MIT",
        query_prefix="query: ",
        passage_prefix="passage: ",
    ),
    ModelSpec(
        name="intfloat/multilingual-e5-large",
        revision="ab10c1a7f42e74530fe7ae5be82e6d4f11a719eb",
        loader=Loader.SENTENCE_TRANSFORMERS,
        dimension=1024,
        max_tokens=512,
        licence="MIT",
        query_prefix="query: ",
        passage_prefix="passage: ",
    ),
    ModelSpec(
        name="BAAI/bge-m3",
        revision="5617a9f61b028005a4858fdac845db406aefb181",
        loader=Loader.SENTENCE_TRANSFORMERS,
        dimension=1024,
        max_tokens=8192,
        licence="MIT",
    ),
    ModelSpec(
        name="AITeamVN/Vietnamese_Embedding",
        revision="dea33aa1ab339f38d66ae0a40e6c40e0a9249568",
        loader=Loader.SENTENCE_TRANSFORMERS,
        dimension=1024,
        max_tokens=2048,
        licence="Apache-2.0",
    ),
    ModelSpec(
        name="AITeamVN/Vietnamese_Embedding_v2",
        revision="18b44161e041bf1d3a333ab5144b5b7b93f914d2",
        loader=Loader.SENTENCE_TRANSFORMERS,
        dimension=1024,
        max_tokens=2048,
        licence="Apache-2.0",
    ),
    ModelSpec(
        name="bkai-foundation-models/vietnamese-bi-encoder",
        revision="84f9d9ada0d1a3c37557398b9ae9fcedcdf40be0",
        loader=Loader.SENTENCE_TRANSFORMERS,
        dimension=768,
        max_tokens=256,
        licence="Apache-2.0",
        segmented=True,
    ),
)

DECLARED = {spec.name: spec for spec in (EMBEDDED, *_HUB)}


def declared(name: str) -> ModelSpec | None:
    """What is declared for a model: by its name, or by a folder's path that ends in one.

    >>> spec = declared("/models/intfloat/multilingual-e5-small")
    >>> spec.query_prefix if spec else None
    'query: '
    >>> declared("/models/multilingual-e5-small") is None
    True
    """
    return DECLARED.get(name) or DECLARED.get("/".join(PurePath(name).parts[-2:]))
