"""Offers to book: written and withdrawn at the desk, opened by a code, used once."""

import re
import secrets
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backend.actions import cataloguing, forgetting
from backend.domain import booking_invitations
from backend.domain.booking_invitations import BookingInvitation, Invited, Way
from backend.domain.roles import Grant, Right, Role
from backend.store import audit
from backend.store import booking_invitations as invitations
from tests.guards.offered import invitation
from tests.web.desk import ENTRANCE, NORD, Desk, leads_to, shared_desk, undone, words

OLENA = Invited(name="Olena Kovalenko", number="123A456789", email="olena@example.org")
ANSWERS = {
    "name": "Olena Kovalenko", "concern": "bescheid", "channel": "in_person", "until": "8.12.2026",
    "languages": "ar", "interpreter": "", "way": "mail", "number": "123A456789",
    "email": "olena@example.org",
}  # fmt: skip


@pytest.fixture(scope="module")
def house(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("inviting")) as desk:
        yield desk


@pytest.fixture
def desk(house: Desk) -> Iterator[Desk]:
    yield from undone(house)


@pytest.fixture
def clerk(desk: Desk) -> FlaskClient:
    return desk.signed_in(desk.hire(Grant(kind=Right.COUNTER, place=ENTRANCE)))


def write(desk: Desk, client: FlaskClient, office: str = "mitte", **other: str) -> TestResponse:
    page = f"/dienst/einladungen/{office}/neu"
    return client.post(page, data={"csrf_token": desk.token(client, page)} | ANSWERS | other)


def the_only_one(desk: Desk) -> BookingInvitation:
    (found,) = invitations.standing("mitte", desk.seconds)
    return found


def way_in(found: BookingInvitation, pair: str = "de") -> str:
    return f"/{pair}/einladung/{booking_invitations.spaced(found.code)}"


def opened(desk: Desk, found: BookingInvitation, name: str = "Kovalenko") -> FlaskClient:
    client = desk.browser()
    desk.booked.send(client, way_in(found), name=name)
    return client


def hold(desk: Desk, client: FlaskClient) -> TestResponse:
    """Choose the first time on the first free day."""
    days = "/de/termin/mitte/bescheid/persoenlich/tage"
    found = re.search(rf"{days}/\d{{4}}-\d\d-\d\d", client.get(days).get_data(as_text=True))
    assert found
    page = client.get(found[0]).get_data(as_text=True)
    start = re.search(r'value="(\d{4}-\d\d-\d\dT\d\d:\d\d)"', page)
    assert start
    return desk.booked.send(client, found[0], start=start[1])


def book(desk: Desk, client: FlaskClient) -> TestResponse:
    return desk.booked.send(client, "/de/buchen/pruefen")


def test_an_offer_goes_out_and_stands_on_the_list_without_a_name(
    desk: Desk, clerk: FlaskClient
) -> None:
    answer = write(desk, clerk)
    assert leads_to(answer) == f"/dienst/einladungen/blatt/{the_only_one(desk).id}"
    assert desk.booked.letters("booking_invitation") == 1
    shown = words(clerk.get("/dienst/einladungen/mitte"))
    assert the_only_one(desk).reference[:4] in shown and "08.12.2026" in shown
    assert "Kovalenko" not in shown and "123A456789" not in shown


def test_the_form_sent_twice_makes_one_offer(desk: Desk, clerk: FlaskClient) -> None:
    for _time in range(2):
        write(desk, clerk, once="o" * 22)
    assert the_only_one(desk).way is Way.MAIL
    assert desk.booked.letters("booking_invitation") == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 10_000},
        {"concern": ""},
        {"concern": "gibtesnicht"},
        {"until": "31.2.2026"},
        {"until": "23.11.2026"},
        {"until": "1.6.2027"},
        {"email": ""},
        {"email": "olena"},
        {"private": "y"},
        {"way": "letter", "address": "nur eine Zeile"},
        {"way": "letter"},
        {"address": "x\n" * 10_000},
    ],
)
def test_what_cannot_be_offered_is_said_and_the_rest_stays(
    desk: Desk, clerk: FlaskClient, wrong: dict[str, str]
) -> None:
    answer = write(desk, clerk, **wrong)
    assert answer.status_code == 422
    assert "error-summary" in answer.get_data(as_text=True)
    assert invitations.standing("mitte", desk.seconds) == []
    assert desk.booked.letters("booking_invitation") == 0


def test_nobody_is_invited_where_nothing_is_free(desk: Desk) -> None:
    desk.booked.clock.now += timedelta(hours=16)
    clerk = desk.signed_in(desk.hire(Grant(kind=Right.COUNTER, place=ENTRANCE)))
    answer = write(desk, clerk, until="24.11.2026")
    assert answer.status_code == 422 and "kein Termin frei" in words(answer)
    assert invitations.standing("mitte", desk.seconds) == []


def test_who_shares_a_phone_gets_paper_alone(desk: Desk, clerk: FlaskClient) -> None:
    write(desk, clerk, private="y", way="print")
    assert the_only_one(desk).invited.is_private
    assert desk.booked.letters("booking_invitation") == 0


def test_nobody_is_invited_into_the_rooms_of_others(desk: Desk) -> None:
    boss = desk.hire(Grant(kind=Role.ADMINISTRATOR))
    here = desk.booked.app.extensions["portal"]
    record = cataloguing.record(here.live, "offices", "jba-nord")
    assert record is not None
    body = {key: each for key, each in record.body.items() if key != "hours"} | {"kind": "outreach"}
    cataloguing.change(boss, record, body, live=here.live, now=desk.now)
    client = desk.signed_in(boss)
    assert "Terminangebot" in words(client.get("/dienst/einladungen/jba-nord"))
    answer = write(desk, client, office="jba-nord", concern="arbeitsaufnahme")
    assert answer.status_code in {409, 422}
    assert invitations.standing("jba-nord", desk.seconds) == []


def test_an_appointment_fills_in_the_form_and_that_is_noted(desk: Desk, clerk: FlaskClient) -> None:
    first = desk.booked.book(number="123A456789")
    page = desk.send(clerk, f"/dienst/einladungen/zu/{first.id}", page="/dienst/konto/")
    shown = page.get_data(as_text=True)
    assert "Olena Kovalenko" in shown and "123A456789" in shown
    assert [entry.deed.value for entry in audit.about(first.reference)] == ["saw"]


def test_the_paper_has_code_and_address_and_the_printing_is_noted(
    desk: Desk, clerk: FlaskClient
) -> None:
    found = invitation(desk, languages="ar")
    page = f"/dienst/einladungen/blatt/{found.id}"
    answer = desk.send(clerk, f"{page}/einladung.pdf", page=page)
    assert answer.status_code == 200 and answer.get_data().startswith(b"%PDF")
    deeds = [entry.deed.value for entry in audit.about(found.reference)]
    assert sorted(deeds) == ["changed", "printed"]


def test_a_clerk_of_another_office_finds_nothing(desk: Desk) -> None:
    found = invitation(desk)
    other = desk.signed_in(desk.hire(Grant(kind=Right.COUNTER, place=NORD), home="nord"))
    page = f"/dienst/einladungen/blatt/{found.id}"
    assert other.get(page).status_code == 404
    assert desk.send(other, f"{page}/zuruecknehmen", page="/dienst/konto/").status_code == 404
    assert invitations.by_id(found.id) is not None


def test_before_the_name_only_office_and_times_are_shown(desk: Desk) -> None:
    found = invitation(desk, invited=OLENA)
    page = desk.browser().get(way_in(found))
    shown = words(page)
    assert page.status_code == 200 and "freiwillig" in shown and "Mitte" in shown
    for secret in ("Kovalenko", "Olena", "123A456789", "olena@", "Bescheid"):
        assert secret not in shown


def test_the_name_opens_the_times_and_nothing_is_asked_twice(desk: Desk) -> None:
    found = invitation(desk, invited=OLENA)
    client = opened(desk, found)
    assert leads_to(hold(desk, client)) == "/de/buchen/pruefen"
    shown = words(client.get("/de/buchen/pruefen"))
    assert "Kovalenko" in shown and "olena@example.org" in shown


def test_a_wrong_name_opens_nothing(desk: Desk) -> None:
    found = invitation(desk)
    client = desk.browser()
    assert desk.booked.send(client, way_in(found), name="Müller").status_code == 422
    assert desk.booked.draft(client) is None


def test_names_are_not_tried_out(desk: Desk) -> None:
    found = invitation(desk)
    client = desk.browser()
    tries = [desk.booked.send(client, way_in(found), name=f"Name {n}") for n in range(9)]
    assert tries[-1].status_code == 429


def test_booking_uses_the_code_up(desk: Desk) -> None:
    found = invitation(desk, invited=OLENA, way=Way.MAIL)
    client = opened(desk, found)
    hold(desk, client)
    assert book(desk, client).status_code == 303
    assert invitations.by_id(found.id) is None
    assert desk.booked.letters("booking_invitation") == 0, "what had not gone out is withdrawn"
    assert desk.booked.letters("confirmation") == 1
    assert desk.browser().get(way_in(found)).status_code == 404


def test_of_two_people_with_one_code_the_first_one_books(desk: Desk) -> None:
    found = invitation(desk, invited=Invited(name="Olena Kovalenko", phone="0421 5550199"))
    people = [opened(desk, found) for _person in range(2)]
    for year, client in zip(("1990", "1991"), people, strict=True):
        hold(desk, client)
        desk.booked.send(client, "/de/buchen/erreichbar", email=f"olena{year}@example.org")
        desk.booked.send(client, "/de/buchen/mehr", birth_day="1", birth_month="2", birth_year=year)
        desk.booked.send(client, "/de/buchen/papier", delivery="none")
    assert [book(desk, client).status_code for client in people] == [303, 404]
    assert desk.booked.draft(people[1]) is None, "without the code one begins anew"


def test_a_double_click_on_booking_books_once(desk: Desk) -> None:
    client = opened(desk, invitation(desk, invited=OLENA))
    hold(desk, client)
    token = desk.booked.csrf(client, "/de/buchen/pruefen")
    answers = [client.post("/de/buchen/pruefen", data={"csrf_token": token}) for _click in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert desk.booked.letters("confirmation") == 1


def test_one_open_appointment_is_still_all_there_is(desk: Desk) -> None:
    desk.booked.book(number="123A456789")
    found = invitation(desk, invited=OLENA)
    client = opened(desk, found)
    hold(desk, client)
    assert book(desk, client).status_code == 409
    assert invitations.by_id(found.id) is not None, "the code was not used"


def test_a_withdrawn_one_opens_nothing(desk: Desk, clerk: FlaskClient) -> None:
    found = invitation(desk, invited=OLENA, way=Way.MAIL)
    page = f"/dienst/einladungen/blatt/{found.id}"
    answers = [
        desk.send(clerk, f"{page}/zuruecknehmen", page="/dienst/konto/") for _press in range(2)
    ]
    assert [answer.status_code for answer in answers] == [303, 404]
    assert desk.browser().get(way_in(found)).status_code == 404
    assert desk.booked.letters("booking_invitation") == 0


def test_it_is_over_with_its_day_and_nothing_stays(desk: Desk) -> None:
    found = invitation(desk, invited=OLENA)
    desk.booked.clock.now += timedelta(days=14, hours=19)
    assert desk.now.date() == found.until
    assert desk.browser().get(way_in(found)).status_code == 200
    desk.booked.clock.now += timedelta(hours=1)
    assert desk.browser().get(way_in(found)).status_code == 404
    forgetting.sweep(now=desk.now, retention_days=7, draft_minutes=120)
    assert invitations.by_id(found.id) is None


def test_codes_are_not_tried_out(desk: Desk) -> None:
    found, client = invitation(desk), desk.browser("192.0.2.77")
    codes = [booking_invitations.new_code(secrets.randbelow) for _try in range(31)]
    statuses = [client.get(f"/de/einladung/{code}").status_code for code in codes]
    assert statuses[0] == 404 and statuses[-1] == 429
    assert client.get(way_in(found)).status_code == 429
    assert desk.browser("192.0.2.78").get(way_in(found)).status_code == 200


@pytest.mark.parametrize("typed", ["{code}", "{lower}", "{code}x", "%00", "x" * 10_000, "عربي"])
def test_a_code_is_read_however_it_is_typed(desk: Desk, typed: str) -> None:
    found = invitation(desk)
    address = "/de/einladung/" + typed.format(code=found.code, lower=found.code.lower())
    is_right = typed in {"{code}", "{lower}"}
    assert desk.browser().get(address).status_code == (200 if is_right else 404)


def test_the_pages_read_from_right_to_left(desk: Desk) -> None:
    page = desk.browser().get(way_in(invitation(desk), "ar+de")).get_data(as_text=True)
    assert 'dir="rtl"' in page


def test_letters_by_post_wait_with_those_of_the_office(desk: Desk, clerk: FlaskClient) -> None:
    address = "Olena Kovalenko\nMusterstr. 1\n28195 Bremen"
    found = invitation(
        desk, way=Way.LETTER, invited=Invited(name="Olena Kovalenko", address=address)
    )
    shown = words(clerk.get("/dienst/post/mitte"))
    assert found.reference[:4] in shown and "Kovalenko" not in shown
    desk.send(clerk, "/dienst/post/mitte/stapel", page="/dienst/post/mitte", weg="post")
    assert "Gedruckt am" in words(clerk.get("/dienst/post/mitte"))
