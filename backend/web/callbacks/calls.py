"""The call list: phone appointments of the day, and what is told by phone (D28, D37)."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import NamedTuple

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from backend.actions import auditing, calling
from backend.actions.calling import is_to_call, place_of
from backend.domain import periods, roles
from backend.domain.appointments import Appointment
from backend.domain.audits import Deed, Matter, Purpose
from backend.domain.calls import PhoneCall, State
from backend.domain.references import spaced
from backend.domain.refusals import Refusal
from backend.domain.roles import Powers
from backend.languages import Text, sentence_of
from backend.languages import staff_text as s_
from backend.store import appointments, calls, day, letters
from backend.store.calls import Message
from backend.web import access
from backend.web.access import Visitor
from backend.web.callbacks import words
from backend.web.portal import offices_where, portal
from backend.web.staff_fields import StaffPress
from backend.web.staffing.pages import on_to

pages = Blueprint("calling", __name__, url_prefix=f"{access.PREFIX}/anrufe")

STATES = {
    State.OPEN: s_("to be called"),
    State.REACHED: s_("reached"),
    State.NOT_REACHED: s_("not reached"),
}
KINDS = {
    letters.CONFIRMATION: s_("Tell day and time"),
    letters.REMINDER: s_("Remind of the appointment"),
    letters.MOVED: s_("Tell the new time"),
    letters.CANCELLATION: s_("Tell that it is cancelled"),
    letters.OFFICE_MOVED: s_("Tell the new time: we had to move it"),
    letters.OFFICE_CANCELLED: s_("Tell that we had to cancel it"),
    letters.EARLIER: s_("Offer the earlier time"),
    letters.NO_INTERPRETER: s_("Tell that nobody interprets, and find a new time"),
}
OTHER_KIND = s_("Tell about the appointment")


class Line(NamedTuple):
    """A phone appointment as the list shows it, without name and number."""

    id: int
    reference: str
    start: datetime
    concern: str
    language: str
    interpreter: str
    group: str
    call: PhoneCall
    state: Text
    next_try: str
    """From when on the second try counts; empty: at once."""


class ToTell(NamedTuple):
    """Something to tell as the list shows it."""

    id: int
    reference: str
    start: datetime
    what: Text
    language: str
    interpreter: str
    group: str
    answer: int
    """Id of the appointment for which an earlier time is kept, 0 for none."""


def may_call(powers: Powers, appointment: Appointment) -> bool:
    """Whether this one is called by the own group (D26)."""
    return roles.may_work_at_counter(powers, place_of(appointment))


def may_tell(powers: Powers, message: Message) -> bool:
    """Whether the own group tells this."""
    return roles.may_work_at_counter(powers, message.place)


def phone_appointment(call: int) -> Appointment | None:
    """The phone appointment of this id, if it stands."""
    found = appointments.by_id(call)
    return found if found is not None and is_to_call(found) else None


@pages.get("/")
@access.to(roles.may_work_somewhere)
def call_list(visitor: Visitor) -> str:
    """The phone appointments of today, and who is to be told something today."""
    served = offices_where(lambda key: roles.may_receive_within(visitor.powers, key))
    offices = [(office.key, office.name) for office in served]
    chosen = request.args.get("stelle", "")
    keys = [key for key, _name in offices if chosen in {"", key}]
    lines = [
        line_of(appointment, call, visitor)
        for office in keys
        for appointment, call in _calls_of(office, visitor)
    ]
    end_of_day = datetime.combine(visitor.now.date() + timedelta(days=1), time())
    until = int(end_of_day.replace(tzinfo=visitor.now.tzinfo).timestamp()) - 1
    messages = [
        _to_tell(each)
        for each in calls.to_tell(until)
        if each.place.office in keys and may_tell(visitor.powers, each)
    ]
    lines.sort(key=lambda line: (line.start, line.reference))
    return render_template(
        "callbacks/calls.html",
        lines=lines,
        open_count=sum(line.call.state is State.OPEN for line in lines),
        messages=messages,
        offices=offices,
        chosen=chosen,
    )


def _calls_of(office: str, visitor: Visitor) -> list[tuple[Appointment, PhoneCall]]:
    found = [
        line.appointment
        for line in day.lines(office, visitor.now.date())
        if is_to_call(line.appointment) and may_call(visitor.powers, line.appointment)
    ]
    states = calls.states((each.id, periods.cell_at(each.start)) for each in found)
    return [(each, states[each.id]) for each in found]


def line_of(appointment: Appointment, call: PhoneCall, visitor: Visitor) -> Line:
    """The appointment without a word of who it is."""
    content, next_try = portal().content, call.next_try_at()
    waits = call.state is State.OPEN and next_try > int(visitor.now.timestamp())
    return Line(
        id=appointment.id,
        reference=spaced(appointment.reference),
        start=appointment.start,
        concern=words.concern_name(appointment.wish.concern, content),
        language=words.language_name(appointment.languages, content),
        interpreter=words.interpreter_name(appointment.wish.interpreter or "", content),
        group=words.team_name(place_of(appointment)),
        call=call,
        state=STATES[call.state],
        next_try=f"{words.moment(next_try):%H:%M}" if waits else "",
    )


def _to_tell(message: Message) -> ToTell:
    content = portal().content
    return ToTell(
        id=message.letter.id,
        reference=spaced(message.reference),
        start=message.start,
        what=KINDS.get(message.letter.kind, OTHER_KIND),
        language=words.language_name(message.letter.languages, content),
        interpreter=words.interpreter_name(message.interpreter, content),
        group=words.team_name(message.place),
        answer=message.letter.appointment if message.letter.kind == letters.EARLIER else 0,
    )


@pages.post("/<int:call>")
@access.to_one("call", fetch=phone_appointment, may=may_call)
def begin(visitor: Visitor, call: Appointment) -> ResponseReturnValue:
    """Name and number, shown to who calls now; that they were seen is noted (D33)."""
    form = StaffPress()
    if form.validate_on_submit():
        matter = Matter(Purpose.COUNTER, call.reference, call.office)
        auditing.note_reading(visitor.account, Deed.SAW, matter, now=visitor.now)
    return _page(visitor, call, form)


def _page(
    visitor: Visitor,
    appointment: Appointment,
    form: StaffPress,
    *,
    refused: tuple[Text, ...] = (),
    status: int = 200,
) -> ResponseReturnValue:
    noted = calls.of(appointment.id, periods.cell_at(appointment.start))
    page = render_template(
        "callbacks/call.html",
        form=form,
        refused=refused,
        line=line_of(appointment, noted, visitor),
        customer=None if form.errors else appointment.person,
        is_last=noted.tries > 0,
        is_open=noted.state is State.OPEN,
        may_undo=noted.state is State.REACHED or (noted.state is State.OPEN and noted.tries > 0),
    )
    return page, 422 if form.errors else status


def _pressed(
    visitor: Visitor, appointment: Appointment, deed: Callable[..., object]
) -> ResponseReturnValue:
    """Do it and go back to the list; what cannot be done is said on the page of the call."""
    form = StaffPress()
    if not form.validate_on_submit():
        return _page(visitor, appointment, form)
    try:
        deed(visitor.account, appointment.id, now=visitor.now)
    except Refusal as refusal:
        sentence = sentence_of(refusal)
        return _page(visitor, appointment, form, refused=(sentence,), status=refusal.status)
    return on_to(url_for("calling.call_list"))


@pages.post("/<int:call>/erreicht")
@access.to_one("call", fetch=phone_appointment, may=may_call)
def reached(visitor: Visitor, call: Appointment) -> ResponseReturnValue:
    """Spoken to."""
    return _pressed(visitor, call, calling.reached)


@pages.post("/<int:call>/nicht-erreicht")
@access.to_one("call", fetch=phone_appointment, may=may_call)
def not_reached(visitor: Visitor, call: Appointment) -> ResponseReturnValue:
    """Nobody answered."""
    return _pressed(visitor, call, calling.not_reached)


@pages.post("/<int:call>/zurueck")
@access.to_one("call", fetch=phone_appointment, may=may_call)
def undo(visitor: Visitor, call: Appointment) -> ResponseReturnValue:
    """A key pressed by mistake."""
    return _pressed(visitor, call, calling.undo)


@pages.post("/mitteilung/<int:message>")
@access.to_one("message", fetch=calls.message, may=may_tell)
def begin_telling(visitor: Visitor, message: Message) -> ResponseReturnValue:
    """Whom to tell what; that the number was seen is noted."""
    form = StaffPress()
    if form.validate_on_submit():
        matter = Matter(Purpose.COUNTER, message.reference, message.place.office)
        auditing.note_reading(visitor.account, Deed.SAW, matter, now=visitor.now)
    return _telling(message, form)


@pages.post("/mitteilung/<int:message>/gesagt")
@access.to_one("message", fetch=calls.message, may=may_tell)
def told(visitor: Visitor, message: Message) -> ResponseReturnValue:
    """Told; the number is forgotten."""
    form = StaffPress()
    if not form.validate_on_submit():
        return _telling(message, form)
    calling.told(visitor.account, message.letter.id, now=visitor.now)
    return on_to(url_for(".call_list"))


def _telling(message: Message, form: StaffPress) -> ResponseReturnValue:
    found = appointments.by_id(message.letter.appointment)
    page = render_template(
        "callbacks/tell.html",
        form=form,
        line=_to_tell(message),
        phone="" if form.errors else message.letter.recipient,
        name=found.person.name if found and not form.errors else "",
    )
    return page, 422 if form.errors else 200
