"""The steps of a visit, one press each: check in, call, finish, take back."""

from collections.abc import Callable

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from backend.actions import receiving
from backend.domain.attendance import Outcome, Step
from backend.domain.refusals import Refusal
from backend.store.day import Line
from backend.web import access
from backend.web.access import Visitor
from backend.web.portal import portal
from backend.web.reception import words
from backend.web.reception.board import counters, kept_filter
from backend.web.reception.pages import pages
from backend.web.reception.places import line_of, may_serve_line
from backend.web.staff_fields import StaffPress
from backend.web.staffing.pages import on_to


@pages.post("/termin/<int:appointment>/anmelden")
@access.to_one("appointment", fetch=line_of, may=may_serve_line)
def check_in(visitor: Visitor, line: Line) -> ResponseReturnValue:
    """Somebody is here."""
    return _step(
        line, lambda: receiving.check_in(visitor.account, line.appointment.id, now=visitor.now)
    )


@pages.post("/termin/<int:appointment>/aufrufen")
@access.to_one("appointment", fetch=line_of, may=may_serve_line)
def call(visitor: Visitor, line: Line) -> ResponseReturnValue:
    """Call somebody to a room; `nochmal` calls who has been called before."""
    room = _room(visitor, line)
    if not room:
        # Without a counter nobody knows where to go: it is chosen at the appointment's page.
        address = url_for(".appointment", appointment=line.appointment.id, hinweis="NoRoom")
        return on_to(address)
    act = receiving.call_again if request.form.get("nochmal") else receiving.call
    return _step(line, lambda: act(visitor.account, line.appointment.id, room, now=visitor.now))


@pages.post("/termin/<int:appointment>/fertig")
@access.to_one("appointment", fetch=line_of, may=may_serve_line)
def finish(visitor: Visitor, line: Line) -> ResponseReturnValue:
    """It is over; with one of five outcomes, or without."""
    outcomes = {outcome.value: outcome for outcome in Outcome}
    outcome = outcomes.get(request.form.get("ergebnis", ""))
    return _step(
        line,
        lambda: receiving.finish(visitor.account, line.appointment.id, outcome, now=visitor.now),
    )


@pages.post("/termin/<int:appointment>/zurueck")
@access.to_one("appointment", fetch=line_of, may=may_serve_line)
def undo(visitor: Visitor, line: Line) -> ResponseReturnValue:
    """Take the last step back, if it still is the one that was shown."""
    shown = {step.value: step for step in Step}.get(request.form.get("schritt", ""))
    return _step(
        line, lambda: receiving.undo(visitor.account, line.appointment.id, shown, now=visitor.now)
    )


def _step(line: Line, act: Callable[[], object]) -> ResponseReturnValue:
    """Do it, and go back to where the button was; a colleague may have been faster."""
    note = ""
    if StaffPress().validate_on_submit():
        try:
            act()
        except Refusal as refusal:
            note = type(refusal).__name__
            if note not in words.NOTES:
                raise
    return back(line, note)


def back(line: Line, note: str = "") -> ResponseReturnValue:
    """To the page of the appointment, or to its row in the day view, with the same filter."""
    kept = kept_filter()
    if note:
        kept["hinweis"] = note
    appointment = line.appointment
    if request.args.get("von") == "termin":
        return on_to(url_for(".appointment", appointment=appointment.id, **kept))
    office = portal().content.offices[appointment.office]
    address = url_for(".board", office=office, day=appointment.day, **kept)
    return on_to(address) if note else on_to_row(address, appointment.id)


def on_to_row(address: str, appointment: int) -> ResponseReturnValue:
    """The answer to a step: the focus stays at the row it was about."""
    return redirect(f"{address}#t{appointment}", 303)


def _room(visitor: Visitor, line: Line) -> str:
    """The counter that was chosen, of those the person works at; else the planned one."""
    office = portal().content.offices[line.appointment.office]
    chosen = request.form.get("raum") or request.args.get("platz") or ""
    names = {str(counter): name for counter, name in counters(visitor, office)}
    planned = words.room(line.appointment.office, line.appointment.counter)
    return names.get(chosen) or planned
