"""Somebody stands there without an appointment: a concern, perhaps a name, and a number (R86)."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from backend.actions import walking_in
from backend.actions.registering import Clerk
from backend.content import Concern, Office
from backend.domain.appointments import BookedBy, Channel, Wish
from backend.domain.refusals import Refusal
from backend.languages import Text, sentence_of
from backend.web import access
from backend.web.access import Visitor
from backend.web.portal import portal
from backend.web.registering import concerns
from backend.web.registering.booking import candidates, meant, tongues
from backend.web.registering.forms import SIGN_LANGUAGE, WalkInForm
from backend.web.registering.pages import itself, may_receive_here, pages
from backend.web.staffing.pages import on_to


@pages.route("/vorsprache/<office:office>", methods=["GET", "POST"])
@access.to_one("office", fetch=itself, may=may_receive_here)
def walk_in(visitor: Visitor, office: Office) -> ResponseReturnValue:
    """Write somebody into the day who came without an appointment."""
    form, content = WalkInForm(), portal().content
    form.prepare(content, [each.keyword for each in concerns.offered(office.key, content)])
    form.offer_languages(tongues())
    if not form.is_submitted():
        return _page(office, form)
    is_valid = form.validate()
    concern = meant(form, office.key)
    if concern is None:
        return _page(office, form, found=candidates(form, office.key))
    if not is_valid:
        return _page(office, form)
    clerk = Clerk(visitor.account, f"desk/{visitor.account.id}/{form.key.data}/{form.name.data}")
    try:
        appointment = walking_in.receive(
            clerk,
            _wish(form, office, concern),
            form.name.data,
            languages=form.languages,
            content=content,
            now=visitor.now,
        )
    except Refusal as refusal:
        sentence = sentence_of(refusal)
        return _page(office, form, refused=[sentence], status=refusal.status)
    return on_to(url_for(".done", appointment=appointment.id))


def _wish(form: WalkInForm, office: Office, concern: Concern) -> Wish:
    return Wish(
        office=office.key,
        concern=concern.key,
        channel=Channel.IN_PERSON,
        emergency=concern.emergency,
        interpreter=form.spoken,
        sign_language=form.interpreter.data == SIGN_LANGUAGE,
        booked_by=BookedBy.COUNTER,
    )


def _page(
    office: Office,
    form: WalkInForm,
    *,
    found: list[Concern] | None = None,
    refused: list[Text] | None = None,
    status: int = 0,
) -> ResponseReturnValue:
    page = render_template(
        "registering/walk_in.html",
        office=office,
        today=portal().now().date(),
        form=form,
        candidates=found or [],
        refused=refused or [],
    )
    return page, status or (422 if form.errors else 200)
