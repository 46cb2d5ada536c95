"""Messages: new ones are answered, edited ones answered again in place."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace

from telegram import InlineKeyboardMarkup

from bot.dialogue import commands
from bot.state import Pending, Turn
from bot.telegram.addressing import said_to
from bot.telegram.chat_commands import ChatCommands
from bot.telegram.desk import LOG, Asker, Desk, address
from bot.telegram.incoming import Message
from bot.telegram.layout import escaped
from bot.telegram.sending import Address, Undelivered
from bot.telegram.talks import Said
from bot.telegram.turns import answer, keyboard, turn
from bot.wording import folded

ALBUMS = 1_000  # albums that are remembered: each gets one line, not one a picture


class Questions:
    """What people write to the bot."""

    def __init__(self, desk: Desk, own: ChatCommands) -> None:
        self._desk = desk
        self._own = own
        self._albums: OrderedDict[str, None] = OrderedDict()

    async def said(self, one: Pending, message: Message) -> None:
        """Answers a message. Raises Undelivered, Unauthorized, StateFailed."""
        desk = self._desk
        self._follow(message)
        text, shown = said_to(desk.me, message), self._is_shown(message)
        if _is_of_a_bot(message) or (text is None and not shown):
            desk.state.finish(one.id)
            return
        asker = desk.asker(one, message.sender)
        to = address(message)
        if not desk.is_allowed(asker):
            await self._turn_away(one, to, asker)
        elif text is None:
            await desk.say(one, to, escaped(asker.texts.say("telegram_not_text")))
        else:
            await self._answer(one, to, asker, text, message)

    def _follow(self, message: Message) -> None:
        """A group that becomes a supergroup is told of in both: whichever is answered first."""
        if message.migrate_to_chat_id is not None:
            self._desk.sender.follow(message.chat.id, message.migrate_to_chat_id)
        if message.migrate_from_chat_id is not None:
            self._desk.sender.follow(message.migrate_from_chat_id, message.chat.id)

    async def edited(self, one: Pending, message: Message) -> None:
        """Answers an edited message in place of its old answer, where it has one."""
        desk = self._desk
        text = None if _is_of_a_bot(message) else said_to(desk.me, message)
        old = desk.state.turns.turn_of(message.chat.id, message.message_id)
        asker = desk.asker(one, message.sender)
        question = _question(text) if text else None
        if not text or (old and old.question == question) or not desk.is_allowed(asker):
            desk.state.finish(one.id)
        elif old and question and not self._own.knows(question, asker):
            await self._answer_again(one, asker, question, message, old)
        else:
            await self._answer(one, address(message), asker, text, message)
            if old:  # its answer gives way, and would not be found again
                desk.state.turns.delete(old.id)
                for surplus in old.answers:
                    await desk.sender.delete(message.chat.id, surplus)

    async def ask(self, one: Pending, to: Address, asker: Asker, question: str) -> None:
        """Answers a question that was suggested and chosen by a button."""
        await self._desk.sender.typing(to)
        said = await self._reply(asker, question, offered=(question,), heading=f"❓ {question}")
        await answer(self._desk, one, to, asker, said, question)

    async def _answer(
        self, one: Pending, to: Address, asker: Asker, text: str, message: Message
    ) -> None:
        command = commands.called(text)
        if command and await self._own.obeyed(one, to, asker, *command):
            return
        question = _question(text)
        if question is None:
            await self._desk.say(one, to, escaped(asker.texts.say("telegram_ask_what")))
            return
        await self._desk.sender.typing(to)
        said = await self._reply(asker, question)
        await answer(self._desk, one, to, asker, said, question, message.message_id)

    async def _reply(
        self, asker: Asker, text: str, offered: tuple[str, ...] = (), heading: str = ""
    ) -> Said:
        desk = self._desk
        self._log(text)
        memory = desk.state.people.memory(asker.chat, asker.person)
        if not offered and (last := desk.state.turns.last_turn(asker.chat, asker.person)):
            offered = last.suggestions
        return await desk.think(
            lambda: desk.talks.reply(
                text,
                asker.lang,
                memory,
                place=asker.place,
                offered=offered,
                heading=heading,
                written=not desk.settings.bantin_retention_days,
            )
        )

    def _log(self, question: str) -> None:
        if self._desk.settings.bantin_log_questions:
            LOG.info("question: %s", folded(question))

    async def _answer_again(
        self, one: Pending, asker: Asker, text: str, message: Message, old: Turn
    ) -> None:
        """Reads the question as it would have been read then, and edits the old messages."""
        desk = self._desk
        self._log(text)
        await desk.sender.typing(address(message))
        said = await desk.think(
            lambda: desk.talks.reply(text, asker.lang, old.before, place=asker.place)
        )
        # It stays where it was among the turns: what was asked later is still the last.
        new = turn(old.id, asker, said, text, message.message_id)
        ids: list[int] = []
        for number, html in enumerate(said.html):
            last_one = number == len(said.html) - 1
            under = keyboard(new, asker.texts) if last_one else None
            ids.append(await self._put(old, number, html, under, address(message)))
            desk.spend(message.chat.id, asker.person)
        for surplus in old.answers[len(said.html) :]:
            await desk.sender.delete(message.chat.id, surplus)
        last = desk.state.turns.last_turn(asker.chat, asker.person)
        memory = said.after if last and last.id == old.id else None
        chat = desk.sender.now(new.chat)
        desk.state.finish(one.id, replace(new, chat=chat, answers=tuple(ids)), memory)

    async def _put(
        self, old: Turn, number: int, html: str, under: InlineKeyboardMarkup | None, to: Address
    ) -> int:
        """One message of the new answer: in place of the old one if that is still there."""
        if number < len(old.answers):
            try:
                await self._desk.sender.edit(to.chat, old.answers[number], html, under)
            except Undelivered:
                pass
            else:
                return old.answers[number]
        return await self._desk.sender.send(to, html, under)

    async def _turn_away(self, one: Pending, to: Address, asker: Asker) -> None:
        if to.is_group:
            self._desk.state.finish(one.id)
            return
        await self._desk.say(
            one, to, escaped(asker.texts.say("telegram_not_allowed", person=asker.person))
        )

    def _is_shown(self, message: Message) -> bool:
        """Whether something without words was shown to the bot, of an album only the first."""
        if message.chat.is_group or not message.is_media:
            return False
        album = message.media_group_id
        if album is None:
            return True
        known = album in self._albums
        self._albums[album] = None
        if len(self._albums) > ALBUMS:
            self._albums.popitem(last=False)
        return not known


def _is_of_a_bot(message: Message) -> bool:
    """Whether another bot says it; who speaks for a group or a channel only seems to be one."""
    return bool(message.sender and message.sender.is_bot and not message.sender_chat)


def _question(text: str) -> str | None:
    """What is asked: the text, or what stands after ``/hoi``; None where that is nothing."""
    command = commands.called(text)
    if command and command[0] in ("hoi", "ask"):
        return command[1] or None
    return text
