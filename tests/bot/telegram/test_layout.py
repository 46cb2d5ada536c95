"""Replies as messages that Telegram takes, whatever stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.links import link_to
from bot.parts import Kind, Part
from bot.telegram import layout
from bot.telegram.layout import LABEL, LONGEST, SHORT_CONTEXT, messages, shortened, units
from bot.wording import folded
from tests.botapi.entities import Formatted, completed, parse_html, utf16

URL = "https://example.vn/tin/ke-hoach?so=1&nam=2021"
PLAIN = ["Bộ", "Y", "tế", "đề", "ra", "7", "nhiệm", "vụ;", "“trích”", "kế-hoạch"]
ODD = [
    "<b>",
    "</b>",
    "&amp;",
    "&",
    "a<b",
    "😀",
    "👩‍👩‍👧",
    "\ud83d",
    "*_`",
    "@ai",
    "#2021",
    "x" * 50,
]
WORDS = st.sampled_from([*PLAIN, *ODD])
TEXTS = st.lists(WORDS, min_size=0, max_size=60).map(" ".join)
ANY_TEXT = TEXTS | st.text(max_size=200).map(folded)
LONG = st.integers(0, 6_000).map(lambda length: ("kế hoạch năm 2021 " * 400)[:length].strip())
PARTS = st.builds(
    Part,
    st.sampled_from(Kind),
    ANY_TEXT | LONG,
    before=ANY_TEXT,
    after=ANY_TEXT,
)


def read(html: Sequence[str]) -> list[Formatted]:
    """Messages as Telegram reads them. Raises ValueError for what it would refuse."""
    return [completed(parse_html(one)) for one in html]


def squeezed(text: str) -> str:
    """Without white space, and with a mark for halves of characters."""
    return "".join(layout.escaped(text).split())


def words(parts: Sequence[Part]) -> str:
    """Everything that must be read, as it is read."""
    return squeezed("".join(_shown(part) for part in parts))


def _shown(part: Part) -> str:
    match part.kind:
        case Kind.QUOTE:
            quoted = f"“{part.text}”"
            if units(part.before) + units(part.after) > SHORT_CONTEXT:
                return quoted + part.before + part.text + part.after
            return part.before + quoted + part.after
        case Kind.TITLE | Kind.ASK:
            return f"•{part.text}"
        case _:
            return part.text


def marked(one: Formatted, kind: str) -> list[str]:
    return [entity.of(one.text) for entity in one.entities if entity.type == kind]


@settings(max_examples=200)
@given(st.lists(PARTS, max_size=12))
@example([Part(Kind.SAID, "")])
@example([Part(Kind.QUOTE, "a" * 5_000, "trước", "sau")])
@example([Part(Kind.CITATION, "😀" * 3_000)])
def test_any_parts_at_all_are_messages_that_telegram_takes(parts: list[Part]) -> None:
    found = read(messages(parts))
    assert all(one.text and utf16(one.text) <= LONGEST for one in found)


@settings(max_examples=200)
@given(st.lists(PARTS.filter(lambda part: part.kind is not Kind.COMMAND), max_size=12))
def test_nothing_is_lost_and_nothing_is_said_twice(parts: list[Part]) -> None:
    said = "".join(squeezed(parse_html(html).text) for html in messages(parts))
    assert said == words([part for part in parts if part.text.strip()])


@given(st.lists(st.builds(Part, st.sampled_from(Kind), TEXTS), max_size=12), st.integers(60, 900))
def test_no_word_is_cut_that_fits_into_a_message(parts: list[Part], limit: int) -> None:
    shown = [_shown(part).replace("•", "• ") for part in parts if part.text]
    found = [parse_html(html).text for html in messages(parts, limit=limit)]
    assert all(units(one) <= limit for one in found)
    assert _split(found) == _split(one.replace("\ud83d", "\ufffd") for one in shown)


def _split(texts: Iterable[str]) -> list[str]:
    """The words of texts; those that a quotation mark was cut off of are whole all the same."""
    return [word for text in texts for word in text.replace("“", "“ ").split()]


@given(st.lists(st.builds(Part, st.sampled_from(Kind), TEXTS), max_size=12))
def test_a_part_that_fits_into_a_message_is_never_cut(parts: list[Part]) -> None:
    found = [squeezed(parse_html(one).text) for one in messages(parts, limit=1_000)]
    for part in parts:
        if part.text and part.kind is not Kind.COMMAND and units(_shown(part)) <= 990:
            assert any(words([part]) in one for one in found)


@given(TEXTS.filter(str.strip), st.integers(1, 80))
def test_what_is_shortened_fits_and_is_a_beginning(text: str, limit: int) -> None:
    short = shortened(text, limit)
    assert units(short) <= limit
    assert text.startswith(short.removesuffix("…"))


@given(TEXTS, TEXTS.filter(lambda text: text.strip() and "\ud83d" not in text))
def test_a_link_leads_to_the_quoted_words_and_is_never_cut(before: str, quoted: str) -> None:
    link = link_to(URL, quoted)
    cited = Part(Kind.CITATION, f"— {before} Nguồn: {URL}", link=link, linked=URL)
    (html,) = messages([Part(Kind.QUOTE, quoted), cited])
    (entity,) = [one for one in parse_html(html).entities if one.type == "text_link"]
    assert entity.of(parse_html(html).text) == URL
    assert entity.url == link
    assert f"{URL}#:~:text=" in link


# -- what is seen ------------------------------------------------------------------------------


def test_a_list_of_sixty_long_items_is_cut_between_items() -> None:
    items = [Part(Kind.ITEM, f"{n}. " + "Rà soát quy trình" * 15) for n in range(1, 61)]
    cited = Part(Kind.CITATION, "— Sáu mươi việc, không ghi ngày. Nguồn: viec.txt")
    found = read(messages([Part(Kind.SAID, "60 mục:"), *items, cited]))
    assert len(found) > 1
    assert [item for one in found for item in marked(one, "bold")] == [
        item.text.strip() for item in items
    ]
    assert found[-1].text.endswith(cited.text)


def test_more_than_a_hundred_marks_are_never_in_one_message() -> None:
    items = [Part(Kind.ITEM, f"{n}. x") for n in range(300)]
    found = read(messages(items))
    assert sum(len(marked(one, "bold")) for one in found) == 300


@pytest.mark.parametrize("spare", range(-3, 4))
def test_a_source_stands_below_what_it_is_the_source_of(spare: int) -> None:
    quote, cited = Part(Kind.QUOTE, "b" * 300), Part(Kind.CITATION, "— " + "c" * 50)
    room = LONGEST - 302 - 2 - 52 - 2 + spare
    filler = Part(Kind.NOTE, "a" * room)
    found = [one.text for one in read(messages([filler, quote, cited]))]
    (with_source,) = [text for text in found if "ccc" in text]
    assert "bbb" in with_source


def test_what_introduces_a_quote_stands_above_it() -> None:
    said = Part(Kind.SAID, "Chưa chắc đây là điều bạn hỏi:")
    filler = Part(Kind.NOTE, "a" * (LONGEST - 100))
    first, second = messages([filler, said, Part(Kind.QUOTE, "b" * 300)])
    assert "Chưa chắc" not in first
    assert second.startswith("Chưa chắc")


def test_a_little_context_stands_beside_the_quote() -> None:
    (html,) = messages([Part(Kind.QUOTE, "Có 7 nhiệm vụ.", "Năm 2021.", "Xem dưới đây.")])
    assert html == "Năm 2021. “<b>Có 7 nhiệm vụ.</b>” Xem dưới đây."


def test_longer_context_can_be_opened() -> None:
    (html,) = messages([Part(Kind.QUOTE, "Có 7 nhiệm vụ.", "trước " * 40, "sau " * 40)])
    (one,) = read([html])
    assert marked(one, "bold") == ["Có 7 nhiệm vụ."]
    (context,) = marked(one, "expandable_blockquote")
    assert context.startswith("trước")
    assert "Có 7 nhiệm vụ." in context


def test_html_is_shown_never_interpreted() -> None:
    (html,) = messages([Part(Kind.QUOTE, "<b>đậm</b> & <script>&lt;")])
    (one,) = read([html])
    assert one.text == "“<b>đậm</b> & <script>&lt;”"
    assert marked(one, "bold") == ["<b>đậm</b> & <script>&lt;"]


def test_a_long_address_is_shown_in_part_and_linked_whole() -> None:
    url = f"https://example.vn/{'tin-' * 60}.html"
    cited = Part(Kind.CITATION, f"— Tin. Nguồn: {url}", link=f"{url}#:~:text=a", linked=url)
    (one,) = read(messages([cited]))
    (label,) = marked(one, "text_link")
    assert units(label) <= LABEL
    assert one.entities[0].url == f"{url}#:~:text=a"


def test_a_quote_in_an_address_stays_in_the_address() -> None:
    url = "https://example.vn/?a=\"'<>&b"
    cited = Part(Kind.CITATION, f"— Tin. Nguồn: {url}", link=url, linked=url)
    (html,) = messages([cited])
    assert parse_html(html).text == cited.text


def test_a_heading_stands_above_all() -> None:
    (html,) = messages([Part(Kind.SAID, "Không có.")], heading="Mấy <nhiệm vụ>?")
    assert html == "<b>Mấy &lt;nhiệm vụ&gt;?</b>\n\nKhông có."


def test_the_commands_are_aligned_for_no_terminal() -> None:
    assert messages([Part(Kind.COMMAND, "/moi      các bản tin")]) == ("/moi – các bản tin",)
