"""The line to a Bot API server: python-telegram-bot's, with what its errors leave open made
plain.
"""

from __future__ import annotations

import datetime as dt
import os
import warnings
from typing import Any

from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.settings import Settings
from bot.telegram.line import Garbled as Garbled
from bot.telegram.line import Line
from bot.telegram.line import Unanswered as Unanswered
from bot.telegram.line import Unauthorized as Unauthorized

READ_TIMEOUT = 10.0  # seconds; after it nobody knows whether a message arrived
POLL_SECONDS = 25  # for which an empty getUpdates waits
CONNECTIONS = 64  # to send with, side by side

# What Telegram says no to, whoever asks again. (It says 404 with InvalidToken: no such method.)
REFUSALS = (BadRequest, Forbidden, InvalidToken, EndPointNotFound, ChatMigrated)

# python-telegram-bot 22 warns of seconds as a number unless it gives them as a timedelta,
os.environ.setdefault("PTB_TIMEDELTA", "true")
# and of calls without its own parsing, which fails for one field that a server leaves out.
warnings.filterwarnings("ignore", message="Please use 'Bot\\.")


def connected(settings: Settings) -> Bot:
    """A bot that is not initialised yet. Raises BadSettings for a proxy that will not do, and
    ValueError without a token: a bug.
    """
    if settings.telegram_bot_token is None:
        raise ValueError("no token")
    base_url = settings.telegram_api_base_url
    return Bot(
        settings.telegram_bot_token.get_secret_value(),
        base_url=base_url,
        base_file_url=settings.telegram_api_base_file_url,
        request=Line(base_url, CONNECTIONS, READ_TIMEOUT),
        get_updates_request=Line(base_url, 1, POLL_SECONDS + READ_TIMEOUT),
    )


async def raw(bot: Bot, method: str, **parameters: object) -> Any:
    """The result of a method as it came. Raises TelegramError."""
    given = {name: value for name, value in parameters.items() if value is not None}
    return await bot.do_api_request(method, api_kwargs=given)


def seconds_to_wait(error: RetryAfter) -> float:
    """For how long a 429 asks to be left alone."""
    after = error.retry_after
    return after.total_seconds() if isinstance(after, dt.timedelta) else float(after)


def is_passing(error: BaseException) -> bool:
    """Whether it is worth asking again: too many requests, server errors, failed connections."""
    return isinstance(error, TelegramError) and not isinstance(error, (*REFUSALS, Unauthorized))
