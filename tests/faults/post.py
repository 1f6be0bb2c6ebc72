"""A full outbox, written by the engine itself in the database of a running portal."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from backend import settings
from backend.actions import booking, choosing, drafting
from backend.app import create_app
from backend.domain.appointments import Channel, Delivery, Draft
from backend.store import database
from backend.web.portal import Portal
from tests.servers import PortalServer


@contextmanager
def engine(server: PortalServer) -> Iterator[Portal]:
    """The engine on the portal's own database, with its own keys."""
    given = {
        name: text for name, text in server.environ.items() if name.startswith(settings.PREFIX)
    }
    app = create_app(settings.read(given))
    database.open_connection()
    try:
        yield app.extensions["portal"]
    finally:
        database.close_connection()
        database.disconnect()


def book_many(portal: Portal, count: int) -> list[str]:
    """Appointments of so many people; returns their mail addresses."""
    now, content = portal.now(), portal.content
    someone = Draft(
        office="burg",
        concern="geburt",
        channel=Channel.IN_PERSON,
        languages="de",
        for_whom="myself",
        name="Amal Haddad",
        delivery=str(Delivery.MAIL),
    )
    wish = choosing.wish_of(someone, content)
    free = [
        slot.start
        for line in choosing.days(wish, content=content, now=now)
        for slot in line.slots
        if slot.start.minute % 10 == 0  # ten minutes each: none is taken by the one before
    ]
    addresses = [f"amal{number}@example.org" for number in range(count)]
    for address, start in zip(addresses, free[:count], strict=True):
        key = secrets.token_urlsafe(16)
        draft = replace(someone, email=address)
        drafting.save(key, draft, now=now)
        held = booking.hold(key, draft, start, content=content, now=now)
        booking.book(key, held, content=content, now=now)
    return addresses
