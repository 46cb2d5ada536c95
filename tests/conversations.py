"""Golden conversations: chats written down as chats, and whether a reply is as expected.

A title stands after ``=== ``, what a person types after ``> ``; below it what the reply must be:

* ``answered: A | B``: answered, and A or B stands in a quote,
* ``found: A | B``: the same, or shown as near,
* ``refused:`` neither answered nor chat, ``refused: !`` strictly refused,
* ``chat: CODE``: bantin's own words, word for word,
* ``understood: A | B``: A or B stands in how the message was read, marks apart,
* ``again:`` the quotes of the turn before, ``longer:`` these and more around them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.dialogue.reply import Reply
from bot.types import Outcome
from bot.wording import folded
from corpus.vietnamese import fold
from tests.golden import DATA, plain

PATH = DATA / "conversations.txt"
FOUND = (Outcome.ANSWERED, Outcome.UNSURE)


@dataclass(slots=True)
class Turn:
    """What is typed, and what the reply must be: pairs of a word and what stands behind it."""

    text: str
    expected: list[tuple[str, str]] = field(default_factory=list)

    @property
    def looked_up(self) -> bool:
        """Whether the reply is more than bantin's own words."""
        return all(word != "chat" for word, _ in self.expected)


@dataclass(slots=True)
class Conversation:
    """A chat with its title."""

    title: str
    turns: list[Turn] = field(default_factory=list)


def read(path: Path = PATH) -> list[Conversation]:
    """The conversations of a file. Raises ValueError for a line that belongs to no turn."""
    found: list[Conversation] = []
    for line in filter(str.strip, path.read_text("utf-8").splitlines()):
        if line.startswith("=== "):
            found.append(Conversation(line[4:]))
        elif line.startswith("> "):
            found[-1].turns.append(Turn(line[2:]))
        else:
            word, colon, rest = line.partition(":")
            if not colon or not found or not found[-1].turns:
                raise ValueError(line)
            found[-1].turns[-1].expected.append((word.strip(), rest.strip()))
    return found


def misses(turn: Turn, reply: Reply, before: list[str], words: str) -> Iterator[str]:
    """What a reply should have been and is not.

    ``before`` are the quotes of the reply before; ``words`` is what ``chat:`` must say.
    """
    for word, rest in turn.expected:
        if not _holds(word, rest, reply, before, words):
            yield f"{word}: {rest}"


def quotes(reply: Reply) -> list[str]:
    """The quotes of a reply, white space and case folded."""
    return [plain(quote.slice.text) for quote in reply.answer.quotes] if reply.answer else []


def _holds(word: str, rest: str, reply: Reply, before: list[str], words: str) -> bool:
    answer = reply.answer
    if answer is None:
        return False
    said, any_of = quotes(reply), rest.split(" | ")
    answered = answer.outcome is Outcome.ANSWERED
    match word:
        case "answered":
            return answered and _stands(any_of, said)
        case "found":
            return answer.outcome in FOUND and _stands(any_of, said)
        case "refused":
            hedged = answer.outcome is Outcome.UNSURE and rest != "!"
            return hedged or answer.outcome is Outcome.REFUSED
        case "chat":
            return answer.outcome is Outcome.CHAT and reply.text.startswith(folded(words))
        case "understood":
            return any(fold(one) in fold(answer.understood) for one in any_of)
        case "again":
            return answer.outcome in FOUND and said == before
        case "longer":
            held = all(any(old in new for new in said) for old in before)
            return answered and held and said != before
        case _:
            raise ValueError(word)


def _stands(any_of: list[str], said: list[str]) -> bool:
    return any(plain(one) in quote for one in any_of for quote in said)
