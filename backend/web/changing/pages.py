"""The blueprint of one's own appointment; its pages stand in the modules it imports last."""

from flask import Blueprint

from backend.web import negotiation

pages = Blueprint("changing", __name__, url_prefix="/<pair:pair>/mein-termin")
negotiation.paired(pages)

# They add their pages.
from backend.web.changing import altering, consenting, earlier, finding, prints, showing  # noqa: E402

__all__ = ["altering", "consenting", "earlier", "finding", "pages", "prints", "showing"]
