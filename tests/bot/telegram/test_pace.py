"""How often something may happen, on a clock that the tests turn."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.pace import KEPT, MARGIN, Pace


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_nothing_waits_until_the_count_is_reached() -> None:
    clock = Clock()
    pace = Pace(3, 60, clock)
    assert [pace.book() for _ in range(3)] == [0, 0, 0]
    assert round(pace.wait(), 6) == 60 + MARGIN


def test_a_turn_comes_when_the_first_of_the_last_ones_is_long_ago() -> None:
    clock = Clock()
    pace = Pace(2, 60, clock)
    pace.book()
    clock.now += 20
    pace.book()
    assert round(pace.book(), 3) == 40 + MARGIN
    assert round(pace.book(), 3) == 60 + MARGIN


def test_each_key_has_its_own_pace() -> None:
    pace = Pace(1, 1, Clock())
    pace.book(1)
    assert pace.wait(1) > 0
    assert pace.wait(2) == 0


def test_less_than_one_in_a_stretch_is_one_in_a_longer_stretch() -> None:
    pace = Pace(0.5, 1, Clock())
    pace.book()
    assert round(pace.wait(), 6) == 2 + MARGIN


def test_zero_is_no_limit() -> None:
    pace = Pace(0, 1, Clock())
    assert {pace.book() for _ in range(1_000)} == {0}


def test_keys_that_wait_for_nothing_are_let_go() -> None:
    clock = Clock()
    pace = Pace(1, 1, clock)
    for key in range(3 * KEPT):
        pace.book(key)
        clock.now += 0.01
    assert len(pace._times) <= KEPT + 1


@given(
    count=st.integers(1, 5),
    seconds=st.floats(0.5, 60),
    pauses=st.lists(st.floats(0, 20), max_size=40),
)
def test_no_stretch_holds_more_than_the_count(
    count: int, seconds: float, pauses: list[float]
) -> None:
    clock = Clock()
    pace = Pace(count, seconds, clock)
    times = []
    for pause in pauses:
        clock.now += pause
        times.append(clock.now + pace.book())
    assert times == sorted(times)
    for first, later in zip(times, times[count:], strict=False):
        assert later - first >= seconds
