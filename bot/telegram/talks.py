"""What is said in answer, as messages for Telegram; knows the engine and no network."""

from __future__ import annotations

import datetime as dt
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.dialogue import commands
from bot.dialogue.commands import Place
from bot.dialogue.conversation import FURTHER, MORE, Dialogue
from bot.dialogue.reply import Answers, Reply
from bot.errors import BadQuestion
from bot.parts import Kind, Part
from bot.telegram.layout import escaped, messages, shortened
from bot.telegram.surroundings import surroundings
from bot.texts import Lang, Texts
from bot.types import Answer, Outcome
from bot.wording import folded, parts
from embeddings.types import Hit

PAGE = 2_500  # UTF-16 units of a page that is read on the spot
SUGGESTED = 3  # questions offered under an answer
INLINE = 6  # results of an inline query
REMEMBERED = 500  # turns, of some kB each: many ask the same at the same point of a conversation
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
        self._replied = lru_cache(maxsize=REMEMBERED)(self._reply)

    def reply(
        self,
        text: str,
        lang: Lang,
        memory: str | None,
        *,
        place: Place = Place.CHAT,
        offered: Sequence[str] = (),
        heading: str = "",
        written: bool = False,
    ) -> Said:
        """What a message is answered with, below a ``heading`` if there is one.

        ``offered`` are questions that were suggested before. Those that are suggested now become
        buttons, with ``written`` lines of the answer.
        """
        began = time.perf_counter()
        said = self._replied(
            text,
            lang,
            memory,
            place,
            tuple(offered),
            heading,
            written,
            self._engine.version(),
            self._today or dt.date.today(),
        )
        return replace(said, ms=1_000 * (time.perf_counter() - began))

    def _reply(
        self,
        text: str,
        lang: Lang,
        memory: str | None,
        place: Place,
        offered: tuple[str, ...],
        heading: str,
        written: bool,
        version: str,
        today: dt.date,
    ) -> Said:
        """The same for the same: what is told by ``version`` and ``today`` is only that it is."""
        dialogue = self._dialogue(lang, memory, place, suggest=True)
        before = dialogue.dumped()
        dialogue.offered = offered
        reply = dialogue.reply(text)
        if reply.problem == "empty" and _is_picture(text):
            reply = dialogue.chat("feeling")
        asks = tuple(dict.fromkeys(dialogue.offered))[:SUGGESTED] if not reply.problem else ()
        return Said(
            reply=reply,
            html=messages(reply.parts if written else _without_asks(reply.parts), heading=heading),
            suggestions=() if written else asks,
            before=before,
            after=dialogue.dumped(),
            ms=0.0,
            version=version,
        )

    def forget(self) -> None:
        """Nothing that was asked is remembered for the next time that it is asked alike."""
        self._replied.cache_clear()

    def welcome(self, text: str, lang: Lang, memory: str | None, *, written: bool = False) -> Said:
        """A text of bantin's own with questions to begin with; the talk goes on as it was."""
        dialogue = self._dialogue(lang, memory)
        kept, asks = dialogue.dumped(), self._engine.examples(SUGGESTED)
        lines = "".join(f"\n• {ask}" for ask in asks) if written else ""
        return Said(
            reply=dialogue.chat("about"),
            html=(escaped(f"{text}\n{lines}".rstrip()),),
            suggestions=() if written else asks,
            before=kept,
            after=kept,
            ms=0.0,
            version=self._engine.version(),
        )

    def more(self, lang: Lang, memory: str) -> tuple[str, ...]:
        """Pages of further passages near a question, each with its sources; without any, none."""
        dialogue = self._dialogue(lang, memory)
        pages: list[str] = []
        for _ in range(FURTHER // MORE):
            reply = dialogue.more()
            if reply.answer is None or reply.answer.outcome is Outcome.CHAT:
                break
            pages += messages(reply.parts, limit=PAGE)
        return tuple(pages)

    def context(self, lang: Lang, memory: str) -> tuple[str, ...]:
        """Pages of the last quotes with the passages before and after them; none where there is
        nothing around them.
        """
        found = self._dialogue(lang, memory).memory.found
        texts = Texts(lang)
        shown = surroundings(found, self._engine, texts) if found else []
        if not shown:
            return ()
        heading = texts.say("telegram_context")
        return messages(shown, limit=PAGE, heading=heading, around=PAGE)

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
        others = [hit for hit in answer.hits if hit.passage.id not in quoted and _says_more(hit)]
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


def _is_picture(text: str) -> bool:
    """Whether a text without words holds an emoji: somebody nods."""
    return any(unicodedata.category(letter) == "So" for letter in text)


def _says_more(hit: Hit) -> bool:
    """Whether a passage is more than the title of its bulletin, which is named anyway."""
    return folded(hit.passage.text) != folded(hit.bulletin.title)


def _without_asks(found: Sequence[Part]) -> list[Part]:
    """Questions to ask become buttons."""
    return [part for part in found if part.kind is not Kind.ASK]


def _result(answer: Answer, texts: Texts) -> Result:
    return Result(
        title=shortened(folded(answer.quotes[0].slice.text), _TITLE),
        description=shortened(
            folded(answer.first.bulletin.title if answer.first else ""), _DESCRIPTION
        ),
        html=_in_one(_without_asks(parts(answer, texts))),
    )


def _in_one(found: list[Part]) -> str:
    """One message: of a list that is too long for one the first items, and where they stand."""
    html = messages(found)
    quoted = [n for n, part in enumerate(found) if part.kind in (Kind.QUOTE, Kind.ITEM)]
    while len(html) > 1 and len(quoted) > 1:
        *quoted, last = quoted
        found = [*found[:last], *found[last + 1 :]]
        at = quoted[-1] + 1
        html = messages([*found[:at], Part(Kind.SAID, "…"), *found[at:]])
    return html[0]
