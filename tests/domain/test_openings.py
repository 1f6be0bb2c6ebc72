"""Openings: week template, extra openings, closures, holidays and audiences of one day."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain import openings
from backend.domain.counters import Counter
from backend.domain.openings import Audience, Closure, ExtraOpening, Opening, Week
from backend.domain.periods import mask

TUESDAY = date(2026, 3, 10)
COUNTERS = [Counter(1, "1"), Counter(2, "2", large=True)]
bounded = settings(max_examples=150, deadline=None)


def hours(first: float, last: float) -> int:
    return mask(int(first * 12), int((last - first) * 12))


def opening(first: int, last: int, **more: Any) -> Opening:
    return Opening(weekday=1, start=first * 60, end=last * 60, **more)


def opened(
    week: list[Opening],
    extra: list[ExtraOpening] | None = None,
    closures: list[Closure] | None = None,
    **more: Any,
) -> dict[int, int]:
    circumstances: dict[str, Any] = {
        "day": TUESDAY,
        "today": TUESDAY - timedelta(days=14),
        "counters": COUNTERS,
        "audiences": frozenset({Audience.ALL}),
        "holidays": frozenset(),
    }
    return openings.open_masks(week, extra or [], closures or [], **circumstances | more)


def test_an_opening_holds_for_all_counters_or_for_one() -> None:
    week = [opening(8, 12), opening(13, 15, counter=2), opening(13, 15, counter=99)]
    assert opened(week) == {1: hours(8, 12), 2: hours(8, 12) | hours(13, 15)}


def test_an_opening_holds_on_its_weekday_only() -> None:
    assert opened([opening(8, 12)], day=TUESDAY + timedelta(days=1)) == {1: 0, 2: 0}


@pytest.mark.parametrize(
    ("first", "last", "holds"),
    [
        (TUESDAY, TUESDAY, True),
        (TUESDAY + timedelta(days=1), None, False),
        (None, TUESDAY - timedelta(days=1), False),
        (None, None, True),
    ],
)
def test_a_week_template_holds_from_its_first_to_its_last_day(
    first: date | None, last: date | None, holds: bool
) -> None:
    week = Week(valid_from=first, valid_until=last, openings=(opening(8, 12),))
    assert (openings.in_force([week], TUESDAY) is week) == holds


def test_of_two_week_templates_the_one_that_began_last_counts() -> None:
    usual, old = Week(id=1), Week(id=2, valid_from=TUESDAY - timedelta(days=60))
    summer = Week(id=3, valid_from=TUESDAY - timedelta(days=7), valid_until=TUESDAY)
    assert openings.in_force([summer, usual, old], TUESDAY) is summer
    assert openings.in_force([summer, usual, old], TUESDAY + timedelta(days=1)) is old
    assert openings.in_force([usual], TUESDAY) is usual


def test_on_a_public_holiday_only_extra_openings_hold() -> None:
    extra = [ExtraOpening(day=TUESDAY, start=600, end=660)]
    holiday = frozenset({TUESDAY})
    assert opened([opening(8, 12)], extra, holidays=holiday) == {1: hours(10, 11), 2: hours(10, 11)}


def test_an_extra_opening_holds_on_its_day_only() -> None:
    extra = [ExtraOpening(day=TUESDAY + timedelta(days=7), start=600, end=660)]
    assert opened([], extra) == {1: 0, 2: 0}


def test_a_closure_cuts_hours_of_one_counter_or_whole_days_of_all() -> None:
    morning = Closure(first_day=TUESDAY, last_day=TUESDAY, start=480, end=600, counter=1)
    week_off = Closure(first_day=TUESDAY - timedelta(days=6), last_day=TUESDAY)
    assert opened([opening(8, 12)], [], [morning]) == {1: hours(10, 12), 2: hours(8, 12)}
    assert opened([opening(8, 12)], [], [morning, week_off]) == {1: 0, 2: 0}


def test_a_closure_with_one_end_reaches_to_the_end_of_the_day() -> None:
    early = Closure(first_day=TUESDAY, last_day=TUESDAY, end=600)
    late = Closure(first_day=TUESDAY, last_day=TUESDAY, start=660)
    assert opened([opening(8, 12)], [], [early, late])[1] == hours(10, 11)


@pytest.mark.parametrize(
    ("audience", "asking", "holds"),
    [
        (Audience.ALL, set(), True),
        (Audience.EMPLOYED, {Audience.ALL}, False),
        (Audience.EMPLOYED, {Audience.ALL, Audience.EMPLOYED}, True),
        (Audience.STAFF, {Audience.ALL, Audience.EMPLOYED}, False),
        (Audience.EMERGENCY, {Audience.EMERGENCY}, True),
    ],
)
def test_an_opening_serves_its_audience(
    audience: Audience, asking: set[Audience], holds: bool
) -> None:
    masks = opened([opening(16, 18, audience=audience)], audiences=asking)
    assert bool(masks[1]) == holds


@pytest.mark.parametrize(("days_before", "holds"), [(3, False), (2, True), (1, True), (0, True)])
def test_what_is_left_of_a_reserved_opening_is_released_to_all(
    days_before: int, holds: bool
) -> None:
    late = [opening(16, 18, audience=Audience.EMPLOYED, release_days=2)]
    assert bool(opened(late, today=TUESDAY - timedelta(days=days_before))[1]) == holds


@st.composite
def windows(draw: st.DrawFn) -> tuple[int, int]:
    start = draw(st.integers(0, 286))
    return start * 5, draw(st.integers(start + 1, 288)) * 5


audiences = st.sampled_from(Audience)
numbers = st.none() | st.integers(1, 2)


@bounded
@given(
    st.lists(st.tuples(windows(), audiences, numbers), max_size=6),
    st.lists(st.tuples(windows(), numbers), max_size=4),
    st.sets(audiences),
)
def test_a_cell_is_open_exactly_when_a_window_opens_it_and_no_closure_shuts_it(
    lines: list[tuple[tuple[int, int], Audience, int | None]],
    shut: list[tuple[tuple[int, int], int | None]],
    asking: set[Audience],
) -> None:
    week = [
        Opening(weekday=1, start=start, end=end, audience=audience, counter=counter)
        for (start, end), audience, counter in lines
    ]
    closures = [
        Closure(first_day=TUESDAY, last_day=TUESDAY, start=start, end=end, counter=counter)
        for (start, end), counter in shut
    ]
    masks = opened(week, [], closures, audiences=asking)
    for counter in COUNTERS:
        for cell in range(288):
            expected = any(
                each.start <= cell * 5 < each.end
                and each.counter in (None, counter.id)
                and each.audience in asking | {Audience.ALL}
                for each in week
            ) and not any(
                start <= cell * 5 < end and number in (None, counter.id)
                for (start, end), number in shut
            )
            assert bool(masks[counter.id] >> cell & 1) == expected


@pytest.mark.parametrize(
    ("start", "end"), [(600, 600), (660, 600), (-5, 600), (600, 1445), (601, 660), (600, 662)]
)
def test_an_odd_window_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="minutes"):
        Opening(weekday=0, start=start, end=end)
    with pytest.raises(ValueError, match="minutes"):
        ExtraOpening(day=TUESDAY, start=start, end=end)
    with pytest.raises(ValueError, match="minutes"):
        Closure(first_day=TUESDAY, last_day=TUESDAY, start=start, end=end)


def test_odd_weekdays_release_days_and_closures_are_refused() -> None:
    with pytest.raises(ValueError, match="weekday"):
        Opening(weekday=7, start=0, end=5)
    with pytest.raises(ValueError, match="release days"):
        Opening(weekday=0, start=0, end=5, release_days=-1)
    with pytest.raises(ValueError, match="closure ends"):
        Closure(first_day=TUESDAY, last_day=TUESDAY - timedelta(days=1))
