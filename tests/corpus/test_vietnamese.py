"""Forms of a text that only searching sees."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.vietnamese import fold, is_foreign, is_marked, syllables, tokens, unmarked
from tests.conftest import BULLETINS
from tests.corpus.texts import texts


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Đỗ Xuân Tuyên", "Do Xuan Tuyen"),
        ("ĐẢNG UỶ, Đảng ủy", "DANG UY, Dang uy"),
        ("ông ấy giữ chức gì?", "ong ay giu chuc gi?"),
        ("Nanocovax 2021", "Nanocovax 2021"),
        ("", ""),
    ],
)
def test_diacritics_go_and_capitals_stay(text: str, plain: str) -> None:
    assert unmarked(text) == plain
    assert unmarked(unicodedata.normalize("NFD", text)) == plain


@given(texts())
def test_what_has_no_diacritics_stays_as_it_is(text: str) -> None:
    once = unmarked(text)
    assert unmarked(once) == once
    assert fold(text) == unmarked(text.lower())


@given(st.text(alphabet="aáàảãạăắâấeéêếiíoóôốơớuúưứyýdđbcghklmnpqrstvx AÁĂÂĐÊÔƠƯ0123456789,.?\n"))
def test_each_letter_keeps_its_place(text: str) -> None:
    plain = unmarked(text)
    assert len(plain) == len(text)
    assert plain.isascii()
    assert [c.isupper() for c in plain] == [c.isupper() for c in text]
    assert not is_marked(plain)


@given(texts())
def test_tokens_are_slices_in_order(text: str) -> None:
    found = list(tokens(text))
    ends = [place for token in found for place in (token.start, token.end)]
    assert ends == sorted(ends)
    assert [token.form for token in found] == syllables(text)
    assert all(syllables(text[t.start : t.end]) == [t.form] for t in found)


@pytest.mark.parametrize("name", ["nanocovax", "covivac", "pfizer", "covid", "elisa", "rtpcr"])
def test_a_name_that_is_no_syllable_is_foreign(name: str) -> None:
    assert is_foreign(name)


def test_no_syllable_of_the_bulletins_is_foreign_but_their_foreign_names() -> None:
    text = " ".join(path.read_text("utf-8") for path in BULLETINS.glob("*.txt"))
    vietnamese = {fold(s) for s in syllables(text) if fold(s) != s}
    assert len(vietnamese) > 250
    assert not set(filter(is_foreign, vietnamese))
