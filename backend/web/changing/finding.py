"""Ways to one's own appointment: number and name, or the link and the name."""

from datetime import datetime

from flask import render_template
from flask.typing import ResponseReturnValue

from backend.domain import references
from backend.domain.appointments import Appointment, State
from backend.domain.names import is_match
from backend.store import appointments, sealing
from backend.web import drafts
from backend.web.changing import access, forms
from backend.web.changing.access import Visit
from backend.web.changing.pages import pages
from backend.web.negotiation import go
from backend.web.portal import portal


@pages.route("/", methods=["GET", "POST"])
def lookup() -> ResponseReturnValue:
    """Number and name; one sentence for whatever does not match, so that nothing is learned."""
    form = forms.LookupForm()
    if form.validate_on_submit():
        now = portal().now()
        found = _found(form.reference.data or "", form.name.data or "", now=now)
        if found is not None:
            drafts.know(found.id, now)
            return go("changing.own", token=sealing.token_for(found.id, found.nonce))
        form.form_errors.append(forms.NO_MATCH)
    return render_template("changing/lookup.html", form=form), 422 if form.errors else 200


def _found(number: str, name: str, *, now: datetime) -> Appointment | None:
    """The appointment with that number, if the name is a part of its own (D4)."""
    reference = references.normalise(number)
    access.count_try(reference, now)
    found = appointments.by_reference(reference) if reference else None
    if found is None or found.state not in (State.BOOKED, State.CANCELLED):
        return None
    return found if _is_named(found, name) else None


def _is_named(appointment: Appointment, name: str) -> bool:
    """The name of who comes, or of who booked for them (D6)."""
    person = appointment.person
    if is_match(name, person.name, person.latin_name):
        return True
    return bool(person.representative) and is_match(name, person.representative, "")


@pages.route("/<token>/name", methods=["GET", "POST"])
@access.opened
def prove(visit: Visit) -> ResponseReturnValue:
    """The name, which opens concern and papers to who has the link (D17)."""
    if visit.is_known:
        return access.lead("changing.own", visit)
    form = forms.NameForm()
    if form.validate_on_submit():
        access.count_try(visit.appointment.reference, visit.now)
        if _is_named(visit.appointment, form.name.data or ""):
            drafts.know(visit.appointment.id, visit.now)
            return go("changing.own", token=visit.token)
        form.name.errors = [forms.WRONG_NAME]
    page = render_template("changing/prove.html", form=form, visit=visit)
    return page, 422 if form.errors else 200
