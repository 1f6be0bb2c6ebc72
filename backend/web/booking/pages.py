"""The blueprint of the booking pages; the pages stand in `choosing` and `answering`."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from backend.web import negotiation, unlisted

pages = Blueprint("booking", __name__, url_prefix="/<pair:pair>")
negotiation.paired(pages)
unlisted.hide(pages)


def shown(template: str, /, status: int = 200, **values: Any) -> ResponseReturnValue:
    """A page of the journey; with errors in its form its status is 422."""
    form = values.get("form")
    page = render_template(f"booking/{template}.html", **values)
    return page, 422 if form is not None and form.errors else status


from backend.web.booking import answering, choosing, ordering  # noqa: E402  (they add their pages)

__all__ = ["answering", "choosing", "ordering", "pages", "shown"]
