"""Organisations: admitted, changed and removed by an administrator."""

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from backend.actions import partnering
from backend.domain import audits, roles
from backend.domain.partners import Organisation, OrganisationKind
from backend.domain.refusals import Refusal
from backend.domain.roles import Powers
from backend.languages import sentence_of
from backend.store import partners, staff
from backend.web import access
from backend.web.access import Visitor
from backend.web.partnering.forms import KINDS, AdmissionForm, LeadForm, OrganisationForm
from backend.web.partnering.pages import pages
from backend.web.staff_fields import StaffPress
from backend.web.staffing.pages import on_to
from backend.web.staffing.words import STATES


def _may_admit(powers: Powers, _organisation: Organisation) -> bool:
    return roles.may_admit_partners(powers)


@pages.get("/organisationen/")
@access.to(roles.may_admit_partners)
def organisations(_visitor: Visitor) -> str:
    """All organisations, those removed among them."""
    return render_template("partnering/organisations.html", organisations=partners.everybody())


@pages.route("/organisationen/neu", methods=["GET", "POST"])
@access.to(roles.may_admit_partners)
def admit(visitor: Visitor) -> ResponseReturnValue:
    """Admit an organisation, and invite its lead."""
    form = AdmissionForm()
    if form.validate_on_submit():
        try:
            organisation_id = partnering.admit(
                visitor.account,
                _organisation(form, 0),
                name=form.lead_name.data,
                mail=form.mail.data,
                now=visitor.now,
            )
        except Refusal as refusal:
            return _page("partnering/admit.html", form, refusal)
        return on_to(url_for(".organisation", organisation=organisation_id))
    return _page("partnering/admit.html", form)


@pages.get("/organisationen/<int:organisation>")
@access.to_one("organisation", fetch=partners.by_id, may=_may_admit)
def organisation(_visitor: Visitor, organisation: Organisation) -> str:
    """One organisation with its people."""
    return render_template(
        "partnering/organisation.html",
        organisation=organisation,
        kind=KINDS[organisation.kind],
        reference=audits.organisation(organisation.id),
        people=staff.everybody(organisation.id),
        states=STATES,
    )


@pages.route("/organisationen/<int:organisation>/aendern", methods=["GET", "POST"])
@access.to_one("organisation", fetch=partners.by_id, may=_may_admit)
def change_organisation(visitor: Visitor, organisation: Organisation) -> ResponseReturnValue:
    """Another name, kind or agreement."""
    form = OrganisationForm(
        name=organisation.name,
        kind=organisation.kind.value,
        is_neutral=organisation.is_neutral,
        agreed_on=f"{organisation.agreed_on:%d.%m.%Y}" if organisation.agreed_on else "",
        agreement=organisation.agreement,
    )
    if form.validate_on_submit():
        partnering.change(visitor.account, _organisation(form, organisation.id), now=visitor.now)
        return on_to(url_for(".organisation", organisation=organisation.id))
    return _page("partnering/change.html", form, organisation=organisation)


@pages.post("/organisationen/<int:organisation>/entfernen")
@access.to_one("organisation", fetch=partners.by_id, may=_may_admit)
def remove(visitor: Visitor, organisation: Organisation) -> ResponseReturnValue:
    """It sees nothing any more."""
    if StaffPress().validate_on_submit():
        partnering.remove(visitor.account, organisation.id, now=visitor.now)
    return on_to(url_for(".organisation", organisation=organisation.id))


@pages.post("/organisationen/<int:organisation>/zulassen")
@access.to_one("organisation", fetch=partners.by_id, may=_may_admit)
def readmit(visitor: Visitor, organisation: Organisation) -> ResponseReturnValue:
    """Admit it again."""
    if StaffPress().validate_on_submit():
        partnering.readmit(visitor.account, organisation.id, now=visitor.now)
    return on_to(url_for(".organisation", organisation=organisation.id))


@pages.route("/organisationen/<int:organisation>/einladen", methods=["GET", "POST"])
@access.to_one("organisation", fetch=partners.by_id, may=_may_admit)
def invite_lead(visitor: Visitor, organisation: Organisation) -> ResponseReturnValue:
    """Another lead, such as where the only one has left."""
    form = LeadForm()
    if form.validate_on_submit():
        try:
            partnering.invite(
                visitor.account,
                organisation.id,
                name=form.name.data,
                mail=form.mail.data,
                leads=1,
                now=visitor.now,
            )
        except Refusal as refusal:
            return _page("partnering/invite_lead.html", form, refusal, organisation=organisation)
        return on_to(url_for(".organisation", organisation=organisation.id))
    return _page("partnering/invite_lead.html", form, organisation=organisation)


@pages.post("/organisationen/<int:organisation>/person/<int:colleague>/<act>")
@access.to_one("organisation", fetch=partners.by_id, may=_may_admit)
def decide_on(
    visitor: Visitor, organisation: Organisation, *, colleague: int, act: str
) -> ResponseReturnValue:
    """Let one of their people in again or no more, or send the invitation again."""
    account = staff.by_id(colleague)
    if act not in ACTS or account is None or account.organisation != organisation.id:
        abort(404)
    if StaffPress().validate_on_submit():
        ACTS[act](visitor.account, colleague, now=visitor.now)
    return on_to(url_for(".organisation", organisation=organisation.id))


ACTS = {
    "an": partnering.switch_on,
    "aus": partnering.switch_off,
    "einladung": partnering.invite_again,
}


def _organisation(form: OrganisationForm, organisation_id: int) -> Organisation:
    return Organisation(
        id=organisation_id,
        name=form.name.data,
        kind=OrganisationKind(form.kind.data),
        is_neutral=form.is_neutral.data,
        agreed_on=form.agreed_on.day,
        agreement=form.agreement.data,
    )


def _page(
    template: str,
    form: OrganisationForm | LeadForm,
    refusal: Refusal | None = None,
    **named: object,
) -> ResponseReturnValue:
    refused = [sentence_of(refusal)] if refusal else []
    status = refusal.status if refusal else 422 if form.errors else 200
    return render_template(template, form=form, refused=refused, **named), status
