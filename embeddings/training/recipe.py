"""The whole recipe: files in, a model folder out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from embeddings.training import frequencies
from embeddings.training.pairs import (
    SPANS_PER_ARTICLE,
    Asked,
    News,
    Pairs,
    draw_news,
    draw_questions,
    join,
    shift,
    tokenize_news,
    tokenize_questions,
)
from embeddings.training.reading import (
    Article,
    Question,
    read_news,
    read_passage_questions,
    read_questions,
    read_words,
)
from embeddings.training.saving import save_model
from embeddings.training.static import Recipe, initial_vectors, train
from embeddings.training.tokenizer import build_tokenizer

# Questions are 1 pair in 100 of the news; ten times as many teach their shape without
# drowning the other domains.
TIMES_QUESTIONS = 10
STEPS_PER_REPORT = 50

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Sources:
    """The training files; ``limit`` takes the first lines of each of them only."""

    news: Path
    words: Path
    questions: tuple[Path, ...] = ()
    passages_questions: tuple[Path, ...] = ()
    limit: int | None = None

    def articles(self) -> Iterator[Article]:
        """The news, read anew at every call."""
        return read_news(self.news, self.limit)

    def all_questions(self) -> list[Question]:
        """The questions of all files in order."""
        plain = (read_questions(path, self.limit) for path in self.questions)
        over = (read_passage_questions(path, self.limit) for path in self.passages_questions)
        return list(chain(chain.from_iterable(plain), chain.from_iterable(over)))


def make_model(sources: Sources, folder: Path, epochs: int, seed: int, say: Say) -> None:
    """Trains tokenizer and vectors and saves them. The same seed gives the same folder."""
    questions = sources.all_questions()
    texts = chain.from_iterable((q.question, q.answer) for q in questions)
    tokenizer = build_tokenizer(read_words(sources.words), texts)
    say(f"tokenizer: {tokenizer.get_vocab_size()} pieces")
    news = tokenize_news(tokenizer, sources.articles())
    asked = tokenize_questions(tokenizer, questions)
    ids = np.concatenate([news.texts.ids, asked.texts.ids])
    say(f"text: {len(ids)} tokens, {len(news.first) - 1} articles, {len(questions)} questions")
    rng = np.random.default_rng(seed)
    recipe = Recipe()
    vectors = initial_vectors(ids, tokenizer.get_vocab_size(), recipe, rng)
    drawn = [draw(news, asked, rng) for _ in range(epochs)]
    say(f"pairs: {sum(len(pairs) for pairs in drawn)} in {epochs} epochs")
    train(vectors, ids, drawn, recipe, rng, _reporter(say))
    save_model(folder, tokenizer, vectors)


def draw(news: News, asked: Asked, rng: np.random.Generator) -> Pairs:
    """The pairs of one epoch, positions in the ids of the news followed by the questions'."""
    articles = len(news.first) - 1
    first_free_group = (SPANS_PER_ARTICLE + 1) * articles
    questions = draw_questions(asked, TIMES_QUESTIONS)
    return join([draw_news(news, rng), shift(questions, len(news.texts.ids), first_free_group)])


def count_background(sources: Sources, folder: Path, say: Say) -> None:
    """Writes the table of document frequencies beside the model."""
    documents, terms = frequencies.count_frequencies(sources.articles())
    listed = frequencies.write_frequencies(folder, documents, terms)
    say(f"background: {listed} terms in {documents} documents")


def _reporter(say: Say) -> Callable[[int, int, float], None]:
    losses: list[float] = []

    def report(step: int, steps: int, loss: float) -> None:
        losses.append(loss)
        if step % STEPS_PER_REPORT == 0 or step == steps:
            say(f"step {step} of {steps}: loss {sum(losses) / len(losses):.3f}")
            losses.clear()

    return report
