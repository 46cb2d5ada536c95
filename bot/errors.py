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
