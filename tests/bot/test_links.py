"""A link leads to the very words that are quoted."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.links import END, WHOLE, link_to

PAGE = "https://moh.gov.vn/tin?id=1"


@pytest.mark.parametrize("url", [None, "", "javascript:alert(1)", "ftp://moh.gov.vn/a", "a.txt"])
def test_only_a_page_is_linked(url: str | None) -> None:
    assert link_to(url, "Bộ Y tế") == ""


def test_a_short_quote_stands_whole_in_its_link() -> None:
    assert unquote(link_to(PAGE, "trên 1.000 điểm cầu")) == f"{PAGE}#:~:text=trên 1.000 điểm cầu"


def test_of_a_long_quote_both_ends_stand_in_its_link() -> None:
    words = [f"từ{number}" for number in range(WHOLE + 1)]
    start, end = " ".join(words[:END]), " ".join(words[-END:])
    assert unquote(link_to(PAGE, " ".join(words))) == f"{PAGE}#:~:text={start},{end}"


def test_a_page_that_has_a_fragment_keeps_it() -> None:
    assert link_to(f"{PAGE}#muc-2", "năm") == f"{PAGE}#muc-2:~:text=n%C4%83m"


def test_what_means_something_in_a_fragment_is_encoded() -> None:
    assert link_to(PAGE, "a,b-c&d").endswith("#:~:text=a%2Cb%2Dc%26d")


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_words_give_an_address_of_that_page(words: str) -> None:
    link = link_to(PAGE, words)
    assert link.isascii()
    assert urlsplit(link)._replace(fragment="").geturl() == PAGE
