"""How sure a quoted sentence may be, from its evidence."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from bot.answering.ministry import of_domain, speaks_of_plans, under_ministry
from bot.answering.periods_asked import (
    MONTH,
    YEAR,
    days,
    fits,
    is_just,
    names_period,
    recency,
    speaks_of,
    wants_plans,
)
from bot.answering.subject import speaks_of_topic
from bot.types import Reason
from corpus.periods import find_periods, overlaps
from corpus.periods.words import number as number_of
from corpus.types import Period, Role
from corpus.vietnamese import fold, tokens
from embeddings.amounts import is_amount
from embeddings.background import Background
from embeddings.evidence import Evidence, Marks, evidence, held, marks_of
from embeddings.offices import directness
from embeddings.question import Question, Wanted
from embeddings.question_words import ATTRIBUTES, OWNERS
from embeddings.quoting import sentence_scores, sentence_slice
from embeddings.ranking import Floats
from embeddings.terms import pairs, respelled, search_syllables
from embeddings.types import Hit

# What counts beside a sentence's own score, like that in differences of log odds.
SURE_WEIGHT = 4.0  # of its confidence
PERIOD_WEIGHT = 1.5  # of naming the period asked about; twice that where it is of an amount
NAME_WEIGHT = 2.0  # of holding itself the names that the question gives
HOLDER_WEIGHT = 3.0  # of naming who holds the office asked about, and nobody else
DOUBT_WEIGHT = 0.5  # what a doubt costs
OURS_WEIGHT = 2.0  # of standing under the ministry's name, where others speak, too
EQUAL = 0.1  # sentences whose scores differ by less stand in the order of their dates
INTERCEPT = -3.6
# Of what a sentence holds; fitted and rounded as told at `confidence`.
WEIGHTS = {"syllables": 1.5, "pairs": 2.1, "around": 1.8, "meaning": 1.5, "length": 2.6}
LONG = 10  # syllables of a question's subject from which it counts as long
HELD = 0.65  # confidence at least of who holds an office, where all bulletins are the ministry's
ARTICLE, OF_LAW = 0.7, 0.6  # confidence at least of an article, where so much of its law is named
NAMES = 0.25  # confidence at least of a list of names where one is wanted
SHOWN = 5  # names at most that a doubt tells
# How much of what the question is about must stand in a passage that answers, by syllables and by
# pairs of them. Of 58 questions that these were set on, right ones have 0.35 of the pairs and more.
TOPIC, TOPIC_PAIRS = 0.75, 0.3
ORDINAL = "thu_"  # begins the pairs of "thứ"
_BEGINS = re.compile(r"(?:^|[.?!:;“\"(–-]|\n)\s*$")  # where any word has a capital
# Who asks for these wants a number: "tổng đài 1800 6606".
_PHONES = frozenset({"so dien thoai", "dien thoai", "duong day nong", "hotline", "tong dai"})
_PHONE = re.compile(r"\b(?:0\d{1,3}(?:[ .-]?\d{3,4}){2}|1[89]00(?:[ .-]?\d{2,4}){1,2})\b")
CAP = 0.5  # confidence at most where something that was asked for by name is not there


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence (its number in the hit) with its evidence.

    ``score`` orders; ``confidence``, in [0, 1], is how sure it is by itself; ``holder`` is whether
    it names who holds the office asked about, never where none is.
    """

    hit: Hit
    sentence: int
    score: float
    confidence: float
    doubt: Reason | None
    evidence: Evidence
    holder: bool


def judge(
    question: Question, hits: Sequence[Hit], background: Background, *, mixed: bool = False
) -> list[Judged]:
    """Sentences of all hits, the best first.

    ``mixed`` says that bulletins of the ministry stand among others: then what speaks of health
    nowhere around is doubted.
    """
    fits = sentence_scores(question, hits, background)
    judged = [
        one
        for hit, fit in zip(hits, fits, strict=True)
        for one in _judged(question, hit, fit, background, mixed=mixed)
    ]
    named = question.wanted is Wanted.PEOPLE  # a list of names is told by its names alone
    judged.sort(key=lambda one: (named and bool(one.doubt), not one.holder, -one.score))
    alike = list(takewhile(lambda one: _is_as_good(one, judged[0]), judged))
    alike.sort(key=lambda one: -recency(question, one.hit))
    return alike + judged[len(alike) :]


def _is_as_good(one: Judged, best: Judged) -> bool:
    return one.score >= best.score - EQUAL and one.holder == best.holder


def _judged(
    question: Question, hit: Hit, fits: Floats, background: Background, *, mixed: bool
) -> Iterator[Judged]:
    doubt = _doubt(question, hit, background, mixed=mixed)
    found = evidence(question, hit, background)
    ours = OURS_WEIGHT * (mixed and not question.bodies and under_ministry(hit))
    for number, (one, fit) in enumerate(zip(found, fits.tolist(), strict=True)):
        mine = doubt
        if not doubt and not one.kind:
            mine = Reason("answer_type", {"wanted": question.wanted})
        elif not doubt and (
            (question.periods and _is_of_another(question, hit, number))
            or (question.article and not _is_article(question, hit, number))
        ):
            mine = Reason("unsure_near")
        sure = confidence(question, one)
        if question.article and not mine and one.around >= OF_LAW:
            sure = max(sure, ARTICLE)
        if question.wanted is Wanted.PEOPLE and one.kind:
            sure = max(sure, NAMES)
        score = fit + SURE_WEIGHT * sure + ours
        score += _timely(question, hit, number) + _named(question, hit, number)
        direct = directness(question, sentence_slice(hit, number).text)
        score += HOLDER_WEIGHT * direct
        if direct > 0 and not mixed:
            sure = max(sure, HELD)
        score -= DOUBT_WEIGHT * bool(mine)
        sure = min(sure, CAP) if mine else sure
        yield Judged(hit, number, score, sure, mine, one, direct > 0)


def _is_article(question: Question, hit: Hit, number: int) -> bool:
    """Whether a sentence itself is of the article that is asked for: a passage may hold several."""
    return _stands(question.article, held({}, sentence_slice(hit, number).text))


def said(hit: Hit, number: int) -> list[str]:
    """The folded search syllables of a sentence of a hit, in order."""
    return search_syllables(sentence_slice(hit, number).text, folded=True)


def _named(question: Question, hit: Hit, number: int) -> float:
    """A little more for a sentence that itself holds all names of the question."""
    if not question.names:
        return 0.0
    terms = held({}, sentence_slice(hit, number).text)
    return NAME_WEIGHT * all(_stands(name, terms) for name in question.names)


def _timely(question: Question, hit: Hit, number: int) -> float:
    """A little more for a sentence that itself names the period asked about, or stands where just
    that is spoken of, unless it names another one.
    """
    if not question.periods:
        return 0.0
    said = _periods_of(hit, number)
    amount = is_amount(question)
    just = is_just(question, said)
    planned = just and not wants_plans(question) and all(p.role is Role.PLANNED for p in said)
    if planned or not (just or (not said and names_period(question, hit))):
        named = any(fits(asked, one) for asked in question.periods for one in said)
        return PERIOD_WEIGHT / 2 * (named or names_period(question, hit)) * (not amount)
    return PERIOD_WEIGHT * (1 + amount)


def _periods_of(hit: Hit, number: int) -> list[Period]:
    return [mention.period for mention in find_periods(sentence_slice(hit, number).text)]


def _is_of_another(question: Question, hit: Hit, number: int) -> bool:
    """Whether a sentence names months, quarters or years, and no time in those asked about,
    whatever its passage or title names. An amount of one period is none of a longer or a shorter
    one, but for plans of many years.
    """
    said = _periods_of(hit, number)
    if is_amount(question) and (told := said or hit.passage.periods):
        same = (one for one in told if days(one) < MONTH or is_just(question, [one]))
        longer = (one for one in told if days(one) > YEAR and one.role is Role.PLANNED)
        fitting = (*same, *longer)
        return not any(overlaps(asked, one) for asked in question.periods for one in fitting)
    return any(MONTH <= days(one) <= YEAR for one in said) and not any(
        overlaps(asked, one) for asked in question.periods for one in said
    )


def confidence(question: Question, one: Evidence) -> float:
    """A logistic model over the evidence, in [0, 1].

    Its weights were fitted to 207 questions about two bulletins, half of them from the golden set,
    and rounded; cross-validated it ranks 98 of 100 pairs of an answerable and an unanswerable
    question rightly. The longer a question, the less of it a right answer repeats.
    """
    values = strength(question, one)
    total = INTERCEPT + sum(weight * values[name] for name, weight in WEIGHTS.items())
    return 1 / (1 + math.exp(-total))


def strength(question: Question, one: Evidence) -> dict[str, float]:
    """What decides how sure a sentence is by itself: shares in [0, 1], and ``meaning``, a cosine
    in [-1, 1].
    """
    return {
        "syllables": one.syllables,
        "pairs": one.pairs if question.subject_pairs else one.syllables,
        "around": one.around,
        "meaning": one.meaning,
        "length": min(len(question.subject), LONG) / LONG,
    }


def names_stand(question: Question, text: str) -> bool:
    """Whether all that the question names or demands stands in a text."""
    return not _absent(question, text)


@lru_cache(maxsize=64)  # asked again for every hit
def as_written(text: str, name: str) -> str:
    """A folded name in the words of the question that named it, abbreviations in full."""
    wanted = name.split()
    for said in (text, respelled(text)):
        found = list(tokens(said))
        for at in range(len(found) - len(wanted) + 1):
            here = found[at : at + len(wanted)]
            if [fold(token.form) for token in here] == wanted:
                return said[here[0].start : here[-1].end]
    return name


def _absent(question: Question, text: str) -> list[str]:
    named = (*question.names, *question.demands)
    if not named:
        return []
    terms = held({}, text)
    marks = marks_of(question)
    asked = " ".join(question.syllables)  # whoever does something has a name: "công ty nào bán"
    return [
        name
        for name in named
        if not (_stands(name, terms) or (name in _PHONES and _PHONE.search(text)))
        or (name in OWNERS and asked.startswith(name) and not _speaks_of_one(name, text))
        or (ATTRIBUTES.fullmatch(name) and " " not in name and not _is_said(name, marks, text))
    ]


def _speaks_of_one(name: str, text: str) -> bool:
    """Whether a text tells of some single one of these: "các đơn vị, doanh nghiệp" says of none
    which.
    """
    said = " ".join(fold(text).split())
    said = re.sub(rf"\b(?:cac|nhung|nhieu) (?:\w+ \w+, )?{name}\b", " ", said)
    return bool(re.search(rf"\b{name}\b", said))


def _is_said(word: str, marks: Marks, text: str) -> bool:
    """Whether a folded word stands in a text as it was typed, and as no name: "lương bác sĩ" is
    not told by "bác sĩ Lương", nor by "chất lượng".
    """
    return any(
        token.form in marks.get(word, {token.form})
        and (text[token.start].islower() or _BEGINS.search(text, 0, token.start))
        for token in tokens(text)
        if fold(token.form) == word
    )


def _doubt(question: Question, hit: Hit, background: Background, *, mixed: bool) -> Reason | None:
    """What the question names, and the passage does not hold."""
    if mixed and not (of_domain(hit) and speaks_of_plans(question, hit)):
        return Reason("off_topic")
    absent = _absent(question, hit.around)
    if absent:
        written = dict.fromkeys(
            shown if name in question.names or name in question.bodies else shown.lower()
            for name in absent[:SHOWN]
            if (shown := as_written(question.text, name))
        )
        return Reason("not_here", {"names": ", ".join(written)})
    if not speaks_of_topic(question, question.topic, hit.around, background, (TOPIC, TOPIC_PAIRS)):
        return Reason("not_here", {"names": as_written(question.text, question.topic)})
    if question.periods and not speaks_of(question, hit):
        return Reason("unsure_near")
    return None


def _stands(name: str, terms: frozenset[str]) -> bool:
    syllables = name.split()
    if all(term in terms for term in (pairs(syllables) or syllables)):
        return True
    first, *counted = syllables
    if first.isdecimal() and counted:  # "14 ngày": "2 đến 3 ngày" says how many
        return any(term.endswith(f"_{counted[0]}") and term[0].isdecimal() for term in terms)
    *counted, last = syllables
    return last.isdecimal() and _is_numbered(counted, _plain(last), terms)


def _is_numbered(counted: Sequence[str], wanted: str, terms: frozenset[str]) -> bool:
    """Whether "lần 22" stands in a text as "lần thứ XXII"."""
    behind = (term.removeprefix(ORDINAL) for term in terms if term.startswith(ORDINAL))
    return all(term in terms for term in pairs([*counted, ORDINAL[:-1]])) and any(
        _plain(one if one.isdecimal() else str(number_of(one) or one)) == wanted for one in behind
    )


def _plain(digits: str) -> str:
    """Digits as they are compared, of any number of them."""
    return digits.lstrip("0")
