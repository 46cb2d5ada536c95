"""What stands under a message, and what a button says when it is pressed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup

from bot.telegram import buttons
from bot.telegram.buttons import Pressed, Verb, read
from bot.telegram.layout import units
from bot.texts import Texts

VI = Texts("vi")
NUMBERS = st.integers(1 - 10**18, 10**18 - 1)
ARGUMENTS = st.just("") | st.integers(0, 10**9 - 1).map(str)


def labels(keyboard: InlineKeyboardMarkup | None) -> list[list[str]]:
    assert keyboard is not None
    return [[button.text for button in row] for row in keyboard.inline_keyboard]


@given(st.sampled_from(Verb), NUMBERS, ARGUMENTS)
def test_a_button_is_read_as_it_was_written_and_telegram_takes_it(
    verb: Verb, number: int, argument: str
) -> None:
    pressed = Pressed(verb, number, "vi" if verb is Verb.LANGUAGE else argument)
    assert read(pressed.data) == pressed
    assert 1 <= len(pressed.data.encode()) <= 64


@given(st.text())
def test_what_is_no_button_of_ours_is_read_as_none(data: str) -> None:
    found = read(data)
    assert found is None or found.data == data


@pytest.mark.parametrize(
    "data",
    [
        None,
        "",
        "m",
        "m:1",
        "z:1:0",
        "m:x:0",
        "m:1:-1",
        "m:1:0\n",
        "m:1:vi",
        "l:1:2",
        f"m:{10**18}:0",
    ],
)
def test_neither_is_what_was_tampered_with(data: str | None) -> None:
    assert read(data) is None


@given(st.text(min_size=1, max_size=300))
def test_a_label_is_never_too_long(question: str) -> None:
    (row,) = buttons.asks(1, [question])
    assert units(row[0].text) <= 64


def test_under_an_answer_stand_questions_then_what_to_read_then_thumbs() -> None:
    keyboard = buttons.under_answer(
        1, ["mấy nhiệm vụ?", "ai dự?"], VI, looked_up=True, more=True, context=True
    )
    assert labels(keyboard) == [
        ["❓ mấy nhiệm vụ?"],
        ["❓ ai dự?"],
        ["🔎 Ngữ cảnh", "📄 Đoạn khác"],
        ["👍", "👎"],
    ]


def test_under_courtesy_stands_nothing() -> None:
    under = buttons.under_answer(1, [], VI, looked_up=False, more=False, context=False)
    assert under is None


@pytest.mark.parametrize(
    ("page", "pages", "row"),
    [(0, 1, []), (0, 3, ["▶ 2/3"]), (1, 3, ["◀", "▶ 3/3"]), (2, 3, ["◀"])],
)
def test_pages_lead_to_each_other_and_back(page: int, pages: int, row: list[str]) -> None:
    found = labels(buttons.under_page(Verb.MORE, 1, page, pages, VI))
    assert found == [*([row] if row else []), ["↩ Câu trả lời"]]


def test_one_page_without_an_answer_has_no_buttons() -> None:
    assert buttons.under_page(Verb.SOURCES, 0, 0, 1, VI) is None
