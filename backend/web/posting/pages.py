"""The blueprint of letters at the desk; its pages stand in `queue` and `earlier`."""

from flask import Blueprint

from backend.web import access

pages = Blueprint("posting", __name__, url_prefix=access.PREFIX)


from backend.web.posting import earlier, queue  # noqa: E402  (they add pages)

__all__ = ["earlier", "pages", "queue"]
