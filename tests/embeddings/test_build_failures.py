"""Builds that cannot end well: killed, refused, out of room. The old index serves all along."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from corpus.collection import Listing, scan
from embeddings.build import build
from embeddings.errors import BuilderBusy, IndexDamaged, StorageFailed
from embeddings.vector_index import FaissIndex
from tests.contracts.vector_index import unit_vectors
from tests.doubles import SyllableEncoder
from tests.embeddings import children
from tests.embeddings.building import (
    EPIDEMIC,
    HOSPITALS,
    VACCINES,
    Held,
    leftovers,
    opened,
    plan,
    whole,
    write,
)
from tests.embeddings.children import PROCESSES, in_child


@pytest.fixture
def room() -> Iterator[Path]:
    """A folder that every user can reach, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def corpus(room: Path) -> Path:
    write(room / "corpus", a=VACCINES, b=HOSPITALS)
    return room / "corpus"


@pytest.fixture
def index(room: Path, corpus: Path) -> Path:
    build(corpus, room / "index", SyllableEncoder())
    return room / "index"


def change(corpus: Path, turn: int) -> None:
    """Something to add, to change and to remove at every turn."""
    write(corpus, a=f"{VACCINES}\nLần {turn}.\n", **{f"n{turn}": f"{EPIDEMIC}\nĐợt {turn}.\n"})
    (corpus / f"n{turn - 1}.txt").unlink(missing_ok=True)


def served(index: Path) -> Held:
    """What readers find now, whatever a dead builder has left around it."""
    with opened(index) as held:
        heads = {head.id: head for head in held.store.heads()}
        return {name: (head, tuple(held.store.of_bulletin(name))) for name, head in heads.items()}


def check_recovery(corpus: Path, index: Path, before: Held) -> Held:
    """After a killed build: the old index or the new one serves, and a build mends the rest."""
    found = served(index)
    build(corpus, index, SyllableEncoder())
    new = whole(index)
    assert found in (before, new)
    assert not leftovers(index)
    return new


def test_a_build_killed_at_any_step_leaves_the_index_and_the_next_build_whole(
    corpus: Path, index: Path
) -> None:
    before = whole(index)
    change(corpus, 0)
    total = int(in_child(children.build_and_count, corpus, index))
    assert total > 30
    before = whole(index)
    kept_old = 0
    for turn, touches in enumerate(range(2, total + 1, max(1, total // 14)), 1):
        change(corpus, turn)
        assert in_child(children.build_until, corpus, index, touches) == ""
        kept_old += served(index) == before
        before = check_recovery(corpus, index, before)
    assert kept_old > 5


def test_a_build_killed_at_any_time_leaves_the_index_and_the_next_build_whole(
    corpus: Path, index: Path
) -> None:
    chance = random.Random(20211126)
    before = whole(index)
    for turn in range(6):
        change(corpus, turn)
        child = PROCESSES.Process(target=children.build_plainly, args=(corpus, index))
        child.start()
        child.join(chance.uniform(0.02, 0.3))
        child.kill()
        child.join()
        before = check_recovery(corpus, index, before)


def test_a_first_build_that_is_killed_leaves_no_index_but_the_next_one_is_built(
    corpus: Path, room: Path
) -> None:
    for touches in (3, 8, 12):
        assert in_child(children.build_until, corpus, room / "new", touches) == ""
    build(corpus, room / "new", SyllableEncoder())
    assert sorted(whole(room / "new")) == ["a", "b"]


def test_an_interrupted_build_leaves_nothing_behind(corpus: Path, index: Path) -> None:
    before = whole(index)
    change(corpus, 0)

    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(corpus, index, SyllableEncoder(), progress=interrupt)
    assert whole(index) == before
    change(corpus, 1)
    build(corpus, index, SyllableEncoder())
    assert "n1" in whole(index)


def test_a_second_builder_is_refused_and_a_patient_one_waits(
    corpus: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(corpus, 0)
    here, there = PROCESSES.Pipe()
    first = PROCESSES.Process(target=children.build_and_pause, args=(corpus, index, there))
    first.start()
    assert here.recv() == "building"
    with pytest.raises(BuilderBusy) as caught:
        build(corpus, index, SyllableEncoder())
    assert caught.value.path == str(index)
    assert sorted(served(index)) == ["a", "b"], "readers are not kept waiting"

    listed = threading.Event()

    def scan_and_say(folder: Path) -> Listing:
        listing = scan(folder)
        listed.set()
        return listing

    monkeypatch.setattr("embeddings.build.scan", scan_and_say)
    reports = []
    patient = threading.Thread(
        target=lambda: reports.append(build(corpus, index, SyllableEncoder(), wait=True))
    )
    patient.start()
    listed.wait()
    change(corpus, 1)
    here.send("go on")
    patient.join()
    first.join()
    assert here.recv() == "built"
    assert reports[0].added == ("n1",), "it sees what changed while it waited"
    assert sorted(whole(index)) == ["a", "b", "n1"]


def test_readers_that_open_while_others_build_always_find_a_whole_index(
    corpus: Path, index: Path
) -> None:
    done = threading.Event()
    seen: list[set[str]] = []

    def read() -> None:
        while not done.is_set():
            seen.append(set(served(index)))

    reader = threading.Thread(target=read)
    reader.start()
    for turn in range(4):
        change(corpus, turn)
        in_child(children.build_plainly, corpus, index)
    done.set()
    reader.join()
    assert {frozenset(names) for names in seen} <= {
        frozenset({"a", "b"}),
        *(frozenset({"a", "b", f"n{turn}"}) for turn in range(4)),
    }
    assert len(seen) > 4


def test_two_builders_in_one_process_do_not_build_at_once(corpus: Path, index: Path) -> None:
    def build_inside(done: int, total: int) -> None:
        build(corpus, index, SyllableEncoder())

    change(corpus, 0)
    with pytest.raises(BuilderBusy):
        build(corpus, index, SyllableEncoder(), progress=build_inside)


def test_the_lock_of_a_dead_builder_is_free(corpus: Path, index: Path) -> None:
    change(corpus, 0)
    here, there = PROCESSES.Pipe()
    first = PROCESSES.Process(target=children.build_and_pause, args=(corpus, index, there))
    first.start()
    assert here.recv() == "building"
    first.kill()
    first.join()
    build(corpus, index, SyllableEncoder())
    assert "n0" in whole(index)


@pytest.mark.parametrize("error", [BrokenPipeError(32, "Broken pipe"), IndexDamaged("a", "b")])
def test_what_goes_wrong_where_progress_is_told_is_not_laid_on_the_index(
    corpus: Path, index: Path, error: Exception
) -> None:
    before = whole(index)
    change(corpus, 0)

    def fail(done: int, total: int) -> None:
        raise error

    with pytest.raises(type(error)) as caught:
        build(corpus, index, SyllableEncoder(), progress=fail)
    assert caught.value is error
    assert whole(index) == before


# -- no room ----------------------------------------------------------------------------------


@pytest.fixture
def small_disk(room: Path) -> Iterator[Path]:
    """A file system of 2 MiB."""
    disk = room / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("may not mount a file system here")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def fill(disk: Path, free: int) -> None:
    """Leaves ``free`` bytes of the file system."""
    filler = disk / "filler"
    filler.unlink(missing_ok=True)
    left = os.statvfs(disk)
    with filler.open("wb") as file:
        file.write(bytes(max(0, left.f_bavail * left.f_frsize - free)))


def test_on_a_full_disk_the_build_says_so_and_the_old_index_serves(
    corpus: Path, small_disk: Path
) -> None:
    index = small_disk / "index"
    build(corpus, index, SyllableEncoder())
    before = whole(index)
    change(corpus, 0)
    write(corpus, long=plan(400))
    for free in (0, 4_096, 50_000, 90_000, 130_000, 160_000):
        fill(small_disk, free)
        with pytest.raises(StorageFailed) as caught:
            build(corpus, index, SyllableEncoder())
        assert caught.value.path.startswith(str(index))
        assert whole(index) == before
    (small_disk / "filler").unlink()
    build(corpus, index, SyllableEncoder())
    assert sorted(whole(index)) == ["a", "b", "long", "n0"]


def test_a_first_build_on_a_full_disk_says_so(corpus: Path, small_disk: Path) -> None:
    for free in (0, 8_192, 60_000):
        fill(small_disk, free)
        with pytest.raises(StorageFailed) as caught:
            build(corpus, small_disk / "index", SyllableEncoder())
        assert caught.value.reason


def test_vectors_notice_a_disk_that_is_full_at_their_last_block(small_disk: Path) -> None:
    fill(small_disk, 65_536)
    vectors = FaissIndex.empty(8)
    vectors.add(np.arange(1_640, dtype=np.int64), unit_vectors(1_640, 1, 8))  # 65,690 bytes
    with pytest.raises(StorageFailed, match="No space"):
        vectors.save(small_disk / "vectors")


@pytest.mark.parametrize("size", [0, 200, 4_096, 20_000, 60_000])
def test_where_files_cannot_grow_the_build_says_so_and_the_old_index_serves(
    corpus: Path, index: Path, size: int
) -> None:
    before = whole(index)
    write(corpus, long=plan(400))
    answer = in_child(children.build_with_files_up_to, corpus, index, size)
    assert answer.startswith(f"StorageFailed {index}")
    assert whole(index) == before


# -- no permission ----------------------------------------------------------------------------


def protect(folder: Path) -> None:
    """Everybody may read, nobody may write."""
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)


@pytest.fixture
def protected(index: Path) -> Iterator[Path]:
    protect(index)
    yield index
    for path in [index, *index.rglob("*")]:
        path.chmod(0o755)


def test_building_into_a_read_only_folder_says_so(corpus: Path, protected: Path) -> None:
    write(corpus, c=EPIDEMIC)
    answer = in_child(children.build_as_nobody, corpus, protected)
    assert answer.startswith(f"StorageFailed {protected}")
    assert "Permission denied" in answer


def test_building_where_no_folder_can_be_made_says_so(corpus: Path, protected: Path) -> None:
    answer = in_child(children.build_as_nobody, corpus, protected / "snapshots" / "new")
    assert answer.startswith(f"StorageFailed {protected}")


def test_opening_a_read_only_index_says_so(protected: Path) -> None:
    """tantivy takes a lock file where it reads."""
    answer = in_child(children.open_as_nobody, protected)
    assert answer.startswith(f"StorageFailed {protected}")
    assert answer.endswith("Permission denied")  # and no word of Rust's


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can take the index from its reader")
def test_opening_an_index_of_somebody_else_says_so(index: Path) -> None:
    for path in (index / "current", *index.rglob("*.faiss"), *index.rglob("manifest.json")):
        path.chmod(0o600)
        answer = in_child(children.open_as_nobody, index)
        assert answer.startswith(f"StorageFailed {index}")
        path.chmod(0o644)


def test_an_index_folder_that_is_a_file_says_so(corpus: Path, room: Path) -> None:
    (room / "file").write_text("", "utf-8")
    for index in (room / "file", room / "file" / "index"):
        with pytest.raises(StorageFailed, match="file"):
            build(corpus, index, SyllableEncoder())
