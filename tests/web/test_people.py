"""The people of one's offices: seen, invited, given roles; what ends, ends on the next page."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from backend.domain.roles import Grant, Right, Role
from backend.store import letters, staff
from tests.web.desk import ENTRANCE, MITTE, NORD, Desk, leads_to, shared_desk, undone, words

COUNTER = Grant(kind=Right.COUNTER, place=MITTE)
BOSS = Grant(kind=Role.OFFICE_ADMINISTRATOR, place=MITTE)
ADMIN = Grant(kind=Role.ADMINISTRATOR)


@pytest.fixture(scope="module")
def shared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("people")) as found:
        yield found


@pytest.fixture
def desk(shared: Desk) -> Iterator[Desk]:
    yield from undone(shared)


@pytest.fixture
def boss(desk: Desk) -> FlaskClient:
    return desk.signed_in(desk.hire(BOSS, name="Bo Schmidt"))


def choices(client: FlaskClient, address: str, name: str) -> set[str]:
    page = BeautifulSoup(client.get(address).get_data(as_text=True), "html5lib")
    return {str(each["value"]) for each in page.select(f"select[name={name}] option")} - {""}


# --- whom one sees


def test_one_sees_the_people_of_the_own_offices_only(desk: Desk, boss: FlaskClient) -> None:
    ours, theirs = desk.hire(COUNTER), desk.hire(Grant(kind=Right.COUNTER, place=NORD), home="nord")
    shown = words(boss.get("/dienst/personen/"))
    assert ours.name in shown
    assert theirs.name not in shown
    assert boss.get(f"/dienst/personen/{theirs.id}").status_code == 404
    assert boss.get("/dienst/personen/999999").status_code == 404
    assert boss.get("/dienst/personen/99999999999999999999").status_code == 404


def test_an_administrator_sees_all_and_can_look_at_one_office(desk: Desk) -> None:
    ours, theirs = desk.hire(COUNTER), desk.hire(Grant(kind=Right.COUNTER, place=NORD), home="nord")
    client = desk.signed_in(desk.hire(ADMIN, home=""))
    all_of_them = words(client.get("/dienst/personen/"))
    some = words(client.get("/dienst/personen/?stelle=nord"))
    assert ours.name in all_of_them and theirs.name in all_of_them
    assert ours.name not in some and theirs.name in some


def test_the_tabs_and_tasks_lead_only_where_one_may_go(desk: Desk) -> None:
    manager = Grant(kind=Role.APPOINTMENT_MANAGER, place=MITTE)
    lead = Grant(kind=Role.GROUP_LEAD, place=ENTRANCE)
    others = [Grant(kind=each) for each in (Right.HOTLINE, Right.AUDIT, Right.STATISTICS)]
    for grants in ((), (manager,), (COUNTER,), (lead,), (BOSS,), (ADMIN,), *zip(others)):
        client = desk.signed_in(desk.hire(*grants))
        page = BeautifulSoup(client.get("/dienst/").get_data(as_text=True), "html5lib")
        for path in {str(link["href"]) for link in page.select("nav a, main a")}:
            assert client.get(path, follow_redirects=True).status_code == 200, (grants, path)


def test_a_right_beside_the_ladder_shows_its_own_task_alone(desk: Desk) -> None:
    client = desk.signed_in(desk.hire(Grant(kind=Right.AUDIT)))
    page = BeautifulSoup(client.get("/dienst/").get_data(as_text=True), "html5lib")
    assert [link.get_text() for link in page.select("nav a")] == ["Protokoll"]


# --- inviting and giving


def test_somebody_is_invited_and_stands_in_the_list(desk: Desk, boss: FlaskClient) -> None:
    answer = desk.send(
        boss, "/dienst/personen/einladen", name="Neu Hier", mail="neu@jobcenter.example",
        kind="counter", place="mitte/mitte-eingang", first_day="", last_day="",
    )  # fmt: skip
    assert answer.status_code == 303
    page = words(boss.get(answer.location))
    assert "Die Einladung ist unterwegs." in page
    assert "Serviceplatz Geschäftsstelle Mitte: Eingangszone Mitte" in page
    assert len(letters.claim_due(desk.seconds, most=9, lease_seconds=60)) == 1


def test_an_empty_invitation_names_every_field_at_once(desk: Desk, boss: FlaskClient) -> None:
    answer = desk.send(boss, "/dienst/personen/einladen", last_day="gestern")
    page = BeautifulSoup(answer.get_data(as_text=True), "html5lib")
    named = {str(link["href"]) for link in page.select("#error-summary a")}
    assert named == {"#name", "#mail", "#kind", "#place", "#last_day"}


def test_only_what_one_may_give_can_be_chosen(desk: Desk, boss: FlaskClient) -> None:
    other = desk.hire(COUNTER)
    address = f"/dienst/personen/{other.id}/rolle"
    assert choices(boss, address, "kind") == {"appointment_manager", "group_lead", "counter"}
    places = choices(boss, address, "place")
    assert "mitte" in places and "mitte/mitte-eingang" in places
    assert not any(place.startswith(("nord", "*")) for place in places)


@pytest.mark.parametrize(
    "odd",
    [
        {"kind": "", "place": "mitte"},
        {"kind": "counter", "place": ""},
        {"kind": "counter", "place": "nord"},
        {"kind": "counter", "place": "nord/nord-eingang"},
        {"kind": "administrator", "place": "*"},
        {"kind": "office_administrator", "place": "mitte"},
        {"kind": "audit", "place": "mitte"},
        {"kind": "godmode", "place": "mitte"},
        {"kind": "counter", "place": "mitte", "last_day": "31.02.2026"},
        {"kind": "counter", "place": "mitte", "last_day": "morgen"},
        {"kind": "counter", "place": "mitte", "first_day": "2.12.2026", "last_day": "1.12.2026"},
        {"kind": "counter", "place": "mitte", "last_day": "1.1.2026"},
    ],
)
def test_odd_roles_are_refused_with_the_field_named(
    desk: Desk, boss: FlaskClient, odd: dict[str, str]
) -> None:
    other = desk.hire()
    answer = desk.send(boss, f"/dienst/personen/{other.id}/rolle", **odd)
    assert answer.status_code == 422
    assert BeautifulSoup(answer.get_data(True), "html5lib").select("#error-summary a[href^='#']")
    assert desk.again(other.id).grants == ()


@pytest.mark.parametrize("name", ["", "x" * 300])
def test_a_name_must_be_a_name(desk: Desk, boss: FlaskClient, name: str) -> None:
    other = desk.hire(COUNTER)
    answer = desk.send(boss, f"/dienst/personen/{other.id}/aendern", home="mitte", name=name)
    assert answer.status_code == 422
    assert desk.again(other.id).name == other.name


def test_what_somebody_is_called_is_text_and_nothing_else(desk: Desk, boss: FlaskClient) -> None:
    other = desk.hire(COUNTER, name="<script>x</script> & Söhne")
    page = boss.get(f"/dienst/personen/{other.id}").get_data(as_text=True)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


# --- what ends


def test_a_role_taken_away_closes_the_next_page(desk: Desk) -> None:
    admin, office = desk.hire(ADMIN), desk.hire(BOSS)
    client, taker = desk.signed_in(office), desk.signed_in(admin)
    assert client.get("/dienst/personen/").status_code == 200

    desk.send(
        taker,
        f"/dienst/personen/{office.id}/rolle/{office.grants[0].id}/nehmen",
        page=f"/dienst/personen/{office.id}",
    )

    assert client.get("/dienst/personen/").status_code == 403
    assert client.get("/dienst/").status_code == 200


def test_a_lent_role_ends_with_its_last_day_while_signed_in(desk: Desk, boss: FlaskClient) -> None:
    admin, stand_in = desk.signed_in(desk.hire(ADMIN)), desk.hire(COUNTER)
    desk.send(
        admin, f"/dienst/personen/{stand_in.id}/rolle",
        kind="office_administrator", place="mitte", first_day="25.11.2026", last_day="27.11.2026",
    )  # fmt: skip
    codes = []
    for day in range(5):
        desk.booked.clock.now += timedelta(days=day and 1)
        codes.append(desk.signed_in(stand_in).get("/dienst/personen/").status_code)
    assert codes == [403, 200, 200, 200, 403]

    desk.booked.clock.now -= timedelta(days=1)
    desk.booked.clock.now = desk.booked.clock.now.replace(hour=22, minute=58)
    client = desk.signed_in(stand_in)
    assert client.get("/dienst/personen/").status_code == 200
    desk.booked.clock.now += timedelta(minutes=3)
    assert client.get("/dienst/personen/").status_code == 403


def test_who_is_switched_off_is_signed_out(desk: Desk, boss: FlaskClient) -> None:
    other = desk.hire(Grant(kind=Right.COUNTER, place=ENTRANCE))
    client = desk.signed_in(other)
    person = f"/dienst/personen/{other.id}"
    desk.send(boss, f"{person}/aus", page=person)
    assert leads_to(client.get("/dienst/")) == "/dienst/anmelden"
    assert desk.sign_in(desk.browser(), other).status_code == 422
    desk.send(boss, f"{person}/an", page=person)
    assert desk.sign_in(desk.browser(), other).status_code == 303


def test_a_lost_telephone_is_taken_away_by_the_office(desk: Desk, boss: FlaskClient) -> None:
    other = desk.hire(COUNTER)
    staff.set_factor(other.id, "JBSWY3DPEHPK3PXP", step=0)
    person = f"/dienst/personen/{other.id}"
    assert "Telefon verloren" in words(boss.get(person))
    desk.send(boss, f"{person}/zweiter-faktor", page=person)
    assert not desk.again(other.id).has_factor


# --- audit log


def test_the_audit_log_answers_by_reference_with_names(desk: Desk, boss: FlaskClient) -> None:
    other = desk.hire(COUNTER)
    desk.send(boss, f"/dienst/personen/{other.id}/aendern", home="mitte", name="Anders Genannt")
    reader = desk.signed_in(desk.hire(Grant(kind=Right.AUDIT)))
    found = words(desk.send(reader, "/dienst/protokoll", reference=f"p {other.id}"))
    assert "Bo Schmidt" in found and f"P-{other.id}" in found
    assert "Anders Genannt" not in found


def test_the_audit_log_by_purpose_names_nobody(desk: Desk, boss: FlaskClient) -> None:
    other = desk.hire(COUNTER)
    desk.send(boss, f"/dienst/personen/{other.id}/aendern", home="mitte", name="Anders Genannt")
    reader = desk.signed_in(desk.hire(Grant(kind=Right.AUDIT)))
    found = words(desk.send(reader, "/dienst/protokoll", purpose="people"))
    assert f"P-{other.id}" in found
    assert "Bo Schmidt" not in found


@pytest.mark.parametrize("answers", [{}, {"reference": "x" * 300}, {"purpose": "godmode"}])
def test_the_audit_log_asks_again(desk: Desk, answers: dict[str, str]) -> None:
    reader = desk.signed_in(desk.hire(Grant(kind=Right.AUDIT)))
    assert desk.send(reader, "/dienst/protokoll", **answers).status_code == 422


# --- another name, another office


def test_somebody_moves_to_another_office(desk: Desk) -> None:
    other = desk.hire(COUNTER)
    client = desk.signed_in(desk.hire(ADMIN))
    address = f"/dienst/personen/{other.id}/aendern"
    assert desk.send(client, address, name=other.name, home="nord").status_code == 303
    assert desk.again(other.id).home == "nord"
    assert desk.send(client, address, name=other.name, home="*").status_code == 303
    assert desk.again(other.id).home == ""


@pytest.mark.parametrize("home", ["nord", "*", "", "nirgends"])
def test_nobody_is_moved_to_where_one_decides_nothing(
    desk: Desk, boss: FlaskClient, home: str
) -> None:
    other = desk.hire(COUNTER)
    answer = desk.send(boss, f"/dienst/personen/{other.id}/aendern", name="Anders", home=home)
    assert answer.status_code == 422
    assert desk.again(other.id) == other
