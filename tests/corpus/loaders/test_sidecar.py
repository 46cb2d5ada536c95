from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import Unreadable
from corpus.loaders.sidecar import Sidecar, read_sidecar


def test_all_four_fields_are_read() -> None:
    assert read_sidecar(
        """\
        title = "Nhiệm vụ   quý II"
        date = 2021-04-01
        url = "https://moh.gov.vn/tin?id=1"
        unit = "Văn phòng Bộ Y tế"
        """.encode()
    ) == Sidecar(
        "Nhiệm vụ quý II", dt.date(2021, 4, 1), "https://moh.gov.vn/tin?id=1", "Văn phòng Bộ Y tế"
    )


def test_an_empty_sidecar_says_nothing() -> None:
    assert read_sidecar(b"# later\n") == Sidecar()


def test_a_day_may_be_a_string() -> None:
    assert read_sidecar(b'date = "2021-04-01"').date == dt.date(2021, 4, 1)


@pytest.mark.parametrize(
    "text",
    [
        "title",
        "title = 'Tin",
        "title = 1",
        "title = ' '",
        "author = 'An'",
        "date = '1/4/2021'",
        "date = 2021-02-30",
        "date = 2021-04-01T08:00:00",
        "date = 20210401",
        "url = 'moh.gov.vn'",
        "url = 'javascript:alert(1)'",
        "url = 'file:///etc/passwd'",
        "url = 'https://'",
        "url = 'https://moh.gov.vn/a b'",
        "url = 'https://[moh'",
        "unit = ['Văn phòng']",
        "[title]\nvi = 'Tin'",
        "title = 'a'\ntitle = 'b'",
        "x = " + "[" * 50_000,
    ],
)
def test_a_malformed_sidecar_is_refused(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_sidecar(text.encode())
    assert caught.value.code == "sidecar"
    assert caught.value.detail


def test_a_sidecar_that_is_no_utf_8_or_too_long_is_refused() -> None:
    for data in (b'title = "\xff"', b"#" * 100_000):
        with pytest.raises(Unreadable, match="sidecar"):
            read_sidecar(data)


def _refusal(data: bytes) -> str | None:
    try:
        read_sidecar(data)
    except Unreadable as error:
        return error.code
    return None


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_are_fields_or_refused(data: bytes) -> None:
    assert _refusal(data) in {None, "sidecar"}
