from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from embeddings import snapshot
from embeddings.errors import IndexDamaged, IndexMissing, IndexProblem
from embeddings.snapshot import LEXICAL, MANIFEST, PASSAGES, VECTORS, FileSum, Manifest

MADE = Manifest(
    format=snapshot.FORMAT,
    corpus="/srv/bản tin",
    fingerprint="f1",
    model="m",
    revision="1",
    dimension=3,
    text="cleaning 1",
    terms=1,
    bulletins=2,
    passages=5,
    created="2021-11-26T09:50:00+00:00",
    files={},
)
HERE = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def begun(index: Path, base: Path | None = None, words: str = "một") -> Path:
    """A snapshot in the making, with a file where each store has its own."""
    folder = snapshot.begin(index, base)
    (folder / PASSAGES).write_text(f"passages {words}", "utf-8")
    (folder / VECTORS).write_text(f"vectors {words}", "utf-8")
    (folder / LEXICAL).mkdir(exist_ok=True)
    (folder / LEXICAL / words).write_text(f"terms {words}", "utf-8")
    return folder


def finished(index: Path, base: Path | None = None, words: str = "một") -> Path:
    folder = begun(index, base, words)
    return snapshot.finish(index, folder, replace(MADE, files=snapshot.sums(folder, base)))


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_an_index_that_was_never_built_is_missing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    for folder in (tmp_path, tmp_path / "none", tmp_path / "file"):
        with pytest.raises(IndexMissing) as caught:
            snapshot.current(folder)
        assert caught.value.path == str(folder)


def test_a_folder_in_the_pointers_place_is_damage_and_gives_way_where_it_is_empty(
    tmp_path: Path,
) -> None:
    pointer = tmp_path / "current"
    pointer.mkdir()
    with pytest.raises(IndexDamaged):
        snapshot.current(tmp_path)
    assert finished(tmp_path) == snapshot.current(tmp_path)
    pointer.unlink()
    pointer.mkdir()
    (pointer / "mine").write_text("x", "utf-8")
    with pytest.raises(OSError, match="not empty"):
        finished(tmp_path)
    assert names(pointer) == {"mine"}


def test_a_snapshot_in_the_making_is_not_current(tmp_path: Path) -> None:
    begun(tmp_path)
    with pytest.raises(IndexMissing):
        snapshot.current(tmp_path)


def test_a_finished_snapshot_is_current_and_whole(tmp_path: Path) -> None:
    complete = finished(tmp_path)
    assert snapshot.current(tmp_path) == complete
    manifest = snapshot.read_manifest(complete)
    assert manifest == replace(MADE, files=manifest.files)
    assert set(manifest.files) == {PASSAGES, VECTORS, f"{LEXICAL}/một"}
    snapshot.check_sums(complete, manifest)
    assert names(tmp_path) == {"current", "snapshots"}
    assert names(tmp_path / "snapshots") == {complete.name}


def test_the_next_snapshot_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    first = finished(tmp_path)
    second = finished(tmp_path, first, "hai")
    assert snapshot.current(tmp_path) == second != first
    snapshot.check_sums(first, snapshot.read_manifest(first))


def test_the_pointer_is_replaced_and_never_half_written(tmp_path: Path) -> None:
    first = finished(tmp_path)
    with (tmp_path / "current").open(encoding="utf-8") as old:
        second = finished(tmp_path, first, "hai")
        assert old.read().strip() == first.name
    assert snapshot.current(tmp_path) == second


def test_what_is_carried_over_is_linked_and_not_summed_again(tmp_path: Path) -> None:
    first = finished(tmp_path)
    second = begun(tmp_path, first, "hai")
    assert (second / LEXICAL / "một").samefile(first / LEXICAL / "một")
    assert not (second / PASSAGES).samefile(first / PASSAGES)
    (second / LEXICAL / "một").write_text("đổi tại chỗ", "utf-8")
    sums = snapshot.sums(second, first)
    assert sums[f"{LEXICAL}/một"] == snapshot.read_manifest(first).files[f"{LEXICAL}/một"]
    assert set(sums) == {PASSAGES, VECTORS, f"{LEXICAL}/một", f"{LEXICAL}/hai"}


def test_where_links_cannot_be_made_files_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    first = finished(tmp_path)
    monkeypatch.setattr("os.link", refuse)
    second = finished(tmp_path, first, "hai")
    assert (second / LEXICAL / "một").read_text("utf-8") == "terms một"
    snapshot.check_sums(second, snapshot.read_manifest(second))


def test_lock_files_belong_to_no_snapshot(tmp_path: Path) -> None:
    complete = finished(tmp_path)
    (complete / LEXICAL / ".tantivy-meta.lock").write_text("", "utf-8")
    snapshot.check_sums(complete, snapshot.read_manifest(complete))
    assert names(snapshot.begin(tmp_path, complete) / LEXICAL) == {"một"}


def test_pruning_leaves_what_is_kept_and_nothing_half_done(tmp_path: Path) -> None:
    first = finished(tmp_path)
    second = finished(tmp_path, first, "hai")
    third = finished(tmp_path, second, "ba")
    begun(tmp_path, third)
    (tmp_path / "current.0123456789ab").write_text("half", "utf-8")
    snapshot.prune(tmp_path, third, second, None)
    assert names(tmp_path / "snapshots") == {second.name, third.name}
    assert names(tmp_path) == {"current", "snapshots"}
    snapshot.check_sums(third, snapshot.read_manifest(third))


def test_pruning_leaves_what_is_not_its_own(tmp_path: Path) -> None:
    first = finished(tmp_path)
    others = {"photos", "building-site", "2021-11-26", "building-0123456789abc"}
    for name in others:
        (tmp_path / "snapshots" / name).mkdir()
        (tmp_path / "snapshots" / name / "p").write_text("x", "utf-8")
    (tmp_path / "current.bak").write_text("mine", "utf-8")
    snapshot.prune(tmp_path, None)
    assert names(tmp_path / "snapshots") == others
    assert first.name not in others
    assert names(tmp_path) == {"current", "current.bak", "snapshots"}


def test_pruning_where_nothing_was_built_does_nothing(tmp_path: Path) -> None:
    snapshot.prune(tmp_path, None)
    snapshot.prune(tmp_path / "none", None)
    assert names(tmp_path) == set()


@pytest.mark.parametrize("name", [PASSAGES, VECTORS, f"{LEXICAL}/một"])
def test_a_file_that_is_gone_cut_or_longer_is_named(tmp_path: Path, name: str) -> None:
    complete = finished(tmp_path)
    manifest = snapshot.read_manifest(complete)
    whole = (complete / name).read_bytes()
    for content in (whole[:-1], b"", whole + b"x", None):
        if content is None:
            (complete / name).unlink()
        else:
            (complete / name).write_bytes(content)
        for check in (snapshot.check_sizes, snapshot.check_sums):
            with pytest.raises(IndexDamaged) as caught:
                check(complete, manifest)
            assert caught.value.path == str(complete / name)


@pytest.mark.parametrize("name", [PASSAGES, VECTORS, f"{LEXICAL}/một"])
def test_a_changed_byte_is_found_by_the_checksum(tmp_path: Path, name: str) -> None:
    complete = finished(tmp_path)
    manifest = snapshot.read_manifest(complete)
    whole = (complete / name).read_bytes()
    (complete / name).write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    snapshot.check_sizes(complete, manifest)
    with pytest.raises(IndexDamaged, match="checksum") as caught:
        snapshot.check_sums(complete, manifest)
    assert caught.value.path == str(complete / name)


@HERE
@given(content=st.binary(max_size=40) | st.text(max_size=400).map(lambda t: t.encode("utf-8")))
@example(b"")
@example(b"\n")
@example(b"..\n")
@example(b"../current\n")
@example(b"/etc\n")
@example(b"a\0b\n")
@example(b"x" * 5_000)
@example("tên\n".encode("utf-16"))
def test_a_pointer_to_nowhere_is_called_damaged(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "snapshots").mkdir(exist_ok=True)
    (tmp_path / "current").write_bytes(content)
    with pytest.raises(IndexProblem):
        snapshot.read_manifest(snapshot.current(tmp_path))


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)
GOOD = {
    **{f: getattr(MADE, f) for f in Manifest.__slots__},
    "files": {"a": {"size": 1, "sha256": ""}},
}


@HERE
@given(field=st.sampled_from(sorted(GOOD)), value=values)
@example(field="passages", value="5")
@example(field="passages", value=True)
@example(field="passages", value=5.0)
@example(field="created", value=None)
@example(field="files", value=[])
@example(field="files", value={"a": 1})
@example(field="files", value={"a": {"size": "1", "sha256": ""}})
@example(field="files", value={"a": {"size": 1}})
@example(field="files", value={"a": {"size": 1, "sha256": "", "more": 1}})
def test_a_manifest_with_a_wrong_value_is_called_damaged(
    tmp_path: Path, field: str, value: object
) -> None:
    (tmp_path / MANIFEST).write_text(json.dumps({**GOOD, field: value}), "utf-8")
    try:
        read = getattr(snapshot.read_manifest(tmp_path), field)
    except IndexDamaged:
        return
    assert type(read) is type(getattr(MADE, field))
    assert field == "files" or read == value


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"{}", b'"text"'])
def test_a_manifest_that_is_none_is_called_damaged(tmp_path: Path, content: bytes) -> None:
    (tmp_path / MANIFEST).write_bytes(content)
    with pytest.raises(IndexDamaged):
        snapshot.read_manifest(tmp_path)


def test_a_manifest_without_one_field_or_with_one_too_many_is_called_damaged(
    tmp_path: Path,
) -> None:
    for changed in ({**GOOD, "colour": 1}, {k: v for k, v in GOOD.items() if k != "terms"}):
        (tmp_path / MANIFEST).write_text(json.dumps(changed), "utf-8")
        with pytest.raises(IndexDamaged):
            snapshot.read_manifest(tmp_path)


def test_a_missing_manifest_is_called_damaged(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match=MANIFEST):
        snapshot.read_manifest(tmp_path)


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\0b", "x" * 5_000, ""])
def test_a_manifest_may_name_what_no_file_can_be(tmp_path: Path, name: str) -> None:
    with pytest.raises(IndexDamaged):
        snapshot.check_sizes(tmp_path, replace(MADE, files={name: FileSum(-1, "")}))
