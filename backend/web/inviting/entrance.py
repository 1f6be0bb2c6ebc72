"""The way in by the code of a booking invitation: office and times, then the name (R89, D17)."""

from datetime import datetime

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from backend.actions import inviting, limiting
from backend.domain import booking_invitations
from backend.domain.booking_invitations import BookingInvitation
from backend.domain.names import is_match
from backend.domain.refusals import BookingInvitationGone
from backend.languages import Clock, Day, Text, current
from backend.languages import text_of as _
from backend.letters import booking_invitations as offers
from backend.letters.wordings import said
from backend.web import drafts, negotiation
from backend.web.changing.access import SECONDS, TRIES_PER_APPOINTMENT, TRIES_PER_CLIENT
from backend.web.changing.forms import WRONG_NAME, NameForm
from backend.web.clients import client
from backend.web.negotiation import go
from backend.web.portal import portal

pages = Blueprint("invited", __name__, url_prefix="/<pair:pair>/einladung")
negotiation.paired(pages)


@pages.route("/<code>", methods=["GET", "POST"])
def entrance(code: str) -> ResponseReturnValue:
    """What is offered; whoever gives the name goes on to the times with all that is known.

    Before the name nothing of the person and the concern is shown. A GET only ever reads: mail
    scanners open links.
    """
    invitation = _opened(code)
    form = NameForm()
    form.name.description = ""
    if form.validate_on_submit():
        if _is_named(invitation, form.name.data or ""):
            return _begun(invitation)
        form.name.errors = [WRONG_NAME]
    return _page(invitation, form)


def _opened(code: str) -> BookingInvitation:
    """What the code opens; raises `TooManyTries` for who has guessed too often.

    What can be no code at all is not counted: that is a typing error.
    """
    meant = booking_invitations.normalise(code)
    if meant is None:
        raise BookingInvitationGone
    now, bucket = portal().now(), f"invited from {client()}"
    limiting.check(bucket, most=TRIES_PER_CLIENT, seconds=SECONDS, now=now)
    content = portal().content
    try:
        found = inviting.opened(meant, now=now)
        if found.office not in content.offices or found.concern not in content.concerns:
            raise BookingInvitationGone
    except BookingInvitationGone:
        limiting.count_try(bucket, most=TRIES_PER_CLIENT, seconds=SECONDS, now=now)
        raise
    return found


def _is_named(invitation: BookingInvitation, name: str) -> bool:
    """Whether it is a part of the name; tries are counted per client and per invitation."""
    now = portal().now()
    for bucket, most in (
        (f"naming from {client()}", TRIES_PER_CLIENT),
        (f"naming {invitation.reference}", TRIES_PER_APPOINTMENT),
    ):
        limiting.count_try(bucket, most=most, seconds=SECONDS, now=now)
    return is_match(name, invitation.invited.name, "")


def _begun(invitation: BookingInvitation) -> ResponseReturnValue:
    """All answers that are known lie in a new draft; only the time is left to choose."""
    now = portal().now()
    drafts.wipe(now)
    draft = inviting.draft_of(invitation, languages=current().slug)
    drafts.keep(draft, now)
    return go("booking.days", office=draft.office, concern=draft.concern, channel=draft.channel)


def _page(invitation: BookingInvitation, form: NameForm) -> ResponseReturnValue:
    here = portal()
    offer = offers.of(invitation, here.content)
    found = inviting.soonest(invitation, content=here.content, now=here.now())
    page = render_template(
        "inviting/entrance.html",
        form=form,
        title=said("subject.booking_invitation"),
        sentences=offers.sentences_of(offer),
        office=offer.office,
        times=[_moment(slot.start) for slot in found],
        code=booking_invitations.spaced(offer.code),
    )
    return page, 422 if form.errors else 200


def _moment(start: datetime) -> Text:
    return _("%(day)s at %(time)s", day=Day(start.date()), time=Clock(start.time()))
