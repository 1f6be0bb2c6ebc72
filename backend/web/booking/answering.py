"""From the held time to the booked appointment: who, how to reach, check, book."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from backend.actions import booking, limiting, partnering, whereabouts
from backend.domain import numbers
from backend.domain.appointments import Appointment, Channel, Delivery, Draft
from backend.domain.refusals import (
    AppointmentGone,
    AppointmentOver,
    BookingInvitationGone,
    HoldGone,
    LimitReached,
    NotBookable,
    TimeTaken,
)
from backend.languages import Name, Text, current
from backend.store import appointments, sealing, staff
from backend.web import access, drafts
from backend.web.booking import forms, needs, steps
from backend.web.booking.choosing import alternatives
from backend.web.booking.pages import pages, shown
from backend.web.clients import client
from backend.web.fields import Form, Press
from backend.web.negotiation import go
from backend.web.portal import portal
from backend.web.public import phases

REFUSALS_PER_CLIENT = 40
"""More would let somebody try out whose number or address has an appointment (D3)."""
REFUSALS_WINDOW = 3600


def _draft(now: datetime) -> Draft | None:
    """The draft, if a time has been chosen in it."""
    draft = drafts.read(now)
    return draft if draft is not None and draft.held_start else None


def _start_again(now: datetime) -> ResponseReturnValue:
    """No answers: they have become an appointment (back button, double click), or are gone."""
    appointment = appointments.by_id(drafts.booked(now))
    if appointment is not None:
        return _to(appointment)
    if access.counsellor():
        return redirect(url_for("partnering.choose_language"), 303)
    return redirect(url_for("public.offices", pair=current().slug), 303)


def _to(appointment: Appointment) -> ResponseReturnValue:
    return go("changing.own", token=sealing.token_for(appointment.id, appointment.nonce))


def _ask(
    step: str,
    form: Form,
    names: tuple[str, ...],
    draft: Draft,
    now: datetime,
    /,
    **shown_too: Any,
) -> ResponseReturnValue:
    """Show the questions of a step, or take the answers and go on.

    What was typed is kept in the draft even when it is wrong, so that a change of language or a
    way back loses nothing. Who moves an appointment stays the same person with the same contacts:
    only a question without an answer is asked then, or a change would be shown and never kept.
    """
    if draft.moving and steps.next_step(draft) != f"booking.{step}":
        return go(steps.next_step(draft))
    names = tuple(name for name in names if name in form)
    if not form.is_submitted():
        for name in names:
            form[name].data = getattr(draft, name)
    else:
        is_valid = form.validate()
        draft = replace(draft, **{name: _typed(form, draft, name) for name in names})
        if is_valid:
            draft = steps.answer(draft, step)
            drafts.keep(draft, now)
            return go(steps.next_step(draft))
        # An answer that is wrong is none, also where a right one stood before.
        draft = steps.unanswered(draft, step)
        drafts.keep(draft, now)
    hold = steps.hold_sentence(draft, now)
    return shown(step, form=form, draft=draft, hold=hold, **shown_too)


def _typed(form: Form, draft: Draft, name: str) -> Any:
    return form[name].data or type(getattr(draft, name))()


@pages.route("/buchen/name", methods=["GET", "POST"])
def who() -> ResponseReturnValue:
    """For whom, name and number."""
    now = portal().now()
    draft = _draft(now)
    if draft is None:
        return _start_again(now)
    names = ("for_whom", "name", "number", "no_number")
    form = forms.WhoForm()
    if not steps.asks_number(draft):
        form.without_number()
    return _ask(steps.WHO, form, names, draft, now)


@pages.route("/buchen/mehr", methods=["GET", "POST"])
def more() -> ResponseReturnValue:
    """What only some are asked."""
    now = portal().now()
    draft = _draft(now)
    if draft is None:
        return _start_again(now)
    names = ("representative", "latin_name", "birth_day", "birth_month", "birth_year")
    asks = {
        "representative": steps.asks_representative(draft),
        "latin": steps.asks_latin(draft),
        "birth_date": steps.asks_birth_date(draft),
    }
    return _ask(steps.MORE, forms.MoreForm(), names, draft, now, asks=asks)


@pages.route("/buchen/erreichbar", methods=["GET", "POST"])
def reach() -> ResponseReturnValue:
    """Mail and telephone, and whether others read them."""
    now = portal().now()
    draft = _draft(now)
    if draft is None:
        return _start_again(now)
    form = forms.ReachForm()
    if draft.channel is Channel.PHONE:
        form.for_phone_talk()
    if draft.moving:
        form.phone_alone()
    else:
        if portal().settings.sms_gateway is None:
            form.without_sms()
        if draft.partner:
            _fill_in_counsellor(form, draft)
        else:
            form.alone()
    names = ("email", "shared_mail", "phone", "sms", "private")
    return _ask(steps.REACH, form, names, draft, now)


def _fill_in_counsellor(form: forms.ReachForm, draft: Draft) -> None:
    """Messages for the counsellor go to the address of the account, which nobody types."""
    if not form.is_submitted():
        return
    counsellor = staff.by_id(draft.counsellor)
    own = counsellor.mail if counsellor else ""
    if form.shared_mail.data:
        is_colleague = partnering.is_of(form.email.data or "", draft.partner)
        form.email.data = form.email.data if is_colleague else own
    elif (form.email.data or "").casefold() == own.casefold():
        form.email.data = ""
    elif partnering.is_of(form.email.data or "", draft.partner):
        form.shared_mail.data = True


@pages.route("/buchen/papier", methods=["GET", "POST"])
def paper() -> ResponseReturnValue:
    """How to keep the appointment without a mail (D37)."""
    now = portal().now()
    draft = _draft(now)
    if draft is None:
        return _start_again(now)
    form = forms.PaperForm()
    form.offer(steps.ways_without_mail(draft, now))
    is_late = steps.is_letter_late(draft, now)
    return _ask(steps.PAPER, form, ("delivery", "address"), draft, now, is_letter_late=is_late)


@pages.route("/buchen/pruefen", methods=["GET", "POST"])
def check() -> ResponseReturnValue:
    """Look at everything once more, then book, or move."""
    now = portal().now()
    draft = _draft(now)
    if draft is None:
        return _start_again(now)
    step = steps.next_step(draft)
    if step != "booking.check":
        return redirect(url_for(step, pair=current().slug), 303)
    form, stamp = Press(), steps.stamp(draft)
    if form.validate_on_submit():
        if request.form.get("shown", stamp) != stamp:
            # Another window has changed the answers: nobody books what they have not seen.
            return go("booking.check")
        return _book(draft, now)
    content, way = portal().content, steps.delivery(draft)
    return shown(
        "check",
        form=form,
        draft=draft,
        hold=steps.hold_sentence(draft, now),
        start=datetime.fromisoformat(draft.held_start),
        office=content.offices[draft.office],
        where=_where(draft),
        concern=content.concerns[draft.concern],
        channel_name=needs.channel_name(draft.channel, content.offices[draft.office]),
        interpreter=interpreter_name(draft),
        needs=[
            name
            for need, name in needs.NEED_NAMES.items()
            if need in draft.needs and not steps.hides_needs(draft)
        ],
        name=Name(draft.name),
        number=numbers.masked(draft.number),
        delivery=way,
        is_letter_late=way is Delivery.LETTER and steps.is_letter_late(draft, now),
        stamp=stamp,
        seen_by=steps.seen_by(draft),
    )


def _where(draft: Draft) -> str:
    """The place of that day, where an office comes to people."""
    office = portal().content.offices[draft.office]
    if not office.is_touring or draft.channel is not Channel.IN_PERSON:
        return ""
    return whereabouts.of(office, datetime.fromisoformat(draft.held_start)).line


def interpreter_name(draft: Draft) -> Text | None:
    """The language to interpret, None for none."""
    language = portal().content.interpreter_languages.get(draft.interpreter)
    return needs.spoken(language.german_name) if language else None


def _book(draft: Draft, now: datetime) -> ResponseReturnValue:
    content = portal().content
    draft = replace(draft, delivery=str(steps.delivery(draft)), languages=current().slug)
    bucket = f"refused to {client()}"
    limiting.check(bucket, most=REFUSALS_PER_CLIENT, seconds=REFUSALS_WINDOW, now=now)
    try:
        if draft.moving:
            appointment = booking.move(
                drafts.key(),
                draft,
                content=content,
                now=now,
                pause_minutes=portal().settings.cancelled_pause_minutes,
            )
        else:
            appointment = booking.book(drafts.key(), draft, content=content, now=now)
    except (TimeTaken, NotBookable) as refusal:
        return alternatives(draft, refusal, now)
    except (AppointmentGone, AppointmentOver):
        drafts.move_no_more(draft, now)
        raise
    except BookingInvitationGone:
        # What the code has filled in goes with it; a booking of one's own begins anew.
        drafts.wipe(now)
        raise
    except LimitReached:
        limiting.count_try(bucket, most=REFUSALS_PER_CLIENT, seconds=REFUSALS_WINDOW, now=now)
        return _limited(draft)
    return _to(appointment)


def _limited(draft: Draft) -> ResponseReturnValue:
    """The kind refusal of D3: it confirms nothing, and shows the ways that work."""
    office = portal().content.offices[draft.office]
    concern = portal().content.concerns[draft.concern]
    return shown(
        "limit",
        LimitReached.status,
        office=office,
        concern=concern,
        draft=draft,
        is_shut=phases.is_shut(office),
    )


@pages.route("/buchen/verlaengern", methods=["GET", "POST"])
def extend() -> ResponseReturnValue:
    """Keep the time for longer: one tap; reading only goes on, as a change of language does."""
    now = portal().now()
    draft = _draft(now)
    if draft is None:
        return _start_again(now)
    if Press().validate_on_submit():
        minutes = portal().settings.hold_minutes
        steps.count_hold(now)
        try:
            draft = booking.extend(drafts.key(), draft, now=now, minutes=minutes)
        except HoldGone as refusal:
            return alternatives(draft, refusal, now)
    return go(steps.next_step(draft))


@pages.get("/verlassen")
def leave() -> ResponseReturnValue:
    """Away quickly to a harmless page: this browser forgets everything (D17).

    Nothing on the server changes; what was typed lapses there by itself, out of reach.
    """
    session.clear()
    response = redirect(portal().content.jobcenter.exit_url, 303)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@pages.route("/buchen/ende", methods=["GET", "POST"])
def finish() -> ResponseReturnValue:
    """Finish: delete all answers, let the time go, forget this browser (D17).

    Without asking for the form's token: a page from before another window had finished has an old
    one, and who is told that all is deleted must be able to rely on it.
    """
    if request.method == "POST":
        drafts.wipe(portal().now())
    response = go("public.start")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
