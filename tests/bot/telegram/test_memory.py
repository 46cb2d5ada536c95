"""The bot's memory does not grow with messages, nor with people."""

from __future__ import annotations

from tests.bot.telegram.asking import QUESTIONS, chats_of
from tests.botapi import BotApi
from tests.running import Bot

AT_A_TIME = 100
WARM, MANY = 5, 20  # hundreds of people
BOUND = 12 << 20  # bytes that two thousand people more may cost, most of it fragments


def test_memory_does_not_grow_with_those_who_ask(api: BotApi, bot: Bot) -> None:
    warm = 0
    for hundred in range(MANY):
        chats = chats_of(api, AT_A_TIME)
        for number, chat in enumerate(chats):
            chat.say(QUESTIONS[number % len(QUESTIONS)])
        for chat in chats:
            chat.wait_for_replies(1, seconds=60)
        if hundred == WARM:
            warm = bot.resident
    assert bot.resident - warm < BOUND
