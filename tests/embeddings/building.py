"""What the tests of building share: a small corpus, a look at everything an index holds."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from corpus.types import Passage
from embeddings import snapshot
from embeddings.encoder import Encoder
from embeddings.index import Index, Wanted
from embeddings.terms import terms
from embeddings.types import BulletinHead
from tests.doubles import SyllableEncoder

VACCINES = (
    "Bộ Y tế triển khai tiêm chủng tháng 4\n\n"
    "Một là: Tiêm vắc xin cho nhân viên y tế.\n"
    "Hai là: Bảo đảm an toàn tiêm chủng tại các bệnh viện.\n"
)
HOSPITALS = (
    "Hội nghị các bệnh viện quý 2 năm 2021\n\n"
    "Các bệnh viện báo cáo việc mua thuốc.\n\n"
    "Bộ Y tế giao nhiệm vụ cho từng bệnh viện.\n"
)
EPIDEMIC = "Phòng chống dịch tháng 5\n\nBộ Y tế họp về phòng chống dịch tại các tỉnh.\n"


def plan(count: int) -> str:
    """A bulletin with a list of ``count`` tasks."""
    tasks = (f"{n}. Bệnh viện số {n} hoàn thành nhiệm vụ được giao." for n in range(1, count + 1))
    return "Kế hoạch năm của các bệnh viện\n\n" + "\n".join(tasks) + "\n"


def write(corpus: Path, **texts: str) -> None:
    """Writes ``NAME.txt`` for each name; two underscores stand for a folder."""
    for name, text in texts.items():
        path = corpus / f"{name.replace('__', '/')}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def opened(index: Path, encoder: Encoder | None = None) -> Index:
    return Index.open(index, Wanted.of(encoder or SyllableEncoder()))


Held = dict[str, tuple[BulletinHead, tuple[Passage, ...]]]


def whole(index: Path, encoder: Encoder | None = None) -> Held:
    """Bulletins with their passages, after asserting that the index is sound in every part."""
    encoder = encoder or SyllableEncoder()
    with opened(index, encoder) as held:
        snapshot.check_sums(held.folder, held.manifest)
        held.verify(encoder)
        heads = {head.id: head for head in held.store.heads()}
        found = held.store.passages(range(held.store.next_number()))
        everything = held.manifest.passages + 1
        every_term = {t: 1.0 for p, _ in found.values() for t in terms(p.text, folded=True)}
        by_terms = held.lexical.search({"folded": every_term}, everything)
        by_vector = held.vectors.search(np.ones(encoder.dimension, np.float32), everything)
        assert sorted(by_terms.numbers.tolist()) == sorted(found)
        assert sorted(by_vector.numbers.tolist()) == sorted(found)
        assert (held.manifest.bulletins, held.manifest.passages) == held.store.counts()
        assert not leftovers(index)
        return {name: (head, tuple(held.store.of_bulletin(name))) for name, head in heads.items()}


def leftovers(index: Path) -> list[str]:
    """Whatever a build should not leave behind."""
    kept = {"current", "builder.lock", "snapshots"}
    found = [path.name for path in index.iterdir() if path.name not in kept]
    snapshots = [path.name for path in (index / "snapshots").iterdir()]
    return found + [n for n in snapshots if n.startswith("building-")] + snapshots[2:]
