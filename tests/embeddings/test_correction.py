from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.vietnamese import fold, syllables
from embeddings.correction import LEFT_OUT, corrected
from tests.corpus.texts import texts

WORDS = {
    "tiem": 50, "chung": 60, "nhiem": 70, "vu": 80, "trong": 90, "tam": 40, "thang": 75,
    "the": 88, "dai": 45, "hoi": 47, "lan": 55, "benh": 66, "cua": 99, "bo": 98, "an": 97,
    "covivac": 2, "nanocovax": 3, "nghiem": 30, "nghien": 20, "khau": 10, "trang": 12,
}  # fmt: skip


def mended(text: str, words: Mapping[str, int] = WORDS) -> str:
    def vocabulary(letter: str) -> Iterable[str]:
        return [word for word in words if word.startswith(letter)]

    return corrected(text, lambda word: words.get(word, 0), vocabulary)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nhiêm vụ trọg tâm", "nhiêm vụ trong tâm"),  # a letter left out
        ("nhiemj vu", "nhiem vu"),
        ("covivacc nanocovac", "covivac nanocovax"),  # a letter too many, a wrong one
        ("vắc xin COVIVAX", "vắc xin covivac"),
        ("nanocvac", "nanocovax"),  # two errors in a long word
        ("thagn", "thang"),  # two letters swapped are one error
        ("“Khâu” traang!", "“Khâu” trang!"),  # what stands around a syllable stays
    ],
)
def test_an_unknown_syllable_becomes_the_nearest_known_one(typed: str, meant: str) -> None:
    assert mended(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Bộ Y tế",  # "y" is too short, "tế" is too short
        "bx",  # two letters
        "ben",  # near "benh", but see below: here it is known
        "2021 1000000 7",
        "😀 …",
        "",
        "thuongmai",  # two and more errors from anything
        "khiem",  # two errors in a short word
        "bệnh TIEMS",  # an abbreviation
        "tiem hpv",  # another one: it has no vowel
    ],
)
def test_what_cannot_be_told_stays(text: str) -> None:
    assert mended(text, {**WORDS, "ben": 1, "hcv": 9}) == text


def test_of_words_equally_near_the_most_frequent_is_taken() -> None:
    assert mended("nghiex") == "nghiem"
    assert mended("nghiex", {**WORDS, "nghien": 31}) == "nghien"


def test_letters_are_left_out_more_often_than_mistaken_but_not_ever_so_much() -> None:
    words = {"dau": 9, "tien": 100, "thein": 6}
    assert mended("dau tein", words) == "dau thein"
    assert mended("dau tein", {**words, "tien": 6 * LEFT_OUT + 1}) == "dau tien"


def test_a_name_that_is_only_too_rare_to_be_known_keeps_its_capital() -> None:
    for typed in ("Pfizer", "PFIZER", "pfizer"):
        assert corrected(f"vắc xin {typed}?", lambda word: 0, lambda letter: ["pfizer"]) == (
            f"vắc xin {typed}?"
        )


def test_a_nearer_word_goes_before_a_more_frequent_one() -> None:
    assert mended("nanocovac", {"nanocovax": 1, "nanocovid": 1_000}) == "nanocovax"


def test_a_known_word_is_never_taken_for_another() -> None:
    assert mended("nghien", {"nghien": 1, "nghiem": 1_000_000}) == "nghien"


def test_a_word_is_not_mended_to_one_with_another_first_letter() -> None:
    assert mended("tovivac") == "tovivac"


@given(texts())
def test_a_text_of_known_words_does_not_change(text: str) -> None:
    assert corrected(text, lambda word: 1, lambda letter: ["khac"]) == text


@given(texts())
def test_nothing_known_changes_nothing(text: str) -> None:
    assert corrected(text, lambda word: 0, lambda letter: []) == text


@given(st.lists(st.sampled_from([*WORDS, "nhiemj", "trogn", "covivax", "zzzzz", "2021"])))
def test_mending_twice_is_mending_once(words: list[str]) -> None:
    once = mended(" ".join(words))
    assert mended(once) == once


@given(texts())
def test_known_syllables_keep_their_place(text: str) -> None:
    before, after = syllables(text), syllables(mended(text))
    assert len(after) == len(before)
    for old, new in zip(before, after, strict=True):
        assert new == old or (fold(old) not in WORDS and new in WORDS)
