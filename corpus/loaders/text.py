"""Plain text and Markdown, in UTF-8, UTF-16 with its mark, or windows-1258."""

from __future__ import annotations

import codecs
import re

from corpus.errors import Unreadable
from corpus.loaders.base import Loaded

# UTF-8 first: the mark of UTF-16 cannot begin a UTF-8 text.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Control bytes that no text holds, in any encoding that is read here.
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*")
_TONE = re.compile(r"[\u0300\u0301\u0303\u0309\u0323]")
_STRAY_TONE = re.compile(r"(?<![aeiouyăâêôơư\u0300-\u036f])[\u0300-\u036f]", re.IGNORECASE)
_OWN = re.compile(r"[ăâđêôơư]", re.IGNORECASE)  # letters of Vietnamese; others share some of them
_SYLLABLE = 7  # letters of the longest Vietnamese syllable: nghiêng


class TextLoader:
    """Reads ``.txt`` and ``.md`` verbatim; only a byte order mark is dropped."""

    endings: tuple[str, ...] = (".txt", ".md")

    def load(self, data: bytes) -> Loaded:
        """The text of a file (see :class:`corpus.loaders.base.Loader`)."""
        text = _decoded(data)
        if "\0" in text:
            raise Unreadable("binary")
        if not any(map(str.isalnum, text)):
            raise Unreadable("empty")
        return Loaded(text)


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(data)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("encoding") from error


def _legacy(data: bytes) -> str:
    """Text in windows-1258, if it reads like Vietnamese that way."""
    if _CONTROL.search(data):
        raise Unreadable("binary")
    try:
        text = data.decode("cp1258")
    except UnicodeDecodeError as error:
        raise Unreadable("encoding") from error
    if not _is_vietnamese(text):
        raise Unreadable("encoding")
    return text


def _is_vietnamese(text: str) -> bool:
    """Whether nearly all words are as short as syllables and carry Vietnamese letters and tones.

    Any bytes decode to something in a single-byte encoding; French or German read this way has
    long words and tones on consonants.
    """
    sample = text[:20_000]
    words = _WORD.findall(sample)
    marked = [word for word in words if not word.isascii()]
    short = sum(len(_TONE.sub("", word)) <= _SYLLABLE for word in words)
    stray = len(_STRAY_TONE.findall(sample))
    own = len(_OWN.findall(sample)) + len(_TONE.findall(sample))
    return bool(words) and stray == 0 and short >= 0.9 * len(words) and own >= len(marked) / 2 > 0
