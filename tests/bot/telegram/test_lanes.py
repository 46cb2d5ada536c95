"""Every chat in its order, chats side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.state import Pending
from bot.telegram.incoming import INLINE
from bot.telegram.lanes import Lanes
from bot.telegram.pace import Pace

NO_LIMIT = Pace(0, 60)


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
        lanes = Lanes(handle, 0, NO_LIMIT)
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

        lanes = Lanes(handle, 0, NO_LIMIT)
        lanes.add(pending(1, 10))
        await worked_off(lanes)
        assert done == [1, 2, 3, 4, 5]

    run(test)


def test_who_asks_too_much_waits_and_others_in_the_chat_do_not() -> None:
    done: list[int] = []

    async def handle(one: Pending) -> None:
        done.append(one.id)

    async def test() -> None:
        lanes = Lanes(handle, 2, NO_LIMIT)
        for number, person in [(1, 7), (2, 7), (3, 7), (4, 8), (5, 7), (6, 8)]:
            lanes.add(pending(number, -5, person))
        while len(done) < 4:
            await asyncio.sleep(0)
        await asyncio.sleep(0.01)
        assert done == [1, 4, 2, 6]
        lanes.add(pending(7, -5, 9))
        while len(done) < 5:
            await asyncio.sleep(0)
        assert done[-1] == 7
        await lanes.stop(1)
        assert len(done) == 5

    run(test)


def test_in_a_group_people_take_turns() -> None:
    done: list[int] = []

    async def handle(one: Pending) -> None:
        done.append(one.id)

    async def test() -> None:
        lanes = Lanes(handle, 0, NO_LIMIT)
        for number, person in [(1, 7), (2, 7), (3, 7), (4, 8), (5, 9), (6, 8)]:
            lanes.add(pending(number, -5, person))
        await worked_off(lanes)
        assert done == [1, 4, 5, 2, 6, 3]

    run(test)


def test_who_had_their_share_of_a_group_waits_there_and_nowhere_else() -> None:
    done: list[int] = []
    shares = Pace(2, 60)

    async def handle(one: Pending) -> None:
        done.append(one.id)
        if one.lane == -5 and one.id != 1:  # which is not said to the bot, and not answered
            shares.book((one.lane, one.person))

    async def test() -> None:
        lanes = Lanes(handle, 0, shares)
        for number, person in [(1, 7), (2, 7), (3, 7), (4, 7), (5, 8)]:
            lanes.add(pending(number, -5, person))
        while len(done) < 4:
            await asyncio.sleep(0)
        lanes.add(pending(6, -6, 7))
        lanes.add(pending(7, 7))
        while len(done) < 6:
            await asyncio.sleep(0)
        await lanes.stop(1)
        assert done == [1, 5, 2, 3, 6, 7]

    run(test)


def test_what_is_typed_letter_by_letter_uses_up_nobodys_questions() -> None:
    done: list[int] = []

    async def handle(one: Pending) -> None:
        done.append(one.id)

    async def test() -> None:
        lanes = Lanes(handle, 2, NO_LIMIT)
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
        lanes = Lanes(handle, 0, NO_LIMIT)
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
        lanes = Lanes(handle, 0, NO_LIMIT)
        lanes.add(pending(1, 10))
        await asyncio.sleep(0)
        await lanes.stop(0.01)
        assert not lanes._tasks

    run(test)


def test_an_error_is_told_to_who_runs_the_lanes() -> None:
    async def handle(one: Pending) -> None:
        raise OSError("disk")

    async def test() -> None:
        lanes = Lanes(handle, 0, NO_LIMIT)
        lanes.add(pending(1, 10))
        with pytest.raises(OSError, match="disk"):
            await lanes.failed

    run(test)
