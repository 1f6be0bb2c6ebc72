"""The clock of callbacks: by the clock, but Saturdays, Sundays and public holidays left out."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.content.holidays import public_holidays
from backend.domain.callbacks import Kind, due
from backend.domain.rules import is_working_day

HOLIDAYS = frozenset().union(*(public_holidays("HB", year) for year in range(2025, 2031)))
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2029, 12, 31)).map(  # noqa: DTZ001
    lambda moment: moment.replace(second=0, microsecond=0)
)
KINDS = st.sampled_from(list(Kind))


def counted(begun: datetime, end: datetime) -> timedelta:
    """The time from one to the other on working days."""
    total, day = timedelta(), begun.date()
    while day <= end.date():
        midnight = datetime.combine(day, datetime.min.time())
        if is_working_day(day, HOLIDAYS):
            total += min(end, midnight + timedelta(days=1)) - max(begun, midnight)
        day += timedelta(days=1)
    return total


@given(begun=MOMENTS, kind=KINDS)
def test_so_many_hours_of_working_days_lie_before_it(begun: datetime, kind: Kind) -> None:
    missing = timedelta(hours=kind.hours) - counted(
        begun, due(begun, kind.hours, holidays=HOLIDAYS)
    )
    # What would end at midnight ends a minute before.
    assert missing in {timedelta(), timedelta(minutes=1)}


@given(begun=MOMENTS, kind=KINDS)
def test_it_is_due_on_a_working_day(begun: datetime, kind: Kind) -> None:
    assert is_working_day(due(begun, kind.hours, holidays=HOLIDAYS).date(), HOLIDAYS)


@given(begun=MOMENTS, later=st.integers(1, 60 * 24 * 10), kind=KINDS)
def test_who_asks_later_is_never_due_before(begun: datetime, later: int, kind: Kind) -> None:
    first = due(begun, kind.hours, holidays=HOLIDAYS)
    assert first <= due(begun + timedelta(minutes=later), kind.hours, holidays=HOLIDAYS)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("begun", "hours", "end"),
    [
        (at(date(2026, 11, 24), 15, 10), 48, at(date(2026, 11, 26), 15, 10)),
        (at(date(2026, 11, 26), 15, 10), 48, at(date(2026, 11, 30), 15, 10)),
        (at(date(2026, 11, 27), 17), 24, at(date(2026, 11, 30), 17)),
        # On a Saturday the clock begins on Monday at midnight.
        (at(date(2026, 11, 28), 9), 48, at(date(2026, 12, 1), 23, 59)),
        # Christmas on Friday and Saturday.
        (at(date(2026, 12, 24), 10), 48, at(date(2026, 12, 29), 10)),
        # Maundy Thursday: Good Friday, the weekend and Easter Monday are left out.
        (at(date(2026, 4, 2), 11), 48, at(date(2026, 4, 8), 11)),
        # The night of a clock change lies on a Sunday.
        (at(date(2026, 10, 23), 8), 24, at(date(2026, 10, 26), 8)),
        (at(date(2027, 3, 26 - 1), 8), 24, at(date(2027, 3, 30), 8)),
        # Over the turn of the year.
        (at(date(2026, 12, 31), 12), 24, at(date(2027, 1, 4), 12)),
    ],
)  # fmt: skip
def test_weekends_and_holidays_are_left_out(begun: datetime, hours: int, end: datetime) -> None:
    assert due(begun, hours, holidays=HOLIDAYS) == end
