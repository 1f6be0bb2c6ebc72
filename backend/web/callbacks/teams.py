"""Which teams of an office take callbacks from the customers' pages."""

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from backend.actions import callbacks as calling
from backend.content import Office
from backend.domain import roles
from backend.domain.roles import Place, Powers
from backend.languages import staff_text as s_
from backend.store import callbacks
from backend.web import access
from backend.web.access import Visitor
from backend.web.callbacks import words
from backend.web.callbacks.pages import pages
from backend.web.fields import Boxes
from backend.web.staff_fields import StaffForm
from backend.web.staffing.pages import on_to


class TeamsForm(StaffForm):
    """The groups that call customers back who ask for it on the pages."""

    groups = Boxes(s_("They call back who asks for it on the internet pages"))


def _itself(office: Office) -> Office:
    return office


def may_set(powers: Powers, office: Office) -> bool:
    """Whether the teams of the office may be chosen."""
    return roles.may_set_offers(powers, Place(office.key))


@pages.route("/teams/<office:office>", methods=["GET", "POST"])
@access.to_one("office", fetch=_itself, may=may_set)
def teams(visitor: Visitor, office: Office) -> ResponseReturnValue:
    """Tick the teams; where none is ticked, the pages offer no callbacks."""
    all_teams, paused = calling.teams(office.key), callbacks.pauses()
    if not all_teams:
        abort(404)
    form = TeamsForm(groups=[team.group for team in all_teams if team not in paused])
    form.groups.choices = [(team.group, words.team_name(team)) for team in all_teams]
    if form.validate_on_submit():
        calling.choose_teams(visitor.account, office.key, form.groups.data or (), now=visitor.now)
        return on_to(url_for(".teams", office=office.key))
    page = render_template("callbacks/teams.html", form=form, office=office)
    return page, 422 if form.errors else 200
