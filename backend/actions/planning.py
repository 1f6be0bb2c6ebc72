"""Planning: every change of capacity goes one way, which shows first whom it hits (R35, R36, R44).

An `Edit` says what is to be written and for which places. `carry_out` writes it and looks at what
has come of it; where booked appointments are hit or required windows are missing, and nobody has
answered for that yet, it raises `NeedsAnswer` with all of it, and nothing is changed. The answer
carries the mark of what was seen, so that nobody agrees to more than that.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from backend.actions import auditing, changes, choosing, supply
from backend.actions.loose import Loose, locked, loose
from backend.content import Content
from backend.domain import compliance, rules
from backend.domain.accounts import Account
from backend.domain.appointments import Appointment, BookedBy
from backend.domain.audits import Deed, Matter, Purpose
from backend.domain.capacity import Capacity
from backend.domain.compliance import Agreement, Gap
from backend.domain.offers import Offer
from backend.domain.openings import Audience
from backend.domain.periods import CELL_MINUTES
from backend.domain.phases import PhaseKind, phase_on
from backend.domain.refusals import (
    DeclarationMissing,
    MandatoryConcern,
    NotAllowed,
    NotBookable,
    TimeTaken,
)
from backend.domain.roles import Place, Powers
from backend.store import capacity as stored
from backend.store import database, staff
from backend.store import planning as rows

WEEKS_AHEAD = 8
"""So many weeks are looked at for missing windows."""
MOST_PROPOSALS = 150
"""For more hit appointments than that nothing is proposed: they wait on the list."""
NEARBY = (8, 100, 1000)
"""So many of the nearest times are looked at, one number after the other, until one does."""
NOTICE = timedelta(days=2)
"""No earlier time is proposed than in so many days: the customer must hear of it."""
_CUSTOMERS = frozenset({Audience.ALL, Audience.EMPLOYED, Audience.EMERGENCY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A change of capacity that somebody wants."""

    places: tuple[Place, ...]
    """What it changes; all of them must be allowed."""
    may: Callable[[Powers, Place], bool]
    """`roles.may_plan`, or `roles.may_set_offers` for what an office administrator decides."""
    write: Callable[[], object]
    """Writes it with functions of `store.planning`; may raise refusals."""
    about: str
    """For the audit log: the key of the group, else of the office."""
    note: str
    """What has changed in a few words, for the audit log; no names."""

    @property
    def offices(self) -> tuple[str, ...]:
        """The keys of the offices it touches, in order."""
        return tuple(dict.fromkeys(place.office for place in self.places))


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Where a hit appointment can go; all proposals together are possible."""

    start: datetime
    """Local wall-clock time."""
    group: str
    counter: int
    counter_title: str


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

    @property
    def are_none(self) -> bool:
        """Whether nobody need be asked."""
        return not (self.hits or self.in_lock or self.gaps)

    @property
    def mark(self) -> str:
        """Stands for exactly these consequences."""
        parts = [f"{hit.appointment.id}:{hit.proposal}" for hit in self.hits]
        parts += [f"{each.id}" for each in self.in_lock]
        parts += [f"{office}:{gap}" for office, gap in self.gaps]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody decides who has seen the consequences."""

    mark: str
    left: frozenset[int] = frozenset()
    """Ids of hit appointments that are not moved but wait on the list “to be placed”."""
    agreement: Agreement | None = None
    """Who agreed to the missing windows; its office and days are filled in here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What has become of the hit appointments, in numbers."""

    to_counter: int = 0
    to_time: int = 0
    left: int = 0


class NeedsAnswer(Exception):
    """The change has consequences nobody has answered for; nothing is changed."""

    def __init__(self, consequences: Consequences, *, is_anew: object = False) -> None:
        super().__init__("this change has consequences")
        self.consequences = consequences
        self.is_anew = bool(is_anew)
        """They are others than those that were seen before."""


@database.repeated
def set_up(capacity: Capacity) -> bool:
    """Copy the first plan into an empty database; False when offices already have their own."""
    if not stored.is_empty():
        return False
    stored.write(capacity)
    return True


@database.repeated
def carry_out(
    actor: Account, edit: Edit, answer: Answer | None = None, *, content: Content, now: datetime
) -> Done:
    """Change the plan, and move what it hits as answered.

    Raises `NeedsAnswer`, `NotAllowed`, `MandatoryConcern`, or what `edit.write` refuses; then
    nothing is changed, also where the caller's own transaction goes on.
    """
    with database.atomic():
        return _carried_out(actor, edit, answer, content=content, now=now)


def _carried_out(
    actor: Account, edit: Edit, answer: Answer | None, *, content: Content, now: datetime
) -> Done:
    known = staff.lock(actor.id)
    powers = known.powers(now.date()) if known else Powers()
    if not all(edit.may(powers, place) for place in edit.places):
        raise NotAllowed
    before = _Sight.of(edit.offices, content=content, now=now)
    edit.write()
    stored.change_edition()
    after = _Sight.of(edit.offices, content=content, now=now)
    if before.offered - after.offered:
        raise MandatoryConcern
    found = _consequences(before, after, content=content, now=now)
    if not found.are_none and (answer is None or answer.mark != found.mark):
        raise NeedsAnswer(found, is_anew=answer is not None)
    if found.gaps and (answer is None or answer.agreement is None):
        raise NeedsAnswer(found)
    done = Done()
    agreed = ""
    if answer:
        done = _settle(actor, found, answer.left, content=content, now=now)
        agreed = _agree(found, answer)
    moved = f"; moved {done.to_counter}+{done.to_time}, left {done.left}" if found.hits else ""
    for office in edit.offices:
        matter = Matter(Purpose.PLANNING, edit.about, office)
        auditing.note(actor.id, Deed.CHANGED, matter, detail=f"{edit.note}{moved}{agreed}", now=now)
    return done


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sight:
    """How offices stand at one moment."""

    loose: dict[int, Loose]
    locked: dict[int, Loose]
    gaps: frozenset[tuple[str, Gap]]
    offered: frozenset[tuple[str, str]]
    """The mandatory concerns that customers can book at some group of the office."""

    @classmethod
    def of(cls, offices: Iterable[str], *, content: Content, now: datetime) -> "_Sight":
        found_loose: dict[int, Loose] = {}
        found_locked: dict[int, Loose] = {}
        gaps: set[tuple[str, Gap]] = set()
        offered: set[tuple[str, str]] = set()
        for office in offices:
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
        )


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


class _Undo(Exception):
    """The proposals are known; what was tried for them is undone."""


def _consequences(
    before: _Sight, after: _Sight, *, content: Content, now: datetime
) -> Consequences:
    fresh = [each for key, each in after.loose.items() if key not in before.loose]
    found: list[Hit] = []
    try:
        with database.atomic():
            fresh.sort(key=_turn)
            for number, each in enumerate(fresh):
                proposal = None
                if number < MOST_PROPOSALS:
                    proposal = _propose(each, content=content, now=now)
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
    )


def _turn(each: Loose) -> tuple[bool, int]:
    """Emergencies choose first, then who booked first."""
    return not each.appointment.wish.emergency, each.appointment.id


def propose(each: Loose, *, content: Content, now: datetime) -> Proposal | None:
    """Where one loose appointment could go at this moment; nothing is changed."""
    try:
        with database.atomic():
            found = _propose(each, content=content, now=now)
            raise _Undo
    except _Undo:
        return found


def _propose(each: Loose, *, content: Content, now: datetime) -> Proposal | None:
    """Claim a spot for it: at the same time, else at the nearest one; None: there is none."""
    old = each.appointment
    found = _try(each, old.start, content=content, now=now)
    if found:
        return found
    wish = replace(old.wish, booked_by=BookedBy.COUNTER)
    tried: set[datetime] = set()
    for most in NEARBY:
        near = choosing.nearest(
            wish, old.start, content=content, now=now, most=most, ignoring=frozenset({old.id})
        )
        near = [slot for slot in near if slot.start not in tried]
        for slot in sorted(near, key=lambda slot: abs(slot.start - old.start)):
            tried.add(slot.start)
            if _may_become(old, slot.start, content=content, now=now):
                found = _try(each, slot.start, content=content, now=now)
                if found:
                    return found
        if len(tried) < most:
            break
    return None


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
        group=changes.group_key(spot),
        counter=spot.counter_id,
        counter_title=rows.counter_title(spot.counter_id),
    )


def _settle(
    actor: Account,
    found: Consequences,
    left: frozenset[int],
    *,
    content: Content,
    now: datetime,
) -> Done:
    to_counter = to_time = waiting = 0
    for hit in sorted(found.hits, key=lambda hit: _turn(hit.loose)):
        is_moved = hit.appointment.id not in left and _move(hit, content=content, now=now)
        if not is_moved:
            waiting += 1
            continue
        matter = Matter(Purpose.PLANNING, hit.appointment.reference, hit.appointment.office)
        auditing.note(actor.id, Deed.CHANGED, matter, detail="moved", now=now)
        if hit.keeps_time:
            to_counter += 1
        else:
            to_time += 1
    return Done(to_counter=to_counter, to_time=to_time, left=waiting)


def _move(hit: Hit, *, content: Content, now: datetime) -> bool:
    """Move it as proposed; False when it waits, since one left in place is in its way."""
    if hit.proposal is None:
        return False
    start, counter = hit.proposal.start, hit.proposal.counter
    try:
        with database.atomic():
            changes.move(hit.appointment.id, start, content=content, now=now, counter=counter)
    except (TimeTaken, NotBookable, DeclarationMissing):
        return False
    return True


def _agree(found: Consequences, answer: Answer) -> str:
    """Note the agreement for each office with missing windows; returns words for the audit log."""
    if not found.gaps or answer.agreement is None:
        return ""
    for office in sorted({office for office, _gap in found.gaps}):
        mondays = [gap.monday for key, gap in found.gaps if key == office]
        rows.add_agreement(
            replace(
                answer.agreement,
                office=office,
                first_day=min(mondays),
                last_day=max(mondays) + timedelta(days=6),
            )
        )
    agreed = answer.agreement
    return f"; agreed: {agreed.agreed_by}, {agreed.agreed_on.isoformat()}"
