"""Updates as they come: kept first, then taken up one by one, each lane in its order."""

from __future__ import annotations

import asyncio
import hashlib
import json
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress

from bot.errors import StateFailed
from bot.state import Arrival, Pending, State
from bot.telegram import incoming
from bot.telegram.api import Unauthorized
from bot.telegram.desk import LOG, Desk, address
from bot.telegram.incoming import Malformed, Update
from bot.telegram.layout import escaped
from bot.telegram.presses import InlineQueries, Presses
from bot.telegram.questions import Questions
from bot.telegram.sending import Leaving, Undelivered


def keep(raws: Sequence[object], state: State, add: Callable[[Pending], None]) -> int:
    """Stores updates durably and hands on those that are new; how many these are.

    What cannot be read is set aside and recorded, and the rest go on. Raises StateFailed.
    """
    arrivals = []
    for raw in raws:
        try:
            update = incoming.read(raw)
        except Malformed as why:
            LOG.warning("an update was set aside: %s", why.code)
            state.set_aside(why.code)
        else:
            payload = json.dumps(raw)  # in ASCII: not every text is valid UTF-8
            # What stays of an update is its key, which names its chat: so only a digest of it.
            key = hashlib.sha256(update.key.encode()).hexdigest()
            arrivals.append(Arrival(key, update.lane, update.person, payload))
    new = state.inbox.keep(arrivals)
    for one in new:
        add(one)
    return len(new)


class Updates:
    """Takes up one update that was kept."""

    def __init__(
        self, desk: Desk, questions: Questions, presses: Presses, inline: InlineQueries
    ) -> None:
        self._desk = desk
        self._questions = questions
        self._presses = presses
        self._inline = inline

    async def handle(self, one: Pending) -> None:
        """Answers an update. One that cannot be answered is recorded, and the next ones go on.

        Raises Unauthorized, StateFailed: with these nothing goes on.
        """
        payload = self._desk.state.inbox.payload(one.id)
        if payload is None:  # its person wanted to be forgotten
            return
        try:
            update = incoming.reread(payload)
        except Malformed as why:  # stored by a version that read it otherwise
            self._desk.state.set_aside(why.code, one.id)
            return
        (error,) = await asyncio.gather(self._answer(one, update), return_exceptions=True)
        match error:
            case None | Leaving():
                return
            case Unauthorized() | StateFailed():
                raise error
            case Undelivered():
                self._desk.state.failed(error.code)
                self._desk.state.finish(one.id)
            case _:  # a bug of ours that shows with this update: it must not stop the others
                # Its words may be those of a person, its places are not.
                places = "".join(traceback.format_tb(error.__traceback__))
                LOG.error("an update was set aside: %s\n%s", type(error).__name__, places)
                await self._apologize(one, update)
                self._desk.state.set_aside(type(error).__name__, one.id)

    async def _answer(self, one: Pending, update: Update) -> None:
        if update.message:
            await self._questions.said(one, update.message)
        elif update.edited_message:
            await self._questions.edited(one, update.edited_message)
        elif update.callback_query:
            await self._presses.pressed(one, update.callback_query)
        elif update.inline_query:
            await self._inline.typed(one, update.inline_query)

    async def _apologize(self, one: Pending, update: Update) -> None:
        """Tells whoever waits for an answer that there will be none."""
        if update.message is None:
            return
        asker = self._desk.asker(one, update.message.sender)
        with suppress(Undelivered, Leaving):
            text = escaped(asker.texts.say("telegram_failed"))
            await self._desk.sender.send(address(update.message), text)
