"""The blueprint of placing, moving and handing over, and who may do what there."""

from flask import Blueprint

from backend.content import Office
from backend.domain import roles
from backend.domain.appointments import Appointment, State
from backend.domain.handovers import Handover
from backend.domain.roles import Place, Powers
from backend.store import appointments, handovers
from backend.web import access

pages = Blueprint("placing", __name__, url_prefix=access.PREFIX)


def may_place_at(powers: Powers, office: Office) -> bool:
    """Whether somebody works at some counter of the office, or plans it."""
    return roles.may_receive_within(powers, office.key)


def may_place(powers: Powers, appointment: Appointment) -> bool:
    """Whether the appointment is served where somebody works or plans (R112, D26)."""
    return roles.may_work_at_counter(powers, Place(appointment.office, appointment.group))


def may_move(powers: Powers, appointment: Appointment) -> bool:
    """Whether one books where the appointment belongs (R117, R121)."""
    return roles.may_book(powers, Place(appointment.office, appointment.group))


def may_see(powers: Powers, handover: Handover) -> bool:
    """Whether one of the two offices is the own one (R121)."""
    offices = (handover.from_office, handover.to_office)
    return any(roles.may_receive_within(powers, office) for office in offices)


def itself(office: Office) -> Office:
    """The office of the address: its converter has fetched it."""
    return office


def booked(appointment: int) -> Appointment | None:
    """The booked appointment of the address."""
    found = appointments.by_id(appointment)
    return found if found and found.state is State.BOOKED else None


def request_of(handover: int) -> Handover | None:
    """The handover of the address."""
    return handovers.by_id(handover)


from backend.web.placing import handing_over, moving, overview  # noqa: E402  (they add pages)

__all__ = ["handing_over", "moving", "overview", "pages"]
