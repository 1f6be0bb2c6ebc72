"""People of the staff in a portal of the real content, and browsers in which they are signed in."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backend.actions import passwords
from backend.domain.accounts import Account, State
from backend.domain.roles import Grant, Place
from backend.store import database, sessions, staff
from backend.store.sessions import Stage
from tests.web.booked import TUESDAY, Booked, portal_with

PASSWORD = "vier ganz kurze worte"
MITTE, NORD = Place("mitte"), Place("nord")
ENTRANCE, BENEFITS = Place("mitte", "mitte-eingang"), Place("mitte", "mitte-leistung")


@cache
def hashed_password() -> str:
    """Hashed once: it takes its time on purpose."""
    return passwords.hashed(PASSWORD)


@dataclass
class Desk:
    """The staff's part of a portal."""

    booked: Booked

    @property
    def now(self) -> datetime:
        return self.booked.clock.now.astimezone(self.booked.zone)

    @property
    def seconds(self) -> int:
        return int(self.booked.clock.now.timestamp())

    def hire(self, *grants: Grant, home: str = "mitte", name: str = "", mail: str = "") -> Account:
        """Somebody with a password and these roles."""
        word = secrets.token_hex(4)
        account_id = staff.add(
            name=name or f"Kim {word}",
            mail=mail or f"{word}@jobcenter.example",
            home=home,
            is_demo=0,
            now_seconds=self.seconds,
        )
        staff.set_password(account_id, hashed_password())
        staff.set_state(account_id, State.ACTIVE)
        for grant in grants:
            staff.give(account_id, grant, now_seconds=self.seconds)
        return self.again(account_id)

    def again(self, account_id: int) -> Account:
        """The account as it is now."""
        found = staff.by_id(account_id)
        assert found is not None
        return found

    def browser(self, address: str = "192.0.2.1") -> FlaskClient:
        """A browser that has been nowhere yet."""
        return self.booked.stranger(address)

    def signed_in(self, account: Account, *, stage: Stage = Stage.WHOLE) -> FlaskClient:
        """A browser with a session, without the way there."""
        token = secrets.token_urlsafe(16)
        sessions.begin(token, account.id, stage=stage, browser="", now_seconds=self.seconds)
        client = self.browser()
        client.set_cookie("d", token)
        return client

    def token(self, client: FlaskClient, address: str = "/dienst/konto/") -> str:
        """The hidden token of the forms; every page has one at its head."""
        return self.booked.csrf(client, address)

    def send(
        self, client: FlaskClient, address: str, *, page: str = "", **answers: str | list[str]
    ) -> TestResponse:
        """Fill in the form of a page and press its button."""
        token = self.token(client, page or address)
        return client.post(address, data={"csrf_token": token, **answers})

    def sign_in(
        self, client: FlaskClient, account: Account, password: str = PASSWORD
    ) -> TestResponse:
        """Mail address and password."""
        return self.send(client, "/dienst/anmelden", mail=account.mail, password=password)


def leads_to(answer: TestResponse) -> str:
    """The path a redirect leads to; empty for none."""
    return urlsplit(answer.location or "").path


def words(answer: TestResponse) -> str:
    """What stands in the main part."""
    main = BeautifulSoup(answer.get_data(as_text=True), "html5lib").main
    assert main is not None
    return " ".join(main.get_text(" ").split())


@contextmanager
def desk_with(database_url: str, folder: Path) -> Iterator[Desk]:
    """A portal with its capacity plan and nobody who works there yet."""
    with portal_with(database_url, folder) as booked:
        yield Desk(booked)


@contextmanager
def shared_desk(template: Path, folder: Path) -> Iterator[Desk]:
    """One portal for the tests of a module, on a copy of the empty database."""
    (folder / "test.db").write_bytes(template.read_bytes())
    with desk_with(f"sqlite:///{folder / 'test.db'}", folder) as desk:
        yield desk


def undone(desk: Desk) -> Iterator[Desk]:
    """The desk for one test: what it writes and sets, and the time, is as before afterwards."""
    extensions = desk.booked.app.extensions
    portal, desk.booked.clock.now = extensions["portal"], TUESDAY
    with database.atomic() as transaction:
        yield desk
        transaction.rollback()
    extensions["portal"] = portal
