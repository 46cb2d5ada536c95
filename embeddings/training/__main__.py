"""The command that makes the embedded model: ``python -m embeddings.training --help``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from embeddings.training.errors import TrainingDataError

FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.option("--news", type=FILE, required=True, help="News articles, .jsonl.zst.")
@click.option("--words", type=FILE, required=True, help="Counted words, .tsv.")
@click.option("--questions", type=FILE, multiple=True, help="Questions with answers, .jsonl.")
@click.option(
    "--passages-questions", type=FILE, multiple=True, help="Questions over passages, .jsonl."
)
@click.option("--output", type=FOLDER, required=True, help="The model's folder, made if missing.")
@click.option("--epochs", type=click.IntRange(min=1), default=2, show_default=True)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
@click.option("--limit", type=click.IntRange(min=1), help="Take the first lines of each file only.")
@click.option(
    "--part",
    type=click.Choice(["all", "model", "background"]),
    default="all",
    show_default=True,
    help="What to make: the model, the table of frequencies, or both.",
)
def main(
    news: Path,
    words: Path,
    questions: tuple[Path, ...],
    passages_questions: tuple[Path, ...],
    output: Path,
    epochs: int,
    seed: int,
    limit: int | None,
    part: str,
) -> None:
    """Train the static embedding model and count the background frequencies."""
    # Here, not above: wrong use is told at once, without the seconds that torch takes to load.
    from embeddings.training.recipe import Sources, count_background, make_model

    sources = Sources(news, words, questions, passages_questions, limit)
    try:
        output.mkdir(parents=True, exist_ok=True)
        if part != "background":
            make_model(sources, output, epochs, seed, _say)
        if part != "model":
            count_background(sources, output, _say)
    except (TrainingDataError, OSError) as error:
        raise click.UsageError(str(error)) from error


def _say(line: str) -> None:
    click.echo(line, err=True)


def run() -> None:
    """The command, with one line for wrong use or bad input and the exit status 2."""
    try:
        main(standalone_mode=False)
    except click.ClickException as error:
        _say(f"error: {error.format_message()}")
        sys.exit(2)
    except click.Abort:
        sys.exit(130)  # as the shell has it for an interrupt


if __name__ == "__main__":
    run()
