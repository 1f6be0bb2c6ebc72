"""Booking: hold, book, move and cancel, each one transaction in the same order of writes."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from backend.actions import (
    choosing,
    correspondence,
    inviting,
    partnering,
    persons,
    placements,
    spots,
)
from backend.actions.holding import extend, hold, movable
from backend.actions.leaving import leave
from backend.actions.pausing import pause
from backend.content import Content
from backend.domain import rules
from backend.domain.appointments import Appointment, Draft, Need, State, Wish
from backend.domain.partners import Consent
from backend.domain.refusals import (
    AppointmentGone,
    AppointmentOver,
    DraftIncomplete,
    HoldGone,
    LimitReached,
    TimeTaken,
)
from backend.store import appointments, capacity, customer_keys, database, drafts, tallies
from backend.store.records import Spot, Standing

__all__ = ["book", "booked_before", "cancel", "extend", "hold", "move", "tell_owners"]

Chance = Callable[[int], int]
"""A random number below the given one."""


def book(key: str, draft: Draft, *, content: Content, now: datetime) -> Appointment:
    """Book the held time; a lapsed one too while it is free, at another counter if need be.

    Sending the same draft twice books once. Raises `TimeTaken` or `NotBookable` (the draft
    stays), `DraftIncomplete`, `BookingInvitationGone` for a code that was used, and
    `LimitReached` when a customer key counts for another open appointment: then its own contact
    gets a notice, not the person at the screen (D3).
    """
    if draft.moving:
        return move(key, draft, content=content, now=now)
    if draft.partner and not draft.consent:
        raise DraftIncomplete
    try:
        return _book(key, draft, content=content, now=now)
    except LimitReached:
        tell_owners(persons.keys_of(persons.person_of(draft)), now=now)
        raise


@database.repeated
def _book(key: str, draft: Draft, *, content: Content, now: datetime) -> Appointment:
    seconds = int(now.timestamp())
    stored = drafts.lock(key)
    if stored and stored.booked:
        return booked_before(stored.booked)
    held = appointments.lock(draft.held) if draft.held else None
    if held and held.appointment.state is State.BOOKED:
        return held.appointment
    if stored is None:
        raise HoldGone
    if not draft.held_start:
        raise DraftIncomplete
    person = persons.person_of(draft)
    wish = choosing.wish_of(draft, content)
    spot, appointment_id = _claim(held, draft, wish=wish, content=content, now=now)
    end = spots.end_of(spot, now)
    if not customer_keys.take(appointment_id, persons.keys_of(person), until=end, now=seconds):
        raise LimitReached
    appointment = replace(
        spots.new_at(spot, appointment_id, wish=wish, person=person),
        needs=_needs(draft),
        languages=draft.languages,
    )
    if held is None:
        appointments.add_hold(appointment_id, wish, spot=spot, until=seconds, created_at=seconds)
    appointments.confirm(appointment, spot=spot, ended_at=end)
    _honour(draft, appointment, now=now)
    correspondence.booked(appointment, content=content, now=now)
    tallies.add(now.date(), spot.office, concern=wish.concern, kind="booked")
    drafts.close(key, appointment.id, now=now, partner=draft.partner)
    return appointment


def _honour(draft: Draft, appointment: Appointment, *, now: datetime) -> None:
    """Use up the code somebody came with; keep the consent to booking together (R107)."""
    if draft.invited:
        inviting.use_up(draft.invited)
    if not draft.partner:
        return
    consent = Consent(
        id=0,
        organisation=draft.partner,
        appointment=appointment.id,
        account=draft.counsellor,
        given_at=int(now.timestamp()),
        languages=draft.languages,
        text=draft.consent,
        comes_along=draft.comes_along,
    )
    partnering.agree(consent, now=now)


def move(
    key: str,
    draft: Draft,
    *,
    content: Content,
    now: datetime,
    pause_minutes: tuple[int, int] = (0, 0),
    chance: Chance = secrets.randbelow,
) -> Appointment:
    """Put the appointment `draft.moving` where the draft's time is; until then the old one stands.

    Concern, office and channel may change with it (D1); reference and link stay. The given-up
    time comes back after a random pause (D23). Raises `TimeTaken`, `NotBookable`,
    `AppointmentOver`, `AppointmentGone` or `DraftIncomplete`.
    """
    return _move(
        key, draft, content=content, now=now, pause_seconds=_seconds(pause_minutes, chance)
    )


@database.repeated
def _move(
    key: str, draft: Draft, *, content: Content, now: datetime, pause_seconds: int
) -> Appointment:
    stored = drafts.lock(key)
    if stored and stored.booked:
        return booked_before(stored.booked)
    if stored is None:
        raise HoldGone
    if not draft.held_start:
        raise DraftIncomplete
    start = datetime.fromisoformat(draft.held_start)
    locked = {each: appointments.lock(each) for each in sorted({draft.moving, draft.held} - {0})}
    held = locked.get(draft.held)
    old = movable(draft.moving, now)
    if draft.partner and not partnering.may_see(draft.partner, old.appointment.id, now=now):
        raise AppointmentGone
    if held and held.appointment.state is not State.HELD:
        held = None
    wish = choosing.wish_of(draft, content)
    # Giving back comes first: at one counter old and new time may overlap.
    for each in (held, old):
        if each:
            placements.give_back(each)
    request = placements.Request(
        appointment=old.appointment.id,
        wish=wish,
        start=start,
        until=None,
        instead_of=(held, old) if held else (old,),
        told=_told(held),
    )
    spot = placements.place(request, content=content, now=now)
    pause(old, instead=spot, now=int(now.timestamp()), length=pause_seconds)
    end = spots.end_of(spot, now)
    customer_keys.postpone(old.appointment.id, end)
    appointment = _elsewhere(old.appointment, draft, wish=wish, spot=spot)
    appointments.rewrite(appointment, spot=spot, ended_at=end)
    leave(old, spot, now=now)
    if held:
        appointments.delete(held.appointment.id)
    correspondence.moved(appointment, content=content, now=now)
    tallies.add(now.date(), spot.office, concern=wish.concern, kind="moved")
    drafts.close(key, appointment.id, now=now, partner=draft.partner)
    return appointment


def cancel(
    appointment_id: int,
    *,
    now: datetime,
    pause_minutes: tuple[int, int] = (0, 0),
    chance: Chance = secrets.randbelow,
) -> Appointment:
    """Cancel it while its start lies ahead (R55); a second time changes and sends nothing.

    Frees the customer's keys at once, the time after a random pause (D23). Raises
    `AppointmentOver` or `AppointmentGone`.
    """
    return _cancel(appointment_id, now=now, pause_seconds=_seconds(pause_minutes, chance))


@database.repeated
def _cancel(appointment_id: int, *, now: datetime, pause_seconds: int) -> Appointment:
    seconds = int(now.timestamp())
    standing = appointments.lock(appointment_id)
    if standing is None or standing.appointment.state not in {State.BOOKED, State.CANCELLED}:
        raise AppointmentGone
    if standing.appointment.state is State.CANCELLED:
        return standing.appointment
    if not rules.may_change(standing.appointment.start, now):
        raise AppointmentOver
    placements.give_back(standing)
    pause(standing, instead=None, now=seconds, length=pause_seconds)
    customer_keys.release(appointment_id)
    cancelled = replace(
        standing.appointment,
        state=State.CANCELLED,
        sequence=standing.appointment.sequence + 1,
        interpreter_claimed=False,
    )
    appointments.mark_cancelled(
        appointment_id, by=appointments.BY_CUSTOMER, sequence=cancelled.sequence, now=seconds
    )
    correspondence.cancelled(cancelled, now=now)
    tallies.add(now.date(), cancelled.office, concern=cancelled.wish.concern, kind="cancelled")
    return cancelled


def booked_before(appointment_id: int) -> Appointment:
    """The appointment of a draft that was sent twice; the first one has done everything."""
    standing = appointments.lock(appointment_id)
    if standing is None:
        raise AppointmentGone
    return standing.appointment


def _claim(
    held: Standing | None, draft: Draft, *, wish: Wish, content: Content, now: datetime
) -> tuple[Spot, int]:
    """The claims of the hold once more, or of any free counter at the same time."""
    seconds = int(now.timestamp())
    start = datetime.fromisoformat(draft.held_start)
    placements.check(wish, start, content=content, now=now)
    if held and held.appointment.state is not State.HELD:
        raise TimeTaken
    if held and held.appointment.wish == wish and held.appointment.start == start:
        spot = placements.renew(held, until=None, now=seconds, plan=capacity.plan())
        if spot:
            return spot, held.appointment.id
    elif held:
        placements.give_back(held)
    request = placements.Request(
        appointment=held.appointment.id if held else appointments.new_id(seconds),
        wish=wish,
        start=start,
        until=None,
        told=_told(held),
    )
    return placements.place(request, content=content, now=now), request.appointment


def _told(held: Standing | None) -> int:
    """The partner that stood on the page before: a lapsed hold leads to no other's counter."""
    return spots.organisation_at(held.spot) if held else 0


def _elsewhere(old: Appointment, draft: Draft, *, wish: Wish, spot: Spot) -> Appointment:
    """The same appointment of the same person at the new spot."""
    person = replace(old.person, phone=draft.phone) if draft.phone else old.person
    return replace(
        spots.put_at(spot, old),
        wish=wish,
        person=person,
        needs=_needs(draft),
        languages=draft.languages,
        sequence=old.sequence + 1,
    )


@database.repeated
def tell_owners(keys: list[str], *, now: datetime) -> None:
    """A notice to the contacts of the appointments these keys count for, not more than daily."""
    for owner in customer_keys.owners(keys, now=int(now.timestamp())):
        standing = appointments.lock(owner)
        if standing and standing.appointment.state is State.BOOKED:
            correspondence.limited(standing.appointment, now=now)


def _needs(draft: Draft) -> frozenset[Need]:
    return frozenset(Need(need) for need in draft.needs)


def _seconds(pause_minutes: tuple[int, int], chance: Chance) -> int:
    shortest, longest = pause_minutes
    return (shortest + chance(longest - shortest + 1)) * 60
