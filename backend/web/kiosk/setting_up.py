"""Setting a terminal up: the code its office was shown makes this browser one (R101)."""

from flask import render_template
from flask.typing import ResponseReturnValue
from wtforms import StringField

from backend.actions import enrolling, limiting
from backend.domain import kiosks
from backend.domain.kiosks import KioskCodeRefused
from backend.domain.refusals import Refusal
from backend.languages import read_in, sentence_of
from backend.languages import staff_text as s_
from backend.web import access
from backend.web.clients import client
from backend.web.fields import TOO_LONG, AtMost, Form, Said, tidy_digits
from backend.web.kiosk import mode
from backend.web.kiosk.pages import pages
from backend.web.portal import portal

TRIES, SECONDS = 10, 600


class CodeForm(Form):
    """The code, as “Terminals” showed it once."""

    code = StringField(
        s_("Code"),
        filters=[tidy_digits],
        validators=[Said(s_("Please write the code.")), AtMost(40, TOO_LONG)],
        render_kw={"dir": "ltr", "spellcheck": "false", "autocomplete": "off"},
    )


@pages.route("/einrichten", methods=["GET", "POST"])
def enrol() -> ResponseReturnValue:
    """Ask for the code, then be a terminal; never the browser in which somebody works."""
    here = portal()
    read_in(here.languages.alone(here.languages.german))
    form, refused = CodeForm(), None
    is_desk = access.is_signed_in()
    if not is_desk and form.validate_on_submit():
        try:
            return mode.know(mode.to_languages(), _enrolled(form.code.data or ""))
        except Refusal as refusal:
            refused = refusal
    page = render_template(
        "kiosk/enrol.html",
        form=form,
        is_desk=is_desk,
        refused=[sentence_of(refused)] if refused else [],
    )
    return page, refused.status if refused else 422 if form.errors else 200


def _enrolled(code: str) -> str:
    """What the device keeps; wrong codes are counted, or they could be guessed."""
    now, bucket = portal().now(), f"enrolling from {client()}"
    limiting.check(bucket, most=TRIES, seconds=SECONDS, now=now)
    try:
        return enrolling.enrol(kiosks.normalise(code), now=now)
    except KioskCodeRefused:
        limiting.count_try(bucket, most=TRIES, seconds=SECONDS, now=now)
        raise
