"""Evaluations: what is counted of appointments, and over which time (R64, R66, R109).

Each appointment is counted once under its month and office for each `Topic`, with how it ended.
Topics are never crossed: no count is about, say, a concern *and* an age, and nothing is counted
per colleague.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from backend.domain.attendance import Outcome, Step

YOUNG = 25
"""Who is younger belongs to the offices for young people (D7, R66)."""


class Ending(StrEnum):
    """What became of an appointment (R58, R64)."""

    CAME = "came"
    MISSED = "missed"
    UNRECORDED = "unrecorded"
    """Nothing was noted, which is never a duty: no sign that somebody stayed away (D27)."""
    CANCELLED = "cancelled"
    """By the customer, or for the customer upon demand."""
    CANCELLED_BY_OFFICE = "cancelled_by_office"


class Topic(StrEnum):
    """By what appointments are told apart."""

    OFFICE = "office"
    """Its one value is empty: the office itself stands in each count."""
    CONCERN = "concern"
    URGENCY = "urgency"
    """Emergencies and others (R66)."""
    CHANNEL = "channel"
    BOOKED_BY = "booked_by"
    AGE = "age"
    """Under 25 or not (R66); only who has no customer number is asked for it (D5)."""


EMERGENCY, OTHER = "emergency", "other"
WALK_IN = "walk_in"
"""In place of who booked it: nobody did (R58, R86)."""


class Age(StrEnum):
    """On the day of the appointment."""

    YOUNG = "under_25"
    OLDER = "from_25"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Key:
    """What one count is about."""

    month: str
    """Of the appointment, `2026-11`."""
    office: str
    topic: Topic
    value: str
    ending: Ending


Counts = Mapping[Key, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What counting has to know of one appointment: nothing that names anybody."""

    day: date
    office: str
    concern: str
    channel: str
    booked_by: str
    is_emergency: bool
    is_walk_in: bool
    born: tuple[int | None, int | None, int | None]
    """Year, month and day, each of which may be unknown."""
    is_cancelled: bool
    cancelled_by_office: bool
    step: Step | None
    """None: nothing was noted."""
    outcome: Outcome | None

    @property
    def ending(self) -> Ending:
        if self.is_cancelled:
            return Ending.CANCELLED_BY_OFFICE if self.cancelled_by_office else Ending.CANCELLED
        if self.outcome is Outcome.MISSED:
            return Ending.MISSED
        return Ending.CAME if self.step else Ending.UNRECORDED

    def counts_under(self) -> Iterator[Key]:
        """Everything it is counted under, once each."""
        values = {
            Topic.OFFICE: "",
            Topic.CONCERN: self.concern,
            Topic.URGENCY: EMERGENCY if self.is_emergency else OTHER,
            Topic.CHANNEL: self.channel,
            Topic.BOOKED_BY: WALK_IN if self.is_walk_in else self.booked_by,
            Topic.AGE: age(self.born, self.day),
        }
        for topic, value in values.items():
            yield Key(f"{self.day:%Y-%m}", self.office, topic, value, self.ending)


def age(born: tuple[int | None, int | None, int | None], day: date) -> Age:
    """Whether somebody is under 25 on the day; unknown where the birthday would decide it."""
    year, month, in_month = born
    if year is None:
        return Age.UNKNOWN
    years = day.year - year
    if years != YOUNG:
        return Age.YOUNG if years < YOUNG else Age.OLDER
    if month is None or (month == day.month and in_month is None):
        return Age.UNKNOWN
    return Age.YOUNG if (month, in_month or 0) > (day.month, day.day) else Age.OLDER


def counted(every: Iterable[Facts]) -> Counter[Key]:
    """The counts of these appointments."""
    return Counter(key for facts in every for key in facts.counts_under())


# --- over which time


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A month, quarter or year of the calendar.

    No other spans: from two that overlap, the hidden counts of their difference could be computed.
    """

    year: int
    first: int
    """Its first month."""
    length: int
    """Months: 1, 3 or 12."""

    @property
    def key(self) -> str:
        """`2026-11`, `2026-Q4` or `2026`."""
        if self.length == 12:
            return str(self.year)
        if self.length == 3:
            return f"{self.year}-Q{self.first // 3 + 1}"
        return f"{self.year}-{self.first:02}"

    @property
    def months(self) -> list[str]:
        """The keys of its months."""
        return [f"{self.year}-{self.first + number:02}" for number in range(self.length)]

    @property
    def first_day(self) -> date:
        return date(self.year, self.first, 1)

    @property
    def next_day(self) -> date:
        """The day after it."""
        end = self.first + self.length
        return date(self.year + 1, 1, 1) if end > 12 else date(self.year, end, 1)


def periods_of(year: int, today: date) -> list[Period]:
    """The months, quarters and the year itself, as far as they are over.

    What is not over changes daily, and the difference of two days would tell of single people.
    """
    found = [
        *(Period(year, first, 1) for first in range(1, 13)),
        *(Period(year, first, 3) for first in (1, 4, 7, 10)),
        Period(year, 1, 12),
    ]
    return [each for each in found if each.next_day <= today]


def periods_since(month: str, today: date) -> list[Period]:
    """Those that are over and begin in this month (`2026-11`) or end after it; years first."""
    found = [
        each
        for year in range(int(month[:4]), today.year + 1)
        for each in periods_of(year, today)
        if each.months[-1] >= month
    ]
    return sorted(found, key=lambda each: (-each.length, -each.year, -each.first))
