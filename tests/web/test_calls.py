"""The call list: phone appointments, a second try, a message, and what is told by phone."""

from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backend.domain.appointments import Appointment, Channel
from backend.domain.calls import State
from backend.domain.periods import cell_at
from backend.domain.roles import Grant, Right, Role
from backend.store import appointments, calls, database, letters
from tests.web.desk import BENEFITS, ENTRANCE, MITTE, Desk, leads_to, shared_desk, undone, words

ADDRESS = "/dienst/anrufe/"


@pytest.fixture(scope="module")
def house(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("calls")) as desk:
        yield desk


@pytest.fixture
def desk(house: Desk) -> Iterator[Desk]:
    yield from undone(house)


def by_phone(desk: Desk, **more: object) -> Appointment:
    """A phone appointment of this morning, and the clock stands at its time."""
    given = {"concern": "bescheid", "channel": Channel.PHONE, "phone": "0421 5550199"}
    appointment = desk.booked.book(**(given | more))
    start = appointment.start.replace(tzinfo=desk.booked.zone)
    desk.booked.clock.now = start.astimezone(UTC)
    return appointment


def clerk_of(desk: Desk, place: object = MITTE) -> FlaskClient:
    return desk.signed_in(desk.hire(Grant(kind=Right.COUNTER, place=place)))  # type: ignore[arg-type]


def press(
    desk: Desk, client: FlaskClient, appointment: Appointment, deed: str = ""
) -> TestResponse:
    way = f"{ADDRESS}{appointment.id}" + (f"/{deed}" if deed else "")
    return desk.send(client, way, page=ADDRESS)


def state(appointment: Appointment) -> State:
    return calls.of(appointment.id, cell_at(appointment.start)).state


def test_the_list_shows_times_and_no_numbers(desk: Desk) -> None:
    appointment = by_phone(desk, interpreter="uk")
    shown = words(clerk_of(desk).get(ADDRESS))
    assert f"{appointment.start:%H:%M}" in shown and "Ukrainisch" in shown
    assert "5550199" not in shown and "Kovalenko" not in shown


def test_who_calls_sees_name_and_number_and_that_is_noted(desk: Desk) -> None:
    appointment = by_phone(desk)
    shown = words(press(desk, clerk_of(desk), appointment))
    assert "0421 5550199" in shown and "Olena Kovalenko" in shown
    rows = database.every(
        "SELECT deed FROM audit_entry WHERE reference = ?", (appointment.reference,)
    )
    assert rows == [("saw",)]


def test_reached_is_one_key_and_can_be_taken_back(desk: Desk) -> None:
    appointment, clerk = by_phone(desk), clerk_of(desk)
    for _press in range(2):
        assert leads_to(press(desk, clerk, appointment, "erreicht")) == ADDRESS
    assert state(appointment) is State.REACHED
    press(desk, clerk, appointment, "zurueck")
    assert state(appointment) is State.OPEN


def test_not_reached_comes_again_after_ten_minutes_and_then_a_message_goes_out(desk: Desk) -> None:
    appointment = by_phone(desk)
    clerk = clerk_of(desk)
    press(desk, clerk, appointment, "nicht-erreicht")
    assert press(desk, clerk, appointment, "nicht-erreicht").status_code == 409
    assert "wieder ab" in words(clerk.get(ADDRESS))
    assert (state(appointment), desk.booked.letters(letters.NOT_REACHED)) == (State.OPEN, 0)
    desk.booked.clock.now += timedelta(minutes=10)
    press(desk, clerk, appointment, "nicht-erreicht")
    assert (state(appointment), desk.booked.letters(letters.NOT_REACHED)) == (State.NOT_REACHED, 1)


def test_who_was_not_reached_may_book_anew_and_has_missed_nothing(desk: Desk) -> None:
    appointment, clerk = by_phone(desk), clerk_of(desk)
    for _try in range(2):
        press(desk, clerk, appointment, "nicht-erreicht")
        desk.booked.clock.now += timedelta(minutes=10)
    assert database.every("SELECT * FROM attendance") == []
    assert (
        database.every("SELECT * FROM customer_key WHERE appointment = ?", (appointment.id,)) == []
    )
    standing = appointments.by_id(appointment.id)
    assert standing is not None and standing.state.value == "booked"


def test_calls_are_made_on_their_day(desk: Desk) -> None:
    appointment = by_phone(desk)
    desk.booked.clock.now -= timedelta(days=1)
    assert press(desk, clerk_of(desk), appointment, "erreicht").status_code == 409


def test_a_moved_appointment_is_called_anew(desk: Desk) -> None:
    appointment, clerk = by_phone(desk), clerk_of(desk)
    press(desk, clerk, appointment, "erreicht")
    other = calls.of(appointment.id, cell_at(appointment.start) + 12)
    assert other.state is State.OPEN


def test_another_group_and_other_channels_are_not_there(desk: Desk) -> None:
    appointment = by_phone(desk)
    clerk = clerk_of(desk, ENTRANCE)
    assert appointment.group == BENEFITS.group
    assert appointment.reference[4:] not in words(clerk.get(ADDRESS))
    assert press(desk, clerk, appointment).status_code == 404
    visit = desk.booked.book(email="other@example.org", name="Ali Demir", concern="p-konto")
    assert press(desk, clerk_of(desk), visit).status_code == 404


def test_the_appointment_manager_calls_nobody(desk: Desk) -> None:
    client = desk.signed_in(desk.hire(Grant(kind=Role.APPOINTMENT_MANAGER, place=MITTE)))
    assert client.get(ADDRESS).status_code == 403


def test_a_reminder_is_told_and_its_number_forgotten(desk: Desk) -> None:
    appointment = desk.booked.book(concern="p-konto", email="", phone="0421 5550199")
    reminder = letters.NewLetter(
        kind=letters.REMINDER,
        appointment=appointment.id,
        recipient="0421 5550199",
        languages="de",
        facts={},
        due_at=desk.seconds,
        channel=letters.CALL,
    )
    letters.add([reminder], now_seconds=desk.seconds)
    [(letter,)] = database.every("SELECT id FROM letter WHERE channel = 'call'")
    clerk = clerk_of(desk)
    assert "erinnern" in words(clerk.get(ADDRESS)) and "5550199" not in words(clerk.get(ADDRESS))
    page = f"{ADDRESS}mitteilung/{letter}"
    assert "0421 5550199" in words(desk.send(clerk, page, page=ADDRESS))
    assert leads_to(desk.send(clerk, f"{page}/gesagt", page=ADDRESS)) == ADDRESS
    assert calls.message(letter) is None
    assert desk.send(clerk, f"{page}/gesagt", page=ADDRESS).status_code == 404
    assert appointment.reference[4:] not in words(clerk.get(ADDRESS))
