"""The golden questions, and whether an answer is the expected one."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.types import Answer, Outcome

DATA = Path(__file__).parent / "data"
PATH = DATA / "golden.jsonl"
CHAT = DATA / "golden_chat.jsonl"  # courtesy, illness, and what only looks like either


@dataclass(frozen=True, slots=True)
class Golden:
    """A question with what is expected.

    Of every group of ``evidence`` one alternative must stand in the quotes. ``answerable`` is
    whether the bulletins say it; ``count`` how many items a whole list has, where one is wanted.
    ``chat`` is whether it is not to be looked up at all.
    """

    id: str
    kind: str
    question: str
    evidence: tuple[tuple[str, ...], ...]
    answerable: bool
    count: int | None
    chat: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """How one golden question went; ``seconds`` is the wall time of its answer, ``answer`` None
    where it could not be asked ("???").

    ``counted`` is whether the answer names no other count than the expected one.
    """

    golden: Golden
    answer: Answer | None
    quoted: bool
    answered: bool
    counted: bool
    seconds: float

    def __str__(self) -> str:
        ended = f"{self.answer.outcome}, {self.answer.reason.code}" if self.answer else "not asked"
        return f"{self.golden.id}: {self.golden.question} ({ended})"


def read(path: Path = PATH) -> list[Golden]:
    """All golden questions in their order."""
    lines = path.read_text("utf-8").splitlines()
    return [_golden(json.loads(line)) for line in lines]


def _golden(line: dict[str, object]) -> Golden:
    groups, count = line["evidence"], line.get("count")
    if not isinstance(groups, list) or not isinstance(count, int | None):
        raise ValueError(line)
    return Golden(
        id=str(line["id"]),
        kind=str(line["kind"]),
        question=str(line["question"]),
        evidence=tuple(tuple(str(one) for one in group) for group in groups),
        answerable=line["expect"] == "answered",
        count=count,
        chat=line["expect"] == "chat",
    )


def judge(golden: Golden, answer: Answer | None, seconds: float = 0.0) -> Judged:
    """Compares an answer with what is expected, white space and case folded.

    Evidence must stand within one quote.
    """
    if answer is None:
        return Judged(golden, None, quoted=False, answered=False, counted=False, seconds=seconds)
    quotes = [plain(quote.slice.text) for quote in answer.quotes]
    return Judged(
        golden=golden,
        answer=answer,
        quoted=all(_stands(group, quotes) for group in golden.evidence),
        answered=answer.outcome is Outcome.ANSWERED,
        counted=answer.count in (None, golden.count),
        seconds=seconds,
    )


def _stands(alternatives: Sequence[str], quotes: Sequence[str]) -> bool:
    return any(plain(one) in quote for one in alternatives for quote in quotes)


def shares(judged: Sequence[Judged]) -> dict[str, float]:
    """The shares that the rows of the benchmark name, each in [0, 1]."""
    answerable = [one for one in judged if one.golden.answerable]
    lists = [one for one in answerable if one.golden.count is not None]
    silent = {
        kind: [one for one in judged if one.golden.kind == kind and not one.golden.answerable]
        for kind in ("offtopic", "near")
    }
    return {
        "quoted": _share(one.quoted for one in answerable),
        "answered": _share(one.answered for one in answerable),
        "lists": _share(one.quoted and one.counted for one in lists),
        **{kind: _share(not one.answered for one in ones) for kind, ones in silent.items()},
    }


def _share(good: Iterable[bool]) -> float:
    return statistics.fmean(map(float, good))


def plain(text: str) -> str:
    """A text with white space and case folded."""
    return " ".join(text.split()).casefold()
