"""Which offices are open now: a live page beside the emergency page (R71, R86).

The only public page that asks the database: closures stand there. It never depends on it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from flask import render_template

from backend.content import Office
from backend.domain.phases import PhaseKind, phase_on
from backend.domain.receptions import Standing, closed_cells, next_opening, standing_at, windows_on
from backend.domain.receptions import Window as Span
from backend.domain.rules import wall_clock
from backend.domain.stops import Stop
from backend.store import capacity, database
from backend.web.portal import portal
from backend.web.public.blueprint import pages
from backend.web.public.hours import at, span


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """An office at the moment of asking."""

    office: Office
    standing: Standing
    opens: datetime | None
    """When it opens next, where it is not open now."""
    stops: tuple[Stop, ...]
    """Where it comes to people today."""

    @property
    def is_open(self) -> bool:
        return self.standing.until is not None


@pages.get("/<pair:pair>/notfall/heute")
def today() -> str:
    """The offices that help in an emergency, by whether somebody is there now."""
    now = wall_clock(portal().now())
    plan = capacity.plan() if database.is_well() else None
    doors = [_door(office, plan, now) for office in _helping()]
    coming = sorted({door.opens for door in doors if door.opens is not None})
    return render_template(
        "public/today.html",
        now=now,
        open=[door for door in doors if door.is_open],
        later=[door for door in doors if not door.is_open and _is_on(door.opens, now.date())],
        closed=[door for door in doors if not door.is_open and not _is_on(door.opens, now.date())],
        first=coming[0] if coming else None,
        knows_closures=plan is not None,
        at=at,
        span=span,
    )


def _helping() -> list[Office]:
    """The offices that take emergencies."""
    content = portal().content
    return [
        office
        for office in content.listed_offices.values()
        if any(content.concerns[key].emergency for key in office.concerns)
    ]


def _door(office: Office, plan: capacity.Plan | None, now: datetime) -> Door:
    groups = plan.groups.get(office.key, ()) if plan is not None else ()
    closures = [group.closures for group in groups]
    tour = plan.stops.get(office.key, ()) if plan is not None else ()

    phases = plan.phases.get(office.key, ()) if plan is not None else ()

    def windows(day: date) -> tuple[Span, ...]:
        phase = phase_on(phases, day)
        if phase is not None and phase.kind is PhaseKind.CLOSED:
            return ()
        opened = windows_on(
            [hours.reception for hours in office.hours],
            day,
            holidays=portal().content.public_holidays(day.year),
            closed=closed_cells(closures, day),
        )
        touring = [
            stop.open_hours
            for stop in tour
            if stop.day == day and stop.open_hours and not stop.is_cancelled
        ]
        return tuple(sorted([*opened, *touring]))

    standing = standing_at(windows(now.date()), now.hour * 60 + now.minute)
    return Door(
        office=office,
        standing=standing,
        opens=None if standing.until is not None else next_opening(windows, now),
        stops=tuple(stop for stop in tour if stop.day == now.date() and not stop.is_cancelled),
    )


def _is_on(moment: datetime | None, day: date) -> bool:
    return moment is not None and moment.date() == day
