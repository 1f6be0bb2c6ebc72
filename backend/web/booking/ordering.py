"""Paper forms by post, without an appointment (R83)."""

from flask import abort
from flask.typing import ResponseReturnValue

from backend.actions import limiting, ordering
from backend.content import Concern, Office
from backend.languages import current
from backend.web.booking import forms
from backend.web.booking.pages import pages, shown
from backend.web.clients import client
from backend.web.negotiation import go
from backend.web.portal import portal

ORDERS_PER_CLIENT = 10
ORDERS_WINDOW = 3600


@pages.route("/termin/<office:office>/<concern:concern>/formulare", methods=["GET", "POST"])
def order(office: Office, concern: Concern) -> ResponseReturnValue:
    """Where to send the forms of the concern; nothing else is asked."""
    _check(office, concern)
    form = forms.OrderForm()
    if form.validate_on_submit():
        now = portal().now()
        bucket = f"orders from {client()}"
        limiting.count_try(bucket, most=ORDERS_PER_CLIENT, seconds=ORDERS_WINDOW, now=now)
        ordering.order_forms(
            concern.key,
            office.key,
            address=form.address.data,
            languages=current().slug,
            now=now,
        )
        return go("booking.ordered", office=office.key, concern=concern.key)
    return shown("order", form=form, office=office, concern=concern)


@pages.get("/termin/<office:office>/<concern:concern>/formulare/bestellt")
def ordered(office: Office, concern: Concern) -> ResponseReturnValue:
    """The forms will come."""
    _check(office, concern)
    return shown("ordered", office=office, concern=concern)


def _check(office: Office, concern: Concern) -> None:
    """Only the offices that take a concern pack its forms; most concerns have none."""
    if concern.key not in office.concerns or not concern.forms:
        abort(404)
