"""Updates on their way to the bot: kept until they are confirmed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

FIRST = 700_000_001  # the id of the first update
_UNASKED = {"chat_member", "message_reaction", "message_reaction_count"}  # come only when named


class Queue:
    """What the bot has not confirmed yet, oldest first. Not locked: who uses it does that.

    ``arrived`` is called when there is something new.
    """

    def __init__(self, arrived: Callable[[], None]) -> None:
        self.next_id = FIRST
        self.allowed: frozenset[str] = frozenset()
        self._arrived = arrived
        self._waiting: deque[tuple[int, object]] = deque()

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, kind: str, body: dict[str, Any]) -> int | None:
        """Queues an update; its id, None where the bot does not want that kind."""
        wanted = kind in self.allowed if self.allowed else kind not in _UNASKED
        if not wanted:
            return None
        number = self.next_id
        self.push({"update_id": number, kind: body})
        return number

    def push(self, raw: object) -> None:
        """Queues anything. What has no id of its own takes the place of the next one."""
        own = raw.get("update_id") if isinstance(raw, dict) else None
        number = own if type(own) is int else self.next_id
        self.next_id = max(self.next_id, number + 1)
        self._waiting.append((number, raw))
        self._arrived()

    def confirm(self, offset: int) -> None:
        """Forgets all before an id; a negative one counts from the end, as Telegram has it."""
        if offset < 0:
            offset = self._waiting[max(offset, -len(self._waiting))][0] if self._waiting else 0
        self._waiting = deque(one for one in self._waiting if one[0] >= offset)

    def first(self, limit: int) -> list[object]:
        """The oldest ones."""
        return [raw for _, raw in list(self._waiting)[:limit]]

    def drop(self, raw: object) -> None:
        """Forgets one, if it is still there."""
        self._waiting = deque(one for one in self._waiting if one[1] is not raw)

    def clear(self) -> None:
        """Forgets all."""
        self._waiting.clear()

    def allow(self, kinds: Sequence[str]) -> None:
        """Only such updates are queued from now on; all usual ones where none is named."""
        self.allowed = frozenset(kinds)
