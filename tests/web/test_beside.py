"""Booking beside a client: what closes by itself, what is printed, and who decides (R107)."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from backend.actions import limiting, partnering
from backend.domain import marks
from backend.domain.accounts import State
from backend.domain.appointments import ForWhom, Need
from backend.domain.partners import Organisation, OrganisationKind
from backend.domain.roles import Grant, Right
from backend.store import appointments, audit, partners, staff
from backend.web.booking.answering import REFUSALS_PER_CLIENT, REFUSALS_WINDOW
from tests.web.desk import MITTE, Desk, leads_to, shared_desk, undone, words
from tests.web.partnered import ADMIN, CLIENT, agreed, at_reach, booked, founded, last_booked
from tests.web.walk import Walk

CLIENTS = "/dienst/beratung/"


@pytest.fixture(scope="module")
def shared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("beside")) as found:
        yield found


@pytest.fixture
def desk(shared: Desk) -> Iterator[Desk]:
    yield from undone(shared)


def opened(desk: Desk, client: FlaskClient, appointment_id: int) -> str:
    """The client's own page as the organisation opens it."""
    address = f"{CLIENTS}klient/{appointment_id}"
    return leads_to(desk.send(client, address, page=CLIENTS))


# --- who sits there


def test_after_signing_out_nothing_of_a_client_stays_open(desk: Desk) -> None:
    client = desk.signed_in(founded(desk, "Deichhaus"))
    page = opened(desk, client, booked(desk, client))
    assert "Karte" in words(client.get(page))
    desk.send(client, "/dienst/abmelden", page=CLIENTS)
    assert "Karte" not in words(client.get(page))


def test_after_a_rest_the_page_of_a_client_is_closed(desk: Desk) -> None:
    client = desk.signed_in(founded(desk, "Deichhaus"))
    page = opened(desk, client, booked(desk, client))
    desk.booked.clock.now += timedelta(minutes=31)
    assert "Karte" not in words(client.get(page))


def test_after_a_rest_the_booking_goes_on_for_who_signs_in_again(desk: Desk) -> None:
    lead = founded(desk, "Deichhaus")
    client = desk.signed_in(lead)
    way = at_reach(desk, client)
    desk.booked.clock.now += timedelta(minutes=31)
    page = "/ar+de/buchen/erreichbar"
    sign_in = client.get(page).location
    assert sign_in.startswith("/dienst/anmelden?weiter=")
    assert "Eingaben löschen" in words(client.get(sign_in))
    again = Walk(client).open(sign_in)
    again.send(mail=lead.mail, password="vier ganz kurze worte")
    assert again.address.startswith(page), way.address


def test_a_colleague_does_not_go_on_with_what_another_has_begun(desk: Desk) -> None:
    lead = founded(desk, "Deichhaus")
    client = desk.signed_in(lead)
    at_reach(desk, client)
    jo = desk.hire(home="")
    staff.belong(jo.id, lead.organisation, leads=0)
    theirs = desk.signed_in(jo).get_cookie("d")
    assert theirs is not None
    client.set_cookie("d", theirs.value)
    assert client.get("/ar+de/buchen/erreichbar").location.endswith("/dienst/beratung/buchen")


def test_counsellors_do_not_book_as_customers_without_consent(desk: Desk) -> None:
    client = desk.signed_in(founded(desk, "Deichhaus"))
    answer = client.get("/de/termin/mitte/bankverbindung/angaben")
    assert leads_to(answer) == "/dienst/beratung/buchen"


def test_a_consent_of_two_hours_ago_books_nothing(desk: Desk) -> None:
    lead = founded(desk, "Deichhaus")
    client = desk.signed_in(lead)
    at_reach(desk, client)
    desk.booked.clock.now += timedelta(hours=3)
    fresh = desk.signed_in(lead).get_cookie("d")
    assert fresh is not None
    client.set_cookie("d", fresh.value)
    assert leads_to(client.get("/ar+de/buchen/erreichbar")) == "/dienst/beratung/buchen"


# --- the client decides


def test_the_consent_is_printed_as_it_was_read_with_the_organisation_and_the_time(
    desk: Desk,
) -> None:
    client = desk.signed_in(founded(desk, "Deichhaus"))
    found = appointments.by_id(booked(desk, client))
    assert found is not None
    consent = partners.consent_for(found.id)
    assert consent is not None
    german, arabic = consent.text.split("\n")
    page = words(client.get(f"{desk.booked.address(found, 'ar')}/einwilligung"))
    assert german.partition("“")[0] in page and arabic[:12] in page
    assert "Deichhaus" in page and f"{desk.now:%H:%M}".lstrip("0") in page and CLIENT in page


def test_a_withdrawn_consent_is_printed_no_more(desk: Desk) -> None:
    client = desk.signed_in(founded(desk, "Deichhaus"))
    found = appointments.by_id(booked(desk, client))
    assert found is not None
    partnering.withdraw(found.id, now=desk.now)
    owner = desk.booked.knower(found)
    assert owner.get(f"{desk.booked.address(found)}/einwilligung").status_code == 404


def test_the_client_finds_the_consent_by_reference_and_name_and_takes_it_back(desk: Desk) -> None:
    found = appointments.by_id(booked(desk, desk.signed_in(founded(desk, "Deichhaus"))))
    assert found is not None
    way = Walk(desk.browser("192.0.2.77")).open("/ar/mein-termin/")
    way.send(reference=found.reference, name="Haddad")
    assert "Deichhaus" in way.words
    way.send("main form[action*='/einwilligung']")
    assert "Deichhaus" not in way.words
    consent = partners.consent_for(found.id)
    assert consent is not None and not consent.is_valid


def test_needs_are_never_shown_to_partners_afterwards(desk: Desk) -> None:
    client = desk.signed_in(founded(desk, "Deichhaus"))
    found = booked(desk, client)
    page = opened(desk, client, found)
    way = Walk(client).open(page)
    way.send("main form[action*='/verlegen']", change="all")
    way.open("/ar+de/termin/mitte/bankverbindung/angaben")
    assert not way.page.select("[name=needs][checked]")
    way.send(channel="in_person", interpreting="no")
    day = way.page.select("main .tb-rows a.tb-row[href*='/tage/']")[-1]
    way.open(str(day["href"]))
    way.send(start=way.value("start"))
    assert "Stufen" not in way.words
    way.send()
    moved = appointments.by_id(found)
    assert moved is not None and moved.sequence == 1
    assert Need.STEP_FREE in moved.needs


def test_the_link_in_the_counsellors_mail_is_closed_with_the_consent(desk: Desk) -> None:
    found = appointments.by_id(booked(desk, desk.signed_in(founded(desk, "Deichhaus"))))
    assert found is not None
    partnering.withdraw(found.id, now=desk.now)
    assert desk.browser().get(desk.booked.address(found)).status_code == 404
    fresh = appointments.by_id(found.id)
    assert fresh is not None
    assert desk.browser().get(desk.booked.address(fresh)).status_code == 200


def test_a_second_press_on_taking_the_consent_back_leads_to_the_appointment(desk: Desk) -> None:
    found = appointments.by_id(booked(desk, desk.signed_in(founded(desk, "Deichhaus"))))
    assert found is not None
    client, page = desk.booked.knower(found), desk.booked.address(found)
    sent = {"csrf_token": desk.token(client, page)}
    answers = [client.post(f"{page}/einwilligung", data=sent) for _press in range(2)]
    assert [client.get(leads_to(each)).status_code for each in answers] == [200, 200]
    assert leads_to(answers[0]) == leads_to(answers[1])


def test_without_the_consent_even_the_bare_link_is_closed_for_the_organisation(
    desk: Desk,
) -> None:
    client = desk.signed_in(founded(desk, "Deichhaus"))
    at_reach(desk, client).send(email="amal@example.org").send()
    found = appointments.by_id(last_booked())
    assert found is not None
    page = desk.booked.address(found)
    partnering.withdraw(found.id, now=desk.now)
    assert client.get(page).status_code == 404
    assert desk.browser().get(page).status_code == 200


def test_a_colleagues_address_is_no_clients_own(desk: Desk) -> None:
    lead = founded(desk, "Deichhaus")
    jo = desk.hire(home="", mail="jo@deichhaus.example")
    staff.belong(jo.id, lead.organisation, leads=0)
    at_reach(desk, desk.signed_in(lead)).send(email="Jo@deichhaus.example").send()
    found = appointments.by_id(last_booked())
    assert found is not None and found.person.shared_mail
    assert not [key for key in marks.customer_keys(found.person) if key.startswith("mail:")]


# --- guardians and neutral houses


def test_a_guardian_books_for_the_person_and_is_named_beside(desk: Desk) -> None:
    lead = founded(desk, "Betreuungsverein", OrganisationKind.GUARDIANS)
    client = desk.signed_in(lead)
    assert "Betreuer" in words(client.get("/dienst/beratung/buchen/de"))
    agreed(desk, client)
    way = Walk(client).open("/ar+de/termin/mitte/bankverbindung/angaben")
    way.send(channel="in_person", interpreting="no")
    first_day = way.page.select_one("main .tb-rows a.tb-row[href*='/tage/']")
    assert first_day is not None
    way.open(str(first_day["href"]))
    way.send(start=way.value("start"))
    way.send(name=CLIENT, number="214A123456").send()
    way.send(shared_mail="1").send()
    found = appointments.by_id(last_booked())
    assert found is not None
    assert found.person.for_whom is ForWhom.REPRESENTED
    assert found.person.representative == lead.name
    assert "Betreuerausweis" in way.words


def test_the_office_reads_no_address_of_an_advice_centre(desk: Desk) -> None:
    lead = founded(desk, "Frauenhaus")
    partners.change(Organisation(id=lead.organisation, name="Frauenhaus", is_neutral=True))
    appointment_id = booked(desk, desk.signed_in(lead))
    clerk = desk.signed_in(desk.hire(Grant(kind=Right.COUNTER, place=MITTE)))
    page = f"/dienst/termin/{appointment_id}"
    contact = desk.send(clerk, f"{page}/kontakt", page=page)
    details = desk.send(clerk, f"{page}/berichtigen", page=page)
    for answer in (contact, details):
        assert "frauenhaus" not in answer.get_data(as_text=True).casefold()
    assert "Beratungsstelle" in words(contact)


def test_who_corrects_a_name_leaves_the_messages_with_the_advice_centre(desk: Desk) -> None:
    lead = founded(desk, "Deichhaus")
    appointment_id = booked(desk, desk.signed_in(lead))
    clerk = desk.signed_in(desk.hire(Grant(kind=Right.COUNTER, place=MITTE)))
    page = f"/dienst/termin/{appointment_id}"
    way = Walk(clerk).open(page)
    way.send(f"main form[action*='{page}/berichtigen']")
    way.send("main form[action*='/berichtigen']", name="Amal Al-Haddad")
    found = appointments.by_id(appointment_id)
    assert found is not None
    assert found.person.name == "Amal Al-Haddad"
    assert (found.person.email, found.person.shared_mail) == (lead.mail, True)


# --- paper, and what the administrator can do


def test_the_confirmation_is_printed_as_a_letter_and_noted(desk: Desk) -> None:
    client = desk.signed_in(founded(desk, "Deichhaus"))
    found = appointments.by_id(booked(desk, client))
    assert found is not None
    answer = desk.send(client, f"{CLIENTS}klient/{found.id}/brief.pdf", page=CLIENTS)
    assert answer.mimetype == "application/pdf"
    assert "printed" in [entry.deed.value for entry in audit.about(found.reference)]


def test_an_administrator_lets_the_people_of_a_readmitted_organisation_in_again(
    desk: Desk,
) -> None:
    boss, lead = desk.signed_in(desk.hire(ADMIN)), founded(desk, "Deichhaus")
    page = f"/dienst/organisationen/{lead.organisation}"
    desk.send(boss, f"{page}/entfernen", page=page)
    desk.send(boss, f"{page}/zulassen", page=page)
    assert desk.again(lead.id).state is State.OFF
    desk.send(boss, f"{page}/person/{lead.id}/an", page=page)
    assert desk.again(lead.id).state is State.ACTIVE


def test_an_administrator_invites_another_lead(desk: Desk) -> None:
    boss, lead = desk.signed_in(desk.hire(ADMIN)), founded(desk, "Deichhaus")
    address = f"/dienst/organisationen/{lead.organisation}/einladen"
    desk.send(boss, address, name="Neu Leitung", mail="neu@partner.example")
    (found,) = [each for each in staff.everybody(lead.organisation) if each.id != lead.id]
    assert found.is_lead and found.state is State.INVITED


# --- blocks

BLOCK = "/dienst/beratung/gruppe?stelle=mitte&anliegen=bankverbindung&sprache=ar&anzahl=2"
NAMES = {
    "clients-0-name": "Amal", "clients-0-number": "214A123450", "clients-0-agreed": "1",
    "clients-1-name": "Bina", "clients-1-number": "214A123451", "clients-1-agreed": "1",
}  # fmt: skip


def _first_block(client: FlaskClient, address: str = BLOCK) -> Walk:
    way = Walk(client).open(address)
    link = way.page.select_one("main a[href*='gruppe/2']")
    assert link is not None
    return way.open(str(link["href"]))


def test_of_a_block_each_client_may_have_an_own_address(desk: Desk) -> None:
    lead = founded(desk, "Deichhaus")
    way = _first_block(desk.signed_in(lead))
    way.send(**NAMES | {"clients-1-email": "bina@example.org"})
    rows = partners.clients(lead.organisation, 0)
    mails = {each.person.name: each.person.email for _consent, each in rows}
    assert mails == {"Amal": lead.mail, "Bina": "bina@example.org"}


def test_who_comes_along_to_a_block_is_seen_by_the_office(desk: Desk) -> None:
    lead = founded(desk, "Deichhaus")
    _first_block(desk.signed_in(lead), f"{BLOCK}&begleitung=1").send(**NAMES)
    rows = partners.clients(lead.organisation, 0)
    assert [(c.comes_along, a.wish.companion) for c, a in rows] == [(True, True)] * 2


def test_the_clients_of_a_block_may_read_another_language_than_they_speak(desk: Desk) -> None:
    client = desk.signed_in(founded(desk, "Deichhaus"))
    way = _first_block(client, BLOCK.replace("sprache=ar", "sprache=&lesen=fa"))
    assert way.page.html is not None and way.page.html["lang"] == "fa"


def test_when_a_rival_takes_the_interpreter_nobody_is_booked_and_all_is_kept_for_another_time(
    desk: Desk,
) -> None:
    lead, rival = founded(desk, "Deichhaus"), founded(desk, "Hafenhaus")
    way = _first_block(desk.signed_in(lead))
    theirs = {name: text.replace("214A", "314A") for name, text in NAMES.items()}
    _first_block(desk.signed_in(rival)).send(**theirs)

    way.send(**NAMES)
    assert way.status == 409
    assert partners.clients(lead.organisation, 0) == []
    assert way.value("clients-1-name") == "Bina"

    other = way.page.select_one("button[formaction]")
    assert other is not None
    sent = NAMES | {"csrf_token": way.value("csrf_token"), "key": way.value("key")}
    shown = way.client.post(str(other["formaction"]), data=sent | {"show": "1"})
    assert "Bina" in shown.get_data(as_text=True)
    assert partners.clients(lead.organisation, 0) == []
    assert leads_to(way.client.post(str(other["formaction"]), data=sent)) == CLIENTS
    assert len(partners.clients(lead.organisation, 0)) == 2


def test_trying_out_numbers_in_blocks_ends_as_it_does_one_by_one(desk: Desk) -> None:
    desk.booked.book(number="214A123451", email="")
    way = _first_block(desk.signed_in(founded(desk, "Deichhaus")))
    for _try in range(REFUSALS_PER_CLIENT):
        limiting.count_try("refused to 192.0.2.1", most=99, seconds=REFUSALS_WINDOW, now=desk.now)
    way.send(**NAMES)
    assert way.status == 429
