"""The blueprint of booking invitations: what an office has open, and taking one back (R89).

No name stands on these pages: the number of the invitation leads to it.
"""

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from backend.actions import inviting
from backend.content import Office
from backend.domain import booking_invitations, references, roles
from backend.domain.booking_invitations import BookingInvitation
from backend.domain.roles import Powers
from backend.domain.staff_refusals import GoneAlready
from backend.languages import Day, Text
from backend.languages import staff_text as s_
from backend.letters import booking_invitations as offers
from backend.letters.paper import post
from backend.letters.paper.typesetting import CannotSet
from backend.store import booking_invitations as invitations
from backend.web import access, office_choice, prints
from backend.web.access import Visitor
from backend.web.inviting import words
from backend.web.portal import portal
from backend.web.staff_fields import StaffPress
from backend.web.staffing.pages import on_to

pages = Blueprint("inviting", __name__, url_prefix=f"{access.PREFIX}/einladungen")

CANNOT_PRINT = s_("This cannot be printed right now. Please try again in a few minutes.")


@dataclass(frozen=True, slots=True)
class Line:
    """One open invitation, without a person."""

    id: int
    reference: str
    concern: str
    until: Day
    way: Text
    language: str


def itself(office: Office) -> Office:
    """The office of the address: its converter has fetched it."""
    return office


def may_invite(powers: Powers, office: Office) -> bool:
    """Whether one serves at a counter of the office; the hotline browses nothing (D32)."""
    return roles.may_receive_within(powers, office.key)


def may_see(powers: Powers, invitation: BookingInvitation) -> bool:
    """Whether one serves at a counter of its office."""
    is_known = invitation.office in portal().content.offices
    return is_known and roles.may_receive_within(powers, invitation.office)


@pages.get("/")
@access.to(roles.may_work_somewhere)
def start(visitor: Visitor) -> ResponseReturnValue:
    """Of which office; straight to its list where there is only one."""
    offices = [
        office
        for office in portal().content.offices.values()
        if roles.may_receive_within(visitor.powers, office.key)
        and booking_invitations.is_invited_to(office.kind)
    ]
    return office_choice.one_of(offices, "inviting.open_ones", title=s_("Offers to book"))


@pages.get("/<office:office>")
@access.to_one("office", fetch=itself, may=may_invite)
def open_ones(visitor: Visitor, office: Office) -> ResponseReturnValue:
    """What was neither used nor withdrawn, and is not over."""
    found = invitations.standing(office.key, int(visitor.now.timestamp()))
    return render_template(
        "inviting/list.html",
        office=office,
        invites=booking_invitations.is_invited_to(office.kind),
        lines=[line_of(each) for each in found],
    )


@pages.get("/blatt/<int:offer>")
@access.to_one("offer", fetch=invitations.by_id, may=may_see)
def sheet(_visitor: Visitor, found: BookingInvitation) -> ResponseReturnValue:
    """What was sent, to print it and to take it back."""
    return _page(found)


@pages.post("/blatt/<int:offer>/einladung.pdf")
@access.to_one("offer", fetch=invitations.by_id, may=may_see)
def print_out(visitor: Visitor, found: BookingInvitation) -> ResponseReturnValue:
    """The paper to hand over, in the customer's language with German beneath; it is noted."""
    form = StaffPress()
    if not form.validate_on_submit():
        return _page(found, form=form), 422
    if not found.code:
        return _page(found, refused=(CANNOT_PRINT,)), 503
    press = prints.press()
    offer = offers.of(found, press.content)
    try:
        words_of = post.offer_sheet(
            press, offer, languages=found.languages, written=visitor.now.date()
        )
        pdf = post.pile(press, [words_of], stamped=visitor.now)
    except CannotSet:
        return _page(found, refused=(CANNOT_PRINT,)), 503
    inviting.note_printed(visitor.account, found, now=visitor.now)
    # Shown in the browser's own window, from which one key prints it.
    return Response(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="angebot.pdf"'},
    )


@pages.post("/blatt/<int:offer>/zuruecknehmen")
@access.to_one("offer", fetch=invitations.by_id, may=may_see)
def withdraw(visitor: Visitor, found: BookingInvitation) -> ResponseReturnValue:
    """The code opens nothing any more, and nothing of it is left."""
    form = StaffPress()
    if not form.validate_on_submit():
        return _page(found, form=form), 422
    try:
        inviting.withdraw(visitor.account, found.id, now=visitor.now)
    except GoneAlready:
        # A second press, or it was used in between: what was wanted is done.
        pass
    return on_to(url_for(".open_ones", office=found.office))


def line_of(invitation: BookingInvitation) -> Line:
    """The invitation as the list shows it."""
    concern = portal().content.concerns.get(invitation.concern)
    return Line(
        id=invitation.id,
        reference=references.spaced(invitation.reference),
        concern=concern.keyword if concern else "–",
        until=Day(invitation.until, "number"),
        way=words.WAYS[invitation.way],
        language=words.language_name(invitation.languages),
    )


def _page(
    found: BookingInvitation,
    *,
    form: StaffPress | None = None,
    refused: tuple[Text, ...] = (),
) -> str:
    return render_template(
        "inviting/sheet.html",
        form=form,
        refused=refused,
        line=line_of(found),
        channel=words.CHANNELS[found.channel],
        office=portal().content.offices[found.office],
        sent=words.SENT[found.way],
    )


from backend.web.inviting import sending  # noqa: E402  (it adds pages)

__all__ = ["pages", "sending"]
