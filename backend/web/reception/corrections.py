"""What the counter puts right: cancel with a reason, correct details, another kind, send again."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from backend.actions import auditing, corrections
from backend.domain import numbers
from backend.domain.appointments import Channel, Person
from backend.domain.audits import Deed
from backend.domain.refusals import Refusal
from backend.domain.staff_refusals import ChangedMeanwhile
from backend.languages import sentence_of
from backend.store.day import Line
from backend.web import access
from backend.web.access import Visitor
from backend.web.portal import portal
from backend.web.reception import rows, words
from backend.web.reception.appointment import matter_of
from backend.web.reception.board import kept_filter
from backend.web.reception.forms import CancelForm, DetailsForm
from backend.web.reception.pages import pages
from backend.web.reception.places import line_of, may_serve_line
from backend.web.staff_fields import StaffPress
from backend.web.staffing.pages import on_to

Done = TypeVar("Done")


@pages.route("/termin/<int:appointment>/absagen", methods=["GET", "POST"])
@access.to_one("appointment", fetch=line_of, may=may_serve_line)
def cancel(visitor: Visitor, line: Line) -> ResponseReturnValue:
    """Cancel it, with a reason from a list."""
    form = CancelForm()
    form.prepare()
    if form.validate_on_submit() and (reason := form.chosen()):
        return _done(
            line,
            lambda: corrections.cancel(
                visitor.account,
                line.appointment.id,
                reason,
                content=portal().content,
                now=visitor.now,
            ),
            lambda _found: "abgesagt",
        )
    return _page("reception/cancel.html", visitor, line, form=form)


@pages.post("/termin/<int:appointment>/berichtigen")
@access.to_one("appointment", fetch=line_of, may=may_serve_line)
def correct(visitor: Visitor, line: Line) -> ResponseReturnValue:
    """Details with what is stored: opening is noted as seeing; then saving."""
    form = DetailsForm()
    form.prepare()
    if not form.save.data:
        if not StaffPress().validate_on_submit():
            return _page("reception/correct.html", visitor, line, form=form)
        matter = matter_of(line.appointment)
        auditing.note_reading(visitor.account, Deed.SAW, matter, now=visitor.now)
        stored = form.answers(line.appointment.person)
        seen = corrections.state_of(line.appointment.person)
        form = DetailsForm(formdata=None, data=stored | {"save": "1", "seen": seen})
        form.prepare()
        return _page("reception/correct.html", visitor, line, form=form)
    if not form.validate_on_submit() or (person := _person(form, line)) is None:
        return _page("reception/correct.html", visitor, line, form=form)
    seen = form.seen.data or ""
    try:
        return _done(
            line,
            lambda: corrections.correct(
                visitor.account,
                line.appointment.id,
                person,
                content=portal().content,
                now=visitor.now,
                seen=seen,
            ),
            _told,
        )
    except ChangedMeanwhile as refusal:
        return _theirs(visitor, line, form, refusal)


@pages.post("/termin/<int:appointment>/senden")
@access.to_one("appointment", fetch=line_of, may=may_serve_line)
def send_again(visitor: Visitor, line: Line) -> ResponseReturnValue:
    """The confirmation once more."""
    return _done(
        line,
        lambda: corrections.send_again(
            visitor.account, line.appointment.id, content=portal().content, now=visitor.now
        ),
        lambda is_told: "gesendet" if is_told else "kein-weg",
        press=StaffPress(),
    )


@pages.post("/termin/<int:appointment>/art")
@access.to_one("appointment", fetch=line_of, may=may_serve_line)
def change_kind(visitor: Visitor, line: Line) -> ResponseReturnValue:
    """From phone to in person, or back; at the same time."""
    is_visit = line.appointment.wish.channel is Channel.IN_PERSON
    channel = Channel.PHONE if is_visit else Channel.IN_PERSON
    return _done(
        line,
        lambda: corrections.change_kind(
            visitor.account,
            line.appointment.id,
            channel,
            content=portal().content,
            now=visitor.now,
        ),
        lambda _found: "art",
        press=StaffPress(),
    )


def _theirs(
    visitor: Visitor, line: Line, form: DetailsForm, refusal: ChangedMeanwhile
) -> ResponseReturnValue:
    """What a colleague has saved meanwhile, above what was typed; saving again means to."""
    stored = line_of(line.appointment.id) or line
    found = stored.appointment.person
    auditing.note_reading(visitor.account, Deed.SAW, matter_of(stored.appointment), now=visitor.now)
    form.seen.data = corrections.state_of(found)
    other = {
        name: value
        for name, value in form.answers(found).items()
        if name != "delivery" and value != (form[name].data or "")
    }
    page = render_template(
        "reception/correct.html",
        row=rows.row_of(stored, visitor),
        found=stored.appointment,
        form=form,
        kept=kept_filter(),
        refused=[sentence_of(refusal)],
        theirs=[(form[name].label.text, value or "–") for name, value in other.items()],
    )
    return page, refusal.status


def _told(corrected: corrections.Corrected) -> str:
    if not corrected.is_only_one:
        return "neben"
    return "berichtigt" if corrected.is_told else "still"


def _person(form: DetailsForm, line: Line) -> Person | None:
    """The person with the new details; None with an error at the form."""
    former = line.appointment.person
    way = form.way(former)
    if way is None:
        return None
    # What is left empty stays with the advice centre; an address that is typed is the person's own.
    is_shared = former.shared_mail and not form.email.data
    number = form.number.data or ""
    return replace(
        former,
        name=form.name.data,
        latin_name=form.latin_name.data or "",
        number=numbers.normalise(number) if number else "",
        phone=form.phone.data or "",
        email=former.email if is_shared else form.email.data or "",
        shared_mail=is_shared,
        address=form.postal.data or "",
        delivery=way,
        sms=former.sms and bool(form.phone.data),
    )


def _done(
    line: Line,
    act: Callable[[], Done],
    word: Callable[[Done], str],
    *,
    press: StaffPress | None = None,
) -> ResponseReturnValue:
    """Do it and go back to the appointment, which says what was done or why not."""
    kept = kept_filter()
    if press is None or press.validate_on_submit():
        try:
            kept["getan"] = word(act())
        except Refusal as refusal:
            if type(refusal).__name__ not in words.NOTES:
                raise
            kept["hinweis"] = type(refusal).__name__
    return on_to(url_for(".appointment", appointment=line.appointment.id, **kept))


def _page(
    template: str, visitor: Visitor, line: Line, *, form: CancelForm | DetailsForm
) -> ResponseReturnValue:
    shown = render_template(
        template,
        row=rows.row_of(line, visitor),
        found=line.appointment,
        form=form,
        kept=kept_filter(),
        refused=[],
    )
    return shown, 422 if form.errors else 200
