"""When something may be booked, moved or cancelled (R40, R42, R43, R55, D41)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from backend.domain.appointments import BookedBy
from backend.domain.video_links import is_template

MOST_LOCKED_DAYS = 3
"""R40; D41 counts them in working days."""
STAFF_HORIZON_DAYS = 183
"""So far ahead at least the staff of the office book, as for a follow-up (R74)."""
IN_THE_OFFICE = frozenset({BookedBy.COUNTER, BookedBy.OLD_TOOL})
"""Who books past cut-off, lead time, horizon and month-turn lock (R92)."""
_MINUTES_PER_DAY = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeRules:
    """What one office decides; minutes count from midnight, local wall clock."""

    cut_off: int = 6 * 60
    """From this minute on nothing of the same day is bookable online (R42)."""
    lead_minutes: int = 0
    """The earliest start lies at least this far ahead (R43)."""
    horizon_days: int = 42
    """The last bookable day lies this many days ahead (R43)."""
    new_times_at: int = 7 * 60
    """At this minute the horizon moves on by a day."""
    lock_before: int = 0
    """Working days locked at the end of the month (R40)."""
    lock_after: int = 0
    """Working days locked at the beginning of the month; both together at most three (D41)."""
    building_cap: int | None = None
    """People in the building at one time (R46), None for no limit."""
    reserved_release_days: int = 2
    """Late openings left unfilled open to all this many days before (D21)."""
    hotline_same_day: bool = False
    """The hotline may book the same day past the cut-off, since the office says so (R92)."""
    video_template: str = ""
    """The link of a talk by video with a blank `{code}` (R88); empty: staff type each link."""

    def __post_init__(self) -> None:
        for name in ("lead_minutes", "horizon_days", "lock_before", "lock_after"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} must not be negative")
        for name in ("cut_off", "new_times_at"):
            if not 0 <= getattr(self, name) < _MINUTES_PER_DAY:
                raise ValueError(f"{name} must be a minute of the day")
        if self.lock_before + self.lock_after > MOST_LOCKED_DAYS:
            raise ValueError(
                f"lock_before and lock_after lock more than {MOST_LOCKED_DAYS} days (R40)"
            )
        if self.building_cap is not None and self.building_cap < 1:
            raise ValueError("building_cap must be at least 1, or None for no limit")
        if self.reserved_release_days < 0:
            raise ValueError("reserved_release_days must not be negative")
        if self.video_template and not is_template(self.video_template):
            raise ValueError("video_template must be an https link with {code} behind its host")


def wall_clock(now: datetime) -> datetime:
    """The naive local wall-clock time of an aware moment in the office's zone."""
    return now.replace(tzinfo=None, fold=0)


def earliest_start(
    rules: OfficeRules, now: datetime, *, by: BookedBy = BookedBy.CUSTOMER
) -> datetime:
    """The first wall-clock moment an appointment may start at (R42, R43, R92).

    From the cut-off on nothing of the same day is left, but for the office itself, and for its
    hotline where it says so. The lead time passes in real minutes, also over a clock change.
    """
    if by in IN_THE_OFFICE:
        return wall_clock(now)
    after_lead = now.astimezone(UTC) + timedelta(minutes=rules.lead_minutes)
    earliest = wall_clock(after_lead.astimezone(now.tzinfo))
    is_exempt = by is BookedBy.HOTLINE and rules.hotline_same_day
    if _minute(now) >= rules.cut_off and not is_exempt:
        earliest = max(earliest, _at(now.date() + timedelta(days=1), 0))
    return earliest


def last_day(rules: OfficeRules, now: datetime, *, by: BookedBy = BookedBy.CUSTOMER) -> date:
    """The last bookable day; at `new_times_at` the horizon moves on by one (R43)."""
    if by in IN_THE_OFFICE:
        return now.date() + timedelta(days=max(rules.horizon_days, STAFF_HORIZON_DAYS))
    reached = _minute(now) >= rules.new_times_at
    return now.date() + timedelta(days=rules.horizon_days - (0 if reached else 1))


def next_new_times(rules: OfficeRules, now: datetime) -> datetime:
    """The wall-clock moment, later than `now`, at which the next day opens for booking."""
    reached = _minute(now) >= rules.new_times_at
    return _at(now.date() + timedelta(days=1 if reached else 0), rules.new_times_at)


def is_working_day(day: date, holidays: AbstractSet[date]) -> bool:
    """Monday to Friday, and no public holiday."""
    return day.weekday() < 5 and day not in holidays


def locked_days(
    rules: OfficeRules, year: int, month: int, *, holidays: AbstractSet[date]
) -> frozenset[date]:
    """The working days locked around the turn at the end of this month (R40, D41).

    `holidays` must cover both months; in December those of the next year too.
    """
    next_first = date(year + month // 12, month % 12 + 1, 1)
    before = _working_days(next_first, -1, rules.lock_before, holidays=holidays)
    after = _working_days(next_first - timedelta(days=1), 1, rules.lock_after, holidays=holidays)
    return frozenset(before + after)


def is_locked(rules: OfficeRules, day: date, holidays: AbstractSet[date]) -> bool:
    """Whether the day is locked at a turn of the month; emergency concerns are exempt (R40)."""
    if not rules.lock_before and not rules.lock_after:
        return False
    month_before = day.replace(day=1) - timedelta(days=1)
    return any(
        day in locked_days(rules, turn.year, turn.month, holidays=holidays)
        for turn in (month_before, day)
    )


def is_bookable_day(
    rules: OfficeRules,
    day: date,
    *,
    now: datetime,
    emergency: bool,
    holidays: AbstractSet[date],
) -> bool:
    """Whether the day lies between cut-off and horizon and outside the lock (R40, R42, R43).

    An emergency concern passes the month-turn lock (R94), not the cut-off. Whether anybody serves
    on that day is the matter of the openings.
    """
    if not earliest_start(rules, now).date() <= day <= last_day(rules, now):
        return False
    return emergency or not is_locked(rules, day, holidays)


def may_change(start: datetime, now: datetime) -> bool:
    """Whether the appointment may still be moved or cancelled: its start lies ahead (R55)."""
    return start > wall_clock(now)


def working_days_until(day: date, today: date, *, holidays: AbstractSet[date]) -> int:
    """How many working days lie after `today` up to and with `day`; `holidays` covers all years."""
    span = (today + timedelta(days=number) for number in range(1, (day - today).days + 1))
    return sum(is_working_day(each, holidays) for each in span)


def working_day_before(day: date, holidays: AbstractSet[date]) -> date:
    """The last working day before `day`."""
    return _working_days(day, -1, 1, holidays=holidays)[0]


def _minute(now: datetime) -> int:
    """The minute of the day on the wall clock."""
    return now.hour * 60 + now.minute


def _at(day: date, minute: int) -> datetime:
    """The wall-clock moment of a minute of the day."""
    return datetime.combine(day, time(minute // 60, minute % 60))


def _working_days(
    origin: date, step: int, count: int, *, holidays: AbstractSet[date]
) -> list[date]:
    """The nearest `count` working days from the origin, which is left out, in one direction."""
    found: list[date] = []
    day = origin
    while len(found) < count:
        day += timedelta(days=step)
        if is_working_day(day, holidays):
            found.append(day)
    return found
