"""One conversation with the real engine: what was said last decides how the next is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.conversation import MORE, SUGGESTED, Dialogue
from bot.dialogue.reply import Reply
from bot.engine import Engine
from bot.parts import Kind
from bot.texts import Texts
from bot.types import Answer, Outcome
from embeddings.build import build
from embeddings.loading import load_encoder
from tests.bot.asking import TODAY, asking, quoted, sources, verbatim
from tests.conftest import BULLETINS
from tests.embeddings.building import write

VI = Texts("vi")
TASKS = "Nhiệm vụ trọng tâm tháng 4 năm 2021 là gì?"
PHASE = "Nanocovax đang thử nghiệm giai đoạn mấy?"
POST = "Ông Huỳnh Tấn Việt giữ chức gì?"
CONGRESS = "Đại hội Đảng bộ Bộ Y tế được tổ chức trong mấy ngày?"
THIRD_TIME = "Việt Nam chống dịch lần 3 thành công thế nào?"
APRIL, VISIT = "000_9e3820bbe5902494", "001_b41c7af6eaf050f0"

Say = Callable[..., Answer]


def talk(engine: Engine, *, suggest: bool = False, today: dt.date = TODAY) -> Dialogue:
    return Dialogue(engine, VI, today=today, suggest=suggest)


def said(dialogue: Dialogue, *messages: str) -> Answer:
    """Says all of them; the answer to the last."""
    for message in messages:
        reply = dialogue.reply(message)
    assert reply.answer is not None
    return reply.answer


def of_kind(reply: Reply, kind: Kind) -> list[str]:
    return [part.text for part in reply.parts if part.kind is kind]


def code(answer: Answer) -> str:
    return answer.reason.code


# -- the same about another thing --------------------------------------------------------------


def test_the_same_is_asked_of_another_vaccine(shipped: Engine) -> None:
    answer = said(talk(shipped), PHASE, "còn COVIVAC?")
    assert answer.outcome is Outcome.ANSWERED
    assert answer.question == "còn COVIVAC?"
    assert answer.understood == "COVIVAC đang thử nghiệm giai đoạn mấy?"
    assert "giai đoạn 1 vắc xin COVIVAC" in quoted(answer)[0]


def test_a_fourth_time_is_not_answered_with_the_third(shipped: Engine) -> None:
    dialogue = talk(shipped)
    answer = said(dialogue, THIRD_TIME, "thế lần 4?")
    assert answer.understood == "Việt Nam chống dịch lần 4 thành công thế nào?"
    assert answer.outcome is not Outcome.ANSWERED
    assert dialogue.memory.topic == THIRD_TIME


def test_the_list_is_asked_for_another_period(shipped: Engine) -> None:
    answer = said(talk(shipped), TASKS, "còn quý 2?")
    assert answer.understood == "Nhiệm vụ trọng tâm quý 2 năm 2021 là gì?"
    assert (answer.outcome, answer.count) == (Outcome.ANSWERED, 7)


def test_a_period_that_is_refused_does_not_end_the_topic(shipped: Engine) -> None:
    dialogue = talk(shipped)
    assert code(said(dialogue, TASKS, "còn quý 4?")) == "period_not_covered"
    assert said(dialogue, "còn quý 2?").count == 7


def test_a_date_that_does_not_exist_does_not_end_the_topic(shipped: Engine) -> None:
    dialogue = talk(shipped)
    assert code(said(dialogue, TASKS, "còn ngày 31/2/2021?")) == "impossible_date"
    assert said(dialogue, "còn quý 2?").understood == "Nhiệm vụ trọng tâm quý 2 năm 2021 là gì?"


# -- persons -----------------------------------------------------------------------------------


def test_a_given_name_means_the_person_who_was_shown(shipped: Engine) -> None:
    answer = said(talk(shipped), POST, "thế ông Tuyên?")
    assert answer.outcome is Outcome.ANSWERED
    assert "Đỗ Xuân Tuyên" in answer.understood
    assert "Thứ trưởng Bộ Y tế" in quoted(answer)[0]


def test_he_is_the_person_quoted_before(shipped: Engine) -> None:
    answer = said(talk(shipped), "Ai là Bộ trưởng Bộ Y tế?", "ông ấy nói gì tại buổi làm việc?")
    assert answer.outcome is Outcome.ANSWERED
    assert "Nguyễn Thanh Long" in answer.understood
    assert "Nguyễn Thanh Long" in quoted(answer)[0]


def test_his_age_is_not_made_up(shipped: Engine) -> None:
    answer = said(talk(shipped), "Ai là Bộ trưởng Bộ Y tế?", "ông ấy bao nhiêu tuổi?")
    assert answer.outcome is Outcome.REFUSED


def test_what_he_said_is_not_what_others_said(shipped: Engine) -> None:
    answer = said(talk(shipped), "Ai là Bộ trưởng Bộ Y tế?", "ông ấy nói gì?")
    assert all("Nguyễn Thanh Long" in text for text in quoted(answer))


# -- along a list ------------------------------------------------------------------------------


def test_a_list_is_walked_along_by_number_and_by_step(shipped: Engine) -> None:
    dialogue = talk(shipped)
    said(dialogue, TASKS)
    for message, place in (
        ("5", 5),
        ("cái tiếp theo", 6),
        ("tiếp", 7),
        ("cái trước đó", 6),
        ("cái đầu tiên", 1),
        ("cái cuối?", 7),
        ("còn cái thứ hai", 2),
        ("thứ mấy?", 2),
    ):
        [quote] = said(dialogue, message).quotes
        assert quote.where is not None
        assert (quote.where.number, quote.where.of, quote.where.item) == (place, 7, True), message


def test_beyond_the_end_of_a_list_is_refused_and_the_walk_goes_on(shipped: Engine) -> None:
    dialogue = talk(shipped)
    said(dialogue, TASKS, "cái cuối")
    for message in ("cái tiếp theo", "9", "0", "số 12"):
        answer = said(dialogue, message)
        assert (answer.outcome, code(answer)) == (Outcome.REFUSED, "no_such_item")
        assert answer.reason.values["size"] == "7"
    assert quoted(said(dialogue, "cái trước đó"))[0].startswith("Sáu là")


def test_what_else_there_is_after_an_item_is_the_next(shipped: Engine) -> None:
    answer = said(talk(shipped), TASKS, "6", "còn gì nữa không?")
    assert quoted(answer)[0].startswith("Bảy là")


def test_after_a_whole_list_all_is_given(shipped: Engine) -> None:
    for message in ("nói rõ hơn", "còn gì nữa không?"):
        answer = said(talk(shipped), TASKS, message)
        assert (answer.outcome, code(answer)) == (Outcome.CHAT, "all_given")
        assert answer.reason.values == {"count": "7"}


# -- new topics, and what leaves the topic alone -----------------------------------------------


@pytest.mark.parametrize("before", [TASKS, "Nhiệm vụ thứ 3 trong tháng 4 là gì?"])
def test_a_full_question_starts_anew(shipped: Engine, before: str) -> None:
    dialogue = talk(shipped)
    answer = said(dialogue, before, CONGRESS)
    assert answer.understood == CONGRESS
    assert dialogue.memory.topic == CONGRESS
    assert answer.quotes == shipped.ask(CONGRESS, today=TODAY).quotes


def test_a_full_question_in_the_words_of_the_title_starts_anew(shipped: Engine) -> None:
    question = "Đảng ủy Bộ Y tế được tặng gì?"
    answer = said(talk(shipped), "Huỳnh Tấn Việt là ai?", question)
    assert "Bằng khen" in quoted(answer)[0]


@pytest.mark.parametrize(
    "aside", ["giá vàng hôm nay bao nhiêu?", "chào bạn", "cảm ơn ad", "đau đầu uống thuốc gì"]
)
def test_what_is_off_the_topic_does_not_change_it(shipped: Engine, aside: str) -> None:
    dialogue = talk(shipped)
    said(dialogue, PHASE)
    before = dialogue.memory
    assert not said(dialogue, aside).quotes
    assert replace(dialogue.memory, ill=False) == before
    assert said(dialogue, "còn COVIVAC?").outcome is Outcome.ANSWERED


def test_football_is_not_answered_with_the_tasks(shipped: Engine) -> None:
    answer = said(talk(shipped), "nhiem vu thang 4", "toi qua viet nam da thang may ban")
    assert answer.outcome is not Outcome.ANSWERED
    assert all("nhiệm vụ trọng tâm" not in text for text in quoted(answer))


def test_a_command_does_not_change_the_topic(shipped: Engine) -> None:
    dialogue = talk(shipped)
    said(dialogue, PHASE, "/nguon", "/vidu", "/khongco")
    assert "giai đoạn 1" in quoted(said(dialogue, "còn COVIVAC?"))[0]


def test_all_is_forgotten_when_asked_to(shipped: Engine) -> None:
    dialogue = talk(shipped)
    assert code(said(dialogue, PHASE, "/quen")) == "forgotten"
    for message in ("nguồn ở đâu?", "nói rõ hơn", "còn gì nữa không?", "cái tiếp theo", "/them"):
        assert code(said(dialogue, message)) == "nothing_yet"
    assert said(dialogue, "còn COVIVAC?").understood == "còn COVIVAC?"


# -- the last answer again ---------------------------------------------------------------------


@pytest.mark.parametrize("message", ["nguồn ở đâu?", "noi ro hon", "còn gì nữa không", "/them"])
def test_before_any_answer_there_is_nothing_yet(shipped: Engine, message: str) -> None:
    for before in ((), ("giá vàng hôm nay bao nhiêu?",), ("chào bạn",)):
        answer = said(talk(shipped), *before, message)
        assert (answer.outcome, code(answer)) == (Outcome.CHAT, "nothing_yet")


@pytest.mark.parametrize(
    ("message", "item"),
    [("nhiệm vụ đầu tiên", "Một là: "), ("nhiem vu cuoi cung la gi", "Bảy là: ")],
)
def test_before_any_answer_an_item_that_is_named_is_asked_for(
    shipped: Engine, message: str, item: str
) -> None:
    [quote] = quoted(said(talk(shipped), message))
    assert quote.startswith(item)
    assert code(said(talk(shipped), "cái đầu tiên")) == "nothing_yet"


def test_the_source_is_the_same_quotes_again(shipped: Engine) -> None:
    dialogue = talk(shipped)
    first = said(dialogue, PHASE)
    again = said(dialogue, "nguồn ở đâu?")
    assert (again.quotes, code(again)) == (first.quotes, "source")
    assert said(dialogue, "dẫn nguồn đi").quotes == first.quotes
    reply = dialogue.reply("nguồn nào vậy?")
    assert VI.say("source") in of_kind(reply, Kind.SAID)
    assert of_kind(reply, Kind.CITATION)


def test_more_words_contain_the_quote_and_are_verbatim(shipped: Engine) -> None:
    dialogue = talk(shipped)
    before = said(dialogue, THIRD_TIME)
    text = verbatim(BULLETINS, VISIT)
    for message in ("nói rõ hơn", "chi tiết hơn", "doc tiep"):
        after = said(dialogue, message)
        old, new = before.quotes[0].slice, after.quotes[0].slice
        assert code(after) == "wider"
        assert new.start <= old.start < old.end <= new.end
        assert len(new.text) > len(old.text)
        assert text[new.start : new.end] == new.text
        before = after


def test_more_words_end_with_the_whole_bulletin(shipped: Engine) -> None:
    dialogue = talk(shipped)
    said(dialogue, THIRD_TIME)
    for _ in range(30):
        answer = said(dialogue, "nói rõ hơn")
        if code(answer) != "wider":
            break
    assert code(answer) == "no_more"
    assert dialogue.memory.found is not None
    assert dialogue.memory.found.quotes[0].slice.start == 0


def test_a_sentence_of_an_item_grows_to_the_item(shipped: Engine) -> None:
    dialogue = talk(shipped)
    sentence = said(dialogue, PHASE).quotes[0].slice
    item = said(dialogue, "nói rõ hơn").quotes[0].slice
    assert item.start < sentence.start < sentence.end <= item.end
    assert item.text.startswith("Ba là")


def test_more_words_of_a_list_in_a_sentence_are_not_counted(shipped: Engine) -> None:
    dialogue = talk(shipped)
    assert said(dialogue, "Kể tên 3 phần mềm cần liên thông").count == 3
    assert said(dialogue, "nói rõ hơn").count is None


def test_further_passages_come_three_at_a_time_none_twice_none_that_was_quoted(
    shipped: Engine,
) -> None:
    for question in (PHASE, TASKS, CONGRESS):
        dialogue = talk(shipped)
        shown = {quote.passage for quote in said(dialogue, question).quotes}
        for turn in range(20):
            answer = said(dialogue, "/them" if turn % 2 else "/more")
            if not answer.quotes:
                break
            assert code(answer) == "more"
            assert len(answer.quotes) <= MORE
            found = [quote.passage for quote in answer.quotes]
            assert not shown & set(found)
            assert len(set(found)) == len(found)
            shown |= set(found)
            for quote in answer.quotes:
                text = verbatim(BULLETINS, quote.slice.bulletin)
                assert text[quote.slice.start : quote.slice.end] == quote.slice.text
        assert turn > 1
        assert code(answer) == "no_more"
        assert code(said(dialogue, "/them")) == "no_more"


def test_further_passages_begin_anew_with_a_new_question(shipped: Engine) -> None:
    dialogue = talk(shipped)
    first = said(dialogue, CONGRESS, "/them")
    said(dialogue, "/them")
    assert said(dialogue, CONGRESS, "/them").quotes == first.quotes


def test_further_passages_are_none_that_a_wider_quote_holds(shipped: Engine) -> None:
    dialogue = talk(shipped)
    wide = said(dialogue, CONGRESS, "nói rõ hơn", "nói rõ hơn").quotes
    for quote in said(dialogue, "/them").quotes:
        one = quote.slice
        assert not any(
            one.bulletin == w.slice.bulletin and w.slice.start <= one.start < w.slice.end
            for w in wide
        )


# -- suggestions -------------------------------------------------------------------------------


def test_a_suggested_question_is_asked_as_it_stands(shipped: Engine) -> None:
    for before in ((TASKS, "3"), (POST,), ("giá vàng hôm nay bao nhiêu?",), ("/moi",), ("/vidu",)):
        dialogue = talk(shipped, suggest=True)
        said(dialogue, *before)
        assert dialogue.offered
        for question in dialogue.offered:
            dialogue = talk(shipped, suggest=True)
            answer = said(dialogue, *before, question)
            assert answer.understood == question
            assert answer.quotes == shipped.ask(question, today=TODAY).quotes
            assert dialogue.memory.topic == question


def test_a_suggested_question_may_be_typed_without_marks(shipped: Engine) -> None:
    dialogue = talk(shipped)
    said(dialogue, "/vidu")
    typed = "phuong huong nhiem vu nam 2021 la gi"
    assert said(dialogue, typed).understood == "phương hướng nhiệm vụ năm 2021 là gì"


def test_answers_suggest_only_where_wanted_and_refusals_always(shipped: Engine) -> None:
    assert said(talk(shipped), PHASE).suggestions == ()
    for question in (PHASE, "Cách nấu phở bò ngon tại nhà"):
        answer = said(talk(shipped, suggest=True), question)
        assert 0 < len(answer.suggestions) <= SUGGESTED
    assert said(talk(shipped), "Cách nấu phở bò ngon tại nhà").suggestions


def test_what_was_asked_is_not_suggested_again(shipped: Engine) -> None:
    dialogue = talk(shipped, suggest=True)
    asked = [question := shipped.examples(1)[0]]
    for _ in range(5):
        suggestions = said(dialogue, question).suggestions
        assert not set(suggestions) & set(asked)
        question = suggestions[0]
        asked.append(question)


# -- what is read ------------------------------------------------------------------------------


def test_a_refusal_says_what_was_looked_for_in_what_and_what_to_ask_instead(
    shipped: Engine,
) -> None:
    reply = talk(shipped).reply("Cách nấu phở bò ngon")
    assert reply.answer is not None
    assert reply.answer.outcome is Outcome.REFUSED
    lines = of_kind(reply, Kind.SAID)
    assert VI.say("looked_for", words="Cách nấu phở bò ngon") in lines
    assert any(line.startswith("Kho có 2 bản tin (ngày 26/11/2021") for line in lines)
    covers = next(line for line in lines if line.startswith("Các bản tin hiện có nói về"))
    assert "tháng 4 năm 2021" in covers
    assert "quý 2 năm 2021" in covers
    assert of_kind(reply, Kind.TITLE)
    asks = of_kind(reply, Kind.ASK)
    assert 0 < len(asks) <= SUGGESTED
    assert {shipped.ask(ask, today=TODAY).outcome for ask in asks} == {Outcome.ANSWERED}


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("Nhiệm vụ tháng 5/2023 là gì?", "Không bản tin nào nói riêng về tháng 5 năm 2023."),
        ("Nhiệm vụ thứ tám là gì?", "Danh sách này không có mục thứ 8: chỉ có 7 mục."),
    ],
)
def test_a_refusal_begins_with_its_reason(shipped: Engine, question: str, reason: str) -> None:
    reply = talk(shipped).reply(question)
    assert of_kind(reply, Kind.SAID)[0] == reason
    assert of_kind(reply, Kind.ASK)


def test_a_refused_date_is_not_among_the_dates_of_the_bulletins(shipped: Engine) -> None:
    reply = talk(shipped).reply("Ngày 31/2/2021 có gì?")
    holds = next(line for line in of_kind(reply, Kind.SAID) if line.startswith("Kho có"))
    assert "26/11/2021" in holds
    assert "31/2/2021" not in holds


def test_how_a_message_was_read_is_shown_where_it_was_read_otherwise(shipped: Engine) -> None:
    dialogue = talk(shipped)
    dialogue.reply(PHASE)
    assert of_kind(dialogue.reply("còn COVIVAC?"), Kind.UNDERSTOOD) == [
        "Hiểu là: COVIVAC đang thử nghiệm giai đoạn mấy?"
    ]
    for message in ("còn Nanocovax?", "Nanocovac đang thử nghiệm giai đoạn mấy?", "cái cuối"):
        assert len(of_kind(dialogue.reply(message), Kind.UNDERSTOOD)) == 1


@pytest.mark.parametrize(
    "message",
    [
        PHASE,
        f"  {PHASE.lower()} ",
        PHASE.replace("?", "!"),
        "Cách nấu phở bò",
        "chào bạn",
        "/nguon",
    ],
)
def test_how_a_message_was_read_is_not_shown_where_it_was_read_as_typed(
    shipped: Engine, message: str
) -> None:
    assert of_kind(talk(shipped).reply(message), Kind.UNDERSTOOD) == []


def test_an_item_asked_of_a_list_names_its_bulletin(shipped: Engine) -> None:
    answer = said(talk(shipped), TASKS, "3")
    assert answer.understood.startswith("nhiệm vụ thứ 3 – Một số nhiệm vụ trọng tâm")
    assert sources(answer) == [APRIL]


def test_what_may_have_changed_since_is_noted(shipped: Engine) -> None:
    reply = talk(shipped).reply("Ai là Bộ trưởng Bộ Y tế?")
    assert of_kind(reply, Kind.NOTE) == [VI.say("as_of_years", years="2020-2021")]
    assert of_kind(talk(shipped).reply(TASKS), Kind.NOTE) == []


@pytest.mark.parametrize(
    ("message", "problem"), [("", "empty"), ("???", "empty"), ("a" * 10_001, "too_long")]
)
def test_what_cannot_be_asked_is_told_why_and_changes_nothing(
    shipped: Engine, message: str, problem: str
) -> None:
    dialogue = talk(shipped)
    said(dialogue, PHASE)
    before = dialogue.memory
    reply = dialogue.reply(message)
    assert (reply.answer, reply.problem, reply.leave) == (None, problem, False)
    assert reply.text == VI.say(f"question_{problem}")
    assert dialogue.memory == before


WORDS = """
    còn thế thì sao quý 2 tháng 4 năm 2021 nhiệm vụ cái tiếp theo trước đó cuối cùng thứ mấy 5 số
    nguồn ở đâu nói rõ hơn còn gì nữa không ông ấy ông Tuyên Huỳnh Tấn Việt giữ chức gì COVIVAC
    Nanocovax giai đoạn lần 3 31/2/2021 là ai bao nhiêu /them /nguon /quen chào bạn cảm ơn ² ½ ⅷ
    đó này . ? – who is what khi nào bản tin này đăng ngày phòng con quy ong do
""".split()


@settings(max_examples=40)
@given(
    st.lists(
        st.text(max_size=12)
        | st.lists(st.sampled_from([*WORDS, "\x1b[31m", "\u0301", "\x00"]), max_size=6).map(
            " ".join
        ),
        min_size=1,
        max_size=4,
    )
)
def test_whatever_is_said_there_is_a_reply(shipped: Engine, messages: list[str]) -> None:
    dialogue = talk(shipped, suggest=True)
    for message in messages:
        reply = dialogue.reply(message)
        assert reply.parts
        assert (reply.answer is None) == (reply.problem is not None)
        assert all(part.text.splitlines() == [part.text] for part in reply.parts)


def test_half_a_character_is_no_reason_to_end(shipped: Engine) -> None:
    assert talk(shipped).reply("nhiệm vụ \ud800").parts


# -- bulletins that change in the middle of a conversation --------------------------------------


@pytest.mark.parametrize("message", ["nói rõ hơn", "nguồn ở đâu?", "còn gì nữa không?", "/them"])
def test_after_a_rebuild_nothing_is_quoted_that_stands_there_no_more(
    tmp_path: Path, message: str
) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    write(corpus, one="Ông Đỗ Xuân Tuyên trình bày báo cáo.\n\nĐại hội bế mạc ngày 15/7/2020.")
    engine = Engine.open(corpus, index, may_build=True)
    dialogue = Dialogue(engine, VI, today=TODAY)
    assert said(dialogue, "Ai trình bày báo cáo?").quotes
    write(corpus, one="Hôm nay trời đẹp.\n\nÔng Đỗ Xuân Tuyên đã trình bày báo cáo rồi.")
    build(corpus, index, load_encoder())
    text = verbatim(corpus, "one")
    for quote in said(dialogue, message).quotes:
        assert text[quote.slice.start : quote.slice.end] == quote.slice.text
    engine.close()


def test_a_period_that_was_refused_does_not_stick_to_other_questions(shipped: Engine) -> None:
    dialogue = talk(shipped)
    said(dialogue, "Quý 3 năm 2023 Bộ Y tế có kế hoạch gì?")
    assert "Đỗ Xuân Tuyên" in quoted(said(dialogue, "Ai trình bày báo cáo?"))[0]


def test_an_item_is_that_of_the_list_for_the_period_asked_about(tmp_path: Path) -> None:
    lists = {
        f"y{year}": f"Nhiệm vụ trọng tâm của Bộ Y tế năm {year}\n\nBộ Y tế đề ra nhiệm vụ trọng tâm"
        f" năm {year} như sau:\n\nMột là: Việc đầu năm {year}.\n\nHai là: Việc sau năm {year}."
        for year in (2020, 2025)
    }
    dates = {"y2020": "2020-01-05", "y2025": "2025-01-05"}
    with asking(tmp_path, dates, **lists) as ask:
        assert "2020" in quoted(ask("Nhiệm vụ thứ hai năm 2020 là gì?"))[0]
        assert ask("Nhiệm vụ thứ hai năm 2023 là gì?").outcome is not Outcome.ANSWERED


def test_what_is_very_long_is_not_gone_on_from(shipped: Engine) -> None:
    dialogue = talk(shipped)
    said(dialogue, PHASE, "nhiệm vụ và vắc xin " * 40)
    assert len(said(dialogue, "bao nhiêu?").understood) < 500


def test_what_follows_on_illness_is_about_it_without_a_topic_too(shipped: Engine) -> None:
    dialogue = talk(shipped)
    for message in ("tôi bị sốt", "vợ tôi cũng vậy, phải làm sao", "bao lâu thì khỏi?"):
        assert code(said(dialogue, message)) == "medical", message
    assert code(said(dialogue, TASKS)) == "list"


def test_an_introduction_hides_no_follow_up(shipped: Engine) -> None:
    answer = said(talk(shipped), TASKS, "Tôi là bác sĩ ở Huế, xin hỏi còn quý 2?")
    assert answer.understood != TASKS
    assert (answer.outcome, code(answer)) == (Outcome.ANSWERED, "list")
