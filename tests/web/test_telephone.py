"""Booking on the telephone: from the address to the office, the time and the person (R77, D8)."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backend.domain.appointments import BookedBy
from backend.domain.roles import Grant, Right
from backend.store import audit, capacity, database
from tests.web.desk import ENTRANCE, NORD, Desk, leads_to, shared_desk, undone, words
from tests.web.test_registering import booked, enter, fields, soup

PAGE = "/dienst/telefon/"
HOTLINE = Grant(kind=Right.HOTLINE)


@pytest.fixture(scope="module")
def whole(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("telephone")) as desk:
        yield desk


@pytest.fixture
def desk(whole: Desk) -> Iterator[Desk]:
    yield from undone(whole)


@pytest.fixture
def agent(desk: Desk) -> FlaskClient:
    return desk.signed_in(desk.hire(HOTLINE, home=""))


def ask(agent: FlaskClient, **typed: str) -> TestResponse:
    return enter(agent, soup(agent.get(PAGE)), **{"concern": "bank"} | typed)


def times(agent: FlaskClient, **typed: str) -> BeautifulSoup:
    """The page with the times, after one Enter."""
    answer = ask(agent, **{"street": "28203"} | typed)
    page = soup(answer)
    assert page.select("[name=start]"), words(answer)
    return page


def offices(page: BeautifulSoup) -> list[str]:
    return [str(each["value"]) for each in page.select("[name=chosen_office]")]


def test_address_and_concern_lead_to_three_times_and_a_name_books(agent: FlaskClient) -> None:
    page = times(agent)
    assert len(page.select("[name=start]")) == 3
    found = booked(enter(agent, page, name="Amal Haddad", phone="0421 123456"))
    assert (found.office, found.wish.booked_by) == ("mitte", BookedBy.HOTLINE)
    assert audit.about(found.reference)[0].matter.purpose == "hotline"


def test_where_two_offices_are_possible_one_is_chosen_and_can_be_changed(
    agent: FlaskClient,
) -> None:
    page = soup(ask(agent, street="28205 Bremen"))
    assert offices(page) == ["mitte", "ost"] and not page.select("[name=start]")
    east = soup(enter(agent, page, chosen_office="ost"))
    assert east.select("[name=start]")
    other = enter(agent, east, chosen_office="mitte", name="Amal")
    assert other.status_code == 200 and soup(other).select("[name=start]")
    assert booked(enter(agent, soup(other))).office == "mitte"


def test_another_address_shows_the_times_of_its_office_before_anything_is_booked(
    agent: FlaskClient,
) -> None:
    page = times(agent)
    moved = enter(agent, page, street="28217", name="Amal")
    assert moved.status_code == 200
    assert database.one("SELECT count(*) FROM appointment") == (0,)
    assert booked(enter(agent, soup(moved))).office == "west"


def test_nothing_of_the_address_is_kept_or_stands_in_an_address(agent: FlaskClient) -> None:
    page = times(agent, street="Geheime Gasse 77, 28203")
    form = page.select_one("main form[method=post]")
    assert form is not None and str(form["action"]).partition("#")[0] == PAGE
    answer = enter(agent, page, name="Amal")
    assert "Gasse" not in str(answer.headers)
    found = booked(answer)
    tables = database.every("SELECT name FROM sqlite_master WHERE type = 'table'")
    for (table,) in tables:
        assert "Geheime" not in str(database.every(f"SELECT * FROM {table}")), table
    assert "Gasse" not in agent.get(f"/dienst/gebucht/{found.id}").get_data(as_text=True)


@pytest.mark.parametrize("way", ["no_address", "secret_address", "institution"])
def test_without_an_address_there_is_a_choice(agent: FlaskClient, way: str) -> None:
    page = soup(ask(agent, way=way))
    assert len(offices(page)) == 5
    assert soup(enter(agent, page, chosen_office="sued")).select("[name=start]")


def test_an_office_may_be_named(agent: FlaskClient) -> None:
    assert booked(enter(agent, times(agent, street="", way="nord"), name="Amal")).office == "nord"


@pytest.mark.parametrize("street", ["", "Gibt es nicht 3", "99999", "\x00", "٢", "x" * 10_000])
def test_an_unknown_address_is_asked_again_and_all_is_kept(agent: FlaskClient, street: str) -> None:
    answer = ask(agent, street=street, language="uk")
    assert answer.status_code == 422
    kept = fields(soup(answer))
    assert (kept["concern"], kept["language"]) == ("bank", "uk")


def test_arabic_digits_are_read(agent: FlaskClient) -> None:
    assert times(agent, street="٢٨٢٠٣")


def test_another_jobcenter_is_named_with_its_way(agent: FlaskClient) -> None:
    answer = ask(agent, street="Bremerhaven")
    assert answer.status_code == 422 and "Jobcenter Bremerhaven" in words(answer)
    assert "0471" in words(answer)


def test_the_youth_office_is_offered_only_for_what_it_carries(agent: FlaskClient) -> None:
    carried = offices(soup(ask(agent, street="28203", young="1", concern="Ausbildung")))
    others = offices(soup(ask(agent, street="28203", young="1", concern="Notlage")))
    assert len(carried) > 1 and others == ["mitte"]


def test_the_cut_off_is_kept_unless_the_office_opens_the_day(
    desk: Desk,
) -> None:
    desk.booked.clock.now += timedelta(hours=4)
    agent = desk.signed_in(desk.hire(HOTLINE, home=""))
    today = f"{desk.now:%d.%m.%Y}"
    assert not soup(ask(agent, street="28203", day=today)).select("[name=start]")
    database.run("UPDATE office_rules SET hotline_same_day = 1 WHERE office = 'mitte'")
    capacity.change_edition()
    assert soup(ask(agent, street="28203", day=today)).select("[name=start]")


def test_an_internal_address_may_book_many_times(agent: FlaskClient) -> None:
    for name in ("Amal", "Bo"):
        booked(enter(agent, times(agent), name=name, email="empfang@example.org"))


def test_what_is_read_aloud_stands_in_german_and_the_callers_language(agent: FlaskClient) -> None:
    found = booked(enter(agent, times(agent, concern="Neuantrag", language="ar"), name="Amal"))
    page = soup(agent.get(f"/dienst/gebucht/{found.id}"))
    said = page.select("#aloud ~ p [lang=ar], #aloud ~ ul [lang=ar]")
    assert len(said) > 3 and page.select("#aloud ~ p [lang=de]")
    assert "Beispielstraße 1" in page.select_one("main").get_text()  # type: ignore[union-attr]
    assert page.select_one(f"a[accesskey=n][href='{PAGE}#street']")


def test_the_same_page_sent_twice_books_once(agent: FlaskClient) -> None:
    page = times(agent)
    one, two = enter(agent, page, name="Amal"), enter(agent, page, name="Amal")
    assert booked(one) == booked(two)


def test_everything_else_is_one_key_away(agent: FlaskClient) -> None:
    keys = {
        "".join(each["accesskey"]): str(each["href"])
        for each in soup(agent.get(PAGE)).select("[accesskey]")
    }
    assert {key: agent.get(way).status_code for key, way in keys.items()} == {
        "r": 200, "v": 200, "t": 200,
    }  # fmt: skip
    voicebox = soup(agent.get(keys["v"])).select_one("#kind option[selected]")
    assert voicebox is not None and voicebox["value"] == "voicebox"


def test_the_hotline_begins_here_and_others_have_no_such_page(
    desk: Desk, agent: FlaskClient
) -> None:
    assert leads_to(agent.get("/dienst/buchen/")) == PAGE
    clerk = desk.signed_in(desk.hire(Grant(kind=Right.COUNTER, place=ENTRANCE)))
    assert clerk.get(PAGE).status_code == 403
    both = desk.signed_in(desk.hire(HOTLINE, Grant(kind=Right.COUNTER, place=NORD)))
    assert PAGE in both.get("/dienst/buchen/").get_data(as_text=True)
    found = booked(enter(both, times(both, street="", way="nord"), name="Amal"))
    assert found.wish.booked_by is BookedBy.COUNTER


@pytest.mark.parametrize("text", ["x" * 10_000, "\x00", "nowhere", "mitte|", "<b>"])
def test_nothing_a_browser_may_send_breaks_the_page(agent: FlaskClient, text: str) -> None:
    page = times(agent)
    for name in ("chosen_office", "placed", "way", "young", "shown", "pick", "asked"):
        answer = enter(agent, page, **{"name": "Amal", name: text})
        assert answer.status_code in {200, 303, 422}, name


def test_who_is_called_is_told_so_aloud_and_not_to_come(agent: FlaskClient) -> None:
    found = booked(
        enter(
            agent,
            times(agent, concern="Kontaktdaten", channel="phone"),
            name="Amal",
            phone="0421 123456",
        )
    )
    aloud = soup(agent.get(f"/dienst/gebucht/{found.id}")).select_one("#aloud ~ p + p + p + p")
    assert aloud is not None and "Wir rufen Sie an" in aloud.get_text()
