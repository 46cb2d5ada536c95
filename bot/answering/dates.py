"""Rungs for dates: one that does not exist, a period that no bulletin covers, a bulletin's own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering.draft import Draft
from bot.answering.periods_asked import (
    about,
    covered,
    nearest,
    speaks_of,
    wants_plans,
)
from bot.types import Outcome, Quote, Reason
from corpus.types import Period
from embeddings.open_periods import is_open
from embeddings.question import Question, Wanted
from embeddings.search import Searcher
from embeddings.types import Hit, Slice

HEAD = 400  # code points at a bulletin's start among which its date stands
NEAREST = 4  # periods that a refusal names
LOOKED_AT = 3  # hits among whose bulletins a dated one is looked for


def impossible(question: Question) -> Draft | None:
    """Refuses dates that there are not, where no other period is named."""
    if not question.impossible or question.periods:
        return None
    return Draft(
        Outcome.REFUSED, Reason("impossible_date", {"named": ", ".join(question.impossible)})
    )


def mere_number(question: Question) -> Draft | None:
    """Refuses a number or a letter that stands alone: it names nothing."""
    named = (s for s in question.syllables if not s.isdecimal() and len(s) > 1)
    if question.periods or any(named):
        return None
    return Draft(Outcome.REFUSED, Reason("nothing_near"))


def unheld_period(question: Question, hits: Sequence[Hit], searcher: Searcher) -> Draft | None:
    """Refuses a period that no bulletin speaks of, with the nearest that one does."""
    if not question.periods or any(speaks_of(question, hit) for hit in hits):
        return None
    if question.demands and not wants_plans(question):
        return None  # "giá vàng hôm nay" is refused for its gold, not for its day
    if covered(question, searcher.index.store):
        return None
    return _without(question, searcher)


def unplanned(question: Question, searcher: Searcher) -> Draft | None:
    """Refuses plans of an open period, and nothing else, where nothing before plans for it: a
    target of 2040 is no task "sau tháng 4 năm 2023".
    """
    opened = any(is_open(asked) for asked in question.periods)
    if not opened or not wants_plans(question) or about(question):
        return None
    return _without(question, searcher)


def _without(question: Question, searcher: Searcher) -> Draft:
    """A refusal of the periods asked about, with the nearest that bulletins do speak of."""
    asked = [
        words if period.any_year else interval(period)
        for period, words in zip(question.periods, question.period_words, strict=True)
    ]
    near = ", ".join(map(interval, nearest(question, searcher.index.store, NEAREST)))
    values = {"periods": ", ".join(asked), "covered": near}
    return Draft(Outcome.REFUSED, Reason(_missing(question, searcher), values))


def _missing(question: Question, searcher: Searcher) -> str:
    """The code of what there is not: anything of the period, plans for it, or a bulletin of it."""
    if question.published:
        return "not_published"
    told = covered(question, searcher.index.store, planned=False)
    return "period_not_planned" if told else "period_not_covered"


def publication(question: Question, hits: Sequence[Hit], searcher: Searcher) -> Draft | None:
    """The line that dates a bulletin, where the question asks when it came out."""
    if question.wanted is not Wanted.PUBLICATION or not hits:
        return None
    for hit in hits[:LOOKED_AT]:
        if date := hit.bulletin.date:
            head = searcher.index.store.slice(hit.bulletin.id, 0, HEAD)
            match = re.search(rf"0?{date.day}[/.-]0?{date.month}[/.-]{date.year}.*", head.text)
            if match:
                line = match.group().rstrip()
                dated = Slice(head.bulletin, match.start(), match.start() + len(line), line)
                return Draft(Outcome.ANSWERED, Reason("found"), (Quote(dated, hit.passage.id),))
    return Draft(Outcome.REFUSED, Reason("answer_type", {"wanted": question.wanted}))


def interval(period: Period) -> str:
    """A period as an ISO interval, both days included, which the wording names."""
    return f"{period.first}/{period.last}"
