"""The blueprint of day lists and keeping; its pages stand in `overview`, `keeping`, `customer`."""

from flask import Blueprint

from backend.web import access

pages = Blueprint("lists", __name__, url_prefix=access.PREFIX)


from backend.web.lists import customer, keeping, overview  # noqa: E402  (they add pages)

__all__ = ["customer", "keeping", "overview", "pages"]
