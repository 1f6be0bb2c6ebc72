"""What a customer has agreed to with an advice centre, and taking it back (R107)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask.typing import ResponseReturnValue

from backend.actions import partnering
from backend.languages import German, Text
from backend.store import partners
from backend.web.changing import access, showing
from backend.web.changing.access import Visit
from backend.web.changing.pages import pages
from backend.web.fields import Press
from backend.web.negotiation import go
from backend.web.partnering.words import shown_name
from backend.web.portal import portal


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """Who can see the appointment beside the office, and what was agreed to on which day."""

    who: Text | German
    sentence: str
    day: date


def line_of(visit: Visit) -> ConsentLine | None:
    """The consent that stands; None for a visitor who has not given the name (D17)."""
    found = partners.consent_for(visit.appointment.id) if visit.is_known else None
    organisation = partners.by_id(found.organisation) if found and found.is_valid else None
    if found is None or organisation is None:
        return None
    given = datetime.fromtimestamp(found.given_at, UTC).astimezone(portal().zone)
    return ConsentLine(shown_name(organisation), found.text, given.date())


@pages.post("/<token>/einwilligung")
@access.opened
@access.named
def withdraw(visit: Visit) -> ResponseReturnValue:
    """Take the consent back: the advice centre sees nothing of the appointment at once."""
    form = Press()
    if not form.validate_on_submit():
        return showing.page(visit, form)
    partnering.withdraw(visit.appointment.id, now=visit.now)
    return go("changing.own", token=visit.token)
