"""What is run for each group of rows; every run is a process of its own."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measure import Child, Reading, median, megabytes, run
from tests.bench.news import write_articles
from tests.bench.rows import GOLDEN, Readings

ROOT = Path(__file__).parents[2]
BULLETINS = ROOT / "corpus" / "bulletins"
QUESTIONS = (
    "Vắc xin Nanocovax đang thử nghiệm lâm sàng giai đoạn mấy?",
    "Bộ Y tế đề ra mấy nhiệm vụ trọng tâm trong tháng 4?",
    "nhiem vu thu nam la gi",
    "Mai Hà Nội có mưa không?",
)
_ANSWERED_OR_REFUSED = (0, 1)  # exit status of `bantin ask`

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Place:
    """Where one corpus is measured: its folder, its index, and an empty folder to run in."""

    corpus: Path
    index: Path
    cwd: Path

    def bantin(self, command: str, *words: str, statuses: tuple[int, ...] = (0,)) -> Child:
        """Runs the installed program on this corpus and index."""
        places = ("--corpus", str(self.corpus), "--index", str(self.index))
        return run([program(), command, *places, *words], cwd=self.cwd, statuses=statuses)

    def ask(self, turn: int) -> Child:
        """A cold question, another one each turn."""
        question = QUESTIONS[turn % len(QUESTIONS)]
        return self.bantin("ask", question, statuses=_ANSWERED_OR_REFUSED)


def program() -> str:
    """The installed `bantin` beside the running Python."""
    return str(Path(sys.executable).with_name("bantin"))


def two_bulletins(place: Path, times: int, say: Say) -> Iterator[Readings]:
    """The rows of the two bulletins, in a folder that is empty; a part at a time."""
    here = Place(BULLETINS, place / "index", place)
    say("two bulletins: building")
    here.bantin("rebuild")
    yield _golden("two", here, say)
    say("two bulletins: rebuilding with nothing changed")
    yield {"two.unchanged": median([here.bantin("rebuild").seconds for _ in range(times)])}
    say(f"two bulletins: {times} cold questions in turn with importing sentence_transformers")
    asked, imported = zip(*_in_turn(here, times), strict=True)
    ratios = [b.seconds / a.seconds for a, b in zip(asked, imported, strict=True)]
    yield {
        **_cold("two", asked),
        "two.import": median([one.seconds for one in imported]),
        "two.ratio": median(ratios, 1),
    }


def telegram(place: Path, say: Say) -> Iterator[Readings]:
    """The rows of the Telegram bot over the two bulletins, in a folder that is empty."""
    here = Place(BULLETINS, place / "index", place)
    here.bantin("rebuild")
    say("the Telegram bot: a burst, a kill, 10,000 messages (minutes)")
    found = _module("tests.bench.telegram", here.corpus, here.index, place)
    in_bytes = ("memory", "growth")
    found |= {name: found[name] / 1e6 for name in in_bytes}
    yield {f"telegram.{name}": Reading(value) for name, value in found.items()}


def _in_turn(here: Place, times: int) -> Iterator[tuple[Child, Child]]:
    """Pairs of a cold question and a bare import; the first pair only fills the disk's cache."""
    bare = [sys.executable, "-c", "import sentence_transformers"]
    for turn in range(times + 1):
        pair = here.ask(turn), run(bare, cwd=here.cwd)
        if turn:
            yield pair


def _cold(group: str, asked: Sequence[Child]) -> Readings:
    return {
        f"{group}.cold": median([one.seconds for one in asked]),
        f"{group}.memory": megabytes([one.peak for one in asked]),
    }


def _golden(group: str, here: Place, say: Say) -> Readings:
    say(f"{group}: golden questions")
    found = _module("tests.bench.warm", here.corpus, here.index)
    warm = Reading(found["ms"], f"slowest twentieth {found['slow_ms']:.1f} and more")
    shares = {f"{group}.{key}": Reading(found[key]) for key, _, _ in GOLDEN}
    return {f"{group}.warm": warm, **shares}


def _module(name: str, *places: Path) -> dict[str, float]:
    """What a child of the benchmark prints."""
    command = [sys.executable, "-m", name, *map(str, places)]
    found: dict[str, float] = json.loads(run(command, cwd=ROOT).output)
    return found


def news(source: Path, articles: int, place: Path, times: int, say: Say) -> Iterator[Readings]:
    """The rows of the news articles, in a folder that is empty; a part at a time."""
    here = Place(place / "corpus", place / "index", place)
    shutil.copytree(BULLETINS, here.corpus, ignore=shutil.ignore_patterns("__pycache__"))
    say("news: writing articles")
    written = write_articles(source, here.corpus, articles)
    say(f"news: building {written:,} articles (minutes)")
    build = here.bantin("rebuild", "--json")
    passages = json.loads(build.output)["passages"]
    yield {
        "news.articles": Reading(written),
        "news.passages": Reading(passages),
        "news.build": Reading(build.seconds),
        "news.rate": Reading(passages / build.seconds),
        "news.build_memory": megabytes([build.peak]),
    }
    say(f"news: {passages:,} passages in {build.seconds:.0f} s; now the encoder alone")
    alone = _module("tests.bench.encoding", here.index)
    yield {"news.encoder": Reading(alone["passages"] / alone["seconds"])}
    say(f"news: {times} cold questions")
    yield _cold("news", [here.ask(turn) for turn in range(times + 1)][1:])
    yield _golden("news", here, say)
    yield {"news.changed": _changed(here, min(times, 3), say)}  # last: it changes the articles


def _changed(here: Place, times: int, say: Say) -> Reading:
    """Rebuilds after one more sentence in one article, another one each time."""
    seconds = []
    for number in range(1, times + 1):
        say(f"news: rebuilding with one article changed, {number} of {times}")
        with (here.corpus / f"news-{number:06d}.txt").open("a", encoding="utf-8") as article:
            article.write("\nBản tin này đã được bổ sung.\n")
        child = here.bantin("rebuild", "--json")
        if len(json.loads(child.output)["changed"]) != 1:
            raise RuntimeError(f"one changed article was expected: {child.output[:200]}")
        seconds.append(child.seconds)
    return median(seconds)


def beir(folder: Path, place: Path, say: Say) -> Iterator[Readings]:
    """The rows of one BEIR folder, given as an absolute path."""
    say(f"evaluating {folder.name}")
    command = [program(), "evaluate", "--json", str(folder)]
    measures = json.loads(run(command, cwd=place).output)
    yield {f"{folder.name}.{name}": Reading(value) for name, value in measures.items()}
