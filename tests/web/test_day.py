"""The day at the desk: who comes, who is here, who is called; each step by one press."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from backend.domain.appointments import Appointment
from backend.domain.roles import Grant, Right
from backend.store import attendance, customer_keys, database
from tests.web.desk import (
    MITTE,
    Desk,
    shared_desk,
    undone,
    words,
)

COUNTER = Grant(kind=Right.COUNTER, place=MITTE)
DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def shared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("day")) as found:
        yield found


@pytest.fixture
def desk(shared: Desk) -> Iterator[Desk]:
    yield from undone(shared)


@pytest.fixture
def clerk(desk: Desk) -> FlaskClient:
    return desk.signed_in(desk.hire(COUNTER))


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


def test_a_row_says_what_the_desk_must_know(desk: Desk, clerk: FlaskClient) -> None:
    found = desk.booked.book(
        name="Оксана Коваленко", interpreter="uk", needs=("step_free",), companion=True,
        number="123A456789",
    )  # fmt: skip
    at(desk, found, -60)
    said = " ".join(row(clerk, found).get_text(" ").split())
    for part in (
        "Oksana Kovalenko",
        "Оксана Коваленко",
        "123A456789",
        "Bankverbindung",
        "vor Ort",
        "Ukrainisch",
        "stufenfrei",
        "Begleit",
        "online",
        "gebucht",
    ):
        assert part in said, part
    assert "olena@example.org" not in said


def test_somebody_is_checked_in_called_and_finished(desk: Desk, clerk: FlaskClient) -> None:
    found = desk.booked.book()
    at(desk, found)
    steps = []
    for step in ("anmelden", "aufrufen", "fertig"):
        button = row(clerk, found).select_one("button")
        assert button is not None
        steps.append(button.contents[0])
        assert press(desk, clerk, found, step).endswith(f"{found.day}#t{found.id}")
    assert steps == ["Anmelden", "Aufrufen", "Fertig"]
    assert row(clerk, found).select_one("button") is None
    assert "fertig" in row(clerk, found).get_text()


def test_finishing_frees_the_limit_at_once(desk: Desk, clerk: FlaskClient) -> None:
    found = desk.booked.book()
    at(desk, found)
    press(desk, clerk, found, "fertig", ergebnis="solved")
    other = desk.booked.book()
    assert other.id != found.id


def test_of_two_clerks_the_second_one_learns_what_happened(desk: Desk, clerk: FlaskClient) -> None:
    found, other = desk.booked.book(), desk.signed_in(desk.hire(COUNTER))
    at(desk, found)
    for step, sentence in (
        ("anmelden", "schon angemeldet"),
        ("aufrufen", "schon aufgerufen"),
        ("fertig", "schon abgeschlossen"),
    ):
        press(desk, clerk, found, step)
        before = attendance.of(found.id)
        way = press(desk, other, found, step)
        assert sentence in words(other.get(way))
        assert attendance.of(found.id) == before


def test_a_step_is_taken_back_on_the_same_day_only(desk: Desk, clerk: FlaskClient) -> None:
    found = desk.booked.book()
    at(desk, found)
    press(desk, clerk, found, "anmelden")
    press(desk, clerk, found, "aufrufen")
    press(desk, clerk, found, "zurueck")
    assert "da seit 07:50" in words_of(row(clerk, found))
    for step in ("aufrufen", "fertig", "zurueck", "zurueck"):
        press(desk, clerk, found, step)
    assert "Platz 1 online da Aufrufen" in words_of(row(clerk, found))
    press(desk, clerk, found, "zurueck")
    assert "gebucht" in row(clerk, found).get_text(" ")
    press(desk, clerk, found, "fertig")
    later(desk, desk.booked.clock.now + timedelta(days=1))
    way = press(desk, clerk, found, "zurueck")
    assert "nur am selben Tag" in words(clerk.get(way))
    assert attendance.of(found.id) is not None


def test_taking_back_lets_the_limit_count_again(desk: Desk, clerk: FlaskClient) -> None:
    found = desk.booked.book()
    at(desk, found)
    before = customer_keys.about(found.id)
    press(desk, clerk, found, "fertig")
    assert customer_keys.about(found.id) == []
    press(desk, clerk, found, "zurueck")
    assert customer_keys.about(found.id) == before
