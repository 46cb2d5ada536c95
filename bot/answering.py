"""Hits in, an Answer out: which words to quote, how sure to be, when to refuse."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.confidence import Judged, as_written, judge, names_stand
from bot.lists import FoundList, announced_share, lists_near
from bot.periods_asked import covered, newness, speaks_of, wants_plans, wants_reports
from bot.types import Answer, Outcome, Quote, Reason
from corpus.inline_lists import inline_list
from corpus.types import Period
from corpus.vietnamese import fold
from embeddings.question import Question, Wanted, small_talk
from embeddings.question_words import GENERIC
from embeddings.search import MINISTRY, Found, Searcher
from embeddings.terms import pairs
from embeddings.types import Hit, Slice

DEPTH = 12  # hits that are weighed
QUOTES = 3  # at most, when no list is wanted
ALIKE = 0.8  # of the best score from which further sentences are quoted beside it
ANNOUNCED = 0.75  # how much of the question a list's announcement must hold
PLACED = 0.5  # the same where an item is asked for by its place
HEAD = 400  # code points at a bulletin's start among which its date stands
FEW = 0.1  # share of passages under the ministry's name below which they stand among others
SURE, NEAR = 0.64, 0.2  # confidence from which an answer is given, or shown as near

_GENERIC = re.compile(GENERIC)


@dataclass(frozen=True, slots=True)
class _Draft:
    outcome: Outcome
    reason: Reason
    quotes: tuple[Quote, ...] = ()
    count: int | None = None


def answer(text: str, searcher: Searcher, *, top: int, today: dt.date) -> Answer:
    """Answers a question from one index. ``top`` passages are given beyond the quoted ones."""
    if said := small_talk(text):
        return Answer(text, text, Outcome.CHAT, Reason(said))
    found = searcher.search(text, limit=max(top + QUOTES, DEPTH), today=today)
    hits = _by_period(found)
    draft = (
        _impossible(found.question)
        or _unheld_period(found.question, hits, searcher)
        or _publication(found.question, hits, searcher)
        or _item(found.question, hits, searcher)
        or _whole_list(found.question, hits, searcher)
        or _sentences(found.question, hits, searcher)
    )
    return Answer(
        question=text,
        understood=found.question.text,
        outcome=draft.outcome,
        reason=draft.reason,
        quotes=draft.quotes,
        hits=_shown(hits, draft.quotes, top, searcher),
        count=draft.count,
    )


def _by_period(found: Found) -> list[Hit]:
    """Hits that speak of the period asked about before the others."""
    if not found.question.periods:
        return list(found.hits)
    return sorted(found.hits, key=lambda hit: not speaks_of(found.question, hit))


def _impossible(question: Question) -> _Draft | None:
    if not question.impossible or question.periods:
        return None
    return _Draft(
        Outcome.REFUSED, Reason("impossible_date", {"dates": ", ".join(question.impossible)})
    )


def _unheld_period(question: Question, hits: Sequence[Hit], searcher: Searcher) -> _Draft | None:
    if not question.periods or any(speaks_of(question, hit) for hit in hits):
        return None
    if question.demands and not wants_plans(question):
        return None  # "giá vàng hôm nay" is refused for its gold, not for its day
    if covered(question, searcher.index.store):
        return None
    asked = [
        words if period.any_year else _interval(period)
        for period, words in zip(question.periods, question.period_words, strict=True)
    ]
    values = {"periods": ", ".join(asked), "covered": _coverage(searcher)}
    return _Draft(Outcome.REFUSED, Reason("period_not_covered", values))


def _publication(question: Question, hits: Sequence[Hit], searcher: Searcher) -> _Draft | None:
    """The line that dates a bulletin, where the question asks when it came out."""
    if question.wanted is not Wanted.PUBLICATION or not hits:
        return None
    for hit in hits[:QUOTES]:
        if date := hit.bulletin.date:
            head = searcher.index.store.slice(hit.bulletin.id, 0, HEAD)
            match = re.search(rf"0?{date.day}[/.-]0?{date.month}[/.-]{date.year}.*", head.text)
            if match:
                line = match.group().rstrip()
                dated = Slice(head.bulletin, match.start(), match.start() + len(line), line)
                return _Draft(Outcome.ANSWERED, Reason("found"), (Quote(dated, hit.passage.id),))
    return _Draft(Outcome.REFUSED, Reason("answer_type", {"wanted": question.wanted}))


def _item(question: Question, hits: Sequence[Hit], searcher: Searcher) -> _Draft | None:
    """The items asked for, of the list that the question's words announce best."""
    if not question.ordinals:
        return None
    found, held = _announced(question, hits, searcher)
    if found is None or held < PLACED / 2:
        return None
    size = len(found.items)
    if 0 in question.ordinals or max(map(abs, question.ordinals)) > size:
        values = {"asked": str(max(question.ordinals)), "size": str(size)}
        return _Draft(Outcome.REFUSED, Reason("no_such_item", values))
    items = [found.items[n - 1 if n > 0 else n] for n in question.ordinals]
    quotes = tuple(found.quote(item, searcher.index.store) for item in items)
    if held < PLACED or not names_stand(
        question, found.announced + "".join(q.slice.text for q in quotes)
    ):
        return _Draft(Outcome.UNSURE, Reason("unsure_near"), quotes)
    return _Draft(Outcome.ANSWERED, Reason("item"), quotes)


def _whole_list(question: Question, hits: Sequence[Hit], searcher: Searcher) -> _Draft | None:
    """All items, where the question names no more than what the list is announced with."""
    if not _may_want_all(question) or wants_reports(question):
        return None
    found, held = _announced(question, hits, searcher)
    if found is None or held < ANNOUNCED or not _is_of(question, found):
        return None
    if not names_stand(question, found.announced):
        return None
    if question.periods and not any(
        hit.passage.bulletin == found.bulletin.id and speaks_of(question, hit) for hit in hits
    ):
        return None
    store = searcher.index.store
    quotes = tuple(found.quote(item, store) for item in found.items)
    return _Draft(Outcome.ANSWERED, Reason("list"), quotes, len(quotes))


def _announced(
    question: Question, hits: Sequence[Hit], searcher: Searcher
) -> tuple[FoundList | None, float]:
    """The list whose announcement holds most of the question; of equals the newest."""
    near = [
        (announced_share(question, found, searcher.background), found)
        for found in lists_near(hits, searcher.index.store)
    ]
    if not near:
        return None, 0.0
    held, found = max(near, key=lambda one: (round(one[0], 2), newness(one[1].bulletin.date)))
    return found, held


def _may_want_all(question: Question) -> bool:
    """Whether it asks for a list, or for nothing but a period: "Nhiệm vụ tháng 4/2021"."""
    if question.wanted is Wanted.FACT:
        return bool(question.periods) and not question.asked
    return question.wanted is Wanted.LIST


def _is_of(question: Question, found: FoundList) -> bool:
    """Whether the list lists the very things that are asked for."""
    announced = " ".join(fold(found.announced).split())
    return question.asked in announced or bool(_GENERIC.fullmatch(question.asked))


def _sentences(question: Question, hits: Sequence[Hit], searcher: Searcher) -> _Draft:
    """The best sentences of the best hits, as sure as their evidence allows."""
    named = searcher.index.lexical.frequency("heading", MINISTRY[-1])
    mixed = 0 < named < FEW * len(searcher.index.lexical)
    judged = judge(question, hits[:DEPTH], searcher.background, mixed=mixed)
    if not judged or judged[0].confidence < NEAR:
        return _Draft(Outcome.REFUSED, Reason("nothing_near", {"covered": _coverage(searcher)}))
    best = judged[0]
    if best.doubt and (unknown := _unknown(question, searcher)):
        values = {"names": ", ".join(unknown), "covered": _coverage(searcher)}
        return _Draft(Outcome.REFUSED, Reason("missing_name", values))
    if best.confidence < SURE or question.ordinals:
        near = _quotes(question, judged[:QUOTES])
        return _Draft(Outcome.UNSURE, best.doubt or Reason("unsure_near"), near)
    good = [one for one in judged[1:QUOTES] if one.score > ALIKE * best.score]
    quotes = _quotes(question, [best, *good])
    inline = inline_list(quotes[0].slice.text) if question.wanted is Wanted.LIST else None
    return _Draft(
        Outcome.ANSWERED,
        Reason("found"),
        quotes,
        len(inline.items) if inline else None,
    )


def _unknown(question: Question, searcher: Searcher) -> list[str]:
    """Names of persons and bodies, as written, that stand in no bulletin."""
    frequency = searcher.index.lexical.frequency
    nowhere = [
        name
        for name in (*question.names, *question.bodies)
        if any(not frequency("folded", pair) for pair in pairs(name.split()))
    ]
    written = dict.fromkeys(as_written(question.text, name) for name in nowhere)
    return [name for name in written if not any(name != o and name in o for o in written)]


def _quotes(question: Question, judged: Sequence[Judged]) -> tuple[Quote, ...]:
    """Each once: of a passage that is quoted whole, several sentences may have been good."""
    return tuple(dict.fromkeys(_quote(question, one) for one in judged))


def _quote(question: Question, judged: Judged) -> Quote:
    """A sentence, or its whole passage where a list is wanted that has no structure."""
    passage = judged.hit.passage
    sentence = judged.hit.sentences[judged.sentence]
    start, end = sentence.start, sentence.end
    wants_more = question.wanted is Wanted.LIST and not inline_list(passage.text[start:end])
    if wants_more:
        start, end = 0, len(passage.text)
    at = passage.start
    return Quote(Slice(passage.bulletin, at + start, at + end, passage.text[start:end]), passage.id)


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


def _interval(period: Period) -> str:
    return f"{period.first}/{period.last}"


def _coverage(searcher: Searcher) -> str:
    return ", ".join(map(_interval, searcher.index.store.periods(limit=6)))
