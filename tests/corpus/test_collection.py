from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import corpus
from corpus.collection import MAX_SIZE, Listing, copy_key, digest, read, scan
from corpus.errors import CorpusMissing, CorpusUnreadable, Unreadable
from corpus.types import Bulletin

NOBODY = 65534  # tests may run as root, whom no permission stops


def _write(folder: Path, name: str, text: str | bytes = "Tin\n\nBộ Y tế họp.\n") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def _skipped(listing: Listing) -> list[tuple[str, str]]:
    return [(one.source, one.code) for one in listing.skipped]


def _code(folder: Path, source: str) -> str:
    [entry] = [one for one in scan(folder).entries if one.source == source]
    with pytest.raises(Unreadable) as caught:
        read(entry)
    return caught.value.code


def test_bulletins_of_all_folders_are_listed_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/b/c.TXT", ".hidden.txt", ".git/x.txt"):
        _write(tmp_path, name)
    listing = scan(tmp_path)
    assert [(one.id, one.source) for one in listing.entries] == [
        ("a/b/c", "a/b/c.TXT"),
        ("a/z", "a/z.md"),
        ("b", "b.txt"),
    ]
    assert listing.skipped == ()


def test_what_is_skipped_is_said(tmp_path: Path) -> None:
    for name in ("a.txt", "a.md", "b.pdf", "noending", "v1.2/noending", "orphan.toml"):
        _write(tmp_path, name)
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    listing = scan(tmp_path)
    assert [one.source for one in listing.entries] == ["a.md"]
    assert _skipped(listing) == [
        ("a.txt", "same_id"),
        ("b.pdf", "format"),
        ("gone.txt", "vanished"),
        ("noending", "format"),
        ("orphan.toml", "sidecar"),
        ("pipe.txt", "format"),
        ("v1.2/noending", "format"),
    ]


def test_a_name_that_is_not_utf_8_is_skipped(tmp_path: Path) -> None:
    _write(tmp_path, "a.txt")
    with open(os.fsencode(tmp_path) + b"/b\xff.txt", "wb") as file:  # noqa: PTH123 - bytes
        file.write(b"Tin")
    listing = scan(tmp_path)
    assert [one.id for one in listing.entries] == ["a"]
    assert _skipped(listing) == [("b\\xff.txt", "name")]


def test_links_that_run_in_a_circle_end(tmp_path: Path) -> None:
    _write(tmp_path, "a/b.txt")
    (tmp_path / "a" / "self").symlink_to(tmp_path)
    (tmp_path / "again").symlink_to(tmp_path / "a")
    assert len(scan(tmp_path).entries) == 1


def test_a_link_to_a_folder_outside_is_not_followed(tmp_path: Path) -> None:
    corpus, aside = tmp_path / "corpus", tmp_path / "corpus-2"
    _write(corpus, "in/a.txt")
    _write(aside, "b.txt")
    (corpus / "out").symlink_to(aside)
    (corpus / "up").symlink_to("..")
    (corpus / "in" / "back").symlink_to("..")
    (tmp_path / "link").symlink_to(corpus)
    for folder in (corpus, tmp_path / "link"):
        listing = scan(folder)
        assert [one.source for one in listing.entries] == ["in/a.txt"]
        assert _skipped(listing) == [("out", "outside"), ("up", "outside")]


def test_the_fingerprint_changes_with_files_and_sidecars(tmp_path: Path) -> None:
    path = _write(tmp_path, "a.txt")
    prints = [scan(tmp_path).fingerprint]
    assert scan(tmp_path).fingerprint == prints[0]
    path.write_text("Tin khác", encoding="utf-8")
    prints.append(scan(tmp_path).fingerprint)
    _write(tmp_path, "a.toml", "title = 'Tin'")
    prints.append(scan(tmp_path).fingerprint)
    path.rename(tmp_path / "b.txt")
    prints.append(scan(tmp_path).fingerprint)
    assert len(set(prints)) == 4


def test_a_missing_folder_and_a_file_are_no_corpus(tmp_path: Path) -> None:
    with pytest.raises(CorpusMissing):
        scan(tmp_path / "nowhere")
    with pytest.raises(CorpusMissing):
        scan(_write(tmp_path, "a.txt"))


def test_a_bulletin_says_its_own_title_date_and_unit(tmp_path: Path) -> None:
    text = "Nhiệm vụ\r\n26/11/2021 | 09:50 AM\r\nHọp xong.\r\nVăn phòng Bộ Y tế.Tin liên quan"
    _write(tmp_path, "a/b.txt", text)
    [entry] = scan(tmp_path).entries
    assert read(entry) == Bulletin(
        id="a/b",
        source="a/b.txt",
        title="Nhiệm vụ",
        date=dt.date(2021, 11, 26),
        url=None,
        unit="Văn phòng Bộ Y tế",
        text=text,
    )


def test_the_sidecar_wins(tmp_path: Path) -> None:
    _write(tmp_path, "a.txt", "Nhiệm vụ\n26/11/2021 | 09:50 AM\nHọp xong.")
    _write(tmp_path, "a.toml", "title = 'Tên khác'\ndate = 2021-04-01\nurl = 'http://moh.gov.vn'")
    [entry] = scan(tmp_path).entries
    bulletin = read(entry)
    assert bulletin.title == "Tên khác"
    assert bulletin.date == dt.date(2021, 4, 1)
    assert bulletin.url == "http://moh.gov.vn"


def test_a_text_without_words_is_titled_by_its_name(tmp_path: Path) -> None:
    _write(tmp_path, "a/b.c.txt", "|\n26/11/2021")
    [entry] = scan(tmp_path).entries
    assert (entry.id, read(entry).title) == ("a/b.c", "b.c")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (" \n\u00a0".encode(), "empty"),
        (" \n\u200b\u200b|\n😀".encode(), "empty"),
        (b"\x89PNG\r\n\x1a\n\x00", "binary"),
        (b"\xff\xfea", "encoding"),
    ],
)
def test_a_file_that_is_no_text_is_unreadable(tmp_path: Path, data: bytes, code: str) -> None:
    _write(tmp_path, "a.txt", data)
    assert _code(tmp_path, "a.txt") == code


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(MAX_SIZE + 1)
    assert _code(tmp_path, "a.txt") == "too_large"


def test_a_file_that_went_away_is_told(tmp_path: Path) -> None:
    path = _write(tmp_path, "a.txt")
    [entry] = scan(tmp_path).entries
    path.unlink()
    with pytest.raises(Unreadable) as caught:
        read(entry)
    assert caught.value.code == "vanished"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("title == 1", "sidecar_line"),
        ("author = 'An'", "sidecar_key"),
        ("# " + "x" * 70_000, "sidecar"),
    ],
)
def test_a_malformed_sidecar_makes_its_bulletin_unreadable(
    tmp_path: Path, text: str, code: str
) -> None:
    _write(tmp_path, "a.txt")
    _write(tmp_path, "a.toml", text)
    assert _code(tmp_path, "a.txt") == code


def test_digest_changes_with_every_field() -> None:
    one = Bulletin("a", "a.txt", "Tin", dt.date(2021, 4, 1), "http://x", "Vụ", "Bộ họp.")
    others = [
        replace(one, source="b.txt"),
        replace(one, title="Khác"),
        replace(one, date=None),
        replace(one, url=None),
        replace(one, unit=None),
        replace(one, text="Bộ họp. "),
    ]
    assert len({digest(other) for other in [one, *others]}) == 7
    assert digest(replace(one)) == digest(one)


def test_copies_differ_in_white_space_and_composition_alone() -> None:
    one = Bulletin("a", "a.txt", "Tin", None, None, None, "Bộ Y tế\n\nhọp.")
    copy = Bulletin("b", "b.md", "Tên", None, None, None, "Bo\u0323\u0302 Y tê\u0301\u00a0 họp.\n")
    assert copy_key(one) == copy_key(copy)
    assert copy_key(one) != copy_key(replace(copy, text="Bộ Y tế họp"))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_what_may_not_be_read_is_told(tmp_path: Path) -> None:
    """Listed and read by a child that gave up its rights."""
    open_folder = tmp_path / "open"
    _write(open_folder, "a.txt").chmod(0)
    _write(open_folder, "closed/b.txt").parent.chmod(0)
    (tmp_path / "shut").mkdir(mode=0)
    for folder in (tmp_path, *tmp_path.parents[:2]):  # pytest's own, closed to others
        folder.chmod(folder.stat().st_mode | 0o055)
    program = f"""
import os, pathlib
from corpus.collection import read, scan
from corpus.errors import CorpusUnreadable, Unreadable
os.setgid({NOBODY}); os.setuid({NOBODY})
listing = scan(pathlib.Path({str(open_folder)!r}))
print([(one.source, one.code) for one in listing.skipped])
try:
    read(listing.entries[0])
except Unreadable as error:
    print(error.code)
try:
    scan(pathlib.Path({str(tmp_path / "shut")!r}))
except CorpusUnreadable as error:
    print("unreadable", error.reason)
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(corpus.__file__).parent.parent)},
    )
    assert done.stdout.splitlines() == [
        "[('closed', 'permission')]",
        "permission",
        "unreadable Permission denied",
    ], done.stderr


def test_errors_carry_what_they_are_about(tmp_path: Path) -> None:
    with pytest.raises(CorpusMissing) as missing:
        scan(tmp_path / "nowhere")
    assert missing.value.path == str(tmp_path / "nowhere")
    assert CorpusUnreadable("x", "y").reason == "y"
