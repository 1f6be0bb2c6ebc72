"""Proposing: where a hit appointment can go, found by claiming it (R35, D24).

Whoever asks for several undoes all of them together, so that all proposals are possible at once.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from backend.actions import changes, choosing, spots, supply
from backend.actions.loose import Loose
from backend.content import Content
from backend.domain import rules
from backend.domain.appointments import Appointment, BookedBy
from backend.domain.refusals import DeclarationMissing, NotBookable, TimeTaken
from backend.store import capacity as stored
from backend.store import database
from backend.store import planning as rows

NEARBY = (8, 100, 1000)
"""So many of the nearest times are looked at, one number after the other, until one does."""
NOTICE = timedelta(days=2)
"""No earlier time is proposed than in so many days: the customer must hear of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Where a hit appointment can go; all proposals together are possible."""

    start: datetime
    """Local wall-clock time."""
    group: str
    counter: int
    counter_title: str


def turn_of(each: Loose) -> tuple[bool, int]:
    """Emergencies choose first, then who booked first."""
    return not each.appointment.wish.emergency, each.appointment.id


def claim(each: Loose, *, content: Content, now: datetime) -> Proposal | None:
    """Claim a spot for it: at the same time, else at the nearest one; None: there is none."""
    old = each.appointment
    found = _try(each, old.start, content=content, now=now)
    if found:
        return found
    wish = replace(old.wish, booked_by=BookedBy.COUNTER)
    tried: set[datetime] = set()
    office = content.offices.get(old.office)
    is_touring = office is not None and office.is_touring
    # Of an office that comes to people the whole next stop is looked at, not the nearest one.
    for most in NEARBY[1:] if is_touring else NEARBY:
        near = choosing.nearest(
            wish, old.start, content=content, now=now, most=most, ignoring=frozenset({old.id})
        )
        near = [slot for slot in near if slot.start not in tried]
        for slot in sorted(near, key=lambda slot: _distance(slot.start, old, is_touring)):
            tried.add(slot.start)
            if _may_become(old, slot.start, content=content, now=now):
                found = _try(each, slot.start, content=content, now=now)
                if found:
                    return found
        if len(tried) < most:
            break
    return None


def _distance(start: datetime, old: Appointment, is_touring: object) -> tuple[bool, timedelta]:
    """The nearest time comes first; of an office that comes to people the next stop of its tour."""
    return bool(is_touring) and start < old.start, abs(start - old.start)


def _may_become(old: Appointment, start: datetime, *, content: Content, now: datetime) -> bool:
    """Whether the customer can hear of the time before it comes, and no lock is against it."""
    is_heard_of = start > old.start or start > rules.wall_clock(now) + NOTICE
    is_locked = supply.is_locked(stored.plan(), old.office, day=start.date(), content=content)
    return is_heard_of and (old.wish.emergency or not is_locked)


def _try(each: Loose, start: datetime, *, content: Content, now: datetime) -> Proposal | None:
    try:
        with database.atomic():
            spot = changes.replaced(each.standing, start, content=content, now=now)
    except (TimeTaken, NotBookable, DeclarationMissing):
        return None
    return Proposal(
        start=start,
        group=spots.group_key(spot),
        counter=spot.counter_id,
        counter_title=rows.counter_title(spot.counter_id),
    )
