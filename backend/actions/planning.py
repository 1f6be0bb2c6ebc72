"""Planning: every change of capacity goes one way, which shows first whom it hits (R35, R36, R44).

An `Edit` says what is to be written and for which places. `carry_out` writes it and looks at what
has come of it; where booked appointments are hit or required windows are missing, and nobody has
answered for that yet, it raises `NeedsAnswer` with all of it, and nothing is changed. The answer
carries the mark of what was seen, so that nobody agrees to more than that.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from backend.actions import auditing, changes
from backend.actions.consequences import Consequences, Hit, Sight, consequences_of
from backend.actions.proposing import turn_of
from backend.content import Content
from backend.domain.accounts import Account
from backend.domain.appointments import Appointment
from backend.domain.audits import Deed, Matter, Purpose
from backend.domain.capacity import Capacity
from backend.domain.compliance import Agreement
from backend.domain.refusals import DeclarationMissing, NotBookable, TimeTaken
from backend.domain.roles import Place, Powers
from backend.domain.staff_refusals import MandatoryConcern, NotAllowed
from backend.store import capacity as stored
from backend.store import database, staff
from backend.store import planning as rows


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
    tells: bool = False
    """Whoever cannot be moved is told that the appointment is cancelled: nobody is there."""

    @property
    def offices(self) -> tuple[str, ...]:
        """The keys of the offices it touches, in order."""
        return tuple(dict.fromkeys(place.office for place in self.places))


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
    to_place: int = 0
    """At the same time, but the office comes to another place then."""
    cancelled: int = 0


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
    before = Sight.of(edit.offices, content=content, now=now)
    edit.write()
    stored.change_edition()
    after = Sight.of(edit.offices, content=content, now=now)
    if before.offered - after.offered:
        raise MandatoryConcern
    found = consequences_of(before, after, content=content, now=now)
    found = replace(found, tells=edit.tells)
    if not found.are_none and (answer is None or answer.mark != found.mark):
        raise NeedsAnswer(found, is_anew=answer is not None)
    if found.gaps and (answer is None or answer.agreement is None):
        raise NeedsAnswer(found)
    done = Done()
    agreed = ""
    if answer:
        done = _settle(actor, found, answer.left, content=content, now=now)
        agreed = _agree(found, answer)
    moved = _counted(done) if found.hits or found.elsewhere else ""
    for office in edit.offices:
        matter = Matter(Purpose.PLANNING, edit.about, office)
        auditing.note(actor.id, Deed.CHANGED, matter, detail=f"{edit.note}{moved}{agreed}", now=now)
    return done


def _settle(
    actor: Account,
    found: Consequences,
    left: frozenset[int],
    *,
    content: Content,
    now: datetime,
) -> Done:
    to_counter = to_time = waiting = cancelled = 0
    for hit in sorted(found.hits, key=lambda hit: turn_of(hit.loose)):
        is_left = hit.appointment.id in left
        if not is_left and _move(hit, content=content, now=now):
            _note(actor, hit.appointment, "moved", now=now)
            if hit.keeps_time:
                to_counter += 1
            else:
                to_time += 1
        elif found.tells and not is_left:
            changes.cancel(hit.appointment.id, content=content, now=now)
            _note(actor, hit.appointment, "cancelled", now=now)
            cancelled += 1
        else:
            waiting += 1
    for each in found.elsewhere:
        changes.tell_place(each.id, content=content, now=now)
        _note(actor, each, "at another place", now=now)
    return Done(
        to_counter=to_counter,
        to_time=to_time,
        left=waiting,
        to_place=len(found.elsewhere),
        cancelled=cancelled,
    )


def _note(actor: Account, appointment: Appointment, detail: str, *, now: datetime) -> None:
    matter = Matter(Purpose.PLANNING, appointment.reference, appointment.office)
    auditing.note(actor.id, Deed.CHANGED, matter, detail=detail, now=now)


def _counted(done: Done) -> str:
    """What has become of the hit appointments, for the audit log."""
    told = f", elsewhere {done.to_place}" if done.to_place else ""
    told += f", cancelled {done.cancelled}" if done.cancelled else ""
    return f"; moved {done.to_counter}+{done.to_time}, left {done.left}{told}"


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
