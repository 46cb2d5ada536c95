"""What Telegram shows of the bot before anybody writes: its commands, in both languages."""

from __future__ import annotations

from collections.abc import Callable

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

    Raises Unauthorized.
    """
    languages: tuple[tuple[Lang, str | None], ...] = (
        (settings.bantin_lang, None),  # for any other language
        ("vi", "vi"),
        ("en", "en"),
    )
    for lang, code in languages:
        default = BotCommandScopeDefault()
        if not await _register(bot, sender, menu(Place.CHAT, lang), default, code):
            tell("telegram_no_menu")
            return
        for operator in settings.telegram_operators:  # who has never written has no chat yet
            scope = BotCommandScopeChat(operator)
            await _register(bot, sender, menu(Place.OPERATOR, lang), scope, code)


async def _register(
    bot: Bot, sender: Sender, commands: list[BotCommand], scope: BotCommandScope, code: str | None
) -> bool:
    try:
        await sender.until_done(
            lambda: bot.set_my_commands(commands, scope=scope, language_code=code)
        )
    except REFUSALS:
        return False
    return True
