"""The last rung: the best sentences, as sure as their evidence allows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from bot.answering.confidence import CAP, Judged, as_written, confidence, judge, names_stand
from bot.answering.differing import differing
from bot.answering.draft import Draft
from bot.answering.listing import all_of, announces_other, led_by, may_be_given
from bot.answering.newest import newest_first
from bot.answering.standing import settled, standing
from bot.types import Outcome, Quote, Reason
from corpus.inline_lists import inline_list
from corpus.sentences import sentences as sentence_spans
from corpus.vietnamese import fold
from embeddings.answer_kinds import asks_reason
from embeddings.offices import asked_office
from embeddings.passage_store import PassageStore
from embeddings.question import Question, Wanted
from embeddings.question_words import OUR_WORK
from embeddings.quoting import sentence_slice
from embeddings.search import Searcher
from embeddings.terms import pairs
from embeddings.types import Hit, Slice

DEPTH = 12  # hits that are weighed
QUOTES = 3  # at most, when no list is wanted
ALIKE = 2.5  # how far below the best score further sentences are quoted beside it
# What titles only announce.
_DETAILS = frozenset({Wanted.DATE, Wanted.PLACE, Wanted.FIGURE, Wanted.MONEY, Wanted.DURATION})
_GIVES_REASON = re.compile(r"\W*(?:Lý do|Lí do|Nguyên nhân|Do|Vì|Bởi)\b")
_SPEAKING = frozenset({"tra loi:", "dap:"})  # lines that only announce an answer
_CLOSING = ' \t\n"”’)»]*_'  # what may stand behind the mark that ends a sentence
_ANSWER = 1_000  # code points behind a question in which its answer is looked for
SURE, NEAR = 0.6, 0.2  # confidence from which an answer is given, or shown as near


def sentences(question: Question, hits: Sequence[Hit], searcher: Searcher) -> Draft:
    """The best sentences of the best hits, as sure as their evidence allows."""
    if not (question.latest or question.article or asked_office(question)):
        hits = hits[:DEPTH]
    mixed = searcher.mixed
    judged = judge(question, hits, searcher.background, mixed=mixed)
    if question.wanted is Wanted.LIST and question.periods:
        judged = [one for one in judged if not announces_other(question, one, hits, searcher)]
    if not judged:
        return Draft(Outcome.REFUSED, Reason("nothing_near"))
    best = _with_reason(question, _fitting(question, judged))
    sure = settled(question, best, standing(best, judged, hits))
    if best.holder:  # who holds an office is told by many bulletins alike
        sure = best.confidence
    if _is_off_topic(judged[0]) and not question.periods:
        sure = min(sure, CAP)  # what ranks best speaks of no such matter: the rest is near at most
    if sure < NEAR and not _is_of_period(question, best):
        return Draft(Outcome.REFUSED, Reason("nothing_near"))
    if best.doubt and (unknown := _unknown(question, searcher)):
        return Draft(Outcome.REFUSED, Reason("missing_name", {"names": ", ".join(unknown)}))
    if sure < SURE or (question.ordinals and not question.article):
        others = (one for one in judged if one is not best)
        near = _quotes(question, searcher, [best, *islice(others, QUOTES - 1)])
        doubt = best.doubt or Reason("unsure_near")
        return Draft(Outcome.UNSURE, doubt, near, confidence=sure)
    if apart := differing(question, [one for one in judged if one.confidence >= SURE]):
        quotes = _quotes(question, searcher, apart[:QUOTES])
        return Draft(Outcome.ANSWERED, Reason("differ"), quotes, confidence=sure)
    if (
        (led := led_by(best, searcher))
        and may_be_given(led, searcher)
        and _brings_list(question, best)
        and not (question.periods and announces_other(question, best, hits, searcher))
    ):
        return all_of(led, searcher, sure)
    equals = newest_first(question, best, judged, sure=SURE, alike=ALIKE)
    good = [one for one in judged[:QUOTES] if _is_beside(question, one, best)]
    quotes = _quotes(
        question, searcher, [*equals, *(one for one in good if one not in equals)][:QUOTES]
    )
    # Beside other quotes nobody could tell what is counted.
    counted = question.wanted is Wanted.LIST and len(quotes) == 1
    inline = inline_list(quotes[0].slice.text) if counted else None
    return Draft(
        Outcome.ANSWERED,
        Reason("found"),
        quotes,
        len(inline.items) if inline else None,
        sure,
    )


def of_each_period(question: Question, hits: Sequence[Hit], searcher: Searcher) -> Draft | None:
    """The best sentence for each of several periods, where each has one: "năm 2019 và năm 2025"."""
    if not 1 < len(question.periods) <= QUOTES:
        return None
    alone = (replace(question, periods=(asked,)) for asked in question.periods)
    drafts = [sentences(one, hits, searcher) for one in alone]
    first = dict.fromkeys(draft.quotes[0] for draft in drafts if draft.quotes)
    if len(first) < len(drafts) or any(d.outcome is not Outcome.ANSWERED for d in drafts):
        return None
    sure = min(draft.confidence for draft in drafts)
    return Draft(Outcome.ANSWERED, Reason("found"), tuple(first), confidence=sure)


def _is_of_period(question: Question, best: Judged) -> bool:
    """Whether a question about the ministry's work found a sentence of the very period: it is
    shown, however little else they share.
    """
    asked = " ".join(question.syllables)
    return bool(question.periods and not best.doubt and OUR_WORK.search(asked))


def _brings_list(question: Question, best: Judged) -> bool:
    """Whether a sentence that announces a list is no answer without it."""
    said = sentence_slice(best.hit, best.sentence).text
    open_ended = question.wanted is Wanted.FACT and not question.asked
    return question.wanted is Wanted.LIST or (open_ended and said.rstrip().endswith(":"))


def _is_beside(question: Question, one: Judged, best: Judged) -> bool:
    """Whether a further sentence is quoted: nearly as good, of whom the question names, and of
    the kind asked for if the best one is.
    """
    if (question.periods and one.doubt) or one.evidence.kind < best.evidence.kind:
        return False
    said = sentence_slice(one.hit, one.sentence).text
    return one.score > best.score - ALIKE and names_stand(question, said)


def _fitting(question: Question, judged: Sequence[Judged]) -> Judged:
    """The best sentence; where that is of another period, the surest one of the right one, and
    where it is of no such matter at all, the best that is: what ranks best there speaks of other
    things than were asked about.
    """
    undoubted = [one for one in judged if not one.doubt]
    best = judged[0]
    lists = question.wanted is Wanted.LIST and question.periods
    if (lists or best.doubt or question.wanted in _DETAILS) and _is_title(best):
        told = (one for one in undoubted if one.confidence >= SURE and not _is_title(one))
        best = next(told, best)
    if (question.periods or question.article) and best.doubt:
        sure = [one for one in undoubted if one.confidence >= SURE]
        best = max(sure, key=lambda one: one.confidence, default=best)
    if best.doubt and question.topic and best.doubt.code == "not_here":
        best = next((one for one in undoubted if one.confidence >= SURE), best)
    if _is_off_topic(best):
        return next((one for one in undoubted if one.confidence >= NEAR), best)
    return best


def _with_reason(question: Question, best: Judged) -> Judged:
    """The sentence behind the best one where a reason is wanted and stands there: "Lý do: …"."""
    behind = best.sentence + 1
    lacks = best.doubt is not None and best.doubt.code == "answer_type"
    if not lacks or not asks_reason(question) or behind == len(best.hit.sentences):
        return best
    if not _GIVES_REASON.match(sentence_slice(best.hit, behind).text):
        return best
    sure = confidence(question, best.evidence)
    return replace(best, sentence=behind, doubt=None, confidence=sure)


def _is_title(one: Judged) -> bool:
    """Whether a sentence is its bulletin's title, which lists nothing."""
    return one.hit.bulletin.is_title(sentence_slice(one.hit, one.sentence).text)


def _is_off_topic(one: Judged) -> bool:
    return one.doubt is not None and one.doubt.code == "off_topic"


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


def _quotes(question: Question, searcher: Searcher, judged: Sequence[Judged]) -> tuple[Quote, ...]:
    """Each once: of a passage that is quoted whole, several sentences may have been good."""
    found = (quote(question, one.hit, one.sentence) for one in judged)
    return tuple(dict.fromkeys(_with_answer(one, searcher.index.store) for one in found))


def _with_answer(one: Quote, store: PassageStore) -> Quote:
    """A quote that ends with a question, or is a heading, on to the end of the sentence behind it,
    which tells what it asks or announces; itself where another question or none stands there.
    """
    said, passages = one.slice, store.of_bulletin(one.slice.bulletin)
    heads = {" ".join(passage.heading.split()) for passage in passages}
    if not (_is_asking(said.text) or " ".join(said.text.split()) in heads):
        return one
    for passage in passages:
        if passage.start == 0 and said.end <= passage.end:
            return one  # a title asks what the whole bulletin answers
        behind = passage.text[max(0, said.end - passage.start) :]
        starts = passage.end - len(behind)
        for start, end in sentence_spans(behind):
            if _is_asking(behind[start:end]) or starts + end - said.end > _ANSWER:
                return one
            if fold(behind[start:end]) not in _SPEAKING:
                grown = store.slice(said.bulletin, said.start, starts + end)
                return replace(one, slice=grown)
    return one


def _is_asking(text: str) -> bool:
    return text.rstrip(_CLOSING).endswith("?")


def quote(question: Question, hit: Hit, number: int) -> Quote:
    """A sentence, or its whole passage where a list is wanted that has no structure; an article
    of a law on to the end of its passage.
    """
    passage = hit.passage
    sentence = hit.sentences[number]
    start, end = sentence.start, sentence.end
    if question.article:
        end = len(passage.text)
    wants_more = question.wanted is Wanted.LIST and not inline_list(passage.text[start:end])
    if wants_more:
        start, end = 0, len(passage.text)
    at = passage.start
    return Quote(Slice(passage.bulletin, at + start, at + end, passage.text[start:end]), passage.id)
