"""Questions that bulletins answer, to suggest what to ask next.

Each has been asked: it is kept only if it is answered from where it was taken.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import chain, islice

from bot.answering.answer import answer
from bot.suggesting.candidates import LAST_RESORT, Candidate, candidates, next_item
from bot.types import Answer, Outcome, Quote
from corpus.types import ListPlace
from corpus.vietnamese import fold, syllables
from embeddings.passage_store import PassageStore
from embeddings.search import Searcher

TRIED = 16  # candidates of one bulletin
NEAREST = 3  # bulletins beside an answer that are looked at
NEWEST = 6  # bulletins that examples are taken from
HELD = 256  # bulletins whose questions are remembered

Spans = frozenset[tuple[str, int, int]]  # bulletin, start, end of each quote


@dataclass(frozen=True, slots=True)
class Suggested:
    """A question that was asked and answered: its kind, and what it is answered with."""

    text: str
    kind: str
    quotes: Spans


class Suggestions:
    """The questions that one opened index answers; what was tried is remembered."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._store = searcher.index.store
        # Bound to the searcher alone, so that nothing keeps an index that is no longer used.
        self._candidates = lru_cache(maxsize=HELD)(partial(_made, self._store))
        self._checked = lru_cache(maxsize=HELD * TRIED)(partial(_asked, searcher))

    @cached_property
    def _newest(self) -> list[str]:
        """The newest bulletins: finding them looks at all."""
        return [head.id for head in self._store.heads(NEWEST)]

    def about(self, bulletin: str, limit: int) -> tuple[str, ...]:
        """At most ``limit`` questions that this bulletin answers, none for one not held."""
        found = chain(self._answered(bulletin), self._last_resort(bulletin))
        return _texts(_distinct(found), limit)

    def examples(self, limit: int) -> tuple[str, ...]:
        """At most ``limit`` questions to begin with, of several bulletins and kinds."""
        found: list[Suggested] = []
        for _ in range(limit):
            for bulletin in self._newest:
                found += self._another(bulletin, found)
                if len(found) >= limit:
                    return _texts(found, limit)
        return _texts(found, limit)

    def _another(self, bulletin: str, found: Sequence[Suggested]) -> list[Suggested]:
        """The best further question of a bulletin, of a new kind where there is one."""
        used = {one.kind for one in found}
        others = []
        for one in _distinct(self._answered(bulletin), found):
            others.append(one)
            if one.kind not in used:
                return [one]
        return others[:1]

    def after(self, answered: Answer, asked: Collection[str], limit: int) -> tuple[str, ...]:
        """At most ``limit`` questions to ask after an answer, none of which is among ``asked``.

        The next item of a list comes first, then what else the bulletin answers, then those near
        it, then the newest.
        """
        known = {_key(text) for text in (*asked, answered.question, answered.understood)}
        near = self._near(answered)
        found = chain(
            self._next(answered),
            chain.from_iterable(map(self._answered, near)),
            chain.from_iterable(map(self._last_resort, near)),
        )
        new = (one for one in found if _key(one.text) not in known)
        return _texts(_distinct(new, shown=_spans(answered.quotes)), limit)

    def _near(self, answered: Answer) -> list[str]:
        """The bulletin quoted first, the nearest others, and the newest, each once."""
        quoted = (quote.slice.bulletin for quote in answered.quotes[:1])
        near = dict.fromkeys(chain(quoted, (hit.bulletin.id for hit in answered.hits)))
        return list(dict.fromkeys([*list(near)[:NEAREST], *self._newest[:NEAREST]]))

    def _next(self, answered: Answer) -> Iterator[Suggested]:
        """The item after the one that was quoted alone."""
        if len(answered.quotes) != 1 or answered.count is not None:
            return
        quote = answered.quotes[0]
        passages = self._store.of_bulletin(quote.slice.bulletin)
        place = next((p.place for p in passages if p.id == quote.passage), None)
        if place is None:
            return
        items = [p for p in passages if p.place and p.place.list == place.list]
        head = self._store.passage(quote.slice.bulletin, quote.passage)[1]
        lead = _lead(self._store, head.id, place)
        if candidate := next_item(head, items, place.position, lead):
            yield from self._tried(head.id, (candidate,))

    def _answered(self, bulletin: str) -> Iterator[Suggested]:
        """The candidates of a bulletin that it answers, the best first."""
        made = self._candidates(bulletin)
        return self._tried(bulletin, (one for one in made if one.kind != LAST_RESORT))

    def _last_resort(self, bulletin: str) -> Iterator[Suggested]:
        made = self._candidates(bulletin)
        return self._tried(bulletin, (one for one in made if one.kind == LAST_RESORT))

    def _tried(self, bulletin: str, tried: Iterable[Candidate]) -> Iterator[Suggested]:
        return filter(None, (self._checked(bulletin, candidate) for candidate in tried))


def _made(store: PassageStore, bulletin: str) -> tuple[Candidate, ...]:
    """What is worth trying of a bulletin; nothing of one that is not held."""
    passages = store.of_bulletin(bulletin)
    if not passages:
        return ()
    head = store.passage(bulletin, passages[0].id)[1]
    made = candidates(head, passages, partial(_lead, store, bulletin))
    regular = [one for one in made if one.kind != LAST_RESORT]
    return (*regular[:TRIED], *(one for one in made if one.kind == LAST_RESORT))


def _lead(store: PassageStore, bulletin: str, place: ListPlace) -> str:
    """The words that announce a list."""
    return store.slice(bulletin, place.lead_start, place.lead_end).text


def _asked(searcher: Searcher, bulletin: str, candidate: Candidate) -> Suggested | None:
    """The first wording that is answered as it should be."""
    for text in candidate.wordings:
        given = answer(text, searcher, top=0, today=dt.date.today())
        if _fits(given, bulletin, candidate):
            return Suggested(text, candidate.kind, _spans(given.quotes))
    return None


def _fits(given: Answer, bulletin: str, candidate: Candidate) -> bool:
    """Whether a candidate is answered from where it was taken."""
    if given.outcome is not Outcome.ANSWERED or (candidate.count and given.count is None):
        return False
    first = given.quotes[0].slice
    return (
        first.bulletin == bulletin
        and any(start <= first.start < end for start, end in candidate.places)
        and _key(candidate.says) in _key(first.text)
    )


def _distinct(
    found: Iterable[Suggested], among: Iterable[Suggested] = (), *, shown: Spans = frozenset()
) -> Iterator[Suggested]:
    """Those that are answered with something else than what was shown, or another before them."""
    seen = [shown, *(one.quotes for one in among)]
    for one in found:
        if not any(one.quotes <= quotes for quotes in seen):
            seen.append(one.quotes)
            yield one


def _texts(found: Iterable[Suggested], limit: int) -> tuple[str, ...]:
    return tuple(one.text for one in islice(found, limit))


def _spans(quotes: Iterable[Quote]) -> Spans:
    return frozenset((q.slice.bulletin, q.slice.start, q.slice.end) for q in quotes)


def _key(text: str) -> str:
    """A question as it is compared: folded syllables."""
    return " ".join(map(fold, syllables(text)))
