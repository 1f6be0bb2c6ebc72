"""The rows of the page that shows whom a change of the plan would hit and what would miss."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from backend.actions import whereabouts
from backend.actions.consequences import Consequences, Hit
from backend.content import Content
from backend.domain import references
from backend.domain.appointments import Appointment
from backend.languages import Text
from backend.languages import staff_text as s_
from backend.store import capacity
from backend.web.planning import words
from backend.web.reception import words as desk_words
from backend.web.reception.rows import latin_name


@dataclass(frozen=True, slots=True, kw_only=True)
class HitRow:
    """An appointment that would be hit."""

    id: int
    start: datetime
    reference: str
    name: str
    original: str
    """As it was given, where that differs."""
    concern: str
    channel: Text
    phone: str
    """Empty where none is given, or where nothing may be sent there (D17)."""
    why: Text | None
    proposal: Text | None
    keeps_time: bool


def hits(found: Consequences) -> Iterator[HitRow]:
    """In order of time."""
    for hit in found.hits:
        yield _row(hit.appointment, hit)


def locked(found: Consequences) -> Iterator[HitRow]:
    """What would lie in the month-turn lock and stays (D24)."""
    for each in found.in_lock:
        yield _row(each)


def elsewhere(found: Consequences) -> Iterator[HitRow]:
    """Who keeps the time, and is told that the office comes to another place (R98)."""
    for each in found.elsewhere:
        yield _row(each)


def _row(appointment: Appointment, hit: Hit | None = None) -> HitRow:
    person = appointment.person
    name = latin_name(appointment)
    return HitRow(
        id=appointment.id,
        start=appointment.start,
        reference=references.spaced(appointment.reference),
        name=name,
        original="" if person.name == name else person.name,
        concern=desk_words.concern(appointment.wish.concern),
        channel=desk_words.CHANNELS[appointment.wish.channel][0],
        phone="" if person.private else person.phone,
        why=words.REASONS[hit.loose.reason] if hit else None,
        proposal=_proposal(hit) if hit else None,
        keeps_time=bool(hit and hit.keeps_time),
    )


def _proposal(hit: Hit) -> Text | None:
    if hit.proposal is None:
        return None
    counter = hit.proposal.counter_title
    if hit.proposal.group != hit.appointment.group:
        group = words.group_title(capacity.plan(), hit.proposal.group)
        counter = f"{group}, {counter}"
    if hit.keeps_time:
        return s_("same time, %(counter)s", counter=counter)
    start = hit.proposal.start
    stop = whereabouts.stop_at(hit.appointment.office, start)
    if stop is not None:
        counter = f"{counter}, {stop.place}"
    return s_(
        "%(day)s, %(time)s, %(counter)s",
        day=words.short(start.date()),
        time=f"{start:%H:%M}",
        counter=counter,
    )


def gaps(found: Consequences, *, content: Content) -> Iterator[tuple[str, Text, Text]]:
    """Office, week and what is missing in it."""
    for office, gap in found.gaps:
        place = content.offices.get(office)
        yield place.name if place else office, words.week_of(gap), words.DUTIES[gap.duty]
