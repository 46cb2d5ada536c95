"""Questions that the words of a bulletin may answer; whether they do is for others to try.

What they are made of stands in suggestions.toml, and why there.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest

from bot.answering.dates import HEAD
from bot.spans import name as named_period
from bot.suggesting.sentences import asked_of
from bot.suggesting.words import WORDINGS, WORDS, any_of
from bot.texts import Texts
from bot.wording import folded
from corpus.periods import find_periods
from corpus.sentences import sentences
from corpus.types import ListPlace, Passage, Role
from corpus.vietnamese import nfc, syllables
from embeddings.types import BulletinHead

LAST_RESORT = "publication"  # the kind that is suggested where nothing better is
LONGEST = 120  # code points of a question
PASSAGES = 80  # of a bulletin that are read for questions

_VIETNAMESE = Texts("vi")
_SOME_DAY = dt.date(2021, 1, 1)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing to ask, as it could be worded, the most natural first.

    ``places`` are the slices of the bulletin in which the first quote must begin, ``says`` words
    that it must hold. ``count`` is how many items the answer must have where a list is wanted.
    """

    kind: str
    wordings: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    says: str = ""
    count: int | None = None


Leads = Callable[[ListPlace], str]  # the words that announce a list


def candidates(head: BulletinHead, passages: Sequence[Passage], lead: Leads) -> list[Candidate]:
    """What to ask of a bulletin, varied: first one of each kind, then the second of each.

    ``passages`` are those of the bulletin in order.
    """
    passages = passages[:PASSAGES]
    lists = _outer_lists(passages)
    kinds: dict[str, list[Candidate]] = {kind: [] for kind in WORDINGS}
    for one in chain(
        _whole_lists(head, lists, lead),
        *(_of_passage(passage, lists) for passage in passages),
        _publication(head),
    ):
        if one:
            kinds[one.kind].append(one)
    last = kinds.pop(LAST_RESORT)
    rounds = zip_longest(*kinds.values())
    return _merged([one for row in rounds for one in row if one] + last)


def next_item(
    head: BulletinHead, items: Sequence[Passage], after: int, lead: str
) -> Candidate | None:
    """The item of a list after place ``after``, None past its end.

    ``items`` are the passages of the list, ``lead`` announces it.
    """
    found = next((p.place for p in items if p.place and p.place.position == after + 1), None)
    if found is None:
        return None
    noun = _item_noun(_clean(lead), _clean(items[0].heading), _clean(head.title))
    values = {"noun": noun, "number": str(after + 1), "title": _clean(head.title)}
    return _candidate("item", values, [(found.start, found.end)])


def _item_noun(lead: str, *titles: str) -> str:
    """What one of a list is called where it is announced."""
    announced = [*list(_ANNOUNCED.finditer(lead))[-1:], *map(_TOPIC.fullmatch, titles)]
    topics = [match["topic"] for match in announced if match]
    found = (_LISTED.search(text) for text in (*topics, lead, *titles))
    return next((match[0].lower() for match in found if match), WORDS["item"][0])


def _merged(found: Sequence[Candidate]) -> list[Candidate]:
    """Each once, answered by any place that gave it."""
    merged: dict[str, Candidate] = {}
    for one in found:
        key = " ".join(syllables(one.wordings[0]))
        held = merged.get(key)
        merged[key] = replace(held, places=held.places + one.places) if held else one
    return list(merged.values())


def _candidate(
    kind: str,
    values: dict[str, str],
    places: Sequence[tuple[int, int]],
    says: str = "",
    *,
    count: int | None = None,
    wording: str = "",
) -> Candidate | None:
    """The candidate whose templates are filled in, None where no wording is fit to be asked."""
    empty = [f"{{{name}}}" for name, value in values.items() if not value]
    templates = (t for t in WORDINGS[wording or kind] if not any(name in t for name in empty))
    filled = (template.format_map(values).strip() for template in templates)
    wordings = tuple(text[0].upper() + text[1:] for text in filled if _is_fit(text))
    return Candidate(kind, wordings, tuple(places), says, count) if wordings else None


def _is_fit(text: str) -> bool:
    """Whether a question is short, of visible characters, no command, and asks no matter when."""
    return (
        len(text) <= LONGEST
        and "\ufffd" not in text
        and text.isprintable()
        and not text.startswith("/")
        and not text.isupper()
        and find_periods(text) == find_periods(text, today=_SOME_DAY)
    )


def _clean(text: str) -> str:
    """One line in composed form; a title in capitals only loses them."""
    line = folded(nfc(text))
    return line.lower() if line.isupper() else line


# -- of a whole bulletin -----------------------------------------------------------------------

_LISTED = re.compile(rf"\b(?:{any_of('listed')})\b", re.IGNORECASE)
_TOPIC = re.compile(
    rf"(?:(?:một số|các|những|\d+|)\s*)(?P<topic>\b(?:{any_of('listed')})\b.*)", re.I
)
_ANNOUNCED = re.compile(
    rf"\b(?:một số|các|những|\d+)\s+(?P<topic>(?:{any_of('listed')})\b[^.;:,]*)", re.IGNORECASE
)
_ANNOUNCING = re.compile(rf"(?:\s+(?:{any_of('announcing')})|[\s:.,;])+$")


@dataclass(frozen=True, slots=True)
class _List:
    """An outer list: where its first item stands, its heading, and the slice of all its items."""

    first: ListPlace
    heading: str
    span: tuple[int, int]


def _outer_lists(passages: Sequence[Passage]) -> list[_List]:
    found: dict[int, _List] = {}
    for passage in passages:
        if (place := passage.place) and place.depth == 0:
            one = found.get(place.list) or _List(place, passage.heading, (place.start, place.end))
            found[place.list] = replace(one, span=(one.span[0], place.end))
    return list(found.values())


def _whole_lists(
    head: BulletinHead, lists: Sequence[_List], lead: Leads
) -> Iterator[Candidate | None]:
    """Every list by title, heading or announcement; only the first is what a title announces."""
    for number, one in enumerate(lists):
        titles = [one.heading] if number else [head.title, one.heading]
        announced = [_TOPIC.fullmatch(_clean(title)) for title in titles]
        announced += list(_ANNOUNCED.finditer(_clean(lead(one.first))))[-1:]
        for match in filter(None, announced):
            values = {"topic": _ANNOUNCING.sub("", match["topic"])}
            yield _candidate("list", values, [one.span], count=one.first.size)


def _publication(head: BulletinHead) -> Iterator[Candidate | None]:
    if head.date:
        title = {"title": _clean(head.title)}
        yield _candidate(LAST_RESORT, title, [(0, HEAD)], str(head.date.year))


# -- of a passage ------------------------------------------------------------------------------


def _of_passage(passage: Passage, lists: Sequence[_List]) -> Iterator[Candidate | None]:
    """What a passage says, and what is said by the lists that it announces."""
    text = nfc(passage.text)
    places = [(passage.start, passage.end)]
    announced = [one.span for one in lists if _announces(passage, one)]
    for noun, period in _planned(passage):
        yield _candidate("period", {"noun": noun, "period": period}, places + announced)
    for found in chain.from_iterable(asked_of(folded(text[a:b])) for a, b in sentences(text)):
        yield _candidate(found.kind, found.values, places, found.says, wording=found.wording)


def _announces(passage: Passage, one: _List) -> bool:
    return passage.start <= one.first.lead_start < min(passage.end, one.first.lead_end)


_PLANS = re.compile(rf"\b(?:{any_of('plans')})\b", re.IGNORECASE)


def _planned(passage: Passage) -> Iterator[tuple[str, str]]:
    """What a passage that is no item plans, and for which period."""
    noun = _PLANS.search(_clean(passage.text))
    if passage.place or not noun:
        return
    for period in passage.periods:
        words = named_period(period.first, period.last, _VIETNAMESE)
        if period.role is Role.PLANNED and not period.any_year and "/" not in words:
            yield noun[0].lower(), words
