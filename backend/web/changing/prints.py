"""The confirmation as a PDF to download, in four sizes; all of it only reads."""

from collections.abc import Callable

from flask.typing import ResponseReturnValue

from backend.languages import current
from backend.letters.paper import confirmations
from backend.letters.paper.typesetting import CannotSet
from backend.web import prints
from backend.web.changing import access
from backend.web.changing.access import Visit
from backend.web.changing.pages import pages

FILE_NAME = "termin.pdf"


@pages.get("/<token>/blatt.pdf")
@access.opened
@access.named
def sheet(visit: Visit) -> ResponseReturnValue:
    """The confirmation on A4."""
    return _download(visit, confirmations.sheet)


@pages.get("/<token>/gross.pdf")
@access.opened
@access.named
def large_sheet(visit: Visit) -> ResponseReturnValue:
    """The confirmation on A4 in large print."""
    return _download(visit, confirmations.large_sheet)


@pages.get("/<token>/karte.pdf")
@access.opened
@access.named
def pocket_card(visit: Visit) -> ResponseReturnValue:
    """The card for the pocket, A6."""
    return _download(visit, confirmations.card)


@pages.get("/<token>/bon.pdf")
@access.opened
@access.named
def receipt(visit: Visit) -> ResponseReturnValue:
    """The receipt on a roll of 80 mm."""
    return _download(visit, confirmations.receipt)


def _download(visit: Visit, make: Callable[..., bytes]) -> ResponseReturnValue:
    """What cannot be set leads back to the page, which prints well too."""
    try:
        pdf = make(prints.press(), visit.appointment, pair=current(), stamped=visit.now)
    except CannotSet:
        return access.lead("changing.own", visit)
    return prints.download(pdf, FILE_NAME)
