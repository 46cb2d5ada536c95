"""How often something may happen, on a clock that the tests turn."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.pace import KEPT, MARGIN, Leaving, Pace, Permits


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


# -- permits -----------------------------------------------------------------------------------


def run(test: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(test(), 20))


def test_a_permit_is_free_again_only_a_stretch_after_its_call_has_ended() -> None:
    async def test() -> None:
        permits = Permits(1, 0.02)
        ends: list[float] = []
        for _ in range(3):
            async with permits.one():
                began = time.monotonic()
                assert not ends or began - ends[-1] >= 0.02
                await asyncio.sleep(0.01)
                ends.append(time.monotonic())

    run(test)


def test_no_more_hold_a_permit_than_may_and_who_waits_first_is_first() -> None:
    holding: set[int] = set()
    done: list[int] = []

    async def test() -> None:
        permits = Permits(3, 0.001)

        async def call(number: int) -> None:
            async with permits.one():
                holding.add(number)
                assert len(holding) <= 3
                await asyncio.sleep(0)
                holding.discard(number)
                done.append(number)

        await asyncio.gather(*map(call, range(12)))

    run(test)
    assert done == list(range(12))


def test_permits_of_one_key_are_none_of_another_and_are_let_go() -> None:
    async def test() -> None:
        permits = Permits(1, 0.001)
        async with permits.one(1), permits.one(2):
            late = asyncio.ensure_future(_held(permits, 1))
            await asyncio.sleep(0)
            assert not late.done()
            late.cancel()
        await asyncio.gather(late, return_exceptions=True)
        while permits._permits:
            await asyncio.sleep(0)
        assert not permits._users

    run(test)


def test_who_waits_when_the_program_ends_waits_no_longer() -> None:
    async def test() -> None:
        permits = Permits(1, 3_600)
        async with permits.one():
            late = asyncio.ensure_future(_held(permits, 0))
            await asyncio.sleep(0)
            permits.close()
            with pytest.raises(Leaving):
                await late

    run(test)


def test_without_a_limit_there_is_always_a_permit() -> None:
    async def test() -> None:
        permits = Permits(0, 1)
        async with permits.one(), permits.one(), permits.one():
            assert not permits._permits

    run(test)


async def _held(permits: Permits, key: int) -> None:
    async with permits.one(key):
        return
