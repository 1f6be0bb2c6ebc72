"""Cancelling and moving one's own appointment; a GET only ever asks (mail scanners open links)."""

from dataclasses import replace

from flask import render_template, request
from flask.typing import ResponseReturnValue

from backend.actions import booking, drafting
from backend.domain.appointments import Appointment, Draft
from backend.domain.refusals import AppointmentGone, AppointmentOver
from backend.languages import current
from backend.letters import tickets
from backend.web import drafts
from backend.web.changing import access, showing
from backend.web.changing.access import Visit
from backend.web.changing.pages import pages
from backend.web.fields import Press
from backend.web.negotiation import go
from backend.web.portal import portal

ALL_ANSWERED = ("who", "more", "reach", "paper")
"""The question pages of a booking: whoever moves is asked nothing twice (WCAG 3.3.7)."""


@pages.route("/<token>/absagen", methods=["GET", "POST"])
@access.opened
def cancel(visit: Visit) -> ResponseReturnValue:
    """Ask, then cancel while the start lies ahead (R55); the link is enough for that."""
    if visit.is_cancelled:
        return access.lead("changing.own", visit)
    if visit.is_over:
        raise AppointmentOver
    form = Press()
    if not form.validate_on_submit():
        return _asked(visit, form)
    try:
        booking.cancel(
            visit.appointment.id,
            now=visit.now,
            pause_minutes=portal().settings.cancelled_pause_minutes,
        )
    except AppointmentGone:
        # A second press came in between: what was wanted is done.
        pass
    return go("changing.own", token=visit.token)


def _asked(visit: Visit, form: Press) -> tuple[str, int]:
    make = tickets.full if visit.is_known else tickets.bare
    card = make(visit.appointment, portal().content)
    page = render_template("changing/cancel.html", form=form, visit=visit, card=card)
    return page, 422 if form.errors else 200


@pages.route("/<token>/verlegen", methods=["GET", "POST"])
@access.opened
@access.named
def move(visit: Visit) -> ResponseReturnValue:
    """Take all answers into a draft and choose again; the old time stays until then (D1)."""
    if visit.is_over:
        raise AppointmentOver
    form = Press()
    if not form.validate_on_submit():
        if request.method == "GET":
            return access.lead("changing.own", visit)
        return showing.page(visit, form)
    former = drafts.read(visit.now)
    if former is not None:
        drafting.forget(drafts.key(), now=visit.now)
    partner = drafts.partner_of(visit.appointment.id, visit.now)
    draft = replace(draft_of(visit.appointment), partner=partner)
    drafts.keep(draft, visit.now)
    if request.form.get("change") == "all":
        return go("public.offices")
    return go("booking.days", office=draft.office, concern=draft.concern, channel=draft.channel)


def draft_of(appointment: Appointment) -> Draft:
    """The answers of a booked appointment, ready to be booked at another time."""
    wish, person = appointment.wish, appointment.person
    return Draft(
        office=appointment.office,
        concern=wish.concern,
        channel=wish.channel,
        interpreter=wish.interpreter or "",
        interpreter_present=wish.interpreter_present,
        companion=wish.companion,
        large_household=wish.large_household,
        employed=wish.employed,
        needs=tuple(sorted(str(need) for need in appointment.needs)),
        languages=current().slug,
        name=person.name,
        latin_name=person.latin_name,
        for_whom=str(person.for_whom),
        representative=person.representative,
        email=person.email,
        phone=person.phone,
        sms=person.sms,
        number=person.number,
        no_number=not person.number,
        birth_day=_digits(person.birth_day),
        birth_month=_digits(person.birth_month),
        birth_year=_digits(person.birth_year),
        private=person.private,
        delivery=str(person.delivery),
        address=person.address,
        answered=ALL_ANSWERED,
        moving=appointment.id,
    )


def _digits(number: int | None) -> str:
    return "" if number is None else str(number)
