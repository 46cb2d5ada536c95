"""The line to a Bot API server: python-telegram-bot's, with what its errors leave open made
plain.
"""

from __future__ import annotations

import datetime as dt
import os
import warnings
from typing import Any

import httpx
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from bot.settings import Settings

READ_TIMEOUT = 10.0  # seconds; after it nobody knows whether a message arrived
CONNECT_TIMEOUT = 5.0
POLL_SECONDS = 25  # for which an empty getUpdates waits
CONNECTIONS = 64  # to send with, side by side
_UNAUTHORIZED = 401

# What Telegram says no to, whoever asks again. (It says 404 with InvalidToken: no such method.)
REFUSALS = (BadRequest, Forbidden, InvalidToken, ChatMigrated)

# python-telegram-bot 22 warns of seconds as a number unless it gives them as a timedelta,
os.environ.setdefault("PTB_TIMEDELTA", "true")
# and of getUpdates without its own parsing, which fails a whole batch for one malformed update.
warnings.filterwarnings("ignore", message="Please use 'Bot.getUpdates'")


class Line(HTTPXRequest):
    """Connections to one server; a 401 to anything is Unauthorized.

    python-telegram-bot says InvalidToken for 401 and 404 alike.
    """

    async def do_request(self, *args: Any, **named: Any) -> tuple[int, bytes]:
        """As HTTPXRequest's. Raises Unauthorized."""
        code, payload = await super().do_request(*args, **named)
        if code == _UNAUTHORIZED:
            raise Unauthorized("401")
        return code, payload


class Unauthorized(TelegramError):
    """The server does not take the token: python-telegram-bot lets only its own errors pass."""


def connected(settings: Settings) -> Bot:
    """A bot that is not initialised yet. Raises ValueError without a token: a bug."""
    if settings.telegram_bot_token is None:
        raise ValueError("no token")
    return Bot(
        settings.telegram_bot_token.get_secret_value(),
        base_url=settings.telegram_api_base_url,
        base_file_url=settings.telegram_api_base_file_url,
        request=_line(CONNECTIONS, READ_TIMEOUT),
        get_updates_request=_line(1, POLL_SECONDS + READ_TIMEOUT),
    )


def _line(connections: int, read_timeout: float) -> Line:
    return Line(
        connection_pool_size=connections,
        read_timeout=read_timeout,
        write_timeout=READ_TIMEOUT,
        connect_timeout=CONNECT_TIMEOUT,
        pool_timeout=60.0,  # many wait for one another; none is lost for that
    )


def seconds_to_wait(error: RetryAfter) -> float:
    """For how long a 429 asks to be left alone."""
    after = error.retry_after
    return after.total_seconds() if isinstance(after, dt.timedelta) else float(after)


def is_unanswered(error: BaseException) -> bool:
    """Whether nobody can know if a request took effect: it was sent, and no answer came, or one
    that cannot be read.
    """
    if type(error) is TelegramError:  # "Invalid server response"
        return True
    unread = (httpx.ReadTimeout, httpx.WriteTimeout)
    return isinstance(error, TimedOut) and isinstance(error.__cause__, unread)


def is_passing(error: BaseException) -> bool:
    """Whether it is worth asking again: too many requests, server errors, failed connections."""
    return isinstance(error, TelegramError) and not isinstance(error, (*REFUSALS, Unauthorized))
