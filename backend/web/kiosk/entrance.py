"""The first screen of a terminal, the languages; and how a visit goes on and ends."""

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from backend.actions import enrolling
from backend.domain.kiosks import Kiosk
from backend.languages import read_in
from backend.web.kiosk import mode
from backend.web.kiosk.pages import pages
from backend.web.portal import portal

GREETED = 6
"""So many languages greet; the others stand below."""
GOALS = {
    "": "kiosk.tasks",
    "notfall": "public.emergency",
    "bilder": "public.languages",
    "gebaerden": "public.page",
}
SIGN_LANGUAGE = "gebaerdensprache"


@pages.get("/")
@mode.inside
def languages(kiosk: Kiosk) -> ResponseReturnValue:
    """All languages in their fixed order, sign language, pictures, emergency."""
    here = portal()
    enrolling.see(kiosk, now=here.now())
    read_in(here.languages.alone(here.languages.german))
    return render_template(
        "kiosk/languages.html",
        greeted=list(here.languages.tongues.values())[:GREETED],
        has_signs=SIGN_LANGUAGE in here.content.pages,
    )


@pages.post("/")
@mode.inside
def begin(kiosk: Kiosk) -> ResponseReturnValue:
    """A language is chosen, or what needs none: a visit begins.

    Without the token of a form: there is no session yet, and no other site may post here.
    """
    known = portal().languages
    pair = known.pair(request.form.get("pair", "")) or known.alone(known.german)
    goal = GOALS.get(request.form.get("ziel", ""))
    if goal is None:
        abort(404)
    mode.begin(kiosk, portal().now())
    if goal == "public.page":
        address = url_for(goal, pair=pair.slug, page=SIGN_LANGUAGE)
    else:
        address = url_for(goal, pair=pair.slug)
    return redirect(f"{address}#main", 303)


@pages.get("/leer.svg")
@mode.inside
def forget(_kiosk: Kiosk) -> ResponseReturnValue:
    """A picture of nothing on the first screen: what comes with it empties the browser once more.

    The page from which a visit ended is kept for the way back only after the answer that ends it.
    """
    empty = Response('<svg xmlns="http://www.w3.org/2000/svg"/>', mimetype="image/svg+xml")
    return mode.emptied(empty)


@pages.get("/<pair:pair>/")
@mode.inside
def tasks(kiosk: Kiosk) -> ResponseReturnValue:
    """What do you want to do? In place of the start page, in pictures; booking begins here."""
    own = portal().content.offices.get(kiosk.office)
    return render_template("kiosk/start.html", own=own if own and own.concerns else None)


@pages.post("/weiter")
@mode.inside
def go_on(_kiosk: Kiosk) -> ResponseReturnValue:
    """Somebody is still there: the gate has noted it."""
    return "", 204


@pages.post("/ende")
@mode.inside
def end(kiosk: Kiosk) -> ResponseReturnValue:
    """Finished: delete everything. Without a form's token, as what ends must end (D17)."""
    return mode.end(kiosk, portal().now())
