"""A message as typed: phrases found in it, and what is left of it, word for word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.phrases.tables import Phrases
from bot.phrases.typed import LONG, Typed, spelled_out
from corpus.vietnamese import syllables
from tests.corpus.texts import texts

PHRASES = Phrases(
    {
        "lead": "còn | thế còn | vậy",
        "tail": "thì sao | sao | vậy | thì sao vậy | không",
        "source": "lấy ở đâu ra | nguồn đâu",
        "order": "mấy | hai",
    }
)


def typed(text: str) -> Typed:
    return Typed(text, PHRASES)


def test_a_message_with_diacritics_is_matched_by_its_marks() -> None:
    assert typed("còn quý 2").leading("lead") == 1
    assert typed("cồn 90 độ").leading("lead") == 0
    assert typed("máy thở").found("order") == []
    assert typed("Hải Phòng").found("order") == []


def test_a_message_without_diacritics_is_matched_by_its_letters() -> None:
    assert typed("con quy 2").leading("lead") == 1
    assert typed("quy 2 thi sao").trailing("tail") == 2
    assert typed("may nhiem vu").found("order") == [(0, 1)]


def test_a_phrase_of_several_syllables_is_told_by_its_letters_whatever_its_marks() -> None:
    assert LONG == 3
    assert typed("lấy ơ đau ra").found("source") == [(0, 4)]
    assert typed("nguồn đau").found("source") == []


@pytest.mark.parametrize(
    ("text", "long"), [("z", "vậy"), ("v", "vậy"), ("ko", "không"), ("hok", "không")]
)
def test_what_is_short_on_a_phone_stands_for_the_whole_syllable(text: str, long: str) -> None:
    assert spelled_out(text, marked=True) == long
    assert typed(f"mấy giờ {text}").trailing("tail") == 1
    assert typed(f"may gio {text}").trailing("tail") == 1


def test_who_signs_with_a_letter_is_spelled_out() -> None:
    assert spelled_out("e", marked=False) == "em"


def test_letters_drawn_out_count_once() -> None:
    assert spelled_out("vậyyyy", marked=True) == "vậy"
    assert spelled_out("hiii", marked=False) == "hi"
    assert spelled_out("xoong", marked=False) == "xoong"  # two of a letter are spelling
    assert typed("saooo").trailing("tail") == 1


def test_the_longest_phrase_at_each_place_is_found_from_left_to_right() -> None:
    assert typed("thế còn mấy máy, vậy còn hai?").found("lead") == [(0, 2), (4, 5), (5, 6)]
    assert typed("quý 2 thì sao vậy").trailing("tail") == 3
    assert typed("quý 2 sao").leading("lead") == 0
    assert typed("").leading("lead") == 0
    assert typed("").trailing("tail") == 0


def test_what_is_cut_leaves_the_rest_as_it_was_typed() -> None:
    words = typed("Thế còn  COVIVAC,\n“GIAI đoạn”  mấy, thì sao?")
    rest = words.without([(0, words.leading("lead")), (len(words) - 2, len(words))])
    assert rest == "COVIVAC,\n“GIAI đoạn”  mấy"


def test_what_is_cut_from_the_middle_leaves_one_space() -> None:
    assert typed("ai  trình bày  báo cáo").without([(1, 3)]) == "ai báo cáo"


def test_nothing_cut_leaves_all_but_what_stands_at_the_ends() -> None:
    assert typed(" còn, quý 2?!\n").without([]) == "còn, quý 2"


def test_another_text_is_read_for_the_same_phrases() -> None:
    assert typed("gì đó").other("con quy 2").leading("lead") == 1


@given(texts(), st.data())
def test_what_is_left_holds_just_the_other_syllables_and_nothing_new(
    text: str, data: st.DataObject
) -> None:
    words = typed(text)
    cuts = data.draw(st.lists(st.integers(0, len(words)), unique=True, max_size=6).map(sorted))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    rest = words.without(spans)
    cut = {place for first, last in spans for place in range(first, last)}
    assert syllables(rest) == [t.form for n, t in enumerate(words.tokens) if n not in cut]
    letters = iter(text)
    assert all(c in letters for c in rest if not c.isspace())


@given(texts(), st.sampled_from(["lead", "tail", "source", "order"]))
def test_what_is_found_lies_within_the_message_and_never_overlaps(text: str, table: str) -> None:
    words = typed(text)
    ends = [place for span in words.found(table) for place in span]
    assert ends == sorted(ends)
    assert all(0 <= place <= len(words) for place in ends)
    assert 0 <= words.leading(table) <= len(words)
    assert 0 <= words.trailing(table) <= len(words)
