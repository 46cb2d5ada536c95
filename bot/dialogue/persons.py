"""Persons that a message points back to, or names in part."""

from __future__ import annotations

import re

from bot.answering.confidence import as_written
from bot.dialogue.memory import Memory
from corpus.vietnamese import fold, is_marked, unmarked
from embeddings.persons import people
from embeddings.question import understand

_TITLED = re.compile(
    r"\b(?:ông|bà|anh|chị|đồng chí|đ/c|bác|ong|ba|anh|chi|dong chi|bac)\s+(?P<given>[^\W\d_]+)",
    re.IGNORECASE,
)


def in_full(rest: str, memory: Memory) -> str:
    """The text with "ông Tuyên" as the person of that name who was shown last."""
    found = _TITLED.search(rest)
    if found is None or memory.found is None:
        return rest
    shown = " ".join(hit.passage.text for hit in memory.found.hits)
    given = f" {fold(found['given'])}"
    for name in people(shown):
        if fold(name).endswith(given):
            other = f"{rest[: found.start()]}{rest[found.end() :]}".strip()
            whole = name if is_marked(other) or not other else unmarked(name)
            return f"{rest[: found.start()]}{whole}{rest[found.end() :]}"
    return rest


def meant(memory: Memory) -> str | None:
    """The person that was talked about last: the one asked about, else the one quoted.

    Of several that are quoted it is the one before the words that the question shares.
    """
    asked = people(memory.last) or people(memory.topic)
    if asked or memory.found is None:
        return asked[-1] if asked else None
    text = " ".join(" ".join(q.slice.text for q in memory.found.quotes).split())
    names = people(text)
    typed = [name for name in names if fold(name) in fold(memory.last)]
    if typed:
        return typed[0]
    if len(set(names)) < 2:
        return names[0] if names else None
    shared = as_written(text, " ".join(understand(memory.last).content))
    before = [name for name in names if text.find(name) < text.find(shared)]
    return before[-1] if before else names[0]
