"""One running bot for the tests of a module that only talk to it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.botapi import BotApi
from tests.running import Bot, bantin


@pytest.fixture(scope="module")
def api() -> Iterator[BotApi]:
    """A Bot API server."""
    with BotApi() as api:
        yield api


@pytest.fixture(scope="module")
def bot(
    api: BotApi, shipped_index: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bot]:
    """The bot over the shipped bulletins, with no limits to its pace."""
    with bantin(tmp_path_factory.mktemp("bot"), shipped_index, **connected(api)) as bot:
        yield bot


def connected(api: BotApi) -> dict[str, str]:
    """The settings of a bot of this server."""
    return {
        "TELEGRAM_BOT_TOKEN": api.token,
        "TELEGRAM_API_BASE_URL": api.base_url,
        "TELEGRAM_API_BASE_FILE_URL": api.file_url,
    }


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        number: int = one.getsockname()[1]
        return number
