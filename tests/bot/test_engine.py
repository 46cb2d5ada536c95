from __future__ import annotations

import datetime as dt
import math
import sqlite3
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import engine as engines
from bot.engine import LONGEST, Engine
from bot.errors import BadQuestion
from bot.types import Outcome
from corpus.errors import CorpusEmpty, CorpusMissing
from embeddings.build import build
from embeddings.encoder import Encoder, ModelUnavailable
from embeddings.errors import (
    IndexDamaged,
    IndexMissing,
    IndexOfOtherModel,
    IndexStale,
    StorageFailed,
)
from embeddings.index import Index, Wanted
from embeddings.ranking import Floats
from tests.bot.asking import TODAY, quoted, verbatim
from tests.conftest import BULLETINS
from tests.doubles import SyllableEncoder
from tests.embeddings.building import EPIDEMIC, VACCINES, write

MACHINES = "Cấp phép máy thở\n\nCục Quản lý Dược cấp phép 12 máy thở.\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    write(folder, vaccines=VACCINES, machines=MACHINES)
    return folder


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def test_a_missing_index_is_built_where_that_is_allowed(corpus: Path, index: Path) -> None:
    steps: list[tuple[int, int]] = []
    engine = Engine.open(
        corpus, index, may_build=True, progress=lambda done, total: steps.append((done, total))
    )
    assert steps == [(1, 2), (2, 2)]
    answer = engine.ask("Cục Quản lý Dược cấp phép bao nhiêu máy thở?", today=TODAY)
    assert (answer.outcome, quoted(answer)[0]) == (
        Outcome.ANSWERED,
        "Cục Quản lý Dược cấp phép 12 máy thở.",
    )
    engine.close()


def test_a_missing_index_is_refused_where_it_may_not_be_built(corpus: Path, index: Path) -> None:
    with pytest.raises(IndexMissing):
        Engine.open(corpus, index, may_build=False)
    assert not index.exists()


def test_a_fitting_index_is_opened_as_it_is(corpus: Path, index: Path, model: Encoder) -> None:
    build(corpus, index, model)
    pointer = (index / "current").read_bytes()
    for may_build in (False, True):
        Engine.open(corpus, index, may_build=may_build).close()
        assert (index / "current").read_bytes() == pointer


@pytest.fixture
def always_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists the corpus before every question, however long that takes."""
    monkeypatch.setattr(engines, "LOOKED", 0.0)
    monkeypatch.setattr(engines, "SHARE", math.inf)


@pytest.mark.usefixtures("always_looking")
def test_a_bulletin_that_is_added_while_asking_is_found(corpus: Path, index: Path) -> None:
    engine = Engine.open(corpus, index, may_build=True)
    before = engine.version()
    engine.catch_up()
    assert engine.version() == before
    write(corpus, epidemic=EPIDEMIC)
    steps: list[tuple[int, int]] = []
    engine.catch_up(lambda done, total: steps.append((done, total)))
    assert (engine.size(), steps) == (3, [(1, 1)])
    (corpus / "epidemic.txt").unlink()
    engine.catch_up()
    assert engine.size() == 2
    engine.close()


@pytest.mark.usefixtures("always_looking")
def test_a_corpus_that_goes_away_while_asking_is_answered_from_as_it_was(
    corpus: Path, index: Path
) -> None:
    engine = Engine.open(corpus, index, may_build=True)
    corpus.rename(corpus.with_name("elsewhere"))
    engine.catch_up()
    assert engine.size() == 2
    engine.close()


@pytest.mark.usefixtures("always_looking")
def test_a_named_index_is_not_brought_up_to_date_unasked(
    corpus: Path, index: Path, model: Encoder
) -> None:
    build(corpus, index, model)
    engine = Engine.open(corpus, index, may_build=False)
    write(corpus, epidemic=EPIDEMIC)
    engine.catch_up()
    assert engine.size() == 2
    engine.close()


def test_the_corpus_is_not_listed_for_every_question(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "LOOKED", math.inf)
    engine = Engine.open(corpus, index, may_build=True)
    write(corpus, epidemic=EPIDEMIC)
    engine.catch_up()  # just opened
    assert engine.size() == 2
    engine.close()


def flip_terms(index: Path) -> None:
    """Damages the terms of the current snapshot so that they open, and panic when they are read."""
    name = (index / "current").read_text("utf-8").strip()
    for ending in ("term", "idx"):
        for path in (index / "snapshots" / name / "lexical").glob(f"*.{ending}"):
            content = path.read_bytes()
            middle = slice(len(content) // 10, len(content) // 2)
            flipped = bytes(byte ^ 0xFF for byte in content[middle])
            path.write_bytes(content[: middle.start] + flipped + content[middle.stop :])


def test_damage_that_shows_only_when_asked_is_mended_where_that_is_allowed(
    corpus: Path, index: Path, model: Encoder
) -> None:
    build(corpus, index, model)
    flip_terms(index)
    engine = Engine.open(corpus, index, may_build=True)
    answer = engine.ask("Cục Quản lý Dược cấp phép bao nhiêu máy thở?", today=TODAY)
    assert quoted(answer)[0] == "Cục Quản lý Dược cấp phép 12 máy thở."
    engine.close()


def test_damage_that_shows_only_when_asked_is_told_where_nothing_may_be_built(
    corpus: Path, index: Path, model: Encoder
) -> None:
    build(corpus, index, model)
    flip_terms(index)
    engine = Engine.open(corpus, index, may_build=False)
    with pytest.raises(IndexDamaged):
        engine.ask("Cục Quản lý Dược cấp phép bao nhiêu máy thở?", today=TODAY)
    engine.close()


class Interrupting:
    """A reranker that does something while a question is answered."""

    name, revision = "interrupting", "1"

    def __init__(self, act: Callable[[], None]) -> None:
        self._act = act

    def scores(self, question: str, passages: Sequence[str]) -> Floats:
        self._act()
        return np.zeros(len(passages), np.float32)


def test_nothing_is_built_for_a_question_under_which_the_index_is_closed(
    corpus: Path, index: Path, model: Encoder
) -> None:
    build(corpus, index, model)
    pointer = (index / "current").read_bytes()
    reranker = Interrupting(lambda: engine.close())
    opened = Index.open(index, Wanted.of(model))
    engine = Engine(index, model, opened, reranker=reranker, corpus=corpus)
    with pytest.raises(sqlite3.ProgrammingError):
        engine.ask("Cục Quản lý Dược cấp phép bao nhiêu máy thở?", today=TODAY)
    assert (index / "current").read_bytes() == pointer


def out_of_order(index: Path) -> None:
    """From now on nothing can be built there."""
    (index / "builder.lock").unlink(missing_ok=True)
    (index / "builder.lock").mkdir(parents=True)


def test_where_nothing_can_be_built_the_index_that_is_there_serves(
    corpus: Path, index: Path, model: Encoder
) -> None:
    build(corpus, index, model)
    write(corpus, epidemic=EPIDEMIC)
    out_of_order(index)
    engine = Engine.open(corpus, index, may_build=True)
    assert engine.behind
    answer = engine.ask("Cục Quản lý Dược cấp phép bao nhiêu máy thở?", today=TODAY)
    assert quoted(answer)[0] == "Cục Quản lý Dược cấp phép 12 máy thở."
    engine.close()


def test_where_nothing_can_be_built_and_nothing_is_there_that_is_said(
    corpus: Path, index: Path
) -> None:
    out_of_order(index)
    with pytest.raises(StorageFailed):
        Engine.open(corpus, index, may_build=True)


def test_a_named_index_that_is_behind_serves_as_it_is(
    corpus: Path, index: Path, model: Encoder
) -> None:
    build(corpus, index, model)
    fresh = Engine.open(corpus, index, may_build=False)
    assert not fresh.behind
    fresh.close()
    write(corpus, epidemic=EPIDEMIC)
    engine = Engine.open(corpus, index, may_build=False)
    assert engine.behind
    answer = engine.ask("Cục Quản lý Dược cấp phép bao nhiêu máy thở?", today=TODAY)
    assert "Cục Quản lý Dược cấp phép 12 máy thở." in quoted(answer)
    engine.close()


def test_a_stale_index_is_rebuilt_where_that_is_allowed(
    corpus: Path, index: Path, model: Encoder
) -> None:
    build(corpus, index, model)
    write(corpus, epidemic=EPIDEMIC)
    engine = Engine.open(corpus, index, may_build=True)
    answer = engine.ask("Bộ Y tế họp về phòng chống dịch ở đâu?", today=TODAY)
    assert "Bộ Y tế họp về phòng chống dịch tại các tỉnh." in quoted(answer)
    engine.close()


def test_colours_of_a_terminal_are_no_words(corpus: Path, index: Path) -> None:
    engine = Engine.open(corpus, index, may_build=True)
    answer = engine.ask("Cục Quản lý Dược \x1b[31mcấp phép\x1b[0m mấy máy thở?", today=TODAY)
    assert answer.understood == "Cục Quản lý Dược cấp phép mấy máy thở?"
    engine.close()


def test_an_index_of_another_corpus_is_stale(
    corpus: Path, index: Path, model: Encoder, tmp_path: Path
) -> None:
    build(corpus, index, model)
    write(tmp_path / "other", epidemic=EPIDEMIC)
    with pytest.raises(IndexStale):
        Engine.open(tmp_path / "other", index, may_build=False)


def test_an_index_of_another_model_is_refused_or_rebuilt(corpus: Path, index: Path) -> None:
    build(corpus, index, SyllableEncoder())
    with pytest.raises(IndexOfOtherModel) as caught:
        Engine.open(corpus, index, may_build=False)
    assert caught.value.detail.startswith("test-syllables 1 / bantin-static ")
    engine = Engine.open(corpus, index, may_build=True)
    assert engine.ask("Máy thở nào được cấp phép?", today=TODAY).hits
    engine.close()


def test_what_cannot_be_opened_is_said(corpus: Path, index: Path, tmp_path: Path) -> None:
    with pytest.raises(CorpusMissing):
        Engine.open(tmp_path / "nowhere", index, may_build=True)
    (tmp_path / "empty").mkdir()
    with pytest.raises(CorpusEmpty):
        Engine.open(tmp_path / "empty", index, may_build=True)
    with pytest.raises(ModelUnavailable):
        Engine.open(corpus, index, model=str(tmp_path / "empty"), may_build=True)


def test_an_open_engine_follows_a_rebuild(corpus: Path, index: Path, model: Encoder) -> None:
    engine = Engine.open(corpus, index, may_build=True)
    question = "Cục Quản lý Dược cấp phép bao nhiêu máy thở?"
    assert quoted(engine.ask(question, today=TODAY))[0] == "Cục Quản lý Dược cấp phép 12 máy thở."
    write(corpus, machines=MACHINES.replace("12", "345"))
    assert quoted(engine.ask(question, today=TODAY))[0] == "Cục Quản lý Dược cấp phép 12 máy thở."
    build(corpus, index, model)
    assert quoted(engine.ask(question, today=TODAY))[0] == "Cục Quản lý Dược cấp phép 345 máy thở."
    (corpus / "machines.txt").unlink()
    for _ in range(3):  # the snapshot that was open at first is gone by now
        write(corpus, vaccines=VACCINES + "\n")
        build(corpus, index, model)
    answer = engine.ask(question, today=TODAY)
    assert {hit.bulletin.id for hit in answer.hits} == {"vaccines"}
    engine.close()


@pytest.mark.parametrize("question", ["", "   \n\t", "???", "😀🇻🇳", "\x00\x07", "\u200b"])
def test_a_question_without_a_word_cannot_be_asked(shipped: Engine, question: str) -> None:
    with pytest.raises(BadQuestion) as caught:
        shipped.ask(question)
    assert caught.value.code == "empty"


def test_a_question_may_be_long_but_not_too_long(shipped: Engine) -> None:
    longest = ("nhiệm vụ " * LONGEST)[:LONGEST]
    assert shipped.ask(longest, today=TODAY).question == longest
    for length in (LONGEST + 1, 100_000):
        with pytest.raises(BadQuestion) as caught:
            shipped.ask("a" * length)
        assert caught.value.code == "too_long"


def test_today_is_what_this_year_means(shipped: Engine) -> None:
    question = "Bộ Y tế có nhiệm vụ gì trong quý này?"
    at_that_time = shipped.ask(question, today=dt.date(2021, 5, 1))
    assert (at_that_time.outcome, at_that_time.count) == (Outcome.ANSWERED, 7)
    later = shipped.ask(question, today=TODAY)
    assert (later.outcome, later.reason.code) == (Outcome.REFUSED, "period_not_covered")
    assert later.reason.values["periods"] == "2026-10-01/2026-12-31"


WORDS = """
    Bộ Y tế nhiệm vụ mấy nào là gì thứ năm cuối cùng tháng 4 quý 2 2021 ai khi ngày Đảng uỷ Đại hội
    vắc xin Nanocovax máy thở khám chữa bệnh từ xa phần mềm kể tên các những bao nhiêu điểm cầu
    bo y te nhiem vu thu bay 31/2/2021 covid-19 Nguyễn Thanh Long Pfizer giá tiền phần trăm
""".split()


@settings(max_examples=60)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9), st.integers(0, 6), st.booleans())
def test_every_quote_is_verbatim_and_its_passage_is_given(
    shipped: Engine, words: list[str], top: int, decomposed: bool
) -> None:
    question = " ".join(words)
    if decomposed:
        question = unicodedata.normalize("NFD", question)
    answer = shipped.ask(question, top=top, today=TODAY)
    assert answer.question == question
    assert bool(answer.quotes) == (answer.outcome in (Outcome.ANSWERED, Outcome.UNSURE))
    given_ = [hit.passage.id for hit in answer.hits]
    assert len(given_) == len(set(given_))
    by_quote = {quote.passage for quote in answer.quotes}
    assert by_quote <= set(given_)
    assert len(set(given_) - by_quote) <= top
    for quote in answer.quotes:
        one = quote.slice
        assert one.text
        assert verbatim(BULLETINS, one.bulletin)[one.start : one.end] == one.text
    assert answer.count is None or answer.count == len(answer.quotes) or len(answer.quotes) == 1
