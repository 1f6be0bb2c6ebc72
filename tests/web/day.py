"""Steps at the desk: the day view, its rows, a button pressed, and the time it is."""

from datetime import UTC, date, datetime, timedelta

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from backend.domain.appointments import Appointment
from backend.domain.roles import Grant, Right
from backend.store import database
from tests.web.desk import MITTE, Desk

COUNTER = Grant(kind=Right.COUNTER, place=MITTE)
DAY = date(2026, 11, 24)


def address(day: date = DAY, office: str = "mitte") -> str:
    return f"/dienst/tag/{office}/{day}"


def at(desk: Desk, found: Appointment, minutes: int = -10) -> None:
    """So many minutes after the start of the appointment; everybody has just signed in."""
    start = found.start.replace(tzinfo=desk.booked.zone)
    later(desk, (start + timedelta(minutes=minutes)).astimezone(UTC))


def later(desk: Desk, moment: datetime) -> None:
    """It is that moment; nobody has been idle for too long."""
    desk.booked.clock.now = moment
    database.run("UPDATE staff_session SET created_at = ?, seen_at = ?", (desk.seconds,) * 2)


def page(client: FlaskClient, path: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(path).get_data(as_text=True), "html5lib")


def row(client: FlaskClient, found: Appointment) -> Tag:
    """The row of an appointment in the day view."""
    link = page(client, address(found.day)).select_one(f"#t{found.id}")
    assert link is not None
    row = link.find_parent("tr")
    assert isinstance(row, Tag)
    return row


def words_of(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def press(desk: Desk, client: FlaskClient, found: Appointment, step: str, **fields: str) -> str:
    """Press a step's button; where it leads to."""
    answer = desk.send(client, f"/dienst/termin/{found.id}/{step}", page="/dienst/konto/", **fields)
    assert answer.status_code == 303
    return str(answer.location)
