"""Inviting a customer: typed, or begun with what an appointment says."""

import secrets

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from backend.actions import auditing, inviting, registering
from backend.content import Office
from backend.domain import roles
from backend.domain.appointments import Appointment, State
from backend.domain.audits import Deed
from backend.domain.booking_invitations import NoTimesToInvite
from backend.domain.roles import Place, Powers
from backend.domain.staff_refusals import StaffRefusal
from backend.languages import sentence_of
from backend.store import appointments
from backend.web import access
from backend.web.access import Visitor
from backend.web.inviting import words
from backend.web.inviting.forms import InvitationForm
from backend.web.inviting.pages import itself, may_invite, pages
from backend.web.portal import portal
from backend.web.staff_fields import StaffPress
from backend.web.staffing.pages import on_to


def booked(appointment: int) -> Appointment | None:
    """The booked appointment of the address."""
    found = appointments.by_id(appointment)
    return found if found and found.state is State.BOOKED else None


def may_begin_with(powers: Powers, appointment: Appointment) -> bool:
    """Whether one serves where the appointment belongs (R121)."""
    return roles.may_work_at_counter(powers, Place(appointment.office, appointment.group))


@pages.route("/<office:office>/neu", methods=["GET", "POST"])
@access.to_one("office", fetch=itself, may=may_invite)
def invite(visitor: Visitor, office: Office) -> ResponseReturnValue:
    """Write an invitation; on to what became of it."""
    form = _form(office)
    if not form.is_submitted():
        form.begin(visitor.now)
    elif form.validate():
        try:
            return _invited(visitor, office, form)
        except NoTimesToInvite as refusal:
            form.until.errors = [sentence_of(refusal)]
        except StaffRefusal as refusal:
            return _page(office, form, refused=refusal)
    return _page(office, form)


@pages.post("/zu/<int:appointment>")
@access.to_one("appointment", fetch=booked, may=may_begin_with)
def invite_again(visitor: Visitor, appointment: Appointment) -> ResponseReturnValue:
    """The same form, filled in from an appointment; that its contact was seen is noted."""
    office = portal().content.offices[appointment.office]
    if not StaffPress().validate_on_submit():
        return on_to(url_for(".invite", office=office))
    form = _form(office, from_nothing=True)
    form.begin(visitor.now)
    form.take(appointment)
    matter = registering.matter_of(visitor.account, appointment, visitor.now)
    auditing.note_reading(visitor.account, Deed.SAW, matter, now=visitor.now)
    return _page(office, form)


def _invited(visitor: Visitor, office: Office, form: InvitationForm) -> ResponseReturnValue:
    here = portal()
    written = inviting.invite(
        form.request(office),
        once=form.once.data or "",
        address=here.settings.public_address,
        content=here.content,
        now=visitor.now,
        by=visitor.account,
    )
    return on_to(url_for(".sheet", offer=written.id))


def _form(office: Office, *, from_nothing: object = False) -> InvitationForm:
    """The form with its lists; `from_nothing` where another form was sent."""
    here = portal()
    form = InvitationForm(formdata=None) if from_nothing else InvitationForm()
    sends_sms = here.settings.sms_gateway is not None
    form.prepare(office, here.content, tongues=words.tongues(), sends_sms=sends_sms)
    if not 16 <= len(form.once.data or "") <= 64:
        form.once.data = secrets.token_urlsafe(16)
    return form


def _page(
    office: Office, form: InvitationForm, *, refused: StaffRefusal | None = None
) -> ResponseReturnValue:
    page = render_template(
        "inviting/invite.html",
        form=form,
        office=office,
        refused=[sentence_of(refused)] if refused else [],
    )
    if refused:
        return page, refused.status
    return page, 422 if form.errors else 200
