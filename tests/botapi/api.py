"""A Telegram of one's own: what tests act on and look at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from types import TracebackType
from typing import Any

from tests.botapi.chats import Chat, Group, PrivateChat
from tests.botapi.faults import Fault, refused
from tests.botapi.limits import Limits
from tests.botapi.methods import CallbackAnswer, CommandScope, InlineAnswer
from tests.botapi.server import Call, Server
from tests.botapi.world import Bot, Person, World, clipped

TOKEN = "7000000001:AAThisTokenOpensNothingAnywhere_000"
_BOT = Bot(7_000_000_001, "bantin_thu_bot")
_BASIC, _SUPERGROUP = -400_000_000, -1_001_000_000_000  # where ids of groups begin, downwards
_SHOWN = 12  # calls that a failed wait shows


class BotApi:
    """A Bot API server at 127.0.0.1, with the people and chats on it.

    ``with BotApi() as api`` runs it. Everything may be used from any thread. ``limits`` enforces
    Telegram's sending limits.
    """

    def __init__(self, *, limits: bool = False) -> None:
        self.bot = _BOT
        self.token = TOKEN
        self._world = World(self.bot, lambda: self._server.wake(), lambda: self.latest)
        self._limits = Limits(limits)
        self._server = Server(self._world, self.token, self._limits)
        self._group_ids = count(1)

    def __enter__(self) -> BotApi:
        self._server.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.stop()

    # The server

    @property
    def base_url(self) -> str:
        """What a token is appended to, as ``TELEGRAM_API_BASE_URL`` wants it."""
        return f"http://127.0.0.1:{self._server.port}/bot"

    @property
    def file_url(self) -> str:
        """The same for ``TELEGRAM_API_BASE_FILE_URL``."""
        return f"http://127.0.0.1:{self._server.port}/file/bot"

    def down(self) -> None:
        """Nobody listens any more; connections are cut."""
        self._server.down()

    def up(self) -> None:
        """Listens again, at the same port."""
        self._server.up()

    def revoke(self, revoked: bool = True) -> None:
        """The token is worth nothing from now on: 401 to every call."""
        self._server.revoked = revoked

    def enforce_limits(self, on: bool = True) -> None:
        """Telegram's sending limits hold from now on."""
        self._limits.on = on

    # Who there is

    def person(self, name: str, *, language: str = "vi", username: str = "") -> Person:
        """Somebody new with a Telegram account; ``language`` of their app, may be empty."""
        return self._world.person(name, language, username)

    def private(self, person: Person) -> PrivateChat:
        """The chat of a person with the bot."""
        with self._world.lock:
            known = self._world.chats.get(person.id)
            return known if isinstance(known, PrivateChat) else PrivateChat(self._world, person)

    def group(
        self,
        title: str,
        *people: Person,
        forum: bool = False,
        topics: Sequence[str] = (),
        supergroup: bool = False,
        privacy: bool = False,
    ) -> Group:
        """A new group that the bot is in; see Group. The first person opens the ``topics``."""
        forum = forum or bool(topics)
        first = _SUPERGROUP if forum or supergroup else _BASIC
        with self._world.lock:
            group = Group(
                self._world,
                first - next(self._group_ids),
                title,
                people,
                forum=forum,
                supergroup=supergroup,
                privacy=privacy,
            )
            for name in topics:
                group.open_topic(name, people[0])
            return group

    # What happens besides

    def update(self, kind: str, body: dict[str, Any]) -> int | None:
        """Queues an update of any kind; its id, None if the bot does not want that kind."""
        with self._world.acting():
            return self._world.queue.add(kind, body)

    def push(self, raw: object) -> None:
        """Queues anything at all in place of an update, just as it is."""
        with self._world.acting():
            self._world.queue.push(raw)

    def renumber(self, next_id: int) -> None:
        """Updates are numbered from here on, as after a week without any."""
        with self._world.acting():
            self._world.queue.next_id = next_id

    def expire_queries(self, seconds: float = 0.0) -> None:
        """Presses and inline queries older than this can be answered no more, now and later."""
        with self._world.acting():
            self._world.query_seconds = seconds

    # Faults

    def fault(
        self, method: str, fault: Fault, *, times: int | None = 1, chat: Chat | int | None = None
    ) -> None:
        """The next calls of a method ("*": of any) end as tests/botapi/faults.py says; with
        ``times`` None all do until heal(). With ``chat`` only those for that chat count.
        """
        self._server.faults.plan(method, fault, times, chat.id if isinstance(chat, Chat) else chat)

    def refuse(self, method: str, status: int, description: str, *, times: int | None = 1) -> None:
        """The next calls of a method are refused like this."""
        self.fault(method, refused(status, description), times=times)

    def heal(self) -> None:
        """No planned fault comes any more, and the token is good again."""
        self._server.faults.lift()
        self.revoke(False)

    @property
    def faults_left(self) -> int:
        """How many planned faults are still to come."""
        return self._server.faults.left

    # What the bot did

    @property
    def calls(self) -> list[Call]:
        """All requests of the bot in order of their answers; a poll that waits is not there yet."""
        with self._world.lock:
            return list(self._server.calls)

    def calls_of(self, method: str) -> list[Call]:
        """The requests of one method."""
        return [call for call in self.calls if call.method == method]

    @property
    def refused(self) -> list[Call]:
        """The requests that this Telegram did not take, faults apart."""
        return [c for c in self.calls if not c.ok and c.description not in ("", "fault")]

    @property
    def callback_answers(self) -> list[CallbackAnswer]:
        """What answered presses of buttons."""
        with self._world.lock:
            return list(self._server.methods.callback_answers)

    @property
    def inline_answers(self) -> list[InlineAnswer]:
        """What answered inline queries."""
        with self._world.lock:
            return list(self._server.methods.inline_answers)

    @property
    def actions(self) -> list[tuple[int, str]]:
        """The chat actions shown, such as "typing", each with its chat."""
        with self._world.lock:
            return list(self._server.methods.actions)

    @property
    def commands(self) -> dict[CommandScope, dict[str, str]]:
        """The menus of commands: descriptions by name."""
        with self._world.lock:
            return dict(self._server.methods.commands)

    @property
    def descriptions(self) -> dict[str, str]:
        """What the bot says of itself in an empty chat, by language ("" for any other)."""
        with self._world.lock:
            return dict(self._server.methods.descriptions)

    @property
    def short_descriptions(self) -> dict[str, str]:
        """What its profile says, by language."""
        with self._world.lock:
            return dict(self._server.methods.short_descriptions)

    # Receiving

    @property
    def pending(self) -> int:
        """How many updates the bot has not confirmed."""
        with self._world.lock:
            return len(self._world.queue)

    @property
    def polls(self) -> int:
        """How many calls of getUpdates have come, and of setWebhook and deleteWebhook."""
        return self._server.receiving.polls

    @property
    def is_polling(self) -> bool:
        """Whether the bot waits for updates right now."""
        return self._server.receiving.waiting > 0

    @property
    def webhook(self) -> str:
        """The webhook's URL, empty where none is set."""
        return self._server.receiving.webhook.url

    def proxy(self, url: str) -> None:
        """Requests to the webhook go to this scheme, host and port, as through a proxy."""
        self._server.receiving.proxy = url

    # Waiting

    def wait(self, condition: Callable[[], object], *, seconds: float = 10.0) -> None:
        """Waits until a condition is true. Raises AssertionError with the latest calls."""
        self._world.wait(condition, seconds)

    @property
    def latest(self) -> str:
        """The latest calls, one a line."""
        return "the latest calls:\n" + "\n".join(_line(call) for call in self.calls[-_SHOWN:])


def _line(call: Call) -> str:
    text = call.params.get("text", "")
    return f"{call.status} {call.method} {call.chat or ''} {clipped(repr(text), 60)} " + (
        call.description
    )
