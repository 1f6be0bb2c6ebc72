"""Records that no file has: concerns, papers, links and the like, added here."""

import re
from collections.abc import Iterable
from typing import Any

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField

from backend.actions import cataloguing
from backend.actions.cataloguing import Record
from backend.content import ContentError, Raw, folders
from backend.domain import roles
from backend.domain.refusals import Refusal
from backend.languages import Text, sentence_of
from backend.languages import staff_text as s_
from backend.web import access
from backend.web.access import Visitor
from backend.web.catalogue.faults import blame
from backend.web.catalogue.pages import pages
from backend.web.catalogue.parts import Part, part_of
from backend.web.catalogue.specs import body_of, form_of
from backend.web.fields import AtMost, Said, tidy
from backend.web.portal import portal
from backend.web.staffing.pages import on_to

KEY = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
FORM_KEY = re.compile(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*")
"""Forms have the short names that stand on them."""
ODD_KEY = s_("Small letters, digits and hyphens only, such as umzug-hilfe.")
LONGEST_KEY = 40
NO_KEY = s_("Please write a short name.")
TOO_LONG = s_("Please take a shorter one.")


@pages.route("/<part>/neu", methods=["GET", "POST"])
@access.to(roles.may_edit_catalogue)
def new(visitor: Visitor, *, part: str) -> ResponseReturnValue:
    """A record that no file has."""
    chosen = part_of(part)
    if chosen.new is None:
        abort(404)
    key = StringField(
        s_("Short name in addresses"),
        description=ODD_KEY,
        filters=[tidy],
        validators=[Said(NO_KEY), AtMost(LONGEST_KEY, TOO_LONG)],
        render_kw={"autocomplete": "off", "dir": "ltr", "spellcheck": "false"},
    )
    form = form_of(chosen.specs, {}, portal().content, key=key)
    if not form.validate_on_submit():
        return _new_page(chosen, form)
    if not is_key(chosen, form.key.data):
        form.key.errors = [ODD_KEY]
        return _new_page(chosen, form)
    body = body_of(chosen.specs, form, beginning_of(chosen))
    record = Record(chosen.kind, form.key.data, {}, None)
    try:
        cataloguing.add(
            visitor.account, chosen.kind, record.key, body, live=portal().live, now=visitor.now
        )
    except ContentError as error:
        return _new_page(chosen, form, general=blame(form, error, record))
    except Refusal as refusal:
        form.key.errors = [sentence_of(refusal)]
        return _new_page(chosen, form)
    return on_to(url_for(".edit", part=part, entry=record.key, neu="gesichert"))


def is_key(part: Part, key: str) -> bool:
    """Whether a new record may have this short name."""
    pattern = FORM_KEY if part.kind == "forms" else KEY
    return len(key) <= LONGEST_KEY and pattern.fullmatch(key) is not None


def beginning_of(part: Part) -> Raw:
    """Keys of a new record that no field asks for, and flags that must be written down."""
    concerns = portal().content.concerns.values()
    if part.kind == folders.CONCERNS:
        order = max(each.order for each in concerns) + 1
        return {"order": order, "mandatory": False, "by_post": False, "checked": False,
                "documents": []}  # fmt: skip
    if part.kind == "offices":
        return {"concerns": ["all"]}
    return {"checked": False} if part.kind == "forms" else {}


def _new_page(part: Part, form: Any, *, general: Iterable[Text] = ()) -> ResponseReturnValue:
    errors = list(general)
    status = 422 if form.errors or errors else 200
    return render_template(
        "catalogue/new.html", part=part, form=form, specs=part.specs, refused=errors
    ), status
