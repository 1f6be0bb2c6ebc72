"""Interpreting: somebody is ordered, confirmed or not found; fixed hours of an office (D30)."""

from datetime import datetime

from backend.actions import auditing, correspondence
from backend.domain import periods, roles
from backend.domain.accounts import Account
from backend.domain.audits import Deed, Matter, Purpose
from backend.domain.interpreters import MOST_LEAD_DAYS, Hours, State
from backend.domain.roles import Place
from backend.domain.rules import may_change, wall_clock
from backend.domain.staff_refusals import GoneAlready, HoursOverlap, NotAllowed
from backend.store import appointments, capacity, database, interpreting, letters


@database.repeated
def note(actor: Account, appointment_id: int, state: State, *, was: State, now: datetime) -> None:
    """Where the search for an interpreter stands now; `was` is what the page has shown.

    When nobody is found the customer is told, with a way to a new time; when somebody is found
    after all before that has gone out, it is taken back. Raises `GoneAlready` when a colleague was
    faster, or the appointment has moved, is cancelled or begun.
    """
    appointments.lock(appointment_id)
    wish = interpreting.wish(appointment_id)
    if wish is None or not may_change(wish.appointment.start, now):
        raise GoneAlready
    appointment = wish.appointment
    place = Place(appointment.office, appointment.group)
    if not roles.may_work_at_counter(actor.powers(now.date()), place):
        raise NotAllowed
    if wish.state is state:
        return
    if wish.state is not was:
        raise GoneAlready
    interpreting.write(appointment, state, now_seconds=int(now.timestamp()))
    if state is State.NONE_FOUND:
        correspondence.no_interpreter(appointment, now=now)
    else:
        letters.withdraw(appointment.id, [letters.NO_INTERPRETER])
    matter = Matter(Purpose.COUNTER, appointment.reference, appointment.office)
    auditing.note(actor.id, Deed.CHANGED, matter, detail=f"interpreter {state}", now=now)


@database.repeated
def add_hours(actor: Account, hours: Hours, *, now: datetime) -> None:
    """Fixed hours of somebody who interprets; raises `HoursOverlap` and `NotAllowed`."""
    _check(actor, hours.office, now)
    if any(hours.overlaps(other) for other in interpreting.hours(hours.office)):
        raise HoursOverlap
    interpreting.add_hours(hours)
    capacity.change_edition()
    _note(actor, hours.office, f"hours added {hours.language}", now)


@database.repeated
def remove_hours(actor: Account, hours_id: int, *, now: datetime) -> int:
    """Take fixed hours away; returns how many coming appointments must be seen to by hand now.

    They stay as they are and stand open at the interpreter desk. A second press changes nothing.
    """
    hours = interpreting.hours_by_id(hours_id)
    if hours is None:
        return 0
    _check(actor, hours.office, now)
    left = interpreting.relying(hours_id, periods.cell_at(wall_clock(now)))
    interpreting.remove_hours(hours_id)
    capacity.change_edition()
    _note(actor, hours.office, f"hours removed {hours.language}", now)
    return len(left)


@database.repeated
def set_lead(actor: Account, office: str, language: str, *, days: int, now: datetime) -> None:
    """So many working days ahead somebody for this language is ordered."""
    _check(actor, office, now)
    interpreting.write_lead(office, language, max(0, min(days, MOST_LEAD_DAYS)))
    _note(actor, office, f"order time {language} {days}", now)


def _check(actor: Account, office: str, now: datetime) -> None:
    if not roles.may_set_offers(actor.powers(now.date()), Place(office)):
        raise NotAllowed


def _note(actor: Account, office: str, detail: str, now: datetime) -> None:
    matter = Matter(Purpose.PLANNING, office, office)
    auditing.note(actor.id, Deed.CHANGED, matter, detail=detail, now=now)
