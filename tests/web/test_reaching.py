"""How somebody is reached who has no mail: short messages, the counter, and forms by post."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from backend.domain.appointments import Appointment
from backend.store import appointments, database, letters, queues
from tests.web.booked import Booked, portal_with
from tests.web.walk import Walk

GATEWAY, BODY = "https://sms.example/send", "to={to}&text={text}"
ORDER = "/termin/mitte/neuantrag/formulare"
ADDRESS = "Erika Beispiel\nWeg 1\n28195 Bremen"


@pytest.fixture
def portal(default_database_url: str, tmp_path: Path) -> Iterator[Booked]:
    with portal_with(default_database_url, tmp_path, SMS_URL=GATEWAY, SMS_BODY=BODY) as booked:
        yield booked


@pytest.fixture
def plain_portal(default_database_url: str, tmp_path: Path) -> Iterator[Booked]:
    with portal_with(default_database_url, tmp_path) as booked:
        yield booked


def to_reach(portal: Booked) -> Walk:
    """As far as the question how to be reached, with a time on the last day that is shown."""
    way = Walk(portal.stranger()).open("/de/termin/mitte/bankverbindung/persoenlich/tage")
    way.open(str(way.page.select("main .tb-rows a.tb-row[href*='/tage/']")[-1]["href"]))
    way.send(start=way.value("start"))
    return way.send(for_whom="myself", name="Erika Beispiel", number="214A123456")


def only_one() -> Appointment:
    [(number,)] = database.every("SELECT id FROM appointment WHERE state = 'booked'")
    found = appointments.by_id(number)
    assert found is not None
    return found


def sent() -> set[tuple[str, str]]:
    return set(database.every("SELECT kind, channel FROM letter"))


def test_a_mobile_phone_is_enough(portal: Booked) -> None:
    way = to_reach(portal).send(phone="0151 23456789", sms="1")
    assert way.address.endswith("/buchen/pruefen#main")
    way.send()

    assert only_one().person.sms
    assert sent() == {("confirmation", "sms"), ("reminder", "sms")}


@pytest.mark.parametrize("phone", ["", "0421 123456"])
def test_an_sms_needs_a_mobile_phone(portal: Booked, phone: str) -> None:
    way = to_reach(portal).send(phone=phone, sms="1")
    assert way.status == 422
    assert len(way.errors) == 1
    assert way.page.select_one("[name=sms][checked]") is not None


def test_who_shares_the_phone_gets_no_sms(portal: Booked) -> None:
    way = to_reach(portal).send(phone="0151 23456789", sms="1", private="1")
    assert way.address.endswith("/buchen/papier#main")
    way.send(delivery="none").send()

    assert not only_one().person.sms
    assert sent() == set()


def test_without_a_gateway_nobody_is_asked_and_nobody_can_ask(plain_portal: Booked) -> None:
    way = to_reach(plain_portal)
    assert way.page.select_one("[name=sms]") is None
    way.send(phone="0151 23456789", sms="1")

    assert way.address.endswith("/buchen/papier#main")


def test_a_letter_is_kept_at_the_counter_for_who_has_no_address(portal: Booked) -> None:
    way = to_reach(portal).send(email="", phone="").send(delivery="counter").send().send()

    (letter,) = letters.waiting_papers()
    office = portal.content.offices["mitte"]
    assert letter.recipient.splitlines()[0] == "Erika Beispiel"
    assert office.street in letter.recipient
    assert way.status == 200


def test_forms_come_by_post_without_an_appointment(portal: Booked) -> None:
    way = Walk(portal.stranger()).open("/de/termin/mitte/neuantrag/")
    link = way.page.select_one("main a[href$='/formulare']")
    assert link is not None
    way.open(str(link["href"])).send(address=ADDRESS)

    assert way.address.endswith(f"/de{ORDER}/bestellt#main")
    (order,) = queues.orders()
    assert (order.recipient, order.facts["concern"]) == (ADDRESS, "neuantrag")


@pytest.mark.parametrize("address", ["", "Erika", "x" * 700])
def test_an_order_needs_a_whole_address(portal: Booked, address: str) -> None:
    way = Walk(portal.stranger()).open(f"/de{ORDER}").send(address=address)
    assert way.status == 422
    assert way.errors
    assert queues.orders() == []


def test_a_stranger_without_the_forms_token_orders_nothing(portal: Booked) -> None:
    answer = portal.stranger().post(f"/de{ORDER}", data={"address": ADDRESS})
    assert answer.status_code == 422
    assert queues.orders() == []


def test_nobody_orders_without_end(portal: Booked) -> None:
    way = Walk(portal.stranger())
    for number in range(10):
        way.open(f"/de{ORDER}").send(address=f"{ADDRESS} {number}")
        assert way.status == 200
    assert way.open(f"/de{ORDER}").send(address=ADDRESS).status == 429
    assert len(queues.orders()) == 10


def test_a_concern_without_forms_sends_none(portal: Booked) -> None:
    without = next(each for each in portal.content.concerns.values() if not each.forms)
    client = portal.stranger()
    assert client.get(f"/de/termin/mitte/{without.key}/formulare").status_code == 404
    assert client.get(f"/de/termin/mitte/{without.key}/formulare/bestellt").status_code == 404
    page = client.get(f"/de/termin/mitte/{without.key}/").get_data(as_text=True)
    assert "/formulare" not in page


def test_an_office_that_does_not_take_a_concern_sends_no_forms(portal: Booked) -> None:
    elsewhere = next(
        (office, concern)
        for concern in portal.content.concerns.values()
        for office in portal.content.offices.values()
        if concern.forms and concern.key not in office.concerns
    )
    way = f"/de/termin/{elsewhere[0].key}/{elsewhere[1].key}/formulare"
    client = portal.stranger()
    assert client.get(way).status_code == 404
    assert client.get(f"{way}/bestellt").status_code == 404


def test_a_double_press_orders_once(portal: Booked) -> None:
    way = Walk(portal.stranger()).open(f"/de{ORDER}")
    again = replace(way)
    way.send(address=ADDRESS)
    again.send(address=ADDRESS)
    assert (way.status, again.status) == (200, 200)
    assert len(queues.orders()) == 1
