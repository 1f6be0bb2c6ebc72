"""The blueprint that the public pages register with."""

from flask import Blueprint

from backend.web import negotiation, unlisted

pages = Blueprint("public", __name__)
negotiation.paired(pages)
unlisted.hide(pages)
