from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.types import Bulletin, ListPlace, Passage, Period, Role
from embeddings.passage_store import PassageStore
from embeddings.timeline import Timeline

APRIL = Period(dt.date(2021, 4, 1), dt.date(2021, 4, 30), Role.PLANNED)
LAST_APRIL = Period(dt.date(2020, 4, 1), dt.date(2020, 4, 30), Role.PLANNED)
SECOND_QUARTER = Period(dt.date(2021, 4, 1), dt.date(2021, 6, 30), Role.PLANNED)
FIRST_QUARTER = Period(dt.date(2021, 1, 1), dt.date(2021, 3, 31), Role.REPORTED)
ANY_APRIL = Period(dt.date(2000, 4, 1), dt.date(2000, 4, 30), any_year=True)
YEAR = Period(dt.date(2021, 1, 1), dt.date(2021, 12, 31))
ITEM = ListPlace(0, 1, 1, 0, 0, 4, 0, 0)


@pytest.fixture
def plans(tmp_path: Path) -> Iterator[Timeline]:
    """Plans of two Aprils, one that is no list, an undated one, and a report."""
    held = (
        ("last", dt.date(2020, 4, 2), (LAST_APRIL,), ITEM),
        ("prose", dt.date(2021, 5, 1), (APRIL,), None),
        ("list", dt.date(2021, 4, 5), (APRIL, SECOND_QUARTER), ITEM),
        ("undated", None, (APRIL,), ITEM),
        ("report", dt.date(2021, 3, 31), (FIRST_QUARTER,), ITEM),
    )
    writing = PassageStore.create(tmp_path / "p.db")
    writing.begin()
    for number, (name, date, periods, place) in enumerate(held):
        writing.put_bulletin(Bulletin(name, f"{name}.txt", name, date, None, None, "Họp."))
        writing.put_passages(
            number, [Passage(f"{name}#0", name, 0, 4, "Họp.", name, place, periods)]
        )
    writing.close(commit=True)
    store = PassageStore.open(tmp_path / "p.db")
    yield Timeline(store)
    store.close()


def test_the_nearest_periods_are_those_whose_ends_lie_nearest(plans: Timeline) -> None:
    day = dt.date(2021, 4, 15)
    assert plans.nearest(day, day, 3) == [APRIL, SECOND_QUARTER, FIRST_QUARTER]
    assert plans.nearest(dt.date(2021, 2, 1), dt.date(2021, 2, 28), 1) == [FIRST_QUARTER]
    assert plans.nearest(dt.date(1021, 1, 1), dt.date(1021, 1, 1), 1) == [LAST_APRIL]
    assert plans.nearest(dt.date.max, dt.date.max, 1) == [SECOND_QUARTER]


def test_passages_of_the_newest_bulletins_come_first_and_undated_ones_last(
    plans: Timeline,
) -> None:
    assert plans.newest([0, 1, 2, 3, 4], 9) == [1, 2, 4, 0, 3]
    assert plans.newest([0, 3, 4], 2) == [4, 0]
    assert plans.newest([0, 1, 2, 3, 4], 2, by=dt.date(2021, 4, 5)) == [2, 4]
    assert plans.newest([], 9) == plans.newest([77], 9) == []


def test_passages_that_name_just_a_period_are_told_from_others(plans: Timeline) -> None:
    everything = [0, 1, 2, 3, 4]
    assert sorted(plans.speaking(APRIL, everything)) == [1, 2, 3]
    assert sorted(plans.speaking(ANY_APRIL, everything)) == [0, 1, 2, 3]
    assert plans.speaking(APRIL, [0, 1]) == [1]
    assert plans.speaking(YEAR, everything) == []


def test_bulletins_are_found_by_when_they_came_out(plans: Timeline) -> None:
    def found(first: dt.date, last: dt.date) -> list[str]:
        return [head.id for head in plans.published(Period(first, last), 9)]

    assert found(dt.date(2021, 1, 1), dt.date(2021, 4, 30)) == ["list", "report"]
    assert found(dt.date.min, dt.date.max) == ["prose", "list", "report", "last"]
    assert found(dt.date(2021, 4, 3), dt.date(2021, 4, 4)) == []
    assert [head.id for head in plans.published(ANY_APRIL, 9)] == ["list", "last"]
    near = plans.nearest_dates(dt.date(2021, 4, 3), 2)
    assert near == [dt.date(2021, 4, 5), dt.date(2021, 3, 31)]


def test_the_newest_lists_come_first_and_undated_ones_last(plans: Timeline) -> None:
    assert [head.id for head in plans.with_lists(9)] == ["list", "report", "last", "undated"]
    assert [head.id for head in plans.with_lists(1)] == ["list"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (APRIL, ["list", "undated"]),
        (LAST_APRIL, ["last"]),
        (ANY_APRIL, ["list", "last", "undated"]),
        (YEAR, ["list", "undated"]),
        (FIRST_QUARTER, []),  # it was only looked back on
    ],
)
def test_lists_are_found_by_what_they_plan_for(
    plans: Timeline, asked: Period, expected: list[str]
) -> None:
    assert [head.id for head in plans.planning(asked, 9)] == expected


def test_a_months_lists_are_also_those_of_its_quarter_but_not_of_its_year(plans: Timeline) -> None:
    may = Period(dt.date(2021, 5, 1), dt.date(2021, 5, 31))
    assert [head.id for head in plans.planning(may, 9)] == ["list"]
    any_may = Period(dt.date(2000, 5, 1), dt.date(2000, 5, 31), any_year=True)
    assert [head.id for head in plans.planning(any_may, 9)] == ["list"]
    day = Period(dt.date(2021, 5, 1), dt.date(2021, 5, 1))
    assert plans.planning(day, 9) == []
