"""Places: who comes to the organisation's own counters in a place shared with the office (R103)."""

from datetime import datetime
from typing import NamedTuple

from flask import render_template

from backend.actions import partnering
from backend.domain import references
from backend.domain.partners import Organisation
from backend.store.shared_places import Visit
from backend.web import access
from backend.web.access import Visitor
from backend.web.callbacks.words import interpreter_name, language_name
from backend.web.partnering.pages import pages
from backend.web.portal import portal
from backend.web.reception import words


class PlaceLine(NamedTuple):
    """One appointment at an own counter: what is needed to receive somebody, and no more."""

    start: datetime
    counter: str
    office: str
    name: str
    concern: str
    language: str
    interpreter: str
    reference: str


@pages.get("/beratung/plaetze")
@access.counsellors
def places(visitor: Visitor, organisation: Organisation) -> str:
    """The appointments at counters of the organisation, today and ahead."""
    return render_template(
        "partnering/places.html",
        organisation=organisation,
        lines=[_line(each) for each in partnering.visits(visitor.account, now=visitor.now)],
        today=visitor.now.date(),
    )


def _line(visit: Visit) -> PlaceLine:
    content = portal().content
    return PlaceLine(
        start=visit.start,
        counter=visit.counter,
        office=content.offices[visit.office].name,
        name=visit.name,
        concern=words.concern(visit.concern),
        language=language_name(visit.languages, content),
        interpreter=interpreter_name(visit.interpreter, content),
        reference=references.spaced(visit.reference),
    )
