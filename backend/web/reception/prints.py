"""What the counter prints for a customer: sheet, large print, card, receipt or letter."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from backend.actions import auditing
from backend.domain.appointments import State
from backend.domain.audits import Deed
from backend.letters.paper.typesetting import CannotSet
from backend.store.day import Line
from backend.web import access
from backend.web import prints as papers
from backend.web.access import Visitor
from backend.web.reception.appointment import matter_of
from backend.web.reception.board import kept_filter
from backend.web.reception.pages import pages
from backend.web.reception.places import line_of, may_serve_line
from backend.web.staff_fields import StaffPress


@pages.post("/termin/<int:appointment>/druck")
@access.to_one("appointment", fetch=line_of, may=may_serve_line)
def paper(visitor: Visitor, line: Line) -> ResponseReturnValue:
    """One of the papers as a PDF, in the customer's languages; the print is noted (D33)."""
    found, wanted = line.appointment, request.form.get("art", "")
    back = redirect(url_for(".appointment", appointment=found.id, **kept_filter()), 303)
    if not StaffPress().validate_on_submit() or found.state is not State.BOOKED:
        return back
    if wanted not in {*papers.SIZES, papers.LETTER}:
        return back
    try:
        pdf = papers.printed(found, wanted, visitor.now)
    except CannotSet:
        return back
    auditing.note_reading(visitor.account, Deed.PRINTED, matter_of(found), now=visitor.now)
    return papers.download(pdf, papers.FILE_NAME)
