from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.vietnamese import fold, is_foreign, place_tones
from embeddings.background import default_background
from embeddings.mending import COMMON
from embeddings.restoring.restoration import Restorer
from embeddings.restoring.syllable_model import default_syllables
from embeddings.slips import composed, split, telex, vni
from tests.corpus.texts import texts

SHIPPED = Restorer(lambda term: 0, 1)
FREQUENCY = default_background().frequency
MISSPELT = frozenset("néang nguơn qúi uớc ứớc xêút".split())  # they stand in the news, though
# The two letters of "xoong" would be typed as three.
WORDS = [
    word
    for word in default_syllables().words
    if fold(word) != word
    and not is_foreign(fold(word))
    and "oo" not in fold(word)
    and word not in MISSPELT
]


def known(syllable: str) -> int:
    often = FREQUENCY(syllable)
    return often if often >= COMMON else 0


def decoded(text: str) -> str:
    return composed(text, known, SHIPPED.knows)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tieem chungr", "tiêm chủng"),
        ("nhieemj vuj thangs 4", "nhiệm vụ tháng 4"),
        ("Ddaij hooij ddangr booj", "Đại hội đảng bộ"),
        ("VUJ", "VỤ"),
        ("beenhj vieenj dduwowcj kieemr tra", "bệnh viện được kiểm tra"),
        ("truwowngf truowngf tieesng", "trường trường tiếng"),
        ("khong6 thay61", "không thấy"),
        ("nhiem65 vu5", "nhiệm vụ"),
        ("d9u7o7c5 tie6m", "được tiêm"),
        ("d9uo7c5 truong72", "được trường"),
        ("khong6", "không"),
    ],
)
def test_keys_become_the_diacritics_they_stand_for(typed: str, meant: str) -> None:
    assert decoded(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Bộ Y tế họp quý 2",
        "thang4 nam2021 quy1 quy2 lan3 muc5 dieu6",  # numbers of their own
        "covid19 COVID-19 H5N1 B12 F0 q1 a1",
        "Pfizer AstraZeneca Moderna online test",
        "bo truong la ai",
        "khong6x",
        "2021 10³ ½",
        "xyzws",
        "a1" + "a" * 9_000 + "é",
    ],
)
def test_what_stands_for_nothing_stays(text: str) -> None:
    assert decoded(text) == text


TELEX = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}


def as_typed(word: str) -> str:
    """The keys of Telex for a word, its tone last."""
    letters, tone = "", ""
    for c in unicodedata.normalize("NFD", word.replace("đ", "dd")):
        if c in TELEX:
            tone = TELEX[c]
        elif c == "\u0302":
            letters += letters[-1]
        elif c in "\u031b\u0306":
            letters += "w"
        else:
            letters += c
    return letters + tone


@given(st.sampled_from(WORDS))
def test_every_syllable_can_be_typed_in_telex(word: str) -> None:
    assert telex(as_typed(word)) == place_tones(word)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nhiemvu", "nhiem vu"),
        ("botruong boyte", "bo truong bo y te"),
        ("Phongchongdich!", "Phong chong dich!"),
        ("botruongboytelaai", "bo truong bo y te la ai"),
        ("nhiemvuthang4lagi", "nhiem vu thang 4 la gi"),
        ("kehoachthang4 nhiemvuquy2nam2021", "ke hoach thang 4 nhiem vu quy 2 nam 2021"),
        ("nhiemvu5", "nhiem vu 5"),
    ],
)
def test_words_typed_as_one_are_parted(typed: str, meant: str) -> None:
    assert split(typed, known, FREQUENCY) == meant


@pytest.mark.parametrize(
    "text",
    [
        *("online", "vaccine", "Nanocovax", "nghiêng", "truong", "", "x" * 99),
        *("covid19", "thang4", "SARSCoV2", "nanocovax2", "nhiemvu4xyz", "phase3", "a1" * 50),
    ],
)
def test_what_is_one_word_stays_one(text: str) -> None:
    assert split(text, known, FREQUENCY) == text


@given(texts() | st.text(alphabet="abdeghinotuwsfrxj169 "))
def test_any_text_is_decoded_and_parted_and_its_letters_stay(text: str) -> None:
    assert split(text, known, FREQUENCY).replace(" ", "") == text.replace(" ", "")
    once = decoded(text)
    assert decoded(once) == once


@given(texts())
def test_known_syllables_are_never_decoded(text: str) -> None:
    bare = "".join(c for c in text if not c.isdecimal())
    assert composed(bare, lambda syllable: 1, lambda form: True) == bare


@given(st.text(alphabet="abdeghinotuwsfrxj", min_size=1) | st.text(alphabet="aeiou123456789nhd"))
def test_any_letters_can_be_read_as_keys(form: str) -> None:
    for read in (telex, vni):
        assert isinstance(read(form), str)
