"""What is kept of people and secrets, and what is not."""

from __future__ import annotations

import socket
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.bot.telegram.chatting import asked, asked_in, newcomer, suggestion, toast
from tests.bot.telegram.conftest import connected
from tests.botapi import BotApi
from tests.botapi.faults import bad_gateway, dropped, malformed, refused, server_error
from tests.running import Bot, bantin

FIFTH, FIVE = "Nhiệm vụ thứ năm là gì?", "Năm là: Tiếp tục chỉ đạo"
DAY = 86_400.0
SECRET = "mat-khau-Cua-webhook_123"


@pytest.fixture
def api() -> Iterator[BotApi]:
    """A Bot API server of one test alone: each has a bot of its own."""
    with BotApi() as api:
        yield api


def bytes_of(folder: Path) -> bytes:
    """All that stands in the files of a folder."""
    return b"\0".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def rows(state: Path) -> dict[str, int]:
    """How many rows each table has."""
    with sqlite3.connect(state / "bantin.db") as db:
        names = [
            name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        counts = {n: db.execute(f"SELECT count(*) FROM {n}").fetchone()[0] for n in names}
    return {name: count for name, count in counts.items() if not name.startswith("sqlite")}


def forms(secret: str) -> set[str]:
    """A secret as it may stand in a log."""
    key = secret.partition(":")[2]
    return {secret, quote(secret), quote(secret, safe=""), *([key] if key else [])}


# -- secrets -----------------------------------------------------------------------------------

FAULTS = [server_error(), bad_gateway(), dropped(), malformed()]


@pytest.fixture
def talkative(api: BotApi, shipped_index: Path, tmp_path: Path) -> Iterator[Bot]:
    """A bot that notes all that it ever notes."""
    with bantin(tmp_path, shipped_index, **connected(api), BANTIN_LOG_LEVEL="debug") as bot:
        yield bot


def test_the_token_is_told_nowhere_at_any_level(
    api: BotApi, talkative: Bot, tmp_path: Path
) -> None:
    chat = newcomer(api)
    for fault in FAULTS:
        api.fault("sendChatAction", fault)
        api.fault("sendMessage", fault)
        asked(chat, FIFTH)
    for fault in (refused(404, "Not Found"), server_error()):
        api.fault("getUpdates", fault)
        asked(chat, FIFTH)
    api.push({"update_id": "x", "message": api.token})
    asked(chat, FIFTH)
    api.down()
    api.up()
    asked(chat, FIFTH)
    api.revoke()
    chat.say(FIFTH)
    assert talkative.ended() == 4
    assert " DEBUG " in talkative.said
    for form in forms(api.token):
        assert form not in talkative.said
        assert form.encode() not in bytes_of(tmp_path / "state")


@pytest.mark.parametrize("fault", ["404", "401"])
def test_a_token_that_is_refused_at_the_start_is_not_told(
    api: BotApi, shipped_index: Path, tmp_path: Path, fault: str
) -> None:
    api.fault("getMe", refused(int(fault), "Unauthorized"), times=None)
    with bantin(tmp_path, shipped_index, **connected(api), BANTIN_LOG_LEVEL="debug") as bot:
        assert bot.ended() == 4
        for form in forms(api.token):
            assert form not in bot.said


def test_an_address_without_anybody_is_told_without_the_token(
    api: BotApi, shipped_index: Path, tmp_path: Path
) -> None:
    api.down()
    with bantin(tmp_path, shipped_index, **connected(api), BANTIN_LOG_LEVEL="debug") as bot:
        bot.wait_until_said("Chưa liên lạc được")
        assert bot.stop() == 0
        for form in forms(api.token):
            assert form not in bot.said


@pytest.mark.parametrize("secret", [SECRET, ""])
def test_the_webhook_secret_is_told_to_telegram_alone(
    api: BotApi, shipped_index: Path, tmp_path: Path, secret: str
) -> None:
    settings = {
        "TELEGRAM_WEBHOOK_URL": "https://example.vn/tg",
        "TELEGRAM_WEBHOOK_PORT": str(free_port()),
        "TELEGRAM_WEBHOOK_SECRET": secret,
        "BANTIN_LOG_LEVEL": "debug",
        "BANTIN_LOG_QUESTIONS": "yes",
    }
    api.fault("setWebhook", server_error())
    with bantin(tmp_path, shipped_index, **connected(api), **settings) as bot:
        api.wait(lambda: bool(api.webhook))
        told = api.calls_of("setWebhook")[-1].params["secret_token"]
        assert told == secret or not secret
        assert bot.stop() == 0
        for form in forms(told) | forms(api.token):
            assert form not in bot.said
            assert form.encode() not in bytes_of(tmp_path / "state")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


# -- what people say ---------------------------------------------------------------------------


def test_what_people_ask_is_not_noted_at_any_level(api: BotApi, talkative: Bot) -> None:
    chat = api.private(api.person("Quỳnh Chi"))
    question = chat.say("Nhiệm vụ thứ tư là gì?")
    chat.wait_for_replies(1)
    chat.edit(question, FIFTH)
    api.wait(lambda: FIVE in chat.last.text)
    chat.press(chat.last, suggestion(chat.last))
    chat.wait_for_replies(2)
    chat.person.inline(FIFTH)
    api.wait(lambda: api.inline_answers)
    talkative.stop()
    words = (FIFTH, "Nhiệm vụ", "Nhi\\u1ec7m", "Quỳnh", "Qu\\u1ef3nh", quote(FIFTH))
    assert not [word for word in words if word in talkative.said]


def test_of_what_cannot_be_read_nothing_is_kept_or_noted(
    api: BotApi, talkative: Bot, tmp_path: Path
) -> None:
    api.push({"update_id": 1, "message": {"text": "bí mật của Quỳnh"}})
    assert FIVE in asked(newcomer(api), FIFTH).text
    talkative.stop()
    assert "an update was set aside: " in talkative.said
    assert "bí mật" not in talkative.said
    for form in ("bí mật".encode(), b"b\\u00ed m\\u1ead"):
        assert form not in bytes_of(tmp_path / "state")


# -- files -------------------------------------------------------------------------------------


def test_only_its_owner_can_read_what_is_kept(
    api: BotApi, shipped_index: Path, tmp_path: Path
) -> None:
    with bantin(tmp_path, shipped_index, **connected(api)):
        asked(newcomer(api), FIFTH)
        state = tmp_path / "state"
        files = list(state.iterdir())
        assert len(files) > 1  # SQLite's own beside it
        for path in (state, *files):
            assert not stat.S_IMODE(path.stat().st_mode) & 0o077


# -- forgetting --------------------------------------------------------------------------------


def test_whoever_wants_to_be_forgotten_is_forgotten_to_the_last_byte(
    api: BotApi, shipped_index: Path, tmp_path: Path
) -> None:
    with bantin(tmp_path, shipped_index, **connected(api)):
        _forgotten(api, tmp_path / "state")


def _forgotten(api: BotApi, state: Path) -> None:
    an = api.private(api.person("Quỳnh Chi", username="quynh_chi_84"))
    binh = newcomer(api)
    group = api.group("Tổ kín đáo", an.person, binh.person)
    theirs = asked(binh, "ai trình bày báo cáo của Đảng ủy?")
    answer = asked(an, "Nhiệm vụ thứ năm của tháng 4 là gì vậy bantin ơi?")
    asked(an, "nhiệm vụ thứ tư thì sao hả bantin?")
    asked(an, "/ngonngu vi")
    asked_in(group, an.person, "/hoi bao nhiêu liều vắc xin hả bantin ơi?")
    toast(api, an.press(answer, "👍"))
    an.press(answer, suggestion(answer))
    an.wait_for_replies(4)
    api.fault("sendMessage", refused(400, "Bad Request: x"), chat=an)
    an.say("câu không gửi được bantin ơi")
    an.press(asked(an, "/xoadulieu"), "Xoá hết")
    api.wait(lambda: an.last.text.startswith("Đã xoá mọi điều"))
    asked(binh, "cảm ơn")  # what the press itself left is done with
    kept = bytes_of(state)
    for word in ("bantin ơi", "hả bantin", "Quỳnh Chi", "quynh_chi_84", str(an.id), "kín đáo"):
        assert word.encode() not in kept
        assert word.encode("ascii", "backslashreplace") not in kept
    with sqlite3.connect(state / "bantin.db") as db:
        for table in ("turns", "votes", "memories", "languages", "inbox"):
            found = db.execute(f"SELECT count(*) FROM {table} WHERE person = ?", (an.id,))
            assert found.fetchone() == (0,)
    assert toast(api, binh.press(theirs, "👍")).startswith("Cảm ơn")  # others are not forgotten


def test_what_was_kept_long_enough_is_removed(
    api: BotApi, shipped_index: Path, tmp_path: Path
) -> None:
    old, new = newcomer(api), newcomer(api)
    settings = {**connected(api), "BANTIN_RETENTION_DAYS": "7"}
    with bantin(tmp_path, shipped_index, **settings) as bot:
        answer = asked(old, FIFTH)
        toast(api, old.press(answer, "👍"))
        asked(old, "/ngonngu en")
        api.push({"update_id": "hỏng"})
        recent = asked(new, FIFTH)
        assert "7 ngày" in asked(new, "/start").text
        bot.stop()
    with sqlite3.connect(tmp_path / "state" / "bantin.db") as db:
        for table in ("turns", "votes", "memories", "languages"):
            set_back = f"UPDATE {table} SET at = at - ? WHERE person = ?"
            db.execute(set_back, (7 * DAY, old.id))
        db.execute("UPDATE troubles SET at = at - ?", (7 * DAY,))
        db.execute("UPDATE inbox SET kept = kept - ?", (7 * DAY,))
    with bantin(tmp_path, shipped_index, **settings):
        assert "cũ quá rồi" in toast(api, old.press(answer, "👍"))
        assert toast(api, new.press(recent, "👍")).startswith("Cảm ơn")
        assert rows(tmp_path / "state") == {
            "inbox": 2,  # the keys of the two presses
            "turns": 2,
            "votes": 1,
            "memories": 1,
            "languages": 0,
            "troubles": 0,
        }


def test_with_no_days_nothing_is_kept_once_it_is_answered(
    api: BotApi, shipped_index: Path, tmp_path: Path
) -> None:
    chat = newcomer(api)
    with bantin(tmp_path, shipped_index, **{**connected(api), "BANTIN_RETENTION_DAYS": "0"}) as bot:
        answer = asked(chat, FIFTH)
        assert FIVE in answer.text
        assert not answer.labels  # a button would be of no use
        refusal = asked(chat, "giá vàng hôm nay thế nào?")
        assert refusal.text.splitlines()[-1].startswith("• ")
        assert not refusal.labels
        start = asked(chat, "/start")
        assert "không giữ lại gì" in start.text
        assert start.text.splitlines()[-1].startswith("• ")
        assert "không giữ lại gì" in asked(chat, "/ngonngu en").text
        assert asked(chat, "nói rõ hơn").text.startswith("Mình chưa trả lời câu nào")
        chat.edit(chat.messages[0], "Nhiệm vụ thứ tư là gì?")
        api.wait(lambda: "Bốn là" in chat.last.text)
        bot.stop()
    counts = rows(tmp_path / "state")
    assert counts.pop("inbox")  # keys and times, so that what comes twice is known
    assert not any(counts.values())
    for word in (FIFTH, "giá vàng", "Bốn là", str(chat.id)):
        assert word.encode() not in bytes_of(tmp_path / "state")
        assert word.encode("ascii", "backslashreplace") not in bytes_of(tmp_path / "state")
