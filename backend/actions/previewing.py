"""Previewing: what customers and others would see at another moment; nothing is held or counted."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from backend.actions import choosing, supply
from backend.actions.choosing import DayTimes
from backend.content import Content
from backend.domain.appointments import BookedBy, Wish
from backend.store import capacity

COMPARED_DAYS = 14
"""Over so many days it is compared who sees how much."""


class Eye(StrEnum):
    """Who looks for a time (D21)."""

    CUSTOMER = "customer"
    EMPLOYED = "employed"
    PARTNER = "partner"
    HOTLINE = "hotline"
    COUNTER = "counter"


@dataclass(frozen=True, slots=True)
class Sight:
    """How much somebody sees in the next days."""

    eye: Eye
    times: int
    days: int
    """Days with a free time."""
    first: datetime | None
    """Wall-clock time."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What is seen of one concern on one channel."""

    days: tuple[DayTimes, ...]
    """As a customer sees them, full ones among them."""
    sights: tuple[Sight, ...]
    is_offered: bool
    """Whether any group takes it on this channel for customers."""


def preview(wish: Wish, *, content: Content, now: datetime) -> Preview:
    """What is seen at the moment `now`, which may lie ahead."""
    plan = capacity.plan()
    return Preview(
        days=tuple(choosing.days(wish, content=content, now=now)),
        sights=tuple(_sight(wish, eye, content=content, now=now) for eye in Eye),
        is_offered=bool(supply.offering(plan, wish)),
    )


def _sight(wish: Wish, eye: Eye, *, content: Content, now: datetime) -> Sight:
    plan, seen = capacity.plan(), _wish_of(wish, eye)
    until = now.date() + timedelta(days=COMPARED_DAYS)
    bookable = supply.bookable_days(plan, seen, content=content, now=now)
    days = [day for day in bookable if day <= until]
    found = supply.free(plan, seen, days, content=content, now=now)
    own: dict[date, list[datetime]] = {
        day: [slot.start for slot in slots if eye is Eye.EMPLOYED or not slot.reserved]
        for day, slots in found.items()
    }
    starts = [start for each in own.values() for start in each]
    return Sight(eye, len(starts), sum(map(bool, own.values())), min(starts, default=None))


def _wish_of(wish: Wish, eye: Eye) -> Wish:
    if eye is Eye.CUSTOMER:
        return replace(wish, employed=False)
    if eye is Eye.EMPLOYED:
        return replace(wish, employed=True)
    return replace(wish, employed=False, booked_by=BookedBy(eye.value))
