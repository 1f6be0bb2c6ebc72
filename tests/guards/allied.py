"""Partners for the table of who may enter which page."""

from backend.domain.partners import Organisation
from backend.store import partners
from tests.web.desk import Desk

Three = tuple[int | str, int | str, int | str]


def allied(desk: Desk) -> dict[str, Three]:
    """The things by the name in the address."""
    ours, theirs, others = (
        partners.add(Organisation(id=0, name=name), now_seconds=desk.seconds)
        for name in ("Deichhaus", "Hafenhaus", "Marschhaus")
    )
    start = "2026-12-07T09-00"
    return {
        "organisation": (ours, theirs, others),
        "colleague": (1, 2, 3),
        "pair": ("ar+de", "ar+de", "ar+de"),
        "beginning": (start, start, start),
    }
