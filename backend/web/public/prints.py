"""The papers about a concern as PDF: checklist, large print, hand-in sheet, sentence to sign."""

from flask import Response, abort

from backend.content import Concern
from backend.languages import current
from backend.letters.paper import lists
from backend.web.portal import portal
from backend.web.prints import download, press
from backend.web.public.blueprint import pages

PAPERS = {
    "liste": lists.checklist,
    "gross": lists.large_checklist,
    "abgabezettel": lists.hand_in_sheet,
    "antrag": lists.application,
}
FILE_NAME = "unterlagen.pdf"


@pages.get(
    "/<pair:pair>/unterlagen/<concern:concern>/<any(liste, gross, abgabezettel, antrag):paper>.pdf"
)
def paper(concern: Concern, paper: str) -> Response:
    """One of the papers; a concern in which nothing is applied for has no sentence (D13)."""
    if paper == "antrag" and not concern.application_sentence:
        abort(404)
    made = PAPERS[paper](press(), concern, pair=current(), stamped=portal().now())
    return download(made, FILE_NAME)
