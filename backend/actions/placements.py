"""Placements: finding a counter, an interpreter and room in the building, and claiming them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from backend.actions import supply
from backend.content import Content
from backend.domain import offers, periods, rules, slots
from backend.domain.appointments import Wish
from backend.domain.counters import Counter
from backend.domain.offers import Offer
from backend.domain.refusals import DeclarationMissing, NotBookable, Refusal, TimeTaken
from backend.domain.slots import Busy, DayPlan
from backend.store import capacity, claims, database
from backend.store.capacity import Group, Plan
from backend.store.records import Spot, Standing

_PLACE_TRIES = 5


class _Taken(Exception):
    """Somebody was faster: the savepoint is rolled back and the next one tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is to be claimed, by whom and until when."""

    appointment: int
    wish: Wish
    start: datetime
    """Local wall-clock time."""
    until: int | None
    """UTC seconds; None: booked."""
    beside: Standing | None = None
    """The appointment being moved: while its hold lasts, common cells stay claimed by it."""
    instead_of: tuple[Standing, ...] = ()
    """Whose time counts as free; their claims were given back. The first one's counter is best."""
    counter: int = 0
    """Only this counter will do, since the staff have chosen it; 0: any."""
    interpreter: int = 0
    """Only this person will do, since the same one interprets before; 0: anybody."""
    told: int | None = None
    """Beside the Jobcenter's only counters of this partner will do, of which the customer was
    told, 0 for none (R103); None: any, since it is told before it is booked, or by the staff."""

    @property
    def ignoring(self) -> frozenset[int]:
        """Ids of the appointments whose time is not in the way."""
        others = {each.appointment.id for each in self.instead_of}
        if self.beside:
            others.add(self.beside.appointment.id)
        return frozenset(others | {self.appointment})


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One counter that looked free when read."""

    group: Group
    offer: Offer
    counter: Counter
    plan: DayPlan
    cells: int
    reserved: bool


def check(wish: Wish, start: datetime, *, content: Content, now: datetime) -> None:
    """Raise `NotBookable` past the cut-off, outside the horizon or in the lock (R40, R42)."""
    plan = capacity.plan()
    is_bookable = supply.is_bookable(plan, wish, day=start.date(), content=content, now=now)
    if not is_bookable or not rules.may_change(start, now):
        raise NotBookable


def place(request: Request, *, content: Content, now: datetime) -> Spot:
    """Claim everything the wish needs at this start, on the best counter that is free.

    Small and little used counters come first (R45, D23). Raises `NotBookable`, `TimeTaken` or
    `DeclarationMissing`; the caller's transaction must then be rolled back.
    """
    check(request.wish, request.start, content=content, now=now)
    plan = capacity.plan()
    seconds = int(now.timestamp())
    found = _candidates(plan, request, content=content, now=now)
    candidate = _claim_counter(request, found, seconds=seconds)
    spot = _spot(request, candidate)
    spot = _claim_interpreter(plan, request, candidate, spot=spot, seconds=seconds)
    return _claim_places(plan, request, spot=spot, seconds=seconds)


def renew(
    standing: Standing,
    *,
    until: int | None,
    now: int,
    plan: Plan,
    beside: Standing | None = None,
) -> Spot | None:
    """Claim again what a hold has, even if it lapsed; None when a rival took part of it.

    Then all its claims are given back. `beside` is the appointment being moved.
    """
    spot, own = standing.spot, standing.appointment.id
    wanted = _cells(claims.counter(spot.counter_id), spot, beside=beside)
    if spot.interpreter_id is not None:
        wanted += _cells(claims.interpreter(spot.interpreter_id), spot, beside=beside)
    if claims.take(own, wanted, until=until, now=now):
        if not spot.persons or not supply.rules_of(plan, spot.office).building_cap:
            return spot
        claims.give_back(own, _places_of(spot), first=spot.start_cell, count=spot.cells)
        request = Request(
            appointment=own,
            wish=standing.appointment.wish,
            start=standing.appointment.start,
            until=until,
            beside=beside,
        )
        try:
            return _claim_places(plan, request, spot=spot, seconds=now)
        except TimeTaken:
            pass
    give_back(standing)
    return None


def give_back(standing: Standing) -> None:
    """Delete all claims of an appointment or hold."""
    spot = standing.spot
    claims.give_back(
        standing.appointment.id, spot.resources, first=spot.start_cell, count=spot.cells
    )


def _candidates(
    plan: Plan, request: Request, *, content: Content, now: datetime
) -> list[_Candidate]:
    """Counters that are free, unreserved groups and the least loaded ones first (D23)."""
    wish, start = request.wish, request.start
    found: list[tuple[bool, float, list[_Candidate]]] = []
    closed: list[tuple[DayPlan, int]] = []
    for group, offer, plans in supply.day_plans(
        plan, wish, [start.date()], content=content, now=now, ignoring=request.ignoring
    ):
        if request.told is not None and group.organisation not in {0, request.told}:
            continue
        needed = offers.cells_for(offer, wish)
        for day_plan in plans:
            closed.append((day_plan, needed))
            own = _of_group(request, group, offer, day_plan=day_plan)
            if own:
                load = sum(day_plan.busy.load().values()) / max(len(group.counters), 1)
                found.append((own[0].reserved, load, own))
    if start < supply.earliest(plan, wish, now):
        raise NotBookable
    if not found:
        raise _why_not(closed, request)
    if wish.interpreter_present and not any(
        slots.has_interpreter(each.plan, start, cells_needed=each.cells)
        for _, _, own in found
        for each in own[:1]
    ):
        raise TimeTaken
    found.sort(key=lambda each: each[:2])
    ordered = [candidate for _, _, own in found for candidate in own]
    if request.instead_of:
        best = request.instead_of[0].spot.counter_id
        ordered.sort(key=lambda each: each.counter.id != best)
    return ordered


def _of_group(
    request: Request, group: Group, offer: Offer, *, day_plan: DayPlan
) -> list[_Candidate]:
    needed = offers.cells_for(offer, request.wish)
    first = periods.cell_at(request.start) - periods.first_cell(day_plan.day)
    wanted = periods.mask(first, needed)
    wished = {request.counter} - {0}
    return [
        _Candidate(
            group=group,
            offer=offer,
            counter=counter,
            plan=day_plan,
            cells=needed,
            reserved=day_plan.unreserved.get(counter.id, 0) & wanted != wanted,
        )
        for counter in slots.counters_for(
            day_plan,
            request.start,
            cells_needed=needed,
            third_person=request.wish.third_person,
            employed=request.wish.employed,
        )
        if not wished or counter.id in wished
    ]


def _why_not(closed: Iterable[tuple[DayPlan, int]], request: Request) -> Refusal:
    """The reason when no counter is free: a missing declaration, a rival, or not on offer."""
    third_person, start = request.wish.third_person, request.start
    if request.counter:
        # Others may be free: the one that was chosen is not.
        return TimeTaken()
    reason: Refusal = NotBookable()
    for day_plan, needed in closed:
        if slots.counters_for(day_plan, start, cells_needed=needed, third_person=third_person):
            return DeclarationMissing()
        empty = replace(day_plan, busy=Busy(), places=slots.WHOLE_DAY)
        if slots.counters_for(empty, start, cells_needed=needed, third_person=third_person):
            reason = TimeTaken()
    return reason


def _claim_counter(request: Request, found: Iterable[_Candidate], *, seconds: int) -> _Candidate:
    for candidate in found:
        spot = _spot(request, candidate)
        wanted = _cells(claims.counter(candidate.counter.id), spot, beside=request.beside)
        if _try(request, wanted, seconds=seconds):
            return candidate
    raise TimeTaken


def _claim_interpreter(
    plan: Plan, request: Request, candidate: _Candidate, *, spot: Spot, seconds: int
) -> Spot:
    """Claim an interpreter who is free the whole time; without one only where none is demanded."""
    wish = request.wish
    if not wish.interpreter:
        return spot
    first = spot.start_cell - periods.first_cell(candidate.plan.day)
    wanted = periods.mask(first, spot.cells)
    everybody = supply.interpreters_for(plan, wish, candidate.plan.day)
    idle = candidate.plan.interpreters or ()
    for interpreter, free in zip(everybody, idle, strict=True):
        if free & wanted != wanted or request.interpreter not in {0, interpreter.id}:
            continue
        cells = _cells(claims.interpreter(interpreter.id), spot, beside=request.beside)
        if _try(request, cells, seconds=seconds):
            return replace(spot, interpreter_id=interpreter.id)
    if wish.interpreter_present:
        raise TimeTaken
    return spot


def _claim_places(plan: Plan, request: Request, *, spot: Spot, seconds: int) -> Spot:
    """Claim a place per person and cell where the building has a cap (R46).

    Any free places will do in each cell: kept to one place all the time, long appointments would
    find none although there is room.
    """
    cap = supply.rules_of(plan, spot.office).building_cap
    if not cap or not spot.persons:
        return spot
    names = [claims.place(spot.office, number) for number in range(cap)]
    for _ in range(_PLACE_TRIES):
        taken: dict[int, set[str]] = {}
        for name, cell, _owner in claims.standing(
            names, first=spot.start_cell, count=spot.cells, now=seconds
        ):
            taken.setdefault(cell, set()).add(name)
        wanted: list[tuple[str, int]] = []
        for cell in range(spot.start_cell, spot.end_cell):
            idle = [name for name in names if name not in taken.get(cell, ())]
            needed = _more_persons(request, spot, cell)
            if len(idle) < needed:
                raise TimeTaken
            wanted += [(name, cell) for name in idle[:needed]]
        if _try(request, wanted, seconds=seconds):
            numbers = sorted({names.index(name) for name, _ in wanted})
            return replace(spot, places=tuple(numbers))
    raise TimeTaken


def _more_persons(request: Request, spot: Spot, cell: int) -> int:
    """How many places are needed beside those of the appointment being moved."""
    other = request.beside.spot if request.beside else None
    if other is None or other.office != spot.office:
        return spot.persons
    if not other.start_cell <= cell < other.end_cell:
        return spot.persons
    return max(0, spot.persons - other.persons)


def claim(
    appointment: int, wanted: list[tuple[str, int]], *, until: int | None, seconds: int
) -> bool:
    """Claim within a savepoint, so that a failure leaves no trace; False when some is taken."""
    try:
        with database.atomic():
            if not claims.take(appointment, wanted, until=until, now=seconds):
                raise _Taken
    except _Taken:
        return False
    return True


def _try(request: Request, wanted: list[tuple[str, int]], *, seconds: int) -> bool:
    return claim(request.appointment, wanted, until=request.until, seconds=seconds)


def _cells(resource: str, spot: Spot, *, beside: Standing | None) -> list[tuple[str, int]]:
    """The cells to claim on a resource, without those the appointment being moved has there."""
    wanted = claims.span(resource, spot.start_cell, spot.cells)
    if beside is None or resource not in beside.spot.resources:
        return wanted
    other = beside.spot
    return [(name, cell) for name, cell in wanted if not other.start_cell <= cell < other.end_cell]


def _places_of(spot: Spot) -> list[str]:
    return [claims.place(spot.office, number) for number in spot.places]


def _spot(request: Request, candidate: _Candidate) -> Spot:
    return Spot(
        office=candidate.group.office,
        group_id=candidate.group.id,
        counter_id=candidate.counter.id,
        start_cell=periods.cell_at(request.start),
        cells=candidate.cells,
        minutes=offers.minutes_for(candidate.offer, request.wish),
        reserved=candidate.reserved,
        persons=request.wish.persons,
    )
