"""What can go wrong in this room."""

from __future__ import annotations


class BotError(Exception):
    """Base of every error of this room."""


class BadQuestion(BotError):
    """A question that cannot be asked; ``code`` ("empty", "too_long") is a key of bot/texts."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class BadSettings(BotError):
    """Settings that cannot be used: the first wrong one's ``name``, ``detail``, not its value."""

    def __init__(self, name: str, detail: str) -> None:
        super().__init__(f"{name}: {detail}")
        self.name = name
        self.detail = detail


class TokenRejected(BotError):
    """The Bot API server does not take the token."""


class CannotListen(BotError):
    """The webhook's ``address`` cannot be listened on, for the ``reason`` of the system."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"{address}: {reason}")
        self.address = address
        self.reason = reason


class StateFailed(BotError):
    """The file of what must survive cannot be read or written, for the ``reason`` of the system."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason
