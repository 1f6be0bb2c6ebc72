"""Touring: whatever becomes of stops, everybody booked knows where and when, or is on the list."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.actions import closing, loose, planning, touring, whereabouts
from backend.actions.closing import Target
from backend.actions.planning import Answer, Done, Edit, NeedsAnswer
from backend.content import Content
from backend.domain import refusals, staff_refusals
from backend.domain.accounts import Account
from backend.domain.appointments import Appointment, State
from backend.domain.openings import Closure
from backend.domain.roles import Grant, Place, Role
from backend.domain.stops import Stop
from backend.store import appointments, capacity, database, letters
from backend.store import stops as rows
from tests.actions.conftest import NOW, TUESDAY, Book, at, plan
from tests.actions.people import hired
from tests.actions.test_contention import booked, together, whole

DAYS = [TUESDAY + timedelta(days=number) for number in range(4)]
PLACES = ("Hafen", "Markt", "Turm")


def stop_on(day: date, place: str = "Hafen", start: int = 540, end: int = 720) -> Stop:
    return Stop(
        day=day, start=start, end=end, place=place, street="Weg 1", postcode="99998", city="Insel"
    )


@pytest.fixture
def touring_content(content: Content) -> Content:
    """The tiny Jobcenter, whose castle drives around."""
    bus = replace(content.offices["burg"], kind="bus", hours=())
    return replace(content, offices={**content.offices, "burg": bus})


@pytest.fixture
def lead(store: None, touring_content: Content) -> Account:
    planning.set_up(plan(small=2, large=1))
    actor = hired(Grant(kind=Role.GROUP_LEAD, place=Place("burg")))
    edit = touring.add("burg", [stop_on(day) for day in DAYS[:3]])
    planning.carry_out(actor, edit, content=touring_content, now=NOW)
    return actor


def of(day: date) -> Stop:
    return next(stop for stop in touring.of("burg") if stop.day == day)


def carry_out(actor: Account, edit: Edit, content: Content, *left: int) -> Done:
    """Do it, whatever it hits, as often as the situation is another one."""
    answer = None
    while True:
        try:
            return planning.carry_out(actor, edit, answer, content=content, now=NOW)
        except NeedsAnswer as asking:
            answer = Answer(mark=asking.consequences.mark, left=frozenset(left))


def told(appointment: Appointment) -> dict[str, Any]:
    """What the last letter to the customer says, reminders left out."""
    found = [each for each in letters.about(appointment.id) if each["kind"] != letters.REMINDER]
    return dict(found[-1]["content"]) | {"kind": found[-1]["kind"]}


def everybody() -> list[Appointment]:
    found = database.every("SELECT id FROM appointment", ())
    return [each for (key,) in found if (each := appointments.by_id(int(key)))]


def assert_nobody_is_lost(content: Content) -> None:
    """Booked ones stand as the last letter says, or wait on the list; others were told."""
    waiting = {each.appointment.id for each in loose.loose("burg", content=content, now=NOW)}
    for each in everybody():
        if each.state is State.CANCELLED:
            assert told(each)["kind"] == letters.OFFICE_CANCELLED
            continue
        stop = whereabouts.stop_at("burg", each.start)
        minute = each.start.hour * 60 + each.start.minute
        if stop is None or stop.is_cancelled or not stop.start <= minute <= stop.end - each.minutes:
            assert each.id in waiting
            continue
        said = told(each)
        assert datetime.fromisoformat(said["start"]) == each.start
        assert said["stop"]["place"] == stop.place


# --- one edit


def test_the_bus_has_free_times_at_its_stops_alone(
    lead: Account, touring_content: Content, book: Book
) -> None:
    with pytest.raises(refusals.NotBookable):
        whole("Amal", at(DAYS[3], 9), touring_content)
    with pytest.raises(refusals.NotBookable):
        whole("Amal", at(TUESDAY, 8), touring_content)
    assert whole("Amal", at(TUESDAY, 9), touring_content).start == at(TUESDAY, 9)


def test_with_one_counter_alone_nobody_books(lead: Account, touring_content: Content) -> None:
    """R105."""
    group = capacity.plan().groups["burg"][0]
    closed = [Target(group, counter.id) for counter in group.counters[1:]]
    carry_out(lead, closing.close(closed, Closure(first_day=TUESDAY, last_day=TUESDAY)),
              touring_content)  # fmt: skip
    with pytest.raises(refusals.NotBookable):
        whole("Amal", at(TUESDAY, 9), touring_content)
    whole("Amal", at(DAYS[1], 9), touring_content)


def test_a_cancelled_stop_moves_to_the_next_one_and_not_back(
    lead: Account, touring_content: Content
) -> None:
    amal = whole("Amal", at(DAYS[1], 9), touring_content)
    edit = touring.cancel("burg", of(DAYS[1]), now=NOW)
    assert carry_out(lead, edit, touring_content) == Done(to_time=1)
    moved = appointments.by_id(amal.id)
    assert moved is not None and moved.day == DAYS[2]
    assert_nobody_is_lost(touring_content)


def test_who_was_left_is_told_once_the_team_comes_after_all(
    lead: Account, touring_content: Content
) -> None:
    amal = whole("Amal", at(TUESDAY, 9), touring_content)
    carry_out(lead, touring.cancel("burg", of(TUESDAY), now=NOW), touring_content, amal.id)
    assert told(amal)["kind"] == letters.CONFIRMATION
    edit = touring.add("burg", [stop_on(TUESDAY, "Markt")])
    assert carry_out(lead, edit, touring_content) == Done(to_place=1)
    assert told(amal)["stop"]["place"] == "Markt"


def test_a_stop_of_another_office_cannot_be_touched(
    lead: Account, touring_content: Content
) -> None:
    stop = of(TUESDAY)
    assert not rows.cancel("tal", stop.id, now=1)
    assert not rows.change("tal", stop)
    with pytest.raises(staff_refusals.NotAllowed):
        carry_out(lead, touring.add("tal", [stop_on(TUESDAY)]), touring_content)
    assert touring.of("tal") == ()


def test_the_first_tour_is_made_of_the_stops_of_every_week_and_only_once(
    store: None, touring_content: Content
) -> None:
    from backend.domain.capacity import TourStop

    first = plan()
    office = replace(first.offices["burg"], tour=(TourStop(stop=stop_on(TUESDAY)),))
    first = replace(first, offices={**first.offices, "burg": office})
    planning.set_up(first)
    count = touring.begin(first, content=touring_content, now=NOW)
    days = [stop.day for stop in touring.of("burg")]
    assert count == len(days) == 12
    assert {day.weekday() for day in days} == {1}
    assert min(days) >= NOW.date()
    assert touring.begin(first, content=touring_content, now=NOW) == 0


# --- many edits


NUMBERS = st.integers(min_value=0, max_value=999)


@given(steps=st.lists(st.tuples(st.sampled_from(range(6)), NUMBERS, NUMBERS), max_size=9))
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_nothing_booked_is_lost_by_whatever_becomes_of_stops(
    lead: Account, touring_content: Content, steps: list[tuple[int, int, int]]
) -> None:
    with database.atomic() as transaction:
        for number, step in enumerate([(0, 0, 0), (0, 1, 7), *steps]):
            try:
                _do(lead, step, f"P{number}", touring_content)
            except (refusals.Refusal, ValueError):
                continue
            finally:
                assert_nobody_is_lost(touring_content)
        transaction.rollback()
    capacity.change_edition()


def _do(lead: Account, step: tuple[int, int, int], name: str, content: Content) -> None:
    """One deed: book, add, change place or time, cancel, close a counter, open it again."""
    deed, first, second = step
    day, present = DAYS[first % 4], touring.of("burg")
    left = [each.id for each in everybody() if each.id % 2 == second % 2]
    stop = present[first % len(present)]
    group = capacity.plan().groups["burg"][0]
    if deed == 0:
        whole(name, at(day, 9) + timedelta(minutes=30 * (second % 6)), content)
        return
    edit: Edit
    if deed == 1:
        start = 540 + 60 * (second % 4)
        edit = touring.add("burg", [stop_on(day, PLACES[second % 3], start, start + 120)])
    elif deed == 2:
        edit = touring.change("burg", replace(stop, place=PLACES[second % 3]))
    elif deed == 3:
        start = 540 + 30 * (second % 5)
        edit = touring.change("burg", replace(stop, start=start, place=PLACES[second % 3]))
    elif deed == 4:
        edit = touring.cancel("burg", stop, now=NOW)
    else:
        closures = [(group, each) for each in group.closures]
        closure = Closure(first_day=day, last_day=day)
        counters = [Target(group, each.id) for each in group.counters[second % 2 :]]
        edit = closing.take_back(closures) if closures else closing.close(counters, closure)
    carry_out(lead, edit, content, *left)


# --- at once


@pytest.mark.parametrize("round_", range(2))
def test_who_books_while_the_stop_is_cancelled_is_moved_told_refused_or_on_the_list(
    lead: Account, touring_content: Content, round_: int
) -> None:
    tasks = [
        partial(whole, f"P{round_}x{number}", at(TUESDAY, 9 + number % 3), touring_content)
        for number in range(6)
    ]
    edit = touring.cancel("burg", of(TUESDAY), now=NOW)
    results = together([*tasks, partial(carry_out, lead, edit, touring_content)])
    fine = (Appointment, Done, refusals.TimeTaken, refusals.NotBookable, refusals.TryAgain)
    assert all(isinstance(each, fine) for each in results), results
    booked([one for one in results if isinstance(one, Appointment)])
    assert_nobody_is_lost(touring_content)


def test_of_many_who_change_the_same_stop_one_does(lead: Account, touring_content: Content) -> None:
    stop = of(TUESDAY)
    tasks = [
        partial(
            carry_out,
            lead,
            touring.change("burg", replace(stop, place=f"Platz {number}")),
            touring_content,
        )
        for number in range(6)
    ]
    results = together(tasks)
    assert sum(isinstance(each, Done) for each in results) == 1, results
    refused = (staff_refusals.ChangedMeanwhile, refusals.TryAgain)
    assert all(isinstance(each, (Done, *refused)) for each in results), results


def test_of_many_who_add_crossing_stops_one_does(lead: Account, touring_content: Content) -> None:
    day = DAYS[3]
    tasks = [
        partial(
            carry_out,
            lead,
            touring.add("burg", [stop_on(day, f"Platz {number}")]),
            touring_content,
        )
        for number in range(5)
    ]
    results = together(tasks)
    assert sum(isinstance(each, Done) for each in results) == 1, results
    assert len([stop for stop in touring.of("burg") if stop.day == day]) == 1
