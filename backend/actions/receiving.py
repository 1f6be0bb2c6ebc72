"""Receiving: checking customers in, calling them, finishing; each can be taken back that day.

Of two clerks who press the same button the second one learns what the first one did. Who pressed
it stands in the audit log alone, and never beside the appointment (D27, D33).
"""

from datetime import datetime, timedelta

from backend.actions import auditing, correspondence, persons, walking_in
from backend.domain import attendance as steps
from backend.domain.accounts import Account
from backend.domain.appointments import Appointment, Channel, State
from backend.domain.attendance import Attendance, Outcome, Step
from backend.domain.audits import Deed, Matter, Purpose
from backend.domain.periods import CELL_MINUTES, moment_of
from backend.domain.refusals import (
    AnotherDay,
    AnotherOffice,
    AppointmentGone,
    NoVisit,
    NumberUnknown,
    TooLate,
)
from backend.store import appointments, attendance, customer_keys, database
from backend.store.records import Standing

NOBODY = 0
"""Who comes and says so at a terminal is nobody of the staff."""


class _Refused(Exception):
    """The keys count for another appointment: the savepoint is rolled back."""


@database.repeated
def check_in(actor: Account, appointment_id: int, *, now: datetime) -> Attendance:
    """Somebody is here. Raises `HereAlready`, `NotTheDay`, `CancelledMeanwhile` and the like."""
    appointment = _locked(appointment_id).appointment
    noted = steps.arrive(appointment, attendance.of(appointment_id), now)
    return _noted(actor, appointment, noted, now=now, detail="checked in")


@database.repeated
def come(reference: str | None, office: str, *, now: datetime) -> Appointment:
    """Somebody says at a terminal of the office that they are here; said twice it stays once.

    Raises `NumberUnknown`, `AnotherDay`, `AnotherOffice`, `NoVisit` and `TooLate`.
    """
    found = appointments.by_reference(reference) if reference else None
    standing = appointments.lock(found.id) if found else None
    if standing is None or standing.appointment.state is not State.BOOKED:
        raise NumberUnknown
    appointment = standing.appointment
    noted = attendance.of(appointment.id)
    if appointment.day != now.date():
        raise AnotherDay
    if appointment.office != office:
        raise AnotherOffice
    if appointment.wish.channel is not Channel.IN_PERSON:
        raise NoVisit
    end = appointment.start + timedelta(minutes=appointment.minutes)
    is_over = not appointment.is_walk_in and end <= now.replace(tzinfo=None)
    if noted is None and not is_over:
        arrived = steps.arrive(appointment, noted, now)
        attendance.write(arrived)
        _note(NOBODY, appointment, now=now, detail="checked in at a terminal")
    elif noted is None or noted.step is steps.Step.FINISHED:
        raise TooLate
    return appointment


@database.repeated
def call(actor: Account, appointment_id: int, room: str, *, now: datetime) -> Attendance:
    """Call somebody to a room; the display shows it. Raises `CalledAlready` and the like.

    A walk-in takes the counter of that room from now on, where it is free (D24).
    """
    standing = _locked(appointment_id)
    appointment = standing.appointment
    noted = steps.call(appointment, attendance.of(appointment_id), room, now=now)
    if appointment.is_walk_in:
        appointment = walking_in.seat(standing, room, now=now)
    return _noted(actor, appointment, noted, now=now, detail="called")


@database.repeated
def call_again(actor: Account, appointment_id: int, room: str, *, now: datetime) -> Attendance:
    """Call once more who did not hear it, perhaps to another room; raises as `call` does."""
    standing = _locked(appointment_id)
    noted = steps.call_again(standing.appointment, attendance.of(appointment_id), room, now=now)
    appointment = walking_in.seat(standing, room, now=now)
    return _noted(actor, appointment, noted, now=now, detail="called")


@database.repeated
def finish(
    actor: Account, appointment_id: int, outcome: Outcome | None, *, now: datetime
) -> Attendance:
    """It is over; the customer may book anew at once (R51, D1). Raises `FinishedAlready` …"""
    appointment = _locked(appointment_id).appointment
    noted = steps.finish(appointment, attendance.of(appointment_id), outcome, now=now)
    customer_keys.release(appointment_id)
    return _noted(actor, appointment, noted, now=now, detail="finished")


@database.repeated
def undo(
    actor: Account, appointment_id: int, step: Step | None, *, now: datetime
) -> Attendance | None:
    """Take this step back if it is the last one; returns what is noted then.

    Raises `UndoTooLate` or `NothingToUndo`.
    What was finished counts for the limit again, unless the customer has booked anew meanwhile.
    """
    standing = _locked(appointment_id)
    before = attendance.of(appointment_id)
    noted = steps.undo(before, step, now=now)
    if noted:
        attendance.write(noted)
    else:
        attendance.delete(appointment_id)
    is_booked = standing.appointment.state is State.BOOKED
    if before and before.step is Step.FINISHED and is_booked:
        _take_keys(standing, now)
    _note(actor.id, standing.appointment, now=now, detail="taken back")
    return noted


def _locked(appointment_id: int) -> Standing:
    """The appointment, which nobody else writes now; raises `AppointmentGone`."""
    standing = appointments.lock(appointment_id)
    if standing is None or standing.appointment.state not in {State.BOOKED, State.CANCELLED}:
        raise AppointmentGone
    return standing


def _noted(
    actor: Account, appointment: Appointment, noted: Attendance, *, now: datetime, detail: str
) -> Attendance:
    attendance.write(noted)
    _note(actor.id, appointment, now=now, detail=detail)
    return noted


def _note(actor: int, appointment: Appointment, *, now: datetime, detail: str) -> None:
    matter = Matter(Purpose.COUNTER, appointment.reference, appointment.office)
    auditing.note(actor, Deed.CHANGED, matter, now=now, detail=detail)


def _take_keys(standing: Standing, now: datetime) -> None:
    spot, appointment = standing.spot, standing.appointment
    end = correspondence.seconds_at(moment_of(spot.start_cell + spot.minutes // CELL_MINUTES), now)
    try:
        with database.atomic():
            keys = persons.keys_of(appointment.person)
            if not customer_keys.take(appointment.id, keys, until=end, now=int(now.timestamp())):
                raise _Refused
    except _Refused:
        return
