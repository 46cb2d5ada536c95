"""The golden questions, asked of the real engine over the shipped bulletins.

A failure lists the questions that were missed. Floors stand in tests/data/floors.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence

import pytest

from bot.engine import Engine
from bot.errors import BadQuestion
from bot.types import Outcome
from tests.bot.asking import TODAY, verbatim
from tests.conftest import BULLETINS
from tests.golden import CHAT, DATA, Golden, Judged, judge, plain, read

FLOORS: dict[str, dict[str, float]] = tomllib.loads((DATA / "floors.toml").read_text("utf-8"))
KINDS = list(FLOORS["quoted"])


GOLDEN = read()


def _ask(engine: Engine, golden: Golden) -> Judged:
    try:
        return judge(golden, engine.ask(golden.question, today=TODAY))
    except BadQuestion:
        return judge(golden, None)


@pytest.fixture(scope="session")
def asked(shipped: Engine) -> list[Judged]:
    return [_ask(shipped, golden) for golden in GOLDEN]


def assert_share(of: Sequence[Judged], held: Callable[[Judged], bool], floor: float) -> None:
    missed = [one for one in of if not held(one)]
    share = 1 - len(missed) / len(of)
    listed = "\n  ".join(map(str, missed))
    assert share >= floor, f"{share:.3f} of {len(of)}, {floor} wanted; missed:\n  {listed}"


def _says_count(one: Judged) -> bool:
    return one.answer is not None and one.answer.count == one.golden.count


def _answerable(asked: list[Judged], kind: str | None = None) -> list[Judged]:
    return [a for a in asked if a.golden.answerable and kind in (None, a.golden.kind)]


def test_the_evidence_is_quoted(asked: list[Judged]) -> None:
    assert_share(_answerable(asked), lambda one: one.quoted, FLOORS["all"]["quoted"])


def test_what_the_bulletins_answer_is_answered(asked: list[Judged]) -> None:
    assert_share(_answerable(asked), lambda one: one.answered, FLOORS["all"]["answered"])


@pytest.mark.parametrize("kind", KINDS)
def test_the_evidence_is_quoted_in_every_kind(asked: list[Judged], kind: str) -> None:
    assert_share(_answerable(asked, kind), lambda one: one.quoted, FLOORS["quoted"][kind])


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_answered(asked: list[Judged], kind: str) -> None:
    assert_share(_answerable(asked, kind), lambda one: one.answered, FLOORS["answered"][kind])


def test_lists_are_quoted_whole_and_counted_right(asked: list[Judged]) -> None:
    lists = [one for one in asked if one.golden.count is not None]
    assert_share(lists, lambda one: one.quoted and one.counted, FLOORS["all"]["lists"])
    assert_share(lists, _says_count, FLOORS["all"]["counted"])


@pytest.mark.parametrize("kind", ["offtopic", "near"])
def test_what_no_bulletin_says_is_not_answered(asked: list[Judged], kind: str) -> None:
    of = [one for one in asked if one.golden.kind == kind]
    assert_share(of, lambda one: not one.answered, FLOORS["all"][kind])


def test_nothing_else_without_an_answer_is_answered(asked: list[Judged]) -> None:
    apart = ("offtopic", "near")
    of = [a for a in asked if not a.golden.answerable and a.golden.kind not in apart]
    assert_share(of, lambda one: not one.answered, FLOORS["all"]["unanswerable"])


def test_every_quote_is_a_slice_of_its_bulletin_and_its_passage_is_given(
    asked: list[Judged],
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


# -- what is not to be looked up ----------------------------------------------------------------


@pytest.fixture(scope="session")
def said(shipped: Engine) -> list[Judged]:
    return [_ask(shipped, golden) for golden in read(CHAT)]


def test_chat_and_illness_are_never_looked_up(said: list[Judged]) -> None:
    chat = [one for one in said if one.golden.chat]
    assert_share(chat, _is_chat, FLOORS["chat"]["chat"])


def test_who_is_ill_is_sent_to_a_doctor_and_to_115(said: list[Judged]) -> None:
    ill = [one for one in said if one.golden.kind == "medical"]
    sent = "medical"
    assert_share(ill, lambda one: one.answer is not None and one.answer.reason.code == sent, 1.0)


def test_what_is_no_chat_is_looked_up(said: list[Judged]) -> None:
    looked_up = [one for one in said if not one.golden.chat]
    assert_share(looked_up, lambda one: not _is_chat(one), FLOORS["chat"]["looked_up"])


def test_what_only_looks_like_illness_is_answered(said: list[Judged]) -> None:
    facts = [one for one in said if one.golden.answerable]
    assert_share(facts, lambda one: one.answered, FLOORS["chat"]["fact"])
    assert_share(facts, lambda one: one.quoted, FLOORS["chat"]["quoted"])


def test_nothing_else_among_them_is_answered(said: list[Judged]) -> None:
    others = [one for one in said if not one.golden.answerable]
    assert_share(others, lambda one: not one.answered, 1.0)


def _is_chat(one: Judged) -> bool:
    return one.answer is not None and one.answer.outcome is Outcome.CHAT


def test_the_golden_questions_are_what_they_say() -> None:
    assert len(GOLDEN) >= 120
    assert len({golden.id for golden in GOLDEN}) == len(GOLDEN)
    assert len({golden.question for golden in GOLDEN}) == len(GOLDEN)
    assert {golden.kind for golden in GOLDEN} == {*KINDS, "offtopic", "near"}
    bulletins = " ".join(plain(verbatim(BULLETINS, p.stem)) for p in BULLETINS.glob("*.txt"))
    chat = read(CHAT)
    assert len(chat) >= 60
    assert len({one.question for one in (*GOLDEN, *chat)}) == len(GOLDEN) + len(chat)
    for golden in (*GOLDEN, *chat):
        assert golden.answerable == bool(golden.evidence)
        for alternatives in golden.evidence:
            for alternative in alternatives:
                assert plain(alternative) in bulletins
