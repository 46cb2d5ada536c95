"""What single sentences give to ask about: counts, lengths of time, offices, events, statements.

A reader takes only what a fixed form of words marks surely; whether a question is answered is for
others to try.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.suggesting.words import WORDS, any_of
from corpus.periods import find_periods
from embeddings.persons import people

SENTENCE = 500  # code points of a sentence that are read
BEFORE = 10  # syllables of a clause before its number
PHRASE = 4  # syllables after a number that may be one noun phrase
CLAUSE = 8  # syllables after a number with which a question may end
BODY = (3, 9)  # syllables of the body that somebody heads
FEW = 10  # from which one asks "bao nhiêu" rather than "mấy"


@dataclass(frozen=True, slots=True)
class Found:
    """Something to ask that a sentence holds: its kind, what fills its templates, what it says."""

    kind: str
    values: dict[str, str]
    says: str
    wording: str = ""  # the templates, where they are not those of its kind


def asked_of(sentence: str) -> Iterator[Found]:
    """What a sentence, its white space folded, says that can be asked for."""
    sentence = sentence[:SENTENCE]
    for read in (_counted, _shares, _durations, _phases, _offices, _agents, _events, _statements):
        yield from read(sentence)


_NUMBER = re.compile(r"(?<![\w.,/–-])(?P<n>\d{1,3}(?:[.,]\d{3})+|\d{1,6})(?![\d.,/%–-]*\d|%)(?=\s)")
_NUMBERED = re.compile(rf"(?:\b(?:{any_of('numbered')})|covid)[\s-]*$", re.IGNORECASE)
_UNIT = re.compile(rf"(?:{any_of('units')})\b", re.IGNORECASE)
_POINTING = re.compile(rf"(?:{any_of('pointing')})\b", re.IGNORECASE)
_POINTED = re.compile(rf"\b(?:{any_of('pointed')})\b", re.IGNORECASE)
_LEADING_ON = re.compile(rf"\b(?:{any_of('leading_on')})$", re.IGNORECASE)
_ABOUT = re.compile(rf"\s+(?:{any_of('about')})$", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:()“”\"–-]")
_PREDICATE = frozenset(WORDS["predicate"])
_CLEAR = _PREDICATE | {*WORDS["attribute"], ""}
_GRAMMAR = _CLEAR | {*WORDS["grammar"]} - {""}
_YEARS = range(1900, 2100)


def _counted(sentence: str) -> Iterator[Found]:
    """How many of something there are."""
    for match in _NUMBER.finditer(sentence):
        before, after = sentence[: match.start()].rstrip(), sentence[match.end() :].lstrip()
        number = int(re.sub(r"\D", "", match["n"]))
        if number in _YEARS or _NUMBERED.search(before) or _UNIT.match(after):
            continue
        noun, phrase, is_subject = _noun_phrase(after)
        led = "" if is_subject else _clause_before(before)
        values = {"before": led, "noun": noun, "phrase": phrase}
        says = f"{match['n']} {noun or phrase}"
        yield Found("many", values, says, "few" if number < FEW else "many")


def _noun_phrase(after: str) -> tuple[str, str, bool]:
    """The noun that a text begins with, its clause where that is short and says more, and whether
    what follows the noun is said of it.

    Noun and clause are empty where it is unsure that they end where they should.
    """
    clause = _CLAUSE.split(after, maxsplit=1)[0].rstrip(" .!?…").split()
    size = next((i for i, word in enumerate(clause) if word.lower() in _GRAMMAR), len(clause))
    next_word = clause[size].lower() if size < len(clause) else ""
    if size < 2 or not all(word.isalpha() and word.islower() for word in clause[:2]):
        return "", "", False
    longest = PHRASE if next_word in _CLEAR else 2  # "sản phẩm nói trên" must not end in "nói"
    noun = clause[:size] if size <= longest else []
    phrase = clause if len(clause) <= CLAUSE else noun
    unsure = _points(" ".join(phrase)) or " ".join(phrase[-1:]).isupper()
    if unsure or not all(word.isalpha() for word in phrase):
        return "", "", False
    return " ".join(noun), " ".join(phrase) if len(phrase) > 2 else "", next_word in _PREDICATE


def _clause_before(before: str) -> str:
    """What stands before a number in its clause, where a question can begin so; else nothing."""
    clause = _ABOUT.sub("", before)
    for part in (clause, _CLAUSE.split(clause)[-1].strip()):
        if (
            2 <= len(part.split()) <= BEFORE
            and part[0].isalpha()
            and not _CLAUSE.search(part)
            and not _points(part)
            and not _LEADING_ON.search(part)
        ):
            bare = _GOING_ON.sub("", part)
            return bare[:1].upper() + bare[1:]
    return ""


_GOING_ON = re.compile(rf"^(?:{any_of('going_on')})\s+", re.IGNORECASE)


def _points(text: str) -> bool:
    """Whether a text leans on what was said before it."""
    return bool(_POINTING.match(text) or _POINTED.search(text))


_SHARE = re.compile(
    r"(?P<what>[Tt][ỷỉ] lệ [^,;:.\d]{5,70}?)(?:\s+(?:trên|hơn|khoảng|gần))?\s+(?P<n>\d[\d.,]*)\s?%"
)


def _shares(sentence: str) -> Iterator[Found]:
    """What percentage something reaches."""
    for match in _SHARE.finditer(sentence):
        yield Found("share", {"what": match["what"]}, match["n"])


_DURATION = re.compile(
    rf"(?P<what>[^,;:.\d]{{8,80}}?\b(?:{any_of('events')}))\s+(?:trong\s+|trong vòng\s+|suốt\s+)?"
    r"(?P<says>\d+\s+(?P<unit>ngày|tuần|tháng|năm))\b(?!\s*\d)"
)


def _durations(sentence: str) -> Iterator[Found]:
    """How long something took."""
    match = _DURATION.match(sentence)
    if match and not _points(match["what"]):
        yield Found("duration", {"what": match["what"], "unit": match["unit"]}, match["says"])


_PHASE = re.compile(r"\b(?P<says>giai đoạn \d)\s+(?P<what>(?:[^\W\d]+ ){1,3}[A-Z][A-Za-z]{3,})\b")


def _phases(sentence: str) -> Iterator[Found]:
    """The phase that something with a name of its own has reached."""
    for match in _PHASE.finditer(sentence):
        yield Found("phase", {"what": match["what"]}, match["says"])


_OFFICE = re.compile(
    rf"\b(?:{any_of('offices')})\s+(?P<body>(?:{any_of('bodies')})\b[^,;:.()“”\"–\d]*)"
)
_VERB = re.compile(
    rf"\s+(?:cho biết|cho hay|phát biểu|đã|cũng|cùng|và|đến|tại|làm|{any_of('statements')}"
    rf"|{any_of('agents')})\b.*"
)


def _offices(sentence: str) -> Iterator[Found]:
    """Who holds an office, and which office somebody holds."""
    for person, near in _persons(sentence):
        for match in reversed(list(_OFFICE.finditer(near.replace(person, ",")))):
            body = _VERB.sub("", match["body"]).strip()
            if not BODY[0] <= len(body.split()) <= BODY[1]:
                continue
            office = near.replace(person, ",")[match.start() : match.start("body")] + body
            yield Found("office", {"office": office}, person)
            yield Found("person", {"name": person}, office)


def _persons(sentence: str) -> Iterator[tuple[str, str]]:
    """Each person with the words that may say who that is: a clause about nobody else."""
    for clause in sentence.split(";"):
        names = set(people(clause))
        if len(names) == 1:
            (person,) = names
            at = clause.find(person)
            follows = clause[at + len(person) :].startswith(",")
            yield person, clause[at:] if follows else clause[: at + len(person)]


_AGENT = re.compile(
    rf"(?P<what>[^,;:]{{8,70}}?)\s+do\s+(?:(?:{any_of('titles')})\s+)?(?P<by>[A-ZĐ][^;:.]*?)\s+"
    rf"(?P<verb>{any_of('agents')})\b"
)


def _agents(sentence: str) -> Iterator[Found]:
    """By whom something was led or presented."""
    match = _AGENT.match(sentence)
    if match and (names := people(match["by"])) and not _points(match["what"]):
        yield Found("agent", {"what": match["what"], "verb": match["verb"]}, names[0])


_EVENT = re.compile(rf"[^;:.\d]{{8,80}}\b(?:{any_of('events')})$")
_BEFORE_DAY = re.compile(rf"(?:\s+(?:{any_of('before_day')}))+$")


def _events(sentence: str) -> Iterator[Found]:
    """When something happened."""
    for mention in find_periods(sentence)[:1]:
        what = _BEFORE_DAY.sub("", sentence[: mention.start].rstrip())
        if _EVENT.fullmatch(what) and not _points(what):
            yield Found("event", {"what": what}, sentence[mention.start : mention.end])


_STATEMENT = re.compile(
    rf"(?:^|,\s)(?:(?i:{any_of('titles')})\s+)?"
    rf"(?P<who>(?:(?:{any_of('offices')}|{any_of('bodies')})\s+)?[^\W\d_a-zđ][^,;:.()“”\"\d]{{2,50}}?)\s+"
    rf"(?:(?:đã|cũng|vừa)\s+)*(?P<verb>{any_of('statements')})\b"
)
_HEADED = re.compile(rf"(?:{any_of('offices')}|{any_of('bodies')})\s+[^\W\d_a-zđ]")


def _statements(sentence: str) -> Iterator[Found]:
    """What a person or a body said or asked for."""
    for match in _STATEMENT.finditer(sentence):
        names = people(match["who"])
        who = names[-1] if names else match["who"]
        if (names or _HEADED.match(who)) and len(who.split()) <= BODY[1] and not _points(who):
            yield Found("statement", {"who": who, "verb": match["verb"]}, match["verb"])
