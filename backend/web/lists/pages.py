"""The blueprint of day lists and keeping; its pages stand in `overview`, `keeping`, `customer`."""

from flask import Blueprint

from backend.web import access

pages = Blueprint("lists", __name__, url_prefix=access.PREFIX)


from backend.web.lists import overview  # noqa: E402  (it adds pages)

__all__ = ["overview", "pages"]
