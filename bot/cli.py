"""The command line: wiring only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot import batch, exits, settings, usage
from bot.errors import BadQuestion, BadSettings
from bot.lines import Line, checked, lines, standard_input
from bot.report import dumps, report
from bot.settings import Settings
from bot.texts import Texts
from bot.types import Outcome
from bot.usage import Option

if TYPE_CHECKING:  # opening an index loads numpy, faiss and tantivy: not for --help
    from bot.engine import Engine
    from embeddings.evaluate import Measured

_JSON = click.option("--json", "as_json", cls=Option, is_flag=True)


@click.group("bantin", cls=usage.Group, invoke_without_command=True)
@usage.common
@click.pass_context
def main(ctx: click.Context) -> int:
    """Opens a conversation where no command is named."""
    if ctx.invoked_subcommand is not None:
        return exits.DONE
    from bot.console import talking as console
    from bot.dialogue.conversation import Dialogue

    chosen, texts = _begin(ctx)
    with _engine(chosen, texts) as engine:
        typing = sys.stdin is not None and sys.stdin.isatty()
        dialogue = Dialogue(engine, texts, today=chosen.bantin_today, suggest=typing)
        before = partial(_catch_up, engine, texts)
        if typing:
            console.converse(dialogue, texts, console.face(texts, chosen.state / "history"), before)
        else:
            console.answer_lines(standard_input(), dialogue, texts, before)
    return exits.DONE


@main.command()
@usage.common
@_JSON
@click.option("--top", cls=Option, type=click.IntRange(0, 1_000), default=5, metavar="N")
@click.option("--chat", cls=Option, is_flag=True)
@click.argument("question", nargs=-1, required=True, metavar="QUESTION")
@click.pass_context
def ask(
    ctx: click.Context, *, as_json: bool, top: int, chat: bool, question: tuple[str, ...]
) -> int:
    """Answers one question, or with --json and - one a line."""
    if len(question) != 1:
        raise usage.Misused("usage_quotes", ctx)
    from bot.dialogue.conversation import Dialogue

    chosen, texts = _begin(ctx)
    if as_json and question[0] == "-":
        with _engine(chosen, texts) as engine:
            anew = partial(Dialogue, engine, texts, top=top, today=chosen.bantin_today)
            one = anew()
            turn = one.reply if chat else lambda text: anew().reply(text)
            return batch.answer_all(standard_input(), turn, texts)
    line = _asked(question[0])
    if line.problem:
        raise BadQuestion(line.problem)
    with _engine(chosen, texts) as engine:
        reply = Dialogue(engine, texts, top=top, today=chosen.bantin_today).reply(line.text)
    if reply.problem:
        raise BadQuestion(reply.problem)
    click.echo(dumps(report(reply, texts)) if as_json else reply.text)
    refused = reply.answer is not None and reply.answer.outcome is Outcome.REFUSED
    return exits.REFUSED if refused else exits.DONE


@main.command()
@usage.common
@_JSON
@click.pass_context
def rebuild(ctx: click.Context, *, as_json: bool) -> int:
    """Builds the index, or brings it up to date."""
    chosen, texts = _begin(ctx)
    from bot import progress, upkeep
    from embeddings.build import build
    from embeddings.loading import load_encoder

    encoder = load_encoder(chosen.embedding_model)
    with progress.shown(texts) as step:
        done = build(chosen.corpus, chosen.index, encoder, progress=step)
    as_object, as_text = upkeep.build_object, upkeep.build_text
    click.echo(dumps(as_object(done, texts)) if as_json else as_text(done, texts))
    return exits.DONE


@main.command()
@usage.common
@_JSON
@click.option("--verify", cls=Option, is_flag=True)
@click.pass_context
def status(ctx: click.Context, *, as_json: bool, verify: bool) -> int:
    """Says what the index holds and whether it matches the corpus."""
    chosen, texts = _begin(ctx)
    from bot import upkeep
    from embeddings.errors import IndexStale
    from embeddings.loading import load_encoder

    encoder = load_encoder(chosen.embedding_model)
    found = upkeep.inspect(chosen.corpus, chosen.index, encoder, verify=verify)
    click.echo(dumps(asdict(found)) if as_json else upkeep.status_text(found, texts))
    if not found.current:
        raise IndexStale(str(chosen.index))
    return exits.DONE


@main.command()
@usage.common
@_JSON
@click.option("--report", "report_to", cls=Option, metavar="DIR", callback=usage.folder)
@click.argument("beir_dir", type=click.Path(path_type=Path))
@click.pass_context
def evaluate(ctx: click.Context, *, as_json: bool, report_to: Path | None, beir_dir: Path) -> int:
    """Measures retrieval on a folder in BEIR's form."""
    chosen, texts = _begin(ctx)
    from bot import upkeep
    from embeddings import evaluate as measuring
    from embeddings.loading import load_encoder
    from embeddings.reranker import load_reranker

    write = _page_writer(ctx, report_to, texts, source=str(beir_dir))
    encoder, reranker = load_encoder(chosen.embedding_model), load_reranker(chosen.rerank_model)
    with measuring.measured(beir_dir, encoder, reranker=reranker) as done:
        written = write(done)
    click.echo(dumps(done.scores) if as_json else upkeep.measures_text(done.scores))
    if written and not as_json:
        click.echo(texts.say("report_written", path=written))
    return exits.DONE


@main.command()
@usage.common
@click.pass_context
def telegram(ctx: click.Context) -> int:
    """Runs the Telegram bot until it is told to stop."""
    chosen, texts = _begin(ctx)
    if chosen.telegram_bot_token is None:
        raise BadSettings("TELEGRAM_BOT_TOKEN", "token_missing")
    from bot import logs
    from bot.telegram import service

    logs.set_up(chosen)
    with _engine(chosen, texts) as engine:
        interrupted = service.run(
            chosen, engine, lambda code, **values: exits.complain(texts.say(code, **values))
        )
    return exits.INTERRUPTED if interrupted else exits.DONE


def _begin(ctx: click.Context) -> tuple[Settings, Texts]:
    """The settings in use and the sentences; unknown settings are reported once."""
    chosen = usage.chosen_settings(ctx)
    texts = Texts(chosen.bantin_lang)
    if names := settings.unknown():
        exits.complain(texts.say("settings_unknown", names=", ".join(names)))
    return chosen, texts


@contextmanager
def _engine(chosen: Settings, texts: Texts) -> Iterator[Engine]:
    """The opened index; one that nobody named by hand is built when it is missing or stale."""
    from bot import progress
    from bot.engine import Engine

    with progress.shown(texts) as step:
        engine = Engine.open(
            chosen.corpus,
            chosen.index,
            model=chosen.embedding_model,
            reranker=chosen.rerank_model,
            may_build=not chosen.index_is_named,
            progress=step,
        )
    if engine.behind:
        mending = usage.mending(click.get_current_context())
        exits.complain(texts.say("index_behind", rebuild=mending))
    with closing(engine):
        yield engine


def _catch_up(engine: Engine, texts: Texts) -> None:
    """Lets a conversation see what was added to the corpus since the question before."""
    from bot import progress

    with progress.shown(texts) as step:
        engine.catch_up(step)


def _page_writer(
    ctx: click.Context, folder: Path | None, texts: Texts, *, source: str
) -> Callable[[Measured], Path | None]:
    """What writes the report of a measurement; a folder that will not do is said before."""
    if folder is None:
        return lambda done: None
    from bot.evaluation.page import page, ready, save

    try:
        ready(folder)
    except (FileExistsError, NotADirectoryError) as error:
        raise usage.Misused("usage_report", ctx, path=str(folder)) from error
    return lambda done: save(folder, page(done, texts, source=source))


def _asked(question: str) -> Line:
    """The question of one ``ask``; "-" means the first line that is piped in."""
    if question == "-" and not (sys.stdin is not None and sys.stdin.isatty()):
        return next(lines(standard_input()), Line(""))
    return checked(question)
