"""Consequences: what a change of the plan does to appointments and required windows (R35, R44)."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from backend.actions import proposing, supply, whereabouts
from backend.actions.loose import Loose, locked, loose
from backend.actions.proposing import Proposal, turn_of
from backend.content import Content
from backend.domain import compliance, periods, rules
from backend.domain.appointments import Appointment, Channel
from backend.domain.compliance import Gap
from backend.domain.offers import Offer
from backend.domain.openings import Audience
from backend.domain.periods import CELL_MINUTES
from backend.domain.phases import PhaseKind, phase_on
from backend.store import appointments, database
from backend.store import capacity as stored
from backend.store import planning as rows

WEEKS_AHEAD = 8
"""So many weeks are looked at for missing windows."""
MOST_PROPOSALS = 150
"""For more hit appointments than that nothing is proposed: they wait on the list."""
_CUSTOMERS = frozenset({Audience.ALL, Audience.EMPLOYED, Audience.EMERGENCY})


@dataclass(frozen=True, slots=True)
class Hit:
    """A booked appointment that the change hits."""

    loose: Loose
    proposal: Proposal | None

    @property
    def appointment(self) -> Appointment:
        return self.loose.appointment

    @property
    def keeps_time(self) -> bool:
        """Whether only the counter would change, which needs no message (D37)."""
        return self.proposal is not None and self.proposal.start == self.appointment.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences:
    """What a change would do beside changing the plan."""

    hits: tuple[Hit, ...] = ()
    in_lock: tuple[Appointment, ...] = ()
    """Newly in the month-turn lock; they stay as they are (D24)."""
    gaps: tuple[tuple[str, Gap], ...] = ()
    """Newly missing windows: the office's key and the week (R44)."""
    elsewhere: tuple[Appointment, ...] = ()
    """They keep their time, but the office comes to another place then; they are told (R98)."""
    tells: bool = False
    """Whoever is neither moved nor left on purpose is told that the appointment is cancelled."""

    @property
    def are_none(self) -> bool:
        """Whether nobody need be asked."""
        return not (self.hits or self.in_lock or self.gaps or self.elsewhere)

    @property
    def mark(self) -> str:
        """Stands for exactly these consequences."""
        parts = [f"{hit.appointment.id}:{hit.proposal}" for hit in self.hits]
        parts += [f"{each.id}" for each in self.in_lock]
        parts += [f"{office}:{gap}" for office, gap in self.gaps]
        parts += [f"elsewhere {each.id}" for each in self.elsewhere]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """How offices stand at one moment."""

    loose: dict[int, Loose]
    locked: dict[int, Loose]
    gaps: frozenset[tuple[str, Gap]]
    offered: frozenset[tuple[str, str]]
    """The mandatory concerns that customers can book at some group of the office."""
    places: dict[int, tuple[Appointment, tuple[str, ...]]] = field(default_factory=dict)
    """By id, of an office that comes to people: where it is then; nothing where nobody is."""

    @classmethod
    def of(cls, offices: Iterable[str], *, content: Content, now: datetime) -> "Sight":
        found_loose: dict[int, Loose] = {}
        found_locked: dict[int, Loose] = {}
        gaps: set[tuple[str, Gap]] = set()
        offered: set[tuple[str, str]] = set()
        places: dict[int, tuple[Appointment, tuple[str, ...]]] = {}
        for office in offices:
            places |= _places(office, content=content, now=now)
            for each in loose(office, content=content, now=now):
                found_loose[each.appointment.id] = each
            for each in locked(office, content=content, now=now):
                found_locked[each.appointment.id] = each
            agreed = rows.agreements(office)
            gaps |= {
                (office, gap)
                for gap in missing_windows(office, content=content, now=now)
                if not any(each.covers(gap) for each in agreed)
            }
            offered |= {(office, key) for key in _mandatory_offers(office, content)}
        return cls(
            loose=found_loose,
            locked=found_locked,
            gaps=frozenset(gaps),
            offered=frozenset(offered),
            places=places,
        )


class _Undo(Exception):
    """The proposals are known; what was tried for them is undone."""


def consequences_of(
    before: Sight, after: Sight, *, content: Content, now: datetime
) -> Consequences:
    """What has come of a change that is written but not kept yet; claims nothing in the end."""
    fresh = [
        each
        for key, each in after.loose.items()
        if key not in before.loose or (_place(before, key) and not _place(after, key))
    ]
    hit = {each.appointment.id for each in fresh}
    found: list[Hit] = []
    try:
        with database.atomic():
            fresh.sort(key=turn_of)
            for number, each in enumerate(fresh):
                proposal = None
                if number < MOST_PROPOSALS:
                    proposal = proposing.claim(each, content=content, now=now)
                found.append(Hit(each, proposal))
            raise _Undo
    except _Undo:
        found.sort(key=lambda hit: (hit.appointment.start, hit.appointment.id))
    return Consequences(
        hits=tuple(found),
        in_lock=tuple(
            each.appointment
            for key, each in after.locked.items()
            if key not in before.locked and key not in after.loose
        ),
        gaps=tuple(sorted(after.gaps - before.gaps)),
        elsewhere=tuple(
            appointment
            for key, (appointment, where) in after.places.items()
            if where and key not in hit and _place(before, key) != where
        ),
    )


def _place(sight: Sight, key: int) -> tuple[str, ...]:
    return sight.places[key][1] if key in sight.places else ()


def _places(
    office: str, *, content: Content, now: datetime
) -> dict[int, tuple[Appointment, tuple[str, ...]]]:
    """Where those come to who are booked at an office that comes to people.

    Where the stop of that time does not take place, or not for all of the appointment, it is
    nowhere, so that whoever is left on the list is told once there is a place again.
    """
    known = content.offices.get(office)
    if known is None or not known.is_touring:
        return {}
    found: dict[int, tuple[Appointment, tuple[str, ...]]] = {}
    for standing in appointments.ahead(office, periods.cell_at(rules.wall_clock(now))):
        each = standing.appointment
        if each.wish.channel is not Channel.IN_PERSON:
            continue
        stop = whereabouts.stop_at(office, each.start)
        minute = each.start.hour * 60 + each.start.minute
        is_there = (
            stop is not None
            and not stop.is_cancelled
            and stop.start <= minute
            and minute + each.minutes <= stop.end
        )
        found[each.id] = (each, stop.where if stop and is_there else ())
    return found


def missing_windows(
    office: str, *, content: Content, now: datetime, weeks: int = WEEKS_AHEAD
) -> frozenset[Gap]:
    """The coming weeks in which an office offers less than it has to (R37, R38).

    Only those kinds of offices owe it that are there every week.
    """
    place = content.offices.get(office)
    if place is None or place.kind not in {"branch", "youth"}:
        return frozenset()
    plan = stored.plan()
    mondays = compliance.mondays_from(now.date(), weeks=weeks)
    ends: dict[date, int] = {}
    excused: set[date] = set()
    for monday in mondays:
        for number in range(7):
            day = monday + timedelta(days=number)
            end = _end_of_day(plan, office, day=day, today=now.date(), content=content)
            if supply.is_locked(plan, office, day=day, content=content):
                excused.add(day)
            if end:
                ends[day] = end
    years = {monday.year for monday in mondays} | {monday.year + 1 for monday in mondays}
    holidays = frozenset().union(*(content.public_holidays(year) for year in years))
    return compliance.gaps(ends, mondays, holidays=holidays, excused=excused)


def _end_of_day(plan: stored.Plan, office: str, *, day: date, today: date, content: Content) -> int:
    """The minute at which the last window for customers ends; 0: none on this day."""
    phase = phase_on(plan.phases.get(office, ()), day)
    if phase and phase.kind in {PhaseKind.CLOSED, PhaseKind.EMERGENCIES_ONLY}:
        return 0
    cells = 0
    for group in plan.groups.get(office, ()):
        masks = supply.masks_for(plan, group, _CUSTOMERS, day=day, today=today, content=content)
        for mask in masks.values():
            cells |= mask
    return cells.bit_length() * CELL_MINUTES


def _mandatory_offers(office: str, content: Content) -> set[str]:
    place = content.offices.get(office)
    mandatory = {
        key for key in (place.concerns if place else ()) if content.concerns[key].mandatory
    }
    groups = stored.plan().groups.get(office, ())
    return mandatory & {
        offer.concern
        for group in groups
        if group.counters
        for offer in group.offers
        if is_for_customers(offer, content)
    }


def is_for_customers(offer: Offer, content: Content) -> bool:
    """Whether customers may book it; for emergencies alone only where the concern is one (R31)."""
    concern = content.concerns.get(offer.concern)
    is_urgent = concern is not None and concern.emergency
    return offer.audience is Audience.ALL or (is_urgent and offer.audience is Audience.EMERGENCY)
