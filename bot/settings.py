"""Settings: the environment first, then ``.env`` in the current folder; secrets stay masked.

A setting that is empty or blank counts as not set. ``.env.example`` explains every name.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import math
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import platformdirs
from dotenv.parser import Binding, parse_stream
from pydantic import BeforeValidator, SecretStr, ValidationError, model_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

import corpus
from bot.errors import BadSettings
from bot.texts import Lang

ENV_FILE = ".env"
OWN_PREFIXES = ("BANTIN_", "TELEGRAM_")  # unknown names are reported only under these
LONGEST_RETENTION = 36_500  # days

_DATE = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")  # the years that a period can have
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # Telegram's rule for setWebhook's secret_token
_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")  # the bot's id and its key
_PLAIN_PATH = re.compile(r"[A-Za-z0-9/._~-]*")  # what means just itself on its way to us
_LEVELS = ("debug", "info", "warning", "error")
_YES_NO = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


def _needs(kind: str, parse: Callable[[str], object]) -> BeforeValidator:
    """A validator whose failure names only what was needed: a ``setting_`` code of bot/texts."""

    def check(value: str) -> object:
        try:
            return parse(value.strip())
        except ValueError:
            raise PydanticCustomError("malformed", "{kind}", {"kind": kind}) from None

    return BeforeValidator(check)


def _require(good: object) -> None:
    if not good:
        raise ValueError


def _day(value: str) -> dt.date:
    _require(_DATE.fullmatch(value))
    return dt.date.fromisoformat(value)


def _lang(value: str) -> str:
    _require(value.lower() in ("vi", "en"))
    return value.lower()


def _level(value: str) -> str:
    _require(value.lower() in _LEVELS)
    return value.lower()


def _yes_no(value: str) -> bool:
    _require(value.lower() in _YES_NO)
    return _YES_NO[value.lower()]


def _days(value: str) -> int:
    _require(0 <= int(value) <= LONGEST_RETENTION)
    return int(value)


def _port(value: str) -> int:
    _require(1 <= int(value) <= 65_535)
    return int(value)


def _rate(value: str) -> float:
    _require(math.isfinite(float(value)) and float(value) >= 0)
    return float(value)


def _ids(value: str) -> tuple[int, ...]:
    return tuple(int(part) for part in value.split(",") if part.strip())


def _url(value: str) -> str:
    parts = urlsplit(value)
    _require(parts.scheme in ("http", "https") and parts.hostname and parts.port != 0)
    return value


def _hook(value: str) -> str:
    _require(_PLAIN_PATH.fullmatch(urlsplit(_url(value)).path))
    return value


def _folder(value: str) -> Path:
    _require("\0" not in value)
    return Path(os.path.expanduser(value))  # noqa: PTH111  # Path's own raises without a home


def _matching(pattern: re.Pattern[str]) -> Callable[[str], SecretStr]:
    def parse(value: str) -> SecretStr:
        _require(pattern.fullmatch(value))
        return SecretStr(value)

    return parse


Day = Annotated[dt.date, _needs("date", _day)]
Language = Annotated[Lang, _needs("lang", _lang)]
Level = Annotated[str, _needs("level", _level)]
YesNo = Annotated[bool, _needs("yes_no", _yes_no)]
Days = Annotated[int, _needs("days", _days)]
Port = Annotated[int, _needs("port", _port)]
Rate = Annotated[float, _needs("rate", _rate)]
Ids = Annotated[tuple[int, ...], NoDecode, _needs("ids", _ids)]
Url = Annotated[str, _needs("url", _url)]
Hook = Annotated[str, _needs("hook", _hook)]
Folder = Annotated[Path, _needs("folder", _folder)]
Token = Annotated[SecretStr, _needs("token", _matching(_TOKEN))]
Secret = Annotated[SecretStr, _needs("secret", _matching(_SECRET))]


class Settings(BaseSettings):
    """Every setting, named as its variable in lower case; rates are counts, 0 means no limit."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE,
        env_file_encoding="utf-8-sig",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        str_strip_whitespace=True,
        validate_default=False,  # the defaults are written as what they mean, not as text
    )

    embedding_model: str | None = None
    rerank_model: str | None = None

    bantin_corpus: Folder | None = None
    bantin_index: Folder | None = None
    bantin_state: Folder | None = None
    bantin_lang: Language = "vi"
    bantin_today: Day | None = None
    bantin_retention_days: Days = 90
    bantin_log_level: Level = "info"
    bantin_log_questions: YesNo = False

    telegram_bot_token: Token | None = None
    telegram_api_base_url: Url = "https://api.telegram.org/bot"
    telegram_api_base_file_url: Url = "https://api.telegram.org/file/bot"
    telegram_operators: Ids = ()
    telegram_allowed: Ids = ()
    telegram_send_rate: Rate = 30  # messages a second in all
    telegram_chat_rate: Rate = 1  # messages a second in one chat
    telegram_group_rate: Rate = 20  # messages a minute in one group
    telegram_user_rate: Rate = 20  # questions a minute from one person
    telegram_webhook_url: Hook | None = None
    telegram_webhook_listen: str = "127.0.0.1"
    telegram_webhook_port: Port = 8080
    telegram_webhook_secret: Secret | None = None

    @model_validator(mode="before")
    @classmethod
    def _set(cls, values: dict[str, object]) -> dict[str, object]:
        """What is set: a blank counts as nothing, as an empty value does."""
        return {n: v for n, v in values.items() if not (isinstance(v, str) and v.isspace())}

    @property
    def corpus(self) -> Path:
        """The corpus folder: the one named, or the bulletins that travel with the package."""
        return self.bantin_corpus or Path(corpus.__file__).parent / "bulletins"

    @property
    def index(self) -> Path:
        """The index folder: the one named, or one in the user's data folder for this corpus."""
        return self.bantin_index or _user_data() / "index" / _key(self.corpus)

    @property
    def index_is_named(self) -> bool:
        """Whether the index folder was named by hand: then none is built unasked."""
        return self.bantin_index is not None

    @property
    def state(self) -> Path:
        """The folder of what must survive."""
        return self.bantin_state or _user_data() / "state"


NAMES = tuple(name.upper() for name in Settings.model_fields)


def load() -> Settings:
    """Reads the settings.

    Raises BadSettings with the name of the first wrong one, or ``.env:LINE``, and as its detail
    a ``setting_`` code of bot/texts.
    """
    env_file_names()
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise BadSettings(str(first["loc"][0]).upper(), first["msg"]) from None


def unknown() -> tuple[str, ...]:
    """Names under our prefixes that no setting has, from environment and ``.env``, sorted."""
    names = {name.upper() for name in (*os.environ, *env_file_names())}
    return tuple(sorted(n for n in names if n.startswith(OWN_PREFIXES) and n not in NAMES))


def env_file_names() -> tuple[str, ...]:
    """The names that ``.env`` sets. Raises BadSettings where it cannot be read as one."""
    return tuple(b.key for b in _bindings(Path(ENV_FILE)) if b.key)


def _bindings(path: Path) -> list[Binding]:
    try:
        if not path.is_file():  # raises where the folder may not be entered
            return []
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise BadSettings(ENV_FILE, "encoding") from None
    except OSError as error:
        raise BadSettings(ENV_FILE, "unreadable") from error
    bindings = list(parse_stream(io.StringIO(text)))
    for binding in bindings:
        if binding.error or "\0" in binding.original.string:
            raise BadSettings(f"{ENV_FILE}:{_line(binding)}", "syntax")
    return bindings


def _line(binding: Binding) -> int:
    """The line of a binding's text; the parser counts from the blank lines before it."""
    string = binding.original.string
    return binding.original.line + string[: len(string) - len(string.lstrip())].count("\n")


def _user_data() -> Path:
    return platformdirs.user_data_path("bantin", appauthor=False)


def _key(folder: Path) -> str:
    """A short name for a folder, the same however it is spelt."""
    place = os.path.realpath(folder)  # unlike Path.resolve it survives a loop of links
    return hashlib.sha256(os.fsencode(place)).hexdigest()[:12]
