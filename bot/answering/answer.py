"""Hits in, an Answer out: which words to quote, how sure to be, when to refuse."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Sequence
from dataclasses import replace

from bot.answering.byline import byline
from bot.answering.catalogue import catalogue
from bot.answering.confidence import names_stand
from bot.answering.dates import (
    impossible,
    interval,
    mere_number,
    publication,
    unheld_period,
    unplanned,
)
from bot.answering.draft import Draft
from bot.answering.happening import of_the_year, on_period
from bot.answering.listing import item, whole_list
from bot.answering.periods_asked import newest_meant, speaks_of
from bot.answering.placing import as_of, placed
from bot.answering.sentences import DEPTH, QUOTES, of_each_period, sentences
from bot.phrases.asides import aside, is_english
from bot.types import Answer, Outcome, Quote, Reason, Scope
from embeddings.question import Question
from embeddings.search import Found, Searcher
from embeddings.types import Hit

LOOKED_FOR = 120  # code points of a question that its refusal repeats
OTHERS = 3  # older bulletins named beside a list
COVERED = 6  # periods named in a refusal, the most spoken of


def answer(
    text: str, searcher: Searcher, *, top: int, today: dt.date, scope: Scope | None = None
) -> Answer:
    """Answers a question from one index. ``top`` passages are given beyond the quoted ones.

    ``scope`` is what alone may answer; None means every bulletin.
    """
    if code := aside(text):
        return Answer(text, text, Outcome.CHAT, Reason(code))
    found = _searched(text, searcher, scope, today=today)
    every = _by_period(found)
    hits = every[: max(top + QUOTES, DEPTH)]
    draft = _drafted(found.question, hits, every, searcher, scope)
    if is_english(text) and not _suffices(found.question, draft):
        return Answer(text, text, Outcome.CHAT, Reason("english_please"))
    quotes = placed(draft.quotes, searcher.index.store)
    said = Answer(
        question=text,
        understood=found.question.text,
        outcome=draft.outcome,
        reason=_explained(draft, found.question, searcher),
        quotes=quotes,
        hits=_shown(hits, quotes, top, searcher),
        count=draft.count,
        confidence=0.0 if draft.outcome is Outcome.REFUSED else draft.confidence,
        others=draft.others[:OTHERS],
    )
    if said.first is None:
        return said
    head, periods = said.first.bulletin, said.first.passage.periods
    return replace(
        said,
        as_of=as_of(found.question, quotes, head, searcher.index.store, today),
        meant=newest_meant(found.question, periods),
    )


def _suffices(question: Question, draft: Draft) -> bool:
    """Whether the names of a question in English are what was found."""
    if not question.names or not draft.quotes:
        return False
    return names_stand(question, draft.quotes[0].slice.text)


def _searched(text: str, searcher: Searcher, scope: Scope | None, *, today: dt.date) -> Found:
    if scope is None:
        return searcher.search(text, limit=None, today=today)
    found = searcher.search(text, limit=None, today=today, within=scope.bulletin)
    chosen = [h for h in found.hits if not scope.passages or h.passage.id in scope.passages]
    return Found(found.question, tuple(chosen))


def _drafted(
    question: Question,
    hits: Sequence[Hit],
    every: Sequence[Hit],
    searcher: Searcher,
    scope: Scope | None,
) -> Draft:
    """The first rung of the ladder that holds. ``every`` hit counts where it is time or an article
    that tells which are wanted.
    """
    return (
        impossible(question)
        or mere_number(question)
        or unheld_period(question, hits, searcher)
        or publication(question, hits, searcher)
        or byline(question, hits, searcher, scope)
        or (catalogue(question, every, searcher) if scope is None else None)
        or item(question, hits, searcher, scope)
        or of_the_year(question, hits, searcher)
        or whole_list(question, hits, searcher, scope)
        or on_period(question, hits, searcher, scope)
        or unplanned(question, searcher)
        or of_each_period(question, every, searcher)
        or sentences(question, every, searcher)
    )


def _explained(draft: Draft, question: Question, searcher: Searcher) -> Reason:
    """The reason; that of a refusal also says what was looked for, and in what."""
    if draft.outcome is not Outcome.REFUSED:
        return draft.reason
    looked_for = textwrap.shorten(question.text.strip(" .?!"), LOOKED_FOR, placeholder="…")
    values = _holdings(searcher) | {"looked_for": looked_for} | draft.reason.values
    return replace(draft.reason, values=values)


def _by_period(found: Found) -> list[Hit]:
    """Hits that speak of the period asked about before the others."""
    if not found.question.periods:
        return list(found.hits)
    return sorted(found.hits, key=lambda hit: not speaks_of(found.question, hit))


def _shown(
    hits: Sequence[Hit], quotes: Sequence[Quote], top: int, searcher: Searcher
) -> tuple[Hit, ...]:
    """Every quoted passage and the nearest others, best first."""
    quoted = {quote.passage for quote in quotes}
    known = {hit.passage.id for hit in hits}
    extra = [
        searcher.hit_of(quote.slice.bulletin, quote.passage)
        for quote in quotes
        if quote.passage not in known
    ]
    others = [hit for hit in hits if hit.passage.id not in quoted][:top]
    kept = {hit.passage.id for hit in others} | quoted
    shown = [hit for hit in hits if hit.passage.id in kept]
    return (*sorted(shown, key=lambda hit: -hit.score), *extra)


def _holdings(searcher: Searcher) -> dict[str, str]:
    """What there is to look in: how many bulletins, of which dates, about which periods."""
    store = searcher.index.store
    dates = store.dates()
    return {
        "bulletins": str(store.counts()[0]),
        "dates": f"{dates[0]}/{dates[1]}" if dates else "",
        "undated": str(store.undated()),
        "covered": ", ".join(map(interval, store.periods(limit=COVERED))),
    }
