"""Waiting wishes: who wants to be told of an earlier time, and how long one is kept for them.

Whoever has an appointment may wait for an earlier day. A time that frees is kept for one waiting
person at a time, in the order in which they asked.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from backend.domain.rules import OfficeRules

NOON = time(12)
MOST_UNANSWERED = 3
"""Who has not answered so often is asked no more."""
LEAST_MINUTES = 30
"""With less time to answer nobody is asked; the time is open to all then."""
CALL_HOURS = (8 * 60, 16 * 60)
"""Minutes of a working day between which the office works through its call list."""


class Half(StrEnum):
    """Which half of the day suits somebody."""

    ANY = "any"
    MORNING = "morning"
    AFTERNOON = "afternoon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What an earlier time must fulfil beside being earlier; nothing chosen: any will do."""

    half: Half = Half.ANY
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Somebody with an appointment who waits for an earlier one."""

    appointment: int
    """Its id; what is wished for (office, concern, channel, interpreter) stands there."""
    start: datetime
    """Of the appointment when the wish was made, local wall-clock time."""
    choices: Choices = Choices()
    asked_at: int
    """UTC seconds: who came first is asked first."""
    unanswered: int = 0
    """How many times in a row were kept and told without an answer."""
    passed: frozenset[datetime] = field(default_factory=frozenset)
    """Starts that were kept for them before; none is kept twice."""
    offer: int = 0
    """Id of the hold that is kept for them now, 0 for none."""
    offer_start: datetime | None = None
    offer_until: int = 0
    """UTC seconds until which they may answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How the house goes about it: settings."""

    minutes: int = 120
    """So long a time is kept for somebody; only minutes between the hours count."""
    hours: tuple[int, int] = (8, 20)
    """Full hours of every day between which people read messages."""
    pause_minutes: tuple[int, int] = (0, 0)
    """Shortest and longest random pause of a time that is given up (D23)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When people read messages or are called: minutes of the days that count."""

    first: int
    end: int
    is_open: Callable[[date], bool] = lambda _day: True


def is_earlier(waiting: Waiting, start: datetime, *, current: datetime) -> bool:
    """Whether this time is an earlier one they want; both are local wall-clock times.

    Earlier is an earlier day: for an hour less nobody plans anew.
    """
    choices, day = waiting.choices, start.date()
    if day >= current.date() or start in waiting.passed:
        return False
    if choices.first_day and day < choices.first_day:
        return False
    if choices.last_day and day > choices.last_day:
        return False
    if choices.half is Half.ANY:
        return True
    return (start.time() < NOON) is (choices.half is Half.MORNING)


def first_moment(wall: datetime, hours: Hours) -> datetime:
    """The first moment from this one on at which somebody is told; local wall-clock times."""
    while True:
        begin, end = _bounds(wall.date(), hours)
        if hours.is_open(wall.date()) and wall < end:
            return max(wall, begin)
        wall = datetime.combine(wall.date() + timedelta(days=1), time())


def answer_by(wall: datetime, minutes: int, hours: Hours) -> datetime:
    """When so many minutes have passed of which only those of the hours count (wall clock)."""
    left = timedelta(minutes=minutes)
    while True:
        moment = first_moment(wall, hours)
        _, end = _bounds(moment.date(), hours)
        if end - moment >= left:
            return moment + left
        left -= end - moment
        wall = end


def bookable_until(rules: OfficeRules, start: datetime) -> datetime:
    """The wall-clock moment from which this time can no longer be booked online (R42, R43)."""
    cut_off = datetime.combine(start.date(), time(rules.cut_off // 60, rules.cut_off % 60))
    return min(cut_off, start - timedelta(minutes=rules.lead_minutes))


def kept_until(
    wall: datetime, minutes: int, hours: Hours, *, bookable: datetime
) -> datetime | None:
    """Until when a time is kept for somebody told now, never past the cut-off (wall clock).

    None: there is too little time left to answer.
    """
    told = first_moment(wall, hours)
    until = min(answer_by(wall, minutes, hours), bookable)
    least = timedelta(minutes=min(minutes, LEAST_MINUTES))
    return until if until - told >= least else None


def _bounds(day: date, hours: Hours) -> tuple[datetime, datetime]:
    midnight = datetime.combine(day, time())
    return midnight + timedelta(minutes=hours.first), midnight + timedelta(minutes=hours.end)
