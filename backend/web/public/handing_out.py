"""The leaflet about the portal, to be printed and handed out: as a page and as a PDF."""

from flask import Response, render_template
from markupsafe import Markup

from backend.languages import current, reading
from backend.letters.paper import leaflets, qr
from backend.letters.paper.leaflets import Size
from backend.web.portal import portal
from backend.web.prints import download, press
from backend.web.public.blueprint import pages

SIZES: dict[str, Size] = {"a4": "a4", "a5": "a5"}
FILE_NAME = "handzettel.pdf"


@pages.get("/<pair:pair>/handzettel/")
def leaflet() -> str:
    """The leaflet to print: on paper German stands beside every other language."""
    here = portal()
    address = leaflets.address_of(here.settings.public_address, current().first)
    with reading(here.languages.with_german(current())):
        sheet = render_template(
            "public/leaflet_paper.html",
            address=address,
            code=qr.picture(address),
            words=leaflets,
        )
    paper = Markup(sheet)  # noqa: S704 - a template of ours has escaped it already
    return render_template("public/leaflet.html", paper=paper, sizes=SIZES)


@pages.get("/<pair:pair>/handzettel/<any(a4, a5):size>.pdf")
def leaflet_print(size: str) -> Response:
    """The same on one sheet of paper."""
    made = leaflets.leaflet(press(), size=SIZES[size], pair=current(), stamped=portal().now())
    return download(made, FILE_NAME)
