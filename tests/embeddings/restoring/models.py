"""Tiny models of syllables, and the bulletins that go with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from safetensors.numpy import save_file

from corpus.vietnamese import syllables
from embeddings.restoring.restoration import Frequency, Restorer
from embeddings.restoring.syllable_model import SyllableModel, load_syllables
from embeddings.training.restoration import arrays, estimate
from embeddings.training.syllables import count

NEWS = [
    *["Bộ Y tế họp về nhiệm vụ tháng tư."] * 30,
    *["Bộ đội ăn cơm. Bò ăn cỏ."] * 10,
    *["Máy thở của bệnh viện."] * 10,
    *["Mấy người chưa tiêm chủng?"] * 20,
    *["Anh bo bo."] * 6,
]


def model(folder: Path, texts: Sequence[str] = NEWS) -> SyllableModel:
    """A model of these texts, written and read."""
    counted = count(texts)
    save_file(arrays(counted, estimate(counted)), folder / "model.safetensors")
    return load_syllables(folder / "model.safetensors")


def frequency(*passages: str) -> Frequency:
    """In how many of these passages a syllable or pair stands."""
    held: Counter[str] = Counter()
    for passage in passages:
        found = syllables(passage)
        held.update({*found, *(f"{a}_{b}" for a, b in pairwise(found))})
    return lambda term: held[term]


def restorer(folder: Path, *passages: str) -> Restorer:
    """Restores by the tiny model and these passages."""
    return Restorer(frequency(*passages), len(passages), model(folder))
