"""The first page of planning: the own offices and groups."""

from flask import render_template

from backend.domain import roles
from backend.web import access
from backend.web.access import Visitor
from backend.web.planning.pages import pages


@pages.get("/")
@access.to(roles.may_plan_somewhere)
def start(visitor: Visitor) -> str:
    """What this person plans."""
    return render_template("planning/start.html", powers=visitor.powers)
