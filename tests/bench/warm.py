"""A child of the benchmark: asks the golden questions of one index, one after the other.

``python -m tests.bench.warm CORPUS INDEX`` prints one JSON object: ``ms``, the median time of an
answer, ``slow_ms``, that of the slowest twentieth, and the shares of the golden questions.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from contextlib import closing
from pathlib import Path

from bot.engine import Engine
from bot.errors import BadQuestion
from bot.types import Answer
from tests.bot.asking import TODAY
from tests.golden import Golden, Judged, judge, read, shares


def main(corpus: Path, index: Path) -> dict[str, float]:
    """Asks each question once, after one more that opens what is opened late."""
    questions = read()
    with closing(Engine.open(corpus, index, may_build=False)) as engine:
        engine.ask("Bộ Y tế họp bàn việc gì?", today=TODAY)
        judged = [_ask(engine, golden) for golden in questions]
    times = [1_000 * one.seconds for one in judged]
    slow = statistics.quantiles(times, n=20)[-1]
    return {"ms": statistics.median(times), "slow_ms": slow, **shares(judged)}


def _ask(engine: Engine, golden: Golden) -> Judged:
    answer: Answer | None
    began = time.perf_counter()
    try:
        answer = engine.ask(golden.question, today=TODAY)
    except BadQuestion:
        answer = None
    return judge(golden, answer, time.perf_counter() - began)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]))))
