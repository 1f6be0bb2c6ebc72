"""What may be opened without asking the caller once more; the hotline browses nothing (D32)."""

from flask import abort, url_for

from backend.actions import lookups
from backend.domain import roles
from backend.domain.appointments import Appointment
from backend.domain.roles import Place
from backend.web.access import Visitor


def check(visitor: Visitor, found: Appointment) -> None:
    """Stop with 404 where the hotline has neither booked nor found the appointment today."""
    if not lookups.may_open(visitor.account, found, now=visitor.now):
        abort(404)


def way_back(visitor: Visitor, found: Appointment) -> str:
    """From what is done with an appointment: to its page, or to what the hotline is shown of it."""
    is_seen = roles.may_see_bookings(visitor.powers, Place(found.office, found.group))
    page = "reception.appointment" if is_seen else "registering.done"
    return url_for(page, appointment=found.id)
