"""What is read of an update, and nothing else: strict models of the Bot API's JSON.

https://core.telegram.org/bots/api#update: unknown fields are ignored, a field of another type than
declared makes the update malformed.
"""

from __future__ import annotations

import json
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

KINDS = ("message", "edited_message", "callback_query", "inline_query")
_GROUPS = ("group", "supergroup")
# No chat has such an id (at most 52 bits): inline queries of a person are a lane of their own.
INLINE = 1 << 60
Id = Annotated[int, Field(gt=-INLINE, lt=INLINE)]  # of a person, a chat or a message


class Malformed(ValueError):
    """An update that cannot be read; the ``code`` says what is wrong and where, without content."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _Read(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, strict=True, hide_input_in_errors=True)


class User(_Read):
    """Who wrote; ``language_code`` is that of their Telegram, such as "vi" or "en-GB"."""

    id: Id
    is_bot: bool = False
    username: str | None = None
    language_code: str | None = None


class Chat(_Read):
    """Where."""

    id: Id
    type: str

    @property
    def is_group(self) -> bool:
        """Whether several people talk there."""
        return self.type in _GROUPS


class Entity(_Read):
    """A part of a text; ``offset`` and ``length`` count UTF-16 units."""

    type: str
    offset: int = Field(ge=0)
    length: int = Field(ge=0)
    user: User | None = None

    def of(self, text: str) -> str:
        """The words of the entity."""
        units = text.encode("utf-16-le", "surrogatepass")[2 * self.offset :][: 2 * self.length]
        return units.decode("utf-16-le", "replace")


class Post(_Read):
    """What stands in a chat: a message, or what one replies to."""

    message_id: Id
    chat: Chat
    date: int = 0
    edit_date: int = 0
    sender: User | None = Field(None, alias="from")
    text: str | None = None
    caption: str | None = None
    message_thread_id: Id | None = None
    is_topic_message: bool = False

    @property
    def thread(self) -> int | None:
        """The topic that it stands in; None outside of topics, also in a thread of replies."""
        return self.message_thread_id if self.is_topic_message else None

    @property
    def words(self) -> str | None:
        """Its text or caption."""
        return self.text if self.text is not None else self.caption


class Replied(Post):
    """What a message replies to; ``forum_topic_created`` marks the head of a topic, to which
    everything in it replies.
    """

    forum_topic_created: object = None


class Message(Post):
    """A message; the fields below the first ones say what it is when it has no text."""

    entities: tuple[Entity, ...] = ()
    caption_entities: tuple[Entity, ...] = ()
    reply_to_message: Replied | None = None
    sender_chat: Chat | None = None
    via_bot: User | None = None
    media_group_id: str | None = None
    migrate_to_chat_id: Id | None = None
    migrate_from_chat_id: Id | None = None

    sticker: object = None
    photo: object = None
    voice: object = None
    audio: object = None
    video: object = None
    video_note: object = None
    animation: object = None
    document: object = None
    contact: object = None
    location: object = None
    venue: object = None
    poll: object = None
    dice: object = None
    game: object = None
    story: object = None
    paid_media: object = None
    live_photo: object = None
    rich_message: object = None
    gift: object = None
    giveaway: object = None
    invoice: object = None
    web_app_data: object = None
    users_shared: object = None
    chat_shared: object = None
    passport_data: object = None
    checklist: object = None

    @property
    def marks(self) -> tuple[Entity, ...]:
        """The entities of its words."""
        return self.entities if self.text is not None else self.caption_entities

    @property
    def is_media(self) -> bool:
        """Whether it is something that somebody sent, other than words."""
        return any(getattr(self, kind) is not None for kind in _MEDIA)


_MEDIA = tuple(name for name, field in Message.model_fields.items() if field.annotation is object)


class Callback(_Read):
    """A button that was pressed; ``message`` is the one that it stands under."""

    id: str
    sender: User = Field(alias="from")
    message: Post | None = None
    data: str | None = None


class Inline(_Read):
    """What somebody types after the bot's name in any chat."""

    id: str
    sender: User = Field(alias="from")
    query: str = ""


class Update(_Read):
    """One update, of one of KINDS."""

    update_id: int
    message: Message | None = None
    edited_message: Message | None = None
    callback_query: Callback | None = None
    inline_query: Inline | None = None

    @property
    def key(self) -> str:
        """Alike where the same update comes twice. Its id alone will not do: after a week without
        updates Telegram numbers from anywhere.
        """
        if pressed := self.callback_query or self.inline_query:
            return f"{self.update_id}:{pressed.id}"
        said = self.said
        if said is None:
            return str(self.update_id)
        return f"{self.update_id}:{said.chat.id}:{said.message_id}:{said.date}:{said.edit_date}"

    @property
    def said(self) -> Message | None:
        """The message, new or edited."""
        return self.message or self.edited_message

    @property
    def person(self) -> int:
        """Who it is from; an anonymous admin is the group that they speak for, nobody is 0."""
        if pressed := self.callback_query or self.inline_query:
            return pressed.sender.id
        said = self.said
        if said is None:
            return 0
        if said.sender_chat:
            return said.sender_chat.id
        return said.sender.id if said.sender else 0

    @property
    def lane(self) -> int:
        """What it must keep its place in: its chat, or the inline queries of its person."""
        if said := self.said:
            return said.chat.id
        if self.callback_query and self.callback_query.message:
            return self.callback_query.message.chat.id
        return INLINE + self.person


def read(raw: object) -> Update:
    """Reads an update as it was parsed from JSON. Raises Malformed."""
    try:
        payload = json.dumps(raw)
    except RecursionError:  # which is met here a few levels sooner than when it was parsed
        raise Malformed("too_deep") from None
    return reread(payload)


def reread(payload: str) -> Update:
    """Reads an update that was stored. Raises Malformed."""
    try:
        update = Update.model_validate_json(payload)
    except ValidationError as error:
        raise Malformed(_code(error)) from None
    if not any(getattr(update, kind) for kind in KINDS):
        raise Malformed("unknown_kind")
    return update


def _code(error: ValidationError) -> str:
    """The first thing that is wrong: its place and pydantic's code, nothing of what was sent."""
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    place = ".".join(str(part) for part in first["loc"] if isinstance(part, str) or part < 100)
    return f"{place}: {first['type']}" if place else str(first["type"])
