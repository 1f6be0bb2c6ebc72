"""Terminals for the table of who may enter which page."""

from backend.actions import enrolling
from backend.domain.kiosks import Kiosk, Paper
from backend.domain.roles import Grant, Role
from tests.web.desk import Desk


def enrolled(desk: Desk) -> dict[str, tuple[int, int, int]]:
    """The things by the name in the address; a terminal belongs to the whole office."""
    admin = desk.hire(Grant(kind=Role.ADMINISTRATOR))
    ours, too, others = (
        enrolling.add(
            admin,
            Kiosk(id=0, office=office, title=title, paper=Paper.RECEIPT),
            now=desk.now,
        )[0].id
        for office, title in (("mitte", "Halle"), ("mitte", "Flur"), ("nord", "Halle"))
    )
    return {"kiosk": (ours, too, others)}
