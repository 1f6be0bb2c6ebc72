"""Walking in: who comes without an appointment gets a number and a place in the day (R86).

It claims no time before it is called: then it takes the counter where it is called to, if that is
free for as long as the concern takes, and otherwise just the room.
"""

from dataclasses import replace
from datetime import datetime

from backend.actions import booking, placements, registering, spots
from backend.actions.registering import Clerk
from backend.content import Content
from backend.domain import attendance as steps
from backend.domain import periods
from backend.domain.appointments import Appointment, Person, Wish
from backend.domain.refusals import NotBookable
from backend.domain.registrations import Registration
from backend.domain.rules import wall_clock
from backend.store import appointments, attendance, capacity, claims, database, drafts
from backend.store.records import Standing


@database.repeated
def receive(
    clerk: Clerk, wish: Wish, name: str, *, languages: str, content: Content, now: datetime
) -> Appointment:
    """Write somebody into the day who stands there now; the name may be empty.

    The same form twice writes once. Raises `NotBookable` where nobody takes the concern.
    """
    stored = drafts.begin(clerk.key, now=now)
    if stored and stored.booked:
        return booking.booked_before(stored.booked)
    if wish.concern not in content.concerns:
        raise NotBookable
    registration = Registration(
        wish=wish,
        start=wall_clock(now),
        person=Person(name=name),
        languages=languages,
        is_walk_in=True,
    )
    spot = registering.without_counter(registration)
    appointment = registering.made(appointments.new_id(int(now.timestamp())), registration, spot)
    registering.entered(clerk, appointment, registration, spot=spot, content=content, now=now)
    attendance.write(steps.arrive(appointment, None, now))
    return appointment


def seat(standing: Standing, room: str, *, now: datetime) -> Appointment:
    """Let a walk-in who is called take the counter of this title from now on; part of calling.

    Where the counter is taken for part of the time, or the room is none, nothing is claimed and
    the appointment stays as it is (D24).
    """
    old, spot = standing.appointment, standing.spot
    found = [
        (group, counter)
        for group in capacity.plan().groups.get(spot.office, ())
        for counter in group.counters
        if room in {counter.title, f"{group.title}, {counter.title}"}
    ]
    if not old.is_walk_in or spot.counter_id or not found:
        return old
    group, counter = found[0]
    seated = replace(
        spot,
        group_id=group.id,
        counter_id=counter.id,
        start_cell=periods.cell_at(wall_clock(now)),
    )
    wanted = claims.span(claims.counter(counter.id), seated.start_cell, seated.cells)
    if not placements.claim(old.id, wanted, until=None, seconds=int(now.timestamp())):
        return old
    moved = replace(
        old, group=group.key, counter=counter.id, start=periods.moment_of(seated.start_cell)
    )
    appointments.rewrite(moved, spot=seated, ended_at=spots.end_of(seated, now))
    return moved
