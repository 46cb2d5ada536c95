"""Tables of phrases, and where they stand in a message."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.phrases.tables import Phrases, Reading
from corpus.vietnamese import is_marked, syllables

TABLES = {
    "pain": "đau | !ho\nnhức đầu",
    "who": "con | mẹ",
    "complaint": "{who} bị {pain}",
    "feeling": "{pain} quá? rồi?",
    "order": "uống .. thuốc",
    "old_spelling": "hoà bình | uỷ viên",
    "nothing": "",
    "only_optional": "ạ?",
}
PHRASES = Phrases(TABLES)


def read(text: str) -> Reading:
    return PHRASES.read(syllables(text), marked=is_marked(text))


def spans(text: str, table: str) -> list[tuple[int, int]]:
    reading = read(text)
    places = range(len(reading.words))
    return [(at, end) for at in places for end in sorted(reading.ends(table, at))]


def test_a_phrase_ends_at_a_bar_or_at_a_line() -> None:
    assert spans("tôi đau và nhức đầu", "pain") == [(1, 2), (3, 5)]


def test_a_word_is_typed_with_its_marks_or_without_any() -> None:
    assert read("đau lắm").has("pain")
    assert read("dau lam").has("pain")
    assert not read("đầu tiên").has("pain")
    assert not read("đâu").has("pain")


def test_a_word_with_an_exclamation_mark_counts_only_among_marks() -> None:
    assert read("bé bị ho").has("pain")
    assert not read("ho lam gi").has("pain")
    assert not read("họ làm gì").has("pain")


def test_a_table_in_braces_stands_for_any_of_its_phrases() -> None:
    assert spans("con bị đau", "complaint") == [(0, 3)]
    assert spans("mẹ bị nhức đầu", "complaint") == [(0, 4)]
    assert spans("bố bị đau", "complaint") == []


def test_two_dots_skip_three_words_at_most() -> None:
    for between in ("", "một", "hai viên", "hai viên con"):
        assert read(f"uống {between} thuốc").has("order")
    assert not read("uống hai viên con nhộng thuốc").has("order")


def test_a_word_with_a_question_mark_may_be_missing() -> None:
    assert spans("đau quá rồi", "feeling") == [(0, 1), (0, 2), (0, 3)]
    assert spans("đau rồi", "feeling") == [(0, 1), (0, 2)]


def test_a_phrase_of_nothing_stands_nowhere() -> None:
    for table in ("nothing", "only_optional"):
        assert spans("không có gì", table) == []
    assert read("vâng ạ").has("only_optional")


def test_both_placements_of_a_tone_are_one_word() -> None:
    assert read("hòa bình").has("old_spelling")
    assert read("hoà bình").has("old_spelling")
    assert read("ủy viên").has("old_spelling")


def test_a_message_is_left_without_its_longest_phrases() -> None:
    assert read("con bị đau quá rồi nhé").without("feeling").words == ("con", "bị", "", "nhé")
    assert read("con bị nhức đầu").without("pain").words == ("con", "bị", "")


def test_what_stood_apart_makes_no_phrase_once_a_phrase_is_left_out() -> None:
    assert read("nhức đầu").has("pain")
    assert not read("nhức đau quá đầu").without("feeling").has("pain")


def test_a_row_of_phrases_tells_how_far_it_reaches_and_by_which_tables() -> None:
    reached = read("mẹ đau quá xin").cover(("who", "feeling"))
    assert reached == {
        0: frozenset(),
        1: {"who"},
        2: {"who", "feeling"},
        3: {"who", "feeling"},
    }
    assert read("xin mẹ").cover(("who",)) == {0: frozenset()}
    assert read("xin mẹ").cover(("who",), start=1) == {1: frozenset(), 2: {"who"}}


@given(
    st.lists(st.sampled_from("con mẹ bị đau dau ho nhức đầu quá rồi uống thuốc ạ".split())),
    st.sampled_from(sorted(TABLES)),
    st.booleans(),
)
def test_what_is_found_lies_within_the_message(words: list[str], table: str, marked: bool) -> None:
    reading = PHRASES.read(words, marked=marked)
    for at in range(len(words)):
        assert all(at < end <= len(words) for end in reading.ends(table, at))
    rest = iter(words)
    left = filter(None, reading.without(table).words)
    assert all(word in rest for word in left)  # in the same order
