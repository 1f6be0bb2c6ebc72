"""Importing: open appointments of an old tool, tried first, then taken over one by one (D35).

A try writes nothing. Each line is taken over in a transaction of its own, and once only: the same
list sent twice books nothing twice. Whoever finds no counter is not lost, but stands on the list
“to be placed” (D24).
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from backend.actions import auditing, correspondence, placements, registering, spots, supply
from backend.actions.old_lists import Entry, Tried, person_of, read, wish_of
from backend.content import Content
from backend.domain import offers, periods, roles, slots
from backend.domain.accounts import Account
from backend.domain.appointments import Wish
from backend.domain.audits import Deed, Matter, Purpose
from backend.domain.imports import REFUSED, Finding, Line
from backend.domain.offers import Offer
from backend.domain.refusals import DeclarationMissing, LimitReached, NotBookable, TimeTaken
from backend.domain.registrations import Registration
from backend.domain.slots import Busy, DayPlan
from backend.domain.staff_refusals import NotAllowed
from backend.store import appointments, capacity, customer_keys, database, staff, tallies
from backend.store import imports as stored
from backend.store.capacity import Group
from backend.store.records import Spot

SECONDS_AT_ONCE = 12.0
"""So long one call takes over lines; the rest is left for the next one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How the lines shall be taken over."""

    with_letters: bool = False
    """Confirmation and reminder go out, as after any booking."""
    beside: bool = False
    """Further appointments of the same person stand beside the first one."""


@dataclass(slots=True)
class Taken:
    """What has become of the lines."""

    booked: int = 0
    to_place: int = 0
    before: int = 0
    """Taken over by an earlier call."""
    left: int = 0
    """Not reached; to be taken over by the next call."""
    refused: list[tuple[int, Finding]] = field(default_factory=list)


# --- trying


def tried(lines: Iterable[Line], wanted: Wanted, *, content: Content, now: datetime) -> list[Tried]:
    """What would become of each line, in its order; nothing is written."""
    found = read(lines, content=content, now=now)
    known = stored.taken(each.entry.mark for each in found if each.entry)
    room = _Room(content, now)
    marks: set[str] = set()
    keys: set[str] = set()
    outcome = []
    for each in found:
        if each.entry is None:
            outcome.append(each)
            continue
        more: list[Finding] = []
        mark, wish = each.entry.mark, wish_of(each.entry, content)
        own = set(registering.keys_of(person_of(each.entry)))
        if mark in known:
            more.append(Finding.TAKEN_BEFORE)
        elif mark in marks:
            more.append(Finding.TWICE)
        elif not supply.offering(capacity.plan(), wish):
            more.append(Finding.NOT_TAKEN)
        elif not wanted.beside and (
            own & keys or customer_keys.owners(own, now=int(now.timestamp()))
        ):
            more.append(Finding.SAME_PERSON)
        elif not room.take(wish, each.entry.moment):
            more.append(Finding.NO_COUNTER)
        if REFUSED.isdisjoint(more):
            keys |= own
        marks.add(mark)
        outcome.append(replace(each, findings=(*more, *each.findings)))
    return outcome


class _Room:
    """Which times are free while the lines of a try fill them, in memory alone."""

    def __init__(self, content: Content, now: datetime) -> None:
        self._content, self._now = content, now
        self._plans: dict[tuple[Wish, date], list[tuple[Group, Offer, list[DayPlan]]]] = {}
        self._taken: dict[tuple[int, date], dict[int, int]] = {}

    def take(self, wish: Wish, start: datetime) -> bool:
        """Whether some counter is free for it; from now on it is taken."""
        day, plan = start.date(), capacity.plan()
        if not supply.is_bookable(plan, wish, day=day, content=self._content, now=self._now):
            return False
        if (wish, day) not in self._plans:
            self._plans[wish, day] = supply.day_plans(
                plan, wish, [day], content=self._content, now=self._now
            )
        first = periods.cell_at(start) - periods.first_cell(day)
        for group, offer, days in self._plans[wish, day]:
            needed = offers.cells_for(offer, wish)
            taken = self._taken.setdefault((group.id, day), {})
            for each in days:
                both = each.busy.masks.keys() | taken.keys()
                busy = {key: each.busy.masks.get(key, 0) | taken.get(key, 0) for key in both}
                free = slots.counters_for(
                    replace(each, busy=Busy(busy)),
                    start,
                    cells_needed=needed,
                    third_person=wish.third_person,
                )
                if free:
                    counter = free[0].id
                    taken[counter] = taken.get(counter, 0) | periods.mask(first, needed)
                    return True
        return False


# --- taking over


def take_over(
    actor: Account, entries: Sequence[Entry], wanted: Wanted, *, content: Content, now: datetime
) -> Taken:
    """Book the entries, as many as the time allows; raises `NotAllowed`."""
    known = staff.by_id(actor.id)
    if known is None or not roles.may_take_over(known.powers(now.date())):
        raise NotAllowed
    done, latest = Taken(), time.monotonic() + SECONDS_AT_ONCE
    before = stored.taken(entry.mark for entry in entries)
    for number, entry in enumerate(entries):
        if entry.mark in before:
            done.before += 1
            continue
        if time.monotonic() >= latest:
            done.left = len(entries) - number
            break
        try:
            spot = _take_over(actor, entry, wanted, content=content, now=now)
        except LimitReached:
            done.refused.append((entry.number, Finding.SAME_PERSON))
        except NotBookable:
            done.refused.append((entry.number, Finding.NOT_TAKEN))
        else:
            done.booked += spot is not None and bool(spot.counter_id)
            done.to_place += spot is not None and not spot.counter_id
            done.before += spot is None
    return done


@database.repeated
def _take_over(
    actor: Account, entry: Entry, wanted: Wanted, *, content: Content, now: datetime
) -> Spot | None:
    """One entry; None when it has become an appointment before."""
    seconds = int(now.timestamp())
    registration = Registration(
        wish=wish_of(entry, content), start=entry.moment, person=person_of(entry)
    )
    appointment_id = appointments.new_id(seconds)
    if entry.moment <= now.replace(tzinfo=None):
        raise NotBookable
    if not stored.note(entry.mark, appointment_id):
        return None
    spot = _spot(appointment_id, registration, content=content, now=now)
    appointment, end = (
        registering.made(appointment_id, registration, spot),
        spots.end_of(spot, now),
    )
    keys = registering.keys_of(registration.person)
    is_first = customer_keys.take(appointment_id, keys, until=end, now=seconds)
    if not is_first and not wanted.beside:
        raise LimitReached
    appointments.add_hold(
        appointment_id, registration.wish, spot=spot, until=seconds, created_at=seconds
    )
    appointments.confirm(appointment, spot=spot, ended_at=end)
    if wanted.with_letters:
        correspondence.booked(appointment, content=content, now=now)
    tallies.add(now.date(), spot.office, concern=entry.concern, kind="taken_over")
    matter = Matter(Purpose.PLANNING, appointment.reference, spot.office)
    auditing.note(actor.id, Deed.CHANGED, matter, detail="taken over", now=now)
    return spot


def _spot(
    appointment_id: int, registration: Registration, *, content: Content, now: datetime
) -> Spot:
    """Any free counter, else none: then somebody has to place it (D24)."""
    request = placements.Request(
        appointment=appointment_id, wish=registration.wish, start=registration.start, until=None
    )
    try:
        with database.atomic():
            return placements.place(request, content=content, now=now)
    except (TimeTaken, NotBookable, DeclarationMissing):
        return registering.without_counter(registration)
