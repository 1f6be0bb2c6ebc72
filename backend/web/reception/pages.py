"""The blueprint of the day at the desk; its pages stand in the modules beside."""

from flask import Blueprint

from backend.web import access

pages = Blueprint("reception", __name__, url_prefix=access.PREFIX)


from backend.web.reception import (  # noqa: E402  (they add pages)
    appointment,
    board,
    corrections,
    display,
    prints,
    search,
    steps,
    videos,
)

__all__ = [
    "appointment",
    "board",
    "corrections",
    "display",
    "pages",
    "prints",
    "search",
    "steps",
    "videos",
]
