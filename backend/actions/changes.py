"""Changes: what the office itself has to change in a booked appointment, with word of it.

The given-up time is free at once: the office knows what it does with it.
"""

from dataclasses import replace
from datetime import datetime

from backend.actions import correspondence, placements
from backend.actions.holding import movable
from backend.content import Content
from backend.domain.appointments import Appointment, State
from backend.domain.periods import CELL_MINUTES, moment_of
from backend.store import appointments, capacity, customer_keys, database, tallies
from backend.store.records import Spot


@database.repeated
def move(appointment_id: int, start: datetime, *, content: Content, now: datetime) -> Appointment:
    """Put it at another time of the same office, at the first counter that is free then.

    `start` is local wall-clock time. Reference, link and calendar entry stay. Raises
    `AppointmentGone`, `AppointmentOver`, `TimeTaken` or `NotBookable`, and then nothing changes.
    """
    old = movable(appointment_id, now)
    placements.give_back(old)
    request = placements.Request(
        appointment=appointment_id,
        wish=old.appointment.wish,
        start=start.replace(tzinfo=None),
        until=None,
        instead_of=(old,),
    )
    spot = placements.place(request, content=content, now=now)
    end = _end(spot, now)
    customer_keys.postpone(appointment_id, end)
    moved = replace(
        old.appointment,
        group=_group_key(spot),
        counter=spot.counter_id,
        start=moment_of(spot.start_cell),
        minutes=spot.minutes,
        sequence=old.appointment.sequence + 1,
        interpreter_claimed=spot.interpreter_id is not None,
    )
    appointments.rewrite(moved, spot=spot, ended_at=end)
    correspondence.moved_by_office(moved, content=content, now=now)
    tallies.add(now.date(), moved.office, concern=moved.wish.concern, kind="office_moved")
    return moved


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
        appointment_id, sequence=cancelled.sequence, now=int(now.timestamp())
    )
    correspondence.cancelled_by_office(cancelled, content=content, now=now)
    tallies.add(
        now.date(), cancelled.office, concern=cancelled.wish.concern, kind="office_cancelled"
    )
    return cancelled


@database.repeated
def name_room(appointment_id: int, place: str, *, now: datetime) -> Appointment:
    """Tell where to wait instead; day and time stay, the calendar entry is renewed.

    `place` is German, as it stands on the door. Raises `AppointmentGone` or `AppointmentOver`.
    """
    old = movable(appointment_id, now)
    named = replace(old.appointment, sequence=old.appointment.sequence + 1)
    appointments.rewrite(named, spot=old.spot, ended_at=_end(old.spot, now))
    correspondence.room_changed(named, place, now=now)
    return named


def _end(spot: Spot, now: datetime) -> int:
    """UTC seconds at which the customer's part ends."""
    return correspondence.seconds_at(moment_of(spot.start_cell + spot.minutes // CELL_MINUTES), now)


def _group_key(spot: Spot) -> str:
    groups = capacity.plan().groups.get(spot.office, ())
    return next((group.key for group in groups if group.id == spot.group_id), "")
