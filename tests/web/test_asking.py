"""Customers ask to be called back: one page, a promise, a way to take it back."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backend.actions import callbacks as calling
from backend.domain.callbacks import State
from backend.domain.roles import Place
from backend.store import callbacks, capacity, database
from tests.web.desk import Desk, leads_to, shared_desk, undone, words

FORM = "/de/rueckruf/mitte/bescheid/"
ASKED = {
    "name": "Olena Kovalenko",
    "phone": "0421 5550199",
    "part_of_day": "any",
    "interpreter": "uk",
    "number": "",
    "email": "",
}


@pytest.fixture(scope="module")
def house(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("asking")) as desk:
        yield desk


@pytest.fixture
def desk(house: Desk) -> Iterator[Desk]:
    yield from undone(house)


def ask(
    desk: Desk, client: FlaskClient, address: str = FORM, *, once: str = "", **answers: str
) -> TestResponse:
    token = desk.booked.csrf(client, address)
    sent = {"csrf_token": token, "once": once or f"once-{id(answers)}-{client}", **ASKED, **answers}
    return client.post(address, data=sent)


def standing(desk: Desk) -> list[object]:
    return list(callbacks.standing(desk.seconds))


def test_the_page_promises_day_and_time(desk: Desk) -> None:
    client = desk.browser()
    shown = client.get(leads_to(ask(desk, client)))
    # Tuesday 4:00 in the morning: two working days later.
    assert "Donnerstag, 26. November" in words(shown) and "04:00" in words(shown)
    [callback] = callbacks.standing(desk.seconds)
    assert callback.team == Place("mitte", "mitte-leistung")
    assert (callback.caller.name, callback.interpreter) == ("Olena Kovalenko", "uk")


def test_the_promise_shows_neither_name_nor_number_nor_concern(desk: Desk) -> None:
    client = desk.browser()
    shown = client.get(leads_to(ask(desk, client))).get_data(as_text=True)
    assert not [word for word in ("Kovalenko", "5550199", "Bescheid") if word in shown]


def test_name_and_number_lie_sealed(desk: Desk) -> None:
    ask(desk, desk.browser())
    [row] = database.every("SELECT * FROM callback")
    assert not [part for part in map(str, row) if "Kovalenko" in part or "5550199" in part]


def test_pressing_twice_asks_once(desk: Desk) -> None:
    client = desk.browser()
    first = ask(desk, client, once="the same form of both")
    second = ask(desk, client, once="the same form of both")
    assert leads_to(first) == leads_to(second)
    assert len(standing(desk)) == 1


def test_what_is_missing_is_asked_again_and_the_rest_stays(desk: Desk) -> None:
    client = desk.browser()
    answer = ask(desk, client, phone="", part_of_day="")
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "Olena Kovalenko" in page and page.count("govuk-form-group--error") == 2
    assert standing(desk) == []


@pytest.mark.parametrize("name", ["x" * 10_000, "", "\u202e\u0000"])
def test_odd_names_are_refused_kindly(desk: Desk, name: str) -> None:
    assert ask(desk, desk.browser(), name=name).status_code == 422


@pytest.mark.parametrize("phone", ["999999999999999999999", "mein Telefon", "+"])
def test_odd_numbers_are_refused_kindly(desk: Desk, phone: str) -> None:
    assert ask(desk, desk.browser(), phone=phone).status_code == 422


def test_arabic_digits_are_understood(desk: Desk) -> None:
    ask(desk, desk.browser(), "/ar/rueckruf/mitte/bescheid/", phone="٠٤٢١ ٥٥٥٠١٩٩")
    [callback] = callbacks.standing(desk.seconds)
    assert (callback.caller.phone, callback.languages) == ("0421 5550199", "ar")


def test_taking_it_back_ends_it(desk: Desk) -> None:
    client = desk.browser()
    page = leads_to(ask(desk, client))
    token = desk.booked.csrf(client, page)
    answer = client.post(f"{page}/zuruecknehmen", data={"csrf_token": token})
    assert leads_to(answer) == page
    assert "zurückgenommen" in words(client.get(page))
    assert standing(desk) == []
    assert client.post(f"{page}/zuruecknehmen", data={"csrf_token": token}).status_code == 303


def test_it_is_found_again_by_number_and_name(desk: Desk) -> None:
    page = leads_to(ask(desk, desk.browser()))
    [callback] = callbacks.standing(desk.seconds)
    for name, status in (("Olena", 303), ("Somebody", 422)):
        client = desk.browser("192.0.2.7")
        token = desk.booked.csrf(client, "/de/rueckruf/")
        sent = {"csrf_token": token, "reference": callback.reference.lower(), "name": name}
        answer = client.post("/de/rueckruf/", data=sent)
        assert answer.status_code == status
        assert leads_to(answer) == (page if status == 303 else "")


def test_a_wrong_link_opens_nothing(desk: Desk) -> None:
    page = leads_to(ask(desk, desk.browser()))
    assert desk.browser().get(page[:-1] + ("a" if page[-1] != "a" else "b")).status_code == 404
    assert desk.browser().get("/de/rueckruf/zusage/x").status_code == 404


def test_whoever_asks_by_script_is_stopped(desk: Desk) -> None:
    client = desk.browser()
    statuses = [ask(desk, client, phone=f"0421 55501{number}").status_code for number in range(12)]
    assert statuses == [303] * 10 + [429] * 2


def test_one_phone_is_not_called_again_and_again(desk: Desk) -> None:
    statuses = [ask(desk, desk.browser(f"192.0.2.{number}")).status_code for number in range(1, 9)]
    assert statuses == [303] * 6 + [429] * 2


def test_it_can_be_asked_for_while_all_times_are_taken(desk: Desk) -> None:
    database.run("DELETE FROM opening")
    capacity.change_edition()
    client = desk.browser()
    empty = client.get("/de/termin/mitte/bescheid/persoenlich/tage").get_data(as_text=True)
    assert f'href="{FORM}"' in empty
    assert ask(desk, client).status_code == 303
    capacity.change_edition()


def test_where_nobody_calls_back_other_ways_are_open(desk: Desk) -> None:
    callbacks.write_pauses("mitte", [team.group for team in calling.teams("mitte")])
    client = desk.browser()
    page = client.get(FORM)
    assert page.status_code == 200 and not re.search(
        "<form[^>]*rueckruf", page.get_data(as_text=True)
    )
    assert len(re.findall('class="tb-row"', page.get_data(as_text=True))) == 3
    days = client.get("/de/termin/mitte/bescheid/persoenlich/tage").get_data(as_text=True)
    assert FORM not in days


def test_a_concern_of_another_office_is_none_here(desk: Desk) -> None:
    assert desk.browser().get("/de/rueckruf/jba-mitte/bescheid/").status_code == 404
    assert desk.browser().get("/de/rueckruf/nirgendwo/bescheid/").status_code == 404


def test_the_promise_prints_while_it_stands(desk: Desk) -> None:
    client = desk.browser()
    page = leads_to(ask(desk, client))
    for name in ("karte.pdf", "bon.pdf"):
        assert client.get(f"{page}/{name}").data.startswith(b"%PDF")
    [callback] = callbacks.standing(desk.seconds)
    callbacks.end(callback.id, State.DONE, now_seconds=desk.seconds)
    assert leads_to(client.get(f"{page}/karte.pdf")) == page


def test_a_mail_address_gets_the_promise_too(desk: Desk) -> None:
    ask(desk, desk.browser(), email="olena@example.org")
    assert desk.booked.letters("callback") == 1


def test_on_friday_before_a_holiday_the_weekend_and_it_are_left_out(desk: Desk) -> None:
    # Thursday 24 December 2026, 10:30: Friday and Saturday are holidays.
    desk.booked.clock.now = datetime(2026, 12, 24, 9, 30, tzinfo=UTC)
    client = desk.browser()
    shown = words(client.get(leads_to(ask(desk, client))))
    assert "Dienstag, 29. Dezember" in shown and "10:30" in shown


def test_an_emergency_is_not_put_off_to_a_callback(desk: Desk) -> None:
    concern = next(each for each in desk.booked.content.concerns.values() if each.emergency)
    client = desk.browser()
    address = f"/de/rueckruf/mitte/{concern.key}/"
    for page in (
        f"/de/termin/mitte/{concern.key}/",
        f"/de/termin/mitte/{concern.key}/persoenlich/tage",
    ):
        assert address not in client.get(page).get_data(as_text=True)
    assert "heute" in words(client.get(address))


def test_no_promise_goes_out_of_what_was_taken_back(desk: Desk) -> None:
    client = desk.browser()
    page = leads_to(ask(desk, client, email="olena@example.org"))
    token = desk.booked.csrf(client, page)
    client.post(f"{page}/zuruecknehmen", data={"csrf_token": token})
    assert desk.booked.letters("callback") == 0
