"""Choosing a time: which days and times fit a wish, and what else there is when none does."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, datetime

from backend.actions import supply
from backend.content import Content
from backend.domain import rules
from backend.domain.appointments import BookedBy, Channel, Draft, Need, Wish
from backend.domain.slots import Slot
from backend.store import capacity
from backend.store.capacity import Plan

_DAYS_AT_ONCE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTimes:
    """One open day: how many times are free, the reserved and interpreted ones among them."""

    day: date
    slots: tuple[Slot, ...]
    """Ascending; empty when the day is full."""

    @property
    def times(self) -> int:
        return len(self.slots)

    @property
    def reserved(self) -> int:
        return sum(slot.reserved for slot in self.slots)

    @property
    def with_interpreter(self) -> int:
        return sum(slot.interpreter for slot in self.slots)

    @property
    def first(self) -> Slot | None:
        return self.slots[0] if self.slots else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """The first free time of each other way, earliest first."""

    offices: list[tuple[str, datetime]]
    channels: list[tuple[Channel, datetime]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """How far was looked, and when there will be more."""

    new_times: datetime
    """Wall-clock moment at which the next day opens."""
    searched_until: date


def wish_of(draft: Draft, content: Content) -> Wish:
    """What the draft wishes for; whether it is an emergency is the concern's own mark (R31)."""
    concern = content.concerns.get(draft.concern)
    return Wish(
        office=draft.office,
        concern=draft.concern,
        channel=draft.channel,
        emergency=concern is not None and concern.emergency,
        interpreter=draft.interpreter or None,
        interpreter_present=bool(draft.interpreter) and draft.interpreter_present,
        companion=draft.companion or draft.comes_along,
        sign_language=Need.SIGN_LANGUAGE.value in draft.needs,
        large_household=draft.large_household,
        employed=draft.employed,
        booked_by=BookedBy.PARTNER if draft.partner else BookedBy.CUSTOMER,
    )


def days(
    wish: Wish, *, content: Content, now: datetime, ignoring: AbstractSet[int] = frozenset()
) -> list[DayTimes]:
    """All bookable days that are open for the concern, full ones included, ascending.

    `ignoring` are ids of appointments whose time counts as free, such as the one being moved.
    """
    plan = capacity.plan()
    found = supply.free(
        plan,
        wish,
        supply.bookable_days(plan, wish, content=content, now=now),
        content=content,
        now=now,
        ignoring=ignoring,
    )
    return [DayTimes(day=day, slots=tuple(slots)) for day, slots in found.items()]


def times(
    wish: Wish,
    day: date,
    *,
    content: Content,
    now: datetime,
    ignoring: AbstractSet[int] = frozenset(),
) -> list[Slot]:
    """The times of one day over all groups that serve the wish, ascending."""
    plan = capacity.plan()
    if not supply.is_bookable(plan, wish, day=day, content=content, now=now):
        return []
    found = supply.free(plan, wish, [day], content=content, now=now, ignoring=ignoring)
    return found.get(day, [])


def nearest(
    wish: Wish,
    start: datetime,
    *,
    content: Content,
    now: datetime,
    most: int = 3,
    ignoring: AbstractSet[int] = frozenset(),
) -> list[Slot]:
    """Up to `most` free times closest to a wall-clock moment, ascending.

    Reserved ones only with the declaration (R39): who has lost a time needs one that works.
    """
    plan = capacity.plan()
    bookable = supply.bookable_days(plan, wish, content=content, now=now)
    bookable.sort(key=lambda day: abs((day - start.date()).days))
    found: list[Slot] = []
    for first in range(0, len(bookable), _DAYS_AT_ONCE):
        chunk = sorted(bookable[first : first + _DAYS_AT_ONCE])
        free = supply.free(plan, wish, chunk, content=content, now=now, ignoring=ignoring)
        found += [slot for slots in free.values() for slot in slots if _fits(slot, wish)]
        if len(found) >= most:
            break
    found.sort(key=lambda slot: abs(slot.start - start))
    return sorted(found[:most], key=lambda slot: slot.start)


def soonest(
    wish: Wish,
    *,
    content: Content,
    now: datetime,
    most: int = 3,
    ignoring: AbstractSet[int] = frozenset(),
) -> list[Slot]:
    """The first free times, ascending; reserved ones only with the declaration (R39)."""
    plan = capacity.plan()
    bookable = supply.bookable_days(plan, wish, content=content, now=now)
    found: list[Slot] = []
    for first in range(0, len(bookable), _DAYS_AT_ONCE):
        chunk = bookable[first : first + _DAYS_AT_ONCE]
        free = supply.free(plan, wish, chunk, content=content, now=now, ignoring=ignoring)
        found += [slot for slots in free.values() for slot in slots if _fits(slot, wish)]
        if len(found) >= most:
            break
    return found[:most]


def elsewhere(wish: Wish, *, content: Content, now: datetime) -> Elsewhere:
    """The first free time at every other office and on every other channel (R4, R71)."""
    plan = capacity.plan()
    offices = [
        (key, found)
        for key in content.listed_offices
        if key != wish.office
        and (found := _first(plan, replace(wish, office=key), content=content, now=now))
    ]
    channels = [
        (channel, found)
        for channel in Channel
        if channel is not wish.channel
        and (found := _first(plan, replace(wish, channel=channel), content=content, now=now))
    ]
    return Elsewhere(
        offices=sorted(offices, key=lambda pair: pair[1]),
        channels=sorted(channels, key=lambda pair: pair[1]),
    )


def outlook(wish: Wish, *, content: Content, now: datetime) -> Outlook:  # noqa: ARG001
    """When new times open at the office, and until which day times were looked for (R43)."""
    own = supply.rules_of(capacity.plan(), wish.office)
    return Outlook(
        new_times=rules.next_new_times(own, now), searched_until=rules.last_day(own, now)
    )


def _first(plan: Plan, wish: Wish, *, content: Content, now: datetime) -> datetime | None:
    if not supply.offering(plan, wish):
        return None
    bookable = supply.bookable_days(plan, wish, content=content, now=now)
    for first in range(0, len(bookable), 7):
        chunk = bookable[first : first + 7]
        free = supply.free(plan, wish, chunk, content=content, now=now)
        for slots in free.values():
            for slot in slots:
                if _fits(slot, wish):
                    return slot.start
    return None


def _fits(slot: Slot, wish: Wish) -> bool:
    return wish.employed or not slot.reserved
