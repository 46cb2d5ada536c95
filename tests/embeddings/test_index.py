"""Opening an index: every file of it gone, cut, changed, and what is said then."""

from __future__ import annotations

import random
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from embeddings import snapshot
from embeddings.build import build
from embeddings.encoder import Encoder
from embeddings.errors import IndexDamaged, IndexMissing, IndexProblem
from embeddings.index import Index, Wanted
from embeddings.search import Searcher
from embeddings.snapshot import MANIFEST, VECTORS
from embeddings.vector_index import FaissIndex
from tests.doubles import SyllableEncoder
from tests.embeddings.building import HOSPITALS, VACCINES, opened, plan, whole, write


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus and the index of it, to be copied and not to be changed."""
    room = tmp_path_factory.mktemp("made")
    write(room / "corpus", a=VACCINES, b=HOSPITALS, c=plan(12))
    build(room / "corpus", room / "index", SyllableEncoder())
    return room


@pytest.fixture
def room(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "room")
    return tmp_path / "room"


def files(index: Path) -> list[Path]:
    """All files of an index but locks: pointer, manifest, stores."""
    found = (path for path in index.rglob("*") if path.is_file())
    return sorted(path for path in found if not path.name.endswith(".lock"))


def put(path: Path, content: bytes | None) -> None:
    """Replaces a file by another one, or by none: what is mapped must not change in place."""
    path.unlink(missing_ok=True)
    if content is not None:
        path.write_bytes(content)


def garbage(content: bytes) -> bytes:
    return random.Random(4).randbytes(len(content))


def flipped(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


DAMAGES: dict[str, Callable[[bytes], bytes | None]] = {
    "gone": lambda content: None,
    "empty": lambda content: b"",
    "half": lambda content: content[: len(content) // 2],
    "one byte short": lambda content: content[:-1],
    "one byte more": lambda content: content + b"x",
    "garbage": garbage,
    "zeros": lambda content: bytes(len(content)),
    "one bit": lambda content: flipped(content, len(content) // 2),
    "another file": lambda content: b"khong phai tep nay\n" * 50,
}
HARMLESS = {("current", "one byte short"), (MANIFEST, "one byte short")}  # only a line break


@pytest.mark.parametrize("damage", DAMAGES)
def test_whatever_happens_to_a_file_is_noticed_and_named(
    room: Path, damage: str, subtests: pytest.Subtests
) -> None:
    index = room / "index"
    for path in files(index):
        content = path.read_bytes()
        put(path, DAMAGES[damage](content))
        with subtests.test(file=path.name):
            if (path.name, damage) in HARMLESS:
                opened(index).close()
            else:
                with pytest.raises(IndexProblem) as caught:
                    open_and_verify(index)
                assert str(index) in caught.value.path
        put(path, content)
    assert sorted(whole(index)) == ["a", "b", "c"]


def open_and_verify(index: Path) -> None:
    """As ``bantin status --verify`` does."""
    with opened(index) as held:
        snapshot.check_sums(held.folder, held.manifest)


@pytest.mark.parametrize("damage", ["gone", "garbage"])
def test_a_build_mends_every_damage(room: Path, damage: str) -> None:
    index = room / "index"
    before = whole(index)
    for name in sorted({path.suffix or path.name for path in files(index)}):
        path = next(p for p in files(index) if name in (p.suffix, p.name))
        put(path, DAMAGES[damage](path.read_bytes()))
        build(room / "corpus", index, SyllableEncoder())
        assert whole(index) == before, name


def test_damage_that_sizes_do_not_show_is_not_carried_over(room: Path) -> None:
    index = room / "index"
    before = whole(index)
    path = snapshot.current(index) / "passages.db"
    put(path, path.read_bytes().replace(b"an to", b"AN TO"))
    with opened(index) as held:
        assert held.store.of_bulletin("a") != before["a"][1]
    report = build(room / "corpus", index, SyllableEncoder())
    assert report.carried == 0
    assert whole(index) == before


@pytest.mark.parametrize(
    "damage",
    {
        "a passage under another number": "UPDATE passages SET number = 1000 WHERE number = 0",
        "a passage without its sentences": "DELETE FROM words WHERE passage = 0",
        "sentences cut off": "UPDATE words SET packed = substr(packed, 1, 6)",
        "a token that no model has": "UPDATE words SET packed = "
        "CAST(substr(packed, 1, length(packed) - 4) || x'ffffff7f' AS BLOB)",
        "a place that is none": "UPDATE passages SET place = '[1'",
        "a period that is none": "UPDATE passages SET periods = '[{\"first\": 4}]'",
        "a date that is none": "UPDATE bulletins SET date = '2021-02-31'",
    }.items(),
    ids=lambda one: one[0],
)
def test_damage_that_sizes_do_not_show_is_told_when_it_is_met(
    made: Path, tmp_path: Path, model: Encoder, damage: tuple[str, str]
) -> None:
    index = tmp_path / "index"
    build(made / "corpus", index, model)
    with closing(sqlite3.connect(snapshot.current(index) / "passages.db")) as db:
        db.execute(damage[1])
        db.commit()
    folder = snapshot.current(index)
    with Index.of(folder, snapshot.read_manifest(folder)) as held:
        searcher = Searcher(held, model)
        with pytest.raises(IndexDamaged, match=re.escape(str(folder))):
            searcher.search("Bộ Y tế tiêm vắc xin cho ai?", limit=20)


def test_an_index_folder_that_is_missing_or_empty_is_missing(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(IndexMissing):
            opened(folder)


def test_stores_that_do_not_agree_are_called_damaged(room: Path) -> None:
    folder = snapshot.current(room / "index")
    manifest = snapshot.read_manifest(folder)
    vectors = FaissIndex.open(folder / VECTORS, writable=True)
    vectors.remove(np.asarray([0], np.int64))
    (folder / VECTORS).unlink()
    vectors.save(folder / VECTORS)
    with pytest.raises(IndexDamaged, match="passages"):
        Index.of(folder, manifest)


def test_vectors_of_another_model_do_not_pass_the_check(room: Path) -> None:
    folder = snapshot.current(room / "index")
    manifest = snapshot.read_manifest(folder)
    with Index.of(folder, manifest) as held:
        held.verify(SyllableEncoder())
        words = "viện bệnh vụ nhiệm vắc chủng tiêm tế y bộ quý năm tháng dịch chống phòng họp"
        shuffled = SyllableEncoder(f"{words} thuốc xin")
        assert shuffled.dimension == manifest.dimension
        with pytest.raises(IndexDamaged, match="find itself"):
            held.verify(shuffled)


def test_an_index_says_what_model_it_wants() -> None:
    encoder = SyllableEncoder("y tế", name="m", revision="7")
    assert Wanted.of(encoder) == Wanted("m", "7", 2)
