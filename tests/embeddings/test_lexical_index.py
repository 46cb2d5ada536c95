from __future__ import annotations

import os
from pathlib import Path

import pytest

from embeddings.errors import IndexDamaged, StorageFailed
from embeddings.lexical_index import Entry, TantivyIndex, TantivyWriter
from tests.contracts.lexical_index import LexicalIndexContract


class TestTantivyIndex(LexicalIndexContract):
    def writer(self, folder: Path) -> TantivyWriter:
        return TantivyWriter(folder)

    def open(self, folder: Path) -> TantivyIndex:
        return TantivyIndex(folder)


def write(folder: Path, numbers: range, *, delete: str | None = None) -> None:
    writer = TantivyWriter(folder)
    if delete:
        writer.delete(delete)
    writer.add(Entry(n, f"bulletin {n}", {"marked": ["x", f"t{n}"]}) for n in numbers)
    writer.commit()


def found(folder: Path) -> list[int]:
    return sorted(TantivyIndex(folder).search({"marked": {"x": 1.0}}, 1_000).numbers.tolist())


def contents(folder: Path) -> dict[str, bytes]:
    files = (p for p in folder.iterdir() if not p.name.endswith(".lock"))
    return {p.name: p.read_bytes() for p in files}


def replace(path: Path, content: bytes) -> None:
    """Another file under the same name: one that is mapped must not be cut short in place."""
    path.unlink()
    path.write_bytes(content)


def linked_copy(folder: Path, copy: Path) -> Path:
    copy.mkdir()
    for name in contents(folder):
        os.link(folder / name, copy / name)
    return copy


def test_committing_in_a_hard_linked_copy_leaves_the_old_folder_as_it_was(tmp_path: Path) -> None:
    old = tmp_path / "old"
    write(old, range(20))
    before = contents(old)
    new = linked_copy(old, tmp_path / "new")
    write(new, range(20, 30), delete="bulletin 3")
    assert contents(old) == before
    assert found(old) == list(range(20))
    assert found(new) == [n for n in range(30) if n != 3]


def test_the_old_folder_stands_when_so_many_copies_follow_that_files_are_merged(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "0"
    write(folder, range(5))
    first, before = folder, contents(folder)
    for turn in range(1, 14):
        folder = linked_copy(folder, tmp_path / str(turn))
        write(folder, range(turn * 5, turn * 5 + 5), delete=f"bulletin {turn}")
    assert contents(first) == before
    assert found(first) == [0, 1, 2, 3, 4]
    assert found(folder) == [0, *range(14, 70)]


def test_an_abandoned_writer_leaves_the_old_folder_as_it_was(tmp_path: Path) -> None:
    old = tmp_path / "old"
    write(old, range(20))
    before = contents(old)
    writer = TantivyWriter(linked_copy(old, tmp_path / "new"))
    writer.delete("bulletin 1")
    writer.add([Entry(99, "bulletin 99", {"marked": ["x"]})])
    del writer
    assert contents(old) == before
    assert found(old) == list(range(20))


def test_a_run_of_letters_beyond_what_a_term_may_hold_hides_nothing_else(tmp_path: Path) -> None:
    endless = "a" * 100_000
    writer = TantivyWriter(tmp_path)
    writer.add([Entry(1, "b", {"marked": ["x", endless, "y"]}), Entry(2, "c", {"marked": ["x"]})])
    writer.commit()
    index = TantivyIndex(tmp_path)
    assert found(tmp_path) == [1, 2]
    assert index.search({"marked": {"y": 1.0, endless: 1.0}}, 5).numbers.tolist() == [1]


def test_a_folder_without_an_index_is_called_damaged(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged) as caught:
        TantivyIndex(tmp_path)
    assert caught.value.path == str(tmp_path)


def test_a_folder_that_is_missing_is_called_damaged(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match="missing"):
        TantivyIndex(tmp_path / "missing")


def test_a_writer_where_a_file_stands_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(StorageFailed, match="file"):
        TantivyWriter(tmp_path / "file")


def test_a_second_writer_in_one_folder_is_refused(tmp_path: Path) -> None:
    first = TantivyWriter(tmp_path)
    with pytest.raises((StorageFailed, IndexDamaged)):
        TantivyWriter(tmp_path)
    first.commit()


def test_a_damaged_file_is_reported_even_where_tantivy_panics(tmp_path: Path) -> None:
    """Any byte of any file may be wrong: then it works, or says that it is damaged."""
    write(tmp_path, range(10))
    whole = contents(tmp_path)
    reported = 0
    for name, content in whole.items():
        for place in range(0, len(content), max(1, len(content) // 60)):
            flipped = bytes([content[place] ^ 0x55])
            replace(tmp_path / name, content[:place] + flipped + content[place + 1 :])
            try:
                index = TantivyIndex(tmp_path)
                index.search({"marked": {"x": 1.0, "t5": 1.0}}, 10)
                index.frequency("marked", "x")
            except IndexDamaged:
                reported += 1
        replace(tmp_path / name, content)
    assert reported > 10
    assert found(tmp_path) == list(range(10))
