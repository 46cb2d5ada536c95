"""What a text says about itself: its title, when it was put up, which office wrote it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from corpus.aligned import Span, compose
from corpus.cleaning import closing_label, office_credit, publication_stamp, wordless_line
from corpus.headings import bare_heading
from corpus.lines import lines, subtract
from corpus.stamps import TOP, stamp
from corpus.vietnamese import nfc

VERSION = 2  # of the rules below; bulletins read with another version are read again

_TITLE_WIDTH = 200  # code points; a longer first line is a paragraph, and its beginning serves


def title_of(text: str) -> str | None:
    """The first line that has words and is no date stamp, white space folded; None without one.

    A line beyond 200 code points is cut at a word and ends in "…": a title is shown, not quoted.

    >>> title_of(" |\\n26/11/2021\\nBộ Y tế  họp")
    'Bộ Y tế họp'
    """
    for start, end in lines(text):
        line = nfc(text[start : min(end, start + 4 * _TITLE_WIDTH)])
        if any(c.isalnum() for c in line) and not stamp(line):
            return _shown(bare_heading(line))
    return None


def _shown(title: str) -> str:
    if len(title) <= _TITLE_WIDTH:
        return title
    return title[:_TITLE_WIDTH].rpartition(" ")[0] + "…"


def date_of(text: str) -> dt.date | None:
    """The day of the date stamp near the top; a date inside a sentence is none.

    >>> date_of("Tin\\n26/11/2021 | 09:50 AM\\nHọp."), date_of("Họp ngày 26/11/2021.")
    (datetime.date(2021, 11, 26), None)
    """
    for start, end in lines(text)[:TOP]:
        match = stamp(nfc(text[start : min(end, start + 200)]))
        if match:
            return _day(match["day"] or match["late"])
    return None


def _day(written: str) -> dt.date | None:
    day, month, year = (int(number) for number in re.findall(r"\d+", written))
    try:
        return dt.date(year, month, day)
    except ValueError:  # 31/2/2021 dates nothing
        return None


def unit_of(text: str) -> str | None:
    """The office named in the credit at the end, without its full stop.

    >>> unit_of("Tin\\nHọp xong.\\nPhòng KSTTHC, Văn phòng Bộ Y tế.Tin liên quan")
    'Phòng KSTTHC, Văn phòng Bộ Y tế'
    """
    plain = compose(text).text
    rest: Sequence[Span] = lines(plain)
    for rule in (wordless_line, publication_stamp, closing_label):
        rest = subtract(plain, rest, list(rule(plain, rest)))
    credited = [plain[start:end] for start, end in office_credit(plain, rest)]
    named = [" ".join(one.split()).rstrip(".") for one in credited if ":" not in one]
    return named[0] if named else None
