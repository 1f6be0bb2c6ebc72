"""Evaluating: the numbers of a month, quarter or year, for whom the right is given (R64–R66)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backend.actions import auditing, loads
from backend.actions.counting import NONE_FOUND
from backend.actions.loads import Load
from backend.content import Content
from backend.domain import evaluations, roles
from backend.domain.accounts import Account
from backend.domain.audits import Deed, Matter, Purpose
from backend.domain.crosstabs import ALL_OFFICES, MONTH, SUM, Evaluation, Year
from backend.domain.evaluations import Period, Topic
from backend.domain.roles import Place
from backend.domain.staff_refusals import NotAllowed
from backend.store import capacity, database
from backend.store import evaluations as kept

EVENTS = ("booked", "moved", "office_moved", NONE_FOUND, "callback")
"""What is shown of the daily counts, in this order; who looked and found no time is R66's wish."""


@dataclass(frozen=True, slots=True)
class Use:
    """How much an office, or all in a month, had open, and how much of it was booked (R109)."""

    key: str
    """Of the office, of the month, or `SUM`."""
    hours: int
    """Of all counters together."""
    percent: int | None
    """None: hidden, or nothing was open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that is told of one period, of one office or of all."""

    evaluation: Evaluation
    uses: tuple[Use, ...]


def periods(now: datetime) -> list[Period]:
    """Those of which something is known and that are over, years first."""
    first = kept.first_month()
    return evaluations.periods_since(first, now.date()) if first else []


def report(
    actor: Account,
    period: Period,
    *,
    office: str = ALL_OFFICES,
    deed: Deed = Deed.SAW,
    content: Content,
    now: datetime,
) -> Report:
    """What happened in the period; the reading is noted. Raises `NotAllowed` (R65, R116).

    It is worked out before the transaction that notes it, so that nobody who books waits for it.
    """
    if not roles.may_read_statistics(actor.powers(now.date()), Place(office)):
        raise NotAllowed
    found = _year(period.year, content=content, now=now).evaluate(period, office)
    uses = _uses(found)
    matter = Matter(Purpose.STATISTICS, period.key, office)
    auditing.note_reading(actor, deed, matter, now=now)
    return Report(evaluation=found, uses=uses)


def _year(year: int, *, content: Content, now: datetime) -> Year:
    bounds = (date(year, 1, 1), date(year + 1, 1, 1))
    counts, stored = kept.between(*bounds)
    happened = kept.events(*bounds)
    fresh = Year(
        counts=counts + evaluations.counted(stored),
        events={key: count for key, count in happened.items() if key[2] in EVENTS},
        periods=evaluations.periods_of(year, now.date()),
        sections={concern.key: concern.section for concern in content.concerns.values()},
        emergencies={concern.key for concern in content.concerns.values() if concern.emergency},
    )
    last = _Kept.last
    if last is None or last != fresh:
        last = _Kept.last = fresh
    return last


class _Kept:
    """The year looked at last: what is hidden in it takes a second or two to find out."""

    last: Year | None = None


def _uses(found: Evaluation) -> tuple[Use, ...]:
    """By office, else by month; nothing is said of how few were booked."""
    period, office = found.period, found.office
    minutes = {
        (month, key): Load(*each)
        for (month, key), each in kept.capacity(period.first_day, period.next_day).items()
        if office in {ALL_OFFICES, key}
    }
    if not minutes:
        return ()
    place = 1 if office == ALL_OFFICES else 0
    shown = _shown_sums(found, Topic.OFFICE.value if place else MONTH)
    by_key: dict[str, Load] = {}
    for key, load in sorted(minutes.items()):
        by_key[key[place]] = by_key.get(key[place], Load()) + load
    whole = [(SUM, sum(minutes.values(), Load()))]
    parts = list(by_key.items()) if place or period.length > 1 else []
    return tuple(_use(key, load, shown) for key, load in parts + whole)


def _use(key: str, load: Load, shown: Mapping[str, int | None]) -> Use:
    is_hidden = shown.get(key, 0) is None
    return Use(key, round(load.open_minutes / 60), None if is_hidden else load.percent)


def _shown_sums(found: Evaluation, table: str) -> dict[str, int | None]:
    """How many appointments each row of a table shows in all; None where that is hidden."""
    sums: dict[str, int | None] = {}
    for each in found.tables:
        sums[SUM] = each.sum.values[-1]
        if each.name == table:
            sums |= {row.key: row.values[-1] for row in each.rows}
    return sums


MOST_DAYS = 31
"""So many days a worker makes up that stood still; older ones are left out."""


@database.repeated
def note_capacity(*, content: Content, now: datetime) -> int:
    """Write down what was open and booked on the days that are over; returns how many days.

    It begins with the day before the first call. A second call on the same day changes nothing:
    the plan of a day that is over may be changed later, what was noted stays.
    """
    yesterday = now.date() - timedelta(days=1)
    last = kept.last_capacity_day() or yesterday - timedelta(days=1)
    first = max(last + timedelta(days=1), yesterday - timedelta(days=MOST_DAYS - 1))
    days = [first + timedelta(days=number) for number in range((yesterday - first).days + 1)]
    found: dict[date, dict[str, Load]] = {day: {} for day in days}
    for office, groups in capacity.plan().groups.items():
        for group in groups:
            for day, load in loads.of(group, days, content=content, now=now).items():
                found[day][office] = found[day].get(office, Load()) + load
    for day, offices in found.items():
        minutes = {key: (load.open_minutes, load.taken_minutes) for key, load in offices.items()}
        kept.add_capacity(day, minutes)
    return len(days)
