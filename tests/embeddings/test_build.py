from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import CorpusEmpty, CorpusMissing
from corpus.types import Skip
from embeddings import snapshot
from embeddings.build import build
from embeddings.errors import IndexMissing, IndexOfOtherModel, IndexOutdated
from embeddings.index import SAMPLE
from tests.doubles import KNOWN, SyllableEncoder
from tests.embeddings.building import EPIDEMIC, HOSPITALS, VACCINES, opened, plan, whole, write


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    write(tmp_path / "corpus", a=VACCINES, b=HOSPITALS)
    return tmp_path / "corpus"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "data" / "index"


@pytest.fixture
def encoder() -> SyllableEncoder:
    return SyllableEncoder()


@pytest.fixture
def built(corpus: Path, index: Path, encoder: SyllableEncoder) -> Path:
    build(corpus, index, encoder)
    return index


def test_a_first_build_adds_every_bulletin(
    corpus: Path, index: Path, encoder: SyllableEncoder
) -> None:
    report = build(corpus, index, encoder)
    held = whole(index)
    assert report.added == ("a", "b")
    assert (report.changed, report.removed, report.carried, report.skipped) == ((), (), 0, ())
    assert report.passages == sum(len(passages) for _, passages in held.values())
    assert report.snapshot == snapshot.current(index).name
    assert report.seconds > 0
    assert {p.text for p in held["a"][1]} >= {"Một là: Tiêm vắc xin cho nhân viên y tế."}


def test_the_manifest_tells_how_the_index_was_made(
    corpus: Path, index: Path, encoder: SyllableEncoder
) -> None:
    build(corpus, index, encoder)
    with opened(index) as held:
        manifest = held.manifest
    assert manifest.corpus == str(corpus.resolve())
    assert (manifest.model, manifest.revision) == (encoder.name, encoder.revision)
    assert (manifest.dimension, manifest.bulletins) == (encoder.dimension, 2)


def test_building_again_carries_everything_over(
    corpus: Path, built: Path, encoder: SyllableEncoder
) -> None:
    before = whole(built)
    report = build(corpus, built, encoder)
    assert (report.added, report.changed, report.removed, report.carried) == ((), (), (), 2)
    assert whole(built) == before


def test_what_is_carried_over_is_not_encoded_again(corpus: Path, index: Path) -> None:
    write(corpus, c=plan(3 * SAMPLE))
    build(corpus, index, SyllableEncoder())
    write(corpus, d=EPIDEMIC)
    second = SyllableEncoder()
    build(corpus, index, second)
    assert second.encoded <= SAMPLE + len(whole(index)["d"][1])


def test_one_added_one_changed_one_removed(
    corpus: Path, built: Path, encoder: SyllableEncoder
) -> None:
    write(corpus, c=EPIDEMIC)
    build(corpus, built, encoder)
    write(corpus, a=VACCINES.replace("vắc xin", "thuốc"), d__e=plan(4))
    (corpus / "b.txt").unlink()
    report = build(corpus, built, encoder)
    assert report.added == ("d/e",)
    assert report.changed == ("a",)
    assert report.removed == ("b",)
    assert report.carried == 1
    held = whole(built)
    assert sorted(held) == ["a", "c", "d/e"]
    assert "thuốc" in held["a"][1][1].text


def test_a_touched_file_with_the_same_words_is_carried_over(
    corpus: Path, built: Path, encoder: SyllableEncoder
) -> None:
    os.utime(corpus / "a.txt", (1, 1))
    report = build(corpus, built, encoder)
    assert (report.changed, report.carried) == ((), 2)


def test_a_file_with_another_ending_is_changed_for_its_source_is(
    corpus: Path, built: Path, encoder: SyllableEncoder
) -> None:
    (corpus / "a.txt").rename(corpus / "a.md")
    report = build(corpus, built, encoder)
    assert (report.added, report.changed, report.removed) == ((), ("a",), ())
    assert whole(built)["a"][0].source == "a.md"


def test_a_changed_sidecar_changes_its_bulletin(
    corpus: Path, built: Path, encoder: SyllableEncoder
) -> None:
    (corpus / "a.toml").write_text('unit = "Văn phòng Bộ"\n', "utf-8")
    assert build(corpus, built, encoder).changed == ("a",)
    assert whole(built)["a"][0].unit == "Văn phòng Bộ"
    (corpus / "a.toml").unlink()
    assert build(corpus, built, encoder).changed == ("a",)
    assert whole(built)["a"][0].unit is None


def test_of_two_copies_one_is_kept_and_the_other_reported(
    corpus: Path, index: Path, encoder: SyllableEncoder
) -> None:
    write(corpus, c=f"{HOSPITALS}\n \n")
    report = build(corpus, index, encoder)
    assert report.added == ("a", "b")
    assert report.skipped == (Skip("c.txt", "copy", "b.txt"),)
    assert build(corpus, index, encoder).skipped == report.skipped


def test_when_the_first_copy_goes_the_second_takes_its_place(
    corpus: Path, index: Path, encoder: SyllableEncoder
) -> None:
    write(corpus, c=HOSPITALS)
    build(corpus, index, encoder)
    (corpus / "b.txt").unlink()
    report = build(corpus, index, encoder)
    assert (report.added, report.removed, report.skipped) == (("c",), ("b",), ())
    assert sorted(whole(index)) == ["a", "c"]


def test_a_copy_that_comes_first_takes_the_place_of_the_second(
    corpus: Path, built: Path, encoder: SyllableEncoder
) -> None:
    write(corpus, **{"0": HOSPITALS})
    report = build(corpus, built, encoder)
    assert (report.added, report.removed) == (("0",), ("b",))
    assert report.skipped == (Skip("b.txt", "copy", "0.txt"),)


def test_files_that_give_no_bulletin_are_reported_with_the_reason(
    corpus: Path, index: Path, encoder: SyllableEncoder
) -> None:
    (corpus / "empty.txt").write_bytes(b"")
    (corpus / "binary.txt").write_bytes(b"\x00\x01\x02" * 100)
    (corpus / "picture.png").write_bytes(b"\x89PNG")
    (corpus / "b.toml").write_text("title =", "utf-8")
    report = build(corpus, index, encoder)
    assert {skip.source: skip.code for skip in report.skipped} == {
        "b.txt": "sidecar",
        "binary.txt": "binary",
        "empty.txt": "empty",
        "picture.png": "format",
    }
    with opened(index) as held:
        assert {skip.source for skip in held.store.skipped()} == {
            skip.source for skip in report.skipped
        }


def test_a_file_that_was_broken_and_is_mended_is_added(
    corpus: Path, index: Path, encoder: SyllableEncoder
) -> None:
    (corpus / "c.txt").write_bytes(b"")
    build(corpus, index, encoder)
    write(corpus, c=EPIDEMIC)
    report = build(corpus, index, encoder)
    assert (report.added, report.skipped) == (("c",), ())


def test_a_file_that_is_broken_now_is_removed(
    corpus: Path, built: Path, encoder: SyllableEncoder
) -> None:
    (corpus / "b.txt").write_bytes(b"")
    report = build(corpus, built, encoder)
    assert (report.removed, report.carried) == (("b",), 1)
    assert report.skipped == (Skip("b.txt", "empty", ""),)


def removing(path: Path) -> Callable[[int, int], None]:
    """Progress during which a file goes away."""
    return lambda done, total: path.unlink(missing_ok=True)


def test_a_new_file_that_vanishes_is_reported_and_the_rest_is_built(
    corpus: Path, index: Path, encoder: SyllableEncoder
) -> None:
    report = build(corpus, index, encoder, progress=removing(corpus / "b.txt"))
    assert (report.added, report.changed, report.carried) == (("a",), (), 0)
    assert [(skip.source, skip.code) for skip in report.skipped] == [("b.txt", "vanished")]
    assert list(whole(index)) == ["a"]
    assert build(corpus, index, encoder).skipped == ()


def test_a_changed_file_that_vanishes_is_removed_and_reported(
    corpus: Path, built: Path, encoder: SyllableEncoder
) -> None:
    write(corpus, a=VACCINES + "Hết.", b=HOSPITALS + "Hết.", c=EPIDEMIC)
    report = build(corpus, built, encoder, progress=removing(corpus / "b.txt"))
    assert (report.added, report.changed, report.removed) == (("c",), ("a",), ("b",))
    assert report.carried == 0
    assert sorted(whole(built)) == ["a", "c"]


def test_a_file_that_came_back_is_added_again(
    corpus: Path, index: Path, encoder: SyllableEncoder
) -> None:
    build(corpus, index, encoder, progress=removing(corpus / "b.txt"))
    write(corpus, b=HOSPITALS)
    assert build(corpus, index, encoder).added == ("b",)
    assert sorted(whole(index)) == ["a", "b"]


def test_progress_counts_the_files_that_are_read(
    corpus: Path, built: Path, encoder: SyllableEncoder
) -> None:
    seen: list[tuple[int, int]] = []
    write(corpus, a=VACCINES + "Hết.", c=EPIDEMIC, d=plan(2))
    build(corpus, built, encoder, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_a_missing_corpus_makes_no_index(tmp_path: Path, encoder: SyllableEncoder) -> None:
    with pytest.raises(CorpusMissing):
        build(tmp_path / "none", tmp_path / "index", encoder)
    assert list(tmp_path.iterdir()) == []


def test_a_corpus_without_bulletins_leaves_the_old_index(
    corpus: Path, built: Path, encoder: SyllableEncoder
) -> None:
    before = whole(built)
    for path in corpus.iterdir():
        path.write_bytes(b"")
    with pytest.raises(CorpusEmpty) as caught:
        build(corpus, built, encoder)
    assert caught.value.skipped == 2
    assert whole(built) == before


def test_a_first_build_of_nothing_leaves_no_index(
    tmp_path: Path, index: Path, encoder: SyllableEncoder
) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(CorpusEmpty):
        build(tmp_path / "empty", index, encoder)
    with pytest.raises(IndexMissing):
        opened(index)


OTHERS = [
    SyllableEncoder(name="another"),
    SyllableEncoder(revision="2"),
    SyllableEncoder(KNOWN + " khác"),
]


@pytest.mark.parametrize("other", OTHERS, ids=["name", "revision", "dimension"])
def test_an_index_of_another_model_is_refused_and_rebuilt_whole(
    corpus: Path, built: Path, other: SyllableEncoder
) -> None:
    with pytest.raises(IndexOfOtherModel):
        opened(built, other)
    report = build(corpus, built, other)
    assert (report.added, report.carried) == (("a", "b"), 0)
    assert sorted(whole(built, other)) == ["a", "b"]
    with pytest.raises(IndexOfOtherModel):
        opened(built)


@pytest.mark.parametrize(
    ("rule", "version"),
    [
        ("embeddings.terms.VERSION", 99),
        ("corpus.chunking.FORMAT", "chunking 99"),
        ("embeddings.snapshot.FORMAT", 99),
    ],
)
def test_an_index_of_older_rules_is_refused_and_rebuilt_whole(
    corpus: Path, built: Path, monkeypatch: pytest.MonkeyPatch, rule: str, version: object
) -> None:
    monkeypatch.setattr(rule, version)
    with pytest.raises(IndexOutdated):
        opened(built)
    report = build(corpus, built, SyllableEncoder())
    assert (report.added, report.carried) == (("a", "b"), 0)
    assert sorted(whole(built)) == ["a", "b"]


def test_an_index_of_another_corpus_becomes_one_of_this(
    tmp_path: Path, built: Path, encoder: SyllableEncoder
) -> None:
    write(tmp_path / "other", b=HOSPITALS, x=EPIDEMIC)
    report = build(tmp_path / "other", built, encoder)
    assert (report.added, report.removed, report.carried) == (("x",), ("a",), 1)
    with opened(built) as held:
        assert held.manifest.corpus == str((tmp_path / "other").resolve())


def test_a_reader_keeps_answering_from_its_snapshot_while_others_follow(
    corpus: Path, built: Path, encoder: SyllableEncoder
) -> None:
    with opened(built) as reader:
        numbers = reader.store.numbers("a")
        before = reader.store.passages(numbers)
        for turn in range(3):
            write(corpus, a=VACCINES + f"Lần {turn}.")
            build(corpus, built, encoder)
        assert not reader.folder.exists()
        assert reader.store.passages(numbers) == before
        assert reader.lexical.frequency("folded", "tiem") > 0
        assert len(reader.vectors.search(encoder.encode_queries(["tiêm"])[0], 3).numbers) == 3
    assert "Lần 2." in " ".join(passage.text for passage in whole(built)["a"][1])


texts = st.sampled_from([VACCINES, HOSPITALS, EPIDEMIC, plan(3), "", "\0"])
edits = st.lists(
    st.tuples(st.sampled_from(["a.txt", "b.txt", "b.md", "c/d.txt", "e.png"]), st.none() | texts)
    | st.tuples(st.just("a.toml"), st.sampled_from([None, 'title = "Tin"', "title = 1"])),
    min_size=1,
    max_size=4,
)


def apply(corpus: Path, changes: list[tuple[str, str | None]]) -> None:
    for name, text in changes:
        path = corpus / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink(missing_ok=True)
        else:
            path.write_text(text, "utf-8")


@settings(max_examples=6, deadline=None)
@given(turns=st.lists(edits, min_size=1, max_size=3))
def test_an_index_built_step_by_step_holds_what_one_built_at_once_holds(
    turns: list[list[tuple[str, str | None]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    room = tmp_path_factory.mktemp("steps")
    write(room / "corpus", z=plan(2))  # so that it is never empty
    for changes in turns:
        apply(room / "corpus", changes)
        steps = build(room / "corpus", room / "steps", SyllableEncoder())
    once = build(room / "corpus", room / "once", SyllableEncoder())
    assert whole(room / "steps") == whole(room / "once")
    assert (steps.skipped, steps.passages) == (once.skipped, once.passages)
    assert len(steps.added) + len(steps.changed) + steps.carried == len(once.added)
    shutil.rmtree(room)
