"""What a message is taken to mean after what came before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.followups import read
from bot.dialogue.memory import Memory, Move, Reading
from bot.dialogue.swapping import with_period
from bot.engine import Engine
from tests.bot.asking import TODAY

TASKS = "Nhiệm vụ trọng tâm tháng 4 năm 2021 là gì?"
THIRD = "Nhiệm vụ thứ 3 tháng 4 là gì?"
PHASE = "Nanocovax đang thử nghiệm giai đoạn mấy?"
POST = "Ông Huỳnh Tấn Việt giữ chức gì?"
MINISTER = "Ai là Bộ trưởng Bộ Y tế?"
APRIL, VISIT = "000_9e3820bbe5902494", "001_b41c7af6eaf050f0"


def after(engine: Engine, question: str) -> Memory:
    """What is remembered of one answered question."""
    answer = engine.ask(question, today=TODAY)
    assert answer.quotes
    return Memory(question, question, answer)


def tried(reading: Reading) -> list[str]:
    return [one.text for one in reading.tries]


# -- the period before, another one now --------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "other", "meant"),
    [
        (TASKS, "quý 2", "Nhiệm vụ trọng tâm quý 2 năm 2021 là gì?"),
        (TASKS, "còn tháng 5 năm 2022?", "Nhiệm vụ trọng tâm tháng 5 năm 2022 là gì?"),
        (TASKS, "năm 2020 thì sao", "Nhiệm vụ trọng tâm năm 2020 là gì?"),
        ("Nhiệm vụ tháng 4/2021 là gì?", "tháng 5", "Nhiệm vụ tháng 5 năm 2021 là gì?"),
        ("Nhiệm vụ tháng 4 là gì?", "quý 2", "Nhiệm vụ quý 2 là gì?"),
        ("Nhiệm vụ là gì?", "quý 2", "Nhiệm vụ là gì quý 2"),
    ],
)
def test_a_period_takes_the_place_of_another_or_is_added(
    question: str, other: str, meant: str
) -> None:
    assert with_period(question, other) == meant


@given(st.integers(1, 12), st.integers(2015, 2030), st.integers(1, 4), st.integers(2015, 2030))
def test_a_year_that_is_left_out_is_taken_over_and_one_that_is_given_is_kept(
    month: int, year: int, quarter: int, other: int
) -> None:
    question = f"Bộ Y tế làm gì trong tháng {month} năm {year}?"
    assert with_period(question, f"quý {quarter}") == (
        f"Bộ Y tế làm gì trong quý {quarter} năm {year}?"
    )
    assert with_period(question, f"quý {quarter} năm {other}") == (
        f"Bộ Y tế làm gì trong quý {quarter} năm {other}?"
    )


def test_a_period_without_marks_leaves_a_question_without_marks() -> None:
    assert with_period("nhiem vu thang 4 nam 2021", "quy 2") == "nhiem vu quy 2 nam 2021"


def test_a_bare_period_asks_the_question_before_for_another_time(shipped: Engine) -> None:
    memory = after(shipped, TASKS)
    for text in ("còn quý 2?", "quý 2 thì sao", "thế quý 2 ạ?", "cảm ơn, còn quý 2?"):
        first = read(text, memory).tries[0]
        assert first.text == "Nhiệm vụ trọng tâm quý 2 năm 2021 là gì?"
        assert (first.scope, first.topic) == (None, first.text)


def test_a_question_with_its_own_period_and_subject_stands_for_itself(shipped: Engine) -> None:
    question = "Hệ thống khám chữa bệnh từ xa năm 2020 ra đời thế nào?"
    assert tried(read(question, after(shipped, TASKS))) == [question]


# -- another thing, another person -------------------------------------------------------------


def test_another_name_is_asked_about_the_same(shipped: Engine) -> None:
    memory = after(shipped, PHASE)
    for text in ("còn COVIVAC?", "thế COVIVAC thì sao", "COVIVAC thì sao?"):
        assert read(text, memory).tries[0].text == "COVIVAC đang thử nghiệm giai đoạn mấy?"
    asked = read("con covivac thi sao", memory).tries[0].text
    assert asked == "covivac đang thử nghiệm giai đoạn mấy?"


def test_another_number_is_asked_about_the_same(shipped: Engine) -> None:
    memory = after(shipped, "Việt Nam chống dịch lần 3 thành công thế nào?")
    asked = read("thế lần 4?", memory).tries[0].text
    assert asked == "Việt Nam chống dịch lần 4 thành công thế nào?"


def test_he_is_the_person_asked_about(shipped: Engine) -> None:
    asked = tried(read("ông ấy đánh giá cao điều gì?", after(shipped, POST)))
    assert asked[0] == "Huỳnh Tấn Việt đánh giá cao điều gì"


def test_he_is_else_the_person_quoted(shipped: Engine) -> None:
    for question, name in (
        (MINISTER, "Nguyễn Thanh Long"),
        ("Báo cáo của Đảng uỷ Bộ Y tế do ai trình bày?", "Đỗ Xuân Tuyên"),
    ):
        asked = tried(read("ông ấy giữ chức gì?", after(shipped, question)))
        assert asked[0] == f"{name} giữ chức gì"


def test_he_is_nobody_where_nobody_was_named(shipped: Engine) -> None:
    asked = tried(read("ông ấy giữ chức gì?", after(shipped, PHASE)))
    assert asked[-1] == "ông ấy giữ chức gì?"


def test_his_name_is_without_marks_where_the_question_is(shipped: Engine) -> None:
    asked = tried(read("ong ay la ai", after(shipped, POST)))
    assert asked[0] == "Huynh Tan Viet la ai"


def test_a_given_name_becomes_the_whole_name_that_was_shown(shipped: Engine) -> None:
    memory = after(shipped, POST)
    assert read("thế ông Tuyên?", memory).tries[0].text == "Đỗ Xuân Tuyên giữ chức gì?"
    assert "Đỗ Xuân Tuyên trình bày gì" in tried(read("ông Tuyên trình bày gì?", memory))
    assert not any("Đỗ" in text for text in tried(read("thế ông Tuấn?", memory)))


def test_a_name_without_marks_keeps_its_family_name(shipped: Engine) -> None:
    asked = tried(read("con ong Tuyen trinh bay gi", after(shipped, POST)))
    assert all("Do Xuan Tuyen" in text for text in asked[:-1])


def test_today_points_back_to_nothing(shipped: Engine) -> None:
    asked = tried(read("giá vàng hôm nay bao nhiêu?", after(shipped, TASKS)))
    assert all("hôm nay" in text for text in asked)


# -- along a list ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("5", "thứ 5"),
        ("5?", "thứ 5"),
        ("số 5", "thứ 5"),
        ("còn cái thứ hai", "thứ hai"),
        ("muc nam", "thứ nam"),
        ("cái tiếp theo", "thứ 4"),
        ("tiep theo nua", "thứ 4"),
        ("cái trước đó?", "thứ 2"),
        ("cái cuối", "cuối cùng"),
        ("cai dau tien", "thứ 1"),
        ("nhiệm vụ thứ mấy", "thứ 3"),
        ("thuộc nhiệm vụ nào vậy", "thứ 3"),
    ],
)
def test_a_step_along_the_list_is_an_item_of_its_bulletin(
    shipped: Engine, text: str, place: str
) -> None:
    reading = read(text, after(shipped, THIRD))
    [one] = reading.tries
    assert (reading.move, one.text) == (Move.ASK, f"nhiệm vụ {place}")
    assert one.scope is not None
    assert one.scope.bulletin == APRIL
    assert one.topic is None  # the talk is about the list still


def test_which_item_it_is_is_known_of_a_sentence_too(shipped: Engine) -> None:
    assert tried(read("thứ mấy", after(shipped, PHASE))) == ["nhiệm vụ thứ 3"]


def test_outside_a_list_nothing_is_stepped_along(shipped: Engine) -> None:
    assert "cái cuối" in tried(read("cái cuối", after(shipped, POST)))


def test_after_a_whole_list_there_is_nothing_before_an_item(shipped: Engine) -> None:
    assert tried(read("cái trước đó", after(shipped, TASKS))) == ["nhiệm vụ cuối cùng"]


# -- moves, and questions that stand for themselves --------------------------------------------


@pytest.mark.parametrize(
    ("text", "move"),
    [
        ("nguồn ở đâu?", Move.SOURCE),
        ("lay o dau ra vay", Move.SOURCE),
        ("cho xin nguồn với ạ", Move.SOURCE),
        ("co chac khong vay", Move.SOURCE),
        ("nói rõ hơn", Move.DETAIL),
        ("noi ro hon di ad", Move.DETAIL),
        ("còn gì nữa không?", Move.MORE),
        ("con gi nua ko", Move.MORE),
        ("nguồn vắc xin thì Bộ Y tế làm gì?", Move.ASK),
        ("chi tiết về máy thở", Move.ASK),
    ],
)
def test_a_move_is_a_message_that_says_nothing_else(shipped: Engine, text: str, move: Move) -> None:
    assert read(text, after(shipped, TASKS)).move is move
    assert read(text, Memory()).move is move


@pytest.mark.parametrize("text", ["cái tiếp theo", "cái cuối?", "tiep theo"])
def test_a_step_before_any_answer_wants_more(text: str) -> None:
    assert read(text, Memory()) == Reading(Move.MORE)


@pytest.mark.parametrize("question", [TASKS, PHASE, "còn quý 2?", "5"])
def test_without_anything_before_a_question_is_asked_as_it_stands(question: str) -> None:
    [one] = read(question, Memory()).tries
    assert (one.text, one.scope, one.topic) == (question, None, question)


@pytest.mark.parametrize(
    "question",
    [
        "Đại hội Đảng bộ Bộ Y tế diễn ra trong bao nhiêu ngày?",
        "Hệ thống khám chữa bệnh từ xa kết nối bao nhiêu điểm cầu?",
        "what is the weather in Hanoi today?",
    ],
)
def test_a_full_question_about_something_else_stands_for_itself(
    shipped: Engine, question: str
) -> None:
    assert tried(read(question, after(shipped, THIRD))) == [question]


def test_what_a_bulletin_is_asked_is_asked_of_the_one_talked_about(shipped: Engine) -> None:
    for text in ("bản tin này đăng ngày nào?", "đăng ngày nào?"):
        [one] = read(text, after(shipped, MINISTER)).tries
        assert one.scope is not None
        assert one.scope.bulletin == VISIT


def test_a_question_word_alone_is_asked_of_what_was_quoted(shipped: Engine) -> None:
    memory = after(shipped, MINISTER)
    first = read("khi nào?", memory).tries[0]
    assert first.scope == memory.quoted
    assert first.text.startswith("khi nào – ")


# -- what is remembered ------------------------------------------------------------------------


def test_nothing_is_remembered_of_nothing() -> None:
    memory = Memory()
    assert (memory.scope, memory.quoted, memory.item, memory.within_item) == (None,) * 4
    assert memory.title == ""


def test_an_item_is_remembered_by_its_place_and_a_list_by_none(shipped: Engine) -> None:
    assert after(shipped, THIRD).item == 3
    assert after(shipped, TASKS).item is None
    assert after(shipped, POST).item is None
    quoted = after(shipped, TASKS).quoted
    assert quoted is not None
    assert len(quoted.passages) == 7


@given(
    st.lists(
        st.sampled_from(
            "còn thế 5 quý 2 tháng 4 năm 2021 cái tiếp theo cuối ông ấy Tuyên này đó là ai gì mấy"
            " thứ nhiệm vụ khi nào lần nguồn đâu COVIVAC thì sao con quy ong".split()
        )
        | st.text(max_size=4),
        max_size=6,
    ),
    st.sampled_from([TASKS, THIRD, PHASE, POST, MINISTER]),
)
def test_whatever_is_typed_is_read_as_a_move_or_as_something_to_ask(
    shipped: Engine, words: list[str], before: str
) -> None:
    text = " ".join(words)
    reading = read(text, after(shipped, before))
    assert bool(reading.tries) == (reading.move is Move.ASK)
    for one in reading.tries:
        assert 0 <= one.prior < 1
        assert one.scope is None or one.scope.bulletin in (APRIL, VISIT)
