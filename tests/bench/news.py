"""News articles as files of a corpus: ThanhChinhBK/vietnews, one JSON object a line, zstd."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import zstandard


class BadNews(ValueError):
    """A line holds no article. ``path`` and ``line``, from 1."""

    def __init__(self, path: Path, line: int) -> None:
        super().__init__(f"{path}: line {line}: title, abstract and a list as body were expected")
        self.path = path
        self.line = line


def write_articles(source: Path, folder: Path, count: int) -> int:
    """Writes the first ``count`` articles as ``news-NNNNNN.txt``; returns how many there were.

    Raises BadNews, OSError, and zstandard.ZstdError for a file that is not compressed so.
    """
    written = 0
    with zstandard.open(source, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(islice(lines, count), 1):
            (folder / f"news-{number:06d}.txt").write_text(_text(line, source, number), "utf-8")
            written = number
    return written


def _text(line: str, source: Path, number: int) -> str:
    """Title, abstract and paragraphs, with blank lines between."""
    try:
        article = json.loads(line)
        parts = [article["title"], article["abstract"], *article["body"]]
        if not isinstance(article["body"], list):
            raise TypeError("body")
        return "\n\n".join(parts) + "\n"
    except (ValueError, KeyError, TypeError) as error:
        raise BadNews(source, number) from error
