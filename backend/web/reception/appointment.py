"""One appointment at the desk: everything the counter needs, and all it can do (R122)."""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template, request
from flask.typing import ResponseReturnValue

from backend.actions import auditing, videos
from backend.domain import references, rules
from backend.domain.appointments import Appointment, Channel, State
from backend.domain.attendance import Outcome, Stage, Step
from backend.domain.audits import Deed, Matter, Purpose
from backend.languages import Day, Text
from backend.languages import staff_text as s_
from backend.store import appointments, capacity
from backend.store.day import Line
from backend.web import access
from backend.web.access import Visitor
from backend.web.portal import portal
from backend.web.reception import rows, words
from backend.web.reception.board import counters, kept_filter
from backend.web.reception.pages import pages
from backend.web.reception.places import line_of, may_see_line, may_serve_line
from backend.web.reception.rows import Row
from backend.web.staff_fields import StaffPress

DONE = {
    "abgesagt": s_("The appointment is cancelled."),
    "berichtigt": s_("The details are corrected, and the confirmation goes out again."),
    "still": s_("The details are corrected. No message goes out."),
    "neben": s_(
        "The details are corrected. With them there is another open appointment: please look "
        "whether both are wanted."
    ),
    "art": s_("The kind of the appointment is changed, and a message goes out."),
    "gesendet": s_("The confirmation goes out again."),
    "video": s_("The link is saved, and the confirmation goes out again with it."),
    "kein-weg": s_("No message can go out: please print the confirmation."),
}
"""What the page says after something was done, by the word in its address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What can be done with an appointment now."""

    steps: bool
    """It is today's and not over: check in, call."""
    outcome: bool
    undo: bool
    change: bool
    """Its start lies ahead: cancel, change the kind."""


@pages.get("/termin/<int:appointment>")
@access.to_one("appointment", fetch=line_of, may=may_see_line)
def appointment(visitor: Visitor, line: Line) -> ResponseReturnValue:
    """Everything but how to reach the customer, which is shown on request and noted."""
    note = words.note(request.args.get("hinweis")) or DONE.get(request.args.get("getan", ""))
    return page(visitor, line, note=note)


@pages.post("/termin/<int:appointment>/kontakt")
@access.to_one("appointment", fetch=line_of, may=may_serve_line)
def contact(visitor: Visitor, line: Line) -> ResponseReturnValue:
    """Mail, phone, address; that they were seen is noted (D33)."""
    if not StaffPress().validate_on_submit():
        return page(visitor, line)
    auditing.note_reading(visitor.account, Deed.SAW, matter_of(line.appointment), now=visitor.now)
    return page(visitor, line, shows_contact=True)


def matter_of(found: Appointment) -> Matter:
    """What the audit log says of a deed at the counter."""
    return Matter(Purpose.COUNTER, found.reference, found.office)


def page(
    visitor: Visitor, line: Line, *, note: Text | None = None, shows_contact: bool = False
) -> str:
    """The page of one appointment."""
    found, row = line.appointment, rows.row_of(line, visitor)
    office = portal().content.offices[found.office]
    return render_template(
        "reception/appointment.html",
        row=row,
        found=found,
        office=office,
        group=_group(found),
        reference=references.spaced(found.reference),
        follows=appointments.by_id(found.follow_up_of) if found.follow_up_of else None,
        note=note,
        may_serve=may_serve_line(visitor.powers, line),
        choices=choices_of(row, visitor.now),
        counters=counters(visitor, office),
        planned=found.counter,
        outcomes=list(words.OUTCOMES.items()),
        outcome=line.noted.outcome if line.noted else None,
        is_called=rows.is_called(row),
        is_in_person=found.wish.channel is Channel.IN_PERSON,
        prints=words.PRINTS,
        for_whom=words.FOR_WHOM.get(found.person.for_whom),
        delivery=words.DELIVERIES[found.person.delivery],
        shows_contact=shows_contact,
        copied=copied(row),
        video=videos.link_of(found),
        kept=kept_filter(),
        missed=Outcome.MISSED,
    )


def choices_of(row: Row, now: datetime) -> Choices:
    """What makes sense at this moment."""
    found, noted = row.appointment, row.line.noted
    is_booked = found.state is State.BOOKED
    is_finished = noted is not None and noted.step is Step.FINISHED
    return Choices(
        steps=is_booked and found.day == now.date() and not is_finished,
        outcome=is_booked and found.day <= now.date(),
        undo=noted is not None and noted.noted_at.astimezone(now.tzinfo).date() == now.date(),
        change=is_booked
        and rules.may_change(found.start, now)
        and row.stage not in {Stage.FINISHED, Stage.MISSED},
    )


def copied(row: Row) -> str:
    """One line for the case software, its parts by tabs: nothing else leaves this page."""
    found = row.appointment
    parts = [
        Day(found.day, "number"), f"{found.start:%H:%M}", references.spaced(found.reference),
        row.name, row.original, row.number, row.concern, row.channel[0],
        words.interpreting(found),
    ]  # fmt: skip
    return "\t".join(str(part) for part in parts)


def _group(found: Appointment) -> str:
    groups = capacity.plan().groups.get(found.office, ())
    return next((group.title for group in groups if group.key == found.group), "")
