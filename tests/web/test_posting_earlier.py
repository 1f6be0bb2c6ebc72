"""Earlier times at the desk: counter and hotline wait, answer and end it for somebody."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backend.actions import offering
from backend.domain.appointments import Appointment
from backend.domain.roles import Grant, Right, Role
from backend.domain.wishes import Half, Terms
from backend.store import appointments, database, wishes
from tests.web.desk import (
    BENEFITS,
    ENTRANCE,
    MITTE,
    NORD,
    Desk,
    leads_to,
    shared_desk,
    undone,
    words,
)

COUNTER = Grant(kind=Right.COUNTER, place=ENTRANCE)
HOTLINE = Grant(kind=Right.HOTLINE)
BY_PHONE = {"email": "", "delivery": "none", "phone": "0421 5550199"}


@pytest.fixture(scope="module")
def shared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("earlier")) as desk:
        yield desk


@pytest.fixture
def desk(shared: Desk) -> Iterator[Desk]:
    yield from undone(shared)


@pytest.fixture
def late(desk: Desk) -> Appointment:
    """An appointment ten days ahead of somebody who is told by phone."""
    now = desk.booked.clock.now
    desk.booked.clock.now = now + timedelta(days=10)
    found = desk.booked.book(**BY_PHONE)
    desk.booked.clock.now = now
    return found


def clerk(desk: Desk, *grants: Grant) -> FlaskClient:
    return desk.signed_in(desk.hire(*(grants or (COUNTER,))))


def way(appointment: Appointment) -> str:
    return f"/dienst/frueher/{appointment.id}"


def press(desk: Desk, client: FlaskClient, address: str, **answers: str) -> TestResponse:
    return desk.send(client, address, page="/dienst/konto/", **answers)


def keep_one(desk: Desk) -> str:
    """One round of the worker at ten; the start that is kept now."""
    desk.booked.clock.now += timedelta(hours=7)
    now = desk.now
    assert offering.go_on(content=desk.booked.content, now=now, terms=Terms()) == 1
    (row,) = database.every("SELECT appointment FROM waiting WHERE offer <> 0")
    found = wishes.by_appointment(row[0])
    assert found is not None and found.offer_start is not None
    return found.offer_start.isoformat()


def details() -> list[tuple[str, str]]:
    rows = database.every("SELECT purpose, detail FROM audit_entry ORDER BY id")
    return [(str(purpose), str(detail)) for purpose, detail in rows]


@pytest.mark.parametrize(("grant", "purpose"), [(COUNTER, "counter"), (HOTLINE, "hotline")])
def test_the_number_leads_to_the_wish_which_is_noted(
    desk: Desk, late: Appointment, grant: Grant, purpose: str
) -> None:
    client = clerk(desk, grant)
    found = press(desk, client, "/dienst/frueher/", reference=late.reference.lower())
    assert leads_to(found) == way(late)
    page = words(client.get(way(late)))
    assert "Olena" not in page and "5550199" not in page
    answer = press(desk, client, way(late), answer="wait", half="afternoon")
    assert leads_to(answer) == way(late)
    waiting = wishes.by_appointment(late.id)
    assert waiting is not None and waiting.choices.half is Half.AFTERNOON
    assert details() == [(purpose, "search"), (purpose, "waits for an earlier time")]


def test_who_is_told_by_phone_takes_the_time_at_the_desk(desk: Desk, late: Appointment) -> None:
    client = clerk(desk)
    press(desk, client, way(late), answer="wait")
    start = keep_one(desk)
    assert database.every("SELECT channel FROM letter WHERE kind = 'earlier'") == [("call",)]
    client = clerk(desk)
    assert "Jetzt freigehalten" in words(client.get("/dienst/frueher/"))
    for _press in range(2):
        assert leads_to(press(desk, client, way(late), answer="yes", start=start)) == way(late)
    moved = appointments.by_id(late.id)
    assert moved is not None and moved.start.isoformat() == start
    assert ("counter", "took the earlier time") in details()
    assert database.every("SELECT state FROM letter WHERE kind = 'earlier'") == [("withdrawn",)]


def test_no_and_no_more_are_answers_too(desk: Desk, late: Appointment) -> None:
    client = clerk(desk)
    press(desk, client, way(late), answer="wait")
    start = keep_one(desk)
    client = clerk(desk)
    press(desk, client, way(late), answer="no", start=start)
    waiting = wishes.by_appointment(late.id)
    assert waiting is not None and waiting.offer == 0
    press(desk, client, way(late), answer="stop")
    assert wishes.by_appointment(late.id) is None
    assert [detail for _, detail in details()][1:] == ["left the earlier time", "waits no more"]


def test_a_time_that_is_kept_no_more_is_said(desk: Desk, late: Appointment) -> None:
    client = clerk(desk)
    press(desk, client, way(late), answer="wait")
    answer = press(desk, client, way(late), answer="yes", start="2026-11-27T09:00:00")
    assert answer.status_code == 409
    assert "nicht mehr" in words(answer)
    assert "took the earlier time" not in [detail for _, detail in details()]


def test_the_hotline_browses_nothing(desk: Desk, late: Appointment) -> None:
    press(desk, clerk(desk), way(late), answer="wait")
    keep_one(desk)
    assert way(late) in clerk(desk).get("/dienst/frueher/").get_data(as_text=True)
    assert way(late) not in clerk(desk, HOTLINE).get("/dienst/frueher/").get_data(as_text=True)


def test_another_group_or_office_neither_finds_nor_changes_it(
    desk: Desk, late: Appointment
) -> None:
    for grant in (
        Grant(kind=Right.COUNTER, place=BENEFITS),
        Grant(kind=Right.COUNTER, place=NORD),
        Grant(kind=Role.APPOINTMENT_MANAGER, place=MITTE),
    ):
        client = clerk(desk, grant)
        assert client.get(way(late)).status_code == 404
        assert press(desk, client, way(late), answer="wait").status_code == 404
        found = press(desk, client, "/dienst/frueher/", reference=late.reference)
        assert found.status_code == (403 if grant.kind is Role.APPOINTMENT_MANAGER else 422)
    assert wishes.by_appointment(late.id) is None


@pytest.mark.parametrize("reference", ["", "2222-2222", "x" * 10_000, "' OR 1=1", "صباح"])
def test_a_number_that_is_none_is_asked_again(desk: Desk, reference: str) -> None:
    answer = press(desk, clerk(desk), "/dienst/frueher/", reference=reference)
    assert answer.status_code == 422
    page = BeautifulSoup(answer.get_data(as_text=True), "html5lib")
    assert page.select_one("#error-summary a[href='#reference']") is not None


def test_nobody_waits_whom_nothing_reaches(desk: Desk) -> None:
    now = desk.booked.clock.now
    desk.booked.clock.now = now + timedelta(days=10)
    silent = desk.booked.book(email="", delivery="none")
    desk.booked.clock.now = now
    client = clerk(desk)
    assert "kann niemand warten" in words(client.get(way(silent)))
    assert press(desk, client, way(silent), answer="wait").status_code == 409
    assert wishes.by_appointment(silent.id) is None
