"""One incoming text, one Reply: shared by every front end."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bot import wording
from bot.dialogue import commands, followups, keeping
from bot.dialogue.commands import Place
from bot.dialogue.memory import Memory, Move, Try
from bot.dialogue.reply import Answers, Reply
from bot.errors import BadQuestion
from bot.parts import Kind, Part
from bot.phrases.asides import aside, speaks_of_patient
from bot.texts import Texts
from bot.types import Answer, Outcome, Reason
from embeddings.question import understand
from embeddings.terms import pairs, search_syllables
from embeddings.types import Hit

MORE = 3  # further passages that are shown at once
FURTHER = 15  # of them in all
NEAR_ENOUGH = 0.4  # confidence of something near from which the talk has moved to it
SUGGESTED = 3  # questions to ask next
ASKED = 20  # questions that are not suggested again

ILLNESS = "medical"  # the code of what is never looked up in bulletins

_RANK = {Outcome.ANSWERED: 2, Outcome.UNSURE: 1}
# Refusals after which the talk is still about the same thing: "còn quý 3?", refused, "còn quý 2?".
_ABOUT_THE_TOPIC = frozenset(
    {"period_not_covered", "period_not_planned", "not_published", "no_such_item", "none_beside"}
)


class Dialogue:
    """One conversation: what was said last decides how the next message is read."""

    def __init__(
        self,
        engine: Answers,
        texts: Texts,
        *,
        top: int = 5,
        today: dt.date | None = None,
        suggest: bool = False,
        place: Place = Place.TERMINAL,
    ) -> None:
        """``suggest`` adds what to ask next to every answer; a refusal always has it. ``place``
        decides which commands there are.
        """
        self.engine = engine
        self.place = place
        self._suggest = suggest
        self.texts = texts
        self.memory = Memory()
        self.offered: tuple[str, ...] = ()  # questions that the last reply suggested
        self._version = engine.version()
        self._top = top
        self._today = today

    @property
    def _now(self) -> dt.date:
        return self._today or dt.date.today()

    def reply(self, text: str) -> Reply:
        """What answers a question, obeys a command, or says why neither can be done."""
        try:
            command = commands.called(text)
            reply = self._obey(text, *command) if command else self._said(self.answer(text))
        except BadQuestion as why:
            return self.refused(why)
        asks = tuple(part.text for part in reply.parts if part.kind is Kind.ASK)
        self.offered = asks + (reply.answer.suggestions if reply.answer else ())
        return reply

    def _said(self, answer: Answer) -> Reply:
        return Reply(wording.parts(answer, self.texts), answer)

    def refused(self, why: BadQuestion) -> Reply:
        """Says why a message could not be asked."""
        return Reply(tuple(wording.said(self.texts.error(why))), problem=why.code)

    def chat(self, code: str, *more: Part, leave: bool = False, **values: str) -> Reply:
        """bantin's own words: the sentence of a code, and parts below it."""
        answer = Answer("", "", Outcome.CHAT, Reason(code, values))
        return Reply((*wording.parts(answer, self.texts), *more), answer, leave)

    def answer(self, text: str) -> Answer:
        """What a question is answered with. Raises BadQuestion."""
        self._follow()
        if code := aside(text):
            self.memory = replace(self.memory, ill=code == ILLNESS)
            return _chat(text, code)
        if _key(text) in map(_key, self.offered):
            return self._ask(text, (Try(text, topic=text),))
        reading = followups.read(text, self.memory, self._now)
        if self.memory.ill and reading.tries and (reading.loose or speaks_of_patient(text)):
            return self._of_the_ill(text, reading.tries[-1])
        self.memory = replace(self.memory, ill=False)
        if reading.move is Move.ASK:
            return self._ask(text, reading.tries)
        return self._about_the_last(text, reading.move)

    def _follow(self) -> None:
        """Asks the last question again where the bulletins have changed: what was quoted then may
        stand there no more.
        """
        version, self._version = self._version, self.engine.version()
        if version == self._version or self.memory.found is None:
            return
        before = keeping.words(self.memory.found)
        self.memory = keeping.anew(self.memory, self._ask_again(self.memory.last), before)

    def _ask_again(self, question: str) -> Answer:
        return self.engine.ask(question, top=self._top, today=self._today)

    def dumped(self) -> str:
        """What the conversation remembers, as text; see :mod:`bot.dialogue.keeping`."""
        return keeping.dumped(self.memory, self._version)

    def restore(self, text: str) -> None:
        """Goes on from what was dumped."""
        self.memory = keeping.restored(text, self.engine, self._ask_again)

    def _of_the_ill(self, text: str, alone: Try) -> Answer:
        """What follows on illness is about it too, unless a bulletin answers it by itself."""
        short = len(understand(text).subject) <= followups.THIN
        if short or self._asked(alone).outcome is not Outcome.ANSWERED:
            return _chat(text, ILLNESS)
        return self._ask(text, (alone,))

    def welcome(self) -> Reply:
        """How many bulletins there are, and questions to begin with."""
        asks = [Part(Kind.ASK, ask) for ask in self.engine.examples(SUGGESTED)]
        code = "welcome_examples" if asks else "welcome"
        reply = self.chat(code, *asks, bulletins=str(self.engine.size()))
        self.offered = tuple(ask.text for ask in asks)
        return reply

    def forget(self) -> None:
        """Begins anew."""
        self.memory = Memory()

    def more(self) -> Reply:
        """Further passages near the last question, MORE at a time."""
        return self._said(self._more(self.memory.last))

    def detail(self) -> Reply:
        """The last quotes with more of what stands around them."""
        return self._said(self._about_the_last(self.memory.last, Move.DETAIL))

    def _obey(self, text: str, name: str, argument: str) -> Reply:
        command = commands.find(name, self.place)
        run = command.run if command else None
        reply = run(self, argument) if run else self._no_such(name)
        if reply.answer is None:
            return reply
        return replace(reply, answer=replace(reply.answer, question=text, understood=text))

    def _no_such(self, name: str) -> Reply:
        meant = commands.nearest(name, self.place)
        if meant is None:
            return self.chat("no_such_command", name=f"/{name}")
        typed = commands.shown(meant, self.texts)
        return self.chat("near_command", name=f"/{name}", meant=typed)

    def _ask(self, text: str, tries: tuple[Try, ...]) -> Answer:
        """Asks every try and keeps the best answer; of refusals the last of all bulletins, which
        adds nothing.
        """
        asked = []
        for one in tries:
            asked.append((self._asked(one), one))
            missing = asked[-1][0].reason.code in {*_ABOUT_THE_TOPIC, "impossible_date"}
            if missing and one.prior >= followups.SWAPPED:
                break  # what was meant is not there: nothing else is meant
        found = [(a, one) for a, one in asked if a.outcome in _RANK]
        refused = [(a, one) for a, one in asked if one.scope is None] or asked
        answer, taken = max(
            found or refused[-1:],
            key=lambda pair: (
                _RANK.get(pair[0].outcome, 0),
                pair[0].reason.code == "differ",
                pair[0].confidence + pair[1].prior,
            ),
        )
        self._remember(answer, taken)
        read = self._as_read(answer, taken, *asked[-1])
        answer = replace(answer, question=text, understood=read)
        return replace(answer, suggestions=self._suggestions(answer))

    def _suggestions(self, answer: Answer) -> tuple[str, ...]:
        if answer.outcome is Outcome.REFUSED or (self._suggest and answer.quotes):
            return self.engine.suggested(answer, self.memory.asked, SUGGESTED)
        return ()

    def _asked(self, one: Try) -> Answer:
        answer = self.engine.ask(one.text, top=self._top, today=self._today, scope=one.scope)
        if not answer.quotes:
            return answer
        if answer.outcome is Outcome.ANSWERED and one.guess:
            return replace(answer, outcome=Outcome.UNSURE, reason=Reason("unsure_near"))
        held = _share(one.needs, answer) if one.needs else 1.0
        if not held and (answer.outcome is Outcome.UNSURE or one.scope is None):
            refused = Reason("nothing_near")
            return replace(
                answer, outcome=Outcome.REFUSED, reason=refused, quotes=(), confidence=0.0
            )
        if answer.outcome is Outcome.ANSWERED and held < one.must:
            return replace(answer, outcome=Outcome.UNSURE, reason=Reason("unsure_near"))
        return answer

    def _remember(self, answer: Answer, taken: Try) -> None:
        if len(answer.understood) > followups.LONGEST:
            return  # what goes on from so much would be longer still
        if answer.quotes:
            near = answer.reason.code == "unsure_near" and answer.confidence >= NEAR_ENOUGH
            moved = near or answer.outcome is Outcome.ANSWERED or not self.memory.topic
            moved = moved and taken.topic is not None
            topic = answer.understood if moved else self.memory.topic
            asked = (*self.memory.asked, answer.understood)[-ASKED:]
            self.memory = Memory(topic, answer.understood, answer, asked=asked)
        elif answer.reason.code in _ABOUT_THE_TOPIC and taken.topic:
            self.memory = replace(self.memory, topic=taken.topic, last=taken.topic)

    def _as_read(self, answer: Answer, taken: Try, alone: Answer, as_it_stands: Try) -> str:
        """The question as searched, with the bulletin it was asked of; as it stands where that
        is answered alike, for then nothing that was said before counts.
        """
        if as_it_stands.scope is None and _is_like(alone, answer):
            return alone.understood
        if taken.scope is None:
            return answer.understood
        return f"{answer.understood} – {self.memory.title}"

    def _about_the_last(self, text: str, move: Move) -> Answer:
        """The last answer again: its source, more of its words, or what else there is."""
        found, item = self.memory.found, self.memory.item
        changed, self.memory = self.memory.changed, replace(self.memory, changed=False)
        if found is None:
            return _chat(text, "nothing_now" if changed else "nothing_yet")
        if changed:
            return replace(found, question=text, reason=Reason("changed"), as_of=None)
        if move is Move.SOURCE:
            return replace(found, question=text, reason=Reason("source"), as_of=None)
        if found.count and found.reason.code == "list":
            return _chat(text, "all_given", count=str(found.count))
        if item is None:
            return self._widened(text, found)
        if move is Move.DETAIL:
            return _chat(text, "item_whole")
        if item == self.memory.items:
            return _chat(text, "all_given", count=str(item))
        return self._ask(text, followups.read(f"mục {item + 1}", self.memory, self._now).tries)

    def _widened(self, text: str, found: Answer) -> Answer:
        """The quotes with what stands around them; of a bulletin quoted whole nothing is left."""
        quotes = self.engine.wider(found.quotes)
        if [quote.slice for quote in quotes] == [quote.slice for quote in found.quotes]:
            return _chat(text, "no_more")
        wider = replace(found, question=text, quotes=quotes, reason=Reason("wider"), as_of=None)
        wider = replace(wider, count=None)
        self.memory = replace(self.memory, found=wider)
        return wider

    def _more(self, text: str) -> Answer:
        found, shown = self.memory.found, self.memory.shown
        if found is None or self.memory.changed:
            return self._about_the_last(text, Move.MORE)
        answer = self.engine.ask(self.memory.last, top=FURTHER, today=self._today)
        others = [hit for hit in answer.hits if not _holds(found, hit)]
        hits = others[shown : shown + MORE]
        if not hits:
            return _chat(text, "no_more")
        self.memory = replace(self.memory, shown=shown + MORE)
        quotes = self.engine.whole(hits)
        return Answer(text, self.memory.last, Outcome.UNSURE, Reason("more"), quotes, tuple(hits))


def _holds(found: Answer, hit: Hit) -> bool:
    """Whether a passage is quoted, whole or in part."""
    passage = hit.passage
    return any(
        quote.passage == passage.id
        or (
            quote.slice.bulletin == passage.bulletin
            and quote.slice.start <= passage.start
            and passage.end <= quote.slice.end
        )
        for quote in found.quotes
    )


def _key(text: str) -> tuple[str, ...]:
    return tuple(search_syllables(text, folded=True))


def _is_like(one: Answer, other: Answer) -> bool:
    """Whether two answers quote the same, and are as sure of it."""
    same = [quote.slice for quote in one.quotes] == [quote.slice for quote in other.quotes]
    return same and bool(one.quotes) and one.outcome is other.outcome


def _chat(text: str, code: str, **values: str) -> Answer:
    return Answer(text, text, Outcome.CHAT, Reason(code, values))


def _share(words: str, answer: Answer) -> float:
    """How much of what some words name stands in the first quote, in [0, 1]; 1 for nothing."""
    question = understand(words)
    named = question.content_pairs or question.content
    held = search_syllables(answer.quotes[0].slice.text, folded=True)
    terms = {*held, *pairs(held)}
    return sum(term in terms for term in named) / len(named) if named else 1.0
