"""Quotes grown by what stands around them, each still one verbatim slice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.answering.placing import placed
from bot.types import Quote
from embeddings.passage_store import PassageStore
from embeddings.types import Hit, Slice


def wider(quotes: Sequence[Quote], store: PassageStore) -> tuple[Quote, ...]:
    """Sentences grown to their passages, passages to their neighbours; what meets is joined."""
    grown = sorted((_grown(quote, store) for quote in quotes), key=_place)
    joined: list[Quote] = []
    for quote in grown:
        last = joined[-1] if joined else None
        if last and _meet(last.slice, quote.slice):
            joined[-1] = _spanning(last, last.slice.start, quote.slice.end, store)
        else:
            joined.append(quote)
    order = list(dict.fromkeys(quote.slice.bulletin for quote in quotes))
    return tuple(sorted(joined, key=lambda quote: order.index(quote.slice.bulletin)))


def whole(hits: Iterable[Hit], store: PassageStore) -> tuple[Quote, ...]:
    """Passages, each quoted whole."""
    return placed([Quote(_slice(hit), hit.passage.id) for hit in hits], store)


def _slice(hit: Hit) -> Slice:
    passage = hit.passage
    return Slice(passage.bulletin, passage.start, passage.end, passage.text)


def _place(quote: Quote) -> tuple[str, int]:
    return quote.slice.bulletin, quote.slice.start


def _meet(first: Slice, second: Slice) -> bool:
    return first.bulletin == second.bulletin and second.start <= first.end


def _grown(quote: Quote, store: PassageStore) -> Quote:
    passages = store.of_bulletin(quote.slice.bulletin)
    own = next((p for p in passages if p.id == quote.passage), None)
    if own is None:  # the bulletin has changed since it was quoted
        return quote
    if quote.slice.start > own.start or quote.slice.end < own.end:
        start, end = min(own.start, quote.slice.start), max(own.end, quote.slice.end)
    else:
        start = max(
            (p.start for p in passages if p.start < quote.slice.start), default=quote.slice.start
        )
        end = min((p.end for p in passages if p.end > quote.slice.end), default=quote.slice.end)
    return _spanning(quote, start, end, store)


def _spanning(quote: Quote, start: int, end: int, store: PassageStore) -> Quote:
    end = max(end, quote.slice.end)
    grown = store.slice(quote.slice.bulletin, start, end)
    return replace(quote, slice=grown, where=None)  # it is in more than one place now
