"""The blueprint of callbacks and calls, and who may see and do what on its pages.

Whoever works at a counter sees the tickets of the own teams, and writes one down for whichever
team is responsible (R68, R70). The hotline writes them down for every office and sees of them only
those it has written itself, without name and number (R117).
"""

from flask import Blueprint

from backend.domain import roles
from backend.domain.callbacks import Callback
from backend.domain.roles import Powers
from backend.web import access
from backend.web.access import Visitor

pages = Blueprint("callbacks", __name__, url_prefix=f"{access.PREFIX}/rueckrufe")


def may_call(powers: Powers, callback: Callback) -> bool:
    """Whether the ticket is one of the own team's."""
    return roles.may_work_at_counter(powers, callback.team)


def may_answer(powers: Powers, callback: Callback) -> bool:
    """Whether the own team was asked to take it over (D31)."""
    return callback.offered is not None and roles.may_work_at_counter(powers, callback.offered)


def may_see_promise(visitor: Visitor, callback: Callback) -> bool:
    """Whether the promise may be printed: by the team, and by who has written it down."""
    return callback.entered_by == visitor.account.id or may_call(visitor.powers, callback)


from backend.web.callbacks import (  # noqa: E402  (they add pages)
    board,
    entering,
    promised,
    teams,
    tickets,
)

__all__ = ["board", "entering", "pages", "promised", "teams", "tickets"]
