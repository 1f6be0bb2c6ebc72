"""A portal of the real content with booked appointments, at a clock the tests move."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backend import settings
from backend.actions import booking, choosing, drafting, planning, touring
from backend.app import create_app
from backend.content import Content, load_capacity
from backend.domain.appointments import Appointment, Channel, Delivery, Draft
from backend.store import database, drafts, sealing
from tests.web.visiting import BREMEN

NAME = "Olena Kovalenko"
TUESDAY = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@dataclass
class Clock:
    """The time the portal believes it is."""

    now: datetime = TUESDAY

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Booked:
    """Books as the booking pages do, and walks through the pages as strangers and owners."""

    app: Flask
    clock: Clock

    @property
    def content(self) -> Content:
        content: Content = self.app.extensions["portal"].content
        return content

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo("Europe/Berlin")

    def book(self, **answers: Any) -> Appointment:
        """An appointment in the first free time; with a letter one that it reaches in time."""
        now = self.clock.now.astimezone(self.zone)
        given: dict[str, Any] = {
            "office": "mitte",
            "concern": "bankverbindung",
            "channel": Channel.IN_PERSON,
            "for_whom": "myself",
            "name": NAME,
            "email": "olena@example.org",
            "delivery": str(Delivery.MAIL),
            "answered": ("who", "more", "reach", "paper"),
        }
        draft = replace(Draft(), **(given | answers))
        key = secrets.token_urlsafe(16)
        drafting.save(key, draft, now=now)
        found = choosing.days(choosing.wish_of(draft, self.content), content=self.content, now=now)
        days = 8 if draft.delivery == Delivery.LETTER else 0
        start = next(
            line.first.start
            for line in found
            if line.first and not line.first.reserved and line.day >= now.date() + timedelta(days)
        )
        held = booking.hold(key, draft, start, content=self.content, now=now)
        return booking.book(key, held, content=self.content, now=now)

    def address(self, appointment: Appointment, pair: str = "de") -> str:
        """The page of the appointment."""
        token = sealing.token_for(appointment.id, appointment.nonce)
        return f"/{pair}/mein-termin/{token}"

    def stranger(self, address: str = "192.0.2.1") -> FlaskClient:
        """A browser that has been nowhere yet."""
        client = self.app.test_client()
        client.environ_base["REMOTE_ADDR"] = address
        return client

    def knower(self, appointment: Appointment) -> FlaskClient:
        """The browser that booked the appointment."""
        client, key = self.stranger(), secrets.token_urlsafe(16)
        drafting.save(key, Draft(booked=appointment.id), now=self.clock.now)
        with client.session_transaction() as session:
            session["a"] = key
        return client

    def csrf(self, client: FlaskClient, address: str) -> str:
        """The hidden token of the form on a page."""
        page = BeautifulSoup(client.get(address).get_data(as_text=True), "html5lib")
        return str(page.select_one("input[name=csrf_token]")["value"])  # type: ignore[index]

    def send(self, client: FlaskClient, address: str, **answers: str) -> TestResponse:
        """Fill in the form that posts to the address and press its button."""
        shown = address.removesuffix("/verlegen")
        token = self.csrf(client, shown)
        return client.post(address, data={"csrf_token": token, **answers})

    def draft(self, client: FlaskClient) -> Draft | None:
        """The draft behind the browser's cookie."""
        with client.session_transaction() as session:
            key = session.get("d")
        return drafts.read(key, now=self.clock.now.astimezone(self.zone)) if key else None

    def letters(self, kind: str) -> int:
        """How many letters of a kind wait or were sent."""
        row = database.one("SELECT count(*) FROM letter WHERE kind = ?", (kind,))
        return int(row[0]) if row else 0

    def rows(self) -> list[object]:
        """Everything in the tables that people's deeds change."""
        return [
            sorted(map(repr, database.every(f"SELECT * FROM {table}", ())))
            for table in ("appointment", "claim", "customer_key", "letter", "draft", "rate")
        ]


@contextmanager
def portal_with(
    database_url: str, folder: Path, *, content: Path = BREMEN, **environ: str
) -> Iterator[Booked]:
    """The portal with its whole capacity plan on an empty database; more settings by their name."""
    chosen = settings.read(
        {
            "TERMINBRUECKE_DEVELOPMENT": "1",
            "TERMINBRUECKE_DATA": str(folder),
            "TERMINBRUECKE_DATABASE_URL": database_url,
            "TERMINBRUECKE_CONTENT": str(content),
            **{f"TERMINBRUECKE_{name}": text for name, text in environ.items()},
        }
    )
    clock = Clock()
    app = create_app(chosen, clock=clock)
    read = app.extensions["portal"].content
    first = load_capacity(chosen.content_folder, read)
    planning.set_up(first)
    touring.begin(first, content=read, now=app.extensions["portal"].now())
    try:
        yield Booked(app, clock)
    finally:
        database.disconnect()
