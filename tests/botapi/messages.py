"""What stands in a chat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.botapi.entities import Entity


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: what it says, and its data or address, one of which is empty."""

    label: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stands in its chat now.

    ``sender`` is a person's id or the bot's, ``html`` what the bot sent (empty for people's).
    ``content`` is what a message without text holds, as Telegram sends it: a sticker, a photo, a
    service message. ``reply_to`` and ``thread`` are ids of messages. ``markup`` is the keyboard as
    it was sent. ``sound`` says that it came without ``disable_notification``.
    """

    id: int
    chat: int
    sender: int
    date: int
    text: str = ""
    entities: tuple[Entity, ...] = ()
    html: str = ""
    content: Mapping[str, Any] | None = None
    reply_to: int | None = None
    thread: int | None = None
    in_topic: bool = False
    edited: bool = False
    markup: Mapping[str, Any] | None = None
    via_bot: bool = False
    sound: bool = True

    @property
    def rows(self) -> tuple[tuple[Button, ...], ...]:
        """The inline keyboard."""
        return buttons((self.markup or {}).get("inline_keyboard", ()))

    @property
    def labels(self) -> list[str]:
        """What the buttons say, from left to right and top to bottom."""
        return [button.label for row in self.rows for button in row]

    def button(self, wanted: str) -> Button:
        """The button with such data or label, or a label that contains it. Raises LookupError."""
        every = [button for row in self.rows for button in row]
        for button in every:
            if wanted in (button.data, button.label):
                return button
        for button in every:
            if wanted in button.label:
                return button
        raise LookupError(f"no button {wanted!r} among {[one.label for one in every]}")

    def marked(self, kind: str) -> list[str]:
        """The words marked as "bold", "expandable_blockquote", "text_link"... in order."""
        return [one.of(self.text) for one in self.entities if one.type == kind]

    @property
    def links(self) -> list[str]:
        """The addresses that its words lead to."""
        return [one.url for one in self.entities if one.url]


def buttons(rows: Sequence[Sequence[Mapping[str, Any]]]) -> tuple[tuple[Button, ...], ...]:
    """An inline keyboard as Telegram has it."""
    return tuple(
        tuple(Button(one["text"], one.get("callback_data", ""), one.get("url", "")) for one in row)
        for row in rows
    )


def _file(kind: str) -> dict[str, Any]:
    return {"file_id": f"{kind}-1", "file_unique_id": f"{kind}-u1", "file_size": 1_000}


_SIZED = {"width": 90, "height": 90}
_LASTING = {"duration": 3}

# Everything that a person may send besides words, as little of it as Telegram sends.
MEDIA: Mapping[str, Any] = {
    "sticker": {
        **_file("sticker"),
        **_SIZED,
        "type": "regular",
        "is_animated": False,
        "is_video": False,
        "emoji": "👍",
    },
    "photo": [{**_file("photo"), **_SIZED}],
    "voice": {**_file("voice"), **_LASTING, "mime_type": "audio/ogg"},
    "audio": {**_file("audio"), **_LASTING},
    "video": {**_file("video"), **_SIZED, **_LASTING},
    "video_note": {**_file("note"), **_LASTING, "length": 240},
    "animation": {**_file("animation"), **_SIZED, **_LASTING},
    "document": {**_file("document"), "file_name": "kế hoạch.pdf"},
    "contact": {"phone_number": "+84900000000", "first_name": "Chi"},
    "location": {"latitude": 21.03, "longitude": 105.85},
    "dice": {"emoji": "🎲", "value": 4},
    "poll": {
        "id": "1",
        "question": "Có hay không?",
        "options": [{"persistent_id": "0", "text": "Có", "voter_count": 0}],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": True,
        "members_only": False,
    },
    # What python-telegram-bot and bots do not know yet.
    "hologram": {"depth": 3},
}
