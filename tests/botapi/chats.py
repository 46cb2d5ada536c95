"""Chats, and what people do in them. Every act is an update for the bot at once."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from tests.botapi.entities import typed
from tests.botapi.messages import MEDIA, Button, Message
from tests.botapi.refusals import Refusal, bad, forbidden
from tests.botapi.world import Person, World, marks_of

Where = Message | int  # a message, or the id of one
_SUPERGROUP = -1_000_000_000_000


class Chat:
    """A chat that the bot is in. All methods may be called from any thread."""

    type = "private"

    def __init__(self, world: World, number: int) -> None:
        self.id = number
        self._world = world
        self._messages: dict[int, Message] = {}
        self._ids = world.message_ids
        self._refusal: Refusal | None = None
        world.chats[number] = self

    # What can be seen

    @property
    def messages(self) -> list[Message]:
        """What stands in the chat now, in order."""
        with self._world.lock:
            return list(self._messages.values())

    @property
    def replies(self) -> list[Message]:
        """What the bot said of it."""
        return [one for one in self.messages if one.sender == self._world.bot.id]

    @property
    def last(self) -> Message:
        """The latest that the bot said. Raises IndexError."""
        return self.replies[-1]

    def wait_for_replies(self, wanted: int, *, seconds: float = 10.0) -> list[Message]:
        """The bot's messages once there are so many. Raises AssertionError."""
        self._world.wait(lambda: len(self.replies) >= wanted, seconds)
        return self.replies

    def message(self, where: Where) -> Message:
        """A message as it stands now. Raises KeyError where it was deleted."""
        with self._world.lock:
            return self._messages[_id(where)]

    def find(self, number: int | None) -> Message | None:
        """A message as it stands now."""
        return self._messages.get(number) if number is not None else None

    def json(self) -> dict[str, Any]:
        """As it stands in messages."""
        return {"id": self.id, "type": self.type}

    # What the bot may do

    def refuse(self, refusal: Refusal | None) -> None:
        """Whatever the bot sends from now on is refused like this; None ends that."""
        with self._world.acting():
            self._refusal = refusal

    def check_sending(self) -> None:
        """Raises Refusal where the bot may not send."""
        self.check_there()
        if self._refusal:
            raise self._refusal

    def check_editing(self) -> None:
        """Raises Refusal where the bot may not even edit; without rights to write it may."""
        self.check_there()
        if self._refusal and self._refusal.status == 403:
            raise self._refusal

    def check_there(self) -> None:
        """Raises Refusal where the chat has another id now."""

    def check_thread(self, thread: int | None) -> None:
        """Raises Refusal where there is no such topic."""
        if thread is not None:
            raise bad("message thread not found")

    def may_delete(self, message: Message) -> bool:
        """Whether the bot can delete a message."""
        return True

    def put(self, sender: int, **said: Any) -> Message:
        """A new message; the fields are Message's."""
        message = Message(next(self._ids), self.id, sender, int(time.time()), **said)
        self._messages[message.id] = message
        return message

    def change(self, message: Message) -> None:
        """Puts a message in the place of the one with its id."""
        self._messages[message.id] = message

    def remove(self, number: int) -> None:
        """Deletes a message; the bot is not told, as on Telegram. Raises KeyError."""
        with self._world.acting():
            del self._messages[number]

    # What people do

    def _say(
        self,
        person: Person,
        text: str = "",
        *,
        content: dict[str, Any] | None = None,
        reply_to: Where | None = None,
        thread: int | None = None,
        via_bot: bool = False,
    ) -> int:
        with self._world.acting():
            message = self.put(
                person.id,
                text=text,
                entities=typed(text).entities,
                content=content,
                via_bot=via_bot,
                **self.place(thread, _id(reply_to) if reply_to is not None else None),
            )
            if self._bot_sees(message):
                self._world.queue.add("message", self._world.json(message))
            return message.id

    def place(self, thread: int | None, reply_to: int | None) -> dict[str, Any]:
        """Where a message goes that replies to another one, as fields of Message."""
        return {"reply_to": reply_to}

    def _bot_sees(self, message: Message) -> bool:
        return True

    def edit(self, where: Where, text: str) -> None:
        """Who wrote a message writes it anew."""
        with self._world.acting():
            message = self._messages[_id(where)]
            marks = typed(text).entities
            self.change(replace(message, text=text, entities=marks, edited=True))
            if self._bot_sees(message):
                shown = self._world.json(self._messages[message.id])
                self._world.queue.add("edited_message", shown)

    def delete(self, where: Where) -> None:
        """Somebody deletes a message; the bot is not told, as on Telegram. Raises KeyError."""
        self.remove(_id(where))

    def _press(self, person: Person, where: Where, wanted: str | Button) -> str:
        with self._world.acting():
            message = self._messages.get(_id(where))
            seen = where if isinstance(where, Message) else message
            if seen is None:
                raise LookupError("no such message, and so no button")
            button = wanted if isinstance(wanted, Button) else seen.button(wanted)
            gone = {"message_id": _id(where), "chat": self.json(), "date": 0}
            query = self._world.query(person, button.data)
            body = {
                "id": query,
                "from": person.json(),
                "message": self._world.json(message) if message else gone,
                "chat_instance": str(self.id),
                "data": button.data,
            }
            self._world.queue.add("callback_query", body)
            return query


class PrivateChat(Chat):
    """What one person and the bot say to each other."""

    def __init__(self, world: World, person: Person) -> None:
        super().__init__(world, person.id)
        self.person = person

    def json(self) -> dict[str, Any]:
        """As it stands in messages."""
        shown = self.person.json()
        kept = {name: shown[name] for name in ("first_name", "username") if name in shown}
        return {"id": self.id, "type": self.type} | kept

    def say(self, text: str, *, reply_to: Where | None = None) -> int:
        """The person writes; the message's id."""
        return self._say(self.person, text, reply_to=reply_to)

    def send(self, kind: str, caption: str = "") -> int:
        """The person sends something of MEDIA; the message's id."""
        return self._say(self.person, caption, content={kind: MEDIA[kind]})

    def sticker(self) -> int:
        """The person sends a sticker."""
        return self.send("sticker")

    def photo(self, caption: str = "") -> int:
        """The person sends a photo."""
        return self.send("photo", caption)

    def voice(self) -> int:
        """The person sends a voice message."""
        return self.send("voice")

    def press(self, where: Where, wanted: str | Button) -> str:
        """The person presses a button, named by its data or by what it says; the query's id.

        A message as it stood once may be given, too: its buttons can be pressed as long as a phone
        shows them. Raises LookupError.
        """
        return self._press(self.person, where, wanted)

    def block(self) -> None:
        """The person blocks the bot."""
        self.refuse(forbidden("bot was blocked by the user"))
        self._member("kicked")

    def unblock(self) -> None:
        """The person lets the bot write again."""
        self.refuse(None)
        self._member("member")

    def _member(self, status: str) -> None:
        with self._world.acting():
            until = {"until_date": 0} if status == "kicked" else {}
            body = {
                "chat": self.json(),
                "from": self.person.json(),
                "date": int(time.time()),
                "old_chat_member": {"user": self._world.bot.json(), "status": "member"},
                "new_chat_member": {"user": self._world.bot.json(), "status": status, **until},
            }
            self._world.queue.add("my_chat_member", body)


class Group(Chat):
    """A group, one with topics if ``topics`` were named or ``forum`` is wanted.

    A plain one is a basic group that can move to another id; one with topics is a supergroup.
    ``topics`` has the ids of the threads by name. With ``privacy`` the bot gets only what is meant
    for it: commands, mentions, replies to it.
    """

    def __init__(
        self,
        world: World,
        number: int,
        title: str,
        people: Sequence[Person],
        *,
        forum: bool = False,
        supergroup: bool = False,
        privacy: bool = False,
    ) -> None:
        super().__init__(world, number)
        self.title = title
        self.people = tuple(people)
        self.forum = forum
        self.privacy = privacy
        self.topics: dict[str, int] = {}
        self.moved_to: Group | None = None
        if forum or supergroup:
            self.type = "supergroup"
            self._ids = count(2)  # 1 is the thread of what is said outside of topics
        else:
            self.type = "group"

    def json(self) -> dict[str, Any]:
        """As it stands in messages."""
        forum = {"is_forum": True} if self.forum else {}
        return {"id": self.id, "type": self.type, "title": self.title, **forum}

    def open_topic(self, name: str, by: Person) -> int:
        """Somebody opens a topic; its id."""
        with self._world.acting():
            created = {"forum_topic_created": {"name": name, "icon_color": 7_322_096}}
            head = self.put(by.id, content=created)
            self.change(replace(head, thread=head.id, in_topic=True))
            self.topics[name] = head.id
            self._world.queue.add("message", self._world.json(self._messages[head.id]))
            return head.id

    def say(
        self,
        person: Person,
        text: str,
        *,
        reply_to: Where | None = None,
        thread: int | str | None = None,
    ) -> int:
        """Somebody writes, in a topic if one is named; the message's id."""
        return self._say(person, text, reply_to=reply_to, thread=self._topic(thread))

    def send(
        self, person: Person, kind: str, caption: str = "", *, thread: int | str | None = None
    ) -> int:
        """Somebody sends something of MEDIA; the message's id."""
        content = {kind: MEDIA[kind]}
        return self._say(person, caption, content=content, thread=self._topic(thread))

    def send_result(self, person: Person, text: str) -> int:
        """Somebody sends a result of an inline query; the message's id."""
        return self._say(person, text, via_bot=True)

    def press(self, where: Where, wanted: str | Button, *, by: Person) -> str:
        """Somebody presses a button, as PrivateChat.press."""
        return self._press(by, where, wanted)

    def remove_rights(self) -> None:
        """The bot may read on, but write no more."""
        self.refuse(bad("not enough rights to send text messages to the chat"))

    def kick(self) -> None:
        """The bot is thrown out."""
        self.refuse(forbidden(f"bot was kicked from the {self.type} chat"))

    def migrate(self) -> Group:
        """A basic group becomes a supergroup with another id, and the old one is of no use."""
        with self._world.acting():
            number = _SUPERGROUP + self.id
            new = Group(
                self._world,
                number,
                self.title,
                self.people,
                supergroup=True,
                privacy=self.privacy,
            )
            for chat, content in (
                (self, {"migrate_to_chat_id": new.id}),
                (new, {"migrate_from_chat_id": self.id}),
            ):
                told = chat.put(self.people[0].id, content=content)
                self._world.queue.add("message", self._world.json(told))
            self.moved_to = new
            return new

    def check_there(self) -> None:
        """Raises Refusal where the chat has another id now."""
        if self.moved_to:
            said = "group chat was upgraded to a supergroup chat"
            raise bad(said, {"migrate_to_chat_id": self.moved_to.id})

    def check_thread(self, thread: int | None) -> None:
        """Raises Refusal where there is no such topic."""
        if thread is not None and thread not in self.topics.values():
            raise bad("message thread not found")

    def close_topic(self, name: str) -> None:
        """A topic is deleted with all that was said there."""
        with self._world.acting():
            thread = self.topics.pop(name)
            for message in self.messages:
                if message.thread == thread:
                    self.remove(message.id)

    def may_delete(self, message: Message) -> bool:
        """Whether the bot, who is no admin, can delete a message."""
        return message.sender == self._world.bot.id

    def _topic(self, thread: int | str | None) -> int | None:
        return self.topics[thread] if isinstance(thread, str) else thread

    def place(self, thread: int | None, reply_to: int | None) -> dict[str, Any]:
        """In a topic everything belongs to it; elsewhere in a supergroup a reply belongs to the
        thread of what it replies to, which is no topic.
        """
        replied = self.find(reply_to)
        if thread is None and replied and replied.in_topic:
            thread = replied.thread
        if thread is not None:
            return {"reply_to": reply_to, "thread": thread, "in_topic": True}
        if replied and self.type == "supergroup":
            return {"reply_to": reply_to, "thread": replied.thread or replied.id}
        return {"reply_to": reply_to}

    def _bot_sees(self, message: Message) -> bool:
        if not self.privacy:
            return True
        command, named = marks_of(message.text, self._world.bot)
        replied = self.find(message.reply_to)
        to_bot = replied is not None and replied.sender == self._world.bot.id
        return command or named or to_bot or message.via_bot


def _id(where: Where) -> int:
    return where.id if isinstance(where, Message) else where
