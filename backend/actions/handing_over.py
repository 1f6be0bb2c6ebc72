"""Handing over: an appointment goes to another office once that one has agreed (R72, R73, D31)."""

from datetime import datetime

from backend.actions import changes, registering, supply
from backend.actions.holding import movable
from backend.content import Content
from backend.domain.accounts import Account
from backend.domain.appointments import Appointment
from backend.domain.audits import Deed
from backend.domain.handovers import Handover, Promise, State
from backend.domain.staff_refusals import AskedAlready, GoneAlready, NotOfferedThere
from backend.store import appointments, capacity, database, handovers


@database.repeated
def ask(actor: Account, appointment_id: int, to_office: str, *, now: datetime) -> int:
    """Ask another office to take the appointment over; returns the id of the request.

    The customer has agreed. Asking the same office twice asks once. Raises `AskedAlready`,
    `NotOfferedThere`, `AppointmentGone` or `AppointmentOver`.
    """
    found = movable(appointment_id, now).appointment
    if not may_take(found, to_office):
        raise NotOfferedThere
    waiting = pending(found)
    if waiting:
        if waiting.to_office == to_office:
            return waiting.id
        raise AskedAlready
    handover_id = handovers.add(
        appointment_id, found.office, to_office, now_seconds=int(now.timestamp())
    )
    registering.note(actor, found, Deed.CHANGED, now=now, detail=f"handover asked: {to_office}")
    return handover_id


@database.repeated
def accept(
    actor: Account, handover_id: int, start: datetime, *, content: Content, now: datetime
) -> Appointment:
    """Take it over at this time, with word to the customer; from then on it is the other office's.

    `start` is local wall-clock time. Raises `GoneAlready` when it was answered, taken back or
    moved meanwhile, `TimeTaken`, `NotBookable`, `AppointmentGone` or `AppointmentOver`, and then
    the first office keeps it.
    """
    found, handover = _open(handover_id, now)
    moved = changes.move(found.id, start, content=content, now=now, office=handover.to_office)
    _answer(handover, State.ACCEPTED, now=now)
    registering.note(
        actor, moved, Deed.CHANGED, now=now, detail=f"handover accepted: {handover.from_office}"
    )
    return moved


@database.repeated
def decline(actor: Account, handover_id: int, *, now: datetime) -> None:
    """Say no; the first office then owes the customer a promise. Raises as `accept` does."""
    found, handover = _open(handover_id, now)
    _answer(handover, State.DECLINED, now=now)
    registering.note(
        actor, found, Deed.CHANGED, now=now, detail=f"handover declined: {handover.to_office}"
    )


@database.repeated
def withdraw(actor: Account, handover_id: int, *, now: datetime) -> None:
    """Take the request back while nobody has answered; raises as `accept` does."""
    found, handover = _open(handover_id, now)
    _answer(handover, State.WITHDRAWN, now=now)
    registering.note(actor, found, Deed.CHANGED, now=now, detail="handover withdrawn")


@database.repeated
def settle(actor: Account, handover_id: int, promise: Promise, *, now: datetime) -> None:
    """Note what the customer was promised after the other office had declined (R73)."""
    handover = handovers.lock(handover_id)
    found = appointments.by_id(handover.appointment) if handover else None
    if handover is None or found is None or handover.state is not State.DECLINED:
        raise GoneAlready
    handovers.answer(handover.id, State.SETTLED, now_seconds=int(now.timestamp()), promise=promise)
    registering.note(
        actor, found, Deed.CHANGED, now=now, detail=f"handover promise: {promise.value}"
    )


def may_take(appointment: Appointment, office: str) -> bool:
    """Whether another office has a group that takes the concern on this channel."""
    wish = changes.at_office(appointment.wish, office)
    return office != appointment.office and bool(supply.offering(capacity.plan(), wish))


def pending(appointment: Appointment) -> Handover | None:
    """The request about it that nobody has answered."""
    return next(
        (
            each
            for each in handovers.of_appointment(appointment.id)
            if each.state is State.ASKED and each.from_office == appointment.office
        ),
        None,
    )


def _open(handover_id: int, now: datetime) -> tuple[Appointment, Handover]:
    """The appointment and the unanswered request, both locked, in that order."""
    known = handovers.by_id(handover_id)
    if known is None:
        raise GoneAlready
    found = movable(known.appointment, now).appointment
    handover = handovers.lock(handover_id)
    if handover is None or handover.state is not State.ASKED:
        raise GoneAlready
    if found.office != handover.from_office:
        raise GoneAlready
    return found, handover


def _answer(handover: Handover, state: State, *, now: datetime) -> None:
    handovers.answer(handover.id, state, now_seconds=int(now.timestamp()))
