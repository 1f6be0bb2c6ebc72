"""The blueprint of asking for a callback; its pages stand in the modules it imports last."""

from flask import Blueprint

from backend.web import negotiation, unlisted

pages = Blueprint("asking", __name__, url_prefix="/<pair:pair>/rueckruf")
negotiation.paired(pages)
unlisted.hide(pages)

# They add their pages.
from backend.web.asking import promised, requesting  # noqa: E402

__all__ = ["pages", "promised", "requesting"]
