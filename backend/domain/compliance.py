"""Compliance: whether an office plans the windows it has to offer (R37, R38, R44, GA 3.3)."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from backend.domain.rules import is_working_day

DAYS_PER_WEEK = 4
"""Appointments on so many days of each week (R37)."""
LATE_UNTIL = 18 * 60
"""On one day of each week at least until this minute (R38)."""


class Duty(StrEnum):
    """What a week has to offer."""

    DAYS = "days"
    LATE = "late"


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """A week in which an office offers less than it has to."""

    monday: date
    duty: Duty


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Who agreed to less, when, and for which days (R44)."""

    office: str
    first_day: date
    last_day: date
    agreed_by: str
    """The function that agreed, such as `Geschäftsbereichsleitung 2`; no name is needed."""
    agreed_on: date
    note: str = ""
    id: int = 0

    def covers(self, gap: Gap) -> bool:
        """Whether the whole week is among its days."""
        return self.first_day <= gap.monday and gap.monday + timedelta(days=4) <= self.last_day


def gaps(
    ends: Mapping[date, int],
    mondays: Iterable[date],
    *,
    holidays: AbstractSet[date],
    excused: AbstractSet[date] = frozenset(),
) -> frozenset[Gap]:
    """The weeks that miss a duty.

    `ends` has for each day with appointments the minute at which the last window ends. A week with
    public holidays, or with `excused` days (the month-turn lock is allowed, R40), owes no more days
    than are left of it; a late one it owes unless no day is left.
    """
    found: set[Gap] = set()
    for monday in mondays:
        week = [monday + timedelta(days=number) for number in range(7)]
        left = [day for day in week if is_working_day(day, holidays) and day not in excused]
        offered = [day for day in week if day in ends]
        if len(offered) < min(DAYS_PER_WEEK, len(left)):
            found.add(Gap(monday, Duty.DAYS))
        if left and not any(ends[day] >= LATE_UNTIL for day in offered):
            found.add(Gap(monday, Duty.LATE))
    return frozenset(found)


def mondays_from(today: date, *, weeks: int) -> list[date]:
    """The Mondays of the next whole weeks after the present one."""
    monday = today - timedelta(days=today.weekday())
    return [monday + timedelta(weeks=number) for number in range(1, weeks + 1)]
