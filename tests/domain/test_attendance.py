"""Attendance: one step after the other, taken back on the same day, and never a duration."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from backend.domain import attendance, staff_refusals
from backend.domain.appointments import Appointment, Channel, Person, State, Wish
from backend.domain.attendance import Attendance, Outcome, Stage, Step

ZONE = ZoneInfo("Europe/Berlin")
APPOINTMENT = Appointment(
    id=1,
    reference="K7M42PX9",
    office="mitte",
    group="mitte-eingang",
    counter=1,
    wish=Wish(office="mitte", concern="antrag", channel=Channel.IN_PERSON),
    state=State.BOOKED,
    start=datetime(2026, 11, 24, 9, 0),  # noqa: DTZ001 - wall clock
    minutes=30,
    person=Person(name="Amal"),
)
BEFORE = datetime(2026, 11, 24, 8, 50, tzinfo=ZONE)
DURING, AFTER = BEFORE + timedelta(minutes=20), BEFORE + timedelta(hours=1)
HERE = Attendance(appointment=1, step=Step.ARRIVED, noted_at=BEFORE, arrived_at=BEFORE)
CALLED = Attendance(
    appointment=1, step=Step.CALLED, noted_at=DURING, arrived_at=BEFORE, room="Platz 1"
)
FINISHED = Attendance(appointment=1, step=Step.FINISHED, noted_at=AFTER, former=Step.CALLED)


def test_a_visit_goes_on_from_step_to_step() -> None:
    here = attendance.arrive(APPOINTMENT, None, BEFORE)
    called = attendance.call(APPOINTMENT, here, "Platz 1", now=DURING)
    finished = attendance.finish(APPOINTMENT, called, Outcome.SOLVED, now=AFTER)
    assert [here.step, called.step, finished.step] == [Step.ARRIVED, Step.CALLED, Step.FINISHED]
    assert called.room == "Platz 1" and finished.outcome is Outcome.SOLVED


def test_no_record_tells_how_long_a_talk_took() -> None:
    finished = attendance.finish(APPOINTMENT, CALLED, None, now=AFTER)
    moments = [
        each.name for each in fields(finished) if isinstance(getattr(finished, each.name), datetime)
    ]
    assert moments == ["noted_at"]


@pytest.mark.parametrize(
    ("noted", "refusal"),
    [
        (HERE, staff_refusals.HereAlready),
        (CALLED, staff_refusals.CalledAlready),
        (FINISHED, staff_refusals.FinishedAlready),
    ],
)
def test_nobody_is_checked_in_twice(
    noted: Attendance, refusal: type[staff_refusals.StaffRefusal]
) -> None:
    with pytest.raises(refusal):
        attendance.arrive(APPOINTMENT, noted, BEFORE)


def test_who_did_not_hear_it_is_called_again_and_elsewhere() -> None:
    with pytest.raises(staff_refusals.CalledAlready):
        attendance.call(APPOINTMENT, CALLED, "Platz 2", now=AFTER)
    again = attendance.call_again(APPOINTMENT, CALLED, "Platz 2", now=AFTER)
    assert (again.room, again.noted_at, again.arrived_at) == ("Platz 2", AFTER, BEFORE)


@pytest.mark.parametrize("days", [-1, 1])
def test_checking_in_and_calling_are_things_of_the_day(days: int) -> None:
    now = BEFORE + timedelta(days=days)
    with pytest.raises(staff_refusals.NotTheDay):
        attendance.arrive(APPOINTMENT, None, now)
    with pytest.raises(staff_refusals.NotTheDay):
        attendance.call(APPOINTMENT, None, "Platz 1", now=now)


def test_an_outcome_may_come_later_but_not_before_the_day() -> None:
    late = attendance.finish(APPOINTMENT, None, Outcome.MISSED, now=AFTER + timedelta(days=3))
    assert late.outcome is Outcome.MISSED
    with pytest.raises(staff_refusals.NotTheDay):
        attendance.finish(APPOINTMENT, None, None, now=BEFORE - timedelta(days=1))


def test_nobody_stays_away_before_the_time_has_come() -> None:
    with pytest.raises(staff_refusals.TooEarlyToMiss):
        attendance.finish(APPOINTMENT, None, Outcome.MISSED, now=BEFORE)


def test_another_outcome_takes_the_place_of_the_first() -> None:
    other = attendance.finish(APPOINTMENT, FINISHED, Outcome.CALLBACK, now=AFTER)
    assert (other.outcome, other.former) == (Outcome.CALLBACK, Step.CALLED)
    with pytest.raises(staff_refusals.FinishedAlready):
        attendance.finish(APPOINTMENT, other, Outcome.CALLBACK, now=AFTER)


def test_what_is_cancelled_is_over() -> None:
    gone = replace(APPOINTMENT, state=State.CANCELLED)
    with pytest.raises(staff_refusals.CancelledMeanwhile):
        attendance.arrive(gone, None, BEFORE)
    with pytest.raises(staff_refusals.CancelledMeanwhile):
        attendance.finish(gone, HERE, None, now=AFTER)


def test_each_step_is_taken_back_once() -> None:
    called = attendance.undo(FINISHED, Step.FINISHED, now=AFTER)
    assert called is not None and called.step is Step.CALLED
    here = attendance.undo(CALLED, Step.CALLED, now=AFTER)
    assert here is not None and (here.step, here.arrived_at) == (Step.ARRIVED, BEFORE)
    assert attendance.undo(HERE, Step.ARRIVED, now=AFTER) is None
    for noted, step in ((None, Step.ARRIVED), (called, Step.FINISHED), (HERE, None)):
        with pytest.raises(staff_refusals.NothingToUndo):
            attendance.undo(noted, step, now=AFTER)


def test_midnight_ends_taking_back_also_where_the_clock_is_ahead_of_utc() -> None:
    late = datetime(2026, 11, 24, 23, 30, tzinfo=ZONE)
    noted = replace(HERE, noted_at=late.astimezone(UTC))
    assert attendance.undo(noted, Step.ARRIVED, now=late + timedelta(minutes=29)) is None
    with pytest.raises(staff_refusals.UndoTooLate):
        attendance.undo(noted, Step.ARRIVED, now=late + timedelta(minutes=31))


@pytest.mark.parametrize(
    ("noted", "now", "stage"),
    [
        (None, BEFORE, Stage.COMING),
        (None, DURING, Stage.LATE),
        (None, AFTER, Stage.UNRECORDED),
        (HERE, AFTER, Stage.HERE),
        (CALLED, AFTER, Stage.TALKING),
        (FINISHED, AFTER, Stage.FINISHED),
        (replace(FINISHED, outcome=Outcome.MISSED), AFTER, Stage.MISSED),
        (HERE, AFTER + timedelta(days=1), Stage.UNRECORDED),
        (FINISHED, AFTER + timedelta(days=1), Stage.FINISHED),
    ],
)
def test_where_it_stands(noted: Attendance | None, now: datetime, stage: Stage) -> None:
    assert attendance.stage_of(APPOINTMENT, noted, now) is stage


def test_nothing_recorded_never_means_missed() -> None:
    for hours, noted in product(range(0, 24 * 8, 5), (None, HERE, CALLED)):
        now = BEFORE + timedelta(hours=hours)
        assert attendance.stage_of(APPOINTMENT, noted, now) is not Stage.MISSED


def test_without_a_counter_it_waits_to_be_placed() -> None:
    unplaced = replace(APPOINTMENT, counter=0)
    assert attendance.stage_of(unplaced, None, BEFORE) is Stage.UNPLACED
    assert attendance.stage_of(unplaced, HERE, BEFORE) is Stage.HERE


def test_the_day_of_the_clock_change_is_a_day_like_others() -> None:
    day = date(2026, 10, 25)
    changed = replace(APPOINTMENT, start=datetime(2026, 10, 25, 9, 0))  # noqa: DTZ001
    now = datetime(2026, 10, 25, 9, 10, tzinfo=ZONE)
    noted = attendance.arrive(changed, None, now)
    assert noted.noted_at.astimezone(ZONE).date() == day
    assert attendance.stage_of(changed, noted, now) is Stage.HERE
