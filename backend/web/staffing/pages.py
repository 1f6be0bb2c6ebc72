"""The blueprint of accounts; its other pages stand in `entering`, `account`, `people`, `rules`."""

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from backend.web import access, tasks
from backend.web.access import Visitor

pages = Blueprint("staffing", __name__, url_prefix=access.PREFIX)


def on_to(address: str) -> Response:
    """The answer to a form: on to the next page (303), focus on its main part."""
    return redirect(f"{address}#main", 303)


@pages.get("/")
@access.signed_in
def home(visitor: Visitor) -> str:
    """What this person can do here today."""
    sections = tasks.sections(visitor.account, visitor.powers)
    return render_template("staff/home.html", sections=sections)


from backend.web.staffing import account, entering, people, rules  # noqa: E402  (they add pages)

__all__ = ["account", "entering", "on_to", "pages", "people", "rules"]
