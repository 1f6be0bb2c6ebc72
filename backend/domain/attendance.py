"""Attendance: who has come, who is being served, and how it ended; never how long (D27).

Nothing noted means nothing: not that somebody stayed away. Only the time of the last step is kept,
so that no record tells how long a talk took, and none says who of the staff had it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum

from backend.domain.appointments import Appointment, State
from backend.domain.staff_refusals import (
    CalledAlready,
    CancelledMeanwhile,
    FinishedAlready,
    HereAlready,
    NothingToUndo,
    NotTheDay,
    StaffRefusal,
    TooEarlyToMiss,
    UndoTooLate,
)

LIST_AT = time(6)
"""On the wall clock: from then on a change of the day shows as one (R59)."""


class Step(StrEnum):
    """What was noted last."""

    ARRIVED = "arrived"
    CALLED = "called"
    FINISHED = "finished"


class Outcome(StrEnum):
    """How it ended (R67); a key each, never a duty."""

    SOLVED = "solved"
    HANDED_OVER = "handed_over"
    """To another area, such as M&I (R68)."""
    FOLLOW_UP = "follow_up"
    CALLBACK = "callback"
    MISSED = "missed"
    """Lives only as long as the record, and is exported nowhere."""


class Stage(StrEnum):
    """Where an appointment stands at a moment, as the day view says it."""

    UNPLACED = "unplaced"
    """No counter yet (D24)."""
    COMING = "coming"
    LATE = "late"
    HERE = "here"
    TALKING = "talking"
    FINISHED = "finished"
    MISSED = "missed"
    UNRECORDED = "unrecorded"
    CANCELLED = "cancelled"
    GONE = "gone"
    """Moved to another day or office after the list was made."""


OPEN = frozenset({Stage.UNPLACED, Stage.COMING, Stage.LATE, Stage.HERE, Stage.TALKING})
"""Somebody is still to be served."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """What is noted of one appointment."""

    appointment: int
    step: Step
    noted_at: datetime
    """Of the last step, aware."""
    arrived_at: datetime | None = None
    """Until it is finished; who is called without having been checked in has none."""
    room: str = ""
    """Where to, as it stands on the display."""
    outcome: Outcome | None = None
    former: Step | None = None
    """The step before it was finished."""


# --- the steps, each from what is noted so far


def arrive(appointment: Appointment, noted: Attendance | None, now: datetime) -> Attendance:
    """Somebody is here. Raises why not: other day, cancelled, or noted already."""
    _check_day(appointment, now)
    if noted:
        raise _ALREADY[noted.step]
    return Attendance(
        appointment=appointment.id, step=Step.ARRIVED, noted_at=now, arrived_at=now
    )  # fmt: skip


def call(
    appointment: Appointment, noted: Attendance | None, room: str, *, now: datetime
) -> Attendance:
    """Somebody is called to a room; raises as `arrive` does."""
    _check_day(appointment, now)
    if noted and noted.step is not Step.ARRIVED:
        raise _ALREADY[noted.step]
    arrived_at = noted.arrived_at if noted else None
    return Attendance(
        appointment=appointment.id,
        step=Step.CALLED,
        noted_at=now,
        arrived_at=arrived_at,
        room=room,
    )


def call_again(
    appointment: Appointment, noted: Attendance | None, room: str, *, now: datetime
) -> Attendance:
    """Who has been called is called once more, perhaps to another room; else as `call`."""
    if noted and noted.step is Step.CALLED:
        _check_day(appointment, now)
        return replace(noted, room=room, noted_at=now)
    return call(appointment, noted, room, now=now)


def finish(
    appointment: Appointment, noted: Attendance | None, outcome: Outcome | None, *, now: datetime
) -> Attendance:
    """It is over, with an outcome or without; also on a later day, and to name another outcome.

    Raises `NotTheDay` before the day, `TooEarlyToMiss` before its time, `CancelledMeanwhile`, and
    `FinishedAlready` when nothing would change.
    """
    if appointment.state is State.CANCELLED:
        raise CancelledMeanwhile
    if now.date() < appointment.day:
        raise NotTheDay
    if outcome is Outcome.MISSED and now.replace(tzinfo=None) < appointment.start:
        raise TooEarlyToMiss
    if noted and noted.step is Step.FINISHED:
        if outcome in {None, noted.outcome}:
            raise FinishedAlready
        return replace(noted, outcome=outcome, noted_at=now)
    return Attendance(
        appointment=appointment.id,
        step=Step.FINISHED,
        noted_at=now,
        room=noted.room if noted else "",
        outcome=outcome,
        former=noted.step if noted else None,
    )


def undo(noted: Attendance | None, step: Step | None, *, now: datetime) -> Attendance | None:
    """What was noted before this step; None for nothing. Who was called is still here.

    Raises `NothingToUndo` when the last step is another one by now, as after a double press, and
    `UndoTooLate` after the day of the step.
    """
    if noted is None or noted.step is not step:
        raise NothingToUndo
    if noted.noted_at.astimezone(now.tzinfo).date() != now.date():
        raise UndoTooLate
    if noted.step is Step.FINISHED and noted.former:
        return replace(noted, step=noted.former, former=None, outcome=None)
    if noted.step is Step.CALLED:
        return replace(noted, step=Step.ARRIVED, room="")
    return None


_ALREADY: dict[Step, type[StaffRefusal]] = {
    Step.ARRIVED: HereAlready,
    Step.CALLED: CalledAlready,
    Step.FINISHED: FinishedAlready,
}


def _check_day(appointment: Appointment, now: datetime) -> None:
    if appointment.state is State.CANCELLED:
        raise CancelledMeanwhile
    if appointment.day != now.date():
        raise NotTheDay


# --- where it stands


def stage_of(appointment: Appointment, noted: Attendance | None, now: datetime) -> Stage:
    """Where it stands at this moment; what is over without a note is not recorded (D27)."""
    wall = now.replace(tzinfo=None)
    is_over = appointment.start + timedelta(minutes=appointment.minutes) <= wall
    if appointment.state is State.CANCELLED:
        return Stage.CANCELLED
    if noted and noted.step is Step.FINISHED:
        return Stage.MISSED if noted.outcome is Outcome.MISSED else Stage.FINISHED
    if noted and appointment.day >= now.date():
        return Stage.HERE if noted.step is Step.ARRIVED else Stage.TALKING
    if appointment.day < now.date():
        return Stage.UNRECORDED
    if not appointment.counter:
        return Stage.UNPLACED
    if is_over:
        return Stage.UNRECORDED
    return Stage.LATE if appointment.start < wall else Stage.COMING
