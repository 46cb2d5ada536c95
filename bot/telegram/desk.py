"""What every answer to an update needs, in one place."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from telegram import InlineKeyboardMarkup

from bot.dialogue.commands import Place
from bot.settings import Settings
from bot.state import Pending, State
from bot.telegram.addressing import Me
from bot.telegram.incoming import INLINE, Post, User
from bot.telegram.pace import Pace
from bot.telegram.sending import Address, Sender
from bot.telegram.talks import Talks
from bot.texts import Lang, Texts

LOG = logging.getLogger("bantin.telegram")

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, where, and in which language they are answered."""

    chat: int
    person: int
    lang: Lang
    place: Place

    @property
    def texts(self) -> Texts:
        """The sentences in their language."""
        return Texts(self.lang)

    @property
    def speaks_for_chat(self) -> bool:
        """Whether they speak for a group or a channel: a button says who presses it, and that is
        never they.
        """
        return self.person < 0


@dataclass(frozen=True)
class Desk:
    """The state, the way out, and the one thread in which questions are looked up. ``shares`` is
    what each person may have of a group, see Lanes.
    """

    settings: Settings
    me: Me
    state: State
    sender: Sender
    talks: Talks
    shares: Pace
    thread: ThreadPoolExecutor

    async def think(self, work: Callable[[], _T]) -> _T:
        """Does what the engine has part in, where it holds up nobody who sends or receives."""
        return await asyncio.get_running_loop().run_in_executor(self.thread, work)

    def asker(self, one: Pending, sender: User | None) -> Asker:
        """Who asks, in the chat as it is called now: the language is the one they chose, or that
        of their Telegram.
        """
        person = one.person
        chosen = self.state.people.lang(person) or (sender.language_code if sender else None) or ""
        place = Place.OPERATOR if person in self.settings.telegram_operators else Place.CHAT
        chat = self.sender.now(one.lane) if one.lane < INLINE else person
        return Asker(chat, person, self._lang(chosen), place)

    def _lang(self, code: str) -> Lang:
        match code.lower().partition("-")[0]:
            case "vi":
                return "vi"
            case "en":
                return "en"
            case _:
                return self.settings.bantin_lang

    def is_allowed(self, asker: Asker) -> bool:
        """Whether somebody may ask here."""
        listed = (*self.settings.telegram_allowed, *self.settings.telegram_operators)
        allowed = {self.sender.now(one) for one in listed}
        return not self.settings.telegram_allowed or not allowed.isdisjoint(
            (asker.chat, asker.person)
        )

    def forget(self, one: Pending) -> None:
        """Deletes all that is kept about the person of an update, which is still to be answered."""
        self.state.delete_person(one.person, but=one.id)
        self.talks.forget()

    async def deliver(
        self,
        one: Pending,
        to: Address,
        html: tuple[str, ...],
        keyboard: InlineKeyboardMarkup | None = None,
    ) -> tuple[int, ...]:
        """Sends what answers an update, the keyboard under the last message; their ids.

        What was sent before the program was killed is not sent again. Raises Undelivered.
        """
        ids = list(one.sent)
        for number, text in list(enumerate(html, 1))[len(ids) :]:
            last = number == len(html)
            ids.append(await self.sender.send(to, text, keyboard if last else None))
            self.spend(to.chat, one.person)
            if not last:  # the last one is noted together with the turn
                self.state.inbox.sent(one.id, ids[-1])
        return tuple(ids)

    def spend(self, chat: int, person: int) -> None:
        """Takes a message or an edit from what a person may have of a group."""
        if chat < 0:
            self.shares.book((chat, person))

    async def say(
        self,
        one: Pending,
        to: Address,
        text: str,
        keyboard: InlineKeyboardMarkup | None = None,
    ) -> None:
        """Answers an update with a sentence of bantin's own, as HTML, and is done with it."""
        await self.deliver(one, to, (text,), keyboard)
        self.state.finish(one.id)


def address(message: Post) -> Address:
    """Where an answer to a message goes: into its topic, in a group as a reply to it."""
    reply_to = message.message_id if message.chat.is_group else None
    return Address(message.chat.id, message.thread, reply_to)
