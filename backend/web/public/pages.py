"""All public pages, gathered for the app."""

from backend.web.public import (
    entrance,
    finding,
    handing_out,
    listing,
    places,
    prints,
    today,
    touring,
)
from backend.web.public.blueprint import pages

__all__ = [
    "entrance",
    "finding",
    "handing_out",
    "listing",
    "pages",
    "places",
    "prints",
    "today",
    "touring",
]
