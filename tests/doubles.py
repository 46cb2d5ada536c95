"""Stand-ins whose results anybody can compute by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import syllables

KNOWN = "bộ y tế tiêm chủng vắc xin bệnh viện thuốc họp nhiệm vụ phòng chống dịch năm tháng quý"


class SyllableEncoder:
    """Each known syllable is one axis; a text is its counts, scaled to length 1.

    "y tế y" has 2/√5 on the axis of "y" and 1/√5 on that of "tế". Unknown syllables count for
    nothing, so a text of them alone is the zero vector.
    """

    def __init__(
        self, known: str = KNOWN, *, name: str = "test-syllables", revision: str = "1"
    ) -> None:
        self._axis = {syllable: axis for axis, syllable in enumerate(known.split())}
        self.name = name
        self.revision = revision
        self.dimension = len(self._axis)
        self.encoded = 0  # texts, so that a test can tell what was carried over

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Shape (texts, dimension)."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            for syllable in syllables(text):
                if syllable in self._axis:
                    vectors[row, self._axis[syllable]] += 1
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.where(lengths > 0, lengths, 1), np.float32)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As encode_queries, and counted."""
        self.encoded += len(texts)
        return self.encode_queries(texts)
