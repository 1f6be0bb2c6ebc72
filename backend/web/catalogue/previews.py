"""Previews: a page, a checklist or its PDF as customers would get it, before anything is saved."""

from flask import Response, abort, g
from flask.typing import ResponseReturnValue

from backend import content as contents
from backend.actions import live_content
from backend.content import Content, Raw, folders
from backend.languages import Pair, Wordings, reading, trying
from backend.letters.paper import lists
from backend.store import edits
from backend.web.catalogue.parts import Part
from backend.web.portal import portal
from backend.web.prints import press
from backend.web.public import entrance, finding, listing, places


def preview(part: Part, key: str, body: Raw, *, pair: str, sheet: str) -> ResponseReturnValue:
    """The answer customers would get; raises `ContentError` where it could not be saved either.

    What belongs to no page of its own is shown on the first concern that uses it.
    """
    laid = live_content.laid_over(edits.every())
    laid.setdefault(part.kind, {})[key] = body
    found = contents.load(portal().live.folder, laid)
    chosen = portal().languages.pair(pair)
    if chosen is None:
        abort(404)
    return _in_pair(part.kind, key, found, pair=chosen, sheet=sheet)


def preview_texts(
    kind: str, key: str, typed: Wordings, *, pair: Pair, sheet: str
) -> ResponseReturnValue:
    """The same for texts in another language that nobody has saved yet."""
    with trying(typed):
        return _in_pair(kind, key, portal().content, pair=pair, sheet=sheet)


def _in_pair(
    kind: str, key: str, content: Content, *, pair: Pair, sheet: str
) -> ResponseReturnValue:
    g.content, g.pair = content, pair
    with reading(pair):
        return _shown(kind, key, content, sheet=sheet)


def _shown(kind: str, key: str, content: Content, *, sheet: str) -> ResponseReturnValue:
    if kind == "offices":
        return places.place(office=content.offices[key])
    if kind == folders.PAGES:
        is_emergency = key == entrance.EMERGENCY_PAGE
        return entrance.emergency() if is_emergency else entrance.page(page=key)
    if kind == "helplines":
        return entrance.emergency()
    if kind == "neighbours":
        return finding.elsewhere(key=key)
    if kind == "special_ways":
        return finding.special(number=list(content.special_ways).index(key) + 1)
    concern = next(
        (
            each
            for each in content.concerns.values()
            if each.key == key
            or any(use.document.key == key for use in each.documents)
            or any(link.key == key for link in (*each.explainers, *each.online))
        ),
        next(iter(content.concerns.values())),
    )
    if sheet == "checklist":
        return listing.checklist(concern=concern)
    if sheet == "pdf":
        made = lists.checklist(press(), concern, pair=g.pair, stamped=portal().now())
        return Response(made, content_type="application/pdf")
    office = next(
        (each for each in content.offices.values() if concern.key in each.concerns),
        next(iter(content.offices.values())),
    )
    return listing.concern(office=office, concern=concern)
