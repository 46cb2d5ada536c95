"""What is said in answer, as messages for Telegram; knows the engine and no network."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.dialogue import commands
from bot.dialogue.commands import Place
from bot.dialogue.conversation import FURTHER, MORE, Dialogue
from bot.dialogue.reply import Answers, Reply
from bot.errors import BadQuestion
from bot.parts import Kind, Part
from bot.telegram.layout import messages, shortened
from bot.texts import Lang, Texts
from bot.types import Answer, Outcome
from bot.wording import folded, parts

PAGE = 1_500  # UTF-16 units of a page that is read on the spot
SUGGESTED = 3  # questions offered under an answer
INLINE = 6  # results of an inline query
_TITLE, _DESCRIPTION = 80, 160  # UTF-16 units of them


@dataclass(frozen=True, slots=True)
class Said:
    """One turn: the messages (HTML), what to ask next, and the conversation before and after.

    ``ms`` is how long the answer took, ``version`` the index that gave it.
    """

    reply: Reply
    html: tuple[str, ...]
    suggestions: tuple[str, ...]
    before: str
    after: str
    ms: float
    version: str

    @property
    def outcome(self) -> Outcome:
        """How it ended; what could not be asked is chat."""
        return self.reply.answer.outcome if self.reply.answer else Outcome.CHAT


@dataclass(frozen=True, slots=True)
class Result:
    """One result of an inline query: what is listed, and the message (HTML) that it sends."""

    title: str
    description: str
    html: str


class Talks:
    """Conversations over one engine. Nothing is kept from turn to turn: a conversation's memory
    comes and goes as text.
    """

    def __init__(self, engine: Answers, today: dt.date | None) -> None:
        self._engine = engine
        self._today = today

    def reply(
        self,
        text: str,
        lang: Lang,
        memory: str | None,
        *,
        place: Place = Place.CHAT,
        offered: Sequence[str] = (),
    ) -> Said:
        """What a message is answered with; ``offered`` are questions that were suggested."""
        dialogue = self._dialogue(lang, memory, place, suggest=True)
        before = dialogue.dumped()
        dialogue.offered = tuple(offered)
        began = time.perf_counter()
        reply = dialogue.reply(text)
        ms = 1_000 * (time.perf_counter() - began)
        asks = tuple(dict.fromkeys(dialogue.offered))[:SUGGESTED] if not reply.problem else ()
        return Said(
            reply=reply,
            html=messages(_without_asks(reply.parts)),
            suggestions=asks,
            before=before,
            after=dialogue.dumped(),
            ms=ms,
            version=self._engine.version(),
        )

    def welcome(self, text: str, lang: Lang, memory: str | None) -> Said:
        """A text of bantin's own with questions to begin with; the talk goes on as it was."""
        dialogue = self._dialogue(lang, memory)
        kept = dialogue.dumped()
        return Said(
            reply=dialogue.chat("about"),
            html=messages([Part(Kind.SAID, line) for line in text.splitlines() if line]),
            suggestions=self._engine.examples(SUGGESTED),
            before=kept,
            after=kept,
            ms=0.0,
            version=self._engine.version(),
        )

    def more(self, lang: Lang, memory: str) -> tuple[str, ...]:
        """Pages of further passages near a question; without any, none."""
        dialogue = self._dialogue(lang, memory)
        found: list[Part] = []
        for _ in range(FURTHER // MORE):
            reply = dialogue.more()
            if reply.answer is None or reply.answer.outcome is Outcome.CHAT:
                break
            found += reply.parts[1:] if found else reply.parts  # the first says what they are
        return messages(found, limit=PAGE)

    def context(self, lang: Lang, memory: str) -> tuple[str, ...]:
        """Pages of the last quotes with what stands around them; none where there is no more."""
        reply = self._dialogue(lang, memory).detail()
        if reply.answer is None or reply.answer.outcome is Outcome.CHAT:
            return ()
        return messages(_without_asks(reply.parts), limit=PAGE)

    def sources(self, lang: Lang, page: int) -> tuple[tuple[str, ...], int, int]:
        """The messages of one page of the bulletins, that page from 0, and how many there are."""
        dialogue = self._dialogue(lang, None)
        reply = commands.sources(dialogue, str(page + 1))
        values = reply.answer.reason.values if reply.answer else {}
        return messages(reply.parts), int(values["page"]) - 1, int(values["pages"])

    def version(self) -> str:
        """The name of the index that answers now."""
        return self._engine.version()

    def inline(self, query: str, lang: Lang) -> tuple[Result, ...]:
        """The best passages for a question, the answer first; none where nothing is found."""
        texts = Texts(lang)
        dialogue = self._dialogue(lang, None)
        try:
            answer = dialogue.answer(query)
        except BadQuestion:
            return ()
        if not answer.quotes:
            return ()
        found = [replace(answer, suggestions=()), *self._others(answer)]
        return tuple(_result(one, texts) for one in found[:INLINE])

    def _others(self, answer: Answer) -> list[Answer]:
        """Each further passage as an answer of its own."""
        quoted = {quote.passage for quote in answer.quotes}
        others = [hit for hit in answer.hits if hit.passage.id not in quoted]
        return [
            replace(
                answer,
                outcome=Outcome.ANSWERED,
                reason=replace(answer.reason, code="found"),
                quotes=self._engine.whole([hit]),
                hits=(hit,),
                count=None,
                as_of=None,
                suggestions=(),
            )
            for hit in others
        ]

    def _dialogue(
        self, lang: Lang, memory: str | None, place: Place = Place.CHAT, *, suggest: bool = False
    ) -> Dialogue:
        dialogue = Dialogue(
            self._engine, Texts(lang), today=self._today, suggest=suggest, place=place
        )
        if memory:
            dialogue.restore(memory)
        return dialogue


def _without_asks(found: Sequence[Part]) -> list[Part]:
    """Questions to ask become buttons."""
    return [part for part in found if part.kind is not Kind.ASK]


def _result(answer: Answer, texts: Texts) -> Result:
    head = next(h.bulletin for h in answer.hits if h.passage.id == answer.quotes[0].passage)
    return Result(
        title=shortened(folded(answer.quotes[0].slice.text), _TITLE),
        description=shortened(folded(head.title), _DESCRIPTION),
        html=messages(_without_asks(parts(answer, texts)))[0],
    )
