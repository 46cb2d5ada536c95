"""A Telegram Bot API server of the tests' own, on a loopback port.

with BotApi() as api:
    an = api.person("An")
    chat = api.private(an)
    chat.say("Xin chào")
    api.wait(lambda: chat.replies)
"""

from __future__ import annotations

from tests.botapi.api import BotApi as BotApi
from tests.botapi.chats import Chat as Chat
from tests.botapi.chats import Group as Group
from tests.botapi.chats import PrivateChat as PrivateChat
from tests.botapi.messages import Button as Button
from tests.botapi.messages import Message as Message
from tests.botapi.methods import CommandScope as CommandScope
from tests.botapi.server import Call as Call
from tests.botapi.world import Person as Person
