"""A child of the benchmark: the real bot under a burst, after a kill, and over 10,000 messages.

``python -m tests.bench.telegram CORPUS INDEX FOLDER`` prints one JSON object: ``rate`` messages
answered a second in a burst of 500 from 50 people, ``p50`` and ``p95`` seconds from message to
answer in it, ``lost`` and ``disordered`` (people) of it; ``recovery`` seconds from a restart after
kill -9 until the rest of 40 messages is answered, ``repeated`` answers; ``memory`` and ``growth``
in bytes: resident after 10,000 messages, and how much of it came after the first 1,000.

All people and the Bot API server share the machine with the bot.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.botapi import BotApi
from tests.botapi.chats import PrivateChat
from tests.running import bantin

PEOPLE, EACH = 50, 10
KILLED = 40
MANY, WARM = 10_000, 1_000
QUESTIONS = (
    "Nhiệm vụ thứ nhất là gì?",
    "nhiem vu thu hai la gi",
    "Nhiệm vụ thứ ba là gì?",
    "Nhiệm vụ thứ tư là gì?",
    "nhiem vu thu nam la gi",
    "Nhiệm vụ thứ sáu là gì?",
    "Nhiệm vụ thứ bảy là gì?",
    "Ai trình bày báo cáo của Đảng ủy?",
    "Vắc xin Nanocovax đang thử nghiệm lâm sàng giai đoạn mấy?",
    "Mai Hà Nội có mưa không?",
)


def main(corpus: Path, index: Path, folder: Path) -> dict[str, float]:
    """Measures all three, each with a bot and a server of its own."""
    found: dict[str, float] = {}
    for measure in (burst, killed, many):
        with tempfile.TemporaryDirectory(dir=folder) as place, BotApi() as api:
            settings = {
                "TELEGRAM_BOT_TOKEN": api.token,
                "TELEGRAM_API_BASE_URL": api.base_url,
                "BANTIN_CORPUS": str(corpus),
            }
            found |= measure(api, Path(place), index, settings)
    return found


def burst(api: BotApi, place: Path, index: Path, settings: dict[str, str]) -> dict[str, float]:
    """500 messages from 50 people at once; each person's answers must come in their order."""
    chats = [api.private(api.person(f"Người {n}")) for n in range(PEOPLE)]
    with bantin(place, index, **settings):
        first = api.private(api.person("Người đầu tiên"))
        first.say(QUESTIONS[0])  # what is opened late is open
        first.wait_for_replies(1, seconds=60)
        began = time.time()
        for question in QUESTIONS:
            for chat in chats:
                chat.say(question)
        _wait(api, PEOPLE * EACH + 1)
        sent = [call for call in api.calls if call.method == "sendMessage" and call.ok][1:]
        seconds = max(call.at for call in sent) - began
    latencies = [call.at - began for call in sent]
    order = _texts(chats[0])
    return {
        "rate": len(sent) / seconds,
        "p50": statistics.median(latencies),
        "p95": statistics.quantiles(latencies, n=20)[-1],
        "lost": PEOPLE * EACH - len(sent),
        "disordered": sum(_texts(chat) != order for chat in chats),
    }


def killed(api: BotApi, place: Path, index: Path, settings: dict[str, str]) -> dict[str, float]:
    """kill -9 in the middle of 40 messages from one person, and a second start."""
    chat = api.private(api.person("An"))
    with bantin(place, index, **settings) as bot:
        for number in range(KILLED):
            chat.say(QUESTIONS[number % len(QUESTIONS)])
        chat.wait_for_replies(KILLED // 2, seconds=60)
        bot.kill()
    began = time.time()
    with bantin(place, index, **settings):
        chat.wait_for_replies(KILLED, seconds=60)
        seconds = time.time() - began
        time.sleep(1)
        return {"recovery": seconds, "repeated": len(chat.replies) - KILLED}


def many(api: BotApi, place: Path, index: Path, settings: dict[str, str]) -> dict[str, float]:
    """10,000 messages from 200 people, no more than 100 at a time."""
    chats = [api.private(api.person(f"Người {n}")) for n in range(200)]
    with bantin(place, index, **settings) as bot:
        warm = 0
        for number in range(0, MANY, 100):
            for one in range(number, number + 100):
                chats[one % len(chats)].say(f"{QUESTIONS[one % len(QUESTIONS)]} {one}")
            _wait(api, number + 100)
            if number + 100 == WARM:
                warm = bot.resident
        return {"memory": bot.resident, "growth": bot.resident - warm}


def _texts(chat: PrivateChat) -> Sequence[str]:
    return [one.text for one in chat.replies]


def _wait(api: BotApi, count: int) -> None:
    def answered() -> bool:
        return sum(call.method == "sendMessage" and call.ok for call in list(api.calls)) >= count

    api.wait(answered, seconds=120)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(*map(Path, sys.argv[1:]))))
