"""Steps along a list: "tiếp theo", "cái cuối", "thứ mấy?", "5?"."""

from __future__ import annotations

import re

from bot.dialogue.memory import Memory, Try
from bot.dialogue.message import brings, only_filler, stripped
from bot.phrases.typed import Typed
from corpus.vietnamese import fold, syllables
from embeddings.ordinals import beside
from embeddings.question import as_typed
from embeddings.question_words import LIST_NOUN

AHEAD = 0.4  # head start of a step: nothing else is meant
_NUMBER = re.compile(r"\d{1,2}|nhat|mot|hai|ba|bon|tu|nam|sau|bay|tam|chin|muoi")


def step(words: Typed, memory: Memory) -> tuple[Try, ...]:
    """The item that "tiếp theo", "cái cuối", "thứ mấy" or a bare number mean, if a list is talked
    about.
    """
    scope = memory.scope
    if scope is None or scope.list is None:
        return ()
    if beside(" ".join(map(fold, syllables(words.text)))):  # "trước nhiệm vụ cuối cùng"
        return ()
    place = _place(words, memory) or _numbered(words)
    return (Try(f"{_noun(memory)} {place}", scope, AHEAD),) if place else ()


def steps(words: Typed) -> bool:
    """Whether a message does nothing but step along a list."""
    return _place(words, Memory()) is not None


def _place(words: Typed, memory: Memory) -> str | None:
    item = within = memory.item or memory.within_item
    for name, place in (
        ("which", f"thứ {within}" if within else "thứ mấy"),
        ("next", f"thứ {(item or 0) + 1}"),
        ("previous", f"thứ {item - 1}" if item else "cuối cùng"),
        ("first", "thứ 1"),
        ("last", "cuối cùng"),
    ):
        spans = words.found(name)
        rest = words.without(spans)
        if spans and (only_filler(rest) or (memory.found and not brings(rest, memory))):
            return place
    return None


def _numbered(words: Typed) -> str | None:
    """The place of "5?", "số 5" or "còn cái thứ hai"."""
    rest = words.other(stripped(words)[0])
    size = rest.leading("number")
    number = rest.without([(0, size)] if size else [])
    alone = fold(number)
    named = _NUMBER.fullmatch(alone) and (size or alone.isdecimal())
    return f"thứ {number}" if named else None


def _noun(memory: Memory) -> str:
    """What the items of the list that is talked about are called there."""
    for text in (memory.title, memory.topic):
        if found := LIST_NOUN.search(" ".join(map(fold, syllables(text)))):
            return as_typed(text, found["noun"].split()).lower()
    return "mục"
