"""Earlier times at the desk: who is told by phone answers here, and counter and hotline wait.

No name stands on these pages: the number of the appointment leads to them (D32).
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField

from backend.actions import lookups, wishing, wishing_desk
from backend.domain import references, roles
from backend.domain.appointments import Appointment, State
from backend.domain.callers import Asked
from backend.domain.refusals import AppointmentGone, AppointmentOver, NoWayToTell, OfferOver
from backend.domain.roles import Place, Powers
from backend.domain.rules import may_change
from backend.domain.wishes import Waiting
from backend.languages import Text, sentence_of
from backend.languages import staff_text as s_
from backend.store import appointments, wishes
from backend.web import access, callers
from backend.web import wishes as questions
from backend.web.access import Visitor
from backend.web.fields import AtMost, Said, tidy_digits
from backend.web.portal import portal
from backend.web.posting.pages import pages
from backend.web.posting.queue import own_offices
from backend.web.staff_fields import StaffForm, StaffPress
from backend.web.staffing.pages import on_to

NOT_FOUND = s_("There is no coming appointment with this number that you may change.")


class NumberForm(StaffForm):
    """The number of an appointment."""

    reference = StringField(
        s_("Appointment number"),
        filters=[tidy_digits],
        validators=[
            Said(s_("Please write the appointment number.")),
            AtMost(40, s_("This is too long.")),
        ],
        render_kw={"dir": "ltr", "spellcheck": "false", "autocomplete": "off"},
    )


class WishForm(questions.Questions, StaffForm):
    """Which earlier times suit the customer."""


class KeptLine(NamedTuple):
    """A time that is kept for somebody now."""

    appointment: int
    reference: str
    start: datetime
    offer_start: datetime
    until: datetime


def may_answer(powers: Powers, appointment: Appointment) -> bool:
    """Whether the appointment may be moved for its customer (R117)."""
    return roles.may_book(powers, Place(appointment.office, appointment.group))


def coming(appointment: int) -> Appointment | None:
    """The booked appointment of this id."""
    found = appointments.by_id(appointment)
    return found if found and found.state is State.BOOKED else None


@pages.route("/frueher/", methods=["GET", "POST"])
@access.to(roles.may_book_somewhere)
def find(visitor: Visitor) -> ResponseReturnValue:
    """By number; the counter also sees which times are kept now, the hotline browses nothing."""
    form = NumberForm()
    if form.validate_on_submit():
        reference = references.normalise(form.reference.data or "")
        asked, content = Asked(reference=reference or ""), portal().content
        for found in lookups.find(visitor.account, asked, content=content, now=visitor.now):
            if _is_coming(found, visitor.now):
                return on_to(url_for(".answer", appointment=found.id))
        form.reference.errors = [NOT_FOUND]
    page = render_template("posting/find.html", form=form, kept=list(_kept(visitor)))
    return page, 422 if form.errors else 200


@pages.route("/frueher/<int:appointment>", methods=["GET", "POST"])
@access.to_one("appointment", fetch=coming, may=may_answer)
def answer(visitor: Visitor, appointment: Appointment) -> ResponseReturnValue:
    """What is kept for this appointment, and what its customer says to it."""
    callers.check(visitor, appointment)
    waiting = wishes.by_appointment(appointment.id)
    if request.method == "GET":
        return _page(visitor, appointment, waiting)
    said = request.form.get("answer", "")
    if said == "wait":
        return _asked(visitor, appointment, waiting)
    if not StaffPress().validate_on_submit():
        return _page(visitor, appointment, waiting)
    try:
        _act(visitor, appointment, said)
    except (OfferOver, AppointmentGone, AppointmentOver) as refusal:
        again = wishes.by_appointment(appointment.id)
        return _page(visitor, appointment, again, refused=sentence_of(refusal))
    return on_to(url_for(".answer", appointment=appointment.id))


def _act(visitor: Visitor, appointment: Appointment, said: str) -> None:
    actor, now, terms = visitor.account, visitor.now, questions.terms()
    start = questions.moment(request.form.get("start", ""))
    if said == "stop":
        wishing_desk.forget(actor, appointment, now=now, terms=terms)
    elif said == "yes" and start:
        content = portal().content
        wishing_desk.accept(actor, appointment, start, content=content, now=now, terms=terms)
    elif said == "no" and start:
        wishing_desk.decline(actor, appointment, start, now=now, terms=terms)


def _asked(
    visitor: Visitor, appointment: Appointment, waiting: Waiting | None
) -> ResponseReturnValue:
    form = _form(visitor, appointment, waiting)
    if not form.validate_on_submit():
        return _page(visitor, appointment, waiting, form=form)
    try:
        wishing_desk.ask(visitor.account, appointment, questions.chosen(form), now=visitor.now)
    except (NoWayToTell, AppointmentGone, AppointmentOver) as refusal:
        return _page(visitor, appointment, waiting, refused=sentence_of(refusal))
    return on_to(url_for(".answer", appointment=appointment.id))


def _page(
    visitor: Visitor,
    appointment: Appointment,
    waiting: Waiting | None,
    *,
    form: WishForm | None = None,
    refused: Text | None = None,
) -> tuple[str, int]:
    here = portal()
    is_kept = waiting is not None and waiting.offer_start is not None
    page = render_template(
        "posting/earlier.html",
        form=form,
        questions=form or _form(visitor, appointment, waiting),
        refused=refused,
        appointment=appointment,
        reference=references.spaced(appointment.reference),
        office=here.content.offices[appointment.office],
        waiting=waiting,
        until=datetime.fromtimestamp(waiting.offer_until, here.zone)
        if waiting and is_kept
        else None,
        may_ask=wishing.may_ask(appointment, visitor.now),
    )
    return page, 409 if refused else 422 if form and form.errors else 200


def _form(visitor: Visitor, appointment: Appointment, waiting: Waiting | None) -> WishForm:
    form = WishForm(**questions.former(waiting))
    questions.list_days(form, appointment, now=visitor.now)
    return form


def _kept(visitor: Visitor) -> Iterator[KeptLine]:
    """What is kept for people of the own counter groups, the next answer due first."""
    here = portal()
    for office in own_offices(visitor.powers):
        for each in wishes.offered(office.key, int(visitor.now.timestamp())):
            if roles.may_work_at_counter(visitor.powers, Place(office.key, each.group)):
                yield KeptLine(
                    each.appointment,
                    references.spaced(each.reference),
                    each.start,
                    each.offer_start,
                    datetime.fromtimestamp(each.offer_until, here.zone),
                )


def _is_coming(found: Appointment, now: datetime) -> bool:
    return found.state is State.BOOKED and may_change(found.start, now)
