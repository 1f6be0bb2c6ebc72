"""Which roles demand a second factor, and the audit log."""

from datetime import UTC, datetime
from typing import NamedTuple

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from backend.actions import auditing, staffing
from backend.domain import audits, references, roles
from backend.domain.audits import Entry, Purpose
from backend.languages import Text
from backend.languages import staff_text as s_
from backend.store import staff
from backend.web import access
from backend.web.access import Visitor
from backend.web.portal import portal
from backend.web.staffing import words
from backend.web.staffing.forms import AuditForm, RulesForm
from backend.web.staffing.pages import on_to, pages

DAYS = 30
"""So far back a purpose is shown."""
NOTHING_ASKED = s_("Please write a number or choose a purpose.")


class EntryLine(NamedTuple):
    """An entry of the audit log as the table shows it."""

    at: datetime
    who: str
    deed: Text
    purpose: Text
    reference: str
    office: str
    detail: Text | str


@pages.route("/zweiter-faktor", methods=["GET", "POST"])
@access.to(roles.may_set_sign_in)
def sign_in_rules(visitor: Visitor) -> ResponseReturnValue:
    """Which roles demand a second factor; it counts from the next page on that they open."""
    rule = staff.factor_rule()
    form = RulesForm(kinds=sorted(rule))
    form.kinds.choices = [(kind.value, name) for kind, name in words.KINDS.items()]
    if form.validate_on_submit():
        kinds = [roles.kind_of(text) for text in form.kinds.data or ()]
        staffing.demand_factor(visitor.account, kinds, now=visitor.now)
        return on_to(url_for(".sign_in_rules"))
    page = render_template("staff/rules.html", form=form, count=len(rule))
    return page, 422 if form.errors else 200


@pages.route("/protokoll", methods=["GET", "POST"])
@access.to(roles.may_read_audit)
def audit_log(visitor: Visitor) -> ResponseReturnValue:
    """By reference with names, by purpose without; never by colleague (D33).

    The form is sent, not put into the address, and the answer is shown at once: each reading is
    noted once.
    """
    form = AuditForm()
    form.purpose.choices = [
        ("", s_("Please choose")),
        *((purpose.value, name) for purpose, name in words.PURPOSES.items()),
    ]
    lines: list[EntryLine] | None = None
    if form.validate_on_submit():
        if form.reference.data:
            found = auditing.about(visitor.account, form.reference.data, now=visitor.now)
            lines = _lines(found, names=_names(found))
        elif form.purpose.data in set(Purpose):
            purpose = Purpose(form.purpose.data)
            found = auditing.for_purpose(visitor.account, purpose, days=DAYS, now=visitor.now)
            lines = _lines(found, names={})
        else:
            form.reference.errors = [NOTHING_ASKED]
    page = render_template(
        "staff/audit.html", form=form, lines=lines, has_names=bool(form.reference.data),
        retention=portal().settings.audit_days,
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _names(entries: list[Entry]) -> dict[int, str]:
    """Who the actors are; somebody deleted since is shown by number."""
    found = {actor: staff.by_id(actor) for actor in {entry.actor for entry in entries} if actor}
    return {0: "–"} | {
        actor: account.name if account else audits.person(actor) for actor, account in found.items()
    }


def _lines(entries: list[Entry], *, names: dict[int, str]) -> list[EntryLine]:
    here = portal()
    return [
        EntryLine(
            datetime.fromtimestamp(entry.at, UTC).astimezone(here.zone),
            names.get(entry.actor, ""),
            words.DEEDS[entry.deed],
            words.PURPOSES[entry.matter.purpose],
            _shown(entry.matter.reference),
            str(words.place_name(roles.Place(entry.matter.office), here.content))
            if entry.matter.office
            else "",
            words.detail(entry.detail, here.content),
        )
        for entry in entries
    ]


def _shown(reference: str) -> str:
    return references.spaced(reference) if references.is_valid(reference) else reference
