"""Colleagues: the people of an organisation, invited and removed by its leads."""

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from backend.actions import partnering
from backend.domain.accounts import Account, State
from backend.domain.partners import Organisation
from backend.domain.refusals import Refusal
from backend.languages import sentence_of
from backend.store import staff
from backend.web import access
from backend.web.access import Visitor
from backend.web.partnering.forms import ColleagueForm
from backend.web.partnering.pages import pages
from backend.web.staff_fields import StaffPress
from backend.web.staffing.pages import on_to
from backend.web.staffing.words import STATES


@pages.get("/beratung/team/")
@access.leads
def team(visitor: Visitor, organisation: Organisation) -> str:
    """Everybody of the own organisation."""
    return render_template(
        "partnering/team.html",
        organisation=organisation,
        people=staff.everybody(organisation.id),
        states=STATES,
        own=visitor.account.id,
        invited=State.INVITED,
        off=State.OFF,
    )


@pages.route("/beratung/team/einladen", methods=["GET", "POST"])
@access.leads
def invite(visitor: Visitor, organisation: Organisation) -> ResponseReturnValue:
    """Somebody new of the own organisation."""
    form, refused = ColleagueForm(), []
    status = 200
    if form.validate_on_submit():
        try:
            partnering.invite(
                visitor.account,
                organisation.id,
                name=form.name.data,
                mail=form.mail.data,
                leads=int(form.leads.data),
                now=visitor.now,
            )
        except Refusal as refusal:
            refused = [sentence_of(refusal)]
            status = refusal.status
        else:
            return on_to(url_for(".team"))
    page = render_template("partnering/invite.html", form=form, refused=refused)
    return page, 422 if form.errors else status


@pages.post("/beratung/team/<int:colleague>/aus")
@access.leads
def switch_off(
    visitor: Visitor, organisation: Organisation, *, colleague: int
) -> ResponseReturnValue:
    """Let somebody in no more."""
    _own(colleague, organisation)
    if StaffPress().validate_on_submit():
        partnering.switch_off(visitor.account, colleague, now=visitor.now)
    return on_to(url_for(".team"))


@pages.post("/beratung/team/<int:colleague>/an")
@access.leads
def switch_on(
    visitor: Visitor, organisation: Organisation, *, colleague: int
) -> ResponseReturnValue:
    """Let somebody in again."""
    _own(colleague, organisation)
    if StaffPress().validate_on_submit():
        partnering.switch_on(visitor.account, colleague, now=visitor.now)
    return on_to(url_for(".team"))


@pages.post("/beratung/team/<int:colleague>/einladung")
@access.leads
def invite_again(
    visitor: Visitor, organisation: Organisation, *, colleague: int
) -> ResponseReturnValue:
    """Send another invitation."""
    _own(colleague, organisation)
    if StaffPress().validate_on_submit():
        partnering.invite_again(visitor.account, colleague, now=visitor.now)
    return on_to(url_for(".team"))


def _own(colleague: int, organisation: Organisation) -> Account:
    """Somebody of another organisation, or of the Jobcenter, does not exist here (404)."""
    account = staff.by_id(colleague)
    if account is None or account.organisation != organisation.id:
        abort(404)
    return account
