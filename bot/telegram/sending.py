"""Sends to Telegram: at the pace that it allows, again until it is there, and never in vain."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from typing import TypeVar

from telegram import (
    Bot,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import ChatMigrated, RetryAfter, TelegramError
from tenacity import AsyncRetrying, RetryCallState, wait_exponential_jitter

from bot.settings import Settings
from bot.telegram.api import (
    REFUSALS,
    Garbled,
    Unanswered,
    Unauthorized,
    is_passing,
    raw,
    seconds_to_wait,
)
from bot.telegram.layout import plain
from bot.telegram.pace import Leaving as Leaving
from bot.telegram.pace import Pace, Permits

TYPING = 5.0  # seconds for which Telegram shows that somebody types
TYPING_WAIT = 1.0  # seconds that an answer waits for that to be shown, at most
QUERY_PATIENCE = 5.0  # seconds for which answering a press or an inline query is tried
LONGEST_PAUSE = 10.0  # seconds between two tries while a server cannot be reached

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_T = TypeVar("_T")
_pause_grows = wait_exponential_jitter(multiplier=0.3, max=LONGEST_PAUSE, jitter=0.3)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message goes: a chat, a topic of it, and the message that it replies to."""

    chat: int
    thread: int | None = None
    reply_to: int | None = None

    @property
    def is_group(self) -> bool:
        """Groups have negative ids."""
        return self.chat < 0


class Undelivered(Exception):
    """A message that its chat does not take, or where nobody can know; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class _Again:
    """Whether a call is to be made again, for tenacity: one of these for each call.

    ``told`` is called once where nobody can know whether the call took effect. With ``None`` it
    may take effect as often as it likes.
    """

    told: Callable[[], None] | None
    unanswered: int = field(default=0)
    _is_told: bool = field(default=False)

    def __call__(self, state: RetryCallState) -> bool:
        error = state.outcome.exception() if state.outcome else None
        if error is None:
            return False
        if self.told and isinstance(error, Unanswered | Garbled):
            if not self._is_told:
                self.told()
            self._is_told = True
            self.unanswered += isinstance(error, Unanswered)
            return self.unanswered < 2  # a third copy would help nobody
        return is_passing(error)


def _pause(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    return seconds_to_wait(error) if isinstance(error, RetryAfter) else _pause_grows(state)


class Sender:
    """Everything that the bot does in its chats. ``migrated`` is told the old and the new id of a
    group that moved, ``uncertain`` that a message may stand there twice, or not at all.

    Raises Unauthorized from any method.
    """

    def __init__(
        self,
        bot: Bot,
        settings: Settings,
        *,
        migrated: Callable[[int, int], None],
        uncertain: Callable[[], None],
    ) -> None:
        self._bot = bot
        self._migrated = migrated
        self._uncertain = uncertain
        self._all = Permits(settings.telegram_send_rate, 1)
        self._chat = Permits(settings.telegram_chat_rate, 1)
        self._group = Permits(settings.telegram_group_rate, 60)
        self._typed = Pace(1, TYPING)
        self._moved: dict[int, int] = {}  # chats that have another id now
        self._leaving = asyncio.Event()

    def leave(self) -> None:
        """Waits for nothing any more: where a call would be made later, Leaving is raised."""
        self._leaving.set()
        for permits in (self._all, self._chat, self._group):
            permits.close()

    async def send(
        self, to: Address, html: str, keyboard: InlineKeyboardMarkup | None = None
    ) -> int:
        """Sends a message; its id. Raises Undelivered."""
        to = replace(to, chat=self.now(to.chat))
        try:
            return await self._send(to, html, keyboard, ParseMode.HTML)
        except ChatMigrated as moved:
            self.follow(to.chat, moved.new_chat_id)
            return await self.send(Address(moved.new_chat_id), html, keyboard)
        except REFUSALS as error:
            said = error.message.lower()
            if to.thread is not None and "thread not found" in said:
                return await self.send(replace(to, thread=None), html, keyboard)
            if to.reply_to is not None and "repl" in said and "not found" in said:
                return await self.send(replace(to, reply_to=None), html, keyboard)
            if "can't parse entities" in said:
                return await self._plainly(to, html, keyboard)
            raise Undelivered(_code(error)) from error
        except Unanswered:
            raise Undelivered("unanswered") from None

    async def _plainly(self, to: Address, html: str, keyboard: InlineKeyboardMarkup | None) -> int:
        """Better without bold than not at all."""
        try:
            return await self._send(to, plain(html), keyboard, None)
        except (*REFUSALS, Unanswered) as error:
            raise Undelivered(_code(error)) from error

    async def _send(
        self, to: Address, html: str, keyboard: InlineKeyboardMarkup | None, mode: ParseMode | None
    ) -> int:
        reply = None
        if to.reply_to is not None:  # whose message may be gone by now
            reply = ReplyParameters(to.reply_to, allow_sending_without_reply=True)

        async def call() -> int:
            message = await raw(
                self._bot,
                "sendMessage",
                chat_id=to.chat,
                text=html,
                parse_mode=mode,
                message_thread_id=to.thread,
                reply_parameters=reply,
                reply_markup=keyboard,
                link_preview_options=_NO_PREVIEW,
            )
            return _id(message)

        return await self._until_done(call, to.chat, told=self._uncertain)

    async def edit(
        self, chat: int, message: int, html: str, keyboard: InlineKeyboardMarkup | None = None
    ) -> None:
        """Puts other words into a message of the bot. Raises Undelivered where it is gone."""

        async def call() -> None:
            await raw(
                self._bot,
                "editMessageText",
                chat_id=chat,
                message_id=message,
                text=html,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard,
                link_preview_options=_NO_PREVIEW,
            )

        try:
            await self._until_done(call, chat)
        except REFUSALS as error:
            if "not modified" not in error.message.lower():
                raise Undelivered(_code(error)) from error

    async def delete(self, chat: int, message: int) -> None:
        """Deletes a message of the bot; one that cannot be deleted stays."""
        with suppress(*REFUSALS):
            await self._until_done(lambda: self._bot.delete_message(chat, message), chat)

    async def toast(self, callback: str, text: str | None = None) -> None:
        """Ends the waiting of who pressed a button; nothing where it is too late for that."""
        await self._soon(lambda: self._bot.answer_callback_query(callback, text))

    async def results(
        self,
        inline: str,
        articles: Sequence[InlineQueryResultArticle],
        button: InlineQueryResultsButton | None,
        cache_seconds: int,
    ) -> None:
        """Answers an inline query; nothing where it is too late for that."""

        async def call() -> None:
            await self._bot.answer_inline_query(
                inline, articles, cache_time=cache_seconds, is_personal=True, button=button
            )

        await self._soon(call)

    async def _soon(self, call: Callable[[], Awaitable[object]]) -> None:
        """Makes a call that is of use only at once: what waits behind it must not wait long."""
        with suppress(*REFUSALS, TimeoutError):
            await asyncio.wait_for(self._until_done(call), QUERY_PATIENCE)

    async def until_done(self, call: Callable[[], Awaitable[_T]]) -> _T:
        """Makes any other call as often as it takes. Raises one of REFUSALS."""
        return await self._until_done(call)

    def follow(self, old: int, new: int) -> None:
        """A group has another id from now on."""
        if self.now(old) != new:
            self._moved[old] = new
            self._migrated(old, new)

    def now(self, chat: int) -> int:
        """The id that a chat has now: groups may move while they are answered."""
        return self._moved.get(chat, chat)

    async def typing(self, to: Address) -> None:
        """Shows that an answer is on its way, where that is not shown already; never fails."""
        if self._typed.wait(to.chat):
            return
        self._typed.book(to.chat)
        shown = self._bot.send_chat_action(to.chat, ChatAction.TYPING, message_thread_id=to.thread)
        try:
            await asyncio.wait_for(shown, TYPING_WAIT)
        except Unauthorized:
            raise
        except (TelegramError, TimeoutError):
            return

    async def _until_done(
        self,
        call: Callable[[], Awaitable[_T]],
        chat: int | None = None,
        *,
        told: Callable[[], None] | None = None,
    ) -> _T:
        """Calls at the pace of a chat, again while that may help; see ``_Again`` for ``told``."""
        again = AsyncRetrying(retry=_Again(told), wait=_pause, sleep=self._sleep, reraise=True)
        async for attempt in again:
            with attempt:
                if chat is None:
                    return await call()
                async with self._permitted(chat):
                    return await call()
        raise AssertionError("tenacity ends with a result or an error")

    async def _sleep(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._leaving.wait(), seconds)
        except TimeoutError:
            return
        raise Leaving

    @asynccontextmanager
    async def _permitted(self, chat: int) -> AsyncIterator[None]:
        group = self._group.one(chat) if chat < 0 else nullcontext()
        async with self._chat.one(chat), group, self._all.one():
            yield


def _code(error: TelegramError) -> str:
    """What Telegram says of it, such as "bot was blocked by the user"; no words of a person."""
    return error.message.partition(":")[2].strip()[:100] or error.message[:100]


def _id(message: object) -> int:
    """The id of a message that was sent. Raises Garbled."""
    number = message.get("message_id") if isinstance(message, dict) else None
    if type(number) is not int:
        raise Garbled("no message")
    return number
