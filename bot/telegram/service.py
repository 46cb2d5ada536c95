"""The running bot: starts, receives until it is told to stop, and leaves nothing half done."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any

from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from tenacity import AsyncRetrying, retry_if_exception, wait_exponential

from bot.engine import Engine
from bot.errors import BadSettings, TokenRejected
from bot.settings import Settings
from bot.state import State
from bot.telegram import menus, webhook
from bot.telegram.addressing import Me
from bot.telegram.api import REFUSALS, Unauthorized, connected
from bot.telegram.chat_commands import ChatCommands
from bot.telegram.desk import LOG, Desk
from bot.telegram.incoming import KINDS
from bot.telegram.lanes import Lanes
from bot.telegram.operators import Operators
from bot.telegram.pace import Pace
from bot.telegram.polling import Polling
from bot.telegram.presses import InlineQueries, Presses
from bot.telegram.questions import Questions
from bot.telegram.sending import Sender
from bot.telegram.talks import Talks
from bot.telegram.updates import Updates, keep

IN_FLIGHT = 3.0  # seconds for what is being answered when the program is told to stop
PURGE = 3_600.0  # seconds between two removals of what was kept long enough
SHARE = 0.5  # of what may be sent to a group that one person may have
CONNECTIONS = 40  # on which a webhook may be called side by side

Tell = Callable[..., None]  # a code of bot/texts and what fills it in, to whoever runs this


def run(settings: Settings, engine: Engine, tell: Tell) -> bool:
    """Runs the bot until SIGTERM or Ctrl-C; whether it was the latter.

    Raises BadSettings without a token, TokenRejected, CannotListen, StateFailed.
    """
    if settings.telegram_bot_token is None:
        raise BadSettings("TELEGRAM_BOT_TOKEN", "token_missing")
    state = State.open(settings.state, retention_days=settings.bantin_retention_days)
    thread = ThreadPoolExecutor(1, thread_name_prefix="bantin-engine")
    try:
        return asyncio.run(_run(settings, engine, state, thread, tell))
    except (Unauthorized, InvalidToken):
        raise TokenRejected from None  # their words may hold the token
    finally:
        state.close()
        # The interpreter would wait for it anyway, but with the index closed. Signals are handled
        # as ever again: a second one cuts this short.
        thread.shutdown(cancel_futures=True)


async def _run(
    settings: Settings, engine: Engine, state: State, thread: ThreadPoolExecutor, tell: Tell
) -> bool:
    stopped: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, _stop, stopped, number)
    bot = connected(settings)
    starting = asyncio.create_task(_initialised(bot, tell))
    try:
        await asyncio.wait((starting, stopped), return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            starting.result()
            await _serve(settings, engine, state, thread, bot, stopped, tell)
    finally:
        starting.cancel()
        await asyncio.gather(starting, return_exceptions=True)
        await bot.shutdown()
    return await stopped


def _stop(stopped: asyncio.Future[bool], number: int) -> None:
    if not stopped.done():
        stopped.set_result(number == signal.SIGINT)


async def _initialised(bot: Bot, tell: Tell) -> None:
    """Waits for the Bot API. Raises Unauthorized, InvalidToken."""

    def is_away(error: BaseException) -> bool:
        return isinstance(error, TelegramError) and not isinstance(
            error, Unauthorized | InvalidToken
        )

    waits = AsyncRetrying(
        retry=retry_if_exception(is_away),
        wait=wait_exponential(multiplier=0.5, max=10),
        before_sleep=lambda state: tell("telegram_away") if state.attempt_number == 1 else None,
        reraise=True,
    )

    async def begun() -> None:
        try:
            await bot.initialize()
        except (AttributeError, KeyError, TypeError, ValueError):  # python-telegram-bot's, of getMe
            raise TelegramError("getMe gave no bot") from None

    await waits(begun)


async def _serve(
    settings: Settings,
    engine: Engine,
    state: State,
    thread: ThreadPoolExecutor,
    bot: Bot,
    stopped: asyncio.Future[bool],
    tell: Tell,
) -> None:
    """Receives and answers until it is told to stop, or something fails for good."""
    sender = Sender(
        bot,
        settings,
        migrated=partial(_migrated, settings, state),
        uncertain=lambda: state.failed("uncertain"),
    )
    talks = Talks(engine, settings.bantin_today)
    me = Me(bot.id, bot.username)
    shares = Pace(settings.telegram_group_rate * SHARE, 60)
    desk = Desk(settings, me, state, sender, talks, shares, thread)
    operators = Operators(desk)
    questions = Questions(desk, ChatCommands(desk, operators))
    updates = Updates(desk, questions, Presses(desk, questions), InlineQueries(desk))
    lanes = Lanes(updates.handle, settings.telegram_user_rate, shares)
    for one in state.inbox.pending():
        lanes.add(one)
    receive = partial(keep, state=state, add=lanes.add)
    tasks = [
        asyncio.create_task(one)
        for one in (
            _received(settings, bot, sender, receive, stopped, tell),
            menus.introduce(bot, sender, settings, tell),
            _purged(state),
        )
    ]
    try:
        await _until(stopped, lanes.failed, operators.tasks.failed, *tasks)
    finally:
        for task in (*tasks, *operators.tasks):
            task.cancel()
        sender.leave()
        ending = lanes.stop(IN_FLIGHT)
        await asyncio.gather(*tasks, *operators.tasks, ending, return_exceptions=True)
        failure = lanes.failed.exception() if lanes.failed.done() else None
    if failure:  # while it was stopping
        raise failure


def _migrated(settings: Settings, state: State, old: int, new: int) -> None:
    """What is kept of a group follows it; in the settings only a person can write its new id."""
    state.migrate(old, new)
    if old in settings.telegram_allowed:
        LOG.warning("the group %d of TELEGRAM_ALLOWED is %d from now on", old, new)


async def _until(stopped: asyncio.Future[bool], *others: asyncio.Future[None]) -> None:
    """Waits for the end: raises what one of the others failed with."""
    waiting: set[asyncio.Future[Any]] = {stopped, *others}
    while not stopped.done():
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for one in done - {stopped}:
            one.result()


async def _received(
    settings: Settings,
    bot: Bot,
    sender: Sender,
    receive: Callable[..., int],
    stopped: asyncio.Future[bool],
    tell: Tell,
) -> None:
    """Receives updates, by a webhook where one is set, until cancelled."""
    if not settings.telegram_webhook_url:
        with suppress(*REFUSALS):
            await sender.until_done(bot.delete_webhook)
        tell("telegram_ready", name=bot.username)
        await Polling(bot, receive, tell).run()
        return
    secret = webhook.secret_of(settings)
    async with webhook.listening(
        settings, secret, receive, healthy=lambda: not stopped.done()
    ) as failed:
        try:
            await sender.until_done(lambda: _set_webhook(bot, settings, secret))
        except REFUSALS:
            raise BadSettings("TELEGRAM_WEBHOOK_URL", "webhook_refused") from None
        tell("telegram_ready", name=bot.username)
        await failed


async def _set_webhook(bot: Bot, settings: Settings, secret: str) -> None:
    await bot.set_webhook(
        settings.telegram_webhook_url or "",
        secret_token=secret,
        allowed_updates=KINDS,
        max_connections=CONNECTIONS,
    )


async def _purged(state: State) -> None:
    while True:
        state.purge()
        await asyncio.sleep(PURGE)
