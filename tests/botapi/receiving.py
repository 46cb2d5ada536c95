"""How the bot gets its updates: by asking for them, or at its webhook."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from tests.botapi.refusals import bad, conflict
from tests.botapi.world import World

_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
_LONGEST_POLL = 50  # seconds
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 1.0  # seconds between two tries at a webhook
_TIMEOUT = aiohttp.ClientTimeout(total=10)


@dataclass(slots=True)
class Webhook:
    """Where updates are sent to; ``error`` is what the last failure was."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    error: str = ""
    failed_at: int = 0


class Receiving:
    """getUpdates and the webhook, of which one works at a time. Runs in the server's loop."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._arrived = asyncio.Event()
        self._delivering: asyncio.Task[None] | None = None
        self.webhook = Webhook()
        self.polls = 0  # that have begun
        self.waiting = 0  # polls that wait for updates now
        self.proxy = ""  # scheme and host that stand in for those of the webhook's URL

    def wake(self) -> None:
        """Something arrived in the queue. From the loop's own thread only."""
        self._arrived.set()

    # Polling

    async def get_updates(self, given: Mapping[str, Any]) -> Any:
        """Telegram's getUpdates: what comes before ``offset`` is forgotten. Raises Refusal."""
        self._check_no_webhook()
        self.polls += 1
        mine = self.polls
        self.wake()  # an older poll ends when a new one comes
        self._begin(given)
        limit = min(max(given.get("limit", 100), 1), 100)
        until = time.monotonic() + min(max(given.get("timeout", 0), 0), _LONGEST_POLL)
        self.waiting += 1
        try:
            return await self._awaited(limit, until, mine)
        finally:
            self.waiting -= 1

    def _check_no_webhook(self) -> None:
        if self.webhook.url:
            raise conflict(
                "can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first"
            )

    def _begin(self, given: Mapping[str, Any]) -> None:
        with self._world.lock:
            if given.get("offset"):
                self._world.queue.confirm(given["offset"])
            if "allowed_updates" in given:
                self._world.queue.allow(given["allowed_updates"])

    async def _awaited(self, limit: int, until: float, mine: int) -> list[object]:
        while True:
            self._check_only(mine)
            with self._world.lock:
                found = self._world.queue.first(limit)
            left = until - time.monotonic()
            if found or left <= 0:
                return found
            self._arrived.clear()
            try:
                await asyncio.wait_for(self._arrived.wait(), left)
            except TimeoutError:
                continue

    def _check_only(self, mine: int) -> None:
        if self.polls == mine:
            return
        raise conflict(
            "terminated by other getUpdates request; "
            "make sure that only one bot instance is running"
        )

    # Webhook

    async def set_webhook(self, given: Mapping[str, Any]) -> Any:
        """Telegram's setWebhook; plain HTTP is taken, as by a server of one's own."""
        url = given["url"]
        if not url:
            return await self.delete_webhook(given)
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if not _SECRET.fullmatch(given.get("secret_token", "")):
            raise bad("secret token contains unallowed characters")
        most = given.get("max_connections", 40)
        if not 1 <= most <= 100:
            raise bad("bad webhook: max_connections must be between 1 and 100")
        await self.delete_webhook(given)
        self.webhook = Webhook(url, given.get("secret_token", ""), most)
        with self._world.lock:
            if "allowed_updates" in given:
                self._world.queue.allow(given["allowed_updates"])
        self._delivering = asyncio.create_task(self._deliver())
        return True

    async def delete_webhook(self, given: Mapping[str, Any]) -> Any:
        """Telegram's deleteWebhook."""
        self.polls += 1  # whoever polls now gets a 409
        self.wake()
        await self.stop()
        self.webhook = Webhook()
        if given.get("drop_pending_updates"):
            with self._world.lock:
                self._world.queue.clear()
        return True

    def webhook_info(self) -> Any:
        """Telegram's getWebhookInfo."""
        hook = self.webhook
        with self._world.lock:
            pending, allowed = len(self._world.queue), sorted(self._world.queue.allowed)
        shown: dict[str, Any] = {
            "url": hook.url,
            "has_custom_certificate": False,
            "pending_update_count": pending,
        }
        if hook.url:
            shown["max_connections"] = hook.max_connections
        if allowed:
            shown["allowed_updates"] = allowed
        if hook.error:
            shown.update(last_error_date=hook.failed_at, last_error_message=hook.error)
        return shown

    async def stop(self) -> None:
        """No more is delivered."""
        if self._delivering:
            self._delivering.cancel()
            await asyncio.gather(self._delivering, return_exceptions=True)
            self._delivering = None

    async def _deliver(self) -> None:
        """Sends one update after another, each until it is taken."""
        pause = _FIRST_PAUSE
        async with aiohttp.ClientSession(timeout=_TIMEOUT) as session:
            while True:
                with self._world.lock:
                    first = self._world.queue.first(1)
                if not first:
                    self._arrived.clear()
                    await self._arrived.wait()
                elif await self._took(session, first[0]):
                    with self._world.acting():
                        self._world.queue.drop(first[0])
                    pause = _FIRST_PAUSE
                else:
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, _LONGEST_PAUSE)

    async def _took(self, session: aiohttp.ClientSession, raw: object) -> bool:
        headers = {"Content-Type": "application/json"}
        if self.webhook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.webhook.secret
        try:
            async with session.post(
                self._url(), data=json.dumps(raw), headers=headers, allow_redirects=False
            ) as answer:
                await answer.read()
                taken = 200 <= answer.status < 300
                said = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError) as error:
            taken, said = False, f"Connection failed: {type(error).__name__}"
        if not taken:
            self.webhook.error, self.webhook.failed_at = said, int(time.time())
        return taken

    def _url(self) -> str:
        if not self.proxy:
            return self.webhook.url
        proxy = urlsplit(self.proxy)
        return (
            urlsplit(self.webhook.url)._replace(scheme=proxy.scheme, netloc=proxy.netloc).geturl()
        )
