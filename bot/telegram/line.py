"""Connections to a Bot API server, for python-telegram-bot to speak through.

They are aiohttp's. httpx, its own choice, takes several times as much of the processor for a
request and writes addresses, which hold the token, into logs.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from telegram.error import NetworkError, TelegramError
from telegram.request import BaseRequest, RequestData

from bot.errors import BadSettings

CONNECT_TIMEOUT = 5.0  # seconds
_UNAUTHORIZED = 401
_FORM = "application/x-www-form-urlencoded"


class Unauthorized(TelegramError):
    """The server does not take the token; python-telegram-bot says InvalidToken to 404 as well."""


class Unanswered(NetworkError):
    """A request was sent, and no answer came in time: nobody can know whether it took effect."""


class Garbled(NetworkError):
    """A request was sent, and its answer broke off or is none: nobody can know either."""


class Line(BaseRequest):
    """At most so many ``connections`` to the server of ``base_url``, on which an answer may take
    ``read_timeout`` seconds.

    What python-telegram-bot trusts an answer with is checked before it gets to see it.
    """

    __slots__ = ("_connections", "_proxy", "_proxy_auth", "_read_timeout", "_session")

    def __init__(self, base_url: str, connections: int, read_timeout: float) -> None:
        self._proxy, self._proxy_auth = proxy_for(base_url)
        self._connections = connections
        self._read_timeout = read_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds until an answer is missed."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Makes ready to connect; there is no connection yet."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=self._connections,
                    ssl=httpx.create_ssl_context(),  # its certificates come along with it
                ),
                timeout=aiohttp.ClientTimeout(
                    total=None, sock_connect=CONNECT_TIMEOUT, sock_read=self._read_timeout
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                proxy=self._proxy,
                proxy_auth=self._proxy_auth,
            )

    async def shutdown(self) -> None:
        """Closes every connection."""
        session, self._session = self._session, None
        if session:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *timeouts: object,
        **named_timeouts: object,
    ) -> tuple[int, bytes]:
        """The status and the body of an answer.

        Raises Unauthorized, Unanswered, Garbled, NetworkError where there was no connection.
        """
        if self._session is None:
            raise RuntimeError("not initialized")
        given = request_data.json_parameters if request_data else {}
        body = urlencode(given, errors="replace").encode()
        try:
            async with self._session.request(
                method, url, data=body, headers={"Content-Type": _FORM}, allow_redirects=False
            ) as answer:
                return understood(answer.status, await answer.read())
        except aiohttp.SocketTimeoutError:
            raise Unanswered("no answer in time") from None
        except (aiohttp.ServerDisconnectedError, aiohttp.ClientPayloadError) as error:
            raise Garbled(type(error).__name__) from None
        except (aiohttp.ClientError, OSError) as error:  # their words may hold the address
            raise NetworkError(type(error).__name__) from None


def proxy_for(url: str) -> tuple[str | None, aiohttp.BasicAuth | None]:
    """The proxy that the environment names for an address, and who one is to it.

    aiohttp would look it up for every request, and read a file besides. Raises BadSettings.
    """
    parts = urlsplit(url)
    if proxy_bypass(parts.hostname or ""):
        return None, None
    found = getproxies()
    kind = parts.scheme if found.get(parts.scheme) else "all"
    value = found.get(kind)
    if not value:
        return None, None
    try:
        named = urlsplit(value if "://" in value else f"http://{value}")
        usable = named.scheme in ("http", "https") and named.hostname and named.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise BadSettings(f"{kind.upper()}_PROXY", "proxy") from None
    proxy = f"{named.scheme}://{named.netloc.rpartition('@')[2]}"
    if named.username is None:
        return proxy, None
    return proxy, aiohttp.BasicAuth(unquote(named.username), unquote(named.password or ""))


def understood(status: int, payload: bytes) -> tuple[int, bytes]:
    """An answer in the one form that python-telegram-bot reads without failing.

    Raises Unauthorized, Garbled, NetworkError for what is no answer of a Bot API.

    >>> understood(200, b'{"ok": false, "error_code": 429, "parameters": {"retry_after": 3}}')
    (429, b'{"parameters": {"retry_after": 3}}')
    """
    answer = _parsed(payload)
    if 200 <= status < 300:
        if "result" in answer and answer.get("ok") is not False:
            return status, payload
        status = answer.get("error_code", 0)
        if type(status) is not int or not 400 <= status < 600:
            raise Garbled("no result")
    if status == _UNAUTHORIZED:
        raise Unauthorized("401")
    if status < 500 and answer.get("ok") is not False and "description" not in answer:
        raise NetworkError(f"{status} of something that is no Bot API")  # a proxy's, say
    return status, json.dumps(_refusal(answer)).encode()


def _parsed(payload: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(payload.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


def _refusal(answer: dict[str, Any]) -> dict[str, Any]:
    """What an answer says of an error, as far as it has the declared types."""
    found: dict[str, Any] = {}
    if isinstance(answer.get("description"), str):
        found["description"] = answer["description"]
    more = answer.get("parameters")
    if isinstance(more, dict):
        after, chat = more.get("retry_after"), more.get("migrate_to_chat_id")
        if isinstance(after, int | float) and after > 0:
            found["parameters"] = {"retry_after": after}
        elif type(chat) is int:
            found["parameters"] = {"migrate_to_chat_id": chat}
    return found
