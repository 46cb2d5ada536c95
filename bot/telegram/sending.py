"""Sends to Telegram: at the pace that it allows, again until it is there, and never in vain."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
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
from telegram.error import BadRequest, ChatMigrated, RetryAfter, TelegramError
from tenacity import AsyncRetrying, RetryCallState, wait_exponential_jitter

from bot.settings import Settings
from bot.telegram.api import (
    REFUSALS,
    Unauthorized,
    is_passing,
    is_unanswered,
    seconds_to_wait,
)
from bot.telegram.layout import plain
from bot.telegram.pace import Pace

TYPING = 5.0  # seconds for which Telegram shows that somebody types
TYPING_WAIT = 1.0  # seconds that an answer waits for that to be shown, at most
LONGEST_PAUSE = 10.0  # seconds between two tries while a server cannot be reached

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_T = TypeVar("_T")
_pause_grows = wait_exponential_jitter(initial=0.3, max=LONGEST_PAUSE, jitter=0.3)


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
    """Whether a call is to be made again, for tenacity: one of these for each call."""

    unanswered: int = field(default=0)

    def __call__(self, state: RetryCallState) -> bool:
        error = state.outcome.exception() if state.outcome else None
        if error is None:
            return False
        if is_unanswered(error):
            self.unanswered += 1
            return self.unanswered == 1  # a third copy would help nobody
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
        self._all = Pace(settings.telegram_send_rate, 1)
        self._chat = Pace(settings.telegram_chat_rate, 1)
        self._group = Pace(settings.telegram_group_rate, 60)
        self._typed = Pace(1, TYPING)
        self._moved: dict[int, int] = {}  # chats that have another id now

    async def send(
        self, to: Address, html: str, keyboard: InlineKeyboardMarkup | None = None
    ) -> int:
        """Sends a message; its id. Raises Undelivered."""
        to = replace(to, chat=self._moved.get(to.chat, to.chat))
        try:
            return await self._send(to, html, keyboard, ParseMode.HTML)
        except ChatMigrated as moved:
            self._moved[to.chat] = moved.new_chat_id
            self._migrated(to.chat, moved.new_chat_id)
            return await self.send(Address(moved.new_chat_id), html, keyboard)
        except BadRequest as error:
            if to.thread is not None and "thread not found" in error.message.lower():
                return await self.send(replace(to, thread=None), html, keyboard)
            if "can't parse entities" in error.message.lower():
                return await self._plainly(to, html, keyboard)
            raise Undelivered(_code(error)) from error
        except REFUSALS as error:
            raise Undelivered(_code(error)) from error

    async def _plainly(self, to: Address, html: str, keyboard: InlineKeyboardMarkup | None) -> int:
        """Better without bold than not at all."""
        try:
            return await self._send(to, plain(html), keyboard, None)
        except REFUSALS as error:
            raise Undelivered(_code(error)) from error

    async def _send(
        self, to: Address, html: str, keyboard: InlineKeyboardMarkup | None, mode: ParseMode | None
    ) -> int:
        reply = None
        if to.reply_to is not None:  # whose message may be gone by now
            reply = ReplyParameters(to.reply_to, allow_sending_without_reply=True)

        async def call() -> int:
            message = await self._bot.send_message(
                to.chat,
                html,
                parse_mode=mode,
                message_thread_id=to.thread,
                reply_parameters=reply,
                reply_markup=keyboard,
                link_preview_options=_NO_PREVIEW,
            )
            return message.message_id

        return await self._until_done(call, to.chat)

    async def edit(
        self, chat: int, message: int, html: str, keyboard: InlineKeyboardMarkup | None = None
    ) -> None:
        """Puts other words into a message of the bot. Raises Undelivered where it is gone."""

        async def call() -> None:
            await self._bot.edit_message_text(
                html,
                chat,
                message,
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
        with suppress(*REFUSALS):
            await self._until_done(lambda: self._bot.answer_callback_query(callback, text))

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

        with suppress(*REFUSALS):
            await self._until_done(call)

    async def until_done(self, call: Callable[[], Awaitable[_T]]) -> _T:
        """Makes any other call as often as it takes. Raises one of REFUSALS."""
        return await self._until_done(call)

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

    async def _until_done(self, call: Callable[[], Awaitable[_T]], chat: int | None = None) -> _T:
        """Calls at the pace of a chat, again while that may help.

        Of what nobody answers twice nobody can know: it is told and taken for undelivered.
        """
        async for attempt in AsyncRetrying(retry=_Again(), wait=_pause, reraise=True):
            with attempt:
                if chat is not None:
                    await self._turn_of(chat)
                return await self._once(call, chat)
        raise AssertionError("tenacity ends with a result or an error")

    async def _once(self, call: Callable[[], Awaitable[_T]], chat: int | None) -> _T:
        try:
            return await call()
        except TelegramError as error:
            if is_unanswered(error) and chat is not None:
                self._uncertain()
            raise

    async def _turn_of(self, chat: int) -> None:
        for pace in (self._chat, self._group) if chat < 0 else (self._chat,):
            await asyncio.sleep(pace.book(chat))
        await asyncio.sleep(self._all.book())


def _code(error: TelegramError) -> str:
    """What Telegram says of it, such as "bot was blocked by the user"; no words of a person."""
    return error.message.partition(":")[2].strip()[:100] or error.message[:100]
