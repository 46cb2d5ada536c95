"""What tests of several rooms share: the shipped bulletins, indexed once, and their engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

import corpus
from bot.engine import Engine
from embeddings.build import build
from embeddings.encoder import Encoder
from embeddings.loading import load_encoder

# How long one example takes says nothing on a machine that does other things too.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

BULLETINS = Path(corpus.__file__).parent / "bulletins"


@pytest.fixture(scope="session")
def model() -> Encoder:
    """The embedded model."""
    return load_encoder()


@pytest.fixture(scope="session")
def shipped_index(tmp_path_factory: pytest.TempPathFactory, model: Encoder) -> Path:
    """The index of the two shipped bulletins."""
    index = tmp_path_factory.mktemp("shipped") / "index"
    build(BULLETINS, index, model)
    return index


@pytest.fixture(scope="session")
def shipped(shipped_index: Path) -> Iterator[Engine]:
    """The engine over the two shipped bulletins."""
    engine = Engine.open(BULLETINS, shipped_index, may_build=False)
    yield engine
    engine.close()
