"""Erasing: all that is stored about one appointment is told or deleted on request (Art. 15, 17)."""

import dataclasses
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from backend.actions import (
    auditing,
    belongings,
    changes,
    counting,
    forgetting,
    listing,
    placements,
)
from backend.actions.belongings import Fact
from backend.actions.forgetting import Counts
from backend.content import Content
from backend.domain import periods, references, rules
from backend.domain.appointments import Appointment, State
from backend.domain.audits import Deed, Matter, Purpose
from backend.domain.booking_invitations import BookingInvitation
from backend.domain.callbacks import Callback
from backend.domain.retention import Kind
from backend.domain.staff_refusals import NothingStored
from backend.store import (
    appointments,
    audit,
    booking_invitations,
    callbacks,
    database,
    drafts,
    letters,
    lists,
)

_TIMES = ("_at", "until", "due", "offered")
"""Endings of names whose numbers are UTC seconds."""
_SECRETS = frozenset({"nonce", "token", "code"})
"""No facts about a person, and whoever has one could open the appointment."""
_ACTORS = frozenset({"entered_by", "taken_by", "counsellor"})
"""Accounts: who did it is not the customer's (D33)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What was deleted on request."""

    counts: Counts
    office: str
    has_lost_list: bool
    """The list of today was deleted with it; whoever needs it makes it anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """All that is stored under one reference."""

    reference: str
    facts: Fact
    """Of the appointment itself, with the person; empty where it is a callback's reference."""
    others: dict[Kind, list[Fact]]
    """Of all other tables."""
    deeds: list[Fact]
    """What the audit log says; who did it is not the customer's (D33)."""
    is_on_list: bool
    """Whether it stands in the day list of today."""

    def document(self, jobcenter: str, now: datetime) -> Fact:
        """The same to be handed over as a JSON file."""
        return {
            "controller": jobcenter,
            "created_at": now.isoformat(timespec="seconds"),
            "appointment": self.facts,
            "other_records": {kind.value: rows for kind, rows in self.others.items()},
            "in_day_list_of_today": self.is_on_list,
            "log": self.deeds,
        }


@dataclass(frozen=True, slots=True)
class _Named:
    """What a reference names: an appointment with its callbacks, a callback, or an offer."""

    reference: str
    appointment: Appointment | None
    tickets: list[Callback]
    offers: list[BookingInvitation]

    @property
    def office(self) -> str:
        if self.appointment:
            return self.appointment.office
        return self.tickets[0].team.office if self.tickets else self.offers[0].office

    @property
    def matter(self) -> Matter:
        return Matter(Purpose.COUNTER, self.reference, self.office)


def forget(actor: int, reference: str, *, content: Content, now: datetime) -> Forgotten:
    """Delete all that is stored under this reference, however it is typed.

    An appointment still ahead is cancelled first, so that its time is free. Entries of the audit
    log stay: they hold the reference and nothing of the person. `actor` is 0 for the command
    line. Raises `NothingStored`.
    """
    forgotten = _forget(actor, reference, content=content, now=now)
    database.clear_journal()
    return forgotten


@database.repeated
def _forget(actor: int, reference: str, *, content: Content, now: datetime) -> Forgotten:
    named = _named(reference)
    gone: Counts = {}
    has_lost_list = False
    if named.appointment:
        has_lost_list = listing.delete_with(named.appointment.id, named.office, now=now)
        gone = _forget_appointment(named.appointment, content=content, now=now)
    for ticket in named.tickets:
        callbacks.delete(ticket.id)
        gone[Kind.LETTERS] = gone.get(Kind.LETTERS, 0) + letters.delete_naming(ticket.reference)
    gone[Kind.CALLBACKS] = len(named.tickets)
    for offer in named.offers:
        booking_invitations.delete(offer.id)
        gone[Kind.LETTERS] = gone.get(Kind.LETTERS, 0) + letters.delete_naming(offer.reference)
    gone[Kind.BOOKING_INVITATIONS] = len(named.offers)
    auditing.note(actor, Deed.DELETED, named.matter, now=now, detail="forgotten on request")
    counts = {kind: number for kind, number in forgetting.count(gone, now).items() if number}
    if has_lost_list:
        counts[Kind.LISTS] = 1
    return Forgotten(counts=counts, office=named.office, has_lost_list=has_lost_list)


def _forget_appointment(found: Appointment, *, content: Content, now: datetime) -> Counts:
    standing = appointments.lock(found.id)
    if standing is None:
        raise NothingStored
    present = standing.appointment
    if present.state is State.BOOKED and rules.may_change(present.start, now):
        changes.cancel(found.id, content=content, now=now)
        standing = appointments.lock(found.id) or standing
    placements.give_back(standing)
    counting.before_deletion([found.id])
    gone = belongings.delete_of([found.id])
    appointments.forget_link(found.id)
    appointments.delete(found.id)
    return gone | {Kind.APPOINTMENTS: 1, Kind.DRAFTS: drafts.delete_about(found.id)}


@database.repeated
def tell(actor: int, reference: str, *, now: datetime) -> Stored:
    """All that is stored under this reference; raises `NothingStored`.

    That it was told is noted, and is part of it the next time.
    """
    named = _named(reference)
    deeds: list[Fact] = [
        {"at": _time(entry.at), "deed": entry.deed.value, "purpose": entry.matter.purpose.value}
        for entry in audit.about(named.reference)
    ]
    found, facts, is_on_list = named.appointment, {}, False
    others: dict[Kind, list[Fact]] = {}
    if found:
        facts = _facts(found) | _plain(appointments.stamps(found.id))
        others = belongings.about(found.id)
        if answers := drafts.about(found.id):
            others[Kind.DRAFTS] = answers
        kept = lists.find(found.office, now.date())
        is_on_list = kept is not None and found.id in kept.marks
    if named.tickets:
        others[Kind.CALLBACKS] = [dataclasses.asdict(ticket) for ticket in named.tickets]
    if named.offers:
        others[Kind.BOOKING_INVITATIONS] = [dataclasses.asdict(offer) for offer in named.offers]
    auditing.note(actor, Deed.EXPORTED, named.matter, now=now, detail="information")
    return Stored(
        reference=named.reference,
        facts=facts,
        others={kind: [_plain(row) for row in rows] for kind, rows in others.items()},
        deeds=deeds,
        is_on_list=is_on_list,
    )


def _named(reference: str) -> _Named:
    wanted = references.normalise(reference)
    found = appointments.by_reference(wanted) if wanted else None
    tickets = callbacks.naming(wanted) if wanted else []
    offers = booking_invitations.naming(wanted) if wanted else []
    if wanted is None or not (found or tickets or offers):
        raise NothingStored
    return _Named(wanted, found, tickets, offers)


def _facts(found: Appointment) -> Fact:
    """The appointment in one level of names."""
    facts = dataclasses.asdict(found)
    return _plain({**facts.pop("person"), **facts.pop("wish"), **facts})


def _plain(facts: dict[str, Any]) -> Fact:
    """Values as JSON takes them, without empty ones, the secrets of links, and who did it."""
    hidden = _SECRETS | _ACTORS
    shown = {name: _value(name, value) for name, value in facts.items() if name not in hidden}
    return {name: value for name, value in shown.items() if value not in (None, "", [], {}, False)}


def _value(name: str, value: Any) -> object:
    if isinstance(value, bool):
        return value
    if isinstance(value, int) and name.endswith(_TIMES) and value > 10**8:
        return _time(value)
    if isinstance(value, int) and name.endswith("_cell"):
        return periods.moment_of(value).isoformat(timespec="minutes")
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return _plain(value)
    if isinstance(value, frozenset | set | tuple | list):
        return sorted(str(_value(name, each)) for each in value)
    return value if isinstance(value, int | float | str | None) else str(value)


def _time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
