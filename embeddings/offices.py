"""Who holds an office: what a question asks for, and whether a text names its holder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.vietnamese import fold, nfc
from embeddings.persons import spans_of_persons
from embeddings.question import Question, Wanted
from embeddings.question_words import FOLDED_FUNCTION, HOLDS, OFFICE
from embeddings.terms import pairs, search_syllables

_ASKED = re.compile(rf"^(?P<office>{OFFICE})\b(?P<body>(?: \w+)*)$")
_NOW = frozenset(
    "hien nay tai bay gio duong nhiem ten lam giu chuc dam luc khi hoi do ay".split()
)  # beside office and body
_OFFICE = re.compile(rf"(?<!pho )(?<!nguyen )(?<!cuu )\b{OFFICE}\b")
_BODY = re.compile(r"(?:[ \n]+\w+)*")
# Between an office and the name of its holder nobody else comes: "Bộ trưởng chỉ đạo ông …".
_DEPUTY = "pho "
_OTHER = re.compile(r"\b(?:ong|ba|dong chi|cho|voi|va|cung)\b")
_APART = re.compile(r"[.;:!?]")
# How an office is joined to the name before it: "…, Ủy viên Trung ương Đảng, Bộ trưởng Bộ Y tế".
_BEGINS = re.compile(
    r"^\s*(?:[,(–-]|(?:la|giu|lam|nham chuc|tuyen the|duoc (?:bau|bo nhiem|cu))\b)"
)
_JOINS = re.compile(r"(?:[,(–-]|\b(?:la|chuc|chuc vu|lam|kiem|kiem nhiem))\s*$")
_MINISTRY = frozenset("bo nganh y te".split())
_OURS = ("bo", "y", "te")
FAR = 150  # code points between a name and an office of the same person
LONGER = 6  # words that a text may say of a body beyond the question
LONGEST = 12  # and of any body

Office = tuple[str, tuple[str, ...]]  # the office and the body it is of, folded


def asked_office(question: Question) -> Office | None:
    """The office whose holder is asked for, and its body; None where anything else is."""
    if question.wanted is not Wanted.PERSON:
        return None
    return _asked(question.syllables, question.subject)


@lru_cache(maxsize=64)  # asked again for every sentence
def _asked(syllables: tuple[str, ...], subject: tuple[str, ...]) -> Office | None:
    if not HOLDS.search(" ".join(syllables)):
        return None
    found = _ASKED.match(" ".join(s for s in subject if s not in _NOW))
    if not found:
        return None
    body = tuple(found["body"].split())
    ministry = body[: len(_OURS)] == _OURS  # what else is said is of no body: "dự buổi làm việc"
    return found["office"], _OURS if ministry else body


def office_terms(question: Question) -> tuple[list[str], list[str]]:
    """The folded terms of the office whose holder is asked for, and of its body, that stand beside
    each other in the question; none where no office is asked for.

    First those that tell the office, then those that may be left out where only bulletins of the
    ministry speak: "Bộ trưởng phát biểu".
    """
    head, body = asked_office(question) or ("", ())
    beside = set(pairs(question.syllables))
    office, named = (
        [term for term in pairs(words) if term in beside] for words in (head.split(), _naming(body))
    )
    return (office, named) if _MINISTRY.issuperset(body) else ([*office, *named], [])


def directness(question: Question, text: str) -> float:
    """How directly a text names who holds the office that a question asks for: 1 where it names
    nobody else, 0.5 where it does, 0 where it does not say, or no office is asked for.

    >>> from embeddings.question import understand
    >>> asked = understand("Bộ trưởng Bộ Y tế là ai?")
    >>> directness(asked, "Bà Lê Thị An, Bộ trưởng Bộ Y tế, phát biểu.")
    1.0
    >>> directness(asked, "Bà Lê Thị An cảm ơn Bộ trưởng Bộ Y tế.")
    0.0
    """
    office = asked_office(question)
    if not office:
        return 0.0
    text = nfc(text)
    persons = spans_of_persons(text)
    if not _holding(office, text, persons):
        return 0.0
    return 1.0 if len({text[start:end] for start, end in persons}) == 1 else 0.5


def holders(question: Question, text: str) -> frozenset[str]:
    """Whom a text names as holding the office that a question asks for; nobody where none is.

    >>> from embeddings.question import understand
    >>> asked = understand("Bộ trưởng Bộ Y tế là ai?")
    >>> sorted(holders(asked, "Bà Lê Thị An, Bộ trưởng Bộ Y tế, tiếp ông Trần Văn Bình."))
    ['Lê Thị An']
    """
    office = asked_office(question)
    if not office:
        return frozenset()
    text = nfc(text)
    found = _holding(office, text, spans_of_persons(text))
    return frozenset(" ".join(text[start:end].split()) for start, end in found)


def names_others(question: Question, text: str) -> bool:
    """Whether a text speaks of the office that a question asks for, but whoever it names holds
    another one, or that of another body; or names persons and no deputy where one is asked for.

    >>> from embeddings.question import understand
    >>> asked = understand("Thủ tướng Chính phủ là ai?")
    >>> names_others(asked, "Bà Lê Thị An, Thứ trưởng Bộ Y tế, báo cáo Thủ tướng Chính phủ.")
    True
    """
    office = asked_office(question)
    if not office:
        return False
    text = nfc(text)
    folded, persons = fold(text), spans_of_persons(text)
    if not persons or len(folded) != len(text):  # a letter that folds to two
        return False
    offices = list(_OFFICE.finditer(folded))
    if office[0].startswith(_DEPUTY) and office[0] not in (one.group() for one in offices):
        return True
    held = [[o for o in offices if _holds(folded, p, o, None)] for p in persons]
    spoken_of = any(found.group() in (office[0], f"pho {office[0]}") for found in offices)
    return spoken_of and all(
        theirs and not any(_may_be(office, one, folded, persons) for one in theirs)
        for theirs in held
    )


def _may_be(
    office: Office, found: re.Match[str], folded: str, persons: Sequence[tuple[int, int]]
) -> bool:
    """Whether an office in a text is that one: of a body that has all the words of its body, or
    of none that is told before the next person is named.
    """
    head, body = office
    named = min((start for start, _ in persons if start >= found.end()), default=len(folded))
    said = set(_naming(_said_of(folded[:named], found)))
    return found.group() == head and (not said or said.issuperset({*_naming(body)} - _MINISTRY))


def _holding(
    office: Office, text: str, persons: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Those of the persons, by their places, that hold the office."""
    folded = fold(text)
    if len(folded) != len(text):  # a letter that folds to two
        return []
    head, body = office
    offices = [found for found in _OFFICE.finditer(folded) if found.group() == head]
    return [
        person for person in persons if any(_holds(folded, person, one, body) for one in offices)
    ]


def _holds(
    folded: str, person: tuple[int, int], office: re.Match[str], body: tuple[str, ...] | None
) -> bool:
    """Whether a text says of a person, by its place, that it holds this office of this body; of
    whatever body where None is given.
    """
    start, end = person
    return _follows(folded, office.end(), start, body) or _precedes(folded, end, office, body)


def _follows(folded: str, office_ends: int, name_starts: int, body: tuple[str, ...] | None) -> bool:
    """Whether a name stands behind the office and its body: "Bộ trưởng Bộ Y tế Lê Thị An"."""
    between = folded[office_ends:name_starts]
    if name_starts < office_ends or not _BODY.fullmatch(between.rstrip()) or _OTHER.search(between):
        return False
    said = search_syllables(between, folded=True)
    if body is None:
        return len(said) <= LONGEST
    return len(said) <= len(body) + LONGER and _is_same(said, body)


def _precedes(
    folded: str, name_ends: int, office: re.Match[str], body: tuple[str, ...] | None
) -> bool:
    """Whether a name stands before the office: "Lê Thị An, Ủy viên …, Bộ trưởng Bộ Y tế"."""
    between = folded[name_ends : office.start()]
    if not 0 < len(between) <= FAR or name_ends > office.start() or _APART.search(between):
        return False
    if not (_BEGINS.search(between) and _JOINS.search(between)):
        return False
    return body is None or _is_same(_said_of(folded, office), body)


def _said_of(folded: str, office: re.Match[str]) -> Sequence[str]:
    """What a text says of an office: the words behind it."""
    behind = _BODY.match(folded, office.end())
    return search_syllables(behind[0] if behind else "", folded=True)


def _is_same(said: Sequence[str], body: Sequence[str]) -> bool:
    """Whether two bodies agree as far as both go, and nothing but the ministry is said of the
    other one beyond; "y tế" is "Bộ Y tế", and so is "Bộ trưởng" of none that is told.
    """
    one, other = (_naming(words) for words in (said, body))
    shared = min(len(one), len(other))
    left = other[shared:]
    agree = one[:shared] == other[:shared] and (shared > 0 or not one or not other)
    return agree and _MINISTRY.issuperset(left)


def _naming(body: Sequence[str]) -> list[str]:
    words = [word for word in body if word not in FOLDED_FUNCTION]
    return words[1:] if words[:1] == ["bo"] else words
