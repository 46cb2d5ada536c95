"""The seam to file formats."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a format says: the text, and None for whatever it has no place for.

    ``text`` is what will be quoted: nothing is translated, trimmed or normalised. The other
    fields hold what stands beside the text (an HTML head, a document's properties), never what
    was guessed from it.
    """

    text: str
    title: str | None = None
    date: dt.date | None = None
    url: str | None = None
    unit: str | None = None


class Loader(Protocol):
    """One file format. ``endings`` are lower-case and begin with a dot."""

    endings: tuple[str, ...]

    def load(self, data: bytes) -> Loaded:
        """The content of one file; the same bytes give the same content.

        Raises Unreadable with ``binary`` for bytes that are not of the format, ``encoding`` for
        text in no known encoding, ``empty`` for a text without any letter or digit.
        """
