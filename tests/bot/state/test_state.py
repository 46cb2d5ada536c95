"""What is stored is there after a restart, and what is deleted is nowhere."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import StateFailed
from bot.state import Arrival, Pending, State, Turn, Vote
from bot.state.database import FILE, VERSION
from bot.state.inbox import REMEMBERED
from bot.types import Outcome

DAY = 86_400.0
TURN = Turn(
    id=1,
    chat=10,
    person=7,
    message=100,
    question="nhiem vu thu nam",
    understood="nhiệm vụ thứ năm",
    outcome=Outcome.ANSWERED,
    reason="item",
    version="s1",
    ms=12.5,
    answers=(101, 102),
    html="<b>Năm là</b>",
    suggestions=("Nhiệm vụ thứ sáu?",),
    before="{}",
    after='{"topic": "năm"}',
    at=time.time(),
)


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    state = State.open(tmp_path, retention_days=90)
    yield state
    state.close()


def arrival(key: str, lane: int = 10, person: int = 7, payload: str = "{}") -> Arrival:
    return Arrival(key, lane, person, payload)


def reopened(folder: Path) -> State:
    return State.open(folder, retention_days=90)


def changed(folder: Path, statement: str, *values: object) -> None:
    """Changes the file behind the program's back."""
    with closing(sqlite3.connect(folder / FILE)) as db, db:
        db.execute(statement, values)


def finished(state: State, turn: Turn, memory: str | None = None) -> Turn:
    """A turn whose update has come and is done; with the id of that update."""
    (one,) = state.inbox.keep([arrival(f"{turn.chat}:{turn.message}:{turn.at}")])
    stored = replace(turn, id=one.id)
    state.finish(one.id, stored, memory)
    return stored


# -- the inbox ---------------------------------------------------------------------------------


def test_what_came_waits_in_its_order_until_it_is_done(state: State, tmp_path: Path) -> None:
    first, second = state.inbox.keep([arrival("1"), arrival("2", lane=20)])
    state.finish(first.id)
    state.close()
    again = reopened(tmp_path)
    assert again.inbox.pending() == [second]
    again.close()


def test_what_comes_twice_is_taken_once_even_when_it_is_done(state: State) -> None:
    (one,) = state.inbox.keep([arrival("1"), arrival("1")])
    assert state.inbox.keep([arrival("1")]) == []
    state.finish(one.id)
    assert state.inbox.keep([arrival("1")]) == []


def test_an_id_is_never_given_twice(state: State) -> None:
    (first,) = state.inbox.keep([arrival("1")])
    state.inbox.forget_person(7, but=first.id + 1)
    (second,) = state.inbox.keep([arrival("2")])
    assert second.id > first.id


def test_messages_that_were_sent_are_remembered(state: State, tmp_path: Path) -> None:
    (one,) = state.inbox.keep([arrival("1")])
    state.inbox.sent(one.id, 5)
    state.inbox.sent(one.id, 6)
    again = reopened(tmp_path)
    assert again.inbox.pending() == [replace(one, sent=(5, 6))]
    again.close()


def test_of_what_is_done_only_key_and_time_are_left(state: State, tmp_path: Path) -> None:
    (one,) = state.inbox.keep([arrival("1", payload="bí mật")])
    assert state.inbox.payload(one.id) == "bí mật"
    state.finish(one.id)
    assert state.inbox.payload(one.id) is None
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        rows = db.execute("SELECT lane, person, payload, sent FROM inbox").fetchall()
    assert rows == [(None, None, None, "[]")]


def test_keys_are_forgotten_after_a_while_but_nothing_that_waits(
    state: State, tmp_path: Path
) -> None:
    done, waiting = state.inbox.keep([arrival("1"), arrival("2")])
    state.finish(done.id)
    changed(tmp_path, "UPDATE inbox SET kept = ?", time.time() - REMEMBERED - 1)
    state.purge()
    assert [one.id for one in state.inbox.pending()] == [waiting.id]
    assert len(state.inbox.keep([arrival("1"), arrival("2")])) == 1


@settings(max_examples=30)  # each is on the disk
@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.booleans()), max_size=20))
def test_every_update_is_handed_on_once_whatever_comes_again(
    comings: list[tuple[str, bool]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        state, handed = State.open(Path(folder), retention_days=1), list[Pending]()
        for key, then_done in comings:
            new = state.inbox.keep([arrival(key)])
            handed += new
            if then_done and handed:
                state.finish(handed[-1].id)
        assert len(handed) == len({key for key, _ in comings})
        assert {one.id for one in state.inbox.pending()} <= {one.id for one in handed}
        state.close()


# -- turns -------------------------------------------------------------------------------------


def test_a_turn_is_found_by_its_update_its_message_and_its_person(state: State) -> None:
    older = finished(state, TURN)
    newer = finished(state, replace(TURN, message=103))
    assert state.turns.turn(older.id) == older
    assert state.turns.turn_of(10, 100) == older
    assert state.turns.last_turn(10, 7) == newer
    assert state.turns.turn(10_000) is None
    assert state.turns.turn_of(11, 100) is None
    assert state.turns.last_turn(10, 8) is None


def test_the_answer_to_an_edited_question_takes_the_place_of_the_old_one(state: State) -> None:
    older = finished(state, TURN)
    newer = finished(state, replace(TURN, question="nhiệm vụ thứ sáu?", at=TURN.at + 1))
    assert state.turns.turn_of(10, 100) == newer
    assert state.turns.turn(older.id) is None


def test_a_thumb_is_new_the_same_or_changed(state: State) -> None:
    turn = finished(state, TURN)
    assert state.vote(turn.id, 7, up=True) is Vote.NEW
    assert state.vote(turn.id, 7, up=True) is Vote.SAME
    assert state.vote(turn.id, 7, up=False) is Vote.CHANGED
    assert state.vote(turn.id, 8, up=True) is Vote.NEW
    assert state.vote(turn.id + 1, 7, up=True) is Vote.GONE
    found = state.stats(0.0)
    assert (found.up, found.down) == (1, 1)


def test_refused_questions_are_listed_the_latest_first(state: State) -> None:
    for number in range(3):
        refused = replace(TURN, question=f"câu {number}", outcome=Outcome.REFUSED, message=number)
        finished(state, refused)
    finished(state, replace(TURN, message=9))
    assert [question for question, _ in state.turns.refused(2)] == ["câu 2", "câu 1"]


# -- conversations and languages -----------------------------------------------------------------


def test_a_conversation_is_remembered_for_each_person_in_each_chat(
    state: State, tmp_path: Path
) -> None:
    finished(state, TURN, memory="a")
    finished(state, replace(TURN, chat=11), memory="b")
    finished(state, replace(TURN, person=8, message=104), memory="c")
    finished(state, replace(TURN, message=105))
    again = reopened(tmp_path)
    found = [again.people.memory(*place) for place in [(10, 7), (11, 7), (10, 8), (11, 8)]]
    assert found == ["a", "b", "c", None]
    again.close()


def test_the_language_that_somebody_chose_is_remembered(state: State) -> None:
    assert state.people.lang(7) is None
    state.set_lang(7, "en")
    state.set_lang(7, "vi")
    assert state.people.lang(7) == "vi"


def test_a_chat_that_moves_takes_everything_with_it(state: State) -> None:
    turn = finished(state, TURN, memory="a")
    (waiting,) = state.inbox.keep([arrival("9")])
    state.migrate(10, -100)
    moved = state.turns.last_turn(-100, 7)
    assert moved == replace(turn, chat=-100, message=None, answers=())
    assert state.turns.turn_of(-100, 100) is None  # messages are numbered anew there
    assert state.people.memory(-100, 7) == "a"
    assert state.inbox.pending() == [Pending(waiting.id, -100, 7, waiting.kept)]


def test_what_was_said_where_a_chat_moved_to_is_newer_and_stays(state: State) -> None:
    finished(state, TURN, memory="cũ")
    finished(state, replace(TURN, chat=-100), memory="mới")
    state.migrate(10, -100)
    assert state.people.memory(-100, 7) == "mới"
    assert state.people.memory(10, 7) is None


def test_what_has_something_newer_in_its_lane_is_followed(state: State) -> None:
    first, other, second = state.inbox.keep([arrival("1"), arrival("2", lane=20), arrival("3")])
    assert [state.inbox.is_followed(one) for one in (first, other, second)] == [True, False, False]
    state.finish(second.id)
    assert not state.inbox.is_followed(first)


# -- forgetting --------------------------------------------------------------------------------


def test_deleting_a_person_leaves_no_byte_of_theirs(state: State, tmp_path: Path) -> None:
    theirs = replace(TURN, question="câu hỏi riêng tư", html="trả lời riêng tư")
    finished(state, theirs, memory="mạch riêng tư")
    state.inbox.keep([arrival("8", payload="tin riêng tư")])
    (press,) = state.inbox.keep([arrival("9", payload="nút bấm")])
    other = finished(state, replace(TURN, person=8, message=104))
    state.vote(other.id, 7, up=True)
    state.set_lang(7, "en")
    state.delete_person(7, but=press.id)
    assert [one.id for one in state.inbox.pending()] == [press.id]
    assert state.turns.turn(other.id) == other
    assert state.people.lang(7) is None
    assert state.stats(0.0).up == 0
    state.finish(press.id)
    for path in tmp_path.iterdir():
        assert "riêng tư".encode() not in path.read_bytes(), path.name


def test_what_was_forgotten_while_it_was_answered_is_not_stored(state: State) -> None:
    under_way, press = state.inbox.keep([arrival("8"), arrival("9")])
    state.delete_person(7, but=press.id)
    state.finish(under_way.id, replace(TURN, id=under_way.id), memory="mạch riêng tư")
    assert state.turns.turn(under_way.id) is None
    assert state.people.memory(10, 7) is None


def test_what_is_old_is_removed_and_what_is_new_stays(state: State, tmp_path: Path) -> None:
    old = finished(state, replace(TURN, at=time.time() - 91 * DAY), memory="cũ")
    new = finished(state, replace(TURN, message=104, chat=11), memory="mới")
    state.failed("uncertain")
    changed(tmp_path, "UPDATE memories SET at = ? WHERE memory = 'cũ'", time.time() - 91 * DAY)
    state.purge()
    assert state.turns.turn(old.id) is None
    assert state.turns.turn(new.id) == new
    assert state.people.memory(10, 7) is None
    assert state.people.memory(11, 7) == "mới"
    assert state.stats(0.0).failures == {"uncertain": 1}


def test_with_no_days_nothing_is_kept_of_what_is_answered(tmp_path: Path) -> None:
    state = State.open(tmp_path, retention_days=0)
    turn = finished(state, TURN, memory="a")
    state.set_lang(7, "en")
    assert state.turns.turn(turn.id) is None
    assert state.people.memory(10, 7) is None
    assert state.people.lang(7) is None
    state.close()


# -- statistics --------------------------------------------------------------------------------


def test_statistics_count_what_was_looked_up(state: State) -> None:
    outcomes = [Outcome.ANSWERED] * 7 + [Outcome.REFUSED] * 2 + [Outcome.UNSURE, Outcome.CHAT]
    for number, outcome in enumerate(outcomes):
        finished(state, replace(TURN, message=number, outcome=outcome, ms=float(number)))
    state.inbox.keep([arrival("waiting")])
    state.set_aside("update_id: missing")
    found = state.stats(0.0)
    assert (found.questions, found.refused, found.unsure, found.pending) == (10, 2, 1, 1)
    assert (found.p50, found.p95, found.p99) == (4, 9, 9)
    assert found.values()["refused_share"] == "20%"
    assert found.set_aside == {"update_id: missing": 1}
    assert state.stats(time.time() + 1).questions == 0


# -- the file ----------------------------------------------------------------------------------


def test_only_its_owner_can_read_it(state: State, tmp_path: Path) -> None:
    state.inbox.keep([arrival("1")])
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


@pytest.mark.parametrize("content", [b"not a database at all" * 99, b"\0" * 4_096])
def test_a_file_that_is_none_of_ours_is_told_in_one_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(StateFailed) as told:
        State.open(tmp_path, retention_days=90)
    assert told.value.file.endswith(FILE)


def test_a_file_of_a_newer_version_is_left_alone(state: State, tmp_path: Path) -> None:
    state.close()
    changed(tmp_path, f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(StateFailed):
        State.open(tmp_path, retention_days=90)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StateFailed):
        State.open(tmp_path / "file" / "state", retention_days=90)


def test_what_is_written_together_is_written_wholly_or_not_at_all(state: State) -> None:
    (one,) = state.inbox.keep([arrival("1")])
    broken = replace(TURN, id=one.id, question=None)  # type: ignore[arg-type]
    with pytest.raises(StateFailed):
        state.finish(one.id, broken, "a")
    assert state.inbox.pending() == [one]
    assert state.people.memory(10, 7) is None
