"""Where an appointment belongs, and who may see and serve it there."""

from collections.abc import Iterator
from datetime import date

from flask import abort

from backend.content import Office
from backend.domain import roles
from backend.domain.appointments import Appointment
from backend.domain.roles import Place, Powers
from backend.store import capacity, day
from backend.store.day import Line

FARTHEST_DAYS = 400
"""Of a day that is shown, from today."""


def places_of(office: str) -> Iterator[Place]:
    """The office itself and its counter groups."""
    yield Place(office)
    for group in capacity.plan().groups.get(office, ()):
        yield Place(office, group.key)


def may_see_office(powers: Powers, office: Office) -> bool:
    """Whether the bookings of the office or of one of its groups may be read (R121)."""
    return any(roles.may_see_bookings(powers, place) for place in places_of(office.key))


def may_serve_office(powers: Powers, office: Office) -> bool:
    """Whether customers of the office or of one of its groups are served (D26)."""
    return any(roles.may_work_at_counter(powers, place) for place in places_of(office.key))


def place_of(appointment: Appointment) -> Place:
    """Where an appointment belongs; one without a group to the whole office."""
    return Place(appointment.office, appointment.group)


def may_see_line(powers: Powers, line: Line) -> bool:
    """Whether the appointment is one of the own (R121)."""
    return roles.may_see_bookings(powers, place_of(line.appointment))


def may_serve_line(powers: Powers, line: Line) -> bool:
    """Whether its customer may be checked in, called and finished (D26)."""
    return roles.may_work_at_counter(powers, place_of(line.appointment))


def itself(office: Office) -> Office:
    """The office of the address: its converter has fetched it."""
    return office


def line_of(appointment: int) -> Line | None:
    """The appointment of the address."""
    return day.line(appointment)


def check_day(day: date, today: date) -> None:
    """Nothing is kept of days far away: such an address does not exist (404)."""
    if abs((day - today).days) > FARTHEST_DAYS:
        abort(404)
