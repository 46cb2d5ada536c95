"""Lists that stand in bulletins, for questions that want a whole list or one item of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.types import Quote
from corpus.numbers import COUNTS, PLACES
from corpus.types import Passage, Period
from corpus.vietnamese import fold
from embeddings.background import Background
from embeddings.evidence import share
from embeddings.passage_store import PassageStore
from embeddings.question import Question
from embeddings.question_words import OURS
from embeddings.terms import search_syllables
from embeddings.types import BulletinHead, Hit, Slice

BULLETINS = 5  # of the best hits, whose lists are looked at
# Words that say of a list only that it is one ("mấy" without its mark too), or the ministry's, and
# where in it an item stands.
_COUNTING = frozenset(
    "may nganh ke hoach viec noi dung muc diem lam lo phai thuc hien tap trung yeu cau".split()
).union(map(fold, COUNTS))
_PLACING = _COUNTING | frozenset(
    "thu so dau tien cuoi cung chot mo ap ke gan la"
    " truoc ngay dung lien tiep theo toi trich nguyen van doc ghi trong ban y phan".split()
).union(map(fold, PLACES))
# Verbs with which any list may be announced, and a question may ask for it.
_ANNOUNCING = re.compile(
    r"\b(?:de ra|dat ra|dua ra|neu ra|vach ra|xac dinh|de xuat|phan cong|trien khai|cong bo"
    r"|tien hanh)\b"
)


@dataclass(frozen=True, slots=True)
class FoundList:
    """A list of a bulletin, the ``number``-th from 0: the first passage of each item in order,
    and what announces it.
    """

    bulletin: BulletinHead
    number: int
    items: tuple[Passage, ...]
    announced: str

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods that all items share: those of what announces them."""
        first, *others = (item.periods for item in self.items)
        return tuple(period for period in first if all(period in other for other in others))

    def is_led_by(self, said: Slice) -> bool:
        """Whether a slice is part of what announces the list."""
        place = self.items[0].place
        if place is None or said.bulletin != self.bulletin.id:
            return False
        return said.start < place.lead_end and place.lead_start < said.end

    def quote(self, item: Passage, store: PassageStore) -> Quote:
        """One whole item, nested items included."""
        place = item.place
        if place is None:
            raise ValueError(f"{item.id} is no item")
        return Quote(store.slice(item.bulletin, place.start, place.end), item.id)


def lists_near(
    hits: Sequence[Hit], store: PassageStore, more: Sequence[BulletinHead] = ()
) -> list[FoundList]:
    """The lists of the bulletins that were hit, the best hit's first, and of ``more`` bulletins;
    outer lists first.
    """
    found = []
    near = list({hit.bulletin.id: hit.bulletin for hit in hits}.values())[:BULLETINS]
    for bulletin in dict.fromkeys((*near, *more)):
        placed = [p for p in store.of_bulletin(bulletin.id) if p.place]
        placed.sort(key=lambda p: (p.place.depth, p.place.list, p.start) if p.place else (0, 0, 0))
        for number, items in groupby(placed, key=lambda p: p.place.list if p.place else -1):
            found.append(_found(bulletin, number, list(items), store))
    return found


def _found(
    bulletin: BulletinHead, number: int, passages: list[Passage], store: PassageStore
) -> FoundList:
    firsts = {p.place.position: p for p in reversed(passages) if p.place}
    items = tuple(firsts[position] for position in sorted(firsts))
    place = items[0].place
    lead = store.slice(bulletin.id, place.lead_start, place.lead_end).text if place else ""
    return FoundList(bulletin, number, items, f"{lead}\n{items[0].heading}\n{bulletin.title}")


def announced_share(question: Question, found: FoundList, background: Background) -> float:
    """How much of what the question names, times, counts and the ministry apart, announces the
    list.
    """
    return share_held(question, found.announced, background)


def share_held(question: Question, text: str, background: Background) -> float:
    """How much of what the question names, times, counts and the ministry apart, a text holds, in
    [0, 1].
    """
    held = frozenset(search_syllables(text, folded=True))
    named = _subject(question, ours=False)
    return share({s: background.rarity(s) for s in named}, held) if named else 1.0


def names_list(question: Question) -> bool:
    """Whether the question names anything by which one list is told from another."""
    return bool(_subject(question))


def _subject(question: Question, *, ours: bool = True) -> tuple[str, ...]:
    """What the question names, without its counts, the verbs that announce lists and the words
    that place an item; the ministry, whose lists these are, only as ``ours``.
    """
    left_out = _PLACING if question.ordinals else _COUNTING
    said = _ANNOUNCING.sub(" ", " ".join(question.syllables))
    kept = set((said if ours else OURS.sub(" ", said)).split()) - left_out
    return tuple(s for s in question.subject if s in kept and not s.isdecimal())
