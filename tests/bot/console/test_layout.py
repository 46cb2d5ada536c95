"""What parts of a reply look like at a terminal of any width."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from bot.console.layout import laid_out
from bot.parts import Kind, Part
from bot.wording import visible

WORDS = st.lists(
    st.one_of(
        st.text(st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), max_size=30),
        st.sampled_from("Bộ Y tế đề ra 7 nhiệm vụ 漢字 👩‍⚕️ e\u0302\u0301 [bold] :smile:".split()),
    ),
    max_size=40,
).map(lambda words: " ".join(" ".join(words).split()))
PARTS = st.builds(Part, st.sampled_from(Kind), WORDS, WORDS, WORDS)
QUOTE = Part(Kind.QUOTE, "bảy nhiệm vụ", "Bộ đề ra", ", trong đó")


def plain(*parts: Part, width: int = 80) -> list[str]:
    return [line.plain for line in laid_out(parts, width)]


def styles(part: Part) -> dict[str, str]:
    """The styled pieces of a part, and their styles."""
    (line,) = laid_out([part], 200)
    return {line.plain[span.start : span.end]: str(span.style) for span in line.spans}


@given(st.lists(PARTS, max_size=4), st.integers(20, 120))
@example([Part(Kind.CITATION, "a" * 200)], 20)
@example([Part(Kind.COMMAND, "/trogiup  xem lại hướng dẫn này")], 20)
def test_every_line_fits_and_no_letter_is_lost(parts: list[Part], width: int) -> None:
    lines = plain(*parts, width=width)
    assert all(cell_len(line) <= width for line in lines)
    narrow, wide = ("".join(at).split() for at in (lines, plain(*parts, width=100_000)))
    assert "".join(narrow) == "".join(wide)


@given(st.lists(st.text("aáạăằđêệ", min_size=1, max_size=7), max_size=60), st.integers(20, 60))
def test_lines_are_broken_between_words_only(words: list[str], width: int) -> None:
    for kind in Kind:
        lines = plain(Part(kind, " ".join(words)), width=width)
        assert " ".join(lines).replace("- ", " ").replace("“", "").replace("”", "").split() == words


def test_the_quote_stands_out_of_its_passage_and_stands_in_quotation_marks() -> None:
    assert plain(QUOTE) == ["Bộ đề ra “bảy nhiệm vụ”, trong đó"]
    assert styles(QUOTE) == {"Bộ đề ra ": "dim", "“bảy nhiệm vụ”": "bold", ", trong đó": "dim"}


def test_what_follows_a_quote_is_parted_from_it_unless_it_closes_it() -> None:
    assert plain(Part(Kind.QUOTE, "một", after="Hai.")) == ["“một” Hai."]
    assert plain(Part(Kind.QUOTE, "một", after=".")) == ["“một”."]
    assert plain(Part(Kind.QUOTE, "một", before="Không:")) == ["Không: “một”"]


def test_nothing_is_read_as_markup() -> None:
    text = "[bold]một[/bold] [link=x] :smile: [/]"
    assert plain(*[Part(kind, text) for kind in (Kind.SAID, Kind.ITEM, Kind.NOTE)]) == [text] * 3


@given(st.text(max_size=60), st.sampled_from(Kind))
def test_no_control_reaches_the_terminal(text: str, kind: Kind) -> None:
    shown = "".join(plain(Part(kind, text, text, text)))
    assert visible(shown) == shown


def test_lines_after_the_first_are_indented_below_what_begins_it() -> None:
    item = plain(Part(Kind.ITEM, "Một là: " + "chữ " * 10), width=20)
    assert [line[:2] for line in item[:2]] == ["Mộ", "  "]
    title = plain(Part(Kind.TITLE, "chữ " * 10), width=20)
    assert [line[:3] for line in title[:2]] == ["- c", "  c"]


def test_what_commands_do_stands_in_a_column_where_there_is_room() -> None:
    command = Part(Kind.COMMAND, "/moi  " + "chữ " * 20)
    assert plain(command, width=60)[1].startswith("      chữ")
    assert plain(command, width=20)[1].startswith("chữ")


def test_an_empty_line_stays_a_line() -> None:
    assert plain(Part(Kind.SAID, "")) == [""]
