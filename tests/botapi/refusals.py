"""What Telegram answers where it does not do what it is asked."""

from __future__ import annotations

from collections.abc import Mapping


class Refusal(Exception):
    """An answer with ``"ok": false``; ``parameters`` are Telegram's ResponseParameters."""

    def __init__(
        self, status: int, description: str, parameters: Mapping[str, int] | None = None
    ) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = dict(parameters or {})


def bad(description: str, parameters: Mapping[str, int] | None = None) -> Refusal:
    """A 400 in Telegram's words."""
    return Refusal(400, f"Bad Request: {description}", parameters)


def forbidden(description: str) -> Refusal:
    """A 403 in Telegram's words."""
    return Refusal(403, f"Forbidden: {description}")


def conflict(description: str) -> Refusal:
    """A 409 in Telegram's words."""
    return Refusal(409, f"Conflict: {description}")


def too_many(seconds: int) -> Refusal:
    """A 429: nothing more is taken for so many seconds."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
