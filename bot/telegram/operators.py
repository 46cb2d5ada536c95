"""What those who look after the bot can ask of it."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import suppress

from bot.state import Pending
from bot.telegram.desk import LOG, Asker, Desk
from bot.telegram.layout import escaped, shortened
from bot.telegram.sending import Address, Leaving, Undelivered
from bot.telegram.tasks import Tasks
from bot.wording import folded

DAY = 86_400.0
REFUSED = 20  # questions that /khongtraloi lists
TROUBLES = 20  # kinds of trouble that /thongke lists, the most frequent first
LAST_WORDS = 3.0  # seconds in which a bot that stops can still say so
EDITED = 2.0  # seconds between two lines about how far a build is
_QUESTION = 150  # UTF-16 units of a question in that list


class Operators:
    """The commands of operators. ``tasks`` are the builds that run now: one, if any."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.tasks = Tasks()
        self._beginning = False

    async def stats(self, one: Pending, to: Address, asker: Asker, argument: str) -> None:
        """How much was asked in the last day and since the oldest that is kept, and how it went."""
        desk, say = self._desk, asker.texts.say
        version = await desk.think(desk.talks.version)
        lines = [escaped(say("stats_index", version=version))]
        for code, since in (("stats_day", time.time() - DAY), ("stats_all", 0.0)):
            found = desk.state.stats(since)
            shown = escaped(say("stats", **found.values()))
            lines += ["", f"<b>{escaped(say(code))}</b>", shown]
        lines += ["", escaped(say("stats_now", pending=found.pending))]
        troubles = {**found.set_aside, **found.failures}
        if troubles:
            lines.append(escaped(say("stats_troubles")))
            often = sorted(troubles.items(), key=lambda one: (-one[1], one[0]))
            lines += [escaped(f"• {code}: {count}") for code, count in often[:TROUBLES]]
        await desk.say(one, to, "\n".join(lines))

    async def unanswered(self, one: Pending, to: Address, asker: Asker, argument: str) -> None:
        """The latest questions that no bulletin answered, without who asked them."""
        found = self._desk.state.turns.refused(REFUSED)
        say = asker.texts.say
        if not found:
            await self._desk.say(one, to, escaped(say("unanswered_none")))
            return
        lines = [
            f"• {time.strftime('%d/%m %H:%M', time.localtime(at))} – {_line(question)}"
            for question, at in found
        ]
        await self._desk.say(one, to, escaped("\n".join([say("unanswered"), *lines])))

    async def rebuild(self, one: Pending, to: Address, asker: Asker, argument: str) -> None:
        """Begins to rebuild the index in a process of its own; the old one answers meanwhile."""
        if self.tasks or self._beginning:
            await self._desk.say(one, to, escaped(asker.texts.say("rebuild_runs")))
            return
        text = escaped(asker.texts.say("rebuild_begins"))
        self._beginning = True  # while this is sent another operator may ask
        try:
            (*_, shown) = await self._desk.deliver(one, to, (text,))
        finally:
            self._beginning = False
        self._desk.state.finish(one.id)
        self.tasks.begin(self._rebuild(to.chat, shown, asker))

    async def _rebuild(self, chat: int, shown: int, asker: Asker) -> None:
        """Runs the build and edits the message that says how far it is."""
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot.telegram.rebuilding",
                *self._words(asker),
                env={k: v for k, v in os.environ.items() if not k.startswith("TELEGRAM_")},
                stdout=asyncio.subprocess.PIPE,
                start_new_session=True,  # Ctrl-C is for the bot, which ends its build
            )
        except OSError as error:
            LOG.error("rebuild: %s", error.strerror)
            await self._edit(chat, shown, _failed(asker))
            return
        try:
            await self._watch(process, chat, shown, asker)
        finally:
            if process.returncode is None:  # the bot stops
                process.kill()
                await process.wait()
                with suppress(Leaving, TimeoutError):
                    told = self._edit(chat, shown, asker.texts.say("rebuild_stopped"))
                    await asyncio.wait_for(told, LAST_WORDS)

    async def _watch(
        self, process: asyncio.subprocess.Process, chat: int, shown: int, asker: Asker
    ) -> None:
        told, said = -EDITED, ""  # the first line is told at once
        if process.stdout is None:
            return
        async for line in _lines(process.stdout):
            match line:
                case {"done": int(done), "total": int(total)}:
                    if time.monotonic() - told > EDITED:
                        told = time.monotonic()
                        text = asker.texts.say("rebuild_progress", done=done, total=total)
                        await self._edit(chat, shown, text)
                case {"said": str(said)}:
                    pass
        await process.wait()
        await self._edit(chat, shown, said or _failed(asker))

    async def _edit(self, chat: int, shown: int, text: str) -> None:
        try:
            await self._desk.sender.edit(chat, shown, escaped(shortened(text, 4_000)))
        except Undelivered as error:
            LOG.info("rebuild: %s", error.code)

    def _words(self, asker: Asker) -> list[str]:
        chosen = self._desk.settings
        return [asker.lang, str(chosen.corpus), str(chosen.index), chosen.embedding_model or ""]


async def _lines(stream: asyncio.StreamReader) -> AsyncIterator[object]:
    """What a build tells, line by line; what is no JSON is passed over: some library said it."""
    while True:
        try:
            line = await stream.readline()
            if not line:
                return
            yield json.loads(line)
        except ValueError:  # so is a line that is longer than the stream holds
            continue


def _failed(asker: Asker) -> str:
    return asker.texts.say("rebuild_failed", rebuild="bantin rebuild")


def _line(question: str) -> str:
    return shortened(folded(question), _QUESTION)
