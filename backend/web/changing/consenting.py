"""What a customer has agreed to with an advice centre: to print, and to take back (R107)."""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from backend.actions import partnering
from backend.domain import references
from backend.languages import Clock, Day, German, Text, Tongue
from backend.languages import text_of as _
from backend.store import appointments, partners, sealing
from backend.web.changing import access, papers, showing
from backend.web.changing.access import Visit
from backend.web.changing.pages import pages
from backend.web.fields import Press
from backend.web.negotiation import go
from backend.web.partnering.words import shown_name
from backend.web.portal import portal


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """Who can see the appointment beside the office, and what was agreed to when."""

    who: Text | German
    sentences: tuple[tuple[Tongue, str], ...]
    """As it was read and in German; once where German was read."""
    moment: datetime

    @property
    def day(self) -> Day:
        return Day(self.moment.date())

    @property
    def at(self) -> Text:
        """Day and time."""
        return _("%(day)s at %(time)s", day=self.day, time=Clock(self.moment.time()))


def line_of(visit: Visit) -> ConsentLine | None:
    """The consent that stands; None for a visitor who has not given the name (D17)."""
    found = partners.consent_for(visit.appointment.id) if visit.is_known else None
    organisation = partners.by_id(found.organisation) if found and found.is_valid else None
    if found is None or organisation is None:
        return None
    languages = portal().languages
    pair = languages.pair(found.languages)
    german, *own = found.text.split("\n")
    read = [(pair.first, text) for text in own] if pair else []
    return ConsentLine(
        shown_name(organisation),
        (*read, (languages.german, german)),
        datetime.fromtimestamp(found.given_at, UTC).astimezone(portal().zone),
    )


@pages.get("/<token>/einwilligung")
@access.opened
@access.named
def consent(visit: Visit) -> ResponseReturnValue:
    """The consent on a sheet of its own, for the client and for the file of the organisation."""
    line = line_of(visit)
    if line is None:
        abort(404)
    papers.read_with_german()
    return render_template(
        "changing/consent.html",
        visit=visit,
        consent=line,
        reference=references.spaced(visit.appointment.reference),
        name=visit.appointment.person.name,
        address=portal().settings.public_address,
    )


@pages.post("/<token>/einwilligung")
@access.opened
@access.named
def withdraw(visit: Visit) -> ResponseReturnValue:
    """Take the consent back: the advice centre sees nothing of the appointment at once."""
    form = Press()
    if not form.validate_on_submit():
        return showing.page(visit, form)
    partnering.withdraw(visit.appointment.id, now=visit.now)
    # Where messages went to the counsellor, the link in them was closed: there is a new one.
    found = appointments.by_id(visit.appointment.id) or visit.appointment
    return go("changing.own", token=sealing.token_for(found.id, found.nonce))
