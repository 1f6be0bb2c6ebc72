"""Booking rules: cut-off, lead time, horizon, month-turn lock, clock changes."""

# Appointments are wall-clock times at an office.
# ruff: noqa: DTZ001

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain import rules
from backend.domain.rules import OfficeRules

BERLIN = ZoneInfo("Europe/Berlin")
NONE: frozenset[date] = frozenset()
bounded = settings(max_examples=150, deadline=None)

days = st.dates(date(2025, 1, 1), date(2030, 12, 31))
holiday_sets = st.frozensets(days, max_size=40)
moments = st.datetimes(
    datetime(2025, 1, 1), datetime(2030, 12, 31), timezones=st.just(BERLIN), allow_imaginary=False
)
locks = st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(lambda lock: sum(lock) <= 3)


@st.composite
def office_rules(draw: st.DrawFn) -> OfficeRules:
    before, after = draw(locks)
    return OfficeRules(
        cut_off=draw(st.integers(0, 1439)),
        lead_minutes=draw(st.integers(0, 4000)),
        horizon_days=draw(st.integers(0, 90)),
        new_times_at=draw(st.integers(0, 1439)),
        lock_before=before,
        lock_after=after,
    )


def berlin(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BERLIN)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("now", "earliest"),
    [
        (berlin(2026, 3, 10, 5, 59, 59), datetime(2026, 3, 10, 5, 59, 59)),
        (berlin(2026, 3, 10, 6, 0, 0), datetime(2026, 3, 11)),
        (berlin(2026, 3, 10, 23, 59), datetime(2026, 3, 11)),
        (berlin(2026, 12, 31, 6, 0), datetime(2027, 1, 1)),
    ],
)
def test_at_six_the_day_is_over_for_booking_online(now: datetime, earliest: datetime) -> None:
    assert rules.earliest_start(OfficeRules(), now) == earliest


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_the_cut_off_is_at_six_on_the_wall_on_days_of_a_clock_change(day: date) -> None:
    six = datetime(day.year, day.month, day.day, 6, tzinfo=BERLIN)
    just_before = (six.astimezone(UTC) - timedelta(seconds=1)).astimezone(BERLIN)
    assert rules.earliest_start(OfficeRules(), just_before).date() == day
    assert rules.earliest_start(OfficeRules(), six).date() == day + timedelta(days=1)


def test_the_lead_time_passes_in_real_minutes_over_a_clock_change() -> None:
    lead = OfficeRules(lead_minutes=180, cut_off=6 * 60)
    assert rules.earliest_start(lead, berlin(2026, 3, 29, 1, 0)) == datetime(2026, 3, 29, 5, 0)
    assert rules.earliest_start(lead, berlin(2026, 10, 25, 1, 0)) == datetime(2026, 10, 25, 3, 0)


def test_a_long_lead_time_reaches_beyond_the_next_day() -> None:
    lead = OfficeRules(lead_minutes=2 * 24 * 60)
    assert rules.earliest_start(lead, berlin(2026, 3, 10, 9)) == datetime(2026, 3, 12, 9)


def test_the_horizon_moves_on_when_the_new_times_come() -> None:
    office = OfficeRules(horizon_days=42, new_times_at=7 * 60)
    assert rules.last_day(office, berlin(2026, 3, 10, 6, 59, 59)) == date(2026, 4, 20)
    assert rules.last_day(office, berlin(2026, 3, 10, 7, 0)) == date(2026, 4, 21)


@bounded
@given(office_rules(), moments)
def test_the_new_times_come_next_and_bring_exactly_one_day(
    office: OfficeRules, now: datetime
) -> None:
    then = rules.next_new_times(office, now)
    assert timedelta() < then - rules.wall_clock(now) <= timedelta(days=1)
    just_before = (then - timedelta(seconds=1)).replace(tzinfo=BERLIN)
    at_that_time = then.replace(tzinfo=BERLIN)
    assert rules.last_day(office, just_before) == rules.last_day(office, now)
    assert rules.last_day(office, at_that_time) == rules.last_day(office, now) + timedelta(days=1)


@bounded
@given(office_rules(), moments)
def test_the_earliest_start_is_never_behind_the_clock(office: OfficeRules, now: datetime) -> None:
    earliest = rules.earliest_start(office, now)
    if now.hour * 60 + now.minute >= office.cut_off:
        assert earliest.date() > now.date()
    else:
        assert earliest.replace(tzinfo=BERLIN).timestamp() >= now.timestamp() - 3600
    assert earliest.tzinfo is None


@bounded
@given(office_rules(), st.integers(2025, 2030), st.integers(1, 12), holiday_sets)
def test_the_lock_holds_at_most_three_working_days_around_the_turn(
    office: OfficeRules, year: int, month: int, holidays: frozenset[date]
) -> None:
    locked = rules.locked_days(office, year, month, holidays=holidays)
    assert len(locked) == office.lock_before + office.lock_after
    assert len(locked) <= 3
    turn = date(year + month // 12, month % 12 + 1, 1)
    for day in locked:
        assert rules.is_working_day(day, holidays)
        between = [
            day + timedelta(days=step) if day < turn else day - timedelta(days=step)
            for step in range(abs((turn - day).days) + (day >= turn))
        ]
        # No more than three working days from the turn, itself among them (D41).
        assert sum(rules.is_working_day(each, holidays) for each in between) <= 3


@bounded
@given(office_rules(), days, holiday_sets)
def test_a_day_is_locked_exactly_when_it_stands_in_the_lock_of_a_turn(
    office: OfficeRules, day: date, holidays: frozenset[date]
) -> None:
    turns = [(year, month) for year in (day.year - 1, day.year) for month in range(1, 13)]
    locked = [rules.locked_days(office, *turn, holidays=holidays) for turn in turns]
    assert rules.is_locked(office, day, holidays) == any(day in each for each in locked)


def test_the_lock_steps_over_weekends_and_public_holidays() -> None:
    office = OfficeRules(lock_before=1, lock_after=2)
    new_year = frozenset({date(2027, 1, 1)})
    assert rules.locked_days(office, 2026, 12, holidays=new_year) == {
        date(2026, 12, 31),
        date(2027, 1, 4),
        date(2027, 1, 5),
    }
    assert rules.locked_days(office, 2026, 1, holidays=NONE) == {
        date(2026, 1, 30),
        date(2026, 2, 2),
        date(2026, 2, 3),
    }
    assert rules.is_locked(office, date(2027, 1, 5), new_year)
    assert not rules.is_locked(office, date(2027, 1, 6), new_year)
    assert not rules.is_locked(office, date(2027, 1, 2), new_year)


@pytest.mark.parametrize(
    "odd",
    [
        {"lock_before": 4},
        {"lock_before": 2, "lock_after": 2},
        {"lock_before": -1},
        {"lock_after": -1},
        {"lead_minutes": -5},
        {"horizon_days": -1},
        {"cut_off": 1440},
        {"new_times_at": -1},
        {"building_cap": 0},
        {"reserved_release_days": -1},
    ],
)
def test_odd_rules_are_refused(odd: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"lock|must"):
        OfficeRules(**odd)


def test_an_emergency_passes_the_lock_but_not_the_cut_off() -> None:
    office = OfficeRules(lock_before=1, lock_after=1)
    now = berlin(2026, 3, 31, 6, 0)

    def is_bookable(day: date, *, emergency: bool) -> bool:
        return rules.is_bookable_day(office, day, now=now, emergency=emergency, holidays=NONE)

    assert not is_bookable(date(2026, 3, 31), emergency=True)
    assert is_bookable(date(2026, 4, 1), emergency=True)
    assert not is_bookable(date(2026, 4, 1), emergency=False)
    assert is_bookable(date(2026, 4, 2), emergency=False)


@bounded
@given(office_rules(), moments, st.integers(-3, 100), st.booleans(), holiday_sets)
def test_a_bookable_day_lies_between_the_earliest_start_and_the_horizon(
    office: OfficeRules, now: datetime, ahead: int, emergency: bool, holidays: frozenset[date]
) -> None:
    day = now.date() + timedelta(days=ahead)
    bookable = rules.is_bookable_day(office, day, now=now, emergency=emergency, holidays=holidays)
    within = rules.earliest_start(office, now).date() <= day <= rules.last_day(office, now)
    assert bookable == (within and (emergency or not rules.is_locked(office, day, holidays)))


def test_an_appointment_may_change_until_it_starts() -> None:
    start = datetime(2026, 3, 10, 9, 0)
    assert rules.may_change(start, berlin(2026, 3, 10, 8, 59, 59))
    assert not rules.may_change(start, berlin(2026, 3, 10, 9, 0))
    assert not rules.may_change(start, berlin(2026, 3, 11, 8, 0))


@pytest.mark.parametrize(
    ("day", "works"),
    [(date(2026, 3, 9), True), (date(2026, 3, 14), False), (date(2026, 4, 3), False)],
)
def test_weekends_and_public_holidays_are_no_working_days(day: date, works: bool) -> None:
    assert rules.is_working_day(day, frozenset({date(2026, 4, 3)})) == works
