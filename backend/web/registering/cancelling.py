"""Cancelling for a caller who has named what proves it; the next word is another booking (D32)."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from backend.actions import corrections
from backend.domain import references, roles
from backend.domain.appointments import Appointment, State
from backend.domain.refusals import Refusal
from backend.domain.roles import Powers
from backend.domain.staff_refusals import CancelledMeanwhile
from backend.languages import Text, sentence_of
from backend.store import appointments
from backend.web import access, callers
from backend.web.access import Visitor
from backend.web.portal import portal
from backend.web.reception import words
from backend.web.reception.forms import CancelForm
from backend.web.reception.rows import latin_name
from backend.web.registering.pages import may_follow_up, pages
from backend.web.staffing.pages import on_to


def may_cancel(powers: Powers, appointment: Appointment) -> bool:
    """Whether one answers calls; the counter cancels on the page of the appointment."""
    return roles.may_answer_calls(powers) and may_follow_up(powers, appointment)


def known(appointment: int) -> Appointment | None:
    """The appointment of the address, also just after it was cancelled."""
    found = appointments.by_id(appointment)
    return found if found and found.state in {State.BOOKED, State.CANCELLED} else None


@pages.route("/telefon/absagen/<int:appointment>", methods=["GET", "POST"])
@access.to_one("appointment", fetch=known, may=may_cancel)
def cancel(visitor: Visitor, found: Appointment) -> ResponseReturnValue:
    """Cancel it with a reason from the counter's list (R55); sent twice it is cancelled once."""
    callers.check(visitor, found)
    if found.state is State.CANCELLED:
        return _cancelled()
    form = CancelForm()
    form.prepare()
    if not form.validate_on_submit() or not (reason := form.chosen()):
        return _page(found, form)
    try:
        corrections.cancel(
            visitor.account, found.id, reason, content=portal().content, now=visitor.now
        )
    except CancelledMeanwhile:
        return _cancelled()
    except Refusal as refusal:
        return _page(found, form, [sentence_of(refusal)], status=refusal.status)
    return _cancelled()


def _cancelled() -> ResponseReturnValue:
    """Back to the first question: who cancels often wants another time."""
    return on_to(url_for(".telephone", getan="abgesagt"))


def _page(
    found: Appointment, form: CancelForm, refused: list[Text] | None = None, *, status: int = 0
) -> ResponseReturnValue:
    page = render_template(
        "registering/cancel.html",
        found=found,
        form=form,
        refused=refused or [],
        name=latin_name(found),
        concern=words.concern(found.wish.concern),
        reference=references.spaced(found.reference),
        office=portal().content.offices[found.office],
    )
    return page, status or (422 if form.errors else 200)
