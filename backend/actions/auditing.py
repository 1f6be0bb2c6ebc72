"""Auditing: who saw, printed, exported, changed or deleted what, and reading that (D33)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from backend.domain import audits, roles
from backend.domain.accounts import Account
from backend.domain.audits import Deed, Entry, Matter, Purpose
from backend.domain.staff_refusals import NotAllowed
from backend.store import audit, database


def note(actor: int, deed: Deed, matter: Matter, *, now: datetime, detail: str = "") -> None:
    """Write an entry; part of an action, so that no deed stands without it.

    `actor` is an account's id, 0 for the command line.
    """
    seconds = int(now.timestamp())
    audit.add(Entry(at=seconds, actor=actor, deed=deed, matter=matter, detail=detail))


@database.repeated
def note_reading(actor: Account, deed: Deed, matter: Matter, *, now: datetime) -> None:
    """Write an entry of its own, where nothing but reading or printing happens."""
    note(actor.id, deed, matter, now=now)


@database.repeated
def note_readings(actor: Account, deed: Deed, matters: Iterable[Matter], *, now: datetime) -> None:
    """One entry for each of the things a page has shown."""
    for matter in matters:
        note(actor.id, deed, matter, now=now)


@database.repeated
def about(actor: Account, reference: str, *, now: datetime) -> list[Entry]:
    """All that was done with one thing, by whom; raises `NotAllowed`. The reading is noted."""
    _check(actor, now)
    reference = audits.tidied_reference(reference)
    note(actor.id, Deed.SAW, Matter(Purpose.AUDIT, reference), now=now)
    return audit.about(reference)


@database.repeated
def for_purpose(actor: Account, purpose: Purpose, *, days: int, now: datetime) -> list[Entry]:
    """What was done to one end in the last days, without saying by whom.

    With names it would be a list of what each colleague did, which nobody shall have (D33).
    """
    _check(actor, now)
    note(actor.id, Deed.SAW, Matter(Purpose.AUDIT, purpose.value), now=now)
    seconds = int(now.timestamp())
    since = int((now - timedelta(days=days)).timestamp())
    return audit.for_purpose(purpose, since=since, before=seconds + 1)


def _check(actor: Account, now: datetime) -> None:
    if not roles.may_read_audit(actor.powers(now.date())):
        raise NotAllowed
