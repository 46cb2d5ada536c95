"""What goes wrong between the bot and Telegram, on demand.

A fault says what becomes of a call; with ``effect`` it is carried out nevertheless, and only its
answer is what goes wrong.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, replace

EVERY = "*"  # method


@dataclass(frozen=True, slots=True)
class Fault:
    """What becomes of a call.

    ``delay``: seconds that the answer takes. ``drop``: the connection is cut in place of an answer.
    ``status`` and ``body``: the answer; status 0 leaves the one that the call would have had.
    """

    effect: bool = False
    delay: float = 0.0
    drop: bool = False
    status: int = 0
    body: bytes = b""
    content_type: str = "application/json"


def refused(status: int, description: str, **parameters: int) -> Fault:
    """An error of any status in Telegram's form."""
    answer: dict[str, object] = {"ok": False, "error_code": status, "description": description}
    if parameters:
        answer["parameters"] = parameters
    return Fault(status=status, body=json.dumps(answer).encode())


def too_many(retry_after: int) -> Fault:
    """A 429 that asks to be left alone for so many seconds."""
    said = f"Too Many Requests: retry after {retry_after}"
    return refused(429, said, retry_after=retry_after)


def server_error() -> Fault:
    """A 500 of Telegram's own."""
    return refused(500, "Internal Server Error")


def conflict() -> Fault:
    """A 409: another instance asks for updates."""
    return refused(
        409,
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running",
    )


def bad_gateway() -> Fault:
    """A 502 from something in between, which is no JSON."""
    page = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
    return Fault(status=502, body=page, content_type="text/html")


def malformed(*, effect: bool = False) -> Fault:
    """A 200 whose JSON ends in the middle."""
    return Fault(effect=effect, status=200, body=b'{"ok":true,"result":{"message_id":')


def dropped(*, effect: bool = False) -> Fault:
    """The connection is cut, before the call is carried out or after it."""
    return Fault(effect=effect, drop=True)


def slow(seconds: float) -> Fault:
    """The call is carried out at once and answered late."""
    return Fault(effect=True, delay=seconds)


def lost(seconds: float) -> Fault:
    """The call is never carried out, and the connection is cut after so long."""
    return Fault(delay=seconds, drop=True)


@dataclass(frozen=True, slots=True)
class _Planned:
    """A fault for the next calls of a method, in any chat where ``chat`` is None; ``times`` None
    means until it is lifted.
    """

    method: str
    chat: int | None
    times: int | None
    fault: Fault

    def fits(self, method: str, chat: str) -> bool:
        here = self.chat is None or str(self.chat) == chat
        return self.method in (method, EVERY) and here


class Faults:
    """The faults that are planned; those planned first come first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._planned: list[_Planned] = []

    def plan(self, method: str, fault: Fault, times: int | None, chat: int | None) -> None:
        """Plans a fault."""
        with self._lock:
            self._planned.append(_Planned(method, chat, times, fault))

    def lift(self) -> None:
        """Everything is well again."""
        with self._lock:
            self._planned.clear()

    def take(self, method: str, chat: str) -> Fault | None:
        """What becomes of this call; ``chat`` as it was given."""
        if not self._planned:
            return None
        with self._lock:
            for place, one in enumerate(self._planned):
                if one.fits(method, chat):
                    self._use(place, one)
                    return one.fault
        return None

    def _use(self, place: int, one: _Planned) -> None:
        if one.times is None:
            return
        if one.times > 1:
            self._planned[place] = replace(one, times=one.times - 1)
        else:
            del self._planned[place]

    @property
    def left(self) -> int:
        """How many planned faults have not come yet; those until further notice count as one."""
        with self._lock:
            return sum(one.times or 1 for one in self._planned)
