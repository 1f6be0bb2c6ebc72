"""Cells: five minutes of wall clock each, the same on every day of the year."""

# Appointments are wall-clock times at an office.
# ruff: noqa: DTZ001

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain import periods

bounded = settings(max_examples=150, deadline=None)


@bounded
@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)))
def test_a_moment_lies_in_the_cell_that_begins_at_most_five_minutes_before(
    moment: datetime,
) -> None:
    begin = periods.moment_of(periods.cell_at(moment))
    assert timedelta() <= moment - begin < timedelta(minutes=5)


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25), date(2028, 2, 29)])
def test_every_day_has_288_cells(day: date) -> None:
    next_day = day + timedelta(days=1)
    assert periods.first_cell(next_day) - periods.first_cell(day) == 288
    assert periods.moment_of(periods.first_cell(next_day)).date() == next_day


@pytest.mark.parametrize("minutes", [0, -5, 7])
def test_durations_off_the_grid_are_refused(minutes: int) -> None:
    with pytest.raises(ValueError, match="multiple"):
        periods.cells(minutes)


def test_a_mask_covers_exactly_its_cells() -> None:
    assert periods.mask(2, 3) == 0b11100
    assert periods.mask(5, 0) == 0
