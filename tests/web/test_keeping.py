"""The pages of keeping: the rules, what was deleted, information and deletion on request."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from backend.actions import changes
from backend.domain.appointments import Appointment
from backend.domain.retention import RULES, Kind
from backend.domain.roles import Grant, Right, Role
from backend.store import appointments, audit, lists
from tests.web.desk import MITTE, Desk, leads_to, shared_desk, undone, words

SEVEN = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
KEEPING, ASK = "/dienst/aufbewahrung/", "/dienst/auskunft/"
FORGET = f"{ASK}loeschen"


@pytest.fixture(scope="module")
def whole(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("keeping")) as desk:
        yield desk


@pytest.fixture
def desk(whole: Desk) -> Iterator[Desk]:
    yield from undone(whole)


@pytest.fixture
def somebody(desk: Desk) -> Appointment:
    booked = desk.booked.book(name="Олена Коваленко", number="123A456789")
    desk.booked.clock.now = SEVEN
    return booked


@pytest.fixture
def boss(desk: Desk) -> FlaskClient:
    return desk.signed_in(desk.hire(Grant(kind=Role.ADMINISTRATOR), name="Bo Admin"))


def test_every_kind_has_exactly_one_rule() -> None:
    assert sorted(rule.kind for rule in RULES) == sorted(Kind)


def test_every_rule_stands_on_the_page_with_the_time_of_the_setting(
    desk: Desk, boss: FlaskClient
) -> None:
    page = words(boss.get(KEEPING))
    assert "Termine, auch abgesagte 7 Tage nach dem Termin" in page
    assert "TERMINBRUECKE_RETENTION_DAYS" in page
    assert "180 Tage nach dem Vorgang" in page
    assert page.count("TERMINBRUECKE_") == sum(bool(rule.setting) for rule in RULES)


def test_what_was_deleted_stands_there_in_numbers(
    desk: Desk, somebody: Appointment, boss: FlaskClient
) -> None:
    desk.send(boss, "/dienst/listen/mitte/neu", page="/dienst/listen/")
    desk.send(boss, FORGET, reference=somebody.reference, sure="1")
    page = words(boss.get(KEEPING))
    assert "24.11.2026 Termine, auch abgesagte 1" in page
    assert "eine Person wurde auf Antrag gelöscht" in page
    assert "Коваленко" not in page


def test_all_that_is_stored_is_shown_and_that_is_noted(
    desk: Desk, somebody: Appointment, boss: FlaskClient
) -> None:
    typed = f" {somebody.reference[:4].lower()} {somebody.reference[4:]}"
    page = words(desk.send(boss, ASK, reference=typed))
    assert "Олена Коваленко" in page
    assert "olena@example.org" in page
    assert "123A456789" in page
    (entry,) = audit.about(somebody.reference)
    assert entry.detail == "information"


def test_where_it_stood_before_is_told_in_words(
    desk: Desk, somebody: Appointment, boss: FlaskClient
) -> None:
    later = somebody.start.replace(hour=14, minute=0)
    now = SEVEN.astimezone(desk.booked.zone)
    changes.move(somebody.id, later, content=desk.booked.content, now=now)
    page = words(desk.send(boss, ASK, reference=somebody.reference))
    assert f"Zeit {somebody.start:%d.%m.%Y, %H:%M}" in page
    assert "start cell" not in page and "group id" not in page
    assert str(somebody.id) not in page


def test_it_is_handed_over_as_a_file(desk: Desk, somebody: Appointment, boss: FlaskClient) -> None:
    answer = desk.send(boss, f"{ASK}datei", page=ASK, reference=somebody.reference)
    assert json.loads(answer.data)["appointment"]["name"] == "Олена Коваленко"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="auskunft.json"'


def test_deleting_answers_with_numbers_and_makes_the_list_anew(
    desk: Desk, somebody: Appointment, boss: FlaskClient
) -> None:
    desk.send(boss, "/dienst/listen/mitte/neu", page="/dienst/listen/")
    answer = desk.send(boss, FORGET, reference=somebody.reference, sure="1")
    assert leads_to(answer) == f"{ASK}geloescht"
    assert somebody.reference not in answer.location
    assert "Mails, SMS und Briefe 2" in words(boss.get(answer.location))
    kept = lists.find("mitte", somebody.day)
    assert kept is not None and kept.count == 0
    assert appointments.by_id(somebody.id) is None


def test_nothing_is_deleted_without_the_confirmation(
    desk: Desk, somebody: Appointment, boss: FlaskClient
) -> None:
    answer = desk.send(boss, FORGET, reference=somebody.reference)
    assert answer.status_code == 422
    assert somebody.reference in answer.get_data(as_text=True)
    assert appointments.by_id(somebody.id) is not None


def test_a_second_press_finds_nothing_more(
    desk: Desk, somebody: Appointment, boss: FlaskClient
) -> None:
    for status in (303, 404):
        answer = desk.send(boss, FORGET, reference=somebody.reference, sure="1")
        assert answer.status_code == status
    assert "nichts (mehr) gespeichert" in words(answer)


@pytest.mark.parametrize("typed", ["", "AAAA-AAAA", "=1+1", "x" * 10_000, "محمد"])
def test_a_number_that_is_none_is_said_kindly(desk: Desk, boss: FlaskClient, typed: str) -> None:
    for address in (ASK, FORGET):
        assert desk.send(boss, address, reference=typed, sure="1").status_code in (404, 422)


def test_the_page_of_numbers_shows_no_text_of_an_address(desk: Desk, boss: FlaskClient) -> None:
    page = boss.get(f"{ASK}geloescht?letters=<b>viele</b>&appointments=²&drafts=3&x=Olena")
    assert "viele" not in page.get_data(as_text=True)
    assert "Olena" not in page.get_data(as_text=True)
    assert words(page).count("3") >= 1


@pytest.mark.parametrize(
    "grant",
    [
        Grant(kind=Role.OFFICE_ADMINISTRATOR, place=MITTE),
        Grant(kind=Right.COUNTER, place=MITTE),
        Grant(kind=Right.HOTLINE),
        Grant(kind=Right.AUDIT),
    ],
)
def test_only_administrators_may(desk: Desk, somebody: Appointment, grant: Grant) -> None:
    client = desk.signed_in(desk.hire(grant))
    token = desk.token(client)
    form = {"csrf_token": token, "reference": somebody.reference, "sure": "1"}
    for address in (KEEPING, ASK, FORGET, f"{ASK}geloescht"):
        assert client.get(address).status_code == 403
    for address in (ASK, f"{ASK}datei", FORGET):
        assert client.post(address, data=form).status_code == 403
    assert appointments.by_id(somebody.id) is not None
