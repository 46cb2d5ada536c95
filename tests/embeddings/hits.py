"""Hits made by hand: a passage with the sentences that it is split into."""

from __future__ import annotations

import datetime as dt

from corpus.sentences import sentences
from corpus.types import Passage, Period
from embeddings.types import BulletinHead, Hit, Sentence, Why


def hit(
    text: str,
    *,
    bulletin: str = "tin",
    start: int = 0,
    heading: str = "",
    title: str = "",
    date: dt.date | None = None,
    periods: tuple[Period, ...] = (),
    matches: tuple[tuple[float, float], ...] | None = None,
) -> Hit:
    """``matches`` are meaning and words of each sentence, 0 where none are given."""
    spans = sentences(text) or [(0, len(text))]
    pairs = matches or ((0.0, 0.0),) * len(spans)
    return Hit(
        passage=Passage(
            f"{bulletin}#{start}", bulletin, start, start + len(text), text, heading, None, periods
        ),
        bulletin=BulletinHead(bulletin, f"{bulletin}.txt", title, date, None, None),
        score=0.5,
        why=Why(0.5, 0.5),
        closeness=0.25,
        sentences=tuple(
            Sentence(a, b, meaning, words)
            for (a, b), (meaning, words) in zip(spans, pairs, strict=True)
        ),
    )
