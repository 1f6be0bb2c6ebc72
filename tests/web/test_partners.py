"""Partners: clients agree first; no organisation sees another, or the office (R103, R107)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from backend.actions import partnering
from backend.domain.appointments import BookedBy
from backend.domain.partners import Organisation
from backend.domain.roles import Grant, Right, Role
from backend.store import appointments, database, partners, staff
from tests.web.desk import (
    MITTE,
    PASSWORD,
    Desk,
    leads_to,
    shared_desk,
    undone,
    words,
)
from tests.web.partnered import booked, founded
from tests.web.walk import Walk

OWN = {
    "/dienst/", "/dienst/abmelden", "/dienst/anmelden", "/dienst/anmelden/code", "/dienst/hilfe/",
}  # fmt: skip
"""Pages of everybody who signs in; those of the own account come to them."""


@pytest.fixture(scope="module")
def shared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("partners")) as found:
        yield found


@pytest.fixture
def desk(shared: Desk) -> Iterator[Desk]:
    yield from undone(shared)


def test_a_partner_signs_in_as_the_staff_do_and_sees_only_the_own_work(desk: Desk) -> None:
    lead = founded(desk, "Deichhaus")
    client = desk.browser()
    assert leads_to(desk.sign_in(client, lead, PASSWORD)) == "/dienst/"
    shown = words(client.get("/dienst/"))
    assert "Gemeinsam buchen" in shown
    assert "Personen" not in shown


def test_nobody_books_together_without_the_clients_consent(desk: Desk) -> None:
    client = desk.signed_in(founded(desk, "Deichhaus"))
    answer = desk.send(client, "/dienst/beratung/buchen/ar+de")
    assert answer.status_code == 422
    assert "Deichhaus" in words(answer)


def test_both_read_the_same_page_in_the_clients_language_and_german(desk: Desk) -> None:
    client = desk.signed_in(founded(desk, "Deichhaus"))
    page = client.get("/dienst/beratung/buchen/ar+de").get_data(as_text=True)
    assert '<html lang="ar" dir="rtl"' in page
    assert 'lang="de"' in page


def test_a_neutral_organisation_is_never_named_to_clients(desk: Desk) -> None:
    lead = founded(desk, "Frauenhaus")
    partners.change(Organisation(id=lead.organisation, name="Frauenhaus", is_neutral=True))
    page = desk.signed_in(lead).get("/dienst/beratung/buchen/de")
    assert "Frauenhaus" not in words(page)


def test_a_counsellor_books_beside_a_client_who_has_agreed(desk: Desk) -> None:
    lead = founded(desk, "Deichhaus")
    appointment_id = booked(desk, desk.signed_in(lead))
    found, consent = appointments.by_id(appointment_id), partners.consent_for(appointment_id)
    assert found is not None
    assert consent is not None
    assert (found.wish.booked_by, found.person.email) == (BookedBy.PARTNER, lead.mail)
    assert (consent.organisation, consent.languages) == (lead.organisation, "ar+de")
    assert "Deichhaus" in consent.text


def test_the_counsellors_address_books_for_any_number_of_clients(desk: Desk) -> None:
    lead = founded(desk, "Deichhaus")
    booked(desk, desk.signed_in(lead))
    keys = database.one("SELECT count(*) FROM customer_key")
    assert keys == (1,)  # the number, not the address
    database.run("DELETE FROM customer_key")
    booked(desk, desk.signed_in(lead))


def test_a_client_is_opened_until_the_consent_is_taken_back(desk: Desk) -> None:
    client = desk.signed_in(founded(desk, "Deichhaus"))
    appointment_id = booked(desk, client)
    assert "Amal Haddad" in words(client.get("/dienst/beratung/"))
    address = f"/dienst/beratung/klient/{appointment_id}"
    answer = desk.send(client, address, page="/dienst/beratung/")
    page = client.get(leads_to(answer))
    assert "Karte" in words(page)
    partnering.withdraw(appointment_id, now=desk.now)
    assert "Amal Haddad" not in words(client.get("/dienst/beratung/"))
    assert "Karte" not in words(client.get(leads_to(answer)))
    assert client.post(address, data={}).status_code == 404


def test_the_office_sees_who_comes_along(desk: Desk) -> None:
    lead = founded(desk, "Deichhaus")
    client = desk.signed_in(lead)
    found = appointments.by_id(booked(desk, client, comes_along="1"))
    assert found is not None
    clerk = desk.signed_in(desk.hire(Grant(kind=Right.COUNTER, place=MITTE)))
    shown = words(clerk.get(f"/dienst/tag/mitte/{found.day.isoformat()}"))
    assert "Lead of Deichhaus" in shown
    assert found.wish.companion


def test_the_client_reads_what_was_agreed_to_and_takes_it_back(desk: Desk) -> None:
    counsellor = desk.signed_in(founded(desk, "Deichhaus"))
    found = appointments.by_id(booked(desk, counsellor))
    assert found is not None
    client = desk.booked.knower(found)
    page = desk.booked.address(found)
    assert "Deichhaus" in words(client.get(page))
    token = desk.token(client, page)
    client.post(f"{page}/einwilligung", data={"csrf_token": token})
    assert "Deichhaus" not in words(client.get(page))
    assert "Amal Haddad" not in words(counsellor.get("/dienst/beratung/"))


def test_who_only_has_the_link_takes_no_consent_back(desk: Desk) -> None:
    found = appointments.by_id(booked(desk, desk.signed_in(founded(desk, "Deichhaus"))))
    assert found is not None
    page = desk.booked.address(found)
    stranger = desk.booked.stranger()
    assert "Deichhaus" not in words(stranger.get(page))
    token = desk.token(stranger, page)
    stranger.post(f"{page}/einwilligung", data={"csrf_token": token})
    consent = partners.consent_for(found.id)
    assert consent is not None
    assert consent.is_valid


BLOCK = "/dienst/beratung/gruppe?stelle=mitte&anliegen=bankverbindung&sprache=ar&anzahl=3"
NAMES = {
    f"clients-{place}-{name}": value
    for place, who in enumerate(("Amal", "Bina", "Cem"))
    for name, value in (("name", who), ("number", f"214A12345{place}"), ("agreed", "1"))
}


def _block_page(client: FlaskClient) -> Walk:
    way = Walk(client).open(BLOCK)
    link = way.page.select_one("main a[href*='gruppe/2']")
    assert link is not None
    return way.open(str(link["href"]))


def test_three_clients_are_booked_one_after_another(desk: Desk) -> None:
    client = desk.signed_in(founded(desk, "Deichhaus"))
    way = _block_page(client)
    way.send(**NAMES)
    assert way.status == 200
    assert all(name in way.words for name in ("Amal", "Bina", "Cem"))


def test_of_a_block_nobody_is_booked_before_all_have_agreed(desk: Desk) -> None:
    client = desk.signed_in(founded(desk, "Deichhaus"))
    way = _block_page(client)
    given = {name: value for name, value in NAMES.items() if name != "clients-1-agreed"}
    way.send(**given)
    assert way.status == 422
    assert len(way.errors) == 1
    assert way.value("clients-2-name") == "Cem"
    assert database.one("SELECT count(*) FROM consent") == (0,)


def test_a_client_with_an_open_appointment_is_named_and_nobody_is_booked(desk: Desk) -> None:
    client = desk.signed_in(founded(desk, "Deichhaus"))
    desk.booked.book(number="214A123451", email="")
    way = _block_page(client)
    way.send(**NAMES)
    assert way.status == 409
    assert database.one("SELECT count(*) FROM consent") == (0,)


def test_counsellors_do_not_decide_on_the_team(desk: Desk) -> None:
    lead = founded(desk, "Deichhaus")
    jo = desk.hire(home="")
    staff.belong(jo.id, lead.organisation, leads=0)
    client = desk.signed_in(jo)
    assert client.get("/dienst/beratung/team/").status_code == 403
    assert client.get("/dienst/beratung/").status_code == 200


def test_an_administrator_admits_and_removes_organisations(desk: Desk) -> None:
    boss = desk.signed_in(desk.hire(Grant(kind=Role.ADMINISTRATOR)))
    answer = desk.send(
        boss,
        "/dienst/organisationen/neu",
        name="Nachbarschaftshaus",
        kind="counselling",
        agreed_on="1.10.2026",
        agreement="Az. 12",
        lead_name="Li Wei",
        mail="li@nachbarn.example",
    )
    page = leads_to(answer)
    assert "Li Wei" in words(boss.get(page))
    desk.send(boss, f"{page}/entfernen", page=page)
    (found,) = partners.everybody()
    assert not found.is_admitted


def test_staff_are_no_counsellors(desk: Desk) -> None:
    boss = desk.signed_in(desk.hire(Grant(kind=Role.ADMINISTRATOR)))
    assert boss.get("/dienst/beratung/").status_code == 403
