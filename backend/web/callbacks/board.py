"""The list of callbacks: the overdue ones on top, each with the one thing to do next (R69)."""

from typing import NamedTuple

from flask import render_template, request

from backend.domain import roles
from backend.domain.callbacks import Callback, State
from backend.domain.references import spaced
from backend.domain.roles import Place, Powers
from backend.languages import Text
from backend.store import callbacks, capacity
from backend.web import access
from backend.web.access import Visitor
from backend.web.callbacks import words
from backend.web.callbacks.pages import may_answer, may_call, pages
from backend.web.portal import offices_where, portal


class Line(NamedTuple):
    """A ticket as the list shows it: no name and no number before somebody calls."""

    id: int
    reference: str
    due: Text
    is_overdue: bool
    is_urgent: bool
    kind: Text
    concern: str
    language: str
    interpreter: str
    part_of_day: Text
    team: str
    offered: str
    tries: int
    next_try: str
    """From when on another try counts; empty: at once."""
    is_taken: bool
    is_mine: bool
    state: Text


@pages.get("/")
@access.to(roles.may_enter_callbacks)
def callback_list(visitor: Visitor) -> str:
    """Those of the own teams; of the hotline those it has written down itself."""
    now, powers = int(visitor.now.timestamp()), visitor.powers
    own = own_teams(powers)
    chosen = next((team for team in own if _key(team) == request.args.get("team")), None)
    standing = callbacks.standing(now)
    mine = [each for each in standing if may_call(powers, each)]
    entered = [
        each
        for each in standing
        if each.entered_by == visitor.account.id and not may_call(powers, each)
    ]
    asked = [each for each in standing if may_answer(powers, each)]
    midnight = visitor.now.replace(hour=0, minute=0, second=0, microsecond=0)
    ended = [
        each
        for each in callbacks.ended_since(int(midnight.timestamp()))
        if may_call(powers, each) and each.state is not State.WITHDRAWN
    ]
    if chosen:
        mine = [each for each in mine if each.team == chosen]
        ended = [each for each in ended if each.team == chosen]
    return render_template(
        "callbacks/board.html",
        lines=[line_of(each, visitor) for each in mine],
        asked=[line_of(each, visitor) for each in asked],
        entered=[line_of(each, visitor) for each in entered],
        ended=[line_of(each, visitor) for each in ended],
        overdue=sum(each.is_overdue(now) for each in mine),
        teams=[(_key(team), words.team_name(team)) for team in own],
        chosen=_key(chosen) if chosen else "",
        works_here=roles.may_work_somewhere(powers),
        offices=offices_to_set(powers),
    )


def own_teams(powers: Powers) -> list[Place]:
    """The teams whose callbacks this person makes, in the order of the plan."""
    return [
        Place(office, group.key)
        for office, groups in capacity.plan().groups.items()
        for group in groups
        if roles.may_work_at_counter(powers, Place(office, group.key))
    ]


def offices_to_set(powers: Powers) -> list[tuple[str, str]]:
    """The offices whose teams and interpreter hours this person sets, with their names."""
    planned = capacity.plan().groups
    own = offices_where(lambda key: key in planned and roles.may_set_offers(powers, Place(key)))
    return [(office.key, office.name) for office in own]


def line_of(callback: Callback, visitor: Visitor) -> Line:
    """The ticket without a word of who it is."""
    content, now = portal().content, int(visitor.now.timestamp())
    next_try = callback.next_try_at()
    return Line(
        id=callback.id,
        reference=spaced(callback.reference),
        due=words.shown_moment(callback.due_at),
        is_overdue=callback.is_overdue(now),
        is_urgent=callback.is_urgent,
        kind=words.SHORT_KINDS[callback.kind],
        concern=words.concern_name(callback.concern, content),
        language=words.language_name(callback.languages, content),
        interpreter=words.interpreter_name(callback.interpreter, content),
        part_of_day=words.PARTS_OF_DAY[callback.part_of_day],
        team=words.team_name(callback.team),
        offered=words.team_name(callback.offered) if callback.offered else "",
        tries=callback.tries,
        next_try=f"{words.moment(next_try):%H:%M}" if next_try > now else "",
        is_taken=callback.is_taken(now),
        is_mine=callback.is_taken(now) and callback.taken_by == visitor.account.id,
        state=words.STATES[callback.state],
    )


def _key(team: Place) -> str:
    return f"{team.office}/{team.group}"
