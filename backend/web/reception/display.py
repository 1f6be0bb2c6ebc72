"""The display in the waiting room, and the door: signs and rooms, and nothing about anybody."""

from datetime import date, timedelta

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from backend.actions import auditing
from backend.content import Office
from backend.domain import periods, references
from backend.domain.audits import Deed, Matter, Purpose
from backend.letters.paper import doors as door_paper
from backend.letters.paper.typesetting import CannotSet
from backend.store import attendance, doors
from backend.web import access, prints
from backend.web.access import Visitor
from backend.web.reception.pages import pages
from backend.web.reception.places import check_day, itself, may_see_office, may_serve_office
from backend.web.staff_fields import StaffPress

SIGNS = 4
"""So many characters of the number are shown: enough for who has the paper in hand."""
MOST_CALLS = 6
SHOWN_FOR = timedelta(minutes=15)
DOOR_FILE = "tuer.pdf"


@pages.get("/anzeige/<office:office>")
@access.to_one("office", fetch=itself, may=may_serve_office)
def display(visitor: Visitor, office: Office) -> ResponseReturnValue:
    """Who is called now and whereto; the latest call stands on top."""
    today = visitor.now.date()
    since = int((visitor.now - SHOWN_FOR).timestamp())
    calls = [
        (reference[-SIGNS:], room, at)
        for reference, room, at in attendance.called(office.key, periods.first_cell(today))
        if at >= since
    ]
    return render_template(
        "reception/display.html",
        office=office,
        calls=calls[:MOST_CALLS],
        clock_now=visitor.now.time(),
        today=today,
    )


@pages.get("/tuer/<office:office>/<day:day>")
@access.to_one("office", fetch=itself, may=may_see_office)
def door(visitor: Visitor, office: Office, *, day: date) -> ResponseReturnValue:
    """Time, number and room of the visits of one day."""
    check_day(day, visitor.now.date())
    lines = doors.lines(office.key, day)
    rooms = door_paper.rooms(lines)
    return render_template(
        "reception/door.html",
        office=office,
        day_shown=day,
        today=visitor.now.date(),
        before=day - timedelta(days=1),
        after=day + timedelta(days=1),
        lines=[
            (line.start.time(), references.spaced(line.reference), room)
            for line, room in zip(lines, rooms, strict=True)
        ],
    )


@pages.post("/tuer/<office:office>/<day:day>")
@access.to_one("office", fetch=itself, may=may_see_office)
def print_door(visitor: Visitor, office: Office, *, day: date) -> ResponseReturnValue:
    """The sheet for the door as a PDF; the print is noted."""
    check_day(day, visitor.now.date())
    back = redirect(url_for(".door", office=office, day=day), 303)
    if not StaffPress().validate_on_submit():
        return back
    try:
        pdf = door_paper.day_sheet(
            prints.press(), office, doors.lines(office.key, day), day=day, stamped=visitor.now
        )
    except CannotSet:
        return back
    matter = Matter(Purpose.COUNTER, office.key, office.key)
    auditing.note_reading(visitor.account, Deed.PRINTED, matter, now=visitor.now)
    return prints.download(pdf, DOOR_FILE)
