"""Conversations that are put away after every message and taken up again."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.dialogue.conversation import Dialogue
from bot.engine import Engine
from bot.texts import Texts
from embeddings.build import build
from embeddings.encoder import Encoder
from tests.bot.asking import TODAY
from tests.bot.dialogue.test_conversations import words
from tests.conversations import Conversation, misses, quotes, read
from tests.embeddings.building import write

VI = Texts("vi")
CONVERSATIONS = read()


def taken_up(engine: Engine, kept: str) -> Dialogue:
    """A dialogue that goes on from what another one kept."""
    dialogue = Dialogue(engine, VI, today=TODAY)
    dialogue.restore(kept)
    return dialogue


@pytest.mark.parametrize("one", [pytest.param(one, id=one.title) for one in CONVERSATIONS])
def test_it_goes_on_as_if_it_had_never_been_put_away(one: Conversation, shipped: Engine) -> None:
    kept, before = Dialogue(shipped, VI, today=TODAY).dumped(), list[str]()
    for turn in one.turns:
        dialogue = taken_up(shipped, kept)
        assert dialogue.dumped() == kept
        reply = dialogue.reply(turn.text)
        missed = list(misses(turn, reply, before, words(dict(turn.expected).get("chat", ""))))
        assert not missed, f"> {turn.text}\n{reply.text}"
        before = quotes(reply) or before
        kept = dialogue.dumped()


def test_no_word_of_a_bulletin_is_kept(shipped: Engine) -> None:
    dialogue = Dialogue(shipped, VI, today=TODAY)
    dialogue.reply("Nhiệm vụ thứ năm là gì?")
    assert dialogue.memory.found is not None
    assert "khám chữa bệnh từ xa" not in dialogue.dumped()


def test_where_the_bulletins_changed_meanwhile_it_goes_on_from_the_new_ones(
    tmp_path: Path, model: Encoder
) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    write(corpus, lop="Hội nghị tập huấn\n\nHội nghị tập huấn có 300 đại biểu tham dự.\n")
    build(corpus, index, model)
    engine = Engine.open(corpus, index, may_build=False)
    dialogue = Dialogue(engine, VI, today=TODAY)
    dialogue.reply("Hội nghị tập huấn có bao nhiêu đại biểu?")
    kept = dialogue.dumped()
    write(
        corpus, lop="Hội nghị tập huấn\n\nVề sau đếm lại.\n\nHội nghị tập huấn có 450 đại biểu.\n"
    )
    build(corpus, index, model)
    said = taken_up(engine, kept).reply("nguồn ở đâu?").text
    assert "450" in said
    assert VI.say("source") not in said  # nobody was shown these words
    assert VI.say("changed") in said
    again = taken_up(engine, kept)
    again.reply("cảm ơn nhé")  # nor are they after something else was said
    assert VI.say("changed") in taken_up(engine, again.dumped()).reply("nguồn ở đâu?").text
    engine.close()


def test_what_stands_elsewhere_in_the_same_words_has_not_changed(
    tmp_path: Path, model: Encoder
) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    text = "Hội nghị tập huấn có 300 đại biểu tham dự.\n"
    write(corpus, lop=f"Hội nghị tập huấn\n\n{text}")
    build(corpus, index, model)
    engine = Engine.open(corpus, index, may_build=False)
    dialogue = Dialogue(engine, VI, today=TODAY)
    dialogue.reply("Hội nghị tập huấn có bao nhiêu đại biểu?")
    write(corpus, lop=f"Hội nghị tập huấn\n\nSáng nay.\n\n{text}")
    build(corpus, index, model)
    assert VI.say("source") in taken_up(engine, dialogue.dumped()).reply("nguồn ở đâu?").text
    assert VI.say("source") in dialogue.reply("nguồn ở đâu?").text
    engine.close()


def test_of_a_bulletin_that_is_gone_nothing_is_remembered(tmp_path: Path, model: Encoder) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    write(
        corpus, lop="Tập huấn\n\nHội nghị tập huấn có 300 đại biểu.\n", khac="Khác\n\nTrời đẹp.\n"
    )
    build(corpus, index, model)
    engine = Engine.open(corpus, index, may_build=False)
    dialogue = Dialogue(engine, VI, today=TODAY)
    dialogue.reply("Hội nghị tập huấn có bao nhiêu đại biểu?")
    kept = dialogue.dumped()
    engine.close()
    (corpus / "lop.txt").unlink()
    build(corpus, index, model)
    engine = Engine.open(corpus, index, may_build=False)  # one open for moments may not look again
    for message in ("nguồn ở đâu?", "nói rõ hơn", "/them"):
        assert taken_up(engine, kept).reply(message).text == VI.say("nothing_now")
    engine.close()
