"""Erasing: all that is stored about one appointment is told or deleted on request (Art. 15, 17)."""

import dataclasses
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from backend.actions import auditing, belongings, changes, forgetting, listing, placements
from backend.actions.belongings import Fact
from backend.actions.forgetting import Counts
from backend.content import Content
from backend.domain import references, rules
from backend.domain.appointments import Appointment, State
from backend.domain.audits import Deed, Matter, Purpose
from backend.domain.refusals import NothingStored
from backend.domain.retention import Kind
from backend.store import appointments, audit, database, drafts, lists

_TIMES = ("_at", "until", "due", "offered")
"""Endings of names whose numbers are UTC seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What was deleted on request."""

    counts: Counts
    office: str
    has_lost_list: bool
    """The list of today was deleted with it; whoever needs it makes it anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """All that is stored about one appointment."""

    appointment: Appointment
    facts: Fact
    """Of the appointment itself, with the person."""
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


def forget(actor: int, reference: str, *, content: Content, now: datetime) -> Forgotten:
    """Delete all that is stored about the appointment of this reference, however it is typed.

    One still ahead is cancelled first, so that its time is free. Entries of the audit log stay:
    they hold the reference and nothing of the person. `actor` is 0 for the command line. Raises
    `NothingStored`.
    """
    forgotten = _forget(actor, reference, content=content, now=now)
    database.clear_journal()
    return forgotten


@database.repeated
def _forget(actor: int, reference: str, *, content: Content, now: datetime) -> Forgotten:
    found = _found(reference)
    if found.state is State.BOOKED and rules.may_change(found.start, now):
        changes.cancel(found.id, content=content, now=now)
    standing = appointments.lock(found.id)
    if standing is None:
        raise NothingStored
    placements.give_back(standing)
    has_lost_list = listing.delete_with(found.id, found.office, now=now)
    gone = belongings.delete_of([found.id])
    appointments.forget_link(found.id)
    appointments.delete(found.id)
    gone |= {Kind.APPOINTMENTS: 1, Kind.DRAFTS: drafts.delete_about(found.id)}
    auditing.note(actor, Deed.DELETED, _matter(found), now=now, detail="forgotten on request")
    counts = {kind: number for kind, number in forgetting.count(gone, now).items() if number}
    if has_lost_list:
        counts[Kind.LISTS] = 1
    return Forgotten(counts=counts, office=found.office, has_lost_list=has_lost_list)


@database.repeated
def tell(actor: int, reference: str, *, now: datetime) -> Stored:
    """All that is stored about the appointment of this reference; raises `NothingStored`.

    That it was told is noted, and is part of it the next time.
    """
    found = _found(reference)
    deeds: list[Fact] = [
        {"at": _time(entry.at), "deed": entry.deed.value, "purpose": entry.matter.purpose.value}
        for entry in audit.about(found.reference)
    ]
    kept = lists.find(found.office, now.date())
    others = belongings.about(found.id)
    if answers := drafts.about(found.id):
        others[Kind.DRAFTS] = answers
    stored = Stored(
        appointment=found,
        facts=_facts(found) | _plain(appointments.stamps(found.id)),
        others={kind: [_plain(row) for row in rows] for kind, rows in others.items()},
        deeds=deeds,
        is_on_list=kept is not None and found.id in kept.marks,
    )
    auditing.note(actor, Deed.EXPORTED, _matter(found), now=now, detail="information")
    return stored


def _found(reference: str) -> Appointment:
    wanted = references.normalise(reference)
    found = appointments.by_reference(wanted) if wanted else None
    if found is None:
        raise NothingStored
    return found


def _matter(found: Appointment) -> Matter:
    return Matter(Purpose.COUNTER, found.reference, found.office)


def _facts(found: Appointment) -> Fact:
    """The appointment in one level of names; secrets of its link are no facts about a person."""
    facts = dataclasses.asdict(found)
    whole = {**facts.pop("person"), **facts.pop("wish"), **facts}
    whole.pop("nonce")
    return _plain(whole)


def _plain(facts: dict[str, Any]) -> Fact:
    """Values as JSON takes them, without those that are empty."""
    shown = {name: _value(name, value) for name, value in facts.items()}
    return {name: value for name, value in shown.items() if value not in (None, "", [], {}, False)}


def _value(name: str, value: Any) -> object:
    if isinstance(value, bool):
        return value
    if isinstance(value, int) and name.endswith(_TIMES) and value > 10**8:
        return _time(value)
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
