"""Free times: what is on offer is really free, and packed without gaps."""

# Appointments are wall-clock times at an office.
# ruff: noqa: DTZ001, DTZ901

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from backend.domain import slots
from backend.domain.counters import Counter
from backend.domain.periods import CELLS_PER_DAY, cell_at, first_cell, mask, moment_of
from backend.domain.slots import WHOLE_DAY, Busy, DayPlan

DAY = date(2026, 3, 10)
MIDNIGHT = datetime(2026, 3, 10)
CLOCK_CHANGES = [date(2026, 3, 29), date(2026, 10, 25)]
bounded = settings(max_examples=150, deadline=None)


def at(hour: int, minute: int = 0, *, day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute)


def hours(first: float, last: float) -> int:
    return mask(int(first * 12), int((last - first) * 12))


@st.composite
def windows(draw: st.DrawFn, *, most: int) -> int:
    """Any cells of a day, as a few windows."""
    cells = 0
    for _ in range(draw(st.integers(0, most))):
        first = draw(st.integers(60, 230))
        cells |= mask(first, draw(st.integers(1, 48)))
    return cells


@st.composite
def plans(draw: st.DrawFn) -> DayPlan:
    counters = [Counter(number, f"{number}", draw(st.booleans())) for number in range(1, 5)]
    unreserved = {counter.id: draw(windows(most=3)) for counter in counters}
    late = {counter.id: draw(windows(most=1)) for counter in counters}
    return DayPlan(
        day=draw(st.sampled_from([DAY, *CLOCK_CHANGES])),
        counters=counters,
        open={number: cells | late[number] for number, cells in unreserved.items()},
        unreserved=unreserved,
        busy=Busy({counter.id: draw(windows(most=4)) for counter in counters}),
        interpreters=draw(st.none() | st.lists(windows(most=2), max_size=2)),
        places=draw(st.just(WHOLE_DAY) | windows(most=3).map(lambda full: WHOLE_DAY & ~full)),
    )


lengths = st.integers(1, 24)


def cells_of(plan: DayPlan, start: datetime, count: int) -> range:
    first = cell_at(start) - first_cell(plan.day)
    return range(first, first + count)


def serving(plan: DayPlan, start: datetime, count: int, *, large: bool) -> Iterator[Counter]:
    """The counters that are free for the time, told cell by cell."""
    for counter in plan.counters:
        if counter.large or not large:
            opened, taken = plan.open[counter.id], plan.busy.masks[counter.id]
            if all(opened >> cell & ~taken >> cell & 1 for cell in cells_of(plan, start, count)):
                yield counter


@bounded
@given(plans(), lengths, st.booleans())
def test_every_offered_time_lies_in_an_opening_and_overlaps_nothing(
    plan: DayPlan, count: int, third: bool
) -> None:
    offered = slots.free(plan, cells_needed=count, earliest=datetime.min, third_person=third)
    for slot in offered:
        assert any(serving(plan, slot.start, count, large=third))
        assert all(plan.places >> cell & 1 for cell in cells_of(plan, slot.start, count))


@bounded
@given(plans(), lengths, st.booleans())
def test_an_offered_time_has_a_counter_that_takes_it(
    plan: DayPlan, count: int, third: bool
) -> None:
    for slot in slots.free(plan, cells_needed=count, earliest=datetime.min, third_person=third):
        assert slots.counters_for(plan, slot.start, cells_needed=count, third_person=third)


@bounded
@given(plans(), lengths, st.booleans(), st.integers(0, CELLS_PER_DAY - 1))
def test_counters_are_found_for_any_start_exactly_when_they_are_free(
    plan: DayPlan, count: int, third: bool, cell: int
) -> None:
    start = moment_of(first_cell(plan.day) + cell)
    found = slots.counters_for(plan, start, cells_needed=count, third_person=third)
    roomy = all(plan.places >> each & 1 for each in cells_of(plan, start, count))
    expected = list(serving(plan, start, count, large=third)) if roomy else []
    assert sorted(found, key=lambda each: each.id) == expected


@bounded
@given(plans(), lengths)
def test_a_third_person_never_sits_in_a_small_room(plan: DayPlan, count: int) -> None:
    for slot in slots.free(plan, cells_needed=count, earliest=datetime.min, third_person=True):
        found = slots.counters_for(plan, slot.start, cells_needed=count, third_person=True)
        assert found
        assert all(counter.large for counter in found)


@bounded
@given(plans(), lengths, st.booleans())
def test_a_time_is_reserved_exactly_when_only_reserved_counters_have_it(
    plan: DayPlan, count: int, third: bool
) -> None:
    for slot in slots.free(plan, cells_needed=count, earliest=datetime.min, third_person=third):
        common = [
            counter
            for counter in serving(plan, slot.start, count, large=third)
            if all(
                plan.unreserved[counter.id] >> cell & 1
                for cell in cells_of(plan, slot.start, count)
            )
        ]
        assert slot.reserved == (not common)
        assert slot.reserved == slots.is_reserved(
            plan, slot.start, cells_needed=count, third_person=third
        )
        allowed = slots.counters_for(
            plan, slot.start, cells_needed=count, third_person=third, employed=False
        )
        assert sorted(allowed, key=lambda each: each.id) == common


@bounded
@given(plans(), lengths, st.booleans())
def test_an_interpreter_counts_only_for_the_whole_time(
    plan: DayPlan, count: int, third: bool
) -> None:
    for slot in slots.free(plan, cells_needed=count, earliest=datetime.min, third_person=third):
        whole = any(
            all(present >> cell & 1 for cell in cells_of(plan, slot.start, count))
            for present in plan.interpreters or ()
        )
        assert slot.interpreter == whole
        assert slots.has_interpreter(plan, slot.start, cells_needed=count) == whole


@bounded
@given(plans(), lengths, st.integers(0, 24 * 60 - 1), st.integers(0, 59))
def test_the_clock_only_drops_times_and_moves_none(
    plan: DayPlan, count: int, minute: int, second: int
) -> None:
    midnight = datetime.combine(plan.day, datetime.min.time())
    earliest = midnight + timedelta(minutes=minute, seconds=second)
    before = slots.free(plan, cells_needed=count, earliest=midnight, third_person=False)
    after = slots.free(plan, cells_needed=count, earliest=earliest, third_person=False)
    assert after == [slot for slot in before if slot.start >= earliest]


@bounded
@given(windows(most=3), windows(most=5), lengths)
@example(hours(8, 12), hours(9, 10), 4)
def test_booking_what_is_offered_one_after_the_other_fills_each_free_run(
    opened: int, taken: int, count: int
) -> None:
    plan = DayPlan(
        day=DAY,
        counters=[Counter(1, "1")],
        open={1: opened},
        unreserved={1: opened},
        busy=Busy({1: taken}),
    )
    room = sum(len(run) // count for run in f"{opened & ~taken & WHOLE_DAY:b}".split("0") if run)
    booked = 0
    while offered := slots.free(
        plan, cells_needed=count, earliest=datetime.min, third_person=False
    ):
        # The middle one: filling up must work in any order.
        first = cells_of(plan, offered[len(offered) // 2].start, count).start
        plan = replace(plan, busy=Busy({1: plan.busy.masks[1] | mask(first, count)}))
        booked += 1
    assert booked == room


def test_times_follow_the_end_of_what_is_booked() -> None:
    busy = Busy.of(DAY, [(1, cell_at(at(8, 30)), 10)])
    plan = DayPlan(
        day=DAY,
        counters=[Counter(1, "1")],
        open={1: hours(8, 10.5)},
        unreserved={1: hours(8, 10.5)},
        busy=busy,
    )
    offered = slots.free(plan, cells_needed=6, earliest=MIDNIGHT, third_person=False)
    assert [slot.start for slot in offered] == [at(8), at(9, 20), at(9, 50)]


def test_the_starts_of_several_counters_are_put_together() -> None:
    plan = DayPlan(
        day=DAY,
        counters=[Counter(1, "1"), Counter(2, "2")],
        open={1: hours(8, 9), 2: hours(8.25, 9.25)},
        unreserved={1: hours(8, 9), 2: 0},
    )
    offered = slots.free(plan, cells_needed=6, earliest=MIDNIGHT, third_person=False)
    assert [(slot.start, slot.reserved) for slot in offered] == [
        (at(8), False),
        (at(8, 15), False),  # the first counter can give this time too
        (at(8, 30), False),
        (at(8, 45), True),
    ]


def test_a_time_that_reaches_into_the_late_hours_is_reserved() -> None:
    plan = DayPlan(
        day=DAY,
        counters=[Counter(1, "1")],
        open={1: hours(15, 18)},
        unreserved={1: hours(15, 16)},
    )
    offered = slots.free(plan, cells_needed=8, earliest=MIDNIGHT, third_person=False)
    assert [(slot.start, slot.reserved) for slot in offered][:2] == [
        (at(15), False),
        (at(15, 40), True),
    ]


def test_small_rooms_and_idle_counters_come_first() -> None:
    counters = [Counter(1, "1", large=True), Counter(2, "2"), Counter(3, "3")]
    opened = dict.fromkeys((1, 2, 3), hours(8, 12))
    plan = DayPlan(
        day=DAY,
        counters=counters,
        open=opened,
        unreserved=opened,
        busy=Busy({2: hours(10, 11)}),
    )
    found = slots.counters_for(plan, at(8), cells_needed=6, third_person=False)
    assert [counter.id for counter in found] == [3, 2, 1]


def test_counters_kept_for_the_employed_come_last_and_only_for_them() -> None:
    plan = DayPlan(
        day=DAY,
        counters=[Counter(1, "1"), Counter(2, "2", large=True)],
        open={1: hours(16, 18), 2: hours(16, 18)},
        unreserved={1: 0, 2: hours(16, 18)},
    )
    found = slots.counters_for(plan, at(16), cells_needed=6, third_person=False)
    common = slots.counters_for(plan, at(16), cells_needed=6, third_person=False, employed=False)
    assert [counter.id for counter in found] == [2, 1]
    assert [counter.id for counter in common] == [2]


@pytest.mark.parametrize(
    "start", [at(8, 3), at(8) + timedelta(seconds=1), at(8, day=date(2026, 3, 11))]
)
def test_a_start_off_the_grid_or_on_another_day_has_no_counter(start: datetime) -> None:
    plan = DayPlan(day=DAY, counters=[Counter(1, "1")], open={1: WHOLE_DAY}, unreserved={})
    assert slots.counters_for(plan, start, cells_needed=3, third_person=False) == []
    assert not slots.is_reserved(plan, start, cells_needed=3, third_person=False)


@pytest.mark.parametrize("day", CLOCK_CHANGES)
def test_the_days_of_a_clock_change_have_the_same_times_as_any_other(day: date) -> None:
    opened = {1: hours(1, 9)}
    changed = DayPlan(day=day, counters=[Counter(1, "1")], open=opened, unreserved=opened)
    usual = replace(changed, day=DAY)
    times = [
        [
            slot.start.time()
            for slot in slots.free(plan, cells_needed=6, earliest=datetime.min, third_person=False)
        ]
        for plan in (changed, usual)
    ]
    assert times[0] == times[1]
    assert len(times[0]) == 16


def test_the_clock_of_another_day_drops_all_or_nothing() -> None:
    plan = DayPlan(
        day=DAY, counters=[Counter(1, "1")], open={1: hours(8, 9)}, unreserved={1: hours(8, 9)}
    )
    next_day = slots.free(
        plan, cells_needed=6, earliest=MIDNIGHT + timedelta(days=1), third_person=False
    )
    day_before = slots.free(
        plan, cells_needed=6, earliest=MIDNIGHT - timedelta(days=1), third_person=False
    )
    assert (len(next_day), len(day_before)) == (0, 2)


def test_busy_keeps_the_cells_of_its_own_day_only() -> None:
    origin = first_cell(DAY)
    busy = Busy.of(DAY, [(1, origin - 2, 4), (1, origin + 287, 5), (2, origin + 500, 3)])
    assert busy.masks == {1: mask(0, 2) | mask(287, 1)}
    assert busy.load() == {1: 3}


@bounded
@given(
    st.none() | st.integers(1, 40),
    st.lists(st.integers(0, 45), max_size=CELLS_PER_DAY),
    st.integers(0, 3),
)
def test_the_building_never_holds_more_people_than_its_cap(
    cap: int | None, taken: list[int], persons: int
) -> None:
    room = slots.places_mask(cap, taken, persons)
    for cell in range(CELLS_PER_DAY):
        there = taken[cell] if cell < len(taken) else 0
        fits = cap is None or persons == 0 or there + persons <= cap
        assert bool(room >> cell & 1) == fits


@bounded
@given(windows(most=5), st.integers(1, 60))
def test_cells_in_a_row_are_found_by_shifting(cells: int, count: int) -> None:
    found = slots.consecutive(cells, count)
    for first in range(CELLS_PER_DAY):
        whole = mask(first, count)
        assert bool(found >> first & 1) == (cells & whole == whole)


@pytest.mark.parametrize("count", [0, -1])
def test_no_time_at_all_is_refused(count: int) -> None:
    plan = DayPlan(day=DAY, counters=[Counter(1, "1")], open={1: WHOLE_DAY}, unreserved={})
    with pytest.raises(ValueError, match="cells"):
        slots.free(plan, cells_needed=count, earliest=MIDNIGHT, third_person=False)
    with pytest.raises(ValueError, match="cells"):
        slots.consecutive(WHOLE_DAY, count)


def test_a_day_of_twenty_counters_is_quick() -> None:
    opened = {number: hours(8, 12) | hours(13, 18) for number in range(20)}
    plan = DayPlan(
        day=DAY,
        counters=[Counter(number, f"{number}", number % 2 == 0) for number in range(20)],
        open=opened,
        unreserved=opened,
        busy=Busy({number: mask(96 + number, 7) | mask(120, number + 1) for number in range(20)}),
        interpreters=[hours(9, 11)],
    )
    took = []
    for _ in range(50):
        began = time.perf_counter()
        slots.free(plan, cells_needed=6, earliest=MIDNIGHT, third_person=False)
        took.append(time.perf_counter() - began)
    # The best of many, with room for a slow machine; usually a tenth of a millisecond.
    assert min(took) < 0.001
