"""Placing: appointments without a counter, or which the plan no longer carries, find one (D24).

Nothing here drops one: it is moved, kept where it is, or cancelled with a reason.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.actions import changes, choosing, loose, registering, supply
from backend.actions.holding import movable
from backend.actions.loose import Loose, Reason
from backend.content import Content
from backend.domain import offers, periods, rules, slots
from backend.domain.accounts import Account
from backend.domain.appointments import Appointment, Wish
from backend.domain.audits import Deed
from backend.domain.counters import Counter
from backend.domain.slots import Slot
from backend.domain.staff_refusals import NoCounterYet
from backend.store import appointments, attendance, capacity, database
from backend.store.records import Standing

LOOK_BACK = timedelta(hours=12)
"""Who was squeezed in and not placed in time may still sit there: the list keeps them all day."""


@dataclass(frozen=True, slots=True)
class Proposals:
    """Where an appointment could go."""

    counters: list[Counter]
    """Free at the same time, best first."""
    slots: list[Slot]
    """The nearest other times, ascending."""


def to_be_placed(office: str, *, content: Content, now: datetime) -> list[Loose]:
    """All of an office that wait for a counter, in order of time; today's also when they began."""
    wall = rules.wall_clock(now)
    since = max(wall - LOOK_BACK, datetime.combine(wall.date(), datetime.min.time()))
    begun = [
        Loose(standing, Reason.NO_COUNTER)
        for standing in appointments.ahead(office, periods.cell_at(since))
        if standing.appointment.start <= wall and _waits(standing)
    ]
    known = {each.appointment.id for each in begun}
    ahead = loose.loose(office, content=content, now=now)
    return begun + [each for each in ahead if each.appointment.id not in known]


def proposals(standing: Standing, *, content: Content, now: datetime, most: int = 2) -> Proposals:
    """Counters at the same time and the nearest other times; none once it has begun."""
    found = standing.appointment
    if not rules.may_change(found.start, now):
        return Proposals([], [])
    wish, own = changes.at_office(found.wish, found.office), frozenset({found.id})
    nearest = choosing.nearest(
        wish, found.start, content=content, now=now, most=most + 1, ignoring=own
    )
    return Proposals(
        counters=[
            counter
            for counter in free_counters(wish, found.start, own, content=content, now=now)
            if counter.id != standing.spot.counter_id
        ],
        slots=[slot for slot in nearest if slot.start != found.start][:most],
    )


def free_counters(
    wish: Wish, start: datetime, ignoring: frozenset[int], *, content: Content, now: datetime
) -> list[Counter]:
    """The counters of all groups at which the wish could be served at this time, best first."""
    plan = capacity.plan()
    if not supply.is_bookable(plan, wish, day=start.date(), content=content, now=now):
        return []
    found: list[Counter] = []
    for _group, offer, plans in supply.day_plans(
        plan, wish, [start.date()], content=content, now=now, ignoring=ignoring
    ):
        for day_plan in plans:
            found += slots.counters_for(
                day_plan,
                start,
                cells_needed=offers.cells_for(offer, wish),
                third_person=wish.third_person,
            )
    return found


@database.repeated
def place(
    actor: Account,
    appointment_id: int,
    start: datetime,
    *,
    content: Content,
    now: datetime,
    counter: int = 0,
) -> Appointment:
    """Give it this time, at the counter named or any that is free; raises as `changes.move` does.

    Who keeps the time gets no message.
    """
    moved = changes.move(appointment_id, start, content=content, now=now, counter=counter)
    registering.note(actor, moved, Deed.CHANGED, now=now, detail="placed")
    return moved


@database.repeated
def keep(actor: Account, appointment_id: int, *, now: datetime) -> Appointment:
    """Decide that it stays where it is, whatever the plan says; it leaves the list.

    Raises `NoCounterYet`, `AppointmentGone` or `AppointmentOver`.
    """
    found = movable(appointment_id, now).appointment
    if not found.counter:
        raise NoCounterYet
    appointments.keep(appointment_id)
    registering.note(actor, found, Deed.CHANGED, now=now, detail="kept")
    return found


def _waits(standing: Standing) -> bool:
    """Whether somebody without a counter has not been called yet."""
    found = standing.appointment
    if standing.spot.counter_id or found.is_walk_in or found.is_kept:
        return False
    noted = attendance.of(found.id)
    return noted is None or noted.step.value == "arrived"
