"""What a message means after what came before, without a language model.

A message is read as one or more tries, questions that stand for themselves, each with what alone
may answer it. The dialogue asks them and keeps the best answer.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from bot.dialogue.memory import Memory, Move, Reading, Try
from bot.dialogue.message import PHRASES, brought, named, only_filler, pointing_words, stripped
from bot.dialogue.persons import in_full, meant
from bot.dialogue.steps import step, steps
from bot.dialogue.swapping import swapped, with_period
from bot.phrases.asides import is_english, without_courtesy
from bot.phrases.typed import Span, Typed
from corpus.periods.short import months_in_full
from corpus.vietnamese import fold, is_marked, unmarked
from embeddings.answer_kinds import asks_reason
from embeddings.introductions import without_introduction
from embeddings.question import Question, Wanted, as_typed, names_nothing, understand
from embeddings.question_words import LIST_NOUN

LONGEST = 300  # code points of a message that may go on from what came before
THIN = 3  # syllables that a message may bring and still go on from what came before
WHOLE = 4  # syllables, two words, of a subject that is whole where nothing ties it to before
TIED = 6  # the same where its words say so: "nhiệm vụ này nói gì về máy thở?"
# How much more confident an answer from elsewhere must be than one from what was talked about.
QUOTED, NEAR, SWAPPED = 0.3, 0.2, 0.4
_OF_BULLETIN = frozenset({Wanted.PUBLICATION, Wanted.PUBLISHER})
_BARE = frozenset({Wanted.FACT, Wanted.LIST})  # wanted by "tháng 4 thì sao?", which does not say
# Wanted things that any sentence may hold; a figure or a day is told by what it is.
_TOLD_BY_WORDS = frozenset(
    {Wanted.FACT, Wanted.LIST, Wanted.PERSON, Wanted.PEOPLE, Wanted.BODY, Wanted.ITEM}
)
# "Tháng 4 làm gì?" is asked of the ministry.
_DOES = re.compile(r"\blam (?:nhung )?(?:gi|j)\b")
# A figure that is aimed at need not be called an aim: "mục tiêu bao nhiêu phần trăm?".
_AIM = re.compile(r"\b(?:muc tieu|chi tieu)\b")
_AIMED = frozenset({Wanted.SHARE, Wanted.FIGURE})
# What stands beside a name anyway: "ông ấy giữ chức gì?".
_ROLE = re.compile(r"\b(?:chuc|chuc vu|vi tri|cuong vi|la ai|lam gi)\b")


def read(text: str, memory: Memory, today: dt.date | None = None) -> Reading:
    """Reads a message in the light of what came before; ``today`` as for ``understand``."""
    text = months_in_full(without_introduction(without_courtesy(text)))
    words = Typed(text, PHRASES)
    if move := _move(words):
        return Reading(move)
    if is_english(text) or len(text) > LONGEST:
        return Reading(Move.ASK, (Try(text, topic=text),))
    if not memory.topic:  # then there is no next item, nor anything else to go on from
        back = steps(words) and not understand(text, today=today).ordinals
        return Reading(Move.MORE) if back else Reading(Move.ASK, (Try(text, topic=text),))
    if steps_taken := step(words, memory):
        return Reading(Move.ASK, steps_taken)
    tries = _tries(words, memory, today)
    return Reading(
        Move.ASK, tries, loose=len(tries) > 1 and all(one.prior < SWAPPED for one in tries)
    )


def _move(words: Typed) -> Move | None:
    """What a message does that consists of nothing else."""
    for move in (Move.MORE, Move.SOURCE, Move.DETAIL):
        spans = words.found(move)
        if spans and only_filler(words.without(spans)):
            return move
    return None


def _tries(words: Typed, memory: Memory, today: dt.date | None) -> tuple[Try, ...]:
    rest, goes_on = stripped(words)
    pointing = pointing_words(words.other(rest))
    bare = in_full(words.other(rest).without(pointing) or rest, memory)
    rest = in_full(rest, memory)
    alone = Try(words.text, topic=words.text)
    question = understand(rest, today=today)
    new = brought(question, memory)
    if question.ordinals and memory.scope and not new:
        return (Try(rest, memory.scope, SWAPPED), alone)
    if question.periods or question.impossible:
        without = _timeless(rest, question)
        bare_period = names_nothing(without) and not _DOES.search(fold(without))
        return _of_period(rest, question, goes_on or bare_period, new, memory, alone, today)
    other = question.topic if question.wanted is Wanted.PUBLISHER else new
    if question.wanted in _OF_BULLETIN and memory.scope and (pointing or not other):
        return (Try(rest, memory.scope),)  # of another bulletin it would say nothing
    if _asks_when(question) and understand(memory.last).wanted is Wanted.PUBLICATION:
        return (Try(memory.last, memory.scope),)
    if spans := words.other(rest).found("person"):
        return _of_person(words.other(rest), spans, memory, alone)
    tied = goes_on or bool(pointing)
    if len(new) > (TIED if tied else THIN) or (not tied and len(named(words.text)) >= WHOLE):
        return (alone,)
    own = SWAPPED if not tied and LIST_NOUN.match(" ".join(question.syllables)) else 0.0
    alone = replace(alone, guess=_leans_on_more(question), prior=own)
    return (*_swaps(rest, memory, goes_on), *_nearby(bare, memory), alone)


def _leans_on_more(question: Question) -> bool:
    """Whether it asks for a person, a figure, a reason and the like, of hardly anything: "ai chịu
    trách nhiệm?" of nothing that was talked about is but a guess.
    """
    asked = " ".join(question.syllables)
    told = question.wanted in _BARE and not asks_reason(question)
    return (
        not told and not question.names and len(question.subject) <= THIN and "la ai" not in asked
    )


def _asks_when(question: Question) -> bool:
    """Whether it asks for a time and names nothing: "mấy giờ?"."""
    return question.wanted is Wanted.DATE and names_nothing(question.text)


def _of_period(
    rest: str,
    question: Question,
    goes_on: bool,
    new: list[str],
    memory: Memory,
    alone: Try,
    today: dt.date | None,
) -> tuple[Try, ...]:
    """The question before for another period: "còn quý 2?"."""
    if not goes_on:
        return (alone,)
    text = with_period(memory.topic, rest, today)
    replaced = Try(text, prior=SWAPPED, topic=text)
    if new or question.wanted not in _BARE:
        return (Try(rest, topic=rest), alone)
    if question.period_words and not names_nothing(_timeless(rest, question)):
        return (Try(rest, topic=rest), replaced)
    return (replaced, Try(rest, memory.scope)) if memory.scope else (replaced,)


def _timeless(text: str, question: Question) -> str:
    for words in question.period_words:
        text = text.replace(words, " ")
    return text


def _of_person(words: Typed, spans: list[Span], memory: Memory, alone: Try) -> tuple[Try, ...]:
    """A question about somebody pointed back to: "ông ấy giữ chức gì?"."""
    rest, bare = words.text, words.without(spans)
    name = meant(memory)
    if name is None:
        return (*_nearby(bare or rest, memory), alone)
    if not is_marked(rest):  # what is half marked would be searched as if it were marked
        name = unmarked(name)
    (first, end), *_ = spans
    start, stop = words.tokens[first].start, words.tokens[end - 1].end
    text = f"{rest[:start]}{name}{rest[stop:]}"
    empty = names_nothing(bare)
    needs = "" if empty or _ROLE.search(fold(bare)) else bare
    near = () if empty else (Try(bare, memory.scope, NEAR),)
    return (
        Try(text, memory.scope, QUOTED, needs=needs),
        *near,
        Try(text, topic=text, needs=needs),
    )


def _swaps(rest: str, memory: Memory, goes_on: bool) -> tuple[Try, ...]:
    """The question before about another thing: "còn COVIVAC?"."""
    if not goes_on or names_nothing(rest):
        return ()
    texts = (swapped(text, rest) for text in dict.fromkeys((memory.last, memory.topic)))
    text = next(filter(None, texts), None)
    return (Try(text, prior=SWAPPED, topic=text),) if text else ()


def _nearby(rest: str, memory: Memory) -> tuple[Try, ...]:
    """The question asked of what was quoted, of its bulletin, and with its subject added."""
    if names_nothing(rest):
        joined = _joined(rest, memory.last)
        return (Try(joined, memory.quoted, QUOTED), Try(joined, memory.scope, NEAR), Try(joined))
    joined = _joined(rest, memory.topic)
    wanted, plain = understand(rest).wanted, fold(rest)
    must = 0.5 if wanted in _TOLD_BY_WORDS else 0.0
    aim = wanted in _AIMED and _AIM.search(plain)
    needs = "" if aim or _ROLE.search(plain) else rest
    if memory.found is None:
        return (Try(joined, needs=needs),)
    return (
        Try(rest, memory.quoted, QUOTED),
        Try(rest, memory.scope, NEAR),
        Try(joined, memory.quoted, needs=needs, must=must),
        Try(joined, needs=needs),
    )


def _joined(rest: str, text: str) -> str:
    """A message with what the question before names, as it was typed."""
    subject = as_typed(text, understand(text).subject)
    if not is_marked(rest):  # what is half marked would be searched as if it were marked
        subject = unmarked(subject)
    return f"{rest} – {subject}"
