from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.engine import Engine
from bot.types import Outcome
from corpus.vietnamese import fold, syllables
from embeddings.build import build
from embeddings.encoder import Encoder
from tests.bot.asking import TODAY, date, sources
from tests.embeddings.building import write

LIMIT = 3
ALL = 50
APRIL, VISIT = "000_9e3820bbe5902494", "001_b41c7af6eaf050f0"
TASKS = "Nhiệm vụ trọng tâm của Bộ Y tế trong tháng 4 năm 2021 là gì?"

FOREST = (
    "Một số giải pháp bảo vệ rừng của tỉnh Lâm Đồng năm 2022\n\n"
    "Chi cục Kiểm lâm trồng 450 cây thông tại huyện Lạc Dương.\n\n"
    "Hội nghị bảo vệ rừng được tổ chức trong 3 ngày.\n\n"
    "Tỉnh đề ra các giải pháp sau:\n"
    "1. Tuần tra ban đêm ở các cửa rừng.\n"
    "2. Dựng chòi canh lửa trên đồi.\n"
    "3. Giao khoán đất rừng cho dân.\n"
)
GREETING = "Lời chào\n\nXin chào bạn đọc thân mến.\n"


def opened(folder: Path, model: Encoder, /, **texts: str) -> Engine:
    write(folder / "corpus", **texts)
    build(folder / "corpus", folder / "index", model)
    return Engine.open(folder / "corpus", folder / "index", may_build=False)


def key(text: str) -> str:
    return fold(" ".join(syllables(text)))


@pytest.mark.parametrize("bulletin", [APRIL, VISIT])
def test_what_is_suggested_is_answered_from_that_bulletin(shipped: Engine, bulletin: str) -> None:
    asks = shipped.questions_about(bulletin, ALL)
    assert len(asks) > LIMIT
    assert len(set(map(key, asks))) == len(asks)
    for question in asks:
        answer = shipped.ask(question, today=TODAY)
        assert answer.outcome is Outcome.ANSWERED, question
        assert sources(answer)[0] == bulletin, question


def test_a_list_is_asked_for_by_the_title_that_announces_it(shipped: Engine) -> None:
    assert shipped.questions_about(APRIL, 1) == (TASKS,)
    assert shipped.ask(TASKS, today=TODAY).count == 7


def test_questions_are_of_many_kinds(shipped: Engine) -> None:
    asks = " ".join(shipped.questions_about(VISIT, ALL))
    assert "Phương hướng nhiệm vụ năm 2021 là gì?" in asks
    assert "Ai là Bí thư Đảng ủy Khối các cơ quan Trung ương?" in asks
    assert "được tổ chức trong mấy ngày?" in asks
    assert "do ai trình bày?" in asks


def test_each_suggested_question_is_answered_with_something_else(shipped: Engine) -> None:
    for bulletin in (APRIL, VISIT):
        quotes = [shipped.ask(q).quotes for q in shipped.questions_about(bulletin, ALL)]
        assert len(set(quotes)) == len(quotes)


def test_examples_are_answered_and_taken_from_several_bulletins(shipped: Engine) -> None:
    asks = shipped.examples(LIMIT)
    answers = [shipped.ask(question, today=TODAY) for question in asks]
    assert len(asks) == LIMIT
    assert {answer.outcome for answer in answers} == {Outcome.ANSWERED}
    assert {sources(answer)[0] for answer in answers} == {APRIL, VISIT}


@pytest.mark.parametrize("limit", [0, 1, 2, LIMIT])
def test_there_are_at_most_as_many_as_wanted(shipped: Engine, limit: int) -> None:
    answer = shipped.ask(TASKS, today=TODAY)
    assert len(shipped.questions_about(VISIT, limit)) == limit
    assert len(shipped.examples(limit)) == limit
    assert len(shipped.suggested(answer, (), limit)) == limit


def test_after_an_item_comes_the_next_and_none_after_the_last(shipped: Engine) -> None:
    for place in range(1, 7):
        answer = shipped.ask(f"Nhiệm vụ thứ {place} là gì?", today=TODAY)
        following = f"Nhiệm vụ thứ {place + 1} là gì?"
        assert shipped.suggested(answer, (), LIMIT)[0] == following
        assert shipped.ask(following).quotes[0].where != answer.quotes[0].where
    last = shipped.ask("Nhiệm vụ thứ 7 là gì?", today=TODAY)
    assert not any("thứ" in ask for ask in shipped.suggested(last, (), ALL))


def test_what_was_asked_is_not_suggested_again_however_it_was_typed(shipped: Engine) -> None:
    answer = shipped.ask("Ai là Bộ trưởng Bộ Y tế?", today=TODAY)
    asked: list[str] = []
    for _ in range(4):
        asks = shipped.suggested(answer, asked, LIMIT)
        assert not {key(ask) for ask in asks} & {key(ask) for ask in asked}
        asked += [fold(ask).upper() for ask in asks]
    assert "Ai là Bộ trưởng Bộ Y tế?" not in shipped.suggested(answer, (), ALL)


def test_what_was_just_quoted_is_not_asked_for_again(shipped: Engine) -> None:
    tasks = shipped.ask(TASKS, today=TODAY)
    quoted = {quote.slice for quote in tasks.quotes}
    for question in shipped.suggested(tasks, (), ALL):
        assert not quoted.issuperset(q.slice for q in shipped.ask(question, today=TODAY).quotes)


def test_the_bulletin_that_answered_comes_before_others(shipped: Engine) -> None:
    answer = shipped.ask("Ai là Bộ trưởng Bộ Y tế?", today=TODAY)
    for question in shipped.suggested(answer, (), LIMIT):
        assert sources(shipped.ask(question, today=TODAY))[0] == VISIT


def test_a_refusal_is_followed_by_what_can_be_answered(shipped: Engine) -> None:
    refused = shipped.ask("Giá vàng hôm nay bao nhiêu?", today=TODAY)
    assert refused.outcome is Outcome.REFUSED
    asks = shipped.suggested(refused, (), LIMIT)
    assert len(asks) == LIMIT
    assert {shipped.ask(ask, today=TODAY).outcome for ask in asks} == {Outcome.ANSWERED}


def test_bulletins_of_another_topic_have_questions_too(tmp_path: Path, model: Encoder) -> None:
    engine = opened(tmp_path, model, forest=FOREST, greeting=GREETING)
    assert engine.questions_about("forest", ALL) == (
        "Giải pháp bảo vệ rừng của tỉnh Lâm Đồng năm 2022 là gì?",
        "Chi cục Kiểm lâm trồng bao nhiêu cây thông?",
        "Hội nghị bảo vệ rừng được tổ chức trong mấy ngày?",
    )
    second = engine.ask("Giải pháp thứ 2 là gì?", today=TODAY)
    assert engine.suggested(second, (), 1) == ("Giải pháp thứ 3 là gì?",)
    engine.close()


def test_a_bulletin_that_says_nothing_gives_none(tmp_path: Path, model: Encoder) -> None:
    engine = opened(tmp_path, model, greeting=GREETING)
    assert engine.questions_about("greeting", ALL) == ()
    assert engine.examples(LIMIT) == ()
    assert engine.suggested(engine.ask("Giá vàng?", today=TODAY), (), LIMIT) == ()
    assert engine.questions_about("nowhere", ALL) == ()
    engine.close()


def test_the_day_of_publication_is_asked_for_where_nothing_else_is_known(
    tmp_path: Path, model: Encoder
) -> None:
    (tmp_path / "corpus").mkdir()
    date(tmp_path / "corpus", greeting="2021-05-07")
    text = GREETING.replace("\n\n", "\n\n07/05/2021 | 09:50 AM\n\n")
    engine = opened(tmp_path, model, greeting=text)
    assert engine.questions_about("greeting", ALL) == ("Bản tin “Lời chào” đăng ngày nào?",)
    engine.close()


def test_suggestions_follow_the_index(tmp_path: Path, model: Encoder) -> None:
    engine = opened(tmp_path, model, forest=FOREST)
    assert engine.examples(1)[0].startswith("Giải pháp bảo vệ rừng")
    write(tmp_path / "corpus", forest=FOREST.replace("giải pháp", "biện pháp"))
    build(tmp_path / "corpus", tmp_path / "index", model)
    assert engine.examples(1)[0].startswith("Biện pháp bảo vệ rừng")
    engine.close()


def test_a_title_in_capitals_is_lowered_and_commands_and_long_titles_are_none(
    tmp_path: Path, model: Encoder
) -> None:
    title, rest = FOREST.split("\n", 1)
    engine = opened(
        tmp_path,
        model,
        loud=f"{title.upper()}\n{rest}",
        command=f"/thoat {title}\n{rest}",
        long=f"{title} {'và những năm về sau ' * 9}\n{rest}",
    )
    for bulletin in ("loud", "command", "long"):
        for question in engine.questions_about(bulletin, ALL):
            assert not question.isupper()
            assert not question.startswith("/")
            assert len(question) <= 120
    engine.close()


PIECES = st.sampled_from(
    [
        "Một số nhiệm vụ", "Bộ Y tế", "trong 02 ngày", "\n\n", "\n1. ", "\n2. ", "12 máy thở", ". ",
        ", ", "do ông Nguyễn Văn An trình bày", "Ai là", "\x1b[31m", "\u202e", "{title}", "%s", "/",
        "Bộ trưởng Bộ Y tế Nguyễn Văn An", "được tổ chức", "ngày 31/4/2021", "năm 2021", "như sau:",
        "giai đoạn 2 vắc xin Abcdef", "yêu cầu", "tỷ lệ tiêm đạt 95%", "\x00", "\u2028", "٣ người",
    ]
)  # fmt: skip


@settings(max_examples=12)
@given(st.lists(st.tuples(PIECES, st.text(max_size=6)), min_size=1, max_size=25))
@example([("Một số nhiệm vụ", "\xad"), ("do ông Nguyễn Văn An trình bày", "")])
@example([("Một số nhiệm vụ {title}\x85 năm 2021 như sau:\n1. /a\n2. \u2029", "b")])
def test_whatever_bulletins_hold_suggestions_are_single_lines(
    model: Encoder, pieces: list[tuple[str, str]]
) -> None:
    text = " ".join(part for piece in pieces for part in piece).encode("utf-8", "replace")
    with tempfile.TemporaryDirectory() as folder:
        engine = opened(Path(folder), model, odd=text.decode("utf-8"), forest=FOREST)
        found = [*engine.questions_about("odd", ALL), *engine.examples(LIMIT)]
        found += engine.suggested(engine.ask("Bộ Y tế có nhiệm vụ gì?", today=TODAY), (), ALL)
        for question in found:
            assert question.splitlines() == [question]
            assert question.isprintable()
        engine.close()
