from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Passage
from corpus.vietnamese import fold
from embeddings.terms import _SPELLINGS, both_terms, pairs, search_syllables, terms
from embeddings.writer import passage_terms

LETTERS = (
    "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
)
SIGNS = " \n\t.,:;!?-–“”\"'()/%0123456789🙂\xa0"
vietnamese = st.text(st.sampled_from(LETTERS + LETTERS.upper() + SIGNS), max_size=60)
known = st.sampled_from([" ".join(left) for left in _SPELLINGS] + ["BYT", "Vaccine", "02", "007"])
sentences = st.lists(vietnamese | known, max_size=8).map(" ".join)


@given(sentences)
def test_folded_terms_are_the_same_with_and_without_diacritics(text: str) -> None:
    assert terms(text, folded=True) == terms(fold(text), folded=True)


@given(sentences)
def test_terms_do_not_depend_on_how_letters_are_composed(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    for folded in (True, False):
        assert terms(text, folded=folded) == terms(decomposed, folded=folded)


@given(sentences)
def test_terms_do_not_depend_on_case(text: str) -> None:
    for folded in (True, False):
        assert terms(text, folded=folded) == terms(text.upper(), folded=folded)


@pytest.mark.parametrize(
    "text",
    [
        "Trẻ bị sởi, bị sỏi thận",
        "hút thuốc lá, cần thuốc",
        "Luật là gì? Để chỉ đạo, gặp gỡ",
        "nhà thương mại, nhà thường trực",
        "bên cạnh chúng ta, do tim mạch, có ba con",
    ],
)
def test_what_only_looks_alike_without_diacritics_is_not_respelled(text: str) -> None:
    assert search_syllables(text, folded=True) == search_syllables(text, folded=True, spell=False)


@given(sentences)
def test_folded_terms_are_the_marked_ones_without_diacritics(text: str) -> None:
    """So that a passage and a question meet whichever of the two was typed with marks."""
    marked = [fold(s) for s in search_syllables(text, folded=False)]
    assert search_syllables(" ".join(marked), folded=True) == search_syllables(text, folded=True)


@given(sentences)
def test_a_text_of_n_syllables_has_n_terms_and_n_minus_1_pairs(text: str) -> None:
    for folded in (True, False):
        count = len(search_syllables(text, folded=folded))
        assert len(terms(text, folded=folded)) == count + max(0, count - 1)


@given(st.text(max_size=60))
def test_no_text_makes_a_term_with_white_space_in_it(text: str) -> None:
    """Terms are joined by spaces on their way into the index."""
    for folded in (True, False):
        assert all(term and term.split() == [term] for term in terms(text, folded=folded))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("vaccine COVID-19", "vắc xin covid 19"),
        ("sdt của bộ, có bn bác sĩ", "số điện thoại của bộ, có bao nhiêu bác sĩ"),
        ("ko, hok, khg", "không, không, không"),
        ("vắc-xin", "vaccin"),
        ("vac xin", "vắc xin"),
        ("virus SARS-CoV-2", "vi rút SARS CoV 2"),
        ("BYT", "Bộ Y tế"),
        ("thẻ BHYT", "thẻ bảo hiểm y tế"),
        ("Quý I", "quý 1"),
        ("Quý IV/2021", "quý 4 2021"),
        ("ngày 02/04", "ngày 2/4"),
        ("COVID- 19", "covid19"),
        ("uỷ ban", "ủy ban"),
        ("hoà bình", "hòa bình"),
        ("WHO", "Tổ chức Y tế thế giới"),
    ],
)
@pytest.mark.parametrize("folded", [True, False])
def test_two_spellings_of_one_thing_have_the_same_terms(one: str, other: str, folded: bool) -> None:
    assert terms(one, folded=folded) == terms(other, folded=folded)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("quý vị", "quý 5 vị"),
        ("10³ liều", "103 liều"),
        ("bác sĩ", "bạc sĩ"),
        ("năm 2021", "năm 2020"),
        ("0", ""),
    ],
)
def test_different_things_keep_different_terms(one: str, other: str) -> None:
    assert terms(one, folded=False) != terms(other, folded=False)


def test_without_diacritics_a_spelling_is_still_known() -> None:
    found = search_syllables("vac xin cua byt, quy ii", folded=True)
    assert " ".join(found) == "vac xin cua bo y te quy 2"


@given(sentences)
def test_both_terms_of_a_text_are_its_marked_and_its_folded_ones(text: str) -> None:
    assert both_terms(text) == (terms(text, folded=False), terms(text, folded=True))


@pytest.mark.parametrize(
    ("title", "heading", "above"),
    [
        ("Kế hoạch tháng 5", "Mục tiêu", "Mục tiêu\nKế hoạch tháng 5"),
        ("Kế hoạch tháng 5", "KẾ HOẠCH THÁNG 5", "KẾ HOẠCH THÁNG 5"),
    ],
)
def test_a_passage_has_terms_of_its_text_and_of_what_stands_above_it(
    title: str, heading: str, above: str
) -> None:
    text = "Tiêm vaccine, uỷ ban BYT 02/04."
    passage = Passage("a#0", "a", 0, len(text), text, heading, None, ())
    for _ in range(2):
        found = passage_terms(title, passage)
        assert found == {
            "marked": terms(text, folded=False),
            "folded": terms(text, folded=True),
            "heading": terms(above, folded=True),
        }
        found["heading"].clear()  # what a caller does to its own terms changes no others


def test_zero_stays_a_number() -> None:
    assert search_syllables("00 ca, 010 ca", folded=False) == ["0", "ca", "10", "ca"]


def test_pairs_are_neighbours() -> None:
    assert pairs(["bộ", "y", "tế"]) == ["bộ_y", "y_tế"]
    assert pairs(["bộ"]) == pairs([]) == []


@pytest.mark.parametrize("folded", [True, False])
@pytest.mark.parametrize(
    "text",
    [
        "ngành y tế",  # holds "ngành y"
        "hàng hóa hằng ngày hạng nhất",  # folded as "hãng" is
        "kế hoạch tháng",
        "có thai phụ",
    ],
)
def test_words_that_are_near_a_spelling_are_left_alone(text: str, folded: bool) -> None:
    plain = search_syllables(text, folded=folded, spell=False)
    assert search_syllables(text, folded=folded) == plain


@pytest.mark.parametrize("folded", [True, False])
def test_what_is_searched_is_not_respelled_again(folded: bool) -> None:
    for words in {*_SPELLINGS, *_SPELLINGS.values()}:
        once = search_syllables(" ".join(words), folded=folded)
        assert search_syllables(" ".join(once), folded=folded) == once
    for right in _SPELLINGS.values():
        plain = search_syllables(" ".join(right), folded=folded, spell=False)
        assert search_syllables(" ".join(right), folded=folded) == plain
