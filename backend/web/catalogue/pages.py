"""The blueprint of the catalogue; its pages stand in the modules named at the end."""

from flask import Blueprint

from backend.web import access

pages = Blueprint("catalogue", __name__, url_prefix=f"{access.PREFIX}/katalog")


# They add pages.
from backend.web.catalogue import (  # noqa: E402
    adding,
    assigning,
    exchange,
    messages,
    records,
    tongues,
)

__all__ = ["adding", "assigning", "exchange", "messages", "pages", "records", "tongues"]
