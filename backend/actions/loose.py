"""Loose appointments: booked, but without a counter that the plan still carries them at (D24, R35).

The list is worked out from the plan whenever somebody asks, so that whatever changes the plan, an
appointment it no longer carries can be found on it until it is moved, kept or cancelled.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from backend.actions import supply
from backend.content import Content
from backend.domain import periods, phases, rules
from backend.domain.appointments import Appointment
from backend.domain.openings import Audience
from backend.store import appointments, capacity
from backend.store.capacity import Group, Plan
from backend.store.records import Standing


class Reason(StrEnum):
    """Why the plan does not carry it."""

    NO_COUNTER = "no_counter"
    """Squeezed in: nobody has found a counter yet."""
    COUNTER_GONE = "counter_gone"
    CLOSED = "closed"
    NOT_OFFERED = "not_offered"
    """The group does not take the concern any more, or not on this channel."""
    PHASE = "phase"
    """The office's phase does not admit it (R48)."""
    LOCKED = "locked"
    """In the month-turn lock: it is carried, and stays until staff move it."""


@dataclass(frozen=True, slots=True)
class Loose:
    """One of them."""

    standing: Standing
    reason: Reason

    @property
    def appointment(self) -> Appointment:
        return self.standing.appointment


def loose(office: str, *, content: Content, now: datetime) -> list[Loose]:
    """All of an office that begin after `now`, in order of time."""
    plan = capacity.plan()
    found = []
    for standing in appointments.ahead(office, periods.cell_at(rules.wall_clock(now))):
        reason = why(plan, standing, content=content, now=now)
        if reason:
            found.append(Loose(standing, reason))
    return found


def locked(office: str, *, content: Content, now: datetime) -> list[Loose]:
    """What is booked in the month-turn lock and is no emergency; it is carried all the same."""
    plan = capacity.plan()
    return [
        Loose(standing, Reason.LOCKED)
        for standing in appointments.ahead(office, periods.cell_at(rules.wall_clock(now)))
        if not standing.appointment.wish.emergency
        and supply.is_locked(plan, office, day=standing.appointment.day, content=content)
    ]


def why(plan: Plan, standing: Standing, *, content: Content, now: datetime) -> Reason | None:
    """Why this plan does not carry the appointment; None: it does, or was decided to stay."""
    appointment, spot = standing.appointment, standing.spot
    if appointment.is_kept or appointment.is_walk_in:
        return None
    if not spot.counter_id:
        return Reason.NO_COUNTER
    group = _group(plan, standing)
    if group is None or all(each.id != spot.counter_id for each in group.counters):
        return Reason.COUNTER_GONE
    phase = phases.phase_on(plan.phases.get(spot.office, ()), appointment.day)
    if not phases.admits(phase, appointment.wish):
        return Reason.PHASE
    masks = supply.masks_for(
        plan,
        group,
        frozenset(Audience),
        day=appointment.day,
        today=now.date(),
        content=content,
    )
    first = spot.start_cell - periods.first_cell(appointment.day)
    # The customer's part: the turn-round after it may reach beyond the window.
    wanted = periods.mask(first, periods.cells(spot.minutes))
    if masks.get(spot.counter_id, 0) & wanted != wanted:
        return Reason.CLOSED
    wish = appointment.wish
    if not any(
        offer.concern == wish.concern and wish.channel in offer.channels for offer in group.offers
    ):
        return Reason.NOT_OFFERED
    return None


def _group(plan: Plan, standing: Standing) -> Group | None:
    groups = plan.groups.get(standing.spot.office, ())
    return next((group for group in groups if group.id == standing.spot.group_id), None)
