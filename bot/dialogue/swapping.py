"""A question about one thing turned into the same question about another."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from bot.answering.confidence import as_written
from corpus.periods import PeriodMention, find_periods
from corpus.vietnamese import Token, fold, is_foreign, is_marked, nfc, tokens, unmarked
from embeddings.open_periods import asked_periods
from embeddings.persons import CAPITALS, people
from embeddings.question import names_nothing, understand

SHORT = 3  # letters of what is an abbreviation rather than a name
LONGEST = 4  # syllables of a subject that another may take the place of
_TITLE = r"(?:ông|bà|anh|chị|đồng chí|bác sĩ|ong|ba|dong chi)"
_TITLED = re.compile(rf"{_TITLE}\s+\w+", re.IGNORECASE)
_CAPITALISED = rf"[{CAPITALS}]\w*"
# "lần 3", "giai đoạn 2": the same with another number.
_NUMBERED = re.compile(
    r"(?P<noun>lần|lan|giai đoạn|giai doan|đợt|dot|khóa|khoa|khoá|nhiệm kỳ|nhiem ky|kỳ|ky)"
    r"\s+(?:thứ\s+|thu\s+)?(?P<number>\d{1,2}|[IVX]+|mấy|may)\b",
    re.IGNORECASE,
)


def swapped(question: str, other: str) -> str | None:
    """The question about ``other`` instead; None where they do not name the same kind of thing.

    >>> swapped("Nanocovax đang thử nghiệm giai đoạn mấy?", "COVIVAC")
    'COVIVAC đang thử nghiệm giai đoạn mấy?'
    """
    question = nfc(question)
    place = (
        _foreign(question, other)
        or _numbered(question, other)
        or _person(question, other)
        or _subject(question)
    )
    if place is None:
        return None
    start, end = place
    other = _unrepeated(question[:start], other)
    if is_marked(question) and not _is_complete(other):
        question = unmarked(question)  # half marked it would be searched as if it were marked
    text = f"{question[:start]}{other}{question[end:]}"
    return text if text not in (question, other) else None


def _unrepeated(before: str, other: str) -> str:
    """What takes a place without the words that already stand before it: "vắc xin COVIVAC"."""
    said = [fold(token.form) for token in tokens(before)]
    brought = list(tokens(other))
    for size in range(len(brought) - 1, 0, -1):
        if said[-size:] == [fold(token.form) for token in brought[:size]]:
            return other[brought[size].start :]
    return other


def _is_complete(other: str) -> bool:
    """Whether nothing is missing from words typed without diacritics: names have none."""
    return is_marked(other) or all(_is_name(t) or t.form.isdecimal() for t in tokens(other))


def _foreign(question: str, other: str) -> tuple[int, int] | None:
    """Names that are no Vietnamese words take each other's place."""
    if not any(map(_is_name, tokens(other))):
        return None
    return next(((t.start, t.end) for t in tokens(question) if _is_name(t)), None)


def _is_name(token: Token) -> bool:
    """Whether it is such a name; shorter ones are abbreviations."""
    return len(token.form) > SHORT and token.form.isalpha() and is_foreign(fold(token.form))


def _numbered(question: str, other: str) -> tuple[int, int] | None:
    asked, said = _NUMBERED.fullmatch(other), _NUMBERED.search(question)
    if asked and said and fold(asked["noun"]) == fold(said["noun"]):
        return said.span()
    return None


def _person(question: str, other: str) -> tuple[int, int] | None:
    if not (people(other) or _TITLED.match(other)):
        return None
    names = [re.escape(name) for name in people(question)]
    found = re.search(rf"(?:{_TITLE}\s+)?(?:{'|'.join(names)})", question, re.IGNORECASE)
    if names and found:
        return found.span()
    titled = re.search(rf"(?i:{_TITLE})(?:\s+{_CAPITALISED})+", question)
    return titled.span() if titled else None


def _subject(question: str) -> tuple[int, int] | None:
    """All that a short question names, where that stands in one piece."""
    understood = understand(question)
    if names_nothing(question) or not understood.content:
        return None
    named = as_written(question, " ".join(understood.content))
    at = question.find(named)
    if at < 0 or len(understood.content) > LONGEST:
        return None
    return at, at + len(named)


def _is_year(named: Sequence[PeriodMention]) -> bool:
    """Whether just one year is named, by its number."""
    if len(named) != 1 or named[0].period.any_year:
        return False
    first, last = named[0].period.first, named[0].period.last
    return (first, last) == (dt.date(first.year, 1, 1), dt.date(first.year, 12, 31))


_UNITS = {"nam": "năm", "thang": "tháng", "quy": "quý", "ngay": "ngày", "tuan": "tuần"}
_BARE_UNIT = re.compile(rf"\b(?:{'|'.join(_UNITS)})\b", re.IGNORECASE)


def _marked_unit(found: re.Match[str]) -> str:
    return _UNITS[found[0].lower()]


_JOINED = re.compile(r"\s*(?:,|\bvà|\bva)?\s*$", re.IGNORECASE)


def with_period(text: str, other: str, today: dt.date | None = None) -> str:
    """A question with the period that another names instead of its own.

    A year that the other leaves out is taken over. ``today`` as for ``understand``.

    >>> with_period("Nhiệm vụ tháng 4 năm 2021 là gì?", "quý 2")
    'Nhiệm vụ quý 2 năm 2021 là gì?'
    >>> with_period("Nhiệm vụ tháng 4 năm 2021 là gì?", "còn sau năm 2021?")
    'Nhiệm vụ sau năm 2021 là gì?'
    >>> with_period("Nhiệm vụ tháng 12 là gì?", "ý tôi là năm 2021")
    'Nhiệm vụ tháng 12 năm 2021 là gì?'
    """
    named = asked_periods(other, today=today)
    words = " ".join(other[m.start : m.end] for m in named) or other
    held = asked_periods(text, today=today)
    if named and named[0].period.any_year:
        dated = (m.period for m in find_periods(text, today=today))
        years = {period.first.year for period in dated if not period.any_year}
        words += f" năm {max(years)}" if years else ""
    if held and held[0].period.any_year and _is_year(named):
        words = f"{text[held[0].start : held[0].end]} {words}"
    # What is half marked would be searched as if it were marked.
    words = _BARE_UNIT.sub(_marked_unit, words) if is_marked(text) else unmarked(words)
    if not held:
        return f"{text.rstrip(' ?.!')} {words}"
    for mention in reversed(held[1:]):
        text = f"{_JOINED.sub('', text[: mention.start])}{text[mention.end :]}"
    return f"{text[: held[0].start]}{words}{text[held[0].end :]}"
