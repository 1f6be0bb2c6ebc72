"""The pages of day lists: for whole own offices only, each step noted, gone with the day."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from backend.domain.appointments import Appointment
from backend.domain.audits import Deed
from backend.domain.roles import Grant, Right, Role
from backend.store import audit, database, deletions, lists
from tests.web.desk import ENTRANCE, MITTE, NORD, Desk, leads_to, shared_desk, undone, words

SEVEN = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
LISTS = "/dienst/listen/"


@pytest.fixture(scope="module")
def whole(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("lists")) as desk:
        yield desk


@pytest.fixture
def desk(whole: Desk) -> Iterator[Desk]:
    yield from undone(whole)


@pytest.fixture
def somebody(desk: Desk) -> Appointment:
    """Somebody who comes at Mitte today."""
    booked = desk.booked.book(name="Olena Kovalenko")
    desk.booked.clock.now = SEVEN
    return booked


@pytest.fixture
def manager(desk: Desk) -> FlaskClient:
    grant = Grant(kind=Role.APPOINTMENT_MANAGER, place=MITTE)
    return desk.signed_in(desk.hire(grant, name="Toni Termin"))


def press(desk: Desk, client: FlaskClient, what: str, office: str = "mitte") -> int:
    return desk.send(client, f"{LISTS}{office}/{what}", page=LISTS).status_code


def test_a_list_is_made_on_demand_and_downloaded(
    desk: Desk, somebody: Appointment, manager: FlaskClient
) -> None:
    assert press(desk, manager, "neu") == 303
    answer = desk.send(manager, f"{LISTS}mitte/datei", page=LISTS)
    book = load_workbook(io.BytesIO(answer.data))
    assert "Olena Kovalenko" in {cell.value for row in book["Alle"] for cell in row}
    name = answer.headers["Content-Disposition"]
    assert name == 'attachment; filename="tagesliste-mitte-2026-11-24.xlsx"'
    assert answer.headers["Cache-Control"] == "no-store"


def test_each_download_and_print_is_noted(
    desk: Desk, somebody: Appointment, manager: FlaskClient
) -> None:
    for what in ("neu", "datei", "druck", "weitergegeben", "loeschen"):
        press(desk, manager, what)
    noted = [(entry.deed, entry.detail) for entry in audit.about("tagesliste-mitte-2026-11-24")]
    assert noted[::-1] == [
        (Deed.CHANGED, "list made"),
        (Deed.EXPORTED, ""),
        (Deed.PRINTED, ""),
        (Deed.CHANGED, "list passed on"),
        (Deed.DELETED, ""),
    ]


def test_the_printed_page_holds_the_same(
    desk: Desk, somebody: Appointment, manager: FlaskClient
) -> None:
    press(desk, manager, "neu")
    answer = desk.send(manager, f"{LISTS}mitte/druck", page=LISTS)
    assert "Olena Kovalenko" in words(answer)
    assert "Eingangszone Mitte" in words(answer)


def test_a_booking_after_the_list_shows_as_a_newer_state(
    desk: Desk, somebody: Appointment, manager: FlaskClient
) -> None:
    press(desk, manager, "neu")
    assert "neueren Stand" not in words(manager.get(LISTS))
    database.run("UPDATE appointment SET state = 'cancelled' WHERE id = ?", (somebody.id,))
    page = words(manager.get(LISTS))
    assert "neueren Stand" in page
    assert "1 abgesagt oder verlegt" in page
    press(desk, manager, "neu")
    assert "neueren Stand" not in words(manager.get(LISTS))


def test_the_tick_says_who_passed_it_on_and_counts_for_that_state(
    desk: Desk, somebody: Appointment, manager: FlaskClient
) -> None:
    press(desk, manager, "neu")
    press(desk, manager, "weitergegeben")
    assert re.search(r"weitergegeben 07:00, Toni Termin", words(manager.get(LISTS)))
    desk.booked.clock.now += timedelta(minutes=5)
    press(desk, manager, "neu")
    page = words(manager.get(LISTS))
    assert "früherer Stand wurde um 07:00" in page
    assert "Als weitergegeben abhaken" in page


def test_it_is_deleted_on_demand_with_a_record(
    desk: Desk, somebody: Appointment, manager: FlaskClient
) -> None:
    press(desk, manager, "neu")
    press(desk, manager, "loeschen")
    assert lists.find("mitte", somebody.day) is None
    record = deletions.lists(somebody.day)[0]
    assert (record.office, record.day, record.count) == ("mitte", somebody.day, 1)
    assert record.cause is deletions.Cause.ON_DEMAND
    assert "wurde um 07:00 Uhr gelöscht" in words(manager.get(LISTS))
    assert press(desk, manager, "datei") == 409


def test_deleting_twice_leaves_one_record(
    desk: Desk, somebody: Appointment, manager: FlaskClient
) -> None:
    press(desk, manager, "neu")
    assert [press(desk, manager, "loeschen") for _twice in range(2)] == [303, 303]
    assert len(deletions.lists(somebody.day)) == 1


def test_the_list_of_yesterday_is_not_handed_out_even_before_it_is_swept(
    desk: Desk, somebody: Appointment, manager: FlaskClient
) -> None:
    press(desk, manager, "neu")
    desk.booked.clock.now += timedelta(hours=17)
    grant = Grant(kind=Role.APPOINTMENT_MANAGER, place=MITTE)
    later = desk.signed_in(desk.hire(grant))
    assert press(desk, later, "datei") == 409
    assert "noch keine Liste" in words(later.get(LISTS))


@pytest.mark.parametrize(
    "grant",
    [
        Grant(kind=Right.COUNTER, place=ENTRANCE),
        Grant(kind=Role.GROUP_LEAD, place=ENTRANCE),
        Grant(kind=Right.HOTLINE),
        Grant(kind=Right.STATISTICS),
    ],
)
def test_who_has_no_whole_office_sees_none(desk: Desk, grant: Grant) -> None:
    client = desk.signed_in(desk.hire(grant))
    assert client.get(LISTS).status_code == 403
    token = desk.token(client)
    answer = client.post(f"{LISTS}mitte/datei", data={"csrf_token": token})
    assert answer.status_code == 404


def test_another_office_does_not_exist(desk: Desk, somebody: Appointment) -> None:
    own = desk.signed_in(desk.hire(Grant(kind=Role.APPOINTMENT_MANAGER, place=MITTE)))
    press(desk, own, "neu")
    other = desk.signed_in(desk.hire(Grant(kind=Role.APPOINTMENT_MANAGER, place=NORD)))
    steps = ("neu", "datei", "druck", "weitergegeben", "loeschen")
    assert {press(desk, other, what) for what in steps} == {404}
    assert "Mitte" not in words(other.get(LISTS))
    assert lists.find("mitte", somebody.day) is not None


def test_a_mailbox_is_named_by_who_decides_on_the_office(
    desk: Desk, somebody: Appointment, manager: FlaskClient
) -> None:
    assert manager.get(f"{LISTS}mitte/postfach").status_code == 404
    boss = desk.signed_in(desk.hire(Grant(kind=Role.OFFICE_ADMINISTRATOR, place=MITTE)))
    address = f"{LISTS}mitte/postfach"
    refused = desk.send(boss, address, mail="keine Adresse")
    assert refused.status_code == 422
    assert 'value="keine Adresse"' in refused.get_data(as_text=True)
    assert leads_to(desk.send(boss, address, mail="liste@mitte.example")) == LISTS
    assert lists.mailbox("mitte") == "liste@mitte.example"
    desk.send(boss, address, mail="")
    assert lists.mailboxes() == {}


def test_no_name_stands_in_any_address_of_the_pages(
    desk: Desk, somebody: Appointment, manager: FlaskClient
) -> None:
    press(desk, manager, "neu")
    page = manager.get(LISTS).get_data(as_text=True)
    links = re.findall(r'(?:href|action)="([^"]*)"', page)
    assert not any("Olena" in link or somebody.reference in link for link in links)
