"""One ticket: call, done, not reached, passed on; name and number while one calls."""

from collections.abc import Callable

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from backend.actions import callbacks as calling
from backend.domain.callbacks import Callback
from backend.domain.refusals import Refusal
from backend.domain.roles import Place
from backend.domain.staff_refusals import NoSuchTeam
from backend.languages import Text, sentence_of
from backend.languages import staff_text as s_
from backend.store import callbacks, capacity
from backend.web import access
from backend.web.access import Visitor
from backend.web.callbacks import words
from backend.web.callbacks.board import line_of
from backend.web.callbacks.pages import may_answer, may_call, pages
from backend.web.portal import portal
from backend.web.staff_fields import StaffForm, StaffPress
from backend.web.staffing.pages import on_to


class PassForm(StaffForm):
    """To which team it goes."""

    team = SelectField(
        s_("Pass on to"),
        description=s_("Another office is asked first; until it answers, you keep the callback."),
        validate_choice=False,
    )


@pages.get("/<int:callback>")
@access.to_one("callback", fetch=callbacks.by_id, may=may_call)
def ticket(visitor: Visitor, callback: Callback) -> ResponseReturnValue:
    """What is known of it; name and number only while one calls oneself."""
    return _page(visitor, callback)


def _page(
    visitor: Visitor,
    callback: Callback,
    *,
    form: PassForm | StaffPress | None = None,
    refused: tuple[Text, ...] = (),
    status: int = 200,
) -> ResponseReturnValue:
    here, line = portal(), line_of(callback, visitor)
    passing = form if isinstance(form, PassForm) else PassForm()
    passing.team.choices = [("", s_("Please choose")), *team_choices(without=callback.team)]
    page = render_template(
        "callbacks/ticket.html",
        form=form,
        passing=passing,
        refused=refused,
        callback=callback,
        line=line,
        customer=callback.caller if line.is_mine else None,
        concern=here.content.concerns.get(callback.concern),
        begun=words.shown_moment(callback.begun_at),
        kind=words.KINDS[callback.kind],
    )
    return page, status


def team_choices(*, without: Place | None = None) -> list[tuple[str, str]]:
    """All teams of all offices with their names."""
    teams = [
        Place(office, group.key)
        for office, groups in capacity.plan().groups.items()
        for group in groups
    ]
    return [
        (f"{team.office}/{team.group}", words.team_name(team)) for team in teams if team != without
    ]


def team_of(text: str | None) -> Place:
    """The team a form names."""
    office, _, group = (text or "").partition("/")
    return Place(office, group)


def _pressed(
    visitor: Visitor, callback: Callback, deed: Callable[..., object], address: str
) -> ResponseReturnValue:
    """Do it and go on; what cannot be done is said on the page of the ticket."""
    form = StaffPress()
    if not form.validate_on_submit():
        return _page(visitor, callback, form=form, status=422)
    try:
        deed(visitor.account, callback.id, now=visitor.now)
    except Refusal as refusal:
        return _refused(visitor, callback, refusal)
    return on_to(address)


def _refused(visitor: Visitor, callback: Callback, refusal: Refusal) -> ResponseReturnValue:
    """The page of the ticket as it stands now, with the reason."""
    sentence = sentence_of(refusal)
    fresh = callbacks.by_id(callback.id) or callback
    return _page(visitor, fresh, refused=(sentence,), status=refusal.status)


def _board() -> str:
    return url_for("callbacks.callback_list")


@pages.post("/<int:callback>/anrufen")
@access.to_one("callback", fetch=callbacks.by_id, may=may_call)
def call(visitor: Visitor, callback: Callback) -> ResponseReturnValue:
    """Begin to call: from now on the colleagues see that somebody does."""
    return _pressed(visitor, callback, calling.take, url_for(".ticket", callback=callback.id))


@pages.post("/<int:callback>/erledigt")
@access.to_one("callback", fetch=callbacks.by_id, may=may_call)
def done(visitor: Visitor, callback: Callback) -> ResponseReturnValue:
    """The customer was spoken to."""
    return _pressed(visitor, callback, calling.finish, _board())


@pages.post("/<int:callback>/nicht-erreicht")
@access.to_one("callback", fetch=callbacks.by_id, may=may_call)
def not_reached(visitor: Visitor, callback: Callback) -> ResponseReturnValue:
    """Nobody answered."""
    return _pressed(visitor, callback, calling.not_reached, _board())


@pages.post("/<int:callback>/wieder-offen")
@access.to_one("callback", fetch=callbacks.by_id, may=may_call)
def reopen(visitor: Visitor, callback: Callback) -> ResponseReturnValue:
    """It was ended by mistake."""
    return _pressed(visitor, callback, calling.reopen, _board())


@pages.post("/<int:callback>/weitergeben")
@access.to_one("callback", fetch=callbacks.by_id, may=may_call)
def pass_on(visitor: Visitor, callback: Callback) -> ResponseReturnValue:
    """To another team; another office is asked first (D31)."""
    form = PassForm()
    if not form.validate_on_submit():
        return _page(visitor, callback, form=form, status=422)
    team = team_of(form.team.data)
    try:
        calling.pass_on(visitor.account, callback.id, team, now=visitor.now)
    except NoSuchTeam as refusal:
        form.team.errors = [sentence_of(refusal)]
        return _page(visitor, callback, form=form, status=refusal.status)
    except Refusal as refusal:
        return _refused(visitor, callback, refusal)
    return on_to(_board())


@pages.post("/<int:callback>/anfrage-zurueck")
@access.to_one("callback", fetch=callbacks.by_id, may=may_call)
def take_offer_back(visitor: Visitor, callback: Callback) -> ResponseReturnValue:
    """The own team calls after all."""
    address = url_for(".ticket", callback=callback.id)
    return _pressed(visitor, callback, calling.take_offer_back, address)


@pages.post("/<int:callback>/annehmen")
@access.to_one("callback", fetch=callbacks.by_id, may=may_answer)
def accept(visitor: Visitor, callback: Callback) -> ResponseReturnValue:
    """Take over what another office has offered (D31)."""
    return _answered(visitor, callback, "accept")


@pages.post("/<int:callback>/ablehnen")
@access.to_one("callback", fetch=callbacks.by_id, may=may_answer)
def decline(visitor: Visitor, callback: Callback) -> ResponseReturnValue:
    """It stays with the office that has it."""
    return _answered(visitor, callback, "decline")


def _answered(visitor: Visitor, callback: Callback, answer: str) -> ResponseReturnValue:
    if StaffPress().validate_on_submit():
        calling.answer_offer(visitor.account, callback.id, answer, now=visitor.now)
    return on_to(_board())
