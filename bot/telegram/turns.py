"""One turn of a conversation: an answer is sent, and kept with what its buttons need."""

from __future__ import annotations

import time
from dataclasses import replace

from telegram import InlineKeyboardMarkup

from bot.dialogue.followups import LONGEST
from bot.state import Pending, Turn
from bot.telegram import buttons
from bot.telegram.desk import Asker, Desk
from bot.telegram.sending import Address
from bot.telegram.talks import Said
from bot.texts import Texts
from bot.types import Outcome

_QUOTING = (Outcome.ANSWERED, Outcome.UNSURE)


def keyboard(turn: Turn, texts: Texts) -> InlineKeyboardMarkup | None:
    """The buttons under the answer of a turn."""
    # What is longer than that the conversation does not go on from.
    quoting = turn.outcome in _QUOTING and len(turn.understood) <= LONGEST
    return buttons.under_answer(
        turn.id,
        turn.suggestions,
        texts,
        looked_up=turn.outcome != Outcome.CHAT,
        more=quoting,
        context=quoting and turn.reason not in ("list", "more"),  # whole, or of other passages
    )


def turn(update: int, asker: Asker, said: Said, question: str, message: int | None) -> Turn:
    """What is kept of a turn, before its messages have ids."""
    answer = said.reply.answer
    return Turn(
        id=update,
        chat=asker.chat,
        person=asker.person,
        message=message,
        question=question,
        understood=answer.understood if answer else question,
        outcome=said.outcome,
        reason=answer.reason.code if answer else f"question_{said.reply.problem}",
        version=said.version,
        ms=said.ms,
        answers=(),
        html=said.html[-1],
        suggestions=said.suggestions,
        before=said.before,
        after=said.after,
        at=time.time(),
    )


async def answer(
    desk: Desk,
    one: Pending,
    to: Address,
    asker: Asker,
    said: Said,
    question: str,
    message: int | None = None,
) -> None:
    """Sends an answer and is done with its update. Raises Undelivered."""
    kept = turn(one.id, asker, said, question, message)
    lasting = desk.settings.bantin_retention_days > 0  # without its turn a button is of no use
    under = keyboard(kept, asker.texts) if lasting else None
    ids = await desk.deliver(one, to, said.html, under)
    chat = desk.sender.now(kept.chat)
    desk.state.finish(one.id, replace(kept, chat=chat, answers=ids), said.after)
