"""Lookups: finding an appointment by what a caller knows; each is counted and noted (D32)."""

from datetime import datetime

from backend.actions import auditing, correspondence, limiting, persons
from backend.content import Content
from backend.domain import periods, roles
from backend.domain.accounts import Account
from backend.domain.appointments import Appointment, Person, State
from backend.domain.audits import Deed, Matter, Purpose
from backend.domain.callers import Asked, Proof
from backend.domain.roles import Place
from backend.store import appointments, audit, customer_keys, database, letters

MOST_SEARCHES = 60
SEARCH_SECONDS = 600
SENT_EVERY = 60 * 60
"""To the stored contact at most once in so many seconds."""
NOTHING = "-"
"""In the audit log in place of a reference where nothing was found."""
SENT_AGAIN = "sent again"
"""What the log says where the details went to the stored contact and nothing was told."""


def find(actor: Account, asked: Asked, *, content: Content, now: datetime) -> list[Appointment]:
    """What may be told; with name and birth date alone it is sent, and nothing is returned.

    Only appointments from today on, and only where this person may book (R121). Raises
    `TooManyTries`.
    """
    limiting.count_try(f"search by {actor.id}", most=MOST_SEARCHES, seconds=SEARCH_SECONDS, now=now)
    if asked.proof is Proof.TOO_LITTLE:
        return []
    return _find(actor, asked, content=content, now=now)


@database.repeated
def _find(actor: Account, asked: Asked, *, content: Content, now: datetime) -> list[Appointment]:
    powers = actor.powers(now.date())
    found = [
        each
        for each in _candidates(asked, now)
        if each.state is State.BOOKED
        and each.day >= now.date()
        and roles.may_book(powers, Place(each.office, each.group))
        and asked.is_met_by(each.reference, each.person)
    ]
    is_sent = asked.proof is Proof.SENT
    for each in found:
        if is_sent and each.start > now.replace(tzinfo=None) and not _was_told(each, now):
            correspondence.again(each, content=content, now=now)
        purpose = _purpose(actor, each, now)
        matter = Matter(purpose, each.reference, each.office)
        detail = SENT_AGAIN if is_sent else "search"
        auditing.note(
            actor.id, Deed.CHANGED if is_sent else Deed.SAW, matter, now=now, detail=detail
        )
    if not found:
        matter = Matter(_purpose(actor, None, now), NOTHING)
        auditing.note(actor.id, Deed.SAW, matter, now=now, detail="search")
    return [] if is_sent else found


def may_open(actor: Account, found: Appointment, *, now: datetime) -> bool:
    """Whether this person may open the appointment without asking for facts once more (D32).

    Whoever serves in its house may. The hotline browses nothing: it opens what it has booked, or
    found by the caller's facts, on the same day.
    """
    if roles.may_receive_within(actor.powers(now.date()), found.office):
        return True
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    since = int(midnight.timestamp())
    return audit.is_noted(actor.id, found.reference, since=since, but=SENT_AGAIN)


def _was_told(found: Appointment, now: datetime) -> bool:
    """Whether a confirmation was written just before: nobody is sent one for each search."""
    since = int(now.timestamp()) - SENT_EVERY
    return letters.was_written_since(found.id, letters.CONFIRMATION, since=since)


def _candidates(asked: Asked, now: datetime) -> list[Appointment]:
    """Whatever could be meant, found by keys and birth dates; never by a name alone."""
    if asked.reference:
        found = appointments.by_reference(asked.reference)
        return [found] if found else []
    ids: set[int] = set()
    if asked.number:
        keys = persons.keys_of(Person(name="", number=asked.number))
        ids.update(customer_keys.owners(keys, now=int(now.timestamp())))
    if asked.birth:
        ids.update(appointments.born(asked.birth, since=periods.first_cell(now.date())))
    return [found for each in sorted(ids) if (found := appointments.by_id(each))]


def _purpose(actor: Account, found: Appointment | None, now: datetime) -> Purpose:
    powers = actor.powers(now.date())
    place = Place(found.office, found.group) if found else roles.JOBCENTER
    if powers.at(roles.Right.COUNTER, place) or not powers.anywhere(roles.Right.HOTLINE):
        return Purpose.COUNTER
    return Purpose.HOTLINE
