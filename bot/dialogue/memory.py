"""What a conversation remembers, and how a message is read in its light."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.types import Answer, Scope
from corpus.types import ListPlace
from embeddings.types import Hit


class Move(StrEnum):
    """What a message does."""

    ASK = "ask"
    DETAIL = "detail"  # wants more words of what was quoted
    MORE = "more"  # wants what else there is
    SOURCE = "source"  # wants to know where that stands


@dataclass(frozen=True, slots=True)
class Memory:
    """What a conversation remembers.

    ``topic`` is the last question that stood for itself, ``last`` the last one of all, both as
    understood; ``found`` the last answer that quotes something. ``shown`` counts the passages
    beyond its quotes that were shown since; ``asked`` are the last questions, the newest last.
    ``ill`` says that the last message was about somebody's illness, ``changed`` that the bulletins
    have changed since the last answer, so that ``found`` quotes something else than was shown.
    """

    topic: str = ""
    last: str = ""
    found: Answer | None = None
    shown: int = 0
    asked: tuple[str, ...] = ()
    ill: bool = False
    changed: bool = False

    @property
    def scope(self) -> Scope | None:
        """The bulletin and the list that the last quotes are from."""
        if self.found is None:
            return None
        place = self._place
        return Scope(self.found.quotes[0].slice.bulletin, place.list if place else None)

    @property
    def quoted(self) -> Scope | None:
        """The passages that the last quotes are from."""
        if self.found is None or self.scope is None:
            return None
        passages = frozenset(quote.passage for quote in self.found.quotes)
        return Scope(self.scope.bulletin, self.scope.list, passages)

    @property
    def item(self) -> int | None:
        """The place in its list of the one item that was quoted whole last."""
        if self.found is None or len(self.found.quotes) != 1:
            return None
        (quote,) = self.found.quotes
        place = self._place
        whole = place and (place.start, place.end) == (quote.slice.start, quote.slice.end)
        return place.position if place and whole else None

    @property
    def items(self) -> int | None:
        """How many items the list has that the last quotes are from."""
        return self._place.size if self._place else None

    @property
    def within_item(self) -> int | None:
        """The place in its list of the item that the last quote is from, of several the first;
        None after a whole list.
        """
        if self.found is None or self.found.reason.code == "list":
            return None
        return self._place.position if self._place else None

    @property
    def title(self) -> str:
        """The title of the bulletin that was quoted last."""
        return self._first.bulletin.title if self._first else ""

    @property
    def _first(self) -> Hit | None:
        return self.found.first if self.found else None

    @property
    def _place(self) -> ListPlace | None:
        return self._first.passage.place if self._first else None


@dataclass(frozen=True, slots=True)
class Try:
    """A question to ask. ``prior`` is added to its confidence; ``topic`` is what the talk is about
    if it is taken, None where that stays as it is. An answer holds at least the share ``must`` of
    what ``needs`` names, or it is not sure; one that is only a ``guess`` never is.
    """

    text: str
    scope: Scope | None = None
    prior: float = 0.0
    topic: str | None = None
    needs: str = ""
    must: float = 0.5
    guess: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """How a message is read; ``tries`` only to ask, the one that stands for itself last.

    ``loose`` says that nothing but its shortness ties the message to what came before.
    """

    move: Move
    tries: tuple[Try, ...] = ()
    loose: bool = False
