"""How likely Vietnamese syllables follow each other: a small back-off trigram model.

The file holds costs, -ln p in sixteenths of a nat in one byte each, as arrays that point into each
other: the pairs of a first syllable stand together, and so do the triples of a pair. Nothing is
parsed but the list of syllables.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open

STEP = 16  # costs stored for each nat
# Ids of what is no known syllable: what stands before a sentence, and what ends a question.
BOUNDARY, NUMBER, UNKNOWN, QUESTION = 0, 1, 2, 3
SPECIAL = 4
FILE = Path(__file__).parent / "syllables.safetensors"

Costs = NDArray[np.float64]  # nats, at least 0; the lower the likelier
Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SyllableModel:
    """A trigram model of marked syllables, grouped by their folded form.

    ``words`` are the syllables by id, lower-cased with one tone placement, the first four being
    no syllables; ``classes`` gives the ids that share a folded form, the most frequent first.
    ``first`` (words + 1,) tells where the pairs of a syllable stand among ``second`` (pairs,), the
    ids that follow it, ascending; ``triples`` (pairs + 1,) and ``third`` likewise for what follows
    a pair. ``word_cost``, ``pair_cost`` and ``triple_cost`` are uint8 costs of the last syllable
    given those before it, ``word_backoff`` and ``pair_backoff`` what is added where it is not
    listed.
    """

    words: list[str]
    classes: dict[str, range]
    word_cost: NDArray[np.uint8]
    word_backoff: NDArray[np.uint8]
    first: NDArray[np.uint32]
    second: NDArray[np.uint16]
    pair_cost: NDArray[np.uint8]
    pair_backoff: NDArray[np.uint8]
    triples: NDArray[np.uint32]
    third: NDArray[np.uint16]
    triple_cost: NDArray[np.uint8]

    def id_of(self, form: str, folded: str) -> int:
        """The id of a syllable, UNKNOWN for one that is not listed."""
        return next((i for i in self.classes.get(folded, ()) if self.words[i] == form), UNKNOWN)

    def word_costs(self, ids: Ids) -> Costs:
        """Costs of syllables by themselves, shape (len(ids),)."""
        return self.word_cost[ids] / STEP

    def pair_costs(self, before: Ids, here: Ids) -> tuple[Costs, Ids]:
        """Costs of syllables after others, and the numbers of the pairs, -1 where not listed.

        Both of shape (len(before), len(here)).
        """
        alone = self.word_cost[here].astype(np.float64)
        costs = alone + self.word_backoff[before][:, None]
        pairs = np.full(costs.shape, -1, np.int64)
        wanted = here.astype(np.uint16)
        for row, word in enumerate(before.tolist()):
            start, end = int(self.first[word]), int(self.first[word + 1])
            if start < end:
                at, held = _places(self.second[start:end], wanted)
                at += start
                pairs[row, held] = at
                costs[row, held] = self.pair_cost[at]
        return costs / STEP, pairs

    def triple_costs(self, pairs: Ids, here: Ids, pair_costs: Costs) -> Costs:
        """Costs of syllables after pairs, shape (a, b, len(here)).

        ``pairs`` (a, b) are numbers of pairs, ``pair_costs`` (b, len(here)) the costs after the
        second syllable of each alone.
        """
        listed = pairs >= 0
        backoff = np.where(listed, self.pair_backoff[pairs], 0) / STEP
        costs = backoff[:, :, None] + pair_costs
        wanted = here.astype(np.uint16)
        for a, b in zip(*(axis.tolist() for axis in listed.nonzero()), strict=True):
            pair = int(pairs[a, b])
            start, end = int(self.triples[pair]), int(self.triples[pair + 1])
            if start < end:
                at, held = _places(self.third[start:end], wanted)
                costs[a, b, held] = self.triple_cost[start + at] / STEP
        return costs


def _places(listed: NDArray[np.uint16], wanted: NDArray[np.uint16]) -> tuple[Ids, Ids]:
    """Where wanted ids stand in an ascending list that is not empty, and which of them do."""
    at = listed.searchsorted(wanted)
    np.minimum(at, len(listed) - 1, out=at)
    held = (listed[at] == wanted).nonzero()[0]
    return at[held], held


def load_syllables(path: Path = FILE) -> SyllableModel:
    """Opens the file of a model. Raises OSError or SafetensorError where it cannot be read."""
    with safe_open(path, framework="numpy") as file:
        held = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    words = held.pop("words").tobytes().decode().split("\n")
    folded = held.pop("folded").tobytes().decode().split("\n")
    starts = held.pop("classes").tolist()
    classes = {form: range(a, b) for form, a, b in zip(folded, starts, starts[1:], strict=False)}
    sizes = held.pop("sizes")
    triples = np.concatenate([[0], np.cumsum(sizes, dtype=np.uint32)]).astype(np.uint32)
    return SyllableModel(words=words, classes=classes, triples=triples, **held)


@cache
def default_syllables() -> SyllableModel:
    """The model that travels with the package, read once."""
    return load_syllables()
