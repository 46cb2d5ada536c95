from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.types import Bulletin, ListPlace, Passage, Period, Role, Skip
from embeddings.errors import IndexDamaged
from embeddings.passage_store import FileRecord, PassageStore
from embeddings.types import BulletinHead

APRIL = Period(dt.date(2021, 4, 1), dt.date(2021, 4, 30), Role.PLANNED)
SECOND_QUARTER = Period(dt.date(2021, 4, 1), dt.date(2021, 6, 30), Role.PLANNED)
FIRST_QUARTER = Period(dt.date(2021, 1, 1), dt.date(2021, 3, 31), Role.REPORTED)
ANY_MAY = Period(dt.date(2000, 5, 1), dt.date(2000, 5, 31), Role.MENTIONED, any_year=True)


def bulletin(name: str, text: str = "Họp.", date: dt.date | None = None) -> Bulletin:
    return Bulletin(name, f"{name}.txt", f"Tin {name}", date, None, None, text)


def passage(of: Bulletin, start: int, end: int, *periods: Period) -> Passage:
    return Passage(
        f"{of.id}#{start}", of.id, start, end, of.text[start:end], of.title, None, periods
    )


def stored(path: Path, *held: tuple[Bulletin, Sequence[Passage]]) -> PassageStore:
    """A complete file with these bulletins, open for reading; numbers count from 0."""
    writing = PassageStore.create(path)
    writing.begin()
    for one, passages in held:
        writing.put_bulletin(one)
        writing.put_passages(writing.next_number(), passages)
    writing.close(commit=True)
    return PassageStore.open(path)


FULL = Bulletin(
    id="2021/tháng 4",
    source="2021/tháng 4.txt",
    title="Nhiệm vụ “trọng tâm” tháng 4",
    date=dt.date(2021, 11, 26),
    url="https://moh.gov.vn/?a=1&b='2'",
    unit="Văn phòng Bộ",
    text="Một là: tiêm chủng.\r\nHai là: phòng dịch 🙂.",
)


def test_every_field_comes_back_as_it_was(tmp_path: Path) -> None:
    place = ListPlace(
        list=2, position=1, size=7, depth=1, start=0, end=19, lead_start=3, lead_end=3
    )
    first = Passage(
        f"{FULL.id}#0", FULL.id, 0, 19, FULL.text[:19], "Nhiệm vụ", place, (APRIL, ANY_MAY)
    )
    second = passage(FULL, 21, 43)
    store = stored(tmp_path / "p.db", (FULL, [first, second]))
    head = BulletinHead(FULL.id, FULL.source, FULL.title, FULL.date, FULL.url, FULL.unit)
    assert store.passages([0, 1]) == {0: (first, head), 1: (second, head)}
    assert store.of_bulletin(FULL.id) == (first, second)
    assert store.heads() == [head]


def test_a_bulletin_may_lack_what_is_optional(tmp_path: Path) -> None:
    one = bulletin("a")
    store = stored(tmp_path / "p.db", (one, []))
    assert store.heads() == [BulletinHead("a", "a.txt", "Tin a", None, None, None)]
    assert store.dates() is None


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
Span = tuple[dt.date, dt.date]
days = st.dates(dt.date(1990, 1, 1), dt.date(2040, 12, 31))
spans = st.tuples(days, days).map(lambda span: (min(span), max(span)))


@st.composite
def a_passage(draw: st.DrawFn, start: int) -> Passage:
    text = draw(words)
    place = st.builds(ListPlace, **{name: st.integers(0, 99) for name in ListPlace.__slots__})
    periods = st.builds(
        lambda span, role, any_year: Period(span[0], span[1], role, any_year),
        spans,
        st.sampled_from(Role),
        st.booleans(),
    )
    return Passage(
        id=f"b#{start}",
        bulletin="b",
        start=start,
        end=start + len(text),
        text=text,
        heading=draw(words),
        place=draw(st.none() | place),
        periods=tuple(draw(st.lists(periods, max_size=3))),
    )


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_a_passage_holds_comes_back(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    written = [data.draw(a_passage(start)) for start in (0, 100, 200)]
    path = tmp_path_factory.mktemp("store") / "p.db"
    store = stored(path, (bulletin("b"), written))
    assert store.of_bulletin("b") == tuple(written)
    assert [p for p, _ in store.passages([2, 0, 1]).values()] == written
    store.close()


@settings(max_examples=80, deadline=None)
@given(
    text=st.text(st.sampled_from("aộ\u0323\u0302\u200d😷🇻🇳\x00\r\n \xa0đ"), max_size=40),
    start=st.integers(0, 40),
    length=st.integers(0, 40),
)
def test_a_slice_counts_code_points(
    text: str, start: int, length: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = stored(tmp_path_factory.mktemp("store") / "p.db", (bulletin("b", text), []))
    found = store.slice("b", start, start + length)
    assert found.text == text[start : start + length]
    assert (found.bulletin, found.start, found.end) == ("b", start, start + length)
    store.close()


@pytest.fixture
def plans(tmp_path: Path) -> Iterator[PassageStore]:
    """Three bulletins: the newest looks back and ahead, one is undated, one speaks of any May."""
    newest = bulletin("newest", "Quý I. Tháng 4. Quý 2. Quý 2.", dt.date(2021, 5, 1))
    older = bulletin("older", "Tháng 5.", dt.date(2020, 12, 31))
    undated = bulletin("undated", "Họp.")
    store = stored(
        tmp_path / "p.db",
        (undated, [passage(undated, 0, 4)]),
        (older, [passage(older, 0, 8, ANY_MAY)]),
        (
            newest,
            [
                passage(newest, 0, 6, FIRST_QUARTER),
                passage(newest, 7, 15, APRIL, SECOND_QUARTER),
                passage(newest, 16, 22, SECOND_QUARTER),
            ],
        ),
    )
    yield store
    store.close()


def test_bulletins_come_newest_first_and_undated_ones_last(plans: PassageStore) -> None:
    assert [head.id for head in plans.heads()] == ["newest", "older", "undated"]
    assert [head.id for head in plans.heads(limit=1)] == ["newest"]
    assert plans.dates() == (dt.date(2020, 12, 31), dt.date(2021, 5, 1))


def test_it_counts_bulletins_and_passages(plans: PassageStore) -> None:
    assert plans.counts() == (3, 5)
    assert plans.next_number() == 5


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (dt.date(2021, 5, 1), dt.date(2021, 5, 31), [SECOND_QUARTER]),
        (dt.date(2021, 4, 30), dt.date(2021, 4, 30), [APRIL, SECOND_QUARTER]),
        (dt.date(2021, 3, 31), dt.date(2021, 4, 1), [FIRST_QUARTER, APRIL, SECOND_QUARTER]),
        (dt.date(2020, 1, 1), dt.date(2020, 12, 31), []),
        (dt.date(2000, 5, 1), dt.date(2000, 5, 31), []),  # a May of no year is no May of 2000
        (dt.date(2021, 7, 1), dt.date(2022, 1, 1), []),
    ],
)
def test_overlapping_periods_share_a_day(
    plans: PassageStore, first: dt.date, last: dt.date, expected: list[Period]
) -> None:
    assert plans.overlapping(first, last) == expected


@settings(max_examples=60, deadline=None)
@given(held=st.lists(spans, max_size=8), asked=spans)
def test_overlapping_agrees_with_comparing_days(
    held: list[Span], asked: Span, tmp_path_factory: pytest.TempPathFactory
) -> None:
    one = bulletin("b", "x" * 20)
    passages = [passage(one, n, n + 1, Period(*span)) for n, span in enumerate(held)]
    store = stored(tmp_path_factory.mktemp("store") / "p.db", (one, passages))
    expected = {Period(*span) for span in held if span[0] <= asked[1] and span[1] >= asked[0]}
    found = store.overlapping(asked[0], asked[1])
    assert sorted(found) == sorted(expected)
    store.close()


def test_periods_are_those_planned_or_reported_the_most_spoken_of_first(
    plans: PassageStore,
) -> None:
    assert plans.periods() == [SECOND_QUARTER, FIRST_QUARTER, APRIL]
    assert plans.periods(limit=1) == [SECOND_QUARTER]


def test_unknown_numbers_are_left_out(plans: PassageStore) -> None:
    assert list(plans.passages([4, 99, -1])) == [4]
    assert plans.passages([]) == {}
    assert plans.of_bulletin("unknown") == ()


def test_more_numbers_may_be_asked_for_than_sqlite_takes_variables(plans: PassageStore) -> None:
    assert len(plans.passages(range(300_000))) == 5


def test_a_deleted_bulletin_is_gone_with_all_that_hangs_on_it(
    plans: PassageStore, tmp_path: Path
) -> None:
    plans.close()
    editing = PassageStore.edit(tmp_path / "p.db")
    editing.begin()
    assert editing.delete("newest") == [2, 3, 4]
    assert editing.delete("unknown") == []
    editing.close(commit=True)
    left = PassageStore.open(tmp_path / "p.db")
    assert left.counts() == (2, 2)
    assert left.overlapping(dt.date(1990, 1, 1), dt.date(2040, 1, 1)) == []
    assert list(left.passages(range(5))) == [0, 1]


def test_nothing_is_kept_without_a_commit(plans: PassageStore, tmp_path: Path) -> None:
    plans.close()
    editing = PassageStore.edit(tmp_path / "p.db")
    editing.begin()
    editing.delete("newest")
    editing.close()
    assert PassageStore.open(tmp_path / "p.db").counts() == (3, 5)


def test_the_record_of_files_is_replaced_as_a_whole(tmp_path: Path) -> None:
    kept = FileRecord("a.txt", "12.3", "a", "d1g", "k1", None, None)
    copy = FileRecord("b.txt", "12.4", "b", "d2g", "k1", "copy", "a.txt")
    broken = FileRecord("c.bin", "", None, None, None, "format", None)
    writing = PassageStore.create(tmp_path / "p.db")
    writing.begin()
    writing.put_files([FileRecord("old.txt", "1", "old", "d", "k", None, None)])
    writing.put_files([broken, kept, copy])
    writing.close(commit=True)
    store = PassageStore.open(tmp_path / "p.db")
    assert list(store.files()) == [kept, copy, broken]
    assert store.skipped() == (Skip("b.txt", "copy", "a.txt"), Skip("c.bin", "format", ""))


def test_reading_leaves_no_file_beside_it(plans: PassageStore, tmp_path: Path) -> None:
    assert plans.is_sound()
    assert [path.name for path in tmp_path.iterdir()] == ["p.db"]


def test_a_name_with_signs_of_an_address_is_opened(tmp_path: Path) -> None:
    folder = tmp_path / "100% là gì? #1 & 2"
    folder.mkdir()
    assert stored(folder / "p.db", (bulletin("a"), [])).counts() == (1, 0)


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"khong phai" * 500])
def test_a_file_that_is_no_database_is_called_damaged(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "p.db").write_bytes(content)
    with pytest.raises(IndexDamaged, match=r"p\.db"):
        PassageStore.open(tmp_path / "p.db").counts()


def test_a_sound_file_that_was_closed_is_not_called_damaged(plans: PassageStore) -> None:
    plans.close()
    with pytest.raises(sqlite3.ProgrammingError):
        plans.counts()


def test_a_missing_file_is_called_damaged_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match=r"p\.db"):
        PassageStore.open(tmp_path / "p.db")
    assert list(tmp_path.iterdir()) == []


def sound(path: Path) -> bool:
    try:
        return PassageStore.open(path).is_sound()
    except IndexDamaged:
        return False


def test_a_damaged_page_is_found_by_the_check_or_by_reading(tmp_path: Path) -> None:
    path = tmp_path / "p.db"
    one = bulletin("b", "x" * 50_000)
    stored(path, (one, [passage(one, n, n + 400) for n in range(0, 40_000, 400)])).close()
    assert sound(path)
    content = bytearray(path.read_bytes())
    content[4096:12288] = bytes(8192)
    path.write_bytes(content)
    assert not sound(path)


def test_a_date_that_is_none_is_called_damage(tmp_path: Path) -> None:
    path = tmp_path / "p.db"
    stored(path, (bulletin("b"), [])).close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE bulletins SET date = '2021-02-31'")
        db.commit()
    store = PassageStore.open(path)
    for read in (store.dates, store.heads):
        with pytest.raises(IndexDamaged):
            read()


def test_the_same_bulletin_cannot_stand_twice(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        stored(tmp_path / "p.db", (bulletin("a"), []), (bulletin("a"), []))
