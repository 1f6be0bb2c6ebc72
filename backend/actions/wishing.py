"""Wishing: to be told of an earlier time, and the answer to one that is kept for somebody.

What is kept is a hold like any other, so that neither another waiting person nor a customer at
the screen gets the same time. `offering` looks for the times.
"""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from backend.actions import correspondence, persons, placements, spots
from backend.actions.holding import movable
from backend.actions.leaving import leave
from backend.actions.pausing import pause
from backend.content import Content
from backend.domain.appointments import Appointment, BookedBy, State, Wish
from backend.domain.refusals import NotBookable, NoWayToTell, OfferOver, TimeTaken
from backend.domain.wishes import Choices, Terms, Waiting
from backend.store import appointments, customer_keys, database, letters, tallies, wishes
from backend.store.records import Spot, Standing

Chance = Callable[[int], int]
"""A random number below the given one."""

LEAST_AHEAD = timedelta(days=2)
"""Before an appointment that is nearer, no earlier day can be booked any more (R42)."""


def ways(appointment: Appointment) -> tuple[str, ...]:
    """How its owner can be told in time: mail and short message, else a call; may be empty.

    Nobody is told whose mail and phone others read (D17).
    """
    person = appointment.person
    found = []
    if persons.gets_mail(person):
        found.append(letters.MAIL)
    if persons.gets_sms(person):
        found.append(letters.SMS)
    if not found and persons.may_be_called(person, appointment.needs):
        found.append(letters.CALL)
    return tuple(found)


def may_ask(appointment: Appointment, now: datetime) -> bool:
    """Whether waiting for an earlier time makes sense, and there is a way to tell of it."""
    is_ahead = appointment.day >= now.date() + LEAST_AHEAD
    return appointment.state is State.BOOKED and is_ahead and bool(ways(appointment))


def searched(appointment: Appointment) -> Wish:
    """The wish by which earlier times are looked for: as the customers' pages would do it.

    An interpreter who is claimed for the appointment must be there at the earlier time too.
    """
    wish = appointment.wish
    by_partner = wish.booked_by is BookedBy.PARTNER
    return replace(
        wish,
        booked_by=BookedBy.PARTNER if by_partner else BookedBy.CUSTOMER,
        interpreter_present=wish.interpreter_present or appointment.interpreter_claimed,
    )


@database.repeated
def ask(appointment_id: int, choices: Choices, *, now: datetime) -> None:
    """Wait for an earlier time, or for other days; who asks again keeps the place in the line.

    Raises `AppointmentGone`, `AppointmentOver`, or `NoWayToTell`.
    """
    own = movable(appointment_id, now).appointment
    if not may_ask(own, now):
        raise NoWayToTell
    former = wishes.lock(appointment_id)
    if former is None:
        former = Waiting(appointment=own.id, start=own.start, asked_at=int(now.timestamp()))
    wishes.write(replace(former, start=own.start, choices=choices, unanswered=0))


@database.repeated
def forget(appointment_id: int, *, now: datetime, terms: Terms) -> None:
    """Wait no more; a time that is kept goes on to the next."""
    appointments.lock(appointment_id)
    waiting = wishes.lock(appointment_id)
    if waiting is not None:
        let_go(waiting, now=now, terms=terms)
        wishes.delete_of([appointment_id])


@database.repeated
def decline(appointment_id: int, start: datetime, *, now: datetime, terms: Terms) -> None:
    """Not this time, but others; a second press, or one that comes too late, changes nothing."""
    appointments.lock(appointment_id)
    waiting = wishes.lock(appointment_id)
    if waiting is not None and waiting.offer and waiting.offer_start == start:
        let_go(waiting, now=now, terms=terms)
        wishes.write(without_offer(waiting, unanswered=0))


def accept(
    appointment_id: int,
    start: datetime,
    *,
    content: Content,
    now: datetime,
    terms: Terms,
    chance: Chance = secrets.randbelow,
) -> Appointment:
    """Move the appointment to the kept time of this start; reference and link stay.

    The given-up time pauses (D23) and may make somebody else's appointment earlier. An answer
    that comes too late counts while the time is free. Raises `OfferOver`,
    `AppointmentGone` or `AppointmentOver`; a second press changes nothing.
    """
    length = _seconds(terms, chance)
    return _accept(appointment_id, start, content=content, now=now, pause_seconds=length)


@database.repeated
def _accept(
    appointment_id: int, start: datetime, *, content: Content, now: datetime, pause_seconds: int
) -> Appointment:
    own = movable(appointment_id, now)
    waiting = wishes.lock(appointment_id)
    if own.appointment.start == start:
        return own.appointment
    if waiting is None or start not in {waiting.offer_start, *waiting.passed}:
        raise OfferOver
    if start > own.appointment.start:
        # It was moved to an even earlier time in another way.
        raise OfferOver
    held = _held(waiting) if waiting.offer_start == start else None
    spot = _claim(own, held, start, content=content, now=now)
    if own.spot.counter_id:
        pause(own, instead=spot, now=int(now.timestamp()), length=pause_seconds)
    end = spots.end_of(spot, now)
    customer_keys.postpone(appointment_id, end)
    moved = replace(
        spots.put_at(spot, own.appointment),
        sequence=own.appointment.sequence + 1,
        is_kept=False,
    )
    appointments.rewrite(moved, spot=spot, ended_at=end)
    leave(own, spot, now=now)
    if held:
        appointments.delete(held.appointment.id)
    wishes.delete_of([appointment_id])
    correspondence.offer_over(moved)
    correspondence.moved(moved, content=content, now=now)
    tallies.add(now.date(), moved.office, concern=moved.wish.concern, kind="moved")
    return moved


def let_go(
    waiting: Waiting, *, now: datetime, terms: Terms, chance: Chance = secrets.randbelow
) -> int:
    """Give the kept time back, if there is one; it pauses until the next one is asked (D23).

    Part of an action. Returns how many messages about it had not gone out.
    """
    held = _held(waiting)
    if held:
        placements.give_back(held)
        appointments.delete(held.appointment.id)
        seconds = int(now.timestamp())
        if (held.hold_until or 0) > seconds:
            # Once it has lapsed, somebody else may have taken part of it.
            pause(held, instead=None, now=seconds, length=_seconds(terms, chance))
    return letters.withdraw(waiting.appointment, [letters.EARLIER])


def without_offer(waiting: Waiting, *, unanswered: int) -> Waiting:
    """They go on waiting, for another time."""
    passed = waiting.passed | ({waiting.offer_start} if waiting.offer_start else set())
    return replace(
        waiting, passed=passed, unanswered=unanswered, offer=0, offer_start=None, offer_until=0
    )


def _claim(
    own: Standing, held: Standing | None, start: datetime, *, content: Content, now: datetime
) -> Spot:
    """The kept time, or any free counter at the same time once it is kept no more."""
    for each in (held, own):
        if each:
            placements.give_back(each)
    request = placements.Request(
        appointment=own.appointment.id,
        wish=searched(own.appointment),
        start=start,
        until=None,
        instead_of=(held, own) if held else (own,),
        told=spots.organisation_at(own.spot),
    )
    try:
        return placements.place(request, content=content, now=now)
    except (TimeTaken, NotBookable) as gone:
        raise OfferOver from gone


def _held(waiting: Waiting) -> Standing | None:
    """The hold of the kept time, locked; None when it was swept away."""
    held = appointments.lock(waiting.offer) if waiting.offer else None
    return held if held and held.appointment.state is State.HELD else None


def _seconds(terms: Terms, chance: Chance) -> int:
    shortest, longest = terms.pause_minutes
    return (shortest + chance(longest - shortest + 1)) * 60
