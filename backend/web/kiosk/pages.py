"""The blueprint of the terminal's own pages; they stand in the modules it imports last."""

from flask import Blueprint

from backend.web import negotiation

PREFIX = "/kiosk"
pages = Blueprint("kiosk", __name__, url_prefix=PREFIX)
negotiation.paired(pages)

# They add their pages.
from backend.web.kiosk import arriving, entrance, setting_up  # noqa: E402

__all__ = ["arriving", "entrance", "pages", "setting_up"]
