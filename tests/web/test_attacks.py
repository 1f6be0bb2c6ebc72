"""Somebody who does not play by the rules: odd parts, tricks with tabs, greed, other people."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from backend.actions import booking, forgetting, persons
from backend.domain.appointments import Person
from backend.store import database
from tests.web.booked import Booked, portal_with
from tests.web.walk import Walk

CONCERN = "/termin/mitte/bankverbindung"


@pytest.fixture
def portal(default_database_url: str, tmp_path: Path) -> Iterator[Booked]:
    with portal_with(default_database_url, tmp_path) as booked:
        yield booked


def to_days(way: Walk, office: str = "mitte") -> Walk:
    way.open(f"/de/termin/{office}/bankverbindung/angaben")
    return way.send(channel=way.value("channel"), interpreting="no")


def to_times(way: Walk, line: int = 0) -> Walk:
    days = to_days(way).page.select("main .tb-rows a.tb-row[href*='/tage/']")
    return way.open(str(days[line]["href"]))


def to_who(way: Walk) -> Walk:
    to_times(way)
    return way.send(start=way.value("start"))


def to_check(way: Walk) -> Walk:
    to_who(way).send(for_whom="myself", name="Erika Beispiel", number="214A123456")
    return way.send(email="erika@example.org")


def states() -> list[tuple[str, str, int]]:
    return database.every("SELECT state, office, start_cell FROM appointment ORDER BY id", ())


# --- odd requests


@pytest.mark.parametrize("name", ["f" * 16, "8" + "0" * 15, "1_f", "+1f", " 1f", "1F"])
def test_a_link_with_an_impossible_number_opens_nothing(portal: Booked, name: str) -> None:
    answer = portal.stranger().get(f"/de/mein-termin/{name}-AAAAAAAAAAAAAAAAAAAAAAAA")

    assert answer.status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {"json": [1]},
        {"json": {"name": 5, "reference": [1], "csrf_token": {"a": 1}}},
        {"json": "text"},
        {"data": {"name": "file", "street": "file", "csrf_token": "file"}},
    ],
)
@pytest.mark.parametrize("page", ["buchen/name", "mein-termin/", "zustaendig/"])
def test_a_form_sent_as_file_or_json_counts_as_empty(
    portal: Booked, page: str, body: dict[str, Any]
) -> None:
    way = to_who(Walk(portal.stranger()))

    files = {name: (io.BytesIO(b"a\nb"), "a.txt") for name in body.get("data", ())}
    answer = way.client.post(f"/de/{page}", **(body | {"data": files} if files else body))

    assert answer.status_code == 422


@pytest.mark.parametrize("host", ["evil.example", "a b", "", "[::1]:x"])
def test_a_redirect_never_repeats_the_host_somebody_named(portal: Booked, host: str) -> None:
    answer = portal.stranger().get("/de/termin?neu=ja", headers={"Host": host})

    assert answer.status_code == 308
    assert answer.location == "/de/termin/?neu=ja"


@pytest.mark.parametrize("day", ["000001" + "9" * 30, "000001" + "9" * 5000])
def test_an_endless_birth_date_is_refused(portal: Booked, day: str) -> None:
    way = to_who(Walk(portal.stranger()))
    way.send(for_whom="myself", name="Erika Beispiel", no_number="y")

    way.send(birth_day=day, birth_month="1", birth_year="1990")

    assert way.status == 422
    assert way.errors


def test_a_tower_of_accents_is_cut_and_no_spelling_is(portal: Booked) -> None:
    way = to_who(Walk(portal.stranger()))

    way.send(for_whom="myself", name="Z" + "\u0301" * 100 + " Nguye\u0302\u0303n", no_number="y")
    draft = portal.draft(way.client)

    assert draft is not None
    assert draft.name == "Z" + "\u0301" * 3 + " Nguye\u0302\u0303n"


# --- several windows


def test_what_is_booked_is_what_was_shown(portal: Booked) -> None:
    shown = to_check(Walk(portal.stranger()))
    other = to_times(Walk(shown.client), 2)
    other.send(start=other.value("start"))

    shown.send()

    assert shown.address.endswith("/de/buchen/pruefen#main")
    assert [state for state, *_spot in states()] == ["held"]
    shown.send()
    assert [state for state, *_spot in states()] == ["booked"]


def test_who_cancels_while_moving_can_book_anew(portal: Booked) -> None:
    appointment = portal.book()
    client, address = portal.knower(appointment), portal.address(appointment)
    portal.send(client, f"{address}/verlegen")
    portal.send(client, f"{address}/absagen")
    way = to_times(Walk(client))

    way.send(start=way.value("start"))
    assert way.status == 404
    to_times(way)
    way.send(start=way.value("start"))
    way.send()

    assert way.status == 200
    assert sorted(state for state, *_spot in states())[:2] == ["booked", "cancelled"]


def test_who_cancels_just_before_moving_keeps_the_answers(portal: Booked) -> None:
    appointment = portal.book()
    client, address = portal.knower(appointment), portal.address(appointment)
    portal.send(client, f"{address}/verlegen")
    way = to_times(Walk(client), 2)
    way.send(start=way.value("start"))
    portal.send(portal.stranger(), f"{address}/absagen")

    way.send()
    assert way.status == 404
    way.open("/de/buchen/pruefen").send()

    assert way.status == 200
    assert {"booked", "cancelled"} <= {state for state, *_spot in states()}


# --- answers that would not be kept


@pytest.mark.parametrize(("name", "asks"), [("Nguyễn Thị Ánh", False), ("Олена", True)])
def test_only_a_name_in_another_script_is_asked_for_in_latin_letters(
    portal: Booked, name: str, *, asks: bool
) -> None:
    way = to_who(Walk(portal.stranger())).send(for_whom="myself", name=name, no_number="y")

    assert bool(way.page.select("[name=latin_name]")) is asks


def moving(portal: Booked, **answers: Any) -> Walk:
    appointment = portal.book(**answers)
    client = portal.knower(appointment)
    portal.send(client, f"{portal.address(appointment)}/verlegen")
    way = to_times(Walk(client), 2)
    return way.send(start=way.value("start"))


def test_who_moves_is_offered_no_other_name_or_contact(portal: Booked) -> None:
    way = moving(portal, phone="0151 12345678", sms=True)

    persons_own = way.page.select("main a[href*='/buchen/']")

    assert persons_own == []
    assert "Per SMS" in way.words
    for page in ("name", "mehr", "erreichbar", "papier"):
        assert way.open(f"/de/buchen/{page}").address.endswith("/buchen/pruefen#main")


def test_who_moves_to_the_phone_is_asked_for_the_number_alone(portal: Booked) -> None:
    way = moving(portal)
    way.open("/de/termin/mitte/fragen-leistung/angaben").send(channel="phone", interpreting="no")
    way.open(str(way.page.select("main a[href*='/tage/']")[0]["href"]))
    way.send(start=way.value("start"))
    assert way.address.endswith("/buchen/erreichbar#main")
    fields = {str(field["name"]) for field in way.page.select("main input[name]")}

    way.send(phone="call me")
    wrong = (way.status, way.open("/de/buchen/pruefen").address)
    way.send(phone="0421 123456")

    assert fields == {"csrf_token", "phone"}
    assert wrong == (422, "/de/buchen/erreichbar")
    assert "0421 123456" in way.words
    assert way.address.endswith("/buchen/pruefen#main")


@pytest.mark.parametrize(
    ("page", "wrong"), [("name", {"name": ""}), ("erreichbar", {"email": "erika@"})]
)
def test_a_right_answer_that_became_wrong_is_not_booked(
    portal: Booked, page: str, wrong: dict[str, str | list[str]]
) -> None:
    way = to_check(Walk(portal.stranger()))
    way.open(f"/de/buchen/{page}").send(**wrong)
    assert way.status == 422

    way.open("/de/buchen/pruefen")

    assert way.address == f"/de/buchen/{page}"


# --- what was finished stays finished


def test_a_copied_cookie_opens_nothing_after_finishing(portal: Booked) -> None:
    way = to_check(Walk(portal.stranger())).send()
    own = way.address.partition("#")[0]
    cookie = way.client.get_cookie("s")
    assert cookie is not None
    copied = portal.stranger()
    copied.set_cookie("s", cookie.value)
    before = copied.get(own).get_data(as_text=True)

    way.send("form[action*='buchen/ende']")

    after = copied.get(own).get_data(as_text=True)
    assert f"{own}/karte" in before
    assert f"{own}/karte" not in after
    assert f"{own}/name" in after


def test_the_back_button_still_leads_to_what_was_booked(portal: Booked) -> None:
    way = to_check(Walk(portal.stranger())).send()
    own = way.address

    assert way.open("/de/buchen/name").address == own


def test_a_second_booking_in_one_browser_gets_a_draft_of_its_own(portal: Booked) -> None:
    way = to_check(Walk(portal.stranger())).send()
    first = way.address.partition("#")[0]

    to_who(way)

    assert way.address.endswith("/buchen/name#main")
    assert f"{first}/karte" in str(way.open(first).page)


def test_a_forgotten_name_is_in_no_file_any_more(portal: Booked, tmp_path: Path) -> None:
    appointment = portal.book(name="Zzyxqa Wurblefink")
    now = portal.clock.now.astimezone(portal.zone)
    booking.cancel(appointment.id, now=now)

    forgetting.sweep(now=now + timedelta(days=8), retention_days=7, draft_minutes=120)

    files = [file for file in tmp_path.glob("test.db*") if b"Wurblefink" in file.read_bytes()]
    assert files == []


def test_finishing_in_an_old_window_deletes_too(portal: Booked) -> None:
    way = to_who(Walk(portal.stranger()))

    way.client.post("/de/buchen/ende", data={"csrf_token": "from an older page"})

    assert states() == []
    assert database.every("SELECT 1 FROM draft", ()) == []


# --- one against all others


def test_typing_errors_of_some_lock_nobody_out(portal: Booked) -> None:
    codes = {
        portal.send(
            portal.stranger(f"192.0.2.{number}"), "/de/mein-termin/", reference="K7", name="Olena"
        ).status_code
        for number in range(1, 13)
    }

    assert codes == {422}


@pytest.mark.parametrize("number", ["weiß nicht", "123", "0000000000", "214A12345"])
def test_what_is_no_customer_number_locks_nobody_out(portal: Booked, number: str) -> None:
    portal.book(number=number)

    second = portal.book(number=number, email="erika@example.org")

    assert second.reference


def test_one_client_cannot_hold_a_whole_day(portal: Booked) -> None:
    way = to_times(Walk(portal.stranger("192.0.2.66")))
    form = {"csrf_token": way.value("csrf_token"), "start": way.value("start")}
    cookie = way.client.get_cookie("s")
    assert cookie is not None
    codes = []
    for _number in range(62):
        # The same cookie again and again: to the portal each press is another visitor.
        way.client.set_cookie("s", cookie.value)
        codes.append(way.client.post(way.address.partition("#")[0], data=form).status_code)

    assert 429 not in codes[:60]
    assert codes[60:] == [429, 429]
    neighbour = to_who(Walk(portal.stranger("192.0.2.67")))
    assert neighbour.address.endswith("/buchen/name#main")


def test_keeping_a_time_longer_counts_as_holding(portal: Booked) -> None:
    settings = portal.app.extensions["portal"].settings
    object.__setattr__(settings, "holds_per_client", 2)
    way = to_who(Walk(portal.stranger()))
    pressed = replace(way)

    pressed.send("form[action*=verlaengern]")
    way.send("form[action*=verlaengern]")

    assert (pressed.status, way.status) == (200, 429)


def test_a_person_with_an_unknown_number_still_has_other_keys() -> None:
    one = Person(name="A", number="?", phone="0421 12")
    other = Person(name="B", number="??", phone="042112")

    assert persons.keys_of(one) == persons.keys_of(other) != []
