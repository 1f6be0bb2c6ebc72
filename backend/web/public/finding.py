"""The way to the right office: the list, the finder and its ends (R7–R9, D7, D8)."""

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from backend.content import Office
from backend.web import responsible, unlisted
from backend.web.negotiation import go
from backend.web.portal import portal
from backend.web.public import touring
from backend.web.public.blueprint import pages
from backend.web.public.forms import YES, FinderForm
from backend.web.public.hours import span

NEW = "neu"
"""What the finder hands on beside keys of places: somebody applies for the first time."""
HALT = "halt"
"""Ids of stops near by: like the keys of offices they name places of ours, not where who lives."""


@pages.get("/<pair:pair>/termin/")
def offices() -> str:
    """All offices, the finder on top (R2)."""
    return render_template("public/offices.html", offices=portal().content.listed_offices.values())


@pages.get("/<pair:pair>/zustaendig/")
def finder() -> str:
    """Ask for street or postcode, the age and whether it is the first time (R8)."""
    return _questions(FinderForm())


@pages.post("/<pair:pair>/zustaendig/")
def find() -> Response | tuple[str, int]:
    """To the office, to a choice, to another Jobcenter, or the questions again (D8)."""
    form = FinderForm()
    if not form.validate():
        return _questions(form), 422
    content = portal().content
    address = form.address()
    neighbour = responsible.neighbour(content, address)
    if neighbour is not None:
        return go("public.elsewhere", key=neighbour.key)
    chosen = responsible.offices(content, address, is_young=form.under_25.data == YES)
    if not chosen:
        form.refuse_unknown()
        return _questions(form, tuple(content.listed_offices.values())), 422
    new = {NEW: YES} if form.new.data == YES else {}
    halts = touring.near(address.postcode, chosen)
    if halts:
        near = "+".join(dict.fromkeys(str(halt.stop.id) for halt in halts))
        return go("public.found", keys="+".join(chosen), halt=near, **new)
    if len(chosen) == 1:
        return go("public.concerns", office=chosen[0], **new)
    return go("public.found", keys="+".join(chosen), **new)


def _questions(form: FinderForm, offices: tuple[Office, ...] = ()) -> str:
    return render_template(
        "public/finder.html",
        form=form,
        offices=offices,
        ways=enumerate(portal().content.special_ways.values(), start=1),
    )


@pages.get("/<pair:pair>/zustaendig/auswahl/<keys>")
def found(keys: str) -> str:
    """Several offices to choose from; the address holds their keys and nothing else (D8)."""
    known = portal().content.offices
    chosen = tuple(dict.fromkeys(keys.split("+")))
    if any(key not in known or not unlisted.may_see(known[key]) for key in chosen):
        abort(404)
    wanted = request.args.get(HALT, "").split("+")[: touring.MOST_NEAR]
    return render_template(
        "public/found.html",
        offices=[known[key] for key in chosen],
        new=is_new(),
        near=[halt for halt in touring.halts() or () if str(halt.stop.id) in wanted],
        span=span,
    )


@pages.get("/<pair:pair>/zustaendig/anderes/<key>")
def elsewhere(key: str) -> str:
    """Another Jobcenter is responsible, with its own way (R9)."""
    content = portal().content
    neighbour = next((each for each in content.neighbours if each.key == key), None)
    if neighbour is None:
        abort(404)
    may_link = bool(neighbour.url) and (content.is_sample or neighbour.checked_on is not None)
    return render_template("public/elsewhere.html", neighbour=neighbour, may_link=may_link)


@pages.get("/<pair:pair>/zustaendig/weg/<int:number>")
def special(number: int) -> str:
    """The way without an address; a bare number, since histories are read by others (D8, D17)."""
    content = portal().content
    ways = tuple(content.special_ways.values())
    if not 1 <= number <= len(ways):
        abort(404)
    way = ways[number - 1]
    return render_template(
        "public/special.html",
        way=way,
        offices=[content.offices[key] for key in way.offices if content.offices[key].is_listed],
    )


def is_new() -> bool:
    """Whether the reader told the finder that it is the first application."""
    return request.args.get(NEW) == YES
