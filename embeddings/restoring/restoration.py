"""Puts the diacritics back that a question was typed without.

The likeliest reading of all syllables together (Viterbi, 1967), under a trigram model of news
mixed with what the bulletins themselves hold: their names and medical words stand in no news.
What carries diacritics is never changed, nor is what no known syllable is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np

from corpus.vietnamese import Token, fold, is_foreign, is_marked, tokens
from embeddings.restoring.syllable_model import (
    BOUNDARY,
    NUMBER,
    QUESTION,
    UNKNOWN,
    Costs,
    Ids,
    SyllableModel,
    default_syllables,
)
from embeddings.terms import is_spelling, search_syllables

READINGS = 12  # of one folded syllable that are weighed: those of the bulletins, then the frequent
HERE = 0.3  # weight of the bulletins beside the news
ASSUMED = 20  # passages by which a syllable's neighbours in the bulletins are smoothed
SYLLABLES = 50  # distinct ones of a passage, about
NEWS = 5_000  # syllables of news by which those of the bulletins are smoothed
# Nats by which a syllable that was typed without diacritics is likelier meant so: in a question
# with diacritics, unless it has shown to lack some, and before a number there ("thang 4", "quy 2");
# where only it is in capitals; and where it is a foreign name in a question with diacritics.
TRUST, COUNTING, CAPITALS, NAME = 7.0, 3.0, 6.0, 50.0
UNLISTED = 12.0  # nats on one syllable among all that are not listed
SHORT = 3  # letters of what may be an abbreviation, as "ko" and "r" are, and tells nothing
FOREIGN = 1 / 3  # share of syllables that are no Vietnamese from which a text is left as it is
REMEMBERED = 16_384  # frequencies; of readings and their neighbours an eighth
_BOUNDARY = re.compile(r"[.?!;:\n]")
_STATED = re.compile(r"[.!;:]")  # at an end that makes no question

Frequency = Callable[[str], int]


@dataclass(frozen=True, slots=True, eq=False)  # one object a folded syllable
class _Readings:
    """What a syllable may be: its forms, their ids, and the nats on each beside the model's."""

    forms: tuple[str, ...]
    ids: Ids
    extra: Costs


@dataclass(frozen=True, slots=True)
class _Step:
    """From the readings of a syllable to those of the next.

    ``costs`` and ``pairs`` as of :meth:`SyllableModel.pair_costs`, ``shares`` what the bulletins
    say, in [0, 1] and of the same shape, or None where there is no choice.
    """

    costs: Costs
    pairs: Ids
    shares: Costs | None


def _only(form: str, number: int) -> _Readings:
    return _Readings((form,), np.asarray([number]), np.zeros(1))


_START, _ASKED = _only("", BOUNDARY), _only("", QUESTION)


class Restorer:
    """Restores diacritics as they stand in one corpus."""

    def __init__(
        self, frequency: Frequency, passages: int, model: SyllableModel | None = None
    ) -> None:
        """``frequency`` tells in how many of ``passages`` a marked term stands: a syllable, or
        two neighbours joined by ``_``.
        """
        self._model = model or default_syllables()
        self._spread = passages * SYLLABLES
        self._frequency = lru_cache(maxsize=REMEMBERED)(frequency)
        self._readings = lru_cache(maxsize=REMEMBERED // 8)(self._read_syllable)
        self._step = lru_cache(maxsize=REMEMBERED // 8)(self._weighed)

    def restore(self, text: str, doubtful: Collection[int] = ()) -> str:
        """The text with diacritics. ``doubtful`` are places of syllables, from 0, that are not
        as they were typed, and so trusted in no question.

        Capitals, spacing and whatever carries a diacritic stay.
        """
        found = list(tokens(text))
        if self._is_foreign(found):
            return text
        trust = TRUST if is_marked(text) else 0.0
        forms = self._read(text, found, trust, doubtful)
        if trust and any(fold(t.form) == t.form != f for t, f in zip(found, forms, strict=True)):
            forms = self._read(text, found, 0.0, doubtful)
        return _written(text, found, forms)

    def knows(self, form: str) -> bool:
        """Whether a syllable with its diacritics stands in bulletins or news."""
        return self._model.id_of(form, fold(form)) != UNKNOWN or bool(self._frequency(form))

    def is_foreign(self, text: str) -> bool:
        """Whether too much of a text is no Vietnamese for any of it to be read as such."""
        return self._is_foreign(list(tokens(text)))

    def _is_foreign(self, found: Sequence[Token]) -> bool:
        words = [t.form for t in found if not t.form.isdecimal()]
        if sum(map(len, words)) < 2:  # a letter alone is no word
            return True
        words = [w for w in words if len(w) > SHORT or not is_foreign(fold(w))]
        strange = [w for w in words if is_foreign(fold(w)) and not self._frequency(w)]
        return len(strange) > FOREIGN * len(words)

    def _read(
        self, text: str, found: Sequence[Token], trust: float, doubtful: Collection[int]
    ) -> list[str]:
        """The likeliest forms."""
        loud = text.isupper()
        row: list[_Readings] = []
        trusts: list[float] = []
        spoken: list[int] = []  # places of the syllables in the row, which has boundaries too
        end = 0
        numbers = [token.form.isdecimal() for token in found] + [False]
        for place, token in enumerate(found):
            between = [_ASKED] * ("?" in text[end : token.start])
            between += [_START] * bool(_BOUNDARY.search(text, end, token.start))
            row += between
            trusts += [0.0] * len(between)
            raw, end = text[token.start : token.end], token.end
            spoken.append(len(row))
            row.append(self._readings(token.form))
            trusted = min(trust, COUNTING) if numbers[place + 1] else trust
            trusts.append(0.0 if place in doubtful else trusted + _bonus(raw, trust, loud=loud))
        if not _STATED.search(text, end):
            row.append(_ASKED)
            trusts.append(0.0)
        best = self._likeliest(row, trusts)
        return [row[at].forms[best[at]] for at in spoken]

    def _read_syllable(self, form: str) -> _Readings:
        """What a syllable may be; the reading as typed comes last."""
        if form.isdecimal():
            return _only(form.lstrip("0") or "0", NUMBER)
        folded = fold(form)
        if folded != form:
            return _only(form, self._model.id_of(form, folded))
        if is_spelling(form) and is_foreign(form):
            spelled = _spelled(form)
            return _only(form, self._model.id_of(spelled, fold(spelled)))
        ids = self._model.classes.get(form)
        if ids is None:
            forms = (*self._with_stroke(form), form)
            return _Readings(forms, np.full(len(forms), UNKNOWN), np.full(len(forms), UNLISTED))
        words = self._model.words
        held = sorted(ids, key=lambda i: not self._frequency(words[i]))[:READINGS]
        listed = [i for i in held if words[i] != form]
        typed = self._model.id_of(form, form)
        extra = np.zeros(len(listed) + 1)
        extra[-1] = UNLISTED * (typed == UNKNOWN)
        forms = (*(words[i] for i in listed), form)
        return _Readings(forms, np.asarray([*listed, typed]), extra)

    def _with_stroke(self, form: str) -> list[str]:
        """An abbreviation or name with đ for d, as the bulletins have it: "dhqg" is "đhqg"."""
        if form.count("d") not in (1, 2):
            return []
        pieces = form.split("d")
        ways = product("dđ", repeat=len(pieces) - 1)
        joined = ["".join(map("".join, zip(pieces, (*way, ""), strict=True))) for way in ways]
        return [one for one in joined if one != form and self._frequency(one)]

    def _likeliest(self, row: Sequence[_Readings], trusts: Sequence[float]) -> list[int]:
        """For each place in a row the reading on the cheapest way through all."""
        last = _START
        costs = np.zeros((1, 1))  # of the cheapest way to each two readings
        pairs = np.full((1, 1), -1)
        back = []
        for here, trust in zip(row, trusts, strict=True):
            step = self._step(last, here)
            if here is _START or pairs.size == len(here.ids) == 1:  # nothing to choose
                ways = costs[:, :, None]
            else:
                ways = costs[:, :, None] + self._costs(pairs, here, step)
                ways[:, :, -1] -= trust
            back.append(ways.argmin(axis=0))
            costs, pairs = ways.min(axis=0), step.pairs
            last = here
        a, b = map(int, np.unravel_index(int(costs.argmin()), costs.shape))
        best = []
        for choice in reversed(back):
            best.append(b)
            a, b = int(choice[a, b]), a
        return best[::-1]

    def _costs(self, pairs: Ids, here: _Readings, step: _Step) -> Costs:
        """Costs of readings after every two others, with what stands so in the bulletins."""
        costs = self._model.triple_costs(pairs, here.ids, step.costs) + here.extra
        if step.shares is None:
            return costs
        return -np.log((1 - HERE) * np.exp(-costs) + HERE * step.shares)

    def _weighed(self, last: _Readings, here: _Readings) -> _Step:
        costs, pairs = self._model.pair_costs(last.ids, here.ids)
        if here is _ASKED or len(last.forms) == len(here.forms) == 1:
            return _Step(costs, pairs, None)
        forms = [_spelled(form) for form in here.forms]
        often = [self._frequency(form) for form in forms]
        news = np.exp(-self._model.word_costs(here.ids) - here.extra)
        alone = (np.asarray(often) + NEWS * news) / (self._spread + NEWS)
        shares = [self._follows(form, forms, often, alone) for form in last.forms]
        return _Step(costs, pairs, np.asarray(shares))

    def _follows(
        self, first: str, forms: Sequence[str], often: Sequence[int], alone: Costs
    ) -> Costs:
        """The shares with which syllables follow another in the bulletins."""
        held = self._frequency(first) if first else 0
        both = [
            self._frequency(f"{first}_{form}") if held and here else 0
            for form, here in zip(forms, often, strict=True)
        ]
        return (np.asarray(both) + ASSUMED * alone) / (held + ASSUMED)


def _spelled(form: str) -> str:
    """A syllable as the bulletins' terms have it: what stands before "vaccine" stands there before
    "vắc xin".
    """
    return search_syllables(form, folded=False)[0] if is_spelling(form) and form else form


def _bonus(raw: str, trust: float, *, loud: bool) -> float:
    """Nats on what is no Vietnamese syllable in a question that has diacritics, and on capitals."""
    if is_foreign(fold(raw)):
        return NAME if trust else 0.0
    return CAPITALS if len(raw) > 1 and raw.isupper() and not loud else 0.0


def _written(text: str, found: Sequence[Token], forms: Sequence[str]) -> str:
    """The text with these forms, in the capitals that were typed."""
    out, at = [], 0
    for token, form in zip(found, forms, strict=True):
        raw = text[token.start : token.end]
        if raw.isdecimal() or is_marked(raw) or form == token.form:
            continue
        letters = zip(raw, form, strict=True)
        shown = "".join(f.upper() if r.isupper() else f for r, f in letters)
        out += [text[at : token.start], shown]
        at = token.end
    return "".join([*out, text[at:]])
