"""Corrections: what the counter puts right in an appointment, each noted (D2, D33)."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from backend.actions import booking, changes, correspondence, persons, registering, relaying, spots
from backend.actions.holding import movable
from backend.content import Content
from backend.domain.accounts import Account
from backend.domain.appointments import Appointment, Channel, Delivery, Person, State
from backend.domain.attendance import Step
from backend.domain.audits import Deed
from backend.domain.refusals import AppointmentGone, NotBookable, TimeTaken
from backend.domain.staff_refusals import (
    CancelledMeanwhile,
    ChangedMeanwhile,
    FinishedAlready,
    KindTaken,
    PhoneMissing,
)
from backend.store import appointments, attendance, customer_keys, database, letters, moves
from backend.store.records import Standing

DOUBLE_PRESS_SECONDS = 60
"""Within so many a second press sends nothing again."""


class Reason(StrEnum):
    """Why an appointment is cancelled; stands in the audit log alone."""

    CUSTOMER = "customer"
    """The customer asked for it, at the counter or by phone."""
    STAFF = "staff"
    CLOSURE = "closure"
    TWICE = "twice"
    WRONG = "wrong"
    """Wrong concern or office; another one is given."""
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """What has become of corrected details."""

    appointment: Appointment
    is_told: bool
    """A message goes out."""
    is_only_one: bool
    """No other open appointment has the same mail address or number (R49)."""


class _Beside(Exception):
    """The keys count for another open appointment: the savepoint is rolled back."""


@database.repeated
def cancel(
    actor: Account, appointment_id: int, reason: Reason, *, content: Content, now: datetime
) -> Appointment:
    """Cancel it while its start lies ahead, with the letter that fits (R55, R56).

    A customer who asked for it gets the notice of an own cancellation. Raises `FinishedAlready`,
    `AppointmentOver` or `AppointmentGone`; a second time changes and sends nothing.
    """
    standing = _booked(appointment_id)
    if standing.appointment.state is State.CANCELLED:
        raise CancelledMeanwhile
    if reason is Reason.CUSTOMER:
        cancelled = booking.cancel(appointment_id, now=now)
    else:
        cancelled = changes.cancel(appointment_id, content=content, now=now)
    attendance.delete_of([appointment_id])
    _note(actor, cancelled, now=now, detail=f"cancelled: {reason.value}")
    return cancelled


def state_of(person: Person) -> str:
    """Changes with any detail; what a form carries, so that nobody undoes a colleague's work."""
    return hashlib.sha256(repr(person).encode()).hexdigest()[:16]


@database.repeated
def correct(
    actor: Account,
    appointment_id: int,
    person: Person,
    *,
    content: Content,
    now: datetime,
    seen: str,
) -> Corrected:
    """Put name, numbers and ways to reach somebody right, and send the confirmation again.

    The customer's keys follow. Where they count for another open appointment this one stays
    without: somebody at the counter has seen both (D3). `seen` is `state_of` the details that the
    form was filled in with. Raises `ChangedMeanwhile`, `PhoneMissing` where a call was booked,
    `CancelledMeanwhile` or `AppointmentGone`.
    """
    standing = _booked(appointment_id)
    old = standing.appointment
    if old.state is State.CANCELLED:
        raise CancelledMeanwhile
    if old.wish.channel is Channel.PHONE and not person.phone:
        raise PhoneMissing
    end = spots.end_of(standing.spot, now)
    if person == old.person and _was_sent_just_now(old, now):
        is_only_one = bool(customer_keys.about(old.id)) or not persons.keys_of(person)
        return Corrected(appointment=old, is_told=_is_reached(person), is_only_one=is_only_one)
    if state_of(old.person) != seen:
        raise ChangedMeanwhile
    customer_keys.release(appointment_id)
    is_open = end > int(now.timestamp())
    is_only_one = not is_open or _take_keys(old, person, end=end, now=now)
    corrected = replace(old, person=person, sequence=old.sequence + 1)
    appointments.rewrite(corrected, spot=standing.spot, ended_at=end)
    is_told = is_open and _send(corrected, content=content, now=now)
    _note(actor, corrected, now=now, detail="details" if is_only_one else "details, beside another")
    return Corrected(appointment=corrected, is_told=is_told, is_only_one=is_only_one)


@database.repeated
def send_again(actor: Account, appointment_id: int, *, content: Content, now: datetime) -> bool:
    """Send the confirmation once more, to the contact that is stored; False when there is no way.

    Raises `AppointmentGone` or `AppointmentOver`.
    """
    found = movable(appointment_id, now).appointment
    if _was_sent_just_now(found, now):
        return _is_reached(found.person)
    is_told = _send(found, content=content, now=now)
    _note(actor, found, now=now, detail="sent again")
    return is_told


@database.repeated
def change_kind(
    actor: Account, appointment_id: int, channel: Channel, *, content: Content, now: datetime
) -> Appointment:
    """From phone to in person or back, at the same time; the customer is told.

    Minutes, room and places in the building are claimed anew. Raises `KindTaken` where that does
    not go at this time, `PhoneMissing`, `AppointmentOver` or `AppointmentGone`.
    """
    old = movable(appointment_id, now)
    wish = replace(old.appointment.wish, channel=channel)
    if wish == old.appointment.wish:
        return old.appointment
    if channel is Channel.PHONE and not old.appointment.person.phone:
        raise PhoneMissing
    wished = replace(old, appointment=replace(old.appointment, wish=wish))
    try:
        with database.atomic():
            spot = changes.replaced(wished, old.appointment.start, content=content, now=now)
    except (TimeTaken, NotBookable) as refused:
        raise KindTaken from refused
    end = spots.end_of(spot, now)
    customer_keys.postpone(appointment_id, end)
    changed = replace(
        spots.put_at(spot, old.appointment),
        wish=wish,
        sequence=old.appointment.sequence + 1,
    )
    appointments.rewrite(changed, spot=spot, ended_at=end)
    moves.note(old, int(now.timestamp()))
    correspondence.moved(changed, content=content, now=now)
    relaying.tell(changed, letters.MOVED, correspondence.facts_of(changed), now=now)
    _note(actor, changed, now=now, detail=f"kind: {channel.value}")
    return changed


def _booked(appointment_id: int) -> Standing:
    """The appointment, locked; raises `AppointmentGone`, and `FinishedAlready` when it is over."""
    standing = appointments.lock(appointment_id)
    if standing is None or standing.appointment.state not in {State.BOOKED, State.CANCELLED}:
        raise AppointmentGone
    noted = attendance.of(appointment_id)
    if noted and noted.step is Step.FINISHED:
        raise FinishedAlready
    return standing


def _take_keys(appointment: Appointment, person: Person, *, end: int, now: datetime) -> bool:
    try:
        with database.atomic():
            keys, seconds = persons.keys_of(person), int(now.timestamp())
            if not customer_keys.take(appointment.id, keys, until=end, now=seconds):
                raise _Beside
    except _Beside:
        return False
    return True


def _send(appointment: Appointment, *, content: Content, now: datetime) -> bool:
    """Whether some message goes out, by whatever way."""
    correspondence.again(appointment, content=content, now=now)
    return _is_reached(appointment.person)


def _is_reached(person: Person) -> bool:
    by_hand = {Delivery.LETTER, Delivery.COUNTER, Delivery.CALL}
    return persons.gets_mail(person) or persons.gets_sms(person) or person.delivery in by_hand


def _was_sent_just_now(appointment: Appointment, now: datetime) -> bool:
    since = int(now.timestamp()) - DOUBLE_PRESS_SECONDS
    return letters.was_written_since(appointment.id, letters.CONFIRMATION, since=since)


def _note(actor: Account, appointment: Appointment, *, now: datetime, detail: str) -> None:
    registering.note(actor, appointment, Deed.CHANGED, now=now, detail=detail)
