"""Listing: the day list of an office is kept, passed on, told of and deleted (R59–R63, R111).

What stands in the file is written elsewhere, above these actions: they take it as it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backend.actions import auditing
from backend.domain import day_lists
from backend.domain.accounts import Account
from backend.domain.audits import Deed, Matter, Purpose
from backend.domain.retention import Kind
from backend.domain.staff_refusals import ListGone
from backend.store import beats, database, deletions, letters, lists
from backend.store.deletions import Cause, ListDeletion
from backend.store.letters import NewLetter

TURN = "day list"
WORKER = 0
"""The actor of the audit log where nobody of the staff acts."""
REST = timedelta(minutes=30)
"""So long the mailbox hears nothing more after it was told of a change."""


@dataclass(frozen=True, slots=True)
class Made:
    """A list as it was just rendered."""

    office: str
    file: bytes
    marks: Mapping[int, str]
    """A mark of each line by the appointment's id."""


def is_turn_over(office: str, due: int) -> bool:
    """Whether the list that was due at these UTC seconds has been made already."""
    last = beats.last(_turn(office))
    return last is not None and last >= due


@database.repeated
def keep_morning(made: Made, *, due: int, now: datetime) -> bool:
    """Keep the list of the morning and tell the mailbox; False when another worker has done so.

    `due` is the UTC seconds of this morning's turn. Killed in between, it is made once more.
    """
    seconds = int(now.timestamp())
    if not beats.take_turn(_turn(made.office), due, now_seconds=seconds):
        return False
    # One made on demand before the cut-off is no list yet with which others are compared.
    lists.delete(made.office, now.date())
    _keep(made, WORKER, now=now)
    _tell(made.office, letters.LIST_READY, made.marks, now=now)
    return True


@database.repeated
def skip_morning(office: str, *, due: int, now: datetime) -> bool:
    """Note that there is nothing to list today; False when another worker has done so."""
    return beats.take_turn(_turn(office), due, now_seconds=int(now.timestamp()))


@database.repeated
def keep(actor: int, made: Made, *, now: datetime) -> None:
    """Put a newer state in the place of the list of today; `actor` as in the audit log."""
    _keep(made, actor, now=now)


@database.repeated
def open_file(actor: Account, office: str, *, deed: Deed, now: datetime) -> bytes:
    """The Excel file of today, to hand it out; the deed is noted (R63). Raises `ListGone`."""
    found = lists.content(office, now.date())
    if found is None:
        raise ListGone
    _note(actor.id, deed, office, now=now)
    return found


@database.repeated
def note_print(actor: Account, office: str, *, now: datetime) -> None:
    """Note that the list of today is shown for printing; raises `ListGone`."""
    if lists.find(office, now.date()) is None:
        raise ListGone
    _note(actor.id, Deed.PRINTED, office, now=now)


@database.repeated
def pass_on(actor: Account, office: str, *, now: datetime) -> None:
    """Note that the list was passed on, by whom and when (R111); raises `ListGone`."""
    today = now.date()
    if lists.lock(office, today) is None:
        raise ListGone
    lists.pass_on(office, today, account=actor.id, now_seconds=int(now.timestamp()))
    _note(actor.id, Deed.CHANGED, office, now=now, detail="list passed on")


def delete(actor: Account, office: str, *, now: datetime) -> None:
    """Delete the list of today at once (R61); one that is gone stays gone."""
    _delete_on_demand(actor, office, now=now)
    database.clear_journal()


@database.repeated
def _delete_on_demand(actor: Account, office: str, *, now: datetime) -> None:
    found = lists.lock(office, now.date())
    if found is not None:
        _delete(found, Cause.ON_DEMAND, now=now)
        _note(actor.id, Deed.DELETED, office, now=now)


@database.repeated
def delete_with(appointment: int, office: str, *, now: datetime) -> bool:
    """Delete the list of today if this appointment stands or stood in it; whether it did.

    Part of forgetting somebody: the file cannot be opened to take out one row.
    """
    found = lists.lock(office, now.date())
    if found is None or appointment not in found.marks.keys() | found.first_marks.keys():
        return False
    _delete(found, Cause.FORGOTTEN, now=now)
    return True


def sweep(*, now: datetime) -> int:
    """Delete the lists of days that are over; returns how many (D38).

    By the calendar of the offices and not by a turn: what a stop has missed is made up at once.
    """
    gone = _sweep(now=now)
    if gone:
        database.clear_journal()
    return gone


@database.repeated
def _sweep(*, now: datetime) -> int:
    over = lists.before(now.date())
    for found in over:
        _delete(found, Cause.END_OF_DAY, now=now)
        matter = _matter(found.office, found.day)
        auditing.note(WORKER, Deed.DELETED, matter, now=now)
    return len(over)


@database.repeated
def tell_change(office: str, marks: Mapping[int, str], *, now: datetime) -> bool:
    """Tell the mailbox that the list of today has changed; False when it knows, or has to rest.

    `marks` is the present state. At most one mail within `REST`.
    """
    found = lists.lock(office, now.date())
    if found is None or not found.told_at or now.timestamp() < found.told_at + REST.total_seconds():
        return False
    if lists.mark_of(marks) == found.told_mark:
        return False
    return _tell(office, letters.LIST_CHANGED, marks, now=now)


@database.repeated
def remind(due: int, *, offices: Iterable[str], now: datetime) -> int:
    """Ask the mailboxes in the evening to delete downloaded copies (R61); returns how many.

    Only of offices that had a list today, also one deleted since; once for all workers.
    """
    if not beats.take_turn("day list copies", due, now_seconds=int(now.timestamp())):
        return 0
    told = 0
    deleted = {each.office for each in deletions.lists(now.date())}
    for office in offices:
        if office in deleted or lists.find(office, now.date()) is not None:
            told += _mail(office, letters.LIST_COPIES, now=now)
    return told


@database.repeated
def set_mailbox(actor: Account, office: str, mail: str, *, now: datetime) -> None:
    """Say where the office wants to hear of its lists; an empty address ends it."""
    lists.set_mailbox(office, mail.strip())
    matter = Matter(Purpose.PLANNING, f"tagesliste-{office}", office)
    auditing.note(actor.id, Deed.CHANGED, matter, now=now, detail="list mailbox")


# --- parts


def _turn(office: str) -> str:
    return f"{TURN} {office}"


def _keep(made: Made, actor: int, *, now: datetime) -> None:
    seconds = int(now.timestamp())
    lists.write(made.office, now.date(), file=made.file, marks=made.marks, now_seconds=seconds)
    _note(actor, Deed.CHANGED, made.office, now=now, detail="list made")


def _delete(found: lists.Kept, cause: Cause, *, now: datetime) -> None:
    lists.delete(found.office, found.day)
    record = ListDeletion(
        office=found.office,
        day=found.day,
        deleted_at=int(now.timestamp()),
        count=found.count,
        cause=cause,
    )
    deletions.add_list(record)
    deletions.count(now.date(), Kind.LISTS, 1)


def _note(actor: int, deed: Deed, office: str, *, now: datetime, detail: str = "") -> None:
    auditing.note(actor, deed, _matter(office, now.date()), now=now, detail=detail)


def _matter(office: str, day: date) -> Matter:
    return Matter(Purpose.COUNTER, day_lists.matter_of(office, day), office)


def _tell(office: str, kind: str, marks: Mapping[int, str], *, now: datetime) -> bool:
    """Write to the mailbox, if there is one, and keep in mind of which state."""
    if not _mail(office, kind, now=now):
        return False
    lists.tell(office, now.date(), mark=lists.mark_of(marks), now_seconds=int(now.timestamp()))
    return True


def _mail(office: str, kind: str, *, now: datetime) -> bool:
    mailbox = lists.mailbox(office)
    if not mailbox:
        return False
    seconds = int(now.timestamp())
    letter = NewLetter(
        kind=kind,
        appointment=letters.NO_APPOINTMENT,
        recipient=mailbox,
        languages="de",
        facts={"office": office},
        due_at=seconds,
    )
    letters.add([letter], now_seconds=seconds)
    return True
