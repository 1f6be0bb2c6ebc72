"""Booking at the desk: letters, times, a person, one Enter after the other."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backend.domain.appointments import Appointment, BookedBy, Delivery
from backend.domain.roles import Grant, Place, Right, Role
from backend.store import appointments, audit, database
from tests.web.desk import BENEFITS, ENTRANCE, Desk, leads_to, shared_desk, undone, words

PAGE = "/dienst/buchen/mitte"
COUNTER = Grant(kind=Right.COUNTER, place=ENTRANCE)


@pytest.fixture(scope="module")
def whole(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("registering")) as desk:
        yield desk


@pytest.fixture
def desk(whole: Desk) -> Iterator[Desk]:
    yield from undone(whole)


@pytest.fixture
def clerk(desk: Desk) -> FlaskClient:
    return desk.signed_in(desk.hire(COUNTER))


def soup(answer: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(answer.get_data(as_text=True), "html5lib")


def fields(page: BeautifulSoup) -> dict[str, str]:
    """What the browser would send of the page's form as it stands."""
    form = page.select_one("main form[method=post]")
    assert form is not None
    found = {}
    for each in form.select("input, select, textarea"):
        kind, name = each.get("type"), str(each["name"])
        if kind in {"radio", "checkbox"} and not each.has_attr("checked"):
            continue
        if each.name == "select":
            chosen = each.select_one("option[selected]") or each.select_one("option")
            found[name] = str(chosen["value"]) if chosen else ""
        else:
            found[name] = each.get_text().strip("\n") or str(each.get("value", ""))
    return found


def enter(client: FlaskClient, page: BeautifulSoup, **typed: str) -> TestResponse:
    """Type into the page and press Enter."""
    form = page.select_one("main form[method=post]")
    assert form is not None
    address = str(form["action"]).partition("#")[0]
    return client.post(address, data=fields(page) | typed)


def times(client: FlaskClient, concern: str = "Bankverbindung", **typed: str) -> BeautifulSoup:
    """The page with the times of a concern."""
    answer = enter(client, soup(client.get(PAGE)), concern=concern, **typed)
    assert answer.status_code == 200, words(answer)
    return soup(answer)


def booked(answer: TestResponse) -> Appointment:
    """The appointment whose page the answer leads to."""
    found = re.fullmatch(r"/dienst/gebucht/(\d+)", leads_to(answer))
    assert found, words(answer)
    appointment = appointments.by_id(int(found[1]))
    assert appointment is not None
    return appointment


def test_three_times_enter_books(clerk: FlaskClient) -> None:
    page = times(clerk, "bank")
    assert len(page.select("[name=start]")) == 3
    found = booked(enter(clerk, page, name="Amal Haddad"))
    assert (found.wish.concern, found.wish.booked_by) == ("bankverbindung", BookedBy.COUNTER)
    assert found.person.name == "Amal Haddad" and found.person.delivery is Delivery.NONE


def test_letters_that_mean_several_concerns_ask_which(clerk: FlaskClient) -> None:
    answer = enter(clerk, soup(clerk.get(PAGE)), concern="mitteilung")
    page = soup(answer)
    choices = page.select("[name=pick]")
    assert len(choices) > 1 and choices[0].has_attr("checked")
    second = enter(clerk, page, pick=str(choices[1]["value"]))
    assert len(soup(second).select("[name=start]")) == 3


def test_nothing_is_booked_when_the_wish_changed_with_the_name(clerk: FlaskClient) -> None:
    page = times(clerk)
    answer = enter(clerk, page, name="Amal", interpreter="ar")
    assert answer.status_code == 200
    assert soup(answer).select_one("[name=name]")["value"] == "Amal"  # type: ignore[index]
    assert database.one("SELECT count(*) FROM appointment") == (0,)
    assert booked(enter(clerk, soup(answer))).wish.interpreter == "ar"


def test_more_times_and_those_of_one_day(clerk: FlaskClient) -> None:
    page = times(clerk)
    assert len(soup(enter(clerk, page, act="more")).select("[name=start]")) == 12
    one_day = soup(enter(clerk, page, day="1.12.2026")).select("[name=start]")
    assert one_day and all(str(each["value"]).startswith("2026-12-01") for each in one_day)


def test_it_is_asked_again_for_a_name_and_all_is_kept(clerk: FlaskClient) -> None:
    answer = enter(clerk, times(clerk), phone="0421 123456", email="odd", number="123A456789")
    page = soup(answer)
    assert answer.status_code == 422
    assert page.select_one("#name[aria-invalid=true]")
    assert page.select_one("#email[aria-invalid=true]")
    assert fields(page)["phone"] == "0421 123456"


def test_a_rival_takes_the_time_and_everything_typed_is_kept(
    desk: Desk, clerk: FlaskClient
) -> None:
    page = times(clerk)
    start = fields(page)["start"]
    for number in range(5):
        rival = enter(clerk, times(clerk), name=f"Rival {number}", start=start)
        booked(rival)
    answer = enter(clerk, page, name="Amal", phone="0421 123456")
    assert answer.status_code == 409
    kept, offered = fields(soup(answer)), soup(answer).select("[name=start]")
    assert (kept["name"], kept["phone"]) == ("Amal", "0421 123456")
    assert len(offered) == 3 and start not in {str(each["value"]) for each in offered}
    assert booked(enter(clerk, soup(answer))).person.name == "Amal"


def test_the_same_page_sent_twice_books_once_but_the_next_name_books_again(
    clerk: FlaskClient,
) -> None:
    page = times(clerk)
    one, two = enter(clerk, page, name="Amal"), enter(clerk, page, name="Amal")
    assert booked(one) == booked(two)
    assert booked(enter(clerk, page, name="Bo")).id != booked(one).id


@pytest.mark.parametrize(
    "name",
    [
        "Оксана Коваленко",
        "ليلى الحسن",
        "ትግስት ኃይለ",
        "Nguyễn Thị Minh Khai",
        "O'Neill-Ångström",
        "李雷",
    ],
)
def test_names_of_all_scripts_are_booked_as_they_are(clerk: FlaskClient, name: str) -> None:
    assert booked(enter(clerk, times(clerk), name=name)).person.name == name


@pytest.mark.parametrize("field", ["concern", "name", "number", "address", "reference", "start"])
def test_ten_thousand_characters_are_asked_again(clerk: FlaskClient, field: str) -> None:
    answer = enter(clerk, times(clerk), **({"name": "Amal"} | {field: "x" * 10_000}))
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "odd",
    [
        {"start": "2026-11-24T08:00"},
        {"start": "1999-01-01T08:00:00"},
        {"start": "2026-11-29T03:03:00"},
        {"start": "9999-12-31T23:59:59"},
    ],
)
def test_an_invented_time_is_refused(clerk: FlaskClient, odd: dict[str, str]) -> None:
    answer = enter(clerk, times(clerk), name="Amal", **odd)
    assert answer.status_code in {303, 409, 422}
    if answer.status_code == 303:
        assert booked(answer).start.isoformat().startswith(odd["start"])


# --- the limit


def test_a_second_appointment_needs_a_reason_which_is_noted(clerk: FlaskClient) -> None:
    first = booked(enter(clerk, times(clerk), name="Amal", email="a@example.org"))
    refused = enter(clerk, times(clerk), name="Amal", email="a@example.org")
    assert refused.status_code == 409
    assert first.reference[:4] not in words(refused)
    page = soup(refused)
    named = enter(clerk, page, reference=first.reference)
    assert f"{first.reference[:4]}-{first.reference[4:]}" in words(named)
    second = booked(enter(clerk, soup(named), beside="family"))
    assert audit.about(second.reference)[0].detail == "booked: family"
    assert "saw" in [each.deed for each in audit.about(first.reference)]


def test_an_internal_address_is_no_limit(clerk: FlaskClient) -> None:
    for name in ("Amal", "Bo"):
        booked(enter(clerk, times(clerk), name=name, email="empfang@example.org"))


# --- squeezed in


def test_an_emergency_is_written_down_without_a_counter(clerk: FlaskClient) -> None:
    page = times(clerk, "Notlage")
    answer = enter(clerk, page, name="Amal", act="squeeze", at="9:33", day="24.11.2026")
    found = booked(answer)
    assert (found.counter, f"{found.start:%d %H:%M}") == (0, "24 09:30")


def test_without_emergency_it_takes_a_reason(clerk: FlaskClient) -> None:
    page = times(clerk)
    answer = enter(clerk, page, name="Amal", act="squeeze", at="9.30", day="24.11.2026")
    assert answer.status_code == 422 and soup(answer).select_one("#urgency[aria-invalid=true]")
    found = booked(enter(clerk, soup(answer), act="squeeze", urgency="home"))
    assert found.counter == 0


# --- a follow-up


def test_a_follow_up_takes_the_contact_over_unseen(clerk: FlaskClient) -> None:
    first = booked(enter(clerk, times(clerk), name="Amal", email="a@example.org"))
    answer = clerk.get(f"/dienst/termin/{first.id}/folgetermin")
    assert "a@example.org" not in answer.get_data(as_text=True)
    page = soup(enter(clerk, soup(answer), interpreter="ar"))
    second = booked(enter(clerk, page))
    assert (second.follow_up_of, second.person) == (first.id, first.person)
    assert second.wish.interpreter == "ar"


# --- walking in


def test_a_walk_in_gets_a_number_with_or_without_a_name(clerk: FlaskClient) -> None:
    page = soup(clerk.get("/dienst/vorsprache/mitte"))
    found = booked(enter(clerk, page, concern="bank", language="ar"))
    assert found.is_walk_in and found.person.name == "" and found.languages == "ar"
    done = clerk.get(f"/dienst/gebucht/{found.id}")
    assert f"{found.reference[:4]}-{found.reference[4:]}" in words(done)


# --- printing, and who may


@pytest.mark.parametrize("paper", ["bon", "blatt", "gross", "karte", "brief"])
def test_each_paper_opens_at_once_and_is_noted(desk: Desk, clerk: FlaskClient, paper: str) -> None:
    found = booked(enter(clerk, times(clerk), name="Amal", language="ar"))
    answer = desk.send(clerk, f"/dienst/gebucht/{found.id}", papier=paper)
    assert answer.get_data().startswith(b"%PDF")
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert audit.about(found.reference)[0].deed == "printed"


def test_what_is_read_aloud_stands_in_both_languages(clerk: FlaskClient) -> None:
    found = booked(enter(clerk, times(clerk, "Neuantrag"), name="Amal", language="uk"))
    page = soup(clerk.get(f"/dienst/gebucht/{found.id}"))
    assert page.select("[lang=uk]") and page.select("main span[lang=de]")


def test_the_hotline_books_everywhere_and_keeps_to_the_cut_off(desk: Desk) -> None:
    client = desk.signed_in(desk.hire(Grant(kind=Right.HOTLINE)))
    page = soup(enter(client, soup(client.get("/dienst/buchen/nord")), concern="bank"))
    found = booked(enter(client, page, name="Amal"))
    assert found.wish.booked_by is BookedBy.HOTLINE and found.office == "nord"
    assert client.get("/dienst/vorsprache/nord").status_code == 404


@pytest.mark.parametrize("place", [ENTRANCE, BENEFITS, Place("mitte")])
def test_every_counter_of_the_house_books_at_all_its_groups(desk: Desk, place: Place) -> None:
    client = desk.signed_in(desk.hire(Grant(kind=Right.COUNTER, place=place)))
    found = booked(enter(client, times(client, "Bankverbindung"), name="Amal"))
    assert found.group == "mitte-eingang"
    assert client.get("/dienst/buchen/nord").status_code == 404


def test_who_only_sees_lists_does_not_book(desk: Desk) -> None:
    client = desk.signed_in(desk.hire(Grant(kind=Role.APPOINTMENT_MANAGER, place=Place("mitte"))))
    assert client.get(PAGE).status_code == 404
    assert client.get("/dienst/buchen/").status_code == 403


HIDDEN = ("key", "shown", "most", "seen", "asked", "pick", "act", "channel", "delivery", "birth")


@pytest.mark.parametrize("text", ["x" * 10_000, "\x00", "٣", "-1", "999999999999", "<b>"])
def test_nothing_a_browser_may_send_breaks_the_page(clerk: FlaskClient, text: str) -> None:
    page = times(clerk)
    for name in HIDDEN:
        answer = enter(clerk, page, **{"name": "Amal", name: text})
        assert answer.status_code in {200, 303, 409, 422}, name
    assert "<b>" not in clerk.get(PAGE).get_data(as_text=True)


@pytest.mark.parametrize("day", ["28.3.2027", "25.10.2026"])
def test_an_hour_that_does_not_exist_or_comes_twice_breaks_nothing(
    clerk: FlaskClient, day: str
) -> None:
    page = times(clerk, "Notlage")
    answer = enter(clerk, page, name="Amal", act="squeeze", at="2:30", day=day)
    assert answer.status_code in {303, 409}


def test_somebody_of_another_group_does_not_move_or_follow_up(desk: Desk) -> None:
    client = desk.signed_in(desk.hire(COUNTER))
    found = booked(enter(client, times(client, "Fragen zum Bescheid"), name="Amal"))
    assert found.group == BENEFITS.group
    for way in ("verlegen", "uebergeben", "folgetermin"):
        assert client.get(f"/dienst/termin/{found.id}/{way}").status_code == 404


def test_the_audit_log_tells_the_telephone_from_the_counter(desk: Desk) -> None:
    for grant, purpose in ((COUNTER, "counter"), (Grant(kind=Right.HOTLINE), "hotline")):
        client = desk.signed_in(desk.hire(grant))
        found = booked(enter(client, times(client), name=purpose))
        assert audit.about(found.reference)[0].matter.purpose == purpose
