"""The periods that a passage has from its words, its lead, its heading and the title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.periods import PeriodMention, find_periods, lent_year
from corpus.types import Period, Role


@dataclass(frozen=True, slots=True)
class Came:
    """What stands over a passage: its periods, and the year that they lend."""

    periods: tuple[Period, ...]
    year: int | None


@dataclass(frozen=True, slots=True)
class Context:
    """One bulletin's title, and the headings and leads that were read already."""

    title: str
    _read: dict[tuple[str, int | None], list[PeriodMention]] = field(default_factory=dict)

    def mentions(self, text: str, year: int | None) -> list[PeriodMention]:
        """The periods of a heading or lead, with ``year`` where it names none."""
        key = text, year
        if key not in self._read:
            self._read[key] = find_periods(text, default_year=year)
        return self._read[key]


def inherited(context: Context, heading: str, leads: Sequence[str]) -> Came:
    """What a passage takes from the leads of its lists (outermost first), heading and title.

    The nearest that names a period lends its year. A heading with periods stands for the title;
    where it does nothing but name them ("Quý III"), they are reported or planned as the title says.
    Of a lead that looks back and ahead, a list takes what lies ahead: "Trong cuộc họp tổng kết
    quý I, Bộ đề ra nhiệm vụ tháng 4:" announces what is to be done in April.
    """
    title = context.mentions(context.title, None)
    year = lent_year(title)
    near = context.mentions(heading, year)
    year = lent_year(near) or year
    above = _of_role(near, title) or title
    below: list[Period] = []
    for lead in leads:
        mentions = context.mentions(lead, year)
        year = lent_year(mentions) or year
        below = [*_ahead(mentions), *below]
    return Came((*below, *(mention.period for mention in above)), year)


def own_periods(text: str, came: Came) -> list[PeriodMention]:
    """The periods that the words of a block name; a missing year is found in it or over it."""
    return find_periods(text, default_year=came.year)


def _of_role(
    mentions: Sequence[PeriodMention], title: Sequence[PeriodMention]
) -> list[PeriodMention]:
    """The mentions, those that are neither reported nor planned in the one role of the title."""
    roles = {mention.period.role for mention in title} - {Role.MENTIONED}
    if len(roles) != 1:
        return list(mentions)
    (role,) = roles
    return [
        replace(one, period=replace(one.period, role=role))
        if one.period.role is Role.MENTIONED
        else one
        for one in mentions
    ]


def _ahead(mentions: Sequence[PeriodMention]) -> list[Period]:
    periods = [mention.period for mention in mentions]
    planned = [period for period in periods if period.role is Role.PLANNED]
    return planned or periods
