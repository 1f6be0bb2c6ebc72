"""The desk: every wish for an interpreter by date and language, and where it stands (D30, R122)."""

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from backend.actions import interpreting as ordering
from backend.domain import interpreters, roles
from backend.domain.appointments import Appointment, Need
from backend.domain.interpreters import SIGN_LANGUAGE, USUAL_LEAD_DAYS, State
from backend.domain.references import spaced
from backend.domain.roles import Place
from backend.domain.rules import may_change
from backend.languages import Text
from backend.languages import staff_text as s_
from backend.letters.day_lists import CHANNELS
from backend.store import interpreting
from backend.store.interpreting import Wish
from backend.web import access
from backend.web.access import Visitor
from backend.web.callbacks import words
from backend.web.callbacks.board import offices_to_set
from backend.web.interpreting.pages import may_order, pages
from backend.web.portal import offices_where, portal
from backend.web.staff_fields import StaffPress
from backend.web.staffing.pages import on_to

FILTERS = ("stelle", "sprache", "offen")
"""The parts of the address that say what is shown; nothing about anybody stands in them."""
DAYS = 42
"""So far ahead the desk looks."""
STATES = {
    State.WANTED: s_("to be ordered"),
    State.ORDERED: s_("ordered"),
    State.CONFIRMED: s_("confirmed"),
    State.NONE_FOUND: s_("nobody found, customer told"),
}
FIXED = s_("in the house")
SIGN_NAME = s_("German Sign Language")


class Line(NamedTuple):
    """One appointment as the desk shows it: nobody's name is needed to order."""

    id: int
    reference: str
    start: datetime
    minutes: int
    language: str
    concern: str
    channel: Text
    group: str
    state: Text
    value: str
    is_fixed: bool
    order_by: date | None
    is_late: bool


@pages.get("/")
@access.to(roles.may_work_somewhere)
def desk(visitor: Visitor) -> str:
    """By date, then by language; only what is open on request."""
    served = offices_where(lambda key: roles.may_receive_within(visitor.powers, key))
    offices = [(office.key, office.name) for office in served]
    chosen, language = request.args.get("stelle", ""), request.args.get("sprache", "")
    only_open = request.args.get("offen") == "1"
    keys = [key for key, _name in offices if chosen in {"", key}]
    today = visitor.now.date()
    wishes = interpreting.wishes(keys, today, today + timedelta(days=DAYS))
    own = [
        each
        for each in wishes
        if may_order(visitor.powers, each) and may_change(each.appointment.start, visitor.now)
    ]
    leads = {key: interpreting.leads(key) for key in keys}
    lines = [
        line_of(each, leads.get(each.appointment.office, {}), today)
        for each in own
        if language in {"", _tag(each.appointment)}
    ]
    if only_open:
        lines = [line for line in lines if not line.is_fixed and line.value == State.WANTED]
    lines.sort(key=lambda line: (line.start.date(), line.language, line.start, line.reference))
    tags = sorted({(_language(_tag(each.appointment)), _tag(each.appointment)) for each in own})
    return render_template(
        "interpreting/desk.html",
        days=[(day, list(part)) for day, part in groupby(lines, lambda line: line.start.date())],
        late=sum(line.is_late for line in lines),
        offices=offices,
        chosen=chosen,
        tags=tags,
        language=language,
        only_open=only_open,
        kept=_kept_filter(),
        settable=offices_to_set(visitor.powers),
    )


def _kept_filter() -> dict[str, Any]:
    """What the address says of the filter, for the next address."""
    return {name: request.args[name] for name in FILTERS if request.args.get(name)}


def _tag(appointment: Appointment) -> str:
    if appointment.wish.interpreter:
        return appointment.wish.interpreter
    return SIGN_LANGUAGE if Need.SIGN_LANGUAGE in appointment.needs else "und"


def _language(tag: str) -> str:
    if tag == SIGN_LANGUAGE:
        return str(SIGN_NAME)
    return words.interpreter_name(tag, portal().content)


def line_of(wish: Wish, leads: dict[str, int], today: date) -> Line:
    """The wish with the last day to order, where nobody is there yet."""
    appointment, content = wish.appointment, portal().content
    tag, is_fixed = _tag(appointment), appointment.interpreter_claimed
    day = appointment.day
    holidays = content.public_holidays(day.year) | content.public_holidays(day.year - 1)
    order_by = None
    if not is_fixed and wish.state is State.WANTED:
        lead = leads.get(tag, USUAL_LEAD_DAYS)
        order_by = interpreters.order_by(day, lead, holidays=holidays)
    return Line(
        id=appointment.id,
        reference=spaced(appointment.reference),
        start=appointment.start,
        minutes=appointment.minutes,
        language=_language(tag),
        concern=words.concern_name(appointment.wish.concern, content),
        channel=CHANNELS[appointment.wish.channel],
        group=words.team_name(Place(appointment.office, appointment.group)),
        state=FIXED if is_fixed and wish.state is State.WANTED else STATES[wish.state],
        value=wish.state.value,
        is_fixed=is_fixed,
        order_by=order_by,
        is_late=order_by is not None and order_by < today,
    )


def _noted(visitor: Visitor, wish: Wish, state: State) -> ResponseReturnValue:
    """Note it, as long as the page has shown what is true; back to the same list."""
    if StaffPress().validate_on_submit():
        shown = request.form.get("was", "")
        was = State(shown) if shown in set(State) else wish.state
        ordering.note(visitor.account, wish.appointment.id, state, was=was, now=visitor.now)
    return on_to(url_for(".desk", **_kept_filter()))


@pages.post("/<int:wish>/bestellt")
@access.to_one("wish", fetch=interpreting.wish, may=may_order)
def ordered(visitor: Visitor, wish: Wish) -> ResponseReturnValue:
    """Somebody has been ordered."""
    return _noted(visitor, wish, State.ORDERED)


@pages.post("/<int:wish>/bestaetigt")
@access.to_one("wish", fetch=interpreting.wish, may=may_order)
def confirmed(visitor: Visitor, wish: Wish) -> ResponseReturnValue:
    """Somebody will come."""
    return _noted(visitor, wish, State.CONFIRMED)


@pages.post("/<int:wish>/niemand")
@access.to_one("wish", fetch=interpreting.wish, may=may_order)
def none_found(visitor: Visitor, wish: Wish) -> ResponseReturnValue:
    """Nobody was found: the customer is told."""
    return _noted(visitor, wish, State.NONE_FOUND)


@pages.post("/<int:wish>/offen")
@access.to_one("wish", fetch=interpreting.wish, may=may_order)
def wanted(visitor: Visitor, wish: Wish) -> ResponseReturnValue:
    """Pressed by mistake, or somebody has called off."""
    return _noted(visitor, wish, State.WANTED)
