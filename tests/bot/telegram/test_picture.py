"""The picture in the documents shows what the bot says now."""

from __future__ import annotations

from pathlib import Path

from tests.chat_picture import PICTURE, chat, said, words


def test_the_picture_of_a_chat_is_up_to_date(shipped_index: Path, tmp_path: Path) -> None:
    """``python -m tests.chat_picture`` draws it anew."""
    assert words(PICTURE.read_text("utf-8")) == said(chat(shipped_index, tmp_path))
