"""Registering: the staff book for a customer, at the counter or on the phone (R92, R117).

Everything happens in one transaction: nobody keeps a time while the customer spells a name. Who
presses twice books once.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from backend.actions import auditing, booking, correspondence, persons, placements, spots, supply
from backend.content import Content
from backend.domain import offers, periods, references, roles
from backend.domain.accounts import Account
from backend.domain.appointments import Appointment, Person, State
from backend.domain.audits import Deed, Matter, Purpose
from backend.domain.callers import Asked
from backend.domain.refusals import LimitReached, NotBookable
from backend.domain.registrations import Beside, Registration
from backend.store import appointments, capacity, customer_keys, database, drafts, tallies
from backend.store.records import Spot


@dataclass(frozen=True, slots=True)
class Clerk:
    """Who books, from which form; `key` is the form's own, so that sending it twice books once."""

    account: Account
    key: str


def book(
    clerk: Clerk, registration: Registration, *, content: Content, now: datetime
) -> Appointment:
    """Book the time, at any counter that is free; the same form twice books once.

    Raises `TimeTaken`, `NotBookable` or `DeclarationMissing` (R39), and `LimitReached` when the
    details count for another open appointment and nothing is said why this one may stand beside
    it: then its own contact gets a notice (D3).
    """
    try:
        return _book(clerk, registration, content=content, now=now)
    except LimitReached:
        booking.tell_owners(keys_of(registration.person), now=now)
        raise


@database.repeated
def _book(
    clerk: Clerk, registration: Registration, *, content: Content, now: datetime
) -> Appointment:
    stored = drafts.begin(clerk.key, now=now)
    if stored and stored.booked:
        return booking.booked_before(stored.booked)
    request = placements.Request(
        appointment=appointments.new_id(int(now.timestamp())),
        wish=registration.wish,
        start=registration.start,
        until=None,
    )
    spot = placements.place(request, content=content, now=now)
    appointment = made(request.appointment, registration, spot)
    return entered(clerk, appointment, registration, spot=spot, content=content, now=now)


def squeeze_in(
    clerk: Clerk, registration: Registration, *, content: Content, now: datetime
) -> Appointment:
    """Write down a time at which no counter is free, to be placed by somebody (D24).

    For emergencies, and for others with a reason; it claims nothing. Raises `NotBookable` where
    nobody takes the concern, the office is closed or the time lies behind, and `LimitReached`.
    """
    try:
        return _squeeze_in(clerk, registration, content=content, now=now)
    except LimitReached:
        booking.tell_owners(keys_of(registration.person), now=now)
        raise


@database.repeated
def _squeeze_in(
    clerk: Clerk, registration: Registration, *, content: Content, now: datetime
) -> Appointment:
    stored = drafts.begin(clerk.key, now=now)
    if stored and stored.booked:
        return booking.booked_before(stored.booked)
    if not registration.wish.emergency and registration.urgency is None:
        raise NotBookable
    placements.check(registration.wish, registration.start, content=content, now=now)
    spot = without_counter(registration)
    appointment = made(appointments.new_id(int(now.timestamp())), registration, spot)
    return entered(clerk, appointment, registration, spot=spot, content=content, now=now)


def without_counter(registration: Registration) -> Spot:
    """The time without a counter, at the first group that takes the concern; it claims nothing.

    Raises `NotBookable` where no group does.
    """
    wish = registration.wish
    serving = supply.offering(capacity.plan(), wish)
    if not serving:
        raise NotBookable
    group, offer = serving[0]
    return Spot(
        office=group.office,
        group_id=group.id,
        counter_id=0,
        start_cell=periods.cell_at(registration.start),
        cells=offers.cells_for(offer, wish),
        minutes=offers.minutes_for(offer, wish),
        reserved=False,
        persons=wish.persons,
    )


def entered(
    clerk: Clerk,
    appointment: Appointment,
    registration: Registration,
    *,
    spot: Spot,
    content: Content,
    now: datetime,
) -> Appointment:
    """Write the appointment at its spot with all that goes with it; part of an action.

    Raises `LimitReached` as `book` does, and the transaction must then be undone.
    """
    seconds, end = int(now.timestamp()), spots.end_of(spot, now)
    _take_keys(clerk, appointment, registration, until=end, now=now)
    appointments.add_hold(
        appointment.id, appointment.wish, spot=spot, until=seconds, created_at=seconds
    )
    appointments.confirm(appointment, spot=spot, ended_at=end)
    correspondence.booked(appointment, content=content, now=now)
    kind = "walk_in" if appointment.is_walk_in else "booked"
    tallies.add(now.date(), spot.office, concern=appointment.wish.concern, kind=kind)
    reasons = (registration.beside, registration.urgency)
    why = " ".join(reason.value for reason in reasons if reason)
    detail = f"{kind}: {why}" if why else kind
    note(clerk.account, appointment, Deed.CHANGED, now=now, detail=detail)
    drafts.close(clerk.key, appointment.id, now=now)
    return appointment


@database.repeated
def open_ones(
    actor: Account, registration: Registration, reference: str, *, now: datetime
) -> list[Appointment]:
    """The open appointments that stand in the way, as far as the person at the desk may know (D3).

    That is who names its reference, or the customer number with the name that stand in it (D32).
    What is shown is noted; for all others the list is empty, as if there were none.
    """
    named, asked = references.normalise(reference), _asked(registration.person)
    found = []
    for owner in customer_keys.owners(keys_of(registration.person), now=int(now.timestamp())):
        appointment = appointments.by_id(owner)
        if appointment is None or appointment.state is not State.BOOKED:
            continue
        is_known = bool(asked.number) and asked.is_met_by(appointment.reference, appointment.person)
        if is_known or appointment.reference == named:
            note(actor, appointment, Deed.SAW, now=now)
            found.append(appointment)
    return found


def _asked(person: Person) -> Asked:
    """What the person at the desk says of itself, as facts of a caller."""
    return Asked(number=person.number, name=person.name)


def keys_of(person: Person) -> list[str]:
    """The keys of the limit; an internal address is none for the staff (R52, D2)."""
    if person.email and capacity.is_exempt(person.email):
        person = replace(person, email="")
    return persons.keys_of(person)


def note(
    actor: Account, appointment: Appointment, deed: Deed, *, now: datetime, detail: str = ""
) -> None:
    """Write into the audit log what was done with an appointment; part of an action (D33)."""
    auditing.note(actor.id, deed, matter_of(actor, appointment, now), now=now, detail=detail)


def matter_of(actor: Account, appointment: Appointment, now: datetime) -> Matter:
    """What a deed was about, and whether somebody at a counter or on the telephone did it."""
    is_counter = roles.may_receive_within(actor.powers(now.date()), appointment.office)
    purpose = Purpose.COUNTER if is_counter else Purpose.HOTLINE
    return Matter(purpose, appointment.reference, appointment.office)


def _take_keys(
    clerk: Clerk,
    appointment: Appointment,
    registration: Registration,
    *,
    until: int,
    now: datetime,
) -> None:
    """Take the customer's keys; those that count elsewhere stay there where a reason is given.

    Keys mistyped there, or used in malice, are freed first, which is noted of the other one (D2).
    """
    keys, seconds = keys_of(registration.person), int(now.timestamp())
    if registration.beside is Beside.MISTYPED:
        for owner in customer_keys.release_for(keys, but=appointment.id):
            other = appointments.by_id(owner)
            if other:
                note(clerk.account, other, Deed.CHANGED, now=now, detail="key released")
    is_taken = customer_keys.take(appointment.id, keys, until=until, now=seconds)
    if not is_taken and not registration.beside and not registration.follow_up_of:
        raise LimitReached


def made(appointment_id: int, registration: Registration, spot: Spot) -> Appointment:
    """The appointment of a registration at a spot, with a new reference; nothing is written."""
    return replace(
        spots.new_at(spot, appointment_id, wish=registration.wish, person=registration.person),
        needs=registration.needs,
        languages=registration.languages,
        follow_up_of=registration.follow_up_of,
        is_walk_in=registration.is_walk_in,
    )
