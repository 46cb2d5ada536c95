"""Answers as they look in a chat: what is bold, where it stands, how long lists are cut."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from embeddings.build import build
from embeddings.encoder import Encoder
from tests.bot.telegram import plans
from tests.bot.telegram.chatting import (
    answers,
    asked,
    newcomer,
    offered,
    suggestion,
    toast,
    told_nothing_wrong,
    turned,
)
from tests.bot.telegram.conftest import connected
from tests.botapi import BotApi, PrivateChat
from tests.botapi.entities import LONGEST, parse_html, utf16
from tests.running import Bot, bantin


@pytest.fixture(scope="module")
def bot(api: BotApi, tmp_path_factory: pytest.TempPathFactory, model: Encoder) -> Iterator[Bot]:
    """The bot over bulletins that are hard to show."""
    folder = tmp_path_factory.mktemp("plans")
    plans.write_plans(folder / "corpus")
    build(folder / "corpus", folder / "index", model)
    settings = {**connected(api), "BANTIN_CORPUS": str(folder / "corpus")}
    with bantin(folder, folder / "index", **{**settings, "BANTIN_TODAY": "2024-04-01"}) as bot:
        yield bot


@pytest.fixture
def chat(api: BotApi, bot: Bot) -> Iterator[PrivateChat]:
    """A chat of somebody new, in which Telegram takes all that is sent."""
    yield newcomer(api)
    assert told_nothing_wrong(api)


def test_a_long_list_is_cut_between_items_and_cited_once(chat: PrivateChat) -> None:
    messages = answers(chat, plans.LIST, 4)
    assert all(utf16(one.text) <= LONGEST for one in messages)
    assert [item for one in messages for item in one.marked("bold")] == plans.items()
    assert [one.text.count("Nguồn:") for one in messages] == [0, 0, 0, 1]
    assert "không ghi ngày" in messages[-1].text
    assert [bool(one.labels) for one in messages] == [False, False, False, True]


def test_the_quoted_words_are_bold_and_more_can_be_opened(chat: PrivateChat) -> None:
    answer = asked(chat, plans.PRESENTER)
    assert answer.marked("bold") == [plans.PRESENTED]
    (context,) = answer.marked("expandable_blockquote")
    assert context.startswith(plans.PRESENTED)
    assert "lăng quăng, bọ gậy" in context


def test_the_source_has_title_and_date_and_leads_to_the_words(chat: PrivateChat) -> None:
    answer = asked(chat, plans.PRESENTER)
    source = answer.text.splitlines()[-1]
    assert source.startswith(f"— {plans.TITLE}, 05/03/2024")
    (link,) = answer.links
    assert link.startswith(f"{plans.URL}#:~:text=Th%E1%BB%A9%20tr%C6%B0%E1%BB%9Fng")
    (label,) = answer.marked("text_link")
    assert plans.URL.startswith(label.removesuffix("…"))


def test_html_in_bulletins_is_shown_never_interpreted(chat: PrivateChat) -> None:
    (quote,) = asked(chat, plans.MONEY).marked("bold")
    assert "<b>trước ngày 30/6</b> & báo cáo" in quote


def test_of_a_title_without_end_the_beginning_is_shown(chat: PrivateChat) -> None:
    answer = asked(chat, plans.GOAL)
    assert "Chương trình tiêm chủng mở rộng cho trẻ em" in answer.text
    assert "…, không ghi ngày" in answer.text
    assert len(answer.text) < 600
    assert len(asked(chat, "/nguon").text) < 600


def test_a_quote_is_shown_between_what_stands_around_it(api: BotApi, chat: PrivateChat) -> None:
    answer = asked(chat, plans.PRESENTER)
    chat.press(answer, "Ngữ cảnh")
    api.wait(lambda: chat.last.text.startswith("Đoạn này trong bản tin:"))
    before, quote, after, source = chat.last.text.split("\n\n")[1:]
    assert before.startswith("Sáng ngày 5/3")
    assert quote.startswith(f"“{plans.PRESENTED}” Các địa phương phía Nam")
    assert after.startswith("Kết luận hội nghị")
    assert source.startswith("— Hội nghị")
    assert chat.last.marked("bold")[1:] == [plans.PRESENTED]


def test_an_item_is_shown_between_its_neighbours(api: BotApi, chat: PrivateChat) -> None:
    answer = asked(chat, "việc số 7 là gì?")
    chat.press(answer, "Ngữ cảnh")
    api.wait(lambda: "Đoạn này" in chat.last.text)
    sixth, seventh, eighth = plans.items()[5:8]
    assert chat.last.marked("bold")[1:] == [seventh]
    assert chat.last.text.index(sixth) < chat.last.text.index(seventh)
    assert eighth in chat.last.text


def test_every_page_of_other_passages_names_its_sources(api: BotApi, chat: PrivateChat) -> None:
    chat.press(asked(chat, plans.PRESENTER), "Đoạn khác")
    api.wait(lambda: chat.last.text.startswith("Những đoạn khác"))
    pages = [chat.last.text]
    while any(label.startswith("▶") for label in chat.last.labels):
        pages.append(turned(api, chat, "▶").text)
    assert len(pages) > 1
    assert all("Nguồn:" in page.splitlines()[-1] for page in pages)
    assert turned(api, chat, "◀").text == pages[-2]


def test_whole_lists_fit_into_an_inline_result_with_their_source(
    api: BotApi, chat: PrivateChat
) -> None:
    best = offered(api, chat.person.inline(plans.LIST)).results[0]
    text = parse_html(best["input_message_content"]["message_text"]).text
    assert utf16(text) <= LONGEST
    assert text.startswith("60 mục:\n\n1. Rà soát")
    assert "\n\n…\n\n— Những việc cần làm" in text


def test_a_suggested_question_that_is_long_is_a_label_that_fits(
    api: BotApi, chat: PrivateChat
) -> None:
    answer = asked(chat, plans.PRESENTER)
    assert all(utf16(label) <= 64 for label in answer.labels)
    label = suggestion(answer)
    chat.press(answer, label)
    chat.wait_for_replies(2)
    assert chat.last.text.startswith(label.removesuffix("…"))


def test_a_button_pressed_twice_quickly_asks_once(api: BotApi, chat: PrivateChat) -> None:
    answer = asked(chat, plans.PRESENTER)
    presses = [chat.press(answer, suggestion(answer)) for _ in range(3)]
    assert {toast(api, press) for press in presses} == {""}
    asked(chat, "cảm ơn")
    assert len([one for one in chat.replies if one.text.startswith("❓")]) == 1
