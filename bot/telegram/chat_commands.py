"""The commands that a messenger does in its own way; all others are the conversation's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.dialogue import commands
from bot.state import Pending
from bot.telegram import buttons
from bot.telegram.buttons import Verb
from bot.telegram.desk import Asker, Desk
from bot.telegram.layout import escaped
from bot.telegram.operators import Operators
from bot.telegram.sending import Address
from bot.telegram.turns import answer
from bot.texts import Texts

Run = Callable[[Pending, Address, Asker, str], Awaitable[None]]


class ChatCommands:
    """What each of them does; ``runs`` has a row for each that the one table leaves to us."""

    def __init__(self, desk: Desk, operators: Operators) -> None:
        self._desk = desk
        self.runs: dict[str, Run] = {
            "start": self._start,
            "nguon": self._sources,
            "ngonngu": self._language,
            "xoadulieu": self._erase,
            "thongke": operators.stats,
            "khongtraloi": operators.unanswered,
            "capnhat": operators.rebuild,
        }

    async def obeyed(
        self, one: Pending, to: Address, asker: Asker, name: str, argument: str
    ) -> bool:
        """Runs a command if it is one of these. Raises Undelivered."""
        command = commands.find(name, asker.place)
        run = self.runs.get(command.name) if command else None
        if run is None:
            return False
        await run(one, to, asker, argument)
        return True

    def knows(self, text: str, asker: Asker) -> bool:
        """Whether a text is one of these commands."""
        called = commands.called(text)
        command = commands.find(called[0], asker.place) if called else None
        return command is not None and command.name in self.runs

    async def _start(self, one: Pending, to: Address, asker: Asker, argument: str) -> None:
        """What it is, what it keeps, and questions to begin with."""
        desk = self._desk
        memory = desk.state.people.memory(asker.chat, asker.person)
        days = desk.settings.bantin_retention_days
        about = _about(asker.texts, days)
        said = await desk.think(
            lambda: desk.talks.welcome(about, asker.lang, memory, written=not days)
        )
        await answer(desk, one, to, asker, said, "/start")

    async def _sources(self, one: Pending, to: Address, asker: Asker, argument: str) -> None:
        page = int(argument) - 1 if argument.isdecimal() and len(argument) < 9 else 0
        html, page, pages = await self._desk.think(
            lambda: self._desk.talks.sources(asker.lang, page)
        )
        keyboard = buttons.under_page(Verb.SOURCES, 0, page, pages, asker.texts)
        await self._desk.say(one, to, html[0], keyboard)

    async def _language(self, one: Pending, to: Address, asker: Asker, argument: str) -> None:
        if not self._desk.settings.bantin_retention_days:
            await self._desk.say(one, to, escaped(asker.texts.say("telegram_language_not_kept")))
            return
        if argument.lower() in ("vi", "en"):
            self._desk.state.set_lang(asker.person, argument.lower())
            chosen = Texts("en" if argument.lower() == "en" else "vi")
            await self._desk.say(one, to, escaped(chosen.say("telegram_language_is")))
            return
        if asker.speaks_for_chat:
            await self._desk.say(one, to, escaped(asker.texts.say("telegram_language_typed")))
            return
        text = escaped(asker.texts.say("telegram_language"))
        await self._desk.say(one, to, text, buttons.languages(asker.person))

    async def _erase(self, one: Pending, to: Address, asker: Asker, argument: str) -> None:
        if asker.speaks_for_chat:
            self._desk.forget(one)
            await self._desk.say(one, to, escaped(asker.texts.say("telegram_erased")))
            return
        text = escaped(asker.texts.say("telegram_erase"))
        await self._desk.say(one, to, text, buttons.erasing(asker.person, asker.texts))


def _about(texts: Texts, days: int) -> str:
    """What bantin is and is not, and what it keeps for how long."""
    kept = texts.say("telegram_kept", days=days) if days else texts.say("telegram_kept_nothing")
    return f"{texts.say('about')}\n\n{texts.say('telegram_how')}\n\n{kept}"
