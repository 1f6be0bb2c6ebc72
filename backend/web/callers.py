"""What may be opened without asking the caller once more; the hotline browses nothing (D32)."""

from flask import abort

from backend.actions import lookups
from backend.domain.appointments import Appointment
from backend.web.access import Visitor


def check(visitor: Visitor, found: Appointment) -> None:
    """Stop with 404 where the hotline has neither booked nor found the appointment today."""
    if not lookups.may_open(visitor.account, found, now=visitor.now):
        abort(404)
