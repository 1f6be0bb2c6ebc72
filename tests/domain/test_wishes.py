"""Which times suit who waits, and how long one is kept for them."""

from datetime import date, datetime

import pytest

from backend.domain.rules import OfficeRules
from backend.domain.wishes import (
    Choices,
    Half,
    Hours,
    Waiting,
    answer_by,
    bookable_until,
    first_moment,
    is_earlier,
    kept_until,
)

MESSAGES = Hours(first=8 * 60, end=20 * 60)
CALLS = Hours(first=8 * 60, end=16 * 60, is_open=lambda day: day.weekday() < 5)
CURRENT = datetime(2026, 12, 10, 9, 0)  # noqa: DTZ001


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Local wall-clock time in December 2026."""
    return datetime(2026, 12, day, hour, minute)  # noqa: DTZ001


def waiting(**choices: object) -> Waiting:
    return Waiting(
        appointment=1,
        start=CURRENT,
        asked_at=0,
        choices=Choices(**choices),  # type: ignore[arg-type]
        passed=frozenset({at(3, 9)}),
    )


@pytest.mark.parametrize(
    ("start", "choices", "suits"),
    [
        (at(9, 15), {}, True),
        (at(10, 8), {}, False),
        (at(11, 8), {}, False),
        (at(3, 9), {}, False),
        (at(3, 9, 5), {}, True),
        (at(9, 11, 55), {"half": Half.MORNING}, True),
        (at(9, 12), {"half": Half.MORNING}, False),
        (at(9, 12), {"half": Half.AFTERNOON}, True),
        (at(7, 9), {"first_day": date(2026, 12, 8)}, False),
        (at(8, 9), {"first_day": date(2026, 12, 8), "last_day": date(2026, 12, 8)}, True),
        (at(9, 9), {"last_day": date(2026, 12, 8)}, False),
    ],
)
def test_an_earlier_time_is_one_on_an_earlier_day_that_fits_the_choices(
    start: datetime, choices: dict[str, object], suits: bool
) -> None:
    assert is_earlier(waiting(**choices), start, current=CURRENT) is suits


@pytest.mark.parametrize(
    ("wall", "until"),
    [
        (at(1, 10), at(1, 12)),
        (at(1, 3), at(1, 10)),
        (at(1, 19), at(2, 9)),
        (at(1, 20), at(2, 10)),
        (at(1, 23, 59), at(2, 10)),
        (at(5, 18), at(5, 20)),
    ],
)
def test_only_minutes_in_which_people_read_messages_count(wall: datetime, until: datetime) -> None:
    assert answer_by(wall, 120, MESSAGES) == until


def test_who_is_called_gets_the_hours_of_working_days() -> None:
    friday = at(4, 15)
    assert answer_by(friday, 120, CALLS) == at(7, 9)
    assert first_moment(at(5, 10), CALLS) == at(7, 8)
    assert first_moment(at(7, 10), CALLS) == at(7, 10)


def test_a_whole_day_to_answer_is_counted_over_several_days() -> None:
    assert answer_by(at(1, 10), 24 * 60, MESSAGES) == at(3, 10)


def test_nothing_is_kept_past_the_cut_off() -> None:
    bookable = bookable_until(OfficeRules(cut_off=6 * 60), at(2, 9))
    assert bookable == at(2, 6)
    assert kept_until(at(1, 10), 120, MESSAGES, bookable=bookable) == at(1, 12)
    assert kept_until(at(1, 19, 10), 120, MESSAGES, bookable=bookable) == at(2, 6)
    assert kept_until(at(1, 21), 120, MESSAGES, bookable=bookable) is None


def test_the_lead_time_of_an_office_counts_like_the_cut_off() -> None:
    assert bookable_until(OfficeRules(lead_minutes=48 * 60), at(5, 9)) == at(3, 9)


def test_too_little_time_to_answer_is_none() -> None:
    assert kept_until(at(1, 11, 31), 120, MESSAGES, bookable=at(1, 12)) is None
    assert kept_until(at(1, 11, 30), 120, MESSAGES, bookable=at(1, 12)) == at(1, 12)
    assert kept_until(at(1, 11, 45), 15, MESSAGES, bookable=at(1, 12)) == at(1, 12)
