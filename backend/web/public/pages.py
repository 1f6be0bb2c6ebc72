"""The blueprint of the public pages; the pages stand in `entrance`, `finding` and `listing`."""

from flask import Blueprint

from backend.web import negotiation

pages = Blueprint("public", __name__)
negotiation.paired(pages)


from backend.web.public import entrance, finding, listing  # noqa: E402  (they add their pages)

__all__ = ["entrance", "finding", "listing", "pages"]
