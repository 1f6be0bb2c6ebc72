"""A full outbox, written by the engine itself in the database of a running portal."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

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
    addresses = [f"amal{number}@example.org" for number in range(count)]
    _book_each(portal, [{"email": each, "delivery": str(Delivery.MAIL)} for each in addresses])
    return addresses


def text_many(portal: Portal, count: int) -> list[str]:
    """Appointments of so many people who get short messages; returns their numbers."""
    phones = [f"+4915123450{number:03}" for number in range(count)]
    _book_each(portal, [{"phone": each, "sms": True} for each in phones])
    return phones


def _book_each(portal: Portal, everybody: list[dict[str, Any]]) -> None:
    now, content = portal.now(), portal.content
    someone = Draft(
        office="burg",
        concern="geburt",
        channel=Channel.IN_PERSON,
        languages="de",
        for_whom="myself",
        name="Amal Haddad",
        delivery=str(Delivery.NONE),
    )
    wish = choosing.wish_of(someone, content)
    free = [
        slot.start
        for line in choosing.days(wish, content=content, now=now)
        for slot in line.slots
        if slot.start.minute % 10 == 0  # ten minutes each: none is taken by the one before
    ]
    for answers, start in zip(everybody, free[: len(everybody)], strict=True):
        key = secrets.token_urlsafe(16)
        draft = replace(someone, **answers)
        drafting.save(key, draft, now=now)
        held = booking.hold(key, draft, start, content=content, now=now)
        booking.book(key, held, content=content, now=now)
