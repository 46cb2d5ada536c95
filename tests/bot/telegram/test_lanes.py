"""Every chat in its order, chats side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.state import Pending
from bot.telegram.incoming import INLINE
from bot.telegram.lanes import Lanes


def pending(number: int, lane: int, person: int | None = None) -> Pending:
    return Pending(number, lane, lane if person is None else person, 0.0, ())


async def worked_off(lanes: Lanes) -> None:
    while lanes._tasks:
        await asyncio.sleep(0)


def run(test: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(test(), 20))


def test_a_chat_is_answered_in_order_and_no_chat_waits_for_another() -> None:
    done: list[int] = []
    first = asyncio.Event()

    async def handle(one: Pending) -> None:
        if one.id == 1:
            await first.wait()
        done.append(one.id)

    async def test() -> None:
        lanes = Lanes(handle, 0)
        for number, lane in [(1, 10), (2, 10), (3, 20), (4, 20), (5, 10)]:
            lanes.add(pending(number, lane))
        while len(done) < 2:
            await asyncio.sleep(0)
        assert done == [3, 4]
        first.set()
        await worked_off(lanes)
        assert done == [3, 4, 1, 2, 5]

    run(test)


def test_what_comes_while_a_lane_is_busy_comes_after() -> None:
    done: list[int] = []

    async def test() -> None:
        async def handle(one: Pending) -> None:
            await asyncio.sleep(0)
            done.append(one.id)
            if one.id < 5:
                lanes.add(pending(one.id + 1, 10))

        lanes = Lanes(handle, 0)
        lanes.add(pending(1, 10))
        await worked_off(lanes)
        assert done == [1, 2, 3, 4, 5]

    run(test)


def test_who_asks_too_much_waits_and_others_in_the_chat_do_not() -> None:
    done: list[int] = []

    async def handle(one: Pending) -> None:
        done.append(one.id)

    async def test() -> None:
        lanes = Lanes(handle, 2)
        for number, person in [(1, 7), (2, 7), (3, 7), (4, 8), (5, 7), (6, 8)]:
            lanes.add(pending(number, -5, person))
        while len(done) < 4:
            await asyncio.sleep(0)
        await asyncio.sleep(0.01)
        assert done == [1, 2, 4, 6]
        lanes.add(pending(7, -5, 9))
        while len(done) < 5:
            await asyncio.sleep(0)
        assert done[-1] == 7
        await lanes.stop(1)
        assert len(done) == 5

    run(test)


def test_what_is_typed_letter_by_letter_uses_up_nobodys_questions() -> None:
    done: list[int] = []

    async def handle(one: Pending) -> None:
        done.append(one.id)

    async def test() -> None:
        lanes = Lanes(handle, 2)
        for number in range(20):
            lanes.add(pending(number, INLINE + 7, 7))
        lanes.add(pending(20, 7))
        while len(done) < 21:
            await asyncio.sleep(0)
        assert sorted(done) == list(range(21))

    run(test)


def test_stopping_finishes_what_is_in_flight_and_begins_nothing() -> None:
    done: list[int] = []

    async def handle(one: Pending) -> None:
        await asyncio.sleep(0.01)
        done.append(one.id)

    async def test() -> None:
        lanes = Lanes(handle, 0)
        for number in range(5):
            lanes.add(pending(number, 10))
        await asyncio.sleep(0)
        await lanes.stop(5)
        lanes.add(pending(9, 30))
        await asyncio.sleep(0.03)
        assert done == [0]

    run(test)


def test_what_takes_too_long_to_finish_is_cut_off() -> None:
    async def handle(one: Pending) -> None:
        await asyncio.sleep(3_600)

    async def test() -> None:
        lanes = Lanes(handle, 0)
        lanes.add(pending(1, 10))
        await asyncio.sleep(0)
        await lanes.stop(0.01)
        assert not lanes._tasks

    run(test)


def test_an_error_is_told_to_who_runs_the_lanes() -> None:
    async def handle(one: Pending) -> None:
        raise OSError("disk")

    async def test() -> None:
        lanes = Lanes(handle, 0)
        lanes.add(pending(1, 10))
        with pytest.raises(OSError, match="disk"):
            await lanes.failed

    run(test)
