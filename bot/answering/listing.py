"""Rungs for lists: one item, or all of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answering.confidence import Judged, names_stand
from bot.answering.draft import Draft
from bot.answering.lists import (
    BULLETINS,
    FoundList,
    announced_share,
    lists_near,
    names_list,
    share_held,
)
from bot.answering.ministry import names_ministry, under_ministry
from bot.answering.periods_asked import (
    YEAR,
    answers,
    is_just,
    names_period,
    newest_meant,
    newness,
    speaks_of,
    wants_reports,
)
from bot.types import Outcome, Reason, Scope
from corpus.vietnamese import fold
from embeddings.answer_kinds import asks_reason
from embeddings.ordinals import beside
from embeddings.question import Question, Wanted
from embeddings.question_words import DOCUMENT, GENERIC, LIST_NOUN
from embeddings.quoting import sentence_slice
from embeddings.search import Searcher
from embeddings.terms import pairs, search_syllables
from embeddings.timeline import Timeline
from embeddings.types import BulletinHead, Hit

ANNOUNCED = 0.75  # how much of the question a list's announcement must hold
PLACED = 0.5  # the same where an item is asked for by its place
PERIODS = 4  # of those asked about, whose lists are looked for
LISTED, UNNAMED = 0.9, 0.5  # confidence of a list that the question names, and of any list

_GENERIC = re.compile(GENERIC)


def item(
    question: Question, hits: Sequence[Hit], searcher: Searcher, scope: Scope | None
) -> Draft | None:
    """The items asked for, of the list that the question's words announce best."""
    if question.fifth_or_year:
        question = replace(question, ordinals=(5,))
    if not question.ordinals:
        return None
    near = _announced(question, hits, searcher, scope)
    if not near or near[0][0] < PLACED / 2 or _is_article(question, searcher):
        return None
    having = _having(question, near) if scope is None else []
    held, found = having[0] if having else near[0]
    size = len(found.items)
    if question.fifth_or_year and (size < 5 or held < PLACED):
        return None
    if beside(" ".join(question.syllables)) == (0,):
        return Draft(Outcome.REFUSED, Reason("none_beside", {"size": str(size)}))
    if not _has(question, found):
        asked = question.no_place or str(max(question.ordinals))
        values = {"asked": asked, "size": str(size)}
        return Draft(Outcome.REFUSED, Reason("no_such_item", values))
    items = [found.items[n - 1 if n > 0 else n] for n in question.ordinals]
    quotes = tuple(found.quote(item, searcher.index.store) for item in items)
    said = found.announced + "".join(q.slice.text for q in quotes)
    held = max(held, share_held(question, said, searcher.background))
    if held < PLACED or not names_stand(question, said):
        return Draft(Outcome.UNSURE, Reason("unsure_near"), quotes)
    others = tuple(other.bulletin for held, other in having[1:] if held >= ANNOUNCED)
    return Draft(Outcome.ANSWERED, Reason("item"), quotes, others=others)


def _is_article(question: Question, searcher: Searcher) -> bool:
    """Whether "điều 3" is the article of a law: one is named, or a bulletin has such an article."""
    article = pairs(question.article.split())
    if article and DOCUMENT.search(" ".join(question.syllables)):
        return True
    return any(searcher.index.lexical.frequency("folded", pair) for pair in article)


def _having(
    question: Question, near: Sequence[tuple[float, FoundList]]
) -> list[tuple[float, FoundList]]:
    """The first list of each bulletin, where it has the items asked for and is announced as well
    as the first of all, in their order.
    """
    first = {found.bulletin.id: (held, found) for held, found in reversed(near)}
    best = round(near[0][0], 1)
    return [
        (held, found)
        for held, found in near
        if first[found.bulletin.id][1] is found and round(held, 1) == best and _has(question, found)
    ]


def _has(question: Question, found: FoundList) -> bool:
    """Whether a list is long enough for every item asked for."""
    return 0 not in question.ordinals and max(map(abs, question.ordinals)) <= len(found.items)


def whole_list(
    question: Question, hits: Sequence[Hit], searcher: Searcher, scope: Scope | None = None
) -> Draft | None:
    """All items, where the question names no more than what the list is announced with.

    Of several such lists the newest; where several periods are asked about, that of each.
    """
    if not _may_want_all(question) or wants_reports(question):
        return None
    near = [
        found
        for held, found in _announced(question, hits, searcher, scope)
        if held >= ANNOUNCED
        and _is_of(question, found)
        and _tells(question, found.announced)
        and may_be_given(found, searcher)
    ]
    if not near or not (names_list(question) or _is_short(question)):
        return None
    confidence = LISTED if names_list(question) else UNNAMED
    each = _of_each_period(question, near, hits)
    drafts = [all_of(found, searcher, confidence) for found in each or near[:1]]
    quotes = tuple(quote for draft in drafts for quote in draft.quotes)
    told = {found.bulletin.id for found in each or near[:1]}
    others = {one.bulletin.id: one.bulletin for one in near if one.bulletin.id not in told}
    return replace(
        drafts[0],
        quotes=quotes,
        count=len(quotes) if len(drafts) == 1 else None,
        others=tuple(others.values()),
    )


def _tells(question: Question, announced: str) -> bool:
    """Whether what announces a list names all that the question names, and its topic."""
    topic = pairs(question.topic.split())
    said = frozenset(pairs(search_syllables(announced, folded=True)))
    return names_stand(question, announced) and said.issuperset(topic)


def _is_short(question: Question) -> bool:
    """Whether the periods asked about are a year at most; longer ones are plans' own names."""
    return all((period.last - period.first).days < YEAR for period in question.periods)


def _of_each_period(
    question: Question, near: Sequence[FoundList], hits: Sequence[Hit]
) -> list[FoundList]:
    """The best list of each period asked about, where these are several lists."""
    chosen: dict[tuple[str, int], FoundList] = {}
    for asked in question.periods[:PERIODS] if len(question.periods) > 1 else ():
        alone = replace(question, periods=(asked,))
        for found in near:
            if _is_for_period(alone, found, hits):
                chosen.setdefault((found.bulletin.id, found.number), found)
                break
    return [found for found in near if found in chosen.values()] if len(chosen) > 1 else []


def may_be_given(found: FoundList, searcher: Searcher) -> bool:
    """Whether a list is the ministry's, where its bulletins stand among others."""
    return not searcher.mixed or names_ministry(found.announced)


def all_of(found: FoundList, searcher: Searcher, confidence: float) -> Draft:
    """A whole list, with how many items it has."""
    quotes = tuple(found.quote(item, searcher.index.store) for item in found.items)
    return Draft(Outcome.ANSWERED, Reason("list"), quotes, len(quotes), confidence)


def _is_for_period(question: Question, found: FoundList, hits: Sequence[Hit]) -> bool:
    """Whether the list is of the period, and no bulletin speaks of just that period while the
    list's is but a part of it: tasks of 2021 are not those of April alone. Where an item is asked
    for by its place, only a list of just that period has it.
    """
    own = [hit for hit in hits if hit.passage.bulletin == found.bulletin.id]
    periods = found.periods
    if not (
        any(answers(question, asked, periods) for asked in question.periods)
        if periods and not question.published
        else any(speaks_of(question, hit) for hit in own)
    ):
        return False
    exact = {
        h.passage.bulletin
        for h in hits
        if (h.passage.place or not question.ordinals)
        and names_period(question, h)
        and question.asked in fold(h.passage.text)
    }
    return not exact or found.bulletin.id in exact


def _announced(
    question: Question, hits: Sequence[Hit], searcher: Searcher, scope: Scope | None = None
) -> list[tuple[float, FoundList]]:
    """Lists of the period asked about, with how much of the question announces each: those that
    hold most first; of equals that of the scope, then those of the newest year, of just that
    period, and the newest.
    """
    newest = () if scope else _newest(question, searcher)
    speaking = _of_ministry(hits, searcher)
    near = [
        (announced_share(question, found, searcher.background), found)
        for found in lists_near(hits, searcher.index.store, newest)
        if not question.periods or _is_for_period(question, found, speaking)
    ]
    meant = scope.list if scope else None

    def rank(one: tuple[float, FoundList]) -> tuple[float, bool, int, bool, int, int]:
        held, found = one
        said = newest_meant(question, found.periods)
        year, end = (said.last.year, newness(said.last)) if said else (0, 0)
        exact = is_just(question, found.periods)
        date = newness(found.bulletin.date)
        return round(held, 1), found.number == meant, year, exact, end, date

    return sorted(near, key=rank, reverse=True)


def _of_ministry(hits: Sequence[Hit], searcher: Searcher) -> Sequence[Hit]:
    """The hits that say which period a list of the ministry is for: where others stand among its
    bulletins, what those say of a period is no plan.
    """
    return [hit for hit in hits if under_ministry(hit)] if searcher.mixed else hits


def _newest(question: Question, searcher: Searcher) -> Sequence[BulletinHead]:
    """The newest bulletins with lists, of the periods asked about: all monthly plans use the same
    words, and hits are but the best of them.
    """
    timeline = Timeline(searcher.index.store)
    if not question.periods:
        return timeline.with_lists(BULLETINS)
    few = question.periods[:PERIODS]
    return [head for asked in few for head in timeline.planning(asked, BULLETINS)]


def _may_want_all(question: Question) -> bool:
    """Whether it asks for a list, or names one and asks nothing ("nhiệm vụ trọng tâm"), or nothing
    but a period; that of a bulletin itself asks what the bulletin says.
    """
    if question.wanted is Wanted.FACT:
        bulletin = bool(question.published) and not question.subject
        wanted = bool(question.periods) or _is_mere_list(question)
        return wanted and not (question.asked or bulletin or asks_reason(question))
    return question.wanted is Wanted.LIST


def _is_mere_list(question: Question) -> bool:
    """Whether it is the name of a list, of no year: "nhiệm vụ năm" is looked for elsewhere."""
    named = LIST_NOUN.match(" ".join(question.syllables))
    return bool(named) and names_list(question) and not question.fifth_or_year


def _is_of(question: Question, found: FoundList) -> bool:
    """Whether the list lists the very things that are asked for."""
    announced = " ".join(fold(found.announced).split())
    return question.asked in announced or bool(_GENERIC.fullmatch(question.asked))


def announces_other(
    question: Question, one: Judged, hits: Sequence[Hit], searcher: Searcher
) -> bool:
    """Whether a sentence only announces a list, of another period than the one asked about."""
    led = led_by(one, searcher)
    return led is not None and not _is_for_period(question, led, _of_ministry(hits, searcher))


def led_by(one: Judged, searcher: Searcher) -> FoundList | None:
    """The list that a sentence announces, as its lead or as the title above it."""
    said = sentence_slice(one.hit, one.sentence)
    titled = one.hit.bulletin.is_title(said.text)
    near = lists_near([one.hit], searcher.index.store)
    return next((found for found in near if titled or found.is_led_by(said)), None)
