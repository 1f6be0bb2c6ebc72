"""Placing, moving and handing over at the desk."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from backend.domain.appointments import Appointment
from backend.domain.handovers import State
from backend.domain.roles import Grant, Place, Right, Role
from backend.store import appointments, audit, capacity, database, handovers
from tests.web.desk import (
    BENEFITS,
    ENTRANCE,
    MITTE,
    NORD,
    Desk,
    leads_to,
    shared_desk,
    undone,
    words,
)
from tests.web.test_registering import booked, enter, fields, soup, times

LIST = "/dienst/zuordnen/mitte"


@pytest.fixture(scope="module")
def whole(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("placing")) as desk:
        yield desk


@pytest.fixture
def desk(whole: Desk) -> Iterator[Desk]:
    yield from undone(whole)


def at(desk: Desk, place: Place) -> FlaskClient:
    """A clerk at a counter there."""
    home = place.office
    return desk.signed_in(desk.hire(Grant(kind=Right.COUNTER, place=place), home=home))


@pytest.fixture
def clerk(desk: Desk) -> FlaskClient:
    return at(desk, MITTE)


def squeezed(clerk: FlaskClient, **typed: str) -> Appointment:
    """An emergency without a counter."""
    page = times(clerk, "Notlage")
    answers = {"name": "Amal", "act": "squeeze", "at": "10:00", "day": "24.11.2026"}
    return booked(enter(clerk, page, **(answers | typed)))


def again(found: Appointment) -> Appointment:
    now = appointments.by_id(found.id)
    assert now is not None
    return now


# --- to be placed


def test_it_stands_in_red_until_it_is_placed(clerk: FlaskClient) -> None:
    found = squeezed(clerk)
    page = soup(clerk.get(LIST))
    button = page.select_one(f"#t{found.id} button[name=ziel]")
    assert page.select_one(f"#t{found.id} .st-tag--off") and button is not None
    token = str(page.select_one("main input[name=csrf_token]")["value"])  # type: ignore[index]
    answer = clerk.post(
        f"/dienst/termin/{found.id}/zuordnen",
        data={"csrf_token": token, "ziel": str(button["value"])},
    )
    assert leads_to(answer) == LIST
    assert again(found).counter > 0 and again(found).start == found.start
    assert f"t{found.id}" not in clerk.get(LIST).get_data(as_text=True)


def test_a_counter_taken_meanwhile_is_said_and_it_stays_on_the_list(
    desk: Desk, clerk: FlaskClient
) -> None:
    first, second = squeezed(clerk), squeezed(clerk, name="Bo")
    page = soup(clerk.get(LIST))
    goal = str(page.select_one(f"#t{first.id} button[name=ziel]")["value"])  # type: ignore[index]
    for found, status in ((first, 303), (second, 409)):
        answer = desk.send(clerk, f"/dienst/termin/{found.id}/zuordnen", page=LIST, ziel=goal)
        assert answer.status_code == status
    assert again(second).counter == 0
    assert clerk.get(LIST).get_data(as_text=True).count('id="t') == 1


def test_another_group_neither_sees_nor_places_it(desk: Desk, clerk: FlaskClient) -> None:
    found = squeezed(clerk)
    other = at(desk, ENTRANCE)
    assert again(found).group == BENEFITS.group
    assert f"t{found.id}" not in other.get(LIST).get_data(as_text=True)
    answer = desk.send(other, f"/dienst/termin/{found.id}/zuordnen", page=LIST, ziel="x")
    assert answer.status_code == 404


def test_what_lost_its_offer_is_kept_where_it_is(desk: Desk, clerk: FlaskClient) -> None:
    found = booked(enter(clerk, times(clerk), name="Amal"))
    database.run("DELETE FROM offer WHERE concern = 'bankverbindung'")
    capacity.change_edition()
    answer = desk.send(clerk, f"/dienst/termin/{found.id}/belassen", page=LIST)
    capacity.change_edition()
    assert answer.status_code == 303 and again(found).is_kept
    assert audit.about(found.reference)[0].detail == "kept"


def test_who_only_plans_lists_or_telephones_places_nothing(desk: Desk) -> None:
    for grant in (
        Grant(kind=Role.APPOINTMENT_MANAGER, place=MITTE),
        Grant(kind=Right.HOTLINE),
    ):
        assert desk.signed_in(desk.hire(grant)).get(LIST).status_code == 404


# --- moving


def test_it_moves_with_a_message_and_its_old_time_is_free_again(clerk: FlaskClient) -> None:
    found = booked(enter(clerk, times(clerk), name="Amal", email="a@example.org"))
    page = soup(clerk.get(f"/dienst/termin/{found.id}/verlegen"))
    choices = [str(each["value"]) for each in page.select("[name=start]")]
    goal = next(each for each in choices if each != found.start.isoformat())
    moved = booked(enter(clerk, page, start=goal))
    assert moved.id == found.id and moved.start.isoformat() == goal
    row = database.one("SELECT count(*) FROM letter WHERE kind = 'office_moved'")
    assert row is not None and row[0] > 0


def test_it_moves_to_the_counter_that_was_chosen(clerk: FlaskClient) -> None:
    found = booked(enter(clerk, times(clerk), name="Amal"))
    page = soup(clerk.get(f"/dienst/termin/{found.id}/verlegen"))
    counters = [str(each["value"]) for each in page.select("#counter option")]
    goal = next(each for each in counters if each and int(each) != found.counter)
    moved = booked(enter(clerk, page, counter=goal, start=found.start.isoformat()))
    assert (moved.counter, moved.start) == (int(goal), found.start)


def test_an_odd_time_or_day_is_asked_again(clerk: FlaskClient) -> None:
    found = booked(enter(clerk, times(clerk), name="Amal"))
    page = soup(clerk.get(f"/dienst/termin/{found.id}/verlegen"))
    assert enter(clerk, page, start="x" * 10_000).status_code == 422
    assert enter(clerk, page, day="32.1.2026").status_code == 422
    assert again(found) == found


def test_the_house_next_door_moves_nothing(desk: Desk, clerk: FlaskClient) -> None:
    found = booked(enter(clerk, times(clerk), name="Amal"))
    other = at(desk, NORD)
    for way in ("verlegen", "uebergeben", "folgetermin"):
        assert other.get(f"/dienst/termin/{found.id}/{way}").status_code == 404


# --- handing over


@pytest.fixture
def asked(desk: Desk, clerk: FlaskClient) -> Appointment:
    """An appointment about which Mitte has asked Nord."""
    found = booked(enter(clerk, times(clerk), name="Amal", email="a@example.org"))
    page = soup(clerk.get(f"/dienst/termin/{found.id}/uebergeben"))
    answer = enter(clerk, page, office="nord", agreed="1")
    assert leads_to(answer) == f"/dienst/gebucht/{found.id}"
    return found


def request_of(found: Appointment) -> int:
    (only,) = handovers.of_appointment(found.id)
    return only.id


def test_nobody_is_handed_over_unasked(clerk: FlaskClient) -> None:
    found = booked(enter(clerk, times(clerk), name="Amal"))
    page = soup(clerk.get(f"/dienst/termin/{found.id}/uebergeben"))
    answer = enter(clerk, page, office="nord")
    assert answer.status_code == 422 and soup(answer).select_one("#agreed[aria-invalid=true]")
    assert handovers.of_appointment(found.id) == []


def test_the_other_office_takes_it_over_and_both_see_it(
    desk: Desk, clerk: FlaskClient, asked: Appointment
) -> None:
    other, address = at(desk, NORD), f"/dienst/uebergaben/{request_of(asked)}"
    assert "Amal" in words(other.get("/dienst/uebergaben/"))
    page = soup(other.get(address))
    assert "a@example.org" not in page.get_text()
    moved = booked(enter(other, page))
    assert moved.office == "nord" and moved.id == asked.id
    assert "übernommen" in words(clerk.get("/dienst/uebergaben/"))
    assert clerk.get(f"/dienst/termin/{asked.id}/verlegen").status_code == 404
    assert other.get(f"/dienst/termin/{asked.id}/verlegen").status_code == 200


def test_declined_the_first_office_owes_a_promise(
    desk: Desk, clerk: FlaskClient, asked: Appointment
) -> None:
    other, address = at(desk, NORD), f"/dienst/uebergaben/{request_of(asked)}"
    assert desk.send(other, address, act="decline").status_code == 303
    assert soup(clerk.get("/dienst/uebergaben/")).select(".st-tag--off")
    assert again(asked).office == "mitte"
    assert desk.send(clerk, address, act="callback").status_code == 303
    kept = handovers.by_id(request_of(asked))
    assert kept is not None and kept.state is State.SETTLED


def test_who_declined_sees_no_more_of_the_person(
    desk: Desk, clerk: FlaskClient, asked: Appointment
) -> None:
    other, address = at(desk, NORD), f"/dienst/uebergaben/{request_of(asked)}"
    desk.send(other, address, act="decline")
    assert "Amal" not in words(other.get(address)) and "08:00" not in words(other.get(address))
    assert "Amal" in words(clerk.get(address))


def test_who_handed_over_sees_no_more_of_the_person(
    desk: Desk, clerk: FlaskClient, asked: Appointment
) -> None:
    other, address = at(desk, NORD), f"/dienst/uebergaben/{request_of(asked)}"
    booked(enter(other, soup(other.get(address))))
    for page in (address, "/dienst/uebergaben/"):
        assert "Amal" not in words(clerk.get(page)) and "übernommen" in words(clerk.get(page))
    assert "Amal" in words(other.get(address))


def test_each_side_only_does_its_own_part(
    desk: Desk, clerk: FlaskClient, asked: Appointment
) -> None:
    other, address = at(desk, NORD), f"/dienst/uebergaben/{request_of(asked)}"
    for client, act in ((clerk, "decline"), (other, "withdraw"), (other, "callback")):
        desk.send(client, address, act=act)
        kept = handovers.by_id(request_of(asked))
        assert kept is not None and kept.state is State.ASKED
    desk.send(clerk, address, act="", start=fields(soup(other.get(address)))["start"])
    assert again(asked).office == "mitte"


def test_an_answer_after_the_answer_is_refused_kindly(
    desk: Desk, clerk: FlaskClient, asked: Appointment
) -> None:
    other, address = at(desk, NORD), f"/dienst/uebergaben/{request_of(asked)}"
    page = soup(other.get(address))
    desk.send(clerk, address, act="withdraw")
    answer = enter(other, page)
    assert answer.status_code == 409 and again(asked).office == "mitte"


def test_a_third_office_sees_nothing_of_it(desk: Desk, asked: Appointment) -> None:
    third = at(desk, Place("west"))
    assert third.get(f"/dienst/uebergaben/{request_of(asked)}").status_code == 404
    assert "Amal" not in words(third.get("/dienst/uebergaben/"))
