"""What is sent of an appointment, so that nobody waits for what never comes (D17, D37)."""

from backend.actions import persons
from backend.domain.appointments import Appointment, Delivery
from backend.languages import Text
from backend.languages import text_of as _
from backend.store import letters

BY_CHANNEL = {
    letters.MAIL: _("We also send you a mail."),
    letters.SMS: _("We also send you an SMS."),
    letters.PAPER: _("We also send you a letter."),
    letters.CALL: _("We also call you and tell you day and time."),
}
AT_COUNTER = _("We keep a letter for you at the counter.")
NOTHING = _("We send you nothing. Print this page, take a photo, or write it down.")


def sentence(appointment: Appointment) -> Text:
    """By mail and short message as the person wished; on paper or by phone only what was written.

    A letter that would have come too late was never written.
    """
    person = appointment.person
    if persons.gets_mail(person):
        return BY_CHANNEL[letters.MAIL]
    if persons.gets_sms(person):
        return BY_CHANNEL[letters.SMS]
    if person.delivery is Delivery.NONE:
        return NOTHING
    written = letters.channels_of(appointment.id)
    if letters.PAPER in written and person.delivery is Delivery.COUNTER:
        return AT_COUNTER
    way = next((each for each in (letters.PAPER, letters.CALL) if each in written), None)
    return BY_CHANNEL[way] if way else NOTHING
