"""Settings come from the environment, then from .env; a wrong one is named, never shown."""

from __future__ import annotations

import datetime as dt
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import settings
from bot.errors import BadSettings
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
EXAMPLE = (ROOT / ".env.example").read_text("utf-8")


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.upper().startswith(settings.OWN_PREFIXES) or name.upper() in settings.NAMES:
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)


def write_env(content: str | bytes) -> None:
    Path(".env").write_bytes(content if isinstance(content, bytes) else content.encode())


def why_bad() -> tuple[str, str]:
    with pytest.raises(BadSettings) as caught:
        settings.load()
    return caught.value.name, caught.value.detail


def test_without_any_setting_the_bulletins_of_the_package_are_the_corpus() -> None:
    found = settings.load()
    assert {p.suffix for p in found.corpus.iterdir()} >= {".txt"}
    assert not found.index_is_named


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    write_env("BANTIN_LANG=en\nBANTIN_TODAY=2021-04-15\n")
    monkeypatch.setenv("BANTIN_TODAY", "2022-01-01")
    found = settings.load()
    assert (found.bantin_lang, found.bantin_today) == ("en", dt.date(2022, 1, 1))


@pytest.mark.parametrize("name", settings.NAMES)
def test_a_blank_value_counts_as_not_set(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    unset = settings.load()
    monkeypatch.setenv(name, " \t")
    assert settings.load() == unset


def test_the_space_around_a_name_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RERANK_MODEL", " BAAI/bge-reranker-v2-m3 ")
    assert settings.load().rerank_model == "BAAI/bge-reranker-v2-m3"


def test_an_empty_value_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    write_env("BANTIN_TODAY=\nTELEGRAM_OPERATORS=\nBANTIN_CORPUS=\n")
    monkeypatch.setenv("BANTIN_INDEX", "")
    monkeypatch.setenv("EMBEDDING_MODEL", "")
    found = settings.load()
    assert (found.bantin_today, found.telegram_operators) == (None, ())
    assert (found.bantin_corpus, found.embedding_model) == (None, None)
    assert not found.index_is_named


def test_a_byte_order_mark_before_the_first_name_is_no_part_of_it() -> None:
    write_env(b"\xef\xbb\xbfBANTIN_LANG=en\n")
    assert settings.load().bantin_lang == "en"
    assert settings.unknown() == ()


def test_ids_are_separated_by_commas() -> None:
    write_env("TELEGRAM_OPERATORS=7, -100123 ,\n")
    assert settings.load().telegram_operators == (7, -100123)


@pytest.mark.parametrize(
    ("name", "value", "detail"),
    [
        ("BANTIN_TODAY", "15/04/2021", "date"),
        ("BANTIN_TODAY", "2021-02-30", "date"),
        ("BANTIN_TODAY", "20210415", "date"),
        ("BANTIN_TODAY", "0001-01-01", "date"),
        ("BANTIN_TODAY", "9999-12-31", "date"),
        ("BANTIN_LANG", "fr", "lang"),
        ("BANTIN_RETENTION_DAYS", "-1", "days"),
        ("BANTIN_RETENTION_DAYS", "mười", "days"),
        ("BANTIN_RETENTION_DAYS", "1" + "0" * 320, "days"),
        ("TELEGRAM_SEND_RATE", "nan", "rate"),
        ("TELEGRAM_CHAT_RATE", "-0.5", "rate"),
        ("TELEGRAM_WEBHOOK_PORT", "70000", "port"),
        ("TELEGRAM_OPERATORS", "7;8", "ids"),
        ("TELEGRAM_API_BASE_URL", "127.0.0.1:8081/bot", "url"),
        ("TELEGRAM_WEBHOOK_URL", "https://", "hook"),
        ("TELEGRAM_WEBHOOK_URL", "https://x.vn/tg{x}", "hook"),
        ("TELEGRAM_WEBHOOK_URL", "https://x.vn/tg%20x", "hook"),
        ("TELEGRAM_WEBHOOK_URL", "https://x.vn/tin nhắn", "hook"),
        ("TELEGRAM_BOT_TOKEN", "123:abc def", "token"),
        ("TELEGRAM_BOT_TOKEN", "١٢٣:abc", "token"),
        ("TELEGRAM_WEBHOOK_SECRET", "mật khẩu", "secret"),
    ],
)
def test_a_malformed_value_is_named_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, detail: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings) as caught:
        settings.load()
    assert (caught.value.name, caught.value.detail) == (name, detail)
    assert value not in str(caught.value)
    assert caught.value.__suppress_context__  # a traceback would show it too


@pytest.mark.parametrize(
    ("content", "name", "detail"),
    [
        ("BANTIN_LANG=vi\n\nBANTIN TODAY 2021\n", ".env:3", "syntax"),
        ("BANTIN_LANG='vi\n", ".env:1", "syntax"),
        ("BANTIN_CORPUS=a\0b\n", ".env:1", "syntax"),
        (b"BANTIN_CORPUS=\xff\xfe\n", ".env", "encoding"),
    ],
)
def test_a_malformed_file_is_refused_with_its_line(
    content: str | bytes, name: str, detail: str
) -> None:
    write_env(content)
    assert why_bad() == (name, detail)


def test_secrets_stay_masked_wherever_settings_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:very-secret")
    monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", "also-secret")
    found = settings.load()
    assert "secret" not in repr(found).replace("telegram_webhook_secret", "")
    assert "-secret" not in str(found.model_dump()) + found.model_dump_json()
    assert found.telegram_bot_token is not None
    assert found.telegram_bot_token.get_secret_value() == "123456:very-secret"


def test_unknown_names_are_reported_only_under_our_prefixes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_env("BANTIN_CORPSE=a\nDATABASE_URL=b\nBANTIN_LANG=vi\n")
    monkeypatch.setenv("TELEGRAM_TOKEN", "c")
    assert settings.unknown() == ("BANTIN_CORPSE", "TELEGRAM_TOKEN")


def test_every_corpus_has_an_index_of_its_own_however_it_is_spelt(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def index_of(corpus: str) -> Path:
        monkeypatch.setenv("BANTIN_CORPUS", corpus)
        return settings.load().index

    (tmp_path / "a").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "a")
    assert index_of("a") == index_of(str(tmp_path / "a")) == index_of("link") != index_of("b")
    assert index_of("a").is_relative_to(tmp_path / "data")


def test_a_loop_of_links_as_corpus_still_has_an_index_path(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    monkeypatch.setenv("BANTIN_CORPUS", "loop")
    assert settings.load().index.parent.name == "index"


def test_the_state_can_be_moved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert settings.load().state.is_relative_to(tmp_path / "data")
    monkeypatch.setenv("BANTIN_STATE", "~/state")
    assert settings.load().state == Path("~/state").expanduser()


@given(value=st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_any_value_is_either_taken_or_refused_by_name(value: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for name in settings.NAMES:
            patch.setenv(name, value)
        try:
            settings.load()
        except BadSettings as why:
            assert why.name in settings.NAMES  # noqa: PT017  # both ways are right


def test_the_example_names_exactly_the_settings_that_exist() -> None:
    named = re.findall(r"^# ([A-Z][A-Z_]+)=", EXAMPLE, re.MULTILINE)
    assert sorted(named) == sorted(settings.NAMES)


def test_the_example_sets_nothing_and_shows_the_defaults() -> None:
    assert all(line.startswith("#") or not line for line in EXAMPLE.splitlines())
    write_env(re.sub(r"^# ([A-Z][A-Z_]+=)", r"\1", EXAMPLE, flags=re.MULTILINE))
    assert settings.load() == Settings(_env_file=None)  # type: ignore[call-arg]  # see BaseSettings
