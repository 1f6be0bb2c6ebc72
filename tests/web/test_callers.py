"""What the hotline may open: what it has booked or found by the caller's facts, and no more."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from backend.domain.appointments import Appointment
from backend.domain.roles import Grant, Right
from backend.store import audit, database
from tests.web.desk import ENTRANCE, Desk, shared_desk, undone, words
from tests.web.test_registering import booked, enter, fields, soup

HOTLINE = Grant(kind=Right.HOTLINE)
PAGE = "/dienst/buchen/mitte"
WAYS = ("gebucht/{}", "termin/{}/verlegen", "termin/{}/uebergeben", "termin/{}/folgetermin",
        "frueher/{}")  # fmt: skip


@pytest.fixture(scope="module")
def whole(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("callers")) as desk:
        yield desk


@pytest.fixture
def desk(whole: Desk) -> Iterator[Desk]:
    yield from undone(whole)


@pytest.fixture
def agent(desk: Desk) -> FlaskClient:
    return desk.signed_in(desk.hire(HOTLINE, home=""))


@pytest.fixture
def found(desk: Desk) -> Appointment:
    """An appointment that somebody at a counter has booked."""
    clerk = desk.signed_in(desk.hire(Grant(kind=Right.COUNTER, place=ENTRANCE)))
    return book(clerk, number="123A456789")


def book(client: FlaskClient, name: str = "Amal Haddad", **typed: str) -> Appointment:
    page = soup(enter(client, soup(client.get(PAGE)), concern="Bankverbindung"))
    return booked(enter(client, page, name=name, **typed))


def seen(client: FlaskClient, found: Appointment) -> set[int]:
    return {client.get(f"/dienst/{way.format(found.id)}").status_code for way in WAYS}


def test_the_hotline_opens_nothing_by_trying_numbers(
    agent: FlaskClient, found: Appointment
) -> None:
    assert seen(agent, found) == {404}


def test_it_opens_what_it_has_booked_itself_and_no_colleague_does(
    desk: Desk, agent: FlaskClient
) -> None:
    own = book(agent)
    assert seen(agent, own) == {200}
    assert seen(desk.signed_in(desk.hire(HOTLINE, home="")), own) == {404}


@pytest.mark.parametrize(
    "facts", [{"reference": ""}, {"number": "123A456789", "name": "Amal Haddad"}]
)
def test_it_opens_what_the_caller_has_named(
    desk: Desk, agent: FlaskClient, found: Appointment, facts: dict[str, str]
) -> None:
    facts = {key: text or found.reference for key, text in facts.items()}
    blank = {"reference": "", "number": "", "birth": "", "name": ""}
    told = desk.send(agent, "/dienst/suche", **blank | facts)
    assert f"/dienst/termin/{found.id}/verlegen" in told.get_data(as_text=True)
    assert seen(agent, found) == {200}


def test_what_went_to_the_stored_contact_stays_closed(desk: Desk, agent: FlaskClient) -> None:
    clerk = desk.signed_in(desk.hire(Grant(kind=Right.COUNTER, place=ENTRANCE)))
    born = book(clerk, birth="27.3.1985", email="a@example.org")
    facts = {"reference": "", "number": "", "birth": "27.3.1985", "name": "Amal Haddad"}
    desk.send(agent, "/dienst/suche", **facts)
    assert seen(agent, born) == {404}


def test_the_number_named_for_an_earlier_time_opens_it(
    desk: Desk, agent: FlaskClient, found: Appointment
) -> None:
    desk.send(agent, "/dienst/frueher/", reference=found.reference)
    assert agent.get(f"/dienst/frueher/{found.id}").status_code == 200


def test_on_the_next_day_it_is_asked_for_the_facts_again(desk: Desk) -> None:
    account = desk.hire(HOTLINE, home="")
    own = book(desk.signed_in(account))
    desk.booked.clock.now += timedelta(days=1)
    assert seen(desk.signed_in(account), own) == {404}


def test_a_customer_number_alone_tells_nothing_of_the_open_appointment(
    agent: FlaskClient, found: Appointment
) -> None:
    page = soup(enter(agent, soup(agent.get(PAGE)), concern="Bankverbindung"))
    other = enter(agent, page, name="Jemand Anders", number="123A456789")
    assert other.status_code == 409 and found.reference[:4] not in words(other)
    named = enter(agent, soup(other), name="Amal Haddad", number="123A456789")
    assert found.reference[:4] in words(named)
    assert fields(soup(named))["number"] == "123A456789"


CANCEL = "/dienst/telefon/absagen/{}"


def find(desk: Desk, agent: FlaskClient, found: Appointment) -> str:
    blank = {"number": "", "birth": "", "name": ""}
    told = desk.send(agent, "/dienst/suche", reference=found.reference, **blank)
    return told.get_data(as_text=True)


def test_what_the_caller_has_named_is_cancelled_once_with_a_letter_and_noted_as_a_call(
    desk: Desk, agent: FlaskClient
) -> None:
    clerk = desk.signed_in(desk.hire(Grant(kind=Right.COUNTER, place=ENTRANCE)))
    found = book(clerk, number="123A456789", email="amal@example.org")
    address = CANCEL.format(found.id)
    assert agent.get(address).status_code == 404
    assert address in find(desk, agent, found)
    assert desk.send(agent, address, reason="").status_code == 422
    page = soup(agent.get(address))
    one, two = (enter(agent, page, reason="customer") for _each in range(2))
    assert (one.status_code, two.status_code) == (303, 303)
    assert "Der Termin ist abgesagt" in words(agent.get(one.headers["Location"]))
    sent = database.every("SELECT kind FROM letter WHERE appointment = ?", (found.id,))
    assert [kind for (kind,) in sent].count("cancellation") == 1
    deeds = [each for each in audit.about(found.reference) if each.detail.startswith("cancelled")]
    assert [each.matter.purpose for each in deeds] == ["hotline"]


def test_nobody_else_cancels_here_and_the_counter_keeps_its_own_page(
    desk: Desk, agent: FlaskClient, found: Appointment
) -> None:
    find(desk, agent, found)
    clerk = desk.signed_in(desk.hire(Grant(kind=Right.COUNTER, place=ENTRANCE)))
    assert clerk.get(CANCEL.format(found.id)).status_code == 404
    assert agent.get(f"/dienst/termin/{found.id}/absagen").status_code == 404
    assert desk.signed_in(desk.hire(HOTLINE)).get(CANCEL.format(found.id)).status_code == 404


def test_what_has_begun_is_not_cancelled_any_more(desk: Desk) -> None:
    account = desk.hire(HOTLINE, home="")
    own = book(desk.signed_in(account))
    desk.booked.clock.now += own.start - desk.now.replace(tzinfo=None) + timedelta(minutes=1)
    late = desk.signed_in(account)
    find(desk, late, own)
    answer = desk.send(late, CANCEL.format(own.id), reason="customer")
    assert answer.status_code == 409


def test_what_was_found_is_moved_and_read_aloud_with_one_key_each(
    desk: Desk, agent: FlaskClient, found: Appointment
) -> None:
    find(desk, agent, found)
    page = BeautifulSoup(find(desk, agent, found), "html5lib")
    keys = {"".join(each["accesskey"]): str(each["href"]) for each in page.select("[accesskey]")}
    assert sorted(keys) == ["a", "l", "v"]
    assert {agent.get(way).status_code for way in keys.values()} == {200}
    moving = soup(agent.get(keys["v"]))
    assert enter(agent, moving).status_code == 303
    assert audit.about(found.reference)[0].matter.purpose == "hotline"
