"""Handing over: another office is asked with the customer's word, and answers (R72, R73, D31)."""

from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, SelectField

from backend.actions import changes, handing_over
from backend.domain import references, roles, rules
from backend.domain.appointments import Appointment
from backend.domain.appointments import State as Standing
from backend.domain.handovers import Handover, Promise, State
from backend.domain.refusals import Refusal, TimeTaken
from backend.languages import Text, sentence_of
from backend.languages import staff_text as s_
from backend.store import appointments, handovers
from backend.web import access, callers
from backend.web.access import Visitor
from backend.web.placing import words
from backend.web.placing.pages import booked, may_move, may_see, pages, request_of
from backend.web.portal import portal
from backend.web.reception import words as desk_words
from backend.web.reception.rows import latin_name
from backend.web.registering.times import NO_TIME, TAKEN, TimesForm, free
from backend.web.staff_fields import StaffForm
from backend.web.staffing.pages import on_to

ACCEPT, DECLINE, WITHDRAW = "accept", "decline", "withdraw"


class AskForm(StaffForm):
    """Which office, and that the customer wants it."""

    office = SelectField(s_("To which office?"), validate_choice=False)
    agreed = BooleanField(s_("The customer has been asked and agrees"))

    def prepare(self, found: Appointment) -> None:
        """Offer only offices that take the concern."""
        offices = portal().content.offices
        self.office.choices = [("", s_("Please choose"))]
        self.office.choices += [
            (key, office.name)
            for key, office in offices.items()
            if handing_over.may_take(found, key)
        ]

    def is_complete(self) -> bool:
        """Whether both are answered, with an error where not."""
        if self.office.data not in {value for value, _name in self.office.choices if value}:
            self.office.errors = [s_("Please choose an office.")]
        if not self.agreed.data:
            self.agreed.errors = [s_("Please ask the customer first.")]
        return not self.errors


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One handover as lists show it."""

    handover: Handover
    appointment: Appointment
    name: str
    concern: str
    state: Text
    is_open: bool
    """The other office can still answer."""
    is_owed: bool
    """The first office owes a promise."""
    shows_person: bool
    """Who, what and when are for the office that has it, and the asked one until it answers."""

    @property
    def id(self) -> int:
        return self.handover.id


@pages.route("/termin/<int:appointment>/uebergeben", methods=["GET", "POST"])
@access.to_one("appointment", fetch=booked, may=may_move)
def hand_over(visitor: Visitor, found: Appointment) -> ResponseReturnValue:
    """Ask another office."""
    callers.check(visitor, found)
    form, refused = AskForm(), []
    form.prepare(found)
    status, waiting = 200, handing_over.pending(found)
    if waiting is None and form.validate_on_submit() and form.is_complete():
        try:
            handing_over.ask(visitor.account, found.id, form.office.data, now=visitor.now)
        except Refusal as refusal:
            refused = [sentence_of(refusal)]
            status = refusal.status
        else:
            return on_to(url_for("registering.done", appointment=found.id, getan="gefragt"))
    page = render_template(
        "placing/hand_over.html",
        found=found,
        back=callers.way_back(visitor, found),
        form=None if waiting else form,
        refused=refused,
        name=latin_name(found),
        reference=references.spaced(found.reference),
        waiting=waiting,
        offices=portal().content.offices,
    )
    return page, status if refused else 422 if form.errors else 200


@pages.get("/uebergaben/")
@access.to(roles.may_work_somewhere)
def handover_list(visitor: Visitor) -> ResponseReturnValue:
    """What other offices ask of the own ones, and what became of the own requests."""
    own = [key for key in portal().content.offices if roles.may_receive_within(visitor.powers, key)]
    found = {each.id: each for key in own for each in handovers.of_office(key)}
    lines = [line for each in found.values() if (line := line_of(each, visitor))]
    return render_template(
        "placing/handovers.html",
        asked_of_us=[each for each in lines if each.handover.to_office in own and each.is_open],
        ours=[each for each in lines if each.handover.from_office in own],
        offices=portal().content.offices,
        references=references,
    )


def line_of(handover: Handover, visitor: Visitor) -> Line | None:
    """The handover with its appointment; None when that is cancelled or forgotten."""
    found = appointments.by_id(handover.appointment)
    if found is None or found.state is not Standing.BOOKED:
        return None
    lies_ahead = rules.may_change(found.start, visitor.now)
    is_asked = handover.state is State.ASKED and found.office == handover.from_office
    over = is_asked and not lies_ahead
    is_open = is_asked and lies_ahead
    seeing = {found.office, handover.to_office} if is_open else {found.office}
    return Line(
        handover=handover,
        appointment=found,
        name=latin_name(found),
        concern=desk_words.concern(found.wish.concern),
        state=s_("no answer: it stayed") if over else words.STATES[handover.state],
        is_open=is_open,
        is_owed=handover.state is State.DECLINED,
        shows_person=any(roles.may_receive_within(visitor.powers, each) for each in seeing),
    )


@pages.route("/uebergaben/<int:handover>", methods=["GET", "POST"])
@access.to_one("handover", fetch=request_of, may=may_see)
def handover(visitor: Visitor, asked: Handover) -> ResponseReturnValue:
    """Answer a request, or see what became of the own one."""
    line, form = line_of(asked, visitor), TimesForm()
    if line is None or not form.is_submitted() or not form.validate():
        return _page(visitor, asked, line, form)
    act = request.form.get("act", "")
    is_asked = roles.may_receive_within(visitor.powers, asked.to_office)
    is_asking = roles.may_receive_within(visitor.powers, asked.from_office)
    promises = {each.value: each for each in Promise}
    try:
        if act == DECLINE and is_asked:
            handing_over.decline(visitor.account, asked.id, now=visitor.now)
        elif act == WITHDRAW and is_asking:
            handing_over.withdraw(visitor.account, asked.id, now=visitor.now)
        elif act in promises and is_asking:
            handing_over.settle(visitor.account, asked.id, promises[act], now=visitor.now)
        elif is_asked:
            return _accepted(visitor, asked, line, form)
        else:
            return _page(visitor, asked, line, form)
    except Refusal as refusal:
        return _page(visitor, asked, line, form, refusal=refusal)
    return on_to(url_for(".handover_list"))


def _accepted(
    visitor: Visitor, asked: Handover, line: Line, form: TimesForm
) -> ResponseReturnValue:
    """Take it over at the chosen time, or show other times."""
    if form.is_looking(request.form.get("act", ""), form.day.data or ""):
        return _page(visitor, asked, line, form)
    if form.chosen is None:
        form.start.errors = [NO_TIME]
        return _page(visitor, asked, line, form)
    moved = handing_over.accept(
        visitor.account, asked.id, form.chosen, content=portal().content, now=visitor.now
    )
    return on_to(url_for("registering.done", appointment=moved.id, getan="verlegt"))


def _page(
    visitor: Visitor,
    asked: Handover,
    line: Line | None,
    form: TimesForm,
    *,
    refusal: Refusal | None = None,
) -> ResponseReturnValue:
    may_answer = roles.may_receive_within(visitor.powers, asked.to_office)
    times = None
    if line and line.is_open and may_answer:
        wish = changes.at_office(line.appointment.wish, asked.to_office)
        near = form.chosen if isinstance(refusal, TimeTaken) else line.appointment.start
        times = free(wish, form, now=visitor.now, near=near)
        if not form.is_submitted():
            form.is_looking("", form.day.data or "")
    refused = [sentence_of(refusal)] if refusal else []
    page = render_template(
        "placing/handover.html",
        asked=asked,
        line=line,
        form=form,
        times_found=times,
        refused=[TAKEN] if isinstance(refusal, TimeTaken) else refused,
        may_answer=may_answer,
        is_ours=roles.may_receive_within(visitor.powers, asked.from_office),
        promises=words.PROMISES,
        offices=portal().content.offices,
        references=references,
        today=visitor.now.date(),
    )
    return page, refusal.status if refusal else 422 if form.errors else 200
