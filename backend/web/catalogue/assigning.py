"""Which concerns an office takes: its own administrator decides, but not on the mandatory ones."""

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from backend.actions import cataloguing
from backend.content import Concern, ContentError, Office
from backend.domain import roles
from backend.domain.roles import Place, Powers
from backend.domain.staff_refusals import ChangedMeanwhile
from backend.languages import Text, sentence_of
from backend.store import capacity
from backend.web import access
from backend.web.access import Visitor
from backend.web.catalogue.faults import sentence_of_fault
from backend.web.catalogue.pages import pages
from backend.web.portal import portal
from backend.web.staff_fields import StaffPress
from backend.web.staffing.pages import on_to


def _itself(office: Office) -> Office:
    """The office of the address: its converter has fetched it."""
    return office


def may_assign(powers: Powers, office: Office) -> bool:
    """Whether the concerns of the office may be decided on (R28)."""
    return roles.may_set_offers(powers, Place(office.key))


@pages.get("/zuordnung")
@access.to(roles.may_assign_somewhere)
def offices(visitor: Visitor) -> str:
    """The own offices."""
    own = [each for each in portal().content.offices.values() if may_assign(visitor.powers, each)]
    return render_template("catalogue/offices.html", offices=own)


@pages.route("/stellen/<office:office>/anliegen", methods=["GET", "POST"])
@access.to_one("office", fetch=_itself, may=may_assign)
def assign(visitor: Visitor, office: Office) -> ResponseReturnValue:
    """The concerns of one office (R28)."""
    record = cataloguing.record(portal().live, "offices", office.key)
    if record is None:
        abort(404)
    chosen, refused, status = set(office.concerns), list[Text](), 200
    press = StaffPress()
    if request.method == "POST":
        fixed = [key for key, each in portal().content.concerns.items() if _is_fixed(each, office)]
        chosen = set(request.form.getlist("concerns")) | set(fixed)
        refused = list(press.errors) if not press.validate_on_submit() else []
        if request.form.get("seen") != record.seen:
            refused.append(sentence_of(ChangedMeanwhile))
        keys = [key for key in portal().content.concerns if key in chosen]
        if not refused:
            try:
                cataloguing.assign(
                    visitor.account, record, keys, live=portal().live, now=visitor.now
                )
                return on_to(url_for(".assign", office=office, neu="gesichert"))
            except ContentError as error:
                refused.append(sentence_of_fault(error))
        status = 422
    offered = {
        offer.concern
        for group in capacity.plan().groups.get(office.key, ())
        for offer in group.offers
    }
    return render_template(
        "catalogue/assign.html",
        office=office,
        seen=record.seen,
        lines=[
            (each, each.key in chosen, _is_fixed(each, office), each.key in offered)
            for each in portal().content.concerns.values()
        ],
        refused=refused,
        is_central=roles.may_edit_catalogue(visitor.powers),
        has_just_been_saved=request.args.get("neu") == "gesichert",
    ), status


def _is_fixed(concern: Concern, office: Office) -> bool:
    """Whether this office must take it (R23–R26)."""
    is_needed = office.kind == "branch" or (office.kind == "youth" and "youth" in concern.areas)
    return concern.mandatory and is_needed
