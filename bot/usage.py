"""What every command shares: worded help, options before and after it, one line for wrong use."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TypeVar

import click

from bot import exits, settings
from bot.errors import BadSettings
from bot.settings import Settings
from bot.texts import Lang, Texts

_Function = TypeVar("_Function", bound=Callable[..., Any])
_CHOSEN = "bantin.chosen"  # key of what the common options named, in click's shared notes


def texts(ctx: click.Context) -> Texts:
    """The sentences in the language chosen so far; wrong settings do not silence us."""
    chosen: Lang | None = _chosen(ctx).get("bantin_lang")
    return Texts(chosen or _set_lang())


def _set_lang() -> Lang:
    try:
        return settings.load().bantin_lang
    except BadSettings:
        return "en" if os.environ.get("BANTIN_LANG", "").lower() == "en" else "vi"


def chosen_settings(ctx: click.Context) -> Settings:
    """The settings, with what the options name instead. Raises BadSettings."""
    return settings.load().model_copy(update=_chosen(ctx))


def mending(ctx: click.Context) -> str:
    """The command that rebuilds the index in use."""
    options = {"--corpus": "bantin_corpus", "--index": "bantin_index"}
    chosen = _chosen(ctx)
    named = [(option, str(chosen[name])) for option, name in options.items() if name in chosen]
    return shlex.join(["bantin", "rebuild", *(word for pair in named for word in pair)])


def _chosen(ctx: click.Context) -> dict[str, Any]:
    found: dict[str, Any] = ctx.meta.setdefault(_CHOSEN, {})
    return found


class Misused(click.UsageError):
    """Wrong use that has a sentence of its own, ``code``."""

    def __init__(self, code: str, ctx: click.Context, **values: str) -> None:
        super().__init__(code, ctx)
        self.code = code
        self.values = values


class Option(click.Option):
    """An option whose help is the sentence ``option_NAME``."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """As click's, in the chosen language."""
        self.help = texts(ctx).say(f"option_{self.name}")
        return super().get_help_record(ctx)


class Command(click.Command):
    """A command whose help is the sentence ``help_NAME``."""

    allow_extra_args = True  # for click, which says what is too much in English alone

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click's. Raises Misused for an argument too much."""
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        if rest and not isinstance(self, click.Group):
            raise Misused("usage_extra", ctx, name=rest[0])
        return rest

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """As click's, in the chosen language."""
        self.help = texts(ctx).say(f"help_{self.name}")
        super().format_help_text(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        """The whole sentence: ours are short."""
        return texts(click.get_current_context()).say(f"help_{self.name}")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """As click's, worded by us."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = texts(ctx).say("option_help")
        return option


class Group(Command, click.Group):
    """The program: our errors and wrong use end it with one line and a status of bot.exits."""

    command_class = Command

    def main(self, *args: Any, **extra: Any) -> Any:  # as click's
        """Runs the program and ends the process."""
        exits.speak_utf8()
        try:
            sys.exit(super().main(*args, **{**extra, "standalone_mode": False}))
        except click.UsageError as error:
            ctx = error.ctx or click.Context(self, info_name="bantin")
            exits.complain(_wrong_use(error, ctx))
            sys.exit(exits.MISUSED)
        except click.Abort:
            sys.exit(exits.INTERRUPTED)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click's. Raises Misused for a command that there is none of."""
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise Misused("usage_command", ctx, name=args[0])
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click's, --help included, whose output may fail like any other."""
        with _handled(ctx):
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:  # as click's
        """Runs the command; see :func:`bot.exits.handled`."""
        with _handled(ctx):
            return super().invoke(ctx)


def _handled(ctx: click.Context) -> AbstractContextManager[None]:
    return exits.handled(lambda error: texts(ctx).error(error, rebuild=mending(ctx)))


def common(function: _Function) -> _Function:
    """Adds --corpus, --index and --lang; what stands last wins."""
    for option in (
        click.option("--lang", cls=Option, type=click.Choice(["vi", "en"]), **_noted(eager=True)),
        click.option("--index", cls=Option, metavar="DIR", **_noted()),
        click.option("--corpus", cls=Option, metavar="DIR", **_noted()),
    ):
        function = option(function)
    return function


def _noted(*, eager: bool = False) -> dict[str, Any]:
    """What makes an option note its value for all commands instead of passing it on."""
    return {"callback": _note, "expose_value": False, "is_eager": eager}


def _note(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value is None:
        return
    _require_words(ctx, param, value)
    _chosen(ctx)[f"bantin_{param.name}"] = value if param.name == "lang" else Path(value)


def folder(ctx: click.Context, param: click.Parameter, value: str | None) -> Path | None:
    """The callback of an option that names a folder."""
    if value is None:
        return None
    _require_words(ctx, param, value)
    return Path(value)


def _require_words(ctx: click.Context, param: click.Parameter, value: str) -> None:
    if not value.strip():  # an empty path would mean the current folder
        raise click.BadParameter("empty", ctx, param)


def _wrong_use(error: click.UsageError, ctx: click.Context) -> str:
    say, see = texts(ctx).say, f"{ctx.command_path} --help"
    match error:
        case Misused():
            return say(error.code, help=see, **error.values)
        case click.NoSuchOption():
            return say("usage_option", name=error.option_name, help=see)
        case click.BadOptionUsage():
            return say("usage_value", name=error.option_name, help=see)
        case click.MissingParameter():
            return say("usage_missing", name=_name(error), help=see)
        case click.BadParameter():
            return say("usage_value", name=_name(error), help=see)
        case _:
            return say("usage", detail=error.format_message().rstrip("."), help=see)


def _name(error: click.BadParameter) -> str:
    if isinstance(error.param, click.Option):
        return error.param.opts[-1]
    return error.param.human_readable_name if error.param else "?"
