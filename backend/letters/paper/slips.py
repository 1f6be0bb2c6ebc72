"""The slip of who came without an appointment: the number by which the display calls (R86)."""

from datetime import datetime

from backend.domain import references
from backend.domain.appointments import Appointment
from backend.languages import Clock, Day, Pair, editorial
from backend.languages import text_of as _
from backend.letters.paper.passages import Press, in_german
from backend.letters.paper.typesetting import set_in_type

NUMBER = _("Your number")
WAIT = _("Please wait here. The display shows the last four signs of your number and the room.")


def receipt(press: Press, appointment: Appointment, *, pair: Pair, stamped: datetime) -> bytes:
    """The slip on a roll of 80 mm: neither concern nor name (D17)."""
    reader, start = press.reader(pair), appointment.start
    office = press.content.offices[appointment.office]
    words = reader.frame(press, NUMBER) | {
        "heading": reader.said(NUMBER),
        "number": references.spaced(appointment.reference),
        "facts": [
            reader.said(WAIT),
            in_german(f"{press.content.jobcenter.name}, {office.name}"),
            reader.said(editorial(office.waiting_place)),
            reader.said(Day(start.date())),
            reader.said(_("at %(time)s", time=Clock(start.time()))),
        ],
    }
    return set_in_type("slip", words, stamped=stamped)
