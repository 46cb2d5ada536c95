"""A conversation's memory as text, for front ends that keep it somewhere between two messages.

Quotes are kept as places. They are read again from the bulletins; where these have changed since,
the last question is asked again instead.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from bot.dialogue.memory import Memory
from bot.dialogue.reply import Answers
from bot.types import Answer, Outcome, Place, Reason

FORM = 2  # of what is dumped; raised with every change to it


def dumped(memory: Memory, version: str) -> str:
    """A memory as JSON; ``version`` is that of the bulletins it quotes."""
    kept = {
        "form": FORM,
        "version": version,
        "topic": memory.topic,
        "last": memory.last,
        "shown": memory.shown,
        "asked": memory.asked,
        "ill": memory.ill,
        "changed": memory.changed,
        "found": _dumped_answer(memory.found) if memory.found else None,
    }
    return json.dumps(kept, ensure_ascii=False)


def restored(text: str, engine: Answers, ask_again: Callable[[str], Answer]) -> Memory:
    """The memory that was dumped; an empty one where another version of bantin dumped it.

    Raises ValueError for what is no JSON: a bug.
    """
    kept = json.loads(text)
    if kept.get("form") != FORM:
        return Memory()
    memory = Memory(
        topic=kept["topic"],
        last=kept["last"],
        shown=kept["shown"],
        asked=tuple(kept["asked"]),
        ill=kept["ill"],
        changed=kept["changed"],
    )
    if kept["found"] is None:
        return memory
    if kept["version"] == engine.version():
        with suppress(LookupError):  # where the bulletins are replaced this very moment
            return replace(memory, found=_restored_answer(kept["found"], engine))
    return anew(memory, ask_again(memory.last), kept["found"]["words"])


def anew(memory: Memory, found: Answer, before: str) -> Memory:
    """A memory whose last question was asked again; ``before`` are the :func:`words` that were
    quoted then.
    """
    changed = not found.quotes or words(found) != before
    return replace(memory, found=found if found.quotes else None, shown=0, changed=changed)


def words(answer: Answer) -> str:
    """What tells the quotes of an answer from others: by their words, wherever they stand now."""
    quoted = "\n".join(" ".join(quote.slice.text.split()) for quote in answer.quotes)
    return hashlib.sha256(quoted.encode()).hexdigest()


def _dumped_answer(answer: Answer) -> dict[str, Any]:
    return {
        "question": answer.question,
        "understood": answer.understood,
        "outcome": answer.outcome,
        "reason": [answer.reason.code, answer.reason.values],
        "count": answer.count,
        "confidence": answer.confidence,
        "words": words(answer),
        "quotes": [
            [quote.slice.bulletin, quote.passage, quote.slice.start, quote.slice.end]
            for quote in answer.quotes
        ],
    }


def _restored_answer(kept: dict[str, Any], engine: Answers) -> Answer:
    quotes, hits = engine.quoted([Place(*place) for place in kept["quotes"]])
    code, values = kept["reason"]
    return Answer(
        question=kept["question"],
        understood=kept["understood"],
        outcome=Outcome(kept["outcome"]),
        reason=Reason(code, values),
        quotes=quotes,
        hits=hits,
        count=kept["count"],
        confidence=kept["confidence"],
    )
