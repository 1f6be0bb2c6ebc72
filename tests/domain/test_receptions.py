"""When somebody may come without an appointment: hours, holidays, closures, the next opening."""

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from backend.domain.openings import Closure
from backend.domain.receptions import (
    Reception,
    Window,
    closed_cells,
    next_opening,
    standing_at,
    windows_on,
)

MONDAY = date(2026, 11, 23)
WEEK = [
    Reception(weekdays=(0, 1, 2), windows=((480, 720), (780, 960))),
    Reception(weekdays=(3,), windows=((480, 720), (780, 1080))),
]
MINUTES = st.integers(0, 24 * 12 - 1).map(lambda cell: cell * 5)


def open_on(day: date, *closures: Closure, holidays: frozenset[date] = frozenset()) -> list[Window]:
    closed = closed_cells([closures], day)
    return list(windows_on(WEEK, day, holidays=holidays, closed=closed))


def test_the_hours_are_those_of_the_weekday() -> None:
    assert open_on(MONDAY) == [(480, 720), (780, 960)]
    assert open_on(MONDAY + timedelta(days=3)) == [(480, 720), (780, 1080)]
    assert open_on(MONDAY + timedelta(days=4)) == []


def test_nobody_is_there_on_a_public_holiday() -> None:
    assert open_on(MONDAY, holidays=frozenset({MONDAY})) == []


def test_a_closed_half_day_is_cut_out() -> None:
    half = Closure(first_day=MONDAY, last_day=MONDAY, start=660, end=840)
    assert open_on(MONDAY, half) == [(480, 660), (840, 960)]


def test_an_office_is_closed_only_when_all_its_groups_are() -> None:
    shut = Closure(first_day=MONDAY, last_day=MONDAY)
    assert closed_cells([[shut], []], MONDAY) == 0
    assert (
        windows_on(WEEK, MONDAY, holidays=frozenset(), closed=closed_cells([[shut]], MONDAY)) == ()
    )


def test_a_closed_counter_closes_no_reception() -> None:
    counter = Closure(first_day=MONDAY, last_day=MONDAY, counter=1)
    assert closed_cells([[counter]], MONDAY) == 0


def test_an_office_without_groups_has_no_closures() -> None:
    assert closed_cells([], MONDAY) == 0


def test_the_end_of_a_window_is_no_longer_open() -> None:
    assert standing_at(WEEK[0].windows, 719).until == 720
    assert standing_at(WEEK[0].windows, 720).until is None
    assert standing_at(WEEK[0].windows, 720).later == ((780, 960),)


def test_the_next_opening_is_found_over_the_weekend_and_over_holidays() -> None:
    friday = datetime.combine(date(2026, 11, 27), time(9))
    holidays = frozenset({date(2026, 11, 30)})

    def windows(day: date) -> tuple[Window, ...]:
        return windows_on(WEEK, day, holidays=holidays)

    assert next_opening(windows, friday) == datetime.combine(date(2026, 12, 1), time(8))


def test_what_never_opens_promises_nothing() -> None:
    assert next_opening(lambda _day: (), datetime.combine(date(2026, 11, 27), time(9))) is None


@given(
    windows=st.lists(st.tuples(MINUTES, MINUTES).map(sorted), max_size=4),
    closed=st.tuples(MINUTES, MINUTES).map(sorted),
    minute=MINUTES,
)
def test_somebody_is_there_exactly_in_the_hours_that_no_closure_cuts(
    windows: list[list[int]], closed: list[int], minute: int
) -> None:
    spans = tuple((start, end) for start, end in windows if start < end)
    shut = [
        Closure(first_day=MONDAY, last_day=MONDAY, start=closed[0] or None, end=closed[1])
        for _once in range(closed[0] < closed[1])
    ]
    opened = windows_on(
        [Reception(weekdays=(0,), windows=spans)],
        MONDAY,
        holidays=frozenset(),
        closed=closed_cells([shut], MONDAY),
    )
    wanted = any(start <= minute < end for start, end in spans) and not (
        bool(shut) and closed[0] <= minute < closed[1]
    )
    assert (standing_at(opened, minute).until is not None) == wanted
    assert all(start < end for start, end in opened)
