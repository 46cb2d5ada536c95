"""The golden conversations, held with the real engine over the shipped bulletins."""

from __future__ import annotations

import pytest

from bot.dialogue.conversation import Dialogue
from bot.engine import Engine
from bot.texts import Texts
from tests.bot.asking import TODAY, verbatim
from tests.conftest import BULLETINS
from tests.conversations import Conversation, misses, quotes, read
from tests.golden import plain

VI = Texts("vi")
CONVERSATIONS = read()
FILLED = {"no_such_command"}  # sentences that name what was typed


@pytest.mark.parametrize("one", [pytest.param(one, id=one.title) for one in CONVERSATIONS])
def test_a_conversation_goes_as_it_is_written(one: Conversation, shipped: Engine) -> None:
    dialogue, before = Dialogue(shipped, VI, today=TODAY), list[str]()
    for turn in one.turns:
        reply = dialogue.reply(turn.text)
        missed = list(misses(turn, reply, before, words(dict(turn.expected).get("chat", ""))))
        assert not missed, f"> {turn.text}\n{reply.text}"
        before = quotes(reply) or before


def words(code: str) -> str:
    """What is said for a code, as far as it is fixed: up to the first field or line break."""
    return VI.say(code, name="\0", near="\0").partition("\0")[0].partition("\n")[0] if code else ""


def test_there_are_enough_conversations_and_each_says_what_it_wants() -> None:
    assert len(CONVERSATIONS) >= 40
    assert len({one.title for one in CONVERSATIONS}) == len(CONVERSATIONS)
    assert all(len(one.turns) > 1 for one in CONVERSATIONS)
    assert all(turn.expected for one in CONVERSATIONS for turn in one.turns)


def test_what_they_want_quoted_stands_in_a_bulletin() -> None:
    bulletins = [plain(verbatim(BULLETINS, path.stem)) for path in BULLETINS.glob("*.txt")]
    for turn in (turn for one in CONVERSATIONS for turn in one.turns):
        for word, rest in turn.expected:
            if word in ("answered", "found"):
                for one in rest.split(" | "):
                    assert any(plain(one) in text for text in bulletins), one
