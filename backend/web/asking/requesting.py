"""Asking for a callback: where no time fits, or who would rather be called (R68, R71, R76)."""

import secrets

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from backend.actions import callbacks, limiting
from backend.actions.callbacks import Request
from backend.content import Concern, Office
from backend.domain.callbacks import PartOfDay
from backend.languages import current
from backend.store import sealing
from backend.web.asking.forms import RequestForm
from backend.web.asking.pages import pages
from backend.web.clients import client
from backend.web.negotiation import go
from backend.web.portal import portal
from backend.web.public import phases

PER_CLIENT = 10
PER_PHONE = 6
CLIENT_SECONDS = 3600
PHONE_SECONDS = 24 * 3600
SHORTEST_ONCE = 16


@pages.route("/<office:office>/<concern:concern>/", methods=["GET", "POST"])
def request_call(office: Office, concern: Concern) -> ResponseReturnValue:
    """One page; what was typed stays when something is missing."""
    if concern.key not in office.concerns:
        abort(404)
    team = callbacks.team_for(office.key, concern.key)
    if team is None:
        return render_template("asking/nobody.html", office=office, concern=concern)
    here, form = portal(), RequestForm()
    form.prepare(here.content, current().first, sends_sms=here.settings.sms_gateway)
    if not form.is_submitted() or len(form.once.data or "") < SHORTEST_ONCE:
        form.once.data = secrets.token_urlsafe(16)
    if form.validate_on_submit():
        now = here.now()
        _count(form.phone.data)
        wish = Request(
            team=team,
            caller=form.caller(),
            concern=concern.key,
            part_of_day=PartOfDay(form.part_of_day.data),
            languages=current().slug,
            interpreter=form.interpreter.data,
        )
        asked = callbacks.ask(wish, once=form.once.data, content=here.content, now=now)
        return go("asking.promise", token=sealing.token_for(asked.id, asked.nonce))
    page = render_template(
        "asking/request.html",
        form=form,
        office=office,
        concern=concern,
        is_shut=phases.is_shut(office),
    )
    return page, 422 if form.errors else 200


def _count(phone: str) -> None:
    """Raise `TooManyTries` for who asks by script, or has one number called by many forms."""
    now = portal().now()
    bucket = f"callbacks from {client()}"
    limiting.count_try(bucket, most=PER_CLIENT, seconds=CLIENT_SECONDS, now=now)
    digits = "".join(sign for sign in phone if sign.isdigit())
    bucket = f"callbacks to {digits}"
    limiting.count_try(bucket, most=PER_PHONE, seconds=PHONE_SECONDS, now=now)
