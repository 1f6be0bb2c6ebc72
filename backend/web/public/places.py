"""The offices as places: hours, ways, building, letterbox (R2); live where one comes to people."""

from flask import render_template

from backend.content import Office
from backend.web.portal import portal
from backend.web.public import phases, touring
from backend.web.public.blueprint import pages
from backend.web.public.hours import span


@pages.get("/<pair:pair>/stelle/")
def places() -> str:
    """All offices with their hours."""
    return render_template(
        "public/all_places.html", offices=portal().content.listed_offices.values(), span=span
    )


@pages.get("/<pair:pair>/stelle/<office:office>/")
def place(office: Office) -> str:
    """One office: when and how to come, how to get in, where to leave papers."""
    content = portal().content
    return render_template(
        "public/place.html",
        office=office,
        phases=phases.notes(office),
        span=span,
        halts=touring.halts_of(office) if office.is_touring else (),
        helps_today=any(content.concerns[key].emergency for key in office.concerns),
    )
