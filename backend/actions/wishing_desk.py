"""Wishing at the desk: counter and hotline wait, answer and end it for somebody; all is noted."""

from datetime import datetime

from backend.actions import auditing, wishing
from backend.content import Content
from backend.domain import roles
from backend.domain.accounts import Account
from backend.domain.appointments import Appointment
from backend.domain.audits import Deed, Matter, Purpose
from backend.domain.roles import Place
from backend.domain.wishes import Choices, Terms
from backend.store import database


@database.repeated
def ask(actor: Account, appointment: Appointment, choices: Choices, *, now: datetime) -> None:
    """Wait for an earlier time, as the customer said; raises as `wishing.ask` does."""
    wishing.ask(appointment.id, choices, now=now)
    _note(actor, appointment, "waits for an earlier time", now=now)


@database.repeated
def forget(actor: Account, appointment: Appointment, *, now: datetime, terms: Terms) -> None:
    """Wait no more."""
    wishing.forget(appointment.id, now=now, terms=terms)
    _note(actor, appointment, "waits no more", now=now)


@database.repeated
def accept(
    actor: Account,
    appointment: Appointment,
    start: datetime,
    *,
    content: Content,
    now: datetime,
    terms: Terms,
) -> Appointment:
    """Take the kept time of this start; raises as `wishing.accept` does."""
    moved = wishing.accept(appointment.id, start, content=content, now=now, terms=terms)
    _note(actor, appointment, "took the earlier time", now=now)
    return moved


@database.repeated
def decline(
    actor: Account, appointment: Appointment, start: datetime, *, now: datetime, terms: Terms
) -> None:
    """Not this time, but others."""
    wishing.decline(appointment.id, start, now=now, terms=terms)
    _note(actor, appointment, "left the earlier time", now=now)


def _note(actor: Account, appointment: Appointment, detail: str, *, now: datetime) -> None:
    place = Place(appointment.office, appointment.group)
    is_there = roles.may_work_at_counter(actor.powers(now.date()), place)
    purpose = Purpose.COUNTER if is_there else Purpose.HOTLINE
    matter = Matter(purpose, appointment.reference, appointment.office)
    auditing.note(actor.id, Deed.CHANGED, matter, now=now, detail=detail)
