"""Which of the own offices a page is about: asked only where there are several."""

from collections.abc import Sequence

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from backend.content import Office
from backend.languages import Text


def one_of(offices: Sequence[Office], endpoint: str, *, title: Text) -> ResponseReturnValue:
    """Straight on to the page of the only one, else a list of them under the page's title."""
    if len(offices) == 1:
        return redirect(url_for(endpoint, office=offices[0]), 303)
    return render_template("staff/offices.html", offices=offices, endpoint=endpoint, title=title)
