"""Tables of Vietnamese phrases, and where they stand in a message typed with or without marks.

A table is text; "|" or a new line ends a phrase. Of the words of a phrase

* ``đau`` is typed "đau" or "dau",
* ``!ho`` counts only in a message with diacritics, where "họ" and "hồ" would have theirs,
* ``{name}`` is any phrase of another table,
* ``..`` is up to three words of any kind,
* and one with ``?`` behind it may be missing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, product

from corpus.vietnamese import fold, place_tones

GAP = 3  # words that ".." skips at most
_NOTHING = ""  # where something was left out: a word that stands in no phrase
_NOWHERE: frozenset[int] = frozenset()


@dataclass(slots=True)
class _Node:
    """A place in a table's phrases: what may come next."""

    children: dict[str, _Node] = field(default_factory=dict)  # by the word of the phrase
    typed: dict[str, list[_Node]] = field(default_factory=dict)  # the same, by what is typed
    tables: dict[str, _Node] = field(default_factory=dict)
    gap: _Node | None = None
    ends: bool = False

    def next(self, word: str) -> _Node:
        if word in self.children:
            return self.children[word]
        child = self.children[word] = _Node()
        if word == "..":
            self.gap = child
        elif word.startswith("{"):
            self.tables[word[1:-1]] = child
        else:
            for form in {word, fold(word)} if word[0] != "!" else {word}:
                self.typed.setdefault(form, []).append(child)
        return child


class Phrases:
    """Tables of phrases by name."""

    def __init__(self, tables: Mapping[str, str]) -> None:
        self._roots = {name: _root(text) for name, text in tables.items()}
        self._openers = {name: _openers(root, self._roots) for name, root in self._roots.items()}

    def read(self, words: Sequence[str], *, marked: bool, exact: bool = False) -> Reading:
        """A message, as syllables in their search form, to look for phrases in.

        ``exact`` takes no "nay" for "này": in a message with diacritics it has none of its own.
        """
        return Reading(self._roots, self._openers, words, marked, exact=exact)


class Reading:
    """Where phrases stand in one message."""

    def __init__(
        self,
        roots: Mapping[str, _Node],
        openers: Mapping[str, frozenset[str] | None],
        words: Sequence[str],
        marked: bool,
        *,
        exact: bool = False,
    ) -> None:
        self.words = tuple(words)
        self._forms = [(word, f"!{word}") if marked else (word,) for word in words] + [()]
        self._held = frozenset(chain.from_iterable(self._forms))
        self._openers = openers
        self._exact = exact
        self._roots = roots
        self._marked = marked
        self._known: dict[tuple[str, int], frozenset[int]] = {}

    def ends(self, table: str, at: int) -> frozenset[int]:
        """Every place at which a phrase that begins at word ``at`` may end."""
        openers = self._openers[table]
        if openers is not None and openers.isdisjoint(self._forms[at]):
            return _NOWHERE
        if (table, at) not in self._known:
            self._known[table, at] = frozenset(self._walk(self._roots[table], at))
        return self._known[table, at]

    def has(self, table: str) -> bool:
        """Whether any phrase of the table stands anywhere."""
        return self._may_have(table) and any(self.ends(table, at) for at in range(len(self.words)))

    def without(self, table: str) -> Reading:
        """The message without the longest phrases of a table; what stood apart stays apart."""
        if not self._may_have(table):
            return self
        kept, at = [], 0
        while at < len(self.words):
            end = max(self.ends(table, at), default=at)
            kept.append(_NOTHING if end > at else self.words[at])
            at = max(end, at + 1)
        return Reading(self._roots, self._openers, kept, self._marked, exact=self._exact)

    def cover(self, tables: Sequence[str], start: int = 0) -> dict[int, frozenset[str]]:
        """Places that phrases of the tables reach in a row, with the tables of the shortest row."""
        rows: dict[int, tuple[int, frozenset[str]]] = {start: (0, frozenset())}
        for at in range(start, len(self.words)):
            if at not in rows:
                continue
            length, used = rows[at]
            for table in tables:
                for end in self.ends(table, at):
                    if end not in rows or length + 1 < rows[end][0]:
                        rows[end] = length + 1, used | {table}
        return {at: used for at, (_, used) in rows.items()}

    def _may_have(self, table: str) -> bool:
        """Whether anything stands in the message that a phrase of the table begins with."""
        openers = self._openers[table]
        return openers is None or not openers.isdisjoint(self._held)

    def _walk(self, root: _Node, at: int) -> set[int]:
        found, open_ = set(), [(root, at)]
        while open_:
            node, here = open_.pop()
            if node.ends:
                found.add(here)
            for name, child in node.tables.items():
                open_ += [(child, end) for end in self.ends(name, here)]
            if node.gap is not None:
                last = min(here + GAP, len(self.words))
                open_ += [(node.gap, end) for end in range(here, last + 1)]
            for word in self._forms[here]:
                open_ += [(child, here + 1) for child in self._after(node, word)]
        return found

    def _after(self, node: _Node, word: str) -> list[_Node]:
        if self._exact:
            return [node.children[word]] if word in node.children else []
        return node.typed.get(word, [])


def _root(text: str) -> _Node:
    root = _Node()
    for phrase in re.split(r"[|\n]", place_tones(text)):
        for words in _variants(phrase.split()):
            node = root
            for word in words:
                node = node.next(word)
            node.ends = node is not root
    return root


def _openers(root: _Node, roots: Mapping[str, _Node]) -> frozenset[str] | None:
    """What is typed where a phrase of a table begins; None where that may be anything."""
    words: set[str] = set()
    seen, open_ = {id(root)}, [root]
    while open_:
        node = open_.pop()
        inner = [roots[name] for name in node.tables]
        if node.gap is not None or any(table.ends for table in inner):
            return None
        words.update(node.typed)
        open_ += [table for table in inner if id(table) not in seen]
        seen.update(map(id, inner))
    return frozenset(words)


def _variants(words: Sequence[str]) -> list[list[str]]:
    """The phrase with and without each word that may be missing."""
    choices = [("", word[:-1]) if word.endswith("?") else (word,) for word in words]
    return [list(filter(None, chosen)) for chosen in product(*choices)]
