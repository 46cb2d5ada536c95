"""What a long-running program notes, and what never stands in it."""

from __future__ import annotations

import logging
from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.logs import HIDDEN, Redacting

TOKEN = "123456:ABC-def_GHI"
SECRETS = st.from_regex(r"[0-9]{1,10}:[A-Za-z0-9_-]{8,40}", fullmatch=True)


def noted(text: str, *secrets: str, error: BaseException | None = None) -> str:
    """A line as it is written."""
    where = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("x", logging.INFO, __file__, 1, "%s", (text,), where)
    return Redacting([SecretStr(one) for one in secrets]).format(record)


@given(SECRETS, st.sampled_from([str, quote, lambda s: quote(s, safe="")]), st.text(max_size=20))
def test_no_secret_stands_in_a_line_however_it_is_written(
    secret: str, written: object, around: str
) -> None:
    assert callable(written)
    line = noted(f"{around}{written(secret)}{around}", secret)
    assert written(secret) not in line
    assert HIDDEN in line


def test_nor_in_a_traceback() -> None:
    try:
        raise ValueError(f"https://api.telegram.org/bot{TOKEN}/getMe")
    except ValueError as error:
        line = noted("it failed", TOKEN, error=error)
    assert "ValueError" in line
    assert TOKEN not in line


def test_of_two_that_begin_alike_both_are_hidden_whole() -> None:
    assert noted("abcdef abc", "abc", "abcdef").endswith(f"{HIDDEN} {HIDDEN}")


def test_the_rest_of_a_line_stays() -> None:
    assert noted("một hai ba", TOKEN).endswith("INFO x: một hai ba")
