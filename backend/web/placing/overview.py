"""To be placed: what has no counter or lost it in the plan, each with its ways out (D24)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from backend.actions import placing
from backend.actions.loose import Loose
from backend.actions.placing import Proposals
from backend.content import Office
from backend.domain import references, roles, rules
from backend.domain.appointments import Appointment
from backend.domain.refusals import Refusal
from backend.languages import Text, sentence_of
from backend.languages import staff_text as s_
from backend.store import capacity
from backend.web import access, office_choice
from backend.web.access import Visitor
from backend.web.placing import words
from backend.web.placing.pages import booked, itself, may_place, may_place_at, pages
from backend.web.portal import portal
from backend.web.reception import words as desk_words
from backend.web.reception.rows import latin_name
from backend.web.staff_fields import StaffPress
from backend.web.staffing.pages import on_to

WITH_PROPOSALS = 20
"""Proposals for so many; the rest of a long list has the page of its own times."""
DONE = {
    "platz": s_("Placed. The time stays, so no message goes out."),
    "verlegt": s_("Moved, and a message goes out."),
    "bleibt": s_("It stays where it is."),
}
"""What was done last, by the word in the address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One appointment that waits."""

    appointment: Appointment
    why: Text
    name: str
    concern: str
    where: str
    reference: str
    proposals: Proposals | None
    may_change: bool
    """Its start lies ahead."""

    @property
    def id(self) -> int:
        return self.appointment.id

    @property
    def start(self) -> datetime:
        return self.appointment.start


@pages.get("/zuordnen/")
@access.to(roles.may_work_somewhere)
def start(visitor: Visitor) -> ResponseReturnValue:
    """For which office; straight to its list where there is only one."""
    offices = [
        office
        for office in portal().content.offices.values()
        if may_place_at(visitor.powers, office)
    ]
    return office_choice.one_of(offices, "placing.overview", title=s_("To be placed"))


@pages.get("/zuordnen/<office:office>")
@access.to_one("office", fetch=itself, may=may_place_at)
def overview(visitor: Visitor, office: Office) -> ResponseReturnValue:
    """All that wait, in order of time."""
    return _list(visitor, office)


def _list(visitor: Visitor, office: Office, refusal: Refusal | None = None) -> ResponseReturnValue:
    refused = [sentence_of(refusal)] if refusal else []
    page = render_template(
        "placing/overview.html",
        office=office,
        rows=list(_rows(visitor, office)),
        room=lambda counter: desk_words.room(office.key, counter),
        note=None if refusal else DONE.get(request.args.get("getan", "")),
        refused=refused,
        form=None,
        today=visitor.now.date(),
    )
    return page, refusal.status if refusal else 200


def _rows(visitor: Visitor, office: Office) -> Iterator[Row]:
    found = placing.to_be_placed(office.key, content=portal().content, now=visitor.now)
    own = [each for each in found if may_place(visitor.powers, each.appointment)]
    for number, each in enumerate(own):
        yield _row(visitor, each, is_proposed_for=number < WITH_PROPOSALS)


def _row(visitor: Visitor, each: Loose, *, is_proposed_for: object) -> Row:
    found = each.appointment
    return Row(
        appointment=found,
        why=words.REASONS[each.reason],
        name=latin_name(found),
        concern=desk_words.concern(found.wish.concern),
        where=_where(found),
        reference=references.spaced(found.reference),
        proposals=placing.proposals(each.standing, content=portal().content, now=visitor.now)
        if is_proposed_for
        else None,
        may_change=rules.may_change(found.start, visitor.now),
    )


def _where(found: Appointment) -> str:
    group = capacity.plan().group(found.group)
    room = desk_words.room(found.office, found.counter)
    return room or (group.title if group else "")


@pages.post("/termin/<int:appointment>/zuordnen")
@access.to_one("appointment", fetch=booked, may=may_place)
def place(visitor: Visitor, found: Appointment) -> ResponseReturnValue:
    """Put it at a counter or a time that was proposed, and go on with the list."""
    office = portal().content.offices[found.office]
    start, counter = _chosen(request.form.get("ziel", ""))
    if not StaffPress().validate_on_submit() or start is None:
        return _back(office)
    try:
        placing.place(
            visitor.account,
            found.id,
            start,
            content=portal().content,
            now=visitor.now,
            counter=counter,
        )
    except Refusal as refusal:
        return _list(visitor, office, refusal)
    return _back(office, "platz" if start == found.start else "verlegt")


@pages.post("/termin/<int:appointment>/belassen")
@access.to_one("appointment", fetch=booked, may=may_place)
def keep(visitor: Visitor, found: Appointment) -> ResponseReturnValue:
    """Decide that it stays."""
    office = portal().content.offices[found.office]
    if not StaffPress().validate_on_submit():
        return _back(office)
    try:
        placing.keep(visitor.account, found.id, now=visitor.now)
    except Refusal as refusal:
        return _list(visitor, office, refusal)
    return _back(office, "bleibt")


def _back(office: Office, done: str = "") -> ResponseReturnValue:
    return on_to(url_for(".overview", office=office, getan=done or None))


def _chosen(text: str) -> tuple[datetime | None, int]:
    """Time and counter of a button, such as `2026-11-24T09:00:00/12`."""
    moment, _slash, counter = text.partition("/")
    try:
        found = datetime.fromisoformat(moment).replace(tzinfo=None)
    except ValueError:
        return None, 0
    is_id = counter.isascii() and counter.isdigit() and len(counter) < 16
    return found, int(counter) if is_id else 0
