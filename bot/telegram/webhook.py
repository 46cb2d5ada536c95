"""Takes updates from Telegram: an update is stored before it is acknowledged.

TLS is left to a proxy in front; docs/telegram.md has examples.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.errors import CannotListen, StateFailed
from bot.settings import Settings
from bot.telegram.polling import Keep

LARGEST = 1 << 20  # bytes of a body; Telegram's updates have some thousands
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the name, not the secret


def secret_of(settings: Settings) -> str:
    """The webhook's secret: the one that is set, or one for this run alone."""
    chosen = settings.telegram_webhook_secret
    return chosen.get_secret_value() if chosen else secrets.token_urlsafe(32)


@asynccontextmanager
async def listening(
    settings: Settings, secret: str, keep: Keep, healthy: Callable[[], bool]
) -> AsyncIterator[asyncio.Future[None]]:
    """Serves the webhook's path and ``/healthz``; fails with StateFailed where nothing can be
    stored any more. Raises CannotListen where the port is taken.
    """
    failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    app = web.Application(client_max_size=LARGEST)
    path = urlsplit(settings.telegram_webhook_url or "").path or "/"
    app.router.add_post(path, _receiver(secret.encode(), keep, failed))
    app.router.add_get("/healthz", _health(healthy))
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    host, port = settings.telegram_webhook_listen, settings.telegram_webhook_port
    try:
        await web.TCPSite(runner, host, port, shutdown_timeout=1.0).start()
    except (OSError, UnicodeError) as error:  # the latter for a name that none can have
        await runner.cleanup()
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise CannotListen(f"{host}:{port}", reason) from error
    try:
        yield failed
    finally:
        await runner.cleanup()


def _receiver(secret: bytes, keep: Keep, failed: asyncio.Future[None]) -> Handler:
    async def receive(request: web.Request) -> web.Response:
        given = request.headers.get(_SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, secret):
            return web.Response(status=403)
        if (request.content_length or 0) > LARGEST:  # before a byte of it is read
            return web.Response(status=413)
        try:
            raw = json.loads((await request.read()).decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            return web.Response(status=400)
        try:
            keep([raw])
        except StateFailed as error:
            if not failed.done():
                failed.set_exception(error)
            return web.Response(status=503)
        return web.Response()

    return receive


def _health(healthy: Callable[[], bool]) -> Handler:
    async def health(request: web.Request) -> web.Response:
        well = healthy()
        return web.json_response({"ok": well}, status=200 if well else 503)

    return health
