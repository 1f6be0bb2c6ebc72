"""One appointment at the desk; search, display, door and sheet: who is told what."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from backend.domain.roles import Grant, Right
from backend.store import audit
from tests.web.day import COUNTER, DAY, address, at, page, press, row, words_of
from tests.web.desk import Desk, shared_desk, undone, words


@pytest.fixture(scope="module")
def shared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("served")) as found:
        yield found


@pytest.fixture
def desk(shared: Desk) -> Iterator[Desk]:
    yield from undone(shared)


@pytest.fixture
def clerk(desk: Desk) -> FlaskClient:
    return desk.signed_in(desk.hire(COUNTER))


# --- the appointment


def test_the_contact_is_shown_on_request_and_that_is_noted(desk: Desk, clerk: FlaskClient) -> None:
    found = desk.booked.book(phone="0421 555123")
    at(desk, found)
    assert "olena@example.org" not in words(clerk.get(f"/dienst/termin/{found.id}"))
    assert audit.about(found.reference) == []
    answer = desk.send(clerk, f"/dienst/termin/{found.id}/kontakt", page="/dienst/konto/")
    assert "olena@example.org" in words(answer) and "0421 555123" in words(answer)
    assert [entry.deed.value for entry in audit.about(found.reference)] == ["saw"]


def test_a_reason_is_needed_to_cancel(desk: Desk, clerk: FlaskClient) -> None:
    found = desk.booked.book()
    at(desk, found)
    way = f"/dienst/termin/{found.id}/absagen"
    for reason in ("", "weil ich es sage"):
        assert desk.send(clerk, way, reason=reason).status_code == 422
    answer = desk.send(clerk, way, reason="staff")
    assert "Der Termin ist abgesagt." in words(clerk.get(answer.location))
    assert "abgesagt" in words_of(row(clerk, found))
    again = desk.send(clerk, way, reason="staff")
    assert "ist abgesagt worden" in words(clerk.get(again.location))
    assert desk.booked.letters("office_cancelled") == 1


def test_details_are_corrected_and_what_was_typed_stays(desk: Desk, clerk: FlaskClient) -> None:
    found = desk.booked.book()
    at(desk, found)
    way = f"/dienst/termin/{found.id}/berichtigen"
    opened = desk.send(clerk, way, page="/dienst/konto/")
    form = BeautifulSoup(opened.get_data(as_text=True), "html5lib")
    mail = form.select_one("[name=email]")
    assert mail is not None and mail["value"] == "olena@example.org"
    seen = form.select_one("[name=seen]")
    assert seen is not None
    given = {
        "seen": str(seen["value"]),
        "save": "1", "name": "Olena Kowalenko", "latin_name": "", "number": "", "phone": "",
        "email": "olena(at)example", "postal": "", "delivery": "mail",
    }  # fmt: skip
    for odd in (
        {},
        {"email": "", "delivery": "mail"},
        {"name": ""},
        {"phone": "12"},
        {"name": "x" * 10_000},
        {"email": "", "postal": "", "delivery": "letter"},
    ):
        answer = desk.send(clerk, way, page="/dienst/konto/", **(given | odd))
        assert answer.status_code == 422, odd
        assert (given | odd)["name"][:200] in answer.get_data(as_text=True)
    given["email"] = "neu@example.org"
    answer = desk.send(clerk, way, page="/dienst/konto/", **given)
    said = words(clerk.get(answer.location))
    assert "Olena Kowalenko" in said and "die Bestätigung geht noch einmal hinaus" in said
    again = desk.booked.book(name="Jemand anders")
    assert again.id != found.id


def test_details_that_a_colleague_corrected_are_shown_before_they_are_overwritten(
    desk: Desk, clerk: FlaskClient
) -> None:
    found = desk.booked.book()
    at(desk, found)
    way = f"/dienst/termin/{found.id}/berichtigen"
    given = {
        "save": "1", "seen": "older", "name": "Olena Kowalenko", "latin_name": "", "number": "",
        "phone": "", "email": "neu@example.org", "postal": "", "delivery": "mail",
    }  # fmt: skip
    answer = desk.send(clerk, way, page="/dienst/konto/", **given)
    assert answer.status_code == 409 and "olena@example.org" in words(answer)
    page = BeautifulSoup(answer.get_data(as_text=True), "html5lib")
    name, seen = page.select_one("[name=name]"), page.select_one("[name=seen]")
    assert name is not None and name["value"] == "Olena Kowalenko" and seen is not None
    again = desk.send(clerk, way, page="/dienst/konto/", **(given | {"seen": str(seen["value"])}))
    assert again.status_code == 303


def test_every_paper_is_printed_and_noted(desk: Desk, clerk: FlaskClient) -> None:
    found = desk.booked.book(languages="ar+de", name="أمل حداد")
    at(desk, found)
    for paper in ("blatt", "gross", "karte", "bon", "brief"):
        answer = desk.send(
            clerk, f"/dienst/termin/{found.id}/druck", page="/dienst/konto/", art=paper
        )
        assert answer.data.startswith(b"%PDF"), paper
        assert "termin.pdf" in answer.headers["Content-Disposition"]
    assert [each.deed.value for each in audit.about(found.reference)] == ["printed"] * 5
    answer = desk.send(clerk, f"/dienst/termin/{found.id}/druck", page="/dienst/konto/", art="x")
    assert answer.status_code == 303


def test_the_confirmation_is_sent_again(desk: Desk, clerk: FlaskClient) -> None:
    found = desk.booked.book()
    at(desk, found)
    before = desk.booked.letters("confirmation")
    way = press(desk, clerk, found, "senden")
    assert "geht noch einmal hinaus" in words(clerk.get(way))
    assert desk.booked.letters("confirmation") == before + 1


def test_a_line_for_the_case_software_has_everything_but_the_contact(
    desk: Desk, clerk: FlaskClient
) -> None:
    found = desk.booked.book(number="123A456789", interpreter="uk")
    at(desk, found)
    field = page(clerk, f"/dienst/termin/{found.id}").select_one("#copy")
    assert field is not None
    line = str(field["value"]).split("\t")
    assert line[0] == "24.11.2026" and "123A456789" in line and "Ukrainisch" in line
    assert not any("@" in part for part in line)


# --- display, door, search, sheet


def test_the_display_shows_the_end_of_the_number_and_the_room_alone(
    desk: Desk, clerk: FlaskClient
) -> None:
    found = desk.booked.book()
    at(desk, found)
    press(desk, clerk, found, "anmelden")
    assert "Bitte warten" in words(clerk.get("/dienst/anzeige/mitte"))
    press(desk, clerk, found, "aufrufen")
    said = words(clerk.get("/dienst/anzeige/mitte"))
    assert f"{found.reference[-4:]} Platz" in said
    for secret in (found.reference, "Olena", "Kovalenko", "Bankverbindung"):
        assert secret not in clerk.get("/dienst/anzeige/mitte").get_data(as_text=True)
    press(desk, clerk, found, "fertig")
    assert found.reference[-4:] not in words(clerk.get("/dienst/anzeige/mitte"))


def test_the_door_tells_time_number_and_room(desk: Desk, clerk: FlaskClient) -> None:
    found = desk.booked.book()
    at(desk, found)
    way = f"/dienst/tuer/mitte/{DAY}"
    said = words(clerk.get(way))
    assert f"{found.start:%H:%M} {found.reference[:4]}-{found.reference[4:]} Platz" in said
    assert "Olena" not in said and "Bankverbindung" not in said
    assert desk.send(clerk, way, page="/dienst/konto/").data.startswith(b"%PDF")
    assert [each.deed.value for each in audit.about("mitte")] == ["printed"]


def test_the_sheet_of_the_day_is_noted(desk: Desk, clerk: FlaskClient) -> None:
    found = desk.booked.book()
    at(desk, found)
    answer = desk.send(clerk, f"{address()}/druck", page="/dienst/konto/")
    assert "Olena Kovalenko" in words(answer) and "olena@example.org" not in words(answer)
    assert [each.deed.value for each in audit.about("mitte")] == ["printed"]


def test_the_search_says_its_rule_first_and_lists_nothing(desk: Desk, clerk: FlaskClient) -> None:
    found = desk.booked.book(number="123A456789")
    at(desk, found)
    assert "Zeit und Ort erfährt nur" in words(clerk.get("/dienst/suche"))
    empty = {"reference": "", "number": "", "birth": "", "name": ""}
    for odd in (
        {},
        {"name": "Olena"},
        {"number": "123A456789"},
        {"birth": "3.7.1988"},
        {"reference": "ABCD"},
        {"birth": "gestern", "name": "Olena"},
        {"reference": "x" * 10_000},
    ):
        assert desk.send(clerk, "/dienst/suche", **(empty | odd)).status_code == 422, odd
    for facts in ({"reference": found.reference}, {"number": "123a456789", "name": "olena"}):
        said = words(desk.send(clerk, "/dienst/suche", **(empty | facts)))
        assert "Olena Kovalenko" in said and "Alles zum Termin" in said
    said = words(
        desk.send(clerk, "/dienst/suche", **(empty | {"name": "Olena", "birth": "3.7.1988"}))
    )
    assert "an den gespeicherten Kontakt" in said and "Kovalenko" not in said


def test_the_hotline_is_told_time_and_place_and_no_more(desk: Desk) -> None:
    found = desk.booked.book()
    at(desk, found)
    hotline = desk.signed_in(desk.hire(Grant(kind=Right.HOTLINE), home=""))
    answer = desk.send(
        hotline, "/dienst/suche", reference=found.reference, number="", birth="", name=""
    )
    assert "Geschäftsstelle Mitte" in words(answer)
    leads = [str(a["href"]) for a in BeautifulSoup(answer.data, "html5lib").select("main a")]
    ways = {"termin/{}/verlegen", "telefon/absagen/{}", "gebucht/{}"}
    assert {lead.partition("?")[0] for lead in leads} == {
        f"/dienst/{way.format(found.id)}" for way in ways
    }
    assert [each.matter.purpose.value for each in audit.about(found.reference)] == ["hotline"]


def test_no_page_of_the_day_has_a_name_in_its_title_or_address(
    desk: Desk, clerk: FlaskClient
) -> None:
    found = desk.booked.book()
    at(desk, found)
    for path in (address(), f"/dienst/termin/{found.id}", f"/dienst/termin/{found.id}/absagen"):
        shown = page(clerk, path)
        assert shown.title is not None and "Kovalenko" not in shown.title.get_text()
        for link in shown.select("a[href], form[action]"):
            assert "ovalenko" not in str(link.get("href") or link.get("action"))
