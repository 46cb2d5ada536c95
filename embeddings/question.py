"""What a Vietnamese question asks for, read from its words alone, with or without diacritics.

Everything here works on folded syllables, so that "Bộ Y tế đề ra mấy nhiệm vụ?" and
"bo y te de ra may nhiem vu" are understood alike.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from corpus.periods import PeriodMention, impossible_periods
from corpus.types import Period
from corpus.vietnamese import fold, is_foreign, is_marked, nfc, tokens
from embeddings import question_words as words
from embeddings.open_periods import asked_periods
from embeddings.ordinals import may_be_fifth, no_place
from embeddings.ordinals import ordinals as ordinals_in
from embeddings.places import FOLDED_PROVINCE, PROVINCE
from embeddings.terms import is_spelling, pairs, respelled, search_syllables

_AHEAD = 24  # code points before a period in which words say what is asked of it
_LAW_AHEAD = 60  # the same, for the name of a law


class Wanted(StrEnum):
    """The kind of answer that a question calls for."""

    FACT = "fact"
    LIST = "list"
    ITEM = "item"
    PERSON = "person"
    BODY = "body"  # an office or organisation
    PEOPLE = "people"  # several persons, by name
    FIGURE = "figure"  # a number, of something or after something
    NUMBER = "number"  # of a document
    MONEY = "money"
    SHARE = "share"  # a percentage
    DURATION = "duration"
    DATE = "date"
    PLACE = "place"
    PUBLICATION = "publication"  # the day on which a bulletin came out
    PUBLISHER = "publisher"  # the unit that published it


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    ``text`` is what is searched, ``sure`` its syllables whose diacritics count: those that were
    typed with some, and restored ones that stand in a bulletin. ``syllables`` are its folded
    search syllables, ``content`` those
    that name what is asked about, politeness and question words left out, and ``subject`` those
    without the words of its periods too; all in order. ``asked`` is the folded noun at the
    question word ("nhiệm vụ" in "những nhiệm vụ nào"), empty where there is none. ``ordinals``
    are places in a list, from 1, or from -1 backwards; ``fifth_or_year`` is whether it asks for
    the fifth or for those of the year ("nhiệm vụ năm"); ``latest`` is whether it asks for how
    things stand now ("mới nhất", "hiện nay"); ``no_place`` is what is written like a
    place and is none ("-1"), for which ``ordinals`` holds 0. ``names`` are runs of capitals,
    folded; ``bodies`` other ministries and the like; ``demands`` these and other folded words
    without which a text cannot answer, such as "địa chỉ" or "công ty"; ``topic`` what something
    is said, done, written or planned about, folded, empty where the question does not say so.
    ``period_words`` are the words of ``periods``, ``impossible`` dates that do not exist; both as
    written. Of the periods, ``until`` are years by which something is to be reached ("đến năm
    2030"), ``published`` those in which a bulletin came out ("bản tin ngày 26/11/2021").
    """

    text: str
    sure: frozenset[str]
    marked: bool
    syllables: tuple[str, ...]
    content: tuple[str, ...]
    subject: tuple[str, ...]
    wanted: Wanted
    asked: str
    ordinals: tuple[int, ...]
    names: tuple[str, ...]
    bodies: tuple[str, ...]
    demands: tuple[str, ...]
    topic: str
    periods: tuple[Period, ...]
    period_words: tuple[str, ...]
    impossible: tuple[str, ...]
    until: frozenset[Period] = frozenset()
    published: frozenset[Period] = frozenset()
    fifth_or_year: bool = False
    latest: bool = False
    no_place: str = ""

    @property
    def content_pairs(self) -> tuple[str, ...]:
        """Pairs of content syllables that are neighbours in the question too."""
        return _neighbours(self.content, self.syllables)

    @property
    def article(self) -> str:
        """The article of a law that is asked for, "dieu 22"; empty where none is."""
        return next((demand for demand in self.demands if words.IS_ARTICLE.match(demand)), "")

    @property
    def subject_pairs(self) -> tuple[str, ...]:
        """Pairs of subject syllables that are neighbours in the question too."""
        return _neighbours(self.subject, self.syllables)


def understand(text: str, *, today: dt.date | None = None) -> Question:
    """Reads a question. ``today`` is what "năm nay" or "quý này" count from."""
    mentions = [m for m in asked_periods(text, today=today) if not _names_law(text, m)]
    plain = _plain(text)
    content = _content(plain, text)
    timeless = text
    for mention in reversed(mentions):
        timeless = f"{timeless[: mention.start]} {timeless[mention.end :]}"
    asked: dict[Period, str] = {}
    for mention in mentions:
        asked.setdefault(mention.period, text[mention.start : mention.end])
    # "nhiệm vụ 5 năm tới" asks for no item, with its period or without.
    ordinals = ordinals_in(_plain(_BETWEEN.sub(" den ", timeless))) if ordinals_in(plain) else ()
    nowhere = no_place(timeless)
    ordinals = (0,) if nowhere else ordinals
    wanted, noun = _wanted(plain, text, ordinals)
    subject = _named(_plain(timeless), timeless) if mentions else content
    return Question(
        text=text,
        sure=frozenset(search_syllables(text, folded=False)) if is_marked(text) else frozenset(),
        marked=is_marked(text),
        syllables=tuple(search_syllables(text, folded=True)),
        content=tuple(content),
        subject=tuple(subject),
        wanted=wanted,
        asked=noun,
        ordinals=ordinals,
        names=tuple(_names(respelled(timeless))),
        bodies=tuple(words.BODIES.findall(_plain(timeless))),
        demands=(*_demands(_plain(timeless), wanted), *_provinces(timeless)),
        topic=_topic(_plain(timeless), subject),
        periods=tuple(asked),
        period_words=tuple(asked.values()),
        impossible=tuple(impossible_periods(text)),
        no_place=nowhere,
        latest=bool(words.LATEST.search(plain)),
        fifth_or_year=not mentions and may_be_fifth(_named_only(plain)),
        until=frozenset(m.period for m in mentions if _is_until(text, m)),
        published=frozenset(m.period for m in mentions if _is_publication(text, m)),
    )


def _named_only(plain: str) -> str:
    """The syllables without what is said around every question."""
    return " ".join(words.FRAMES.sub(" ", plain).replace(words.OTHER, "").split())


def _names_law(text: str, mention: PeriodMention) -> bool:
    """Whether a year belongs to the name of a law: "Luật Khám bệnh, chữa bệnh 2023"."""
    ahead = _ahead(text, mention, _LAW_AHEAD).replace(",", "")
    return _is_year(mention) and bool(_LAW.search(ahead))


def _is_until(text: str, mention: PeriodMention) -> bool:
    """Whether a year is that by which something is to be reached."""
    return _is_year(mention) and bool(_UNTIL.search(_ahead(text, mention)))


def _is_year(mention: PeriodMention) -> bool:
    return mention.period.last - mention.period.first >= dt.timedelta(days=364)


def _is_publication(text: str, mention: PeriodMention) -> bool:
    """Whether a period is that of a bulletin itself, not of what it speaks of."""
    ahead = _ahead(text, mention)
    one_day = mention.period.first == mention.period.last
    posted = _PUBLISHED.search(ahead) and not _PARTY.search(nfc(text[: mention.start]))
    return bool(posted or (one_day and _BULLETIN.search(ahead)))


def _ahead(text: str, mention: PeriodMention, length: int = _AHEAD) -> str:
    """The words before a period, folded."""
    return fold(text[max(0, mention.start - length) : mention.start])


def names_nothing(text: str) -> bool:
    """Whether a question is made of question words and politeness alone: "khi nào vậy?"."""
    return not _named(_plain(text), text)


def as_typed(text: str, folded: Iterable[str]) -> str:
    """The syllables of a text whose folded forms are among these, as they were typed."""
    held = set(folded)
    return " ".join(text[t.start : t.end] for t in tokens(text) if fold(t.form) in held)


def _plain(text: str) -> str:
    """Folded syllables, but no "máy" or "não" is taken for the question words "mấy" and "nào"."""
    if not is_marked(text):
        found = search_syllables(text, folded=True)
        return " ".join(_without_ending(found, words.FOLDED_ENDINGS))
    found = _without_ending(search_syllables(text, folded=False), words.ENDINGS)
    return " ".join(
        f"{fold(s)}{words.OTHER}"
        if fold(s) != s and s not in words.MARKED.get(fold(s), s)
        else fold(s)
        for s in found
    )


def _without_ending(found: list[str], endings: Collection[str]) -> list[str]:
    """Syllables without the particles behind the last word; themselves where there are no others.

    >>> _without_ending(["la", "gi", "nha", "ad"], {"nha", "ad"})
    ['la', 'gi']
    """
    size = len(found)
    while size and found[size - 1] in endings:
        size -= 1
    return found[:size] or found


def _wanted(plain: str, text: str, ordinals: tuple[int, ...]) -> tuple[Wanted, str]:
    """The kind of answer, and the noun that is asked for."""
    with_signs = " ".join(re.findall(r"\w+|%", fold(text)))
    for wanted, pattern in (
        (Wanted.PUBLISHER, words.PUBLISHER),
        (Wanted.PUBLICATION, words.PUBLICATION),
        (Wanted.SHARE, words.SHARE),
        (Wanted.MONEY, words.MONEY),
        (Wanted.DURATION, words.DURATION),
        (Wanted.NUMBER, words.DOCUMENT_NUMBER),
    ):
        if pattern.search(plain) or (wanted is Wanted.SHARE and pattern.search(with_signs)):
            return wanted, ""
    if ordinals:
        return Wanted.ITEM, ""
    if words.PEOPLE.search(plain):
        return Wanted.PEOPLE, ""
    if match := words.PARTS.search(plain):
        return Wanted.FIGURE, match["noun"]
    if (match := words.COUNTED.search(plain)) and not words.WHERE_SAID.search(plain):
        return Wanted.LIST, match["noun"]
    if words.DATE.search(plain):
        return Wanted.DATE, ""
    if words.PLACE.search(plain):
        return Wanted.PLACE, ""
    if match := words.FIGURE_AFTER.search(plain):
        return Wanted.FIGURE, match["noun"]
    if words.PERSON.search(plain) or words.HOLDS.search(plain):
        return Wanted.PERSON, ""
    if words.BODY.search(plain):
        return Wanted.BODY, ""
    if words.FIGURE.search(plain) and not words.MERE_PLURAL.search(plain):
        match = words.FIGURE_BEFORE.search(plain)
        return Wanted.FIGURE, match["noun"].replace(words.OTHER, "") if match else ""
    return _thing(plain)


def _thing(plain: str) -> tuple[Wanted, str]:
    """A list or a plain fact, by the noun before "nào" or "gì", or the one that is to be listed."""
    listed = words.ASKED_LIST.search(plain)
    if match := words.SEVERAL_WHICH.search(plain):
        return Wanted.LIST, match["noun"]
    for match in reversed(list(words.BEFORE_WHICH.finditer(plain))):
        if noun := words.ENDS_IN_NOUN.search(match["noun"]):
            return Wanted.LIST, noun["noun"]
        named = not words.FOLDED_FUNCTION.intersection(match["noun"].split())
        if named and not listed and match["word"] in ("nao", "gi"):
            return Wanted.FACT, match["noun"]
    noun = (
        words.SEVERAL.search(plain)
        or words.OPEN_ENDED.search(plain)
        or (words.LIST_NOUN.search(plain) if listed else None)
    )
    return (Wanted.LIST, noun["noun"] if noun else "") if noun or listed else (Wanted.FACT, "")


def _demands(plain: str, wanted: Wanted) -> list[str]:
    """Attributes and bodies that are named, and the noun of "công ty nào"."""
    found = words.ATTRIBUTES.findall(plain) + words.BODIES.findall(plain)
    found += [f"{match['what']} {match['number']}" for match in words.NUMBERED.finditer(plain)]
    found += words.AMOUNTS.findall(plain)
    named = (match["name"] for match in words.NAMED_THING.finditer(plain))
    found += [name for name in named if is_foreign(name) and name not in _NO_NAMES]
    if wanted in (Wanted.FACT, Wanted.LIST):
        found += [match["noun"] for match in words.WHICH.finditer(plain)]
        found += [match["noun"] for match in words.WHICH_KIND.finditer(plain)]
    if wanted in (Wanted.DATE, Wanted.PERSON, Wanted.BODY):
        found += words.EVENTS.findall(plain)
    found += [match.group() for match in words.ARTICLE.finditer(plain)]
    found += [match["most"] for match in words.SUPERLATIVE.finditer(plain)]
    found += [match["who"] for match in words.SPEAKER.finditer(plain)]
    return [demand.replace(words.OTHER, "") for demand in found]


def _provinces(text: str) -> list[str]:
    """The provinces that a question names, folded, with capitals or without."""
    said = nfc(respelled(text))
    if is_marked(text):
        return [fold(match.group()) for match in _PROVINCES.finditer(said)]
    return _FOLDED_PROVINCES.findall(said.lower())


def _topic(plain: str, subject: Sequence[str]) -> str:
    """What something is said or done about, without the grammar that ends the question."""
    found = next(filter(None, (pattern.search(plain) for pattern in words.TOPICS)), None)
    topic = found["topic"] if found else ""
    if asked := words.PUBLISHER.search(plain):
        topic = next(filter(None, asked.groups()), "")
    said = topic.replace(words.OTHER, "").split()
    while said and said[-1] not in subject:
        said.pop()
    return " ".join(said)


def _names(text: str) -> list[str]:
    """Runs of capitalised words, folded, without the capital that begins a sentence."""
    text = nfc(text)
    if text.isupper():
        return []
    runs: list[list[str]] = []
    ends_at = 0
    for match in _WORD.finditer(text):
        word, at = match.group(), match.start()
        if not word[0].isupper():
            continue
        begins = _BEGINNING.search(text, max(0, at - _OPENING), at)
        if begins and not (word.isupper() and len(word) > 1) and not _is_coined(word):
            continue
        if runs and not text[ends_at:at].strip():
            runs[-1].append(word)
        else:
            runs.append([word])
        ends_at = match.end()
    folded = (search_syllables(" ".join(run), folded=True) for run in runs)
    return [" ".join(name) for name in folded if not _NO_NAMES.issuperset(name) and _is_name(name)]


def _is_name(run: list[str]) -> bool:
    """Several words, or one that is no Vietnamese syllable: Vietnamese names are longer."""
    return len(run) > 1 or is_foreign("".join(run))


def _is_coined(word: str) -> bool:
    """Whether a word at the beginning of a sentence is a name all the same: "Paracetamol"."""
    folded = fold(word)
    return len(word) >= _COINED and is_foreign(folded) and not is_spelling(folded)


_PROVINCES = re.compile(rf"\b(?:{PROVINCE})\b", re.IGNORECASE)
_FOLDED_PROVINCES = re.compile(rf"\b(?:{FOLDED_PROVINCE})\b")
_LAW = re.compile(
    r"\b(?:luat|hien phap|phap lenh|nghi dinh|thong tu|cong uoc)"
    rf"(?: (?:chua benh|(?!(?:{'|'.join(sorted(words.FOLDED_FUNCTION))})\b)\w+)){{0,6}} ?$"
)
_BETWEEN = re.compile(r"(?<=\d)\s?[-–]\s?(?=\d)")  # "nhiệm vụ 2-4"
_UNTIL = re.compile(r"\b(?:den|toi)(?: het)? $")
_PUBLISHED = re.compile(r"\b(?:dang|dang tai|dang len|cong bo|phat hanh)(?: (?:vao|hom|trong))? $")
_PARTY = re.compile(r"\bđảng\s+$", re.IGNORECASE)  # "Đại hội Đảng năm 2020"; not "đăng"
_BULLETIN = re.compile(r"\b(?:ban tin|bai viet|bai|tin)(?: (?:ra|vao|hom|cua))? $")
_OPENING = 12  # code points before a word in which the end of the sentence before it may stand
_BEGINNING = re.compile(r"(?:^|[.?!:;…]\s|\n)[\s\"“(]*$")
_WORD = re.compile(r"[^\W_]+")
_JOINT = "+"  # between the syllables of one word
_COINED = 5  # letters from which what is no Vietnamese syllable is a name and no abbreviation
# Capitals that begin no name of their own.
_NO_NAMES = frozenset("bo y te covid viet nam bang khen ad quy va dai hoi dang uy".split())


def _content(plain: str, text: str) -> list[str]:
    """Syllables that name something; all of them if none does."""
    return _named(plain, text) or plain.replace(words.OTHER, "").split()


def _named(plain: str, text: str) -> list[str]:
    """Syllables left when frames and grammar are taken away."""
    rest = words.FRAMES.sub(" ", plain).replace(words.OTHER, "")
    rest = words.COMPOUNDS.sub(lambda found: found[0].replace(" ", _JOINT), rest)
    if is_marked(text):
        written = search_syllables(text, folded=False)
        grammar = {fold(s) for s in written if s in words.FUNCTION}
        grammar -= {fold(s) for s in written if s not in words.FUNCTION}
    else:
        grammar = set(words.FOLDED_FUNCTION)
    return " ".join(s for s in rest.split() if s not in grammar).replace(_JOINT, " ").split()


@lru_cache(maxsize=64)  # asked again for every hit of a question
def _neighbours(some: tuple[str, ...], among: tuple[str, ...]) -> tuple[str, ...]:
    present = set(pairs(among))
    return tuple(pair for pair in pairs(some) if pair in present)
