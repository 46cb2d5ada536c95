"""What a long-running program notes for whoever runs it: on standard error, without secrets."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterable
from types import TracebackType
from urllib.parse import quote

from pydantic import SecretStr

from bot.settings import Settings

HIDDEN = "***"
# What these note of every request and every byte is of use only to who looks for a fault in them.
_CHATTY = ("httpx", "httpcore", "aiohttp", "asyncio")
_INDISCREET = "telegram"  # notes the words of every message at level debug


class Redacting(logging.Formatter):
    """Lines in which no secret stands, whoever wrote them; tracebacks too."""

    def __init__(self, secrets: Iterable[SecretStr | None]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        plain = [one.get_secret_value() for one in secrets if one]
        self._hidden = sorted({*plain, *map(quote, plain), *(quote(p, safe="") for p in plain)})

    def format(self, record: logging.LogRecord) -> str:
        """The line, every secret in it replaced by HIDDEN."""
        line = super().format(record)
        for secret in reversed(self._hidden):  # the longest of those that begin alike first
            line = line.replace(secret, HIDDEN)
        return line


def set_up(settings: Settings) -> None:
    """Sends all notes to standard error from the level that is set; errors nobody caught too."""
    handler = logging.StreamHandler(sys.stderr)
    secrets = (settings.telegram_bot_token, settings.telegram_webhook_secret)
    handler.setFormatter(Redacting(secrets))
    level = settings.bantin_log_level.upper()
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(level if level == "DEBUG" else logging.WARNING)
    logging.getLogger(_INDISCREET).setLevel(logging.WARNING)
    logging.captureWarnings(True)
    sys.excepthook = _noted
    threading.excepthook = lambda args: _noted(args.exc_type, args.exc_value, args.exc_traceback)
    sys.unraisablehook = lambda args: _noted(args.exc_type, args.exc_value, args.exc_traceback)


def _noted(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    where = (kind, error or kind(), trace)
    logging.getLogger("bantin").critical("unexpected", exc_info=where)
