"""Prepares what is measured: drafts before their last button, and a hundred thousand rows."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from backend import settings
from backend.actions import booking, choosing, drafting
from backend.app import create_app
from backend.domain import periods
from backend.domain.appointments import Channel, Delivery, Draft, Wish
from backend.store import database
from backend.web.portal import Portal
from tests.servers import PortalServer

CONCERN = "weiterbewilligung"
ANSWERED = ("who", "more", "reach", "paper")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody before the last button: cookie and form token."""

    cookie: str
    csrf: str


@dataclass(frozen=True)
class Crowd:
    """People in the database of a running portal."""

    app: Flask

    @property
    def portal(self) -> Portal:
        portal: Portal = self.app.extensions["portal"]
        return portal

    def wish(self) -> Wish:
        return choosing.wish_of(self._draft(self._office(0), ""), self.portal.content)

    def waiting(self, count: int) -> list[Waiting]:
        """So many people, each with a held time and all questions answered."""
        return [self._hold(office, start) for office, start in self._free(count)]

    def _free(self, count: int) -> list[tuple[str, datetime]]:
        """Offices and times, a time as often as it is asked for until there are enough."""
        found: list[tuple[str, datetime]] = []
        for office in self.portal.content.offices:
            draft = self._draft(office, "")
            try:
                wish = choosing.wish_of(draft, self.portal.content)
                days = choosing.days(wish, content=self.portal.content, now=self.portal.now())
            except LookupError:
                continue
            starts = [slot.start for day in days for slot in day.slots if not slot.reserved]
            # Every twenty minutes, as long as the appointment: nobody takes the next one's time.
            found += [(office, start) for start in starts if start.minute in (0, 20, 40)]
        assert len(found) >= count, f"only {len(found)} times are free"
        return found[:count]

    def _office(self, number: int) -> str:
        return list(self.portal.content.offices)[number]

    def _draft(self, office: str, email: str) -> Draft:
        return Draft(
            office=office,
            concern=CONCERN,
            channel=Channel.IN_PERSON,
            for_whom="myself",
            name="Amal Haddad",
            email=email,
            number="",
            delivery=str(Delivery.MAIL),
            languages="ar+de",
            answered=ANSWERED,
        )

    def _hold(self, office: str, start: datetime) -> Waiting:
        key, now = secrets.token_urlsafe(16), self.portal.now()
        draft = self._draft(office, f"{secrets.token_hex(6)}@example.org")
        drafting.save(key, draft, now=now)
        booking.hold(key, draft, start, content=self.portal.content, now=now)
        return self._sign(key)

    def _sign(self, key: str) -> Waiting:
        """Cookie and token as the portal itself signs them."""
        secret = secrets.token_hex(20)
        signer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        session = signer.dumps({"d": key, "csrf_token": secret})
        token = URLSafeTimedSerializer(self.app.secret_key, salt="wtf-csrf-token").dumps(secret)  # type: ignore[arg-type]
        return Waiting(f"{self.app.config['SESSION_COOKIE_NAME']}={session}", str(token))

    def fill(self, count: int) -> None:
        """So many other appointments with their claims: most are over, the rest lie elsewhere."""
        row = self._any_row()
        today = periods.first_cell(self.portal.now().date())
        offices = dict(database.every("SELECT id, office FROM counter_group ORDER BY id"))
        groups = list(offices)
        counters = dict(
            database.every("SELECT group_id, MIN(id) FROM counter GROUP BY group_id ORDER BY 1")
        )
        names = list(row)
        sql = f"INSERT INTO appointment ({', '.join(names)}) VALUES "
        for first in range(0, count, 500):
            params: list[Any] = []
            claims: list[Any] = []
            for number in range(first, first + 500):
                group = groups[number % len(groups)]
                is_ahead = number % 10 == 0 and offices[group] != self._office(0)
                day, place = divmod(number // len(groups), 20)
                cell = today + (20 + day % 30 if is_ahead else -1 - day) * periods.CELLS_PER_DAY
                cell += 96 + place * row["cells"]
                changed = {
                    "id": number + 1,
                    "reference": f"X{number}",
                    "office": offices[group],
                    "group_id": group,
                    "counter_id": counters[group],
                    "start_cell": cell,
                    "name": f"Person {number}",
                    "ended_at": int((self.portal.now() + timedelta(days=1)).timestamp()),
                }
                params += [changed.get(name, row[name]) for name in names]
                for each in range(cell, cell + row["cells"]):
                    claims += [f"counter/{1000 + number}", each, number + 1]
            with database.atomic():
                database.run(sql + database.marks(500, len(names)), params)
                database.run(
                    "INSERT INTO claim (resource, cell, appointment) VALUES "
                    + database.marks(len(claims) // 3, 3),
                    claims,
                )
        database.run("ANALYZE")

    def _any_row(self) -> dict[str, Any]:
        """A booked appointment as the pattern of the others."""
        cursor = database.run("SELECT * FROM appointment WHERE state = 'booked' LIMIT 1")
        names = [column[0] for column in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True))


@contextmanager
def crowd(server: PortalServer) -> Iterator[Crowd]:
    """People on the portal's own database, with its own keys."""
    given = {
        name: text for name, text in server.environ.items() if name.startswith(settings.PREFIX)
    }
    app = create_app(settings.read(given))
    database.open_connection()
    try:
        yield Crowd(app)
    finally:
        database.close_connection()
        database.disconnect()
