"""Which lines are headings: of the whole text, of a part of it, or of none."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from corpus.aligned import Span
from corpus.markers import marker_at

_WIDTH, _WORDS = 150, 22  # code points and words; a longer line without a stop is prose
_STOPPED = re.compile(r"[.!?…:;,]\s?[\"”’)\]»]*$")
_PROSE = re.compile(r"[.!?…:;]\s?[\"”’)\]»]*$")
_MARKDOWN = re.compile(r"#{1,6}\s+(?=\S)")
# Lines without a stop that describe a picture or name an author, and head nothing.
_CAPTION = re.compile(
    r"(?:Ảnh|Hình|Quang cảnh|Toàn cảnh|Đồng chí|Đ/c|Ông|Bà|Ghi chú|Nguồn|Theo|Tin|Người"
    r"|Các đại biểu)(?!\w)"
)


def bare_heading(line: str) -> str:
    """A heading's words: white space folded, the signs of Markdown left out.

    >>> bare_heading("##  Kế hoạch\\u00a0năm 2021")
    'Kế hoạch năm 2021'
    """
    return " ".join(_MARKDOWN.sub("", line, count=1).split())


def headings(
    text: str, blocks: Sequence[Span], nested: Collection[int], captions: Collection[str]
) -> list[int]:
    """Indices of the paragraphs that are headings.

    ``nested`` holds the indices of list items that have more than one paragraph: only those
    items can be headings. ``captions`` holds lines that stood twice, which head nothing.
    """
    return [
        index for index in range(len(blocks)) if _is_heading(text, blocks, index, nested, captions)
    ]


def _is_heading(
    text: str,
    blocks: Sequence[Span],
    index: int,
    nested: Collection[int],
    captions: Collection[str],
) -> bool:
    start, end = blocks[index]
    if end - start > _WIDTH or index + 1 == len(blocks):
        return False
    line = text[start:end]
    if _MARKDOWN.match(line):
        return True
    marker = marker_at(text, start, end)
    if marker and marker.is_section:
        return True
    if _STOPPED.search(line) or len(line.split()) > _WORDS or line in captions:
        return False
    if marker:
        return index in nested and not marker.is_bullet
    if line.isupper() and " " in line:
        return True
    return not _CAPTION.match(line) and line[0].isupper() and _stands_alone(text, blocks, index)


def _stands_alone(text: str, blocks: Sequence[Span], index: int) -> bool:
    """Whether prose is over before the line and begins after it."""
    over = index == 0 or _PROSE.search(_tail(text, blocks[index - 1])) is not None
    begins = _PROSE.search(_tail(text, blocks[index + 1])) is not None
    return (over or index == 1) and (begins or marker_at(text, *blocks[index + 1]) is not None)


def _tail(text: str, block: Span) -> str:
    return text[max(block[0], block[1] - 8) : block[1]]
