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
    ("text", "code", "detail"),
    [
        ("title", "sidecar", ""),
        ("title = 'a'\nunit = 'Tin", "sidecar", ""),
        ("title = 'a'\ntitle = 'b'\n", "sidecar_line", "2"),
        ("title = 'a'\ndate = 2021-02-30", "sidecar_line", "2"),
        ("x = " + "[" * 50_000, "sidecar", ""),
        ("author = 'An'", "sidecar_key", "author"),
        ("title = 1", "sidecar_words", "title"),
        ("title = ' '", "sidecar_words", "title"),
        ("[title]\nvi = 'Tin'", "sidecar_words", "title"),
        ("unit = ['Văn phòng']", "sidecar_words", "unit"),
        ("date = '1/4/2021'", "sidecar_day", "date"),
        ("date = 2021-04-01T08:00:00", "sidecar_day", "date"),
        ("date = 20210401", "sidecar_day", "date"),
        ("url = 'moh.gov.vn'", "sidecar_url", "url"),
        ("url = 'javascript:alert(1)'", "sidecar_url", "url"),
        ("url = 'file:///etc/passwd'", "sidecar_url", "url"),
        ("url = 'https://'", "sidecar_url", "url"),
        ("url = 'https://moh.gov.vn/a b'", "sidecar_url", "url"),
        ("url = 'https://[moh'", "sidecar_url", "url"),
    ],
)
def test_a_malformed_sidecar_is_refused(text: str, code: str, detail: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_sidecar(text.encode())
    assert (caught.value.code, caught.value.detail) == (code, detail)


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
    assert (_refusal(data) or "sidecar").startswith("sidecar")
