"""Every row of the benchmark: what is measured, in which unit, and what is aimed at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from tests.bench.measure import Reading

HARDLY = 0.03  # "hardly worse" among many articles: at most this share less than without them

Readings = Mapping[str, Reading]  # by the keys of rows

_FORMATS = {
    "s": "{:,.2f} s",
    "ms": "{:,.1f} ms",
    "MB": "{:,.0f} MB",
    "times": "{:,.1f} times",
    "share": "{:.1%}",
    "count": "{:,.0f}",
    "rate": "{:,.0f} a second",
}


def shown(value: float, unit: str) -> str:
    """A value as people read it; a unit is a key of the formats above.

    >>> shown(0.935, "share"), shown(20_000, "count"), shown(0.8, "s")
    ('93.5%', '20,000', '0.80 s')
    """
    return _FORMATS[unit].format(value)


class Aim(Protocol):
    """What a row is to reach."""

    def text(self, unit: str, readings: Readings) -> str:
        """The aim in words."""
        ...

    def met(self, value: float, readings: Readings) -> bool | None:
        """Whether a value reaches it; None while that cannot be told."""
        ...


@dataclass(frozen=True, slots=True)
class Under:
    """Less than ``limit``."""

    limit: float

    def text(self, unit: str, readings: Readings) -> str:
        """See Aim."""
        return f"under {shown(self.limit, unit)}"

    def met(self, value: float, readings: Readings) -> bool | None:
        """See Aim."""
        return value < self.limit


@dataclass(frozen=True, slots=True)
class AtLeast:
    """``limit`` or more."""

    limit: float

    def text(self, unit: str, readings: Readings) -> str:
        """See Aim."""
        return f"{shown(self.limit, unit)} or more"

    def met(self, value: float, readings: Readings) -> bool | None:
        """See Aim."""
        return value >= self.limit - 1e-9  # shares are quotients


@dataclass(frozen=True, slots=True)
class Beside:
    """Hardly less than what the row ``key`` measured."""

    key: str

    def text(self, unit: str, readings: Readings) -> str:
        """See Aim."""
        other = readings.get(self.key)
        alone = f" ({shown(other.value, unit)})" if other else ""
        return f"{HARDLY * 100:.0f} points less than alone{alone} at most"

    def met(self, value: float, readings: Readings) -> bool | None:
        """See Aim."""
        other = readings.get(self.key)
        return None if other is None else value >= other.value - HARDLY - 1e-9


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. ``key`` names its reading; a row without an aim informs only."""

    key: str
    what: str
    unit: str
    aim: Aim | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The rows that one set of data gives."""

    title: str
    rows: tuple[Row, ...]


# Shares of the golden questions: key, words, aim on the two bulletins alone.
GOLDEN = (
    ("quoted", "answerable golden questions: all evidence quoted", 0.92),
    ("answered", "answerable golden questions: outcome `answered`", 0.85),
    ("lists", "golden questions for lists: every item, and the right count", 1.0),
    ("offtopic", "off-topic golden questions: not `answered`", 0.95),
    ("near", "near-topic golden questions without an answer: not `answered`", 0.80),
)

TWO = Group(
    "The two bulletins",
    (
        Row("two.cold", "a cold `bantin ask`", "s", Under(1.2)),
        Row("two.import", "`import sentence_transformers` alone, in turn with it", "s"),
        Row("two.ratio", "how much faster the cold ask is", "times", AtLeast(4)),
        Row("two.memory", "peak memory of a cold ask", "MB", Under(250)),
        Row("two.warm", "a warm answer, median over the golden questions", "ms", Under(10)),
        Row("two.unchanged", "`bantin rebuild` with nothing changed", "s", Under(1.5)),
        *(Row(f"two.{key}", what, "share", AtLeast(aim)) for key, what, aim in GOLDEN),
    ),
)

TELEGRAM = Group(
    "The Telegram bot, beside a Bot API server on the same machine",
    (
        Row("telegram.rate", "500 messages from 50 people at once, answered", "rate", AtLeast(150)),
        Row("telegram.p50", "from message to answer in that burst, median", "s"),
        Row("telegram.p95", "from message to answer in that burst, 95 of 100", "s"),
        Row("telegram.lost", "messages of the burst without an answer", "count", Under(1)),
        Row("telegram.disordered", "people answered out of order", "count", Under(1)),
        Row("telegram.recovery", "from the start after `kill -9` to all 40 answered", "s"),
        Row("telegram.repeated", "answers sent twice after it", "count", Under(2)),
        Row("telegram.memory", "memory after 10,000 messages", "MB"),
        Row("telegram.growth", "of it grown after the first 1,000", "MB", Under(20)),
    ),
)

NEWS = Group(
    "News articles beside the two bulletins",
    (
        Row("news.articles", "articles", "count", AtLeast(20_000)),
        Row("news.passages", "passages", "count"),
        Row("news.build", "the whole build", "s"),
        Row("news.rate", "passages built", "rate"),
        Row("news.encoder", "the same passages, encoder alone", "rate"),
        Row("news.build_memory", "peak memory of the build", "MB", Under(2_000)),
        Row("news.cold", "a cold `bantin ask`", "s", Under(2.5)),
        Row("news.memory", "peak memory of a cold ask", "MB", Under(700)),
        Row("news.warm", "a warm answer, median over the golden questions", "ms", Under(40)),
        Row("news.changed", "`bantin rebuild` with one bulletin changed", "s", Under(5)),
        *(Row(f"news.{key}", what, "share", Beside(f"two.{key}")) for key, what, _ in GOLDEN),
    ),
)

# Folder of a BEIR set: the name that people know it by, and the P@1 aimed at.
SETS = {
    "alqac": ("ALQAC", 0.95),
    "virhe4qa": ("ViRHE4QA", 0.775),
    "vicov19-dev": ("UIT-ViCoV19QA, development split", 0.53),
}


def beir(folder: str) -> Group:
    """The rows of a BEIR folder, by the folder's name; only those of SETS have an aim."""
    title, aim = SETS.get(folder, (folder, None))
    first = Row(f"{folder}.P@1", "P@1", "share", AtLeast(aim) if aim else None)
    others = (Row(f"{folder}.{name}", name, "share") for name in ("R@10", "MRR@10", "nDCG@10"))
    return Group(
        f"`bantin evaluate`: {title}",
        (
            first,
            *others,
            Row(f"{folder}.quote_hit", "first quoted sentence holds an accepted answer", "share"),
            Row(f"{folder}.ms_per_query", "a question, median", "ms"),
        ),
    )


GROUPS = (TWO, TELEGRAM, NEWS, *(beir(folder) for folder in SETS))
