"""What Telegram shows of the bot before anybody writes: its commands, in both languages."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)

from bot.dialogue.commands import Place, at, shown
from bot.settings import Settings
from bot.telegram.api import REFUSALS
from bot.telegram.sending import Sender
from bot.texts import Lang, Texts

LATER = 60.0  # seconds after which an operator without a chat may have one
_LONGEST = 256  # characters of a command's description


def menu(place: Place, lang: Lang) -> list[BotCommand]:
    """The commands that can be given in a place, from the one table."""
    texts = Texts(lang)
    return [
        BotCommand(shown(one, texts).lstrip("/"), texts.say(f"command_{one.name}")[:_LONGEST])
        for one in at(place)
    ]


async def introduce(
    bot: Bot, sender: Sender, settings: Settings, tell: Callable[..., None]
) -> None:
    """Registers the commands; a bot that cannot do that answers all the same.

    Operators who have never written to the bot have no chat yet: theirs are tried again later.
    Raises Unauthorized.
    """
    register = _Registering(bot, sender, settings.bantin_lang)
    if not await register.done(Place.CHAT, BotCommandScopeDefault()):
        tell("telegram_no_menu")
        return
    waiting = list(settings.telegram_operators)
    while waiting:
        scopes = [(one, BotCommandScopeChat(one)) for one in waiting]
        waiting = [one for one, scope in scopes if not await register.done(Place.OPERATOR, scope)]
        if waiting:
            await asyncio.sleep(LATER)


class _Registering:
    """Menus in all languages; ``lang`` is for those whose Telegram speaks none of ours."""

    def __init__(self, bot: Bot, sender: Sender, lang: Lang) -> None:
        self._bot = bot
        self._sender = sender
        self._languages: tuple[tuple[Lang, str | None], ...] = (
            (lang, None),
            ("vi", "vi"),
            ("en", "en"),
        )

    async def done(self, place: Place, scope: BotCommandScope) -> bool:
        """Registers the commands of a place; whether Telegram took them."""
        for lang, code in self._languages:
            set_them = partial(
                self._bot.set_my_commands, menu(place, lang), scope=scope, language_code=code
            )
            try:
                await self._sender.until_done(set_them)
            except REFUSALS:
                return False
        return True
