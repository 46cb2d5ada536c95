"""The golden questions, asked of the real engine over the shipped bulletins.

A failure lists the questions that were missed. Floors stand in tests/data/floors.toml.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.engine import Engine
from bot.errors import BadQuestion
from bot.types import Answer, Outcome
from tests.bot.asking import TODAY, quoted, verbatim
from tests.conftest import BULLETINS

DATA = Path(__file__).parents[1] / "data"
FLOORS: dict[str, dict[str, float]] = tomllib.loads((DATA / "floors.toml").read_text("utf-8"))
KINDS = list(FLOORS["quoted"])


@dataclass(frozen=True, slots=True)
class Golden:
    """A question; all of its evidence must be quoted, any alternative of each will do."""

    id: str
    kind: str
    question: str
    evidence: tuple[tuple[str, ...], ...]
    answerable: bool
    count: int | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer; None where it could not be asked ("???")."""

    golden: Golden
    answer: Answer | None

    @property
    def answered(self) -> bool:
        return self.answer is not None and self.answer.outcome is Outcome.ANSWERED

    @property
    def quoted(self) -> bool:
        if self.answer is None:
            return False
        held = [_plain(text) for text in quoted(self.answer)]
        return all(
            any(_plain(alternative) in text for text in held for alternative in alternatives)
            for alternatives in self.golden.evidence
        )

    @property
    def whole(self) -> bool:
        given = self.answer.count if self.answer else None
        return self.quoted and given in (None, self.golden.count)

    @property
    def counted(self) -> bool:
        return self.answer is not None and self.answer.count == self.golden.count

    def __str__(self) -> str:
        ended = f"{self.answer.outcome}, {self.answer.reason.code}" if self.answer else "not asked"
        return f"{self.golden.id}: {self.golden.question} ({ended})"


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _golden() -> list[Golden]:
    rows = (json.loads(line) for line in (DATA / "golden.jsonl").read_text("utf-8").splitlines())
    return [
        Golden(
            id=row["id"],
            kind=row["kind"],
            question=row["question"],
            evidence=tuple(map(tuple, row["evidence"])),
            answerable=row["expect"] == "answered",
            count=row.get("count"),
        )
        for row in rows
    ]


GOLDEN = _golden()


def _ask(engine: Engine, golden: Golden) -> Asked:
    try:
        return Asked(golden, engine.ask(golden.question, today=TODAY))
    except BadQuestion:
        return Asked(golden, None)


@pytest.fixture(scope="session")
def asked(shipped: Engine) -> list[Asked]:
    return [_ask(shipped, golden) for golden in GOLDEN]


def assert_share(of: Sequence[Asked], held: Callable[[Asked], bool], floor: float) -> None:
    missed = [one for one in of if not held(one)]
    share = 1 - len(missed) / len(of)
    listed = "\n  ".join(map(str, missed))
    assert share >= floor, f"{share:.3f} of {len(of)}, {floor} wanted; missed:\n  {listed}"


def _answerable(asked: list[Asked], kind: str | None = None) -> list[Asked]:
    return [a for a in asked if a.golden.answerable and kind in (None, a.golden.kind)]


def test_the_evidence_is_quoted(asked: list[Asked]) -> None:
    assert_share(_answerable(asked), lambda one: one.quoted, FLOORS["all"]["quoted"])


def test_what_the_bulletins_answer_is_answered(asked: list[Asked]) -> None:
    assert_share(_answerable(asked), lambda one: one.answered, FLOORS["all"]["answered"])


@pytest.mark.parametrize("kind", KINDS)
def test_the_evidence_is_quoted_in_every_kind(asked: list[Asked], kind: str) -> None:
    assert_share(_answerable(asked, kind), lambda one: one.quoted, FLOORS["quoted"][kind])


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_answered(asked: list[Asked], kind: str) -> None:
    assert_share(_answerable(asked, kind), lambda one: one.answered, FLOORS["answered"][kind])


def test_lists_are_quoted_whole_and_counted_right(asked: list[Asked]) -> None:
    lists = [one for one in asked if one.golden.count is not None]
    assert_share(lists, lambda one: one.whole, FLOORS["all"]["lists"])
    assert_share(lists, lambda one: one.counted, FLOORS["all"]["counted"])


@pytest.mark.parametrize("kind", ["offtopic", "near"])
def test_what_no_bulletin_says_is_not_answered(asked: list[Asked], kind: str) -> None:
    of = [one for one in asked if one.golden.kind == kind]
    assert_share(of, lambda one: not one.answered, FLOORS["all"][kind])


def test_nothing_else_without_an_answer_is_answered(asked: list[Asked]) -> None:
    apart = ("offtopic", "near")
    of = [a for a in asked if not a.golden.answerable and a.golden.kind not in apart]
    assert_share(of, lambda one: not one.answered, FLOORS["all"]["unanswerable"])


def test_every_quote_is_a_slice_of_its_bulletin_and_its_passage_is_given(
    asked: list[Asked],
) -> None:
    texts = {path.stem: verbatim(BULLETINS, path.stem) for path in BULLETINS.glob("*.txt")}
    for answer in (one.answer for one in asked if one.answer):
        given = [hit.passage.id for hit in answer.hits]
        assert len(given) == len(set(given))
        for quote in answer.quotes:
            one = quote.slice
            assert texts[one.bulletin][one.start : one.end] == one.text
            assert quote.passage in given
        for hit in answer.hits:
            text = texts[hit.passage.bulletin]
            assert text[hit.passage.start : hit.passage.end] == hit.passage.text


def test_the_golden_questions_are_what_they_say() -> None:
    assert len(GOLDEN) >= 120
    assert len({golden.id for golden in GOLDEN}) == len(GOLDEN)
    assert len({golden.question for golden in GOLDEN}) == len(GOLDEN)
    assert {golden.kind for golden in GOLDEN} == {*KINDS, "offtopic", "near"}
    bulletins = " ".join(_plain(verbatim(BULLETINS, p.stem)) for p in BULLETINS.glob("*.txt"))
    for golden in GOLDEN:
        assert golden.answerable == bool(golden.evidence)
        for alternatives in golden.evidence:
            for alternative in alternatives:
                assert _plain(alternative) in bulletins
