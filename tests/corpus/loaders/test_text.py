from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import Unreadable
from corpus.loaders import loader_for
from corpus.loaders.text import TextLoader
from tests.contracts.loader import LoaderContract, refusal

TEXT = "Nhiệm vụ quý II\r\n\r\n\u00a0|\u00a0\nĐảng uỷ Bộ Y tế họp ngày 5/4/2021.\n"
# windows-1258 writes tones behind their vowel; it has no other form of these letters.
LEGACY = (
    "Đa\u0309ng u\u0309y Bô\u0323 Y tê\u0301 ho\u0323p vê\u0300 pho\u0300ng chô\u0301ng di\u0323ch."
)


class TestText(LoaderContract):
    loader = TextLoader()
    text = TEXT

    def sample(self) -> bytes:
        return TEXT.encode()

    def blank(self) -> bytes:
        return " \r\n\u00a0\n".encode()


def _code(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        TextLoader().load(data)
    return caught.value.code


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ],
)
def test_a_byte_order_mark_tells_the_encoding_and_is_dropped(mark: bytes, encoding: str) -> None:
    assert TextLoader().load(mark + TEXT.encode(encoding)).text == TEXT


def test_windows_1258_is_read_when_it_reads_like_vietnamese() -> None:
    assert TextLoader().load(LEGACY.encode("cp1258")).text == LEGACY


@pytest.mark.parametrize(
    "text",
    [
        "Le ministère de la Santé a présenté ses priorités à l'Assemblée générale.",
        "Die Gesundheitsämter prüfen Maßnahmen für ältere Bürgerinnen.",
        "© 2021 ® ±½",
    ],
)
def test_other_languages_in_a_byte_encoding_are_not_taken_for_vietnamese(text: str) -> None:
    assert _code(text.encode("latin-1")) == "encoding"


def test_zero_bytes_mean_binary() -> None:
    assert _code("Bộ Y tế\0họp".encode()) == "binary"
    assert _code("Bộ Y tế họp".encode("utf-16-le")) == "binary"


def test_a_broken_marked_file_has_no_encoding() -> None:
    assert _code(codecs.BOM_UTF16_LE + b"a") == "encoding"
    assert _code(codecs.BOM_UTF8 + b"B\xe1") == "encoding"


def test_only_a_mark_is_empty() -> None:
    assert _code(codecs.BOM_UTF8) == "empty"


def test_an_unknown_ending_has_no_loader() -> None:
    with pytest.raises(Unreadable) as caught:
        loader_for("ban-tin.exe")
    assert (caught.value.code, caught.value.detail) == ("format", ".exe")


def test_the_text_says_nothing_beside_itself() -> None:
    loaded = TextLoader().load(TEXT.encode())
    assert (loaded.title, loaded.date, loaded.url, loaded.unit) == (None, None, None, None)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff")))
def test_utf_8_is_read_verbatim(text: str) -> None:
    if any(map(str.isalnum, text)):
        assert TextLoader().load(text.encode()).text == text


@given(st.binary())
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    assert refusal(TextLoader(), data) in {None, "binary", "encoding", "empty"}
