"""Changes: what the office itself has to change in a booked appointment, with word of it.

The given-up time is free at once: the office knows what it does with it.
"""

from dataclasses import replace
from datetime import datetime

from backend.actions import correspondence, placements, spots
from backend.actions.holding import movable
from backend.actions.leaving import leave
from backend.content import Content
from backend.domain.appointments import Appointment, BookedBy, State, Wish
from backend.store import appointments, customer_keys, database, tallies
from backend.store.records import Spot, Standing


@database.repeated
def move(
    appointment_id: int,
    start: datetime,
    *,
    content: Content,
    now: datetime,
    counter: int = 0,
    office: str = "",
) -> Appointment:
    """Put it at another time or counter; at any counter that is free if 0, and at the same office
    unless another one is named, which has agreed to it (R72).

    `start` is local wall-clock time. Cut-off, lead time, horizon and lock do not bind the office.
    Reference, link and calendar entry stay; who keeps the time gets no message, since the paper
    names the waiting place (D37). Raises `AppointmentGone`, `AppointmentOver`, `TimeTaken` or
    `NotBookable`, and then nothing changes.
    """
    old = movable(appointment_id, now)
    spot = replaced(
        old, start.replace(tzinfo=None), content=content, now=now, counter=counter, office=office
    )
    end = spots.end_of(spot, now)
    customer_keys.postpone(appointment_id, end)
    moved = replace(
        spots.put_at(spot, old.appointment),
        wish=replace(old.appointment.wish, office=spot.office),
        is_kept=False,
    )
    leave(old, spot, now=now)
    if moved.start == old.appointment.start and moved.office == old.appointment.office:
        appointments.rewrite(moved, spot=spot, ended_at=end)
        return moved
    moved = replace(moved, sequence=old.appointment.sequence + 1)
    appointments.rewrite(moved, spot=spot, ended_at=end)
    correspondence.moved_by_office(moved, content=content, now=now)
    tallies.add(now.date(), moved.office, concern=moved.wish.concern, kind="office_moved")
    return moved


def replaced(
    old: Standing,
    start: datetime,
    *,
    content: Content,
    now: datetime,
    counter: int = 0,
    office: str = "",
) -> Spot:
    """Claim another spot for the appointment, in place of its present one; as `move` does.

    Part of an action; raises as `move` does, and the caller's transaction must then be undone.
    """
    placements.give_back(old)
    wish = old.appointment.wish
    request = placements.Request(
        appointment=old.appointment.id,
        wish=at_office(wish, office or wish.office),
        start=start,
        until=None,
        instead_of=(old,),
        counter=counter,
        # Whoever chooses the counter tells the customer whose it is; else nobody has (R103).
        told=None if counter else spots.organisation_at(old.spot),
    )
    return placements.place(request, content=content, now=now)


def at_office(wish: Wish, office: str) -> Wish:
    """The wish as an office fulfils it that moves the appointment: nothing binds it (R92)."""
    return replace(wish, booked_by=BookedBy.COUNTER, office=office)


@database.repeated
def cancel(appointment_id: int, *, content: Content, now: datetime) -> Appointment:
    """Take it back, as for a closure; the customer may book anew at once.

    Raises `AppointmentGone` or `AppointmentOver`; a second time changes and sends nothing.
    """
    standing = appointments.lock(appointment_id)
    if standing is not None and standing.appointment.state is State.CANCELLED:
        return standing.appointment
    old = movable(appointment_id, now)
    placements.give_back(old)
    customer_keys.release(appointment_id)
    cancelled = replace(
        old.appointment,
        state=State.CANCELLED,
        sequence=old.appointment.sequence + 1,
        interpreter_claimed=False,
    )
    appointments.mark_cancelled(
        appointment_id,
        by=appointments.BY_OFFICE,
        sequence=cancelled.sequence,
        now=int(now.timestamp()),
    )
    correspondence.cancelled_by_office(cancelled, content=content, now=now)
    tallies.add(
        now.date(), cancelled.office, concern=cancelled.wish.concern, kind="office_cancelled"
    )
    return cancelled


@database.repeated
def tell_place(appointment_id: int, *, content: Content, now: datetime) -> Appointment:
    """Tell that the office comes to another place at the same time (R98).

    The plan says where; the calendar entry is renewed. Raises `AppointmentGone` or
    `AppointmentOver`.
    """
    old = movable(appointment_id, now)
    told = replace(old.appointment, sequence=old.appointment.sequence + 1)
    appointments.rewrite(told, spot=old.spot, ended_at=spots.end_of(old.spot, now))
    correspondence.moved_by_office(told, content=content, now=now)
    return told


@database.repeated
def name_room(appointment_id: int, place: str, *, now: datetime) -> Appointment:
    """Tell where to wait instead; day and time stay, the calendar entry is renewed.

    `place` is German, as it stands on the door. Raises `AppointmentGone` or `AppointmentOver`.
    """
    old = movable(appointment_id, now)
    named = replace(old.appointment, sequence=old.appointment.sequence + 1)
    appointments.rewrite(named, spot=old.spot, ended_at=spots.end_of(old.spot, now))
    correspondence.room_changed(named, place, now=now)
    return named
