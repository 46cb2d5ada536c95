"""The rung for bulletins themselves: "có những bản tin nào về tiêm chủng?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from bot.answering.draft import Draft
from bot.answering.periods_asked import is_just, newness, speaks_of
from bot.answering.subject import speaks_of_topic
from bot.types import Outcome, Quote, Reason
from embeddings.question import Question
from embeddings.question_words import bulletins_about
from embeddings.quoting import sentence_slice
from embeddings.search import Searcher
from embeddings.terms import search_syllables
from embeddings.types import BulletinHead, Hit, Slice

SHOWN = 5  # bulletins that are quoted
SURE = 0.9  # their confidence: each names what is asked about
# What is left where the words of a period are taken away.
_WHEN = re.compile(r"(?: (?:dang|dang tai|cong bo|ra|trong|vao|tu|hang nam))+$")
# How much of a topic, by rarity, a sentence must hold to speak of it: of its syllables and pairs.
SYLLABLES, PAIRS = 0.85, 0.5


def catalogue(question: Question, hits: Sequence[Hit], searcher: Searcher) -> Draft | None:
    """One quote of each bulletin that speaks of a topic, or of a period, where the question asks
    which ones do: its title where that says so, else a sentence. The newest first; None where the
    question asks for anything else, or none does.
    """
    topic = bulletins_about(_timeless(question))
    if topic is None or not (question.periods or topic):
        return None
    first: dict[BulletinHead, Quote] = {}
    for hit in hits:
        if question.periods and not _is_timely(question, topic, hit):
            continue
        if hit.bulletin not in first and (quote := _quote(question, topic, hit, searcher)):
            first[hit.bulletin] = quote
    newest = sorted(first, key=lambda head: -newness(head.date))
    if not newest:
        return None
    quotes = tuple(first[head] for head in newest[:SHOWN])
    others = tuple(newest[SHOWN:])
    return Draft(Outcome.ANSWERED, Reason("bulletins"), quotes, confidence=SURE, others=others)


def _timeless(question: Question) -> str:
    """The question's syllables, folded, without the words of its periods."""
    text = question.text
    for words in question.period_words:
        text = text.replace(words, " ")
    return _WHEN.sub("", " ".join(search_syllables(text, folded=True)))


def _is_timely(question: Question, topic: str, hit: Hit) -> bool:
    """Whether a hit speaks of the period asked about; of just that where nothing else is asked,
    unless it is the one in which its bulletin came out.
    """
    if topic or question.published:
        return speaks_of(question, hit)
    return is_just(question, hit.passage.periods)


def _quote(question: Question, topic: str, hit: Hit, searcher: Searcher) -> Quote | None:
    """The title of a hit's bulletin, or else the hit's first sentence, that speaks of a topic."""
    passages = searcher.index.store.of_bulletin(hit.bulletin.id)
    title = passages[0]
    about = partial(
        speaks_of_topic, question, topic, background=searcher.background, needed=(SYLLABLES, PAIRS)
    )
    if hit.bulletin.is_title(title.text) and about(title.text):
        return Quote(Slice(title.bulletin, title.start, title.end, title.text), title.id)
    said = (sentence_slice(hit, number) for number in range(len(hit.sentences)))
    telling = (one for one in said if about(one.text))
    return next((Quote(one, hit.passage.id) for one in telling), None)
