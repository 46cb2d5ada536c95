"""Questions whose answers tell which they answer, and chats that are seen through to their end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from tests.botapi import BotApi, Message, PrivateChat

PATIENCE = 30.0  # seconds, on a machine that does much else
# Tasks of the shipped bulletins, and how their quotes begin.
TASKS = {
    "Nhiệm vụ thứ nhất là gì?": "Một là",
    "Nhiệm vụ thứ hai là gì?": "Hai là",
    "Nhiệm vụ thứ ba là gì?": "Ba là",
    "Nhiệm vụ thứ tư là gì?": "Bốn là",
    "Nhiệm vụ thứ năm là gì?": "Năm là",
    "Nhiệm vụ thứ sáu là gì?": "Sáu là",
    "Nhiệm vụ thứ bảy là gì?": "Bảy là",
}
QUESTIONS, BEGINNINGS = list(TASKS), list(TASKS.values())
FIRST = QUESTIONS[0]


def rounds(count: int) -> list[str]:
    """So many questions, of which no two neighbours are alike."""
    return [QUESTIONS[number % len(QUESTIONS)] for number in range(count)]


def beginnings(questions: Sequence[str]) -> list[str]:
    """How their answers begin."""
    return [TASKS[question] for question in questions]


def answers(messages: Iterable[Message]) -> list[str]:
    """How the quotes of these answers begin."""
    return [_beginning(message) for message in messages]


def _beginning(message: Message) -> str:
    quoted = " ".join(message.marked("bold"))
    return next((one for one in BEGINNINGS if one in quoted), message.text)


def once(found: Iterable[str]) -> list[str]:
    """The same without what follows on itself."""
    return [one for one, _ in groupby(found)]


def chats_of(api: BotApi, count: int) -> list[PrivateChat]:
    """Chats of people who have just come."""
    return [api.private(api.person(f"Người {number}")) for number in range(count)]
