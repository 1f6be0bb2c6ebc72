"""An earlier time: wait for one, and answer when one is kept; the link alone is enough for it."""

from dataclasses import dataclass, replace
from datetime import datetime

from flask import render_template, request
from flask.typing import ResponseReturnValue

from backend.actions import wishing
from backend.domain.appointments import Appointment
from backend.domain.refusals import AppointmentGone, NoWayToTell, OfferOver, Refusal
from backend.domain.wishes import Waiting
from backend.languages import Clock, Day, Text
from backend.languages import text_of as _
from backend.letters import tickets
from backend.store import appointments, wishes
from backend.web import wishes as questions
from backend.web.changing import access
from backend.web.changing.access import Visit
from backend.web.changing.pages import pages
from backend.web.fields import Form, Press
from backend.web.negotiation import go
from backend.web.portal import portal


class EarlierForm(questions.Questions, Form):
    """Which earlier times suit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A time that is kept for somebody now."""

    start: datetime
    """Local wall-clock time."""
    card: tickets.Card
    until: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What the page of an appointment says of earlier times."""

    offer: Offer | None
    is_waiting: bool
    may_ask: bool


def line_of(visit: Visit) -> Line:
    """How it stands with an earlier time for this appointment."""
    waiting = wishes.by_appointment(visit.appointment.id) if visit.is_open else None
    return Line(
        offer=_offer(visit, waiting),
        is_waiting=waiting is not None,
        may_ask=wishing.may_ask(visit.appointment, visit.now),
    )


@pages.route("/<token>/frueher", methods=["GET", "POST"])
@access.opened
def earlier(visit: Visit) -> ResponseReturnValue:
    """Wait for an earlier time, take the one that is kept, leave it, or wait no more.

    A GET only ever asks: mail scanners open links.
    """
    if not visit.is_open:
        return access.lead("changing.own", visit)
    if request.method == "POST":
        return _answered(visit, request.form.get("answer", ""))
    waiting = wishes.by_appointment(visit.appointment.id)
    if waiting is None and not wishing.may_ask(visit.appointment, visit.now):
        return access.lead("changing.own", visit)
    return _page(visit, waiting, _form(visit, waiting))


def _answered(visit: Visit, answer: str) -> ResponseReturnValue:
    waiting = wishes.by_appointment(visit.appointment.id)
    if answer == "wait":
        return _asked(visit, waiting)
    press = Press()
    if not press.validate_on_submit():
        return _page(visit, waiting, press)
    appointment, start = visit.appointment.id, questions.moment(request.form.get("start", ""))
    if answer == "stop":
        wishing.forget(appointment, now=visit.now, terms=questions.terms())
        return go("changing.own", token=visit.token)
    try:
        if answer == "yes" and start:
            content = portal().content
            wishing.accept(
                appointment, start, content=content, now=visit.now, terms=questions.terms()
            )
            return go("changing.own", token=visit.token)
    except OfferOver as over:
        waiting = wishes.by_appointment(appointment)
        return _page(visit, waiting, _form(visit, waiting), refusal=over)
    if answer == "no" and start:
        wishing.decline(appointment, start, now=visit.now, terms=questions.terms())
    return go("changing.earlier", token=visit.token)


def _asked(visit: Visit, waiting: Waiting | None) -> ResponseReturnValue:
    form = _form(visit, waiting)
    if not form.validate_on_submit():
        return _page(visit, waiting, form)
    try:
        wishing.ask(visit.appointment.id, questions.chosen(form), now=visit.now)
    except (AppointmentGone, NoWayToTell):
        # It changed in between: the page of the appointment says how it stands.
        return go("changing.own", token=visit.token)
    return go("changing.earlier", token=visit.token)


def _page(
    visit: Visit,
    waiting: Waiting | None,
    form: EarlierForm | Press,
    *,
    refusal: Refusal | None = None,
) -> tuple[str, int]:
    shown = render_template(
        "changing/earlier.html",
        visit=visit,
        form=form,
        questions=form if isinstance(form, EarlierForm) else _form(visit, waiting),
        offer=_offer(visit, waiting),
        waiting=waiting,
        own=tickets.bare(visit.appointment, portal().content),
        refused=_(refusal.sentence) if refusal else None,
        is_late=waiting is not None and waiting.unanswered > 0,
    )
    return shown, refusal.status if refusal else 422 if form.errors else 200


def _form(visit: Visit, waiting: Waiting | None) -> EarlierForm:
    """The questions, with what was chosen before and the days there are to choose."""
    form = EarlierForm(**questions.former(waiting))
    questions.list_days(form, visit.appointment, now=visit.now)
    return form


def _offer(visit: Visit, waiting: Waiting | None) -> Offer | None:
    if waiting is None or waiting.offer_start is None:
        return None
    here = portal()
    until = datetime.fromtimestamp(waiting.offer_until, here.zone)
    held = appointments.by_id(waiting.offer)
    then: Appointment = replace(
        visit.appointment,
        start=waiting.offer_start,
        minutes=held.minutes if held else visit.appointment.minutes,
    )
    return Offer(
        start=waiting.offer_start,
        card=tickets.bare(then, here.content),
        until=_(
            "We keep it for you until %(day)s, %(time)s. Your appointment stays until you say yes.",
            day=Day(until.date()),
            time=Clock(until.time()),
        ),
    )
