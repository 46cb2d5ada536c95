"""A child of the benchmark: encodes every passage of an index and does nothing else.

``python -m tests.bench.encoding INDEX`` prints one JSON object: ``passages`` and ``seconds``,
the time inside the encoder.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from embeddings.index import Index, Wanted
from embeddings.loading import load_encoder
from embeddings.writer import BATCH


def main(index: Path) -> dict[str, float]:
    """Takes the passages from the index in the batches in which a build encodes them."""
    encoder = load_encoder()
    seconds, count = 0.0, 0
    with Index.open(index, Wanted.of(encoder)) as held:
        for first in range(0, held.store.next_number(), BATCH):
            found = held.store.passages(range(first, first + BATCH))
            texts = [passage.text for passage, _ in found.values()]
            began = time.perf_counter()
            encoder.encode_passages(texts)
            seconds += time.perf_counter() - began
            count += len(texts)
    return {"passages": count, "seconds": seconds}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
