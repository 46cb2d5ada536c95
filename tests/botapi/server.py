"""The server itself: HTTP on a loopback port, in a thread of its own."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import threading
import time
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from aiohttp import web

from tests.botapi import parameters
from tests.botapi.faults import Fault, Faults
from tests.botapi.limits import Limits
from tests.botapi.methods import Methods
from tests.botapi.receiving import Receiving
from tests.botapi.refusals import Refusal
from tests.botapi.requests import raw_parameters
from tests.botapi.world import World

_T = TypeVar("_T")

_PATH = re.compile(r"/bot(?P<token>[^/]+)/(?P<method>\w+)")
_START_SECONDS = 10.0  # to wait for the thread and for what is done in it


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the bot: the method and parameters as they were understood, when it came
    (Unix seconds), and how it was answered: a status, 0 where the connection was cut, and what was
    said of an error. ``effect`` says whether it was carried out.
    """

    method: str
    params: Mapping[str, Any]
    at: float
    status: int
    description: str = ""
    effect: bool = True

    @property
    def ok(self) -> bool:
        """Whether the bot was told that it was done."""
        return self.status == 200 and not self.description

    @property
    def chat(self) -> Any:
        """The chat that it was for."""
        return self.params.get("chat_id")


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: bytes
    description: str = ""


def _done(result: Any) -> _Answer:
    return _Answer(200, json.dumps({"ok": True, "result": result}).encode())


def _refused(refusal: Refusal) -> _Answer:
    answer: dict[str, Any] = {
        "ok": False,
        "error_code": refusal.status,
        "description": refusal.description,
    }
    if refusal.parameters:
        answer["parameters"] = refusal.parameters
    return _Answer(refusal.status, json.dumps(answer).encode(), refusal.description)


class Server:
    """Answers requests. ``calls`` grows by one record each."""

    def __init__(self, world: World, token: str, limits: Limits) -> None:
        self.world = world
        self.methods = Methods(world, limits)
        self.faults = Faults()
        self.calls: list[Call] = []
        self.revoked = False
        self._token = token
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="botapi", daemon=True)
        # Bound for as long as the server lives and never listening: while it is down its port goes
        # to nobody else, and a client in search of it cannot be given that port to call itself.
        self._holder = _bound(0)
        self.port: int = self._holder.getsockname()[1]
        self._http: web.Server | None = None
        self._listening: asyncio.Server | None = None
        self._woken = False
        self.receiving: Receiving

    # Life

    def start(self) -> None:
        """Begins to listen."""
        self._thread.start()
        self.run(self._prepare())
        self.up()

    async def _prepare(self) -> None:
        self.receiving = Receiving(self.world)

    def stop(self) -> None:
        """Closes everything."""
        self.down()
        self.run(self.receiving.stop())
        self.run(self._finished())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_START_SECONDS)
        self._loop.close()
        self._holder.close()

    async def _finished(self) -> None:
        """Ends what still waits, such as a poll whose connection was cut."""
        waiting = asyncio.all_tasks() - {asyncio.current_task()}
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    def up(self) -> None:
        """Listens (again), at the same port."""
        self.run(self._up())

    async def _up(self) -> None:
        if self._listening:
            return
        self._http = web.Server(self._handle, access_log=None, keepalive_timeout=75.0)
        self._listening = await self._loop.create_server(self._http, sock=_bound(self.port))

    def down(self) -> None:
        """Nobody listens any more, and every connection is cut."""
        self.run(self._down())

    async def _down(self) -> None:
        if not self._listening or not self._http:
            return
        self._listening.close()
        self._listening = None
        await self._http.shutdown(0.01)

    def run(self, work: Coroutine[Any, Any, _T]) -> _T:
        """Does something in the server's thread and waits for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_START_SECONDS)

    def wake(self) -> None:
        """Something arrived in the queue; from any thread that holds the world's lock."""
        if not self._woken and not self._loop.is_closed():
            self._woken = True
            self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        with self.world.lock:
            self._woken = False
        self.receiving.wake()

    # Requests

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = _PATH.fullmatch(request.path)
        if not path:
            return _response(_refused(Refusal(404, "Not Found")))
        if path["token"] != self._token or self.revoked:
            return self._recorded(path["method"], {}, _refused(Refusal(401, "Unauthorized")))
        method = parameters.method_named(path["method"])
        if method is None:
            answer = _refused(Refusal(404, "Not Found: method not found"))
            return self._recorded(path["method"], {}, answer)
        at = time.time()
        try:
            raw = await raw_parameters(request)
        except Refusal as refusal:
            return self._recorded(method, {}, _refused(refusal), at)
        fault = self.faults.take(method, str(raw.get("chat_id", "")))
        if fault:
            return await self._wrong(request, method, raw, fault, at)
        given, answer = await self._answer(method, raw)
        return self._recorded(method, given, answer, at)

    def _recorded(
        self, method: str, given: Mapping[str, Any], answer: _Answer, at: float | None = None
    ) -> web.Response:
        self._record(Call(method, given, at or time.time(), answer.status, answer.description))
        return _response(answer)

    def _record(self, call: Call) -> None:
        with self.world.acting():
            self.calls.append(call)

    async def _answer(
        self, method: str, raw: Mapping[str, Any]
    ) -> tuple[Mapping[str, Any], _Answer]:
        """The parameters as understood, and the answer."""
        given: Mapping[str, Any] = raw
        try:
            given = parameters.read(method, raw)
            return given, _done(await self._do(method, given))
        except Refusal as refusal:
            return given, _refused(refusal)

    async def _do(self, method: str, given: Mapping[str, Any]) -> Any:
        receiving = self.receiving
        match method:
            case "getUpdates":
                return await receiving.get_updates(given)
            case "setWebhook":
                return await receiving.set_webhook(given)
            case "deleteWebhook":
                return await receiving.delete_webhook(given)
            case "getWebhookInfo":
                return receiving.webhook_info()
        with self.world.lock:
            return self.methods.do(method, given)

    async def _wrong(
        self,
        request: web.BaseRequest,
        method: str,
        raw: Mapping[str, Any],
        fault: Fault,
        at: float,
    ) -> web.StreamResponse:
        """A call of which a fault becomes something else."""
        given, answer = raw, _Answer(fault.status, fault.body, "fault")
        if fault.effect:
            given, real = await self._answer(method, raw)
            answer = answer if fault.status else real
        status = 0 if fault.drop else answer.status
        said = answer.description or ("fault" if fault.drop else "")
        self._record(Call(method, given, at, status, said, fault.effect))
        await asyncio.sleep(fault.delay)
        if fault.drop and request.transport:
            request.transport.abort()
        return web.Response(
            status=answer.status or 500, body=answer.body, content_type=fault.content_type
        )


def _bound(port: int) -> socket.socket:
    one = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    one.bind(("127.0.0.1", port))
    return one


def _response(answer: _Answer) -> web.Response:
    return web.Response(
        status=answer.status, body=answer.body, headers={"Content-Type": "application/json"}
    )
