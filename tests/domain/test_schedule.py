"""Daily work at six on the wall clock, on every day of the year."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from backend.domain import schedule

ZONE = ZoneInfo("Europe/Berlin")
SIX = 6 * 60


def at(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [((2026, 3, 28), 5), ((2026, 3, 29), 4), ((2026, 10, 24), 4), ((2026, 10, 25), 5)],
)
def test_six_is_six_also_when_the_clocks_change(day: tuple[int, int, int], utc_hour: int) -> None:
    turn = schedule.last_turn(SIX, at(*day, 12))
    assert turn == datetime(*day, utc_hour, tzinfo=UTC)


def test_before_six_yesterdays_turn_is_the_last_one() -> None:
    assert schedule.last_turn(SIX, at(2026, 3, 29, 5, 59)) == at(2026, 3, 28, 6)


def test_what_was_missed_for_days_is_made_up_once() -> None:
    now = at(2026, 11, 23, 9)
    last = int(at(2026, 11, 20, 6).timestamp())
    assert schedule.is_due(SIX, last, now)
    assert not schedule.is_due(SIX, int(now.timestamp()), now + timedelta(hours=1))
    assert schedule.is_due(SIX, int(now.timestamp()), at(2026, 11, 24, 6))


@pytest.mark.parametrize("zone", ["Europe/Berlin", "UTC", "America/Sao_Paulo"])
def test_through_a_whole_year_it_is_due_once_a_day(zone: str) -> None:
    now, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    last, done = int(now.timestamp()), []
    while now < end:
        here = now.astimezone(ZoneInfo(zone))
        if schedule.is_due(SIX, last, here):
            done.append(here)
            last = int(now.timestamp())
        now += timedelta(minutes=20)
    assert len(done) == 365
    assert {each.hour for each in done} == {6}


def test_a_time_that_is_left_out_or_comes_twice_counts_once() -> None:
    half_past_two = 2 * 60 + 30
    assert schedule.last_turn(half_past_two, at(2026, 3, 29, 4)) == datetime(
        2026, 3, 29, 1, 30, tzinfo=UTC
    )
    assert schedule.last_turn(half_past_two, at(2026, 10, 25, 4)) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )
