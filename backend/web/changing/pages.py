"""The blueprint of one's own appointment; its pages stand in `finding`, `showing`, `altering`."""

from flask import Blueprint

from backend.web import negotiation

pages = Blueprint("changing", __name__, url_prefix="/<pair:pair>/mein-termin")
negotiation.paired(pages)

from backend.web.changing import altering, finding, showing  # noqa: E402  (they add their pages)

__all__ = ["altering", "finding", "pages", "showing"]
