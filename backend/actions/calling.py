"""Calling: phone appointments out, and what is told by phone; never counted as missed (D28)."""

from dataclasses import replace
from datetime import datetime

from backend.actions import auditing, correspondence
from backend.domain import periods, roles
from backend.domain.accounts import Account
from backend.domain.appointments import Appointment, Channel
from backend.domain.appointments import State as Booked
from backend.domain.audits import Deed, Matter, Purpose
from backend.domain.calls import PhoneCall, State
from backend.domain.roles import Place
from backend.domain.staff_refusals import GoneAlready, NotAllowed, NotTheDay, TriedJustNow
from backend.store import appointments, calls, customer_keys, database, queues


@database.repeated
def reached(actor: Account, appointment_id: int, *, now: datetime) -> None:
    """The customer was spoken to; a second press changes nothing."""
    appointment, call = _locked(actor, appointment_id, now=now)
    if call.state is State.REACHED:
        return
    calls.write(replace(call, state=State.REACHED))
    _note(actor, appointment, Deed.CHANGED, "reached", now=now)


@database.repeated
def not_reached(actor: Account, appointment_id: int, *, now: datetime) -> State:
    """Nobody answered: again after ten minutes, then a neutral message with a way to a new time.

    The limit is freed with it, so that a new time can be booked at once (D1). Before the ten
    minutes are over raises `TriedJustNow`: a double press is no second try.
    """
    appointment, call = _locked(actor, appointment_id, now=now)
    if call.state is not State.OPEN:
        raise GoneAlready
    seconds = int(now.timestamp())
    if seconds < call.next_try_at():
        raise TriedJustNow
    tried = call.tried(seconds)
    if tried.state is State.NOT_REACHED:
        customer_keys.release(appointment_id)
        correspondence.not_reached(appointment, now=now)
    calls.write(tried)
    _note(actor, appointment, Deed.CHANGED, "not reached", now=now)
    return tried.state


@database.repeated
def undo(actor: Account, appointment_id: int, *, now: datetime) -> None:
    """A key pressed by mistake; a message that went out is not taken back."""
    appointment, call = _locked(actor, appointment_id, now=now)
    if call.state is State.NOT_REACHED:
        raise GoneAlready
    calls.write(PhoneCall(appointment=appointment_id, start_cell=call.start_cell))
    _note(actor, appointment, Deed.CHANGED, "call taken back", now=now)


@database.repeated
def told(actor: Account, letter: int, *, now: datetime) -> None:
    """Somebody was told by phone, the number is forgotten; a second press changes nothing."""
    message = calls.message(letter)
    if message is None:
        return
    if not roles.may_work_at_counter(actor.powers(now.date()), message.place):
        raise NotAllowed
    queues.end_call(letter, int(now.timestamp()))
    matter = Matter(Purpose.COUNTER, message.reference, message.place.office)
    auditing.note(actor.id, Deed.CHANGED, matter, detail="told by phone", now=now)


def place_of(appointment: Appointment) -> Place:
    """Whose call it is."""
    return Place(appointment.office, appointment.group)


def is_to_call(appointment: Appointment) -> bool:
    """Whether it is a phone appointment that stands."""
    return appointment.state is Booked.BOOKED and appointment.wish.channel is Channel.PHONE


def _locked(actor: Account, appointment_id: int, *, now: datetime) -> tuple[Appointment, PhoneCall]:
    standing = appointments.lock(appointment_id)
    if standing is None or not is_to_call(standing.appointment):
        raise GoneAlready
    appointment = standing.appointment
    if not roles.may_work_at_counter(actor.powers(now.date()), place_of(appointment)):
        raise NotAllowed
    if appointment.day != now.date():
        raise NotTheDay
    return appointment, calls.of(appointment_id, periods.cell_at(appointment.start))


def _note(
    actor: Account, appointment: Appointment, deed: Deed, detail: str, *, now: datetime
) -> None:
    matter = Matter(Purpose.COUNTER, appointment.reference, appointment.office)
    auditing.note(actor.id, deed, matter, detail=detail, now=now)
