"""What is typed with a slash, over the shipped bulletins and over 25 small ones."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.commands import (
    COMMANDS,
    EXAMPLES,
    LATEST,
    PAGE,
    Command,
    Place,
    at,
    called,
    find,
    nearest,
)
from bot.dialogue.conversation import Dialogue
from bot.dialogue.reply import Reply
from bot.engine import Engine
from bot.parts import Kind
from bot.texts import Lang, Texts
from bot.types import Outcome
from embeddings.build import build
from embeddings.encoder import Encoder
from tests.bot.asking import TODAY, date, sources
from tests.embeddings.building import write

DATED = 22
ALL = 25
TERMINAL = at(Place.TERMINAL)
NAMES = [name for one in COMMANDS for name in dict.fromkeys((one.name, one.alias))]


@pytest.fixture(scope="module")
def many(model: Encoder) -> Iterator[Engine]:
    """25 bulletins: 22 of the days 1 to 22 of March, 3 undated."""
    with tempfile.TemporaryDirectory() as folder:
        corpus, index = Path(folder) / "corpus", Path(folder) / "index"
        texts = {
            f"n{n:02}": f"Tin số {n}\n\nBệnh viện số {n} tiếp nhận {n + 30} máy thở.\n"
            for n in range(1, ALL + 1)
        }
        write(corpus, **texts)
        date(corpus, **{f"n{n:02}": f"2021-03-{n:02}" for n in range(1, DATED + 1)})
        build(corpus, index, model)
        engine = Engine.open(corpus, index, may_build=False)
        yield engine
        engine.close()


def replied(engine: Engine, message: str, lang: Lang = "vi") -> Reply:
    return Dialogue(engine, Texts(lang), today=TODAY).reply(message)


def code(reply: Reply) -> str:
    assert reply.answer is not None
    assert reply.answer.outcome is Outcome.CHAT
    return reply.answer.reason.code


def of_kind(reply: Reply, kind: Kind) -> list[str]:
    return [part.text for part in reply.parts if part.kind is kind]


@pytest.mark.parametrize(
    ("message", "command"),
    [
        ("/nguon", ("nguon", "")),
        ("  /NGUON 2 \n", ("nguon", "2")),
        ("/nguon  hai  ba", ("nguon", "hai  ba")),
        ("/nguồn", ("nguồn", "")),
        ("/", None),
        ("/ nguon", None),
        ("nguon", None),
        ("xem /nguon", None),
        ("1/4 là gì", None),
        ("", None),
    ],
)
def test_a_command_is_a_slash_a_name_and_what_follows(
    message: str, command: tuple[str, str] | None
) -> None:
    assert called(message) == command


def test_a_command_is_found_by_its_name_and_by_its_alias() -> None:
    assert len(set(NAMES)) == len(NAMES)
    for place in Place:
        for one in at(place):
            assert find(one.name, place) is find(one.alias, place) is one
            assert nearest(one.name, place) is nearest(one.alias, place) is one
        assert find("khongco", place) is None


def test_a_command_is_known_only_where_it_can_be_given() -> None:
    assert find("thongke", Place.OPERATOR)
    assert not find("thongke", Place.CHAT)
    assert not find("start", Place.TERMINAL)
    assert not find("thoat", Place.CHAT)


def test_telegram_takes_the_name_of_every_command() -> None:
    assert all(re.fullmatch(r"[a-z]{1,32}", name) for name in NAMES)


@pytest.mark.parametrize("one", TERMINAL, ids=lambda one: one.name)
def test_a_command_answers_alike_by_either_name_in_any_case(shipped: Engine, one: Command) -> None:
    typed = (one.name, one.alias, one.alias.upper())
    assert len({replied(shipped, f"/{name}").text for name in typed}) == 1


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ngoun", "nguon"),
        ("nguồn", "nguon"),
        ("trợgiúp", "trogiup"),
        ("hepl", "trogiup"),
        ("tro", "trogiup"),
        ("nguontin", "nguon"),
        ("sourcs", "nguon"),
    ],
)
def test_of_an_unknown_command_the_near_one_is_suggested(
    shipped: Engine, typed: str, meant: str
) -> None:
    reply = replied(shipped, f"/{typed}")
    assert code(reply) == "near_command"
    assert reply.text == (
        f"Không có lệnh /{typed}. Có phải bạn muốn gõ /{meant}? Gõ /trogiup để xem các lệnh."
    )


def test_the_suggested_command_is_named_in_the_language_that_is_spoken(shipped: Engine) -> None:
    assert "Did you mean /sources?" in replied(shipped, "/ngoun", "en").text


@pytest.mark.parametrize("typed", ["khongcolenhnay", "start", "xyz", "123"])
def test_a_far_one_is_not_suggested(shipped: Engine, typed: str) -> None:
    reply = replied(shipped, f"/{typed}")
    assert code(reply) == "no_such_command"
    assert reply.text == f"Không có lệnh /{typed}. Gõ /trogiup để xem các lệnh."


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_help_lists_every_command(shipped: Engine, lang: Lang) -> None:
    reply = replied(shipped, "/help", lang)
    lines = of_kind(reply, Kind.COMMAND)
    assert len(lines) == len(TERMINAL)
    for one, line in zip(TERMINAL, lines, strict=True):
        name = one.alias if lang == "en" else one.name
        assert line.split() == [f"/{name}", *Texts(lang).say(f"command_{one.name}").split()]
    assert of_kind(reply, Kind.SAID)


def test_sources_come_in_pages_the_newest_first_and_the_undated_last(many: Engine) -> None:
    titles = []
    for page in (1, 2, 3):
        reply = replied(many, f"/nguon {page}")
        assert code(reply) == "sources"
        assert f"Kho có 25 bản tin, trang {page}/3:" in reply.text
        assert (f"Xem tiếp: /nguon {page + 1}" in reply.text) == (page < 3)
        titles.append(of_kind(reply, Kind.TITLE))
    assert [len(page) for page in titles] == [PAGE, PAGE, ALL - 2 * PAGE]
    shown = [title for page in titles for title in page]
    assert shown[:DATED] == [f"Tin số {n} ({n:02}/03/2021)" for n in range(DATED, 0, -1)]
    undated = {f"Tin số {n} (không ghi ngày)" for n in range(DATED + 1, ALL + 1)}
    assert set(shown[DATED:]) == undated


@pytest.mark.parametrize(
    ("argument", "page"),
    [("", 1), ("abc", 1), ("0", 1), ("-1", 1), ("2 3", 1), ("4", 3), ("99999999", 3), ("002", 2)],
)
def test_a_page_that_is_not_there_is_the_nearest_one(
    many: Engine, argument: str, page: int
) -> None:
    assert replied(many, f"/nguon {argument}").text == replied(many, f"/nguon {page}").text


def test_a_page_number_of_any_length_is_a_page(many: Engine) -> None:
    assert code(replied(many, "/nguon " + "9" * 5_000)) == "sources"


def test_the_newest_bulletins_come_each_with_a_question_it_answers(shipped: Engine) -> None:
    reply = replied(shipped, "/moi")
    heads = shipped.bulletins(LATEST)
    assert code(reply) == "latest"
    kinds = [part.kind for part in reply.parts]
    assert kinds == [Kind.SAID, *[Kind.TITLE, Kind.ASK] * len(heads)]
    for head, ask in zip(heads, of_kind(reply, Kind.ASK), strict=True):
        answer = shipped.ask(ask, today=TODAY)
        assert (answer.outcome, sources(answer)[0]) == (Outcome.ANSWERED, head.id)


def test_no_more_than_the_newest_are_named(many: Engine) -> None:
    titles = of_kind(replied(many, "/moi"), Kind.TITLE)
    assert titles == [f"Tin số {n} ({n:02}/03/2021)" for n in (22, 21, 20)]


def test_examples_are_answered(shipped: Engine) -> None:
    reply = replied(shipped, "/vidu")
    asks = of_kind(reply, Kind.ASK)
    assert code(reply) == "examples"
    assert len(asks) == EXAMPLES
    assert {shipped.ask(ask, today=TODAY).outcome for ask in asks} == {Outcome.ANSWERED}


def test_without_examples_none_are_announced(many: Engine) -> None:
    assert many.examples(EXAMPLES) == ()
    assert not replied(many, "/vidu").text.endswith(":")


def test_only_leaving_leaves(shipped: Engine) -> None:
    for one in TERMINAL:
        assert replied(shipped, f"/{one.name}").leave == (one.name == "thoat")
    assert not replied(shipped, "/thoatt").leave


def test_a_command_is_reported_as_it_was_typed(shipped: Engine) -> None:
    answer = replied(shipped, "/Nguon 7").answer
    assert answer is not None
    assert (answer.question, answer.understood) == ("/Nguon 7", "/Nguon 7")


@given(st.text(alphabet=st.characters(categories=["L", "N"]), max_size=9))
def test_what_is_near_is_a_command_that_is_known(name: str) -> None:
    assert nearest(name, Place.TERMINAL) in (None, *TERMINAL)


@given(st.sampled_from(NAMES), st.text())
def test_an_argument_is_what_follows_the_name(name: str, argument: str) -> None:
    assert called(f"/{name} {argument}") == (name, argument.strip())
