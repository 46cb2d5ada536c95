"""The rung for bylines: who wrote or published a bulletin, in the bulletin's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering.draft import Draft
from bot.answering.periods_asked import speaks_of
from bot.types import Outcome, Quote, Reason, Scope
from corpus.aligned import Span
from corpus.cleaning import label_noise, office_credit
from corpus.vietnamese import fold
from embeddings.evidence import held, marks_of, share
from embeddings.question import Question, Wanted
from embeddings.search import Searcher
from embeddings.types import Hit

NAMED = 0.75  # how much of what a bulletin is said to be about must stand where it was found
_PICTURE = "anh"  # who took it did not write the text


def byline(
    question: Question, hits: Sequence[Hit], searcher: Searcher, scope: Scope | None
) -> Draft | None:
    """The byline of the bulletin that is meant, where the question asks who wrote or published it.

    Where nothing tells which one is meant, the nearest one that has a byline may be.
    """
    if question.wanted is not Wanted.PUBLISHER:
        return None
    meant = [hit for hit in hits if _is_meant(question, hit, searcher)]
    if not meant:
        return Draft(Outcome.REFUSED, Reason("nothing_near"))
    if question.topic or question.periods or scope:
        if quotes := _bylines(meant[0], searcher):
            return Draft(Outcome.ANSWERED, Reason("found"), quotes)
    elif near := next(filter(None, (_bylines(hit, searcher) for hit in meant)), ()):
        return Draft(Outcome.UNSURE, Reason("unsure_near"), near)
    return Draft(Outcome.REFUSED, Reason("no_byline", {"title": meant[0].bulletin.title}))


def _is_meant(question: Question, hit: Hit, searcher: Searcher) -> bool:
    """Whether a hit speaks of what the question says of its bulletin."""
    if question.periods and not speaks_of(question, hit):
        return False
    named = {s for s in question.topic.split() if s in question.subject}
    rarities = {s: searcher.background.rarity(s) for s in named}
    return not named or share(rarities, held(marks_of(question), hit.around)) >= NAMED


def _bylines(hit: Hit, searcher: Searcher) -> tuple[Quote, ...]:
    """Where a bulletin names its unit, or else the lines at its end that name its sources."""
    store, head = searcher.index.store, hit.bulletin
    text = store.slice(head.id, 0).text
    spans = _unit(text, head.unit) if head.unit else []
    spans = spans or _credits(text)
    return tuple(Quote(store.slice(head.id, *span), hit.passage.id) for span in spans)


def _unit(text: str, unit: str) -> list[Span]:
    """Where a line of a text is the unit alone, or names it as its source; the last such line."""
    line = re.compile(
        rf"^[^\S\n]*(?:\w+(?: \w+)?:[^\S\n]*)?({re.escape(unit)})(?=\.|\s*$)", re.MULTILINE
    )
    return [match.span(1) for match in line.finditer(text)][-1:]


def _credits(text: str) -> list[Span]:
    return [
        (noise.start, noise.end)
        for noise in label_noise(text)
        if noise.kind == office_credit.__name__
        and not fold(text[noise.start : noise.end]).startswith(_PICTURE)
    ]
