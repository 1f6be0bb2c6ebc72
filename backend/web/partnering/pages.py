"""The blueprint of partners; its pages stand in `organisations`, `colleagues` and `clients`."""

from flask import Blueprint

from backend.web import access

pages = Blueprint("partnering", __name__, url_prefix=access.PREFIX)

from backend.web.partnering import (  # noqa: E402
    blocks,
    clients,
    colleagues,
    organisations,
    places,
)

__all__ = ["blocks", "clients", "colleagues", "organisations", "pages", "places"]
