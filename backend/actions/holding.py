"""Holding a time while the answers are filled in; nothing depends on the hold being kept."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from backend.actions import choosing, placements
from backend.content import Content
from backend.domain import rules
from backend.domain.appointments import Draft, State
from backend.domain.refusals import AppointmentGone, AppointmentOver, HoldGone
from backend.store import appointments, capacity, database, drafts
from backend.store.records import Standing

MOST_EXTENSIONS = 10


@database.repeated
def hold(
    key: str,
    draft: Draft,
    start: datetime,
    *,
    content: Content,
    now: datetime,
    minutes: int = 30,
) -> Draft:
    """Keep a time for this draft, in place of the one it held; returns the draft as kept.

    `start` is local wall-clock time. While an appointment is being moved, the cells it has itself
    stay claimed by it alone. Raises `TimeTaken`, `NotBookable` or `DeclarationMissing` (R39), and
    then the former hold stays.
    """
    seconds = int(now.timestamp())
    stored = drafts.lock(key)
    moved = movable(draft.moving, now) if draft.moving else None
    release({draft.held, stored.held if stored else 0})
    wish = choosing.wish_of(draft, content)
    until = seconds + minutes * 60
    request = placements.Request(
        appointment=appointments.new_id(seconds),
        wish=wish,
        start=start.replace(tzinfo=None),
        until=until,
        beside=moved,
    )
    spot = placements.place(request, content=content, now=now)
    appointments.add_hold(request.appointment, wish, spot=spot, until=until, created_at=seconds)
    kept = replace(
        draft,
        held=request.appointment,
        held_start=request.start.isoformat(),
        held_until=until,
        extended=0,
    )
    drafts.write(key, kept, now=now)
    return kept


@database.repeated
def extend(key: str, draft: Draft, *, now: datetime, minutes: int = 30) -> Draft:
    """Keep the held time longer, up to ten times; a lapsed one too while nobody took it.

    Raises `HoldGone`.
    """
    seconds = int(now.timestamp())
    stored = drafts.lock(key)
    if stored is None or not stored.held or stored.extended >= MOST_EXTENSIONS:
        raise HoldGone
    held = appointments.lock(stored.held)
    if held is None or held.appointment.state is not State.HELD:
        raise HoldGone
    if not rules.may_change(held.appointment.start, now):
        raise HoldGone
    until = seconds + minutes * 60
    moved = appointments.lock(draft.moving) if draft.moving else None
    spot = placements.renew(held, until=until, now=seconds, plan=capacity.plan(), beside=moved)
    if spot is None:
        raise HoldGone
    appointments.prolong(held.appointment.id, until, spot=spot)
    kept = replace(
        draft,
        held=stored.held,
        held_start=stored.held_start,
        held_until=until,
        extended=stored.extended + 1,
    )
    drafts.write(key, kept, now=now)
    return kept


def release(held: Iterable[int]) -> None:
    """Let holds go at once; booked appointments of these ids stay untouched."""
    for appointment_id in sorted(set(held) - {0}):
        standing = appointments.lock(appointment_id)
        if standing and standing.appointment.state is State.HELD:
            placements.give_back(standing)
            appointments.delete(appointment_id)


def movable(appointment_id: int, now: datetime) -> Standing:
    """The booked appointment, locked; raises `AppointmentGone` or `AppointmentOver` (R55)."""
    standing = appointments.lock(appointment_id)
    if standing is None or standing.appointment.state is not State.BOOKED:
        raise AppointmentGone
    if not rules.may_change(standing.appointment.start, now):
        raise AppointmentOver
    return standing
