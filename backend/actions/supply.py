"""Supply: what an office has open and free, put together from the store for the rules to judge."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from backend.content import Content
from backend.domain import offers, openings, phases, rules, slots, stops
from backend.domain.appointments import Wish
from backend.domain.offers import Offer
from backend.domain.openings import Audience, open_masks
from backend.domain.periods import CELLS_PER_DAY, first_cell, mask
from backend.domain.rules import OfficeRules
from backend.domain.slots import Busy, DayPlan
from backend.store import appointments, capacity
from backend.store.capacity import Group, Plan

_MOST_MASKS = 20_000


@dataclass(frozen=True, slots=True)
class _Company:
    """Who else is in the building and which interpreters are taken, per day."""

    persons: dict[date, list[int]] = field(default_factory=dict)
    interpreters: dict[date, dict[int, int]] = field(default_factory=dict)


def offering(plan: Plan, wish: Wish) -> list[tuple[Group, Offer]]:
    """The groups of the office that serve the wish, late ones for employed people among them."""
    audiences = offers.audiences_of(replace(wish, employed=True))
    return [
        (group, offer)
        for group in plan.groups.get(wish.office, ())
        for offer in group.offers
        if offers.is_offered(offer, wish, audiences=audiences)
    ]


def rules_of(plan: Plan, office: str) -> OfficeRules:
    """The rules of an office; the defaults where nothing is set up."""
    return plan.rules.get(office) or OfficeRules()


def bookable_days(plan: Plan, wish: Wish, *, content: Content, now: datetime) -> list[date]:
    """The days between cut-off and horizon, without lock and phases against it (R40–R43, R48)."""
    own, by = rules_of(plan, wish.office), wish.booked_by
    first, last = rules.earliest_start(own, now, by=by).date(), rules.last_day(own, now, by=by)
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if _is_admitted(plan, wish, day=day, content=content)]


def is_bookable(plan: Plan, wish: Wish, *, day: date, content: Content, now: datetime) -> bool:
    """Whether this one day is among `bookable_days`."""
    own, by = rules_of(plan, wish.office), wish.booked_by
    first, last = rules.earliest_start(own, now, by=by).date(), rules.last_day(own, now, by=by)
    return first <= day <= last and _is_admitted(plan, wish, day=day, content=content)


def day_plans(
    plan: Plan,
    wish: Wish,
    days: Sequence[date],
    *,
    content: Content,
    now: datetime,
    ignoring: AbstractSet[int] = frozenset(),
) -> list[tuple[Group, Offer, list[DayPlan]]]:
    """For each group that serves the wish its days, ascending; closed days are left out.

    `ignoring` are ids of appointments whose time counts as free: those being moved.
    """
    if not days:
        return []
    serving = offering(plan, wish)
    company = _company(plan, wish, days=days, now=now, ignoring=ignoring)
    found = []
    for group, offer in serving:
        busy = _busy(group, days, now=now, ignoring=ignoring)
        plans = []
        for day in days:
            opened, unreserved = _masks(plan, group, wish, day=day, now=now, content=content)
            if offer.audience is Audience.EMPLOYED:
                unreserved = {}
            if any(opened.values()):
                plans.append(
                    DayPlan(
                        day=day,
                        counters=group.counters,
                        open=opened,
                        unreserved=unreserved,
                        busy=Busy(busy.get(day.toordinal(), {})),
                        interpreters=_free_interpreters(plan, wish, day=day, company=company),
                        places=_places(plan, wish, day=day, company=company),
                    )
                )
        found.append((group, offer, plans))
    return found


def earliest(plan: Plan, wish: Wish, now: datetime) -> datetime:
    """The first wall-clock moment at which an appointment may start (R42, R43)."""
    return rules.earliest_start(rules_of(plan, wish.office), now, by=wish.booked_by)


def free(
    plan: Plan,
    wish: Wish,
    days: Sequence[date],
    *,
    content: Content,
    now: datetime,
    ignoring: AbstractSet[int] = frozenset(),
) -> dict[date, list[slots.Slot]]:
    """The times on offer per open day, full days included, put together over the groups (R4)."""
    beginning = earliest(plan, wish, now)
    merged: dict[date, dict[datetime, slots.Slot]] = {}
    for _, offer, plans in day_plans(plan, wish, days, content=content, now=now, ignoring=ignoring):
        needed = offers.cells_for(offer, wish)
        for day_plan in plans:
            found = merged.setdefault(day_plan.day, {})
            for slot in slots.free(
                day_plan, cells_needed=needed, earliest=beginning, third_person=wish.third_person
            ):
                if wish.interpreter_present and not slot.interpreter:
                    continue
                other = found.get(slot.start)
                found[slot.start] = slot if other is None else _joined(slot, other)
    return {day: sorted(found.values(), key=_start) for day, found in sorted(merged.items())}


def _start(slot: slots.Slot) -> datetime:
    return slot.start


def _joined(one: slots.Slot, other: slots.Slot) -> slots.Slot:
    """The same time at two groups."""
    return slots.Slot(
        start=one.start,
        reserved=one.reserved and other.reserved,
        interpreter=one.interpreter or other.interpreter,
    )


def _holidays(content: Content, day: date) -> frozenset[date]:
    years = {(day - timedelta(days=40)).year, day.year, (day + timedelta(days=40)).year}
    return frozenset().union(*(content.public_holidays(year) for year in years))


def _is_admitted(plan: Plan, wish: Wish, *, day: date, content: Content) -> bool:
    """Whether neither the month-turn lock nor the phase of the office is against it (R40, R48)."""
    if not phases.admits(phases.phase_on(plan.phases.get(wish.office, ()), day), wish):
        return False
    is_exempt = wish.emergency or wish.booked_by in rules.IN_THE_OFFICE
    return is_exempt or not is_locked(plan, wish.office, day=day, content=content)


def is_locked(plan: Plan, office: str, *, day: date, content: Content) -> bool:
    """Whether the month-turn lock of the office covers the day (R40)."""
    kept = plan.masks.get(("locked", office, day))
    if kept is None:
        locked = rules.is_locked(rules_of(plan, office), day, _holidays(content, day))
        kept = plan.masks["locked", office, day] = {0: int(locked)}
    return bool(kept[0])


def _masks(
    plan: Plan, group: Group, wish: Wish, *, day: date, now: datetime, content: Content
) -> tuple[dict[int, int], dict[int, int]]:
    """Open cells for the wish's audiences, and those of them that are not reserved (R39).

    For the office itself nothing is reserved.
    """
    audiences = offers.audiences_of(wish)
    if wish.booked_by in rules.IN_THE_OFFICE:
        opened = masks_for(plan, group, audiences, day=day, today=now.date(), content=content)
        return opened, opened
    unreserved = audiences - {Audience.EMPLOYED}
    return (
        masks_for(
            plan,
            group,
            unreserved | {Audience.EMPLOYED},
            day=day,
            today=now.date(),
            content=content,
        ),
        masks_for(plan, group, unreserved, day=day, today=now.date(), content=content),
    )


def masks_for(
    plan: Plan,
    group: Group,
    audiences: AbstractSet[Audience],
    *,
    day: date,
    today: date,
    content: Content,
) -> dict[int, int]:
    """The open cells of the group's counters on a day for these audiences, kept with the plan."""
    name = (group.id, day, today, tuple(sorted(audiences)))
    masks = plan.masks.get(name)
    if masks is None:
        if len(plan.masks) > _MOST_MASKS:
            plan.masks.clear()
        masks = _opened(plan, group, audiences, day=day, today=today, content=content)
        office = content.offices.get(group.office)
        if office is not None and office.goes_in_company:
            together = _together(plan, group.office, day=day, today=today, content=content)
            masks = {counter: cells & together for counter, cells in masks.items()}
        plan.masks[name] = masks
    return masks


def _opened(
    plan: Plan,
    group: Group,
    audiences: AbstractSet[Audience],
    *,
    day: date,
    today: date,
    content: Content,
) -> dict[int, int]:
    """The open cells of the group by itself: at the stops, where its office comes to people."""
    office = content.offices.get(group.office)
    week = openings.in_force(group.weeks, day)
    lines, extra = week.openings if week else (), group.extra_openings
    if office is not None and office.is_touring:
        lines, extra = (), stops.windows(plan.stops.get(group.office, ()), day)
    return open_masks(
        lines,
        extra,
        group.closures,
        day=day,
        today=today,
        counters=group.counters,
        audiences=audiences,
        holidays=_holidays(content, day) | group.own_days,
    )


def _together(plan: Plan, office: str, *, day: date, today: date, content: Content) -> int:
    """The cells at which nobody is alone at the office, whoever the counters are for (R105)."""
    everybody = frozenset(Audience)
    return stops.accompanied(
        cells
        for group in plan.groups.get(office, ())
        for cells in _opened(plan, group, everybody, day=day, today=today, content=content).values()
    )


def _busy(
    group: Group, days: Sequence[date], *, now: datetime, ignoring: AbstractSet[int]
) -> dict[int, dict[int, int]]:
    """Per day number and counter the taken cells as a mask; one read for all days."""
    found: dict[int, dict[int, int]] = {}
    for counter, start, count in appointments.taken(
        group.id,
        first_cell(days[0]),
        end=first_cell(days[-1]) + CELLS_PER_DAY,
        now=int(now.timestamp()),
        ignoring=ignoring,
    ):
        day, within = divmod(start, CELLS_PER_DAY)
        counters = found.get(day)
        if counters is None:
            counters = found[day] = {}
        counters[counter] = counters.get(counter, 0) | ((1 << count) - 1) << within
    return found


def _company(
    plan: Plan, wish: Wish, *, days: Sequence[date], now: datetime, ignoring: AbstractSet[int]
) -> _Company:
    """Read only when a cap or an interpreter makes it matter (R46, D30)."""
    found = _Company()
    if not wish.interpreter and not (wish.persons and rules_of(plan, wish.office).building_cap):
        return found
    for start, count, persons, interpreter in appointments.company(
        wish.office,
        first_cell(days[0]),
        end=first_cell(days[-1]) + CELLS_PER_DAY,
        now=int(now.timestamp()),
        ignoring=ignoring,
    ):
        ordinal, within = divmod(start, CELLS_PER_DAY)
        day = date.fromordinal(ordinal)
        if persons:
            cells = found.persons.setdefault(day, [0] * CELLS_PER_DAY)
            for cell in range(within, min(within + count, CELLS_PER_DAY)):
                cells[cell] += persons
        if interpreter is not None:
            taken = found.interpreters.setdefault(day, {})
            taken[interpreter] = taken.get(interpreter, 0) | mask(within, count)
    return found


def interpreters_for(plan: Plan, wish: Wish, day: date) -> list[capacity.Interpreter]:
    """Who interprets the language on that weekday; for a meeting in person those on site first."""
    return sorted(
        (
            each
            for each in plan.interpreters.get(wish.office, ())
            if each.language == wish.interpreter and each.weekday == day.weekday()
        ),
        key=lambda each: (each.on_site != (wish.persons > 0), each.id),
    )


def _free_interpreters(
    plan: Plan, wish: Wish, *, day: date, company: _Company
) -> Sequence[int] | None:
    if not wish.interpreter:
        return None
    taken = company.interpreters.get(day, {})
    return [each.cells & ~taken.get(each.id, 0) for each in interpreters_for(plan, wish, day)]


def _places(plan: Plan, wish: Wish, *, day: date, company: _Company) -> int:
    cap = rules_of(plan, wish.office).building_cap
    there: Iterable[int] = company.persons.get(day, ())
    return slots.places_mask(cap, list(there), wish.persons)
