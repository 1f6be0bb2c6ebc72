"""Check-in at a terminal: by number, for today's appointments of its own office (R101).

Never the only way: every page leads to the counter as well.
"""

from flask import render_template, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from backend.actions import limiting, receiving
from backend.domain import references
from backend.domain.kiosks import Kiosk
from backend.domain.refusals import Refusal, TooManyTries
from backend.languages import current, sentence_of
from backend.languages import text_of as _
from backend.letters import tickets
from backend.store import appointments
from backend.web.fields import Form, reference_field
from backend.web.kiosk import mode
from backend.web.kiosk.pages import pages
from backend.web.negotiation import go
from backend.web.portal import portal

CAME = "h"
"""In the cookie of the session: the appointment to which somebody has come."""
REFUSED_MOST, REFUSED_SECONDS = 30, 600
"""Wrong numbers at one terminal: more would let somebody guess who is expected today."""


class ArrivalForm(Form):
    """The number of the appointment."""

    reference = reference_field(
        _("Appointment number"), missing=_("Please write the appointment number.")
    )


@pages.route("/<pair:pair>/hier", methods=["GET", "POST"])
@mode.inside
def arrive(kiosk: Kiosk) -> ResponseReturnValue:
    """Say that one is here."""
    form, status = ArrivalForm(), 200
    if form.validate_on_submit():
        try:
            return _came(kiosk, form.reference.data or "")
        except Refusal as refusal:
            form.form_errors.append(sentence_of(refusal))
            status = refusal.status
    page = render_template("kiosk/arrive.html", form=form)
    return page, 422 if form.errors and status == 200 else status


def _came(kiosk: Kiosk, number: str) -> ResponseReturnValue:
    now, bucket = portal().now(), f"arriving at {kiosk.id}"
    limiting.check(bucket, most=REFUSED_MOST, seconds=REFUSED_SECONDS, now=now)
    try:
        found = receiving.come(references.normalise(number), kiosk.office, now=now)
    except TooManyTries:
        raise
    except Refusal:
        limiting.count_try(bucket, most=REFUSED_MOST, seconds=REFUSED_SECONDS, now=now)
        raise
    session[CAME] = found.id
    return go("kiosk.waiting")


@pages.get("/<pair:pair>/hier/warten")
@mode.inside
def waiting(_kiosk: Kiosk) -> ResponseReturnValue:
    """Where to wait, and how one is called."""
    found = appointments.by_id(int(session.get(CAME, 0)))
    if found is None:
        return redirect(url_for("kiosk.arrive", pair=current().slug), 303)
    return render_template("kiosk/waiting.html", card=tickets.full(found, portal().content))
