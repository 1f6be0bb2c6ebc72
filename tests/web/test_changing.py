"""Finding, cancelling and moving one's own appointment; nothing but a press changes anything."""

from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from backend.domain.appointments import Appointment, State
from backend.store import appointments
from tests.web.booked import NAME, Booked, portal_with


@pytest.fixture
def booked(database_url: str, tmp_path: Path) -> Iterator[Booked]:
    with portal_with(database_url, tmp_path) as portal:
        yield portal


def soup(response: object) -> BeautifulSoup:
    return BeautifulSoup(response.get_data(as_text=True), "html5lib")  # type: ignore[attr-defined]


def words(response: object) -> str:
    return " ".join(soup(response).get_text(" ").split())


def fresh(appointment: Appointment) -> Appointment:
    found = appointments.by_id(appointment.id)
    assert found is not None
    return found


# --- nothing happens by looking


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_looking_changes_nothing(booked: Booked, method: str) -> None:
    appointment = booked.book()
    pages = ["", "/name", "/absagen", "/verlegen", "/karte", "/termin.ics"]
    clients = (booked.stranger(), booked.knower(appointment))
    before = booked.rows()

    codes = [
        client.open(
            booked.address(appointment) + rest, method=method, headers={"Sec-Purpose": "prefetch"}
        ).status_code
        for client in clients
        for rest in pages
    ]

    assert max(codes) < 400

    assert booked.rows() == before


def test_cancelling_without_the_token_of_the_form_is_refused(booked: Booked) -> None:
    appointment = booked.book()

    answer = booked.stranger().post(f"{booked.address(appointment)}/absagen")

    assert answer.status_code == 422
    assert fresh(appointment).state is State.BOOKED


# --- look up


@pytest.mark.parametrize("name", ["kovalenko", "  OLENA  "])
def test_number_and_a_part_of_the_name_find_it(booked: Booked, name: str) -> None:
    appointment = booked.book()
    client = booked.stranger()
    spaced = f" {appointment.reference[:4].lower()} {appointment.reference[4:].lower()} "

    answer = booked.send(client, "/de/mein-termin/", reference=spaced, name=name)

    assert answer.status_code == 303
    assert answer.location == f"{booked.address(appointment)}#main"
    assert appointment.reference[:4] in words(client.get(booked.address(appointment)))


def test_arabic_digits_are_read_in_a_number(booked: Booked) -> None:
    appointment = booked.book()
    arabic = appointment.reference.translate(str.maketrans("23456789", "٢٣٤٥٦٧٨٩"))

    answer = booked.send(booked.stranger(), "/ar/mein-termin/", reference=arabic, name="Olena")

    assert answer.status_code == 303


def test_every_mismatch_gets_the_same_answer(booked: Booked) -> None:
    appointment = booked.book()
    tries = [
        {"reference": appointment.reference, "name": "Nobody Known"},
        {"reference": "K7M42PX9", "name": "Olena"},
        {"reference": "22222222", "name": "Olena"},
        {"reference": "nonsense", "name": "Olena"},
    ]

    answers = [booked.send(booked.stranger(), "/de/mein-termin/", **each) for each in tries]

    assert {answer.status_code for answer in answers} == {422}
    summaries = {str(soup(answer).select_one("#error-summary")) for answer in answers}
    assert len(summaries) == 1


def test_a_failed_look_up_keeps_what_was_typed_and_no_address_carries_it(booked: Booked) -> None:
    answer = booked.send(
        booked.stranger(), "/de/mein-termin/", reference="K7M4-2PX9", name="Nobody"
    )

    page = soup(answer)
    assert page.select_one("#reference")["value"] == "K7M4-2PX9"  # type: ignore[index]
    assert page.select_one("#name")["value"] == "Nobody"  # type: ignore[index]
    assert page.select_one("form[method=post][action='/de/mein-termin/#error-summary']")


def test_empty_questions_are_named(booked: Booked) -> None:
    answer = booked.send(booked.stranger(), "/de/mein-termin/", reference="", name="")

    links = {link["href"] for link in soup(answer).select("#error-summary a")}
    assert answer.status_code == 422
    assert links == {"#reference", "#name"}


def test_guessing_names_for_one_number_ends_soon(booked: Booked) -> None:
    appointment = booked.book()
    codes = [
        booked.send(
            booked.stranger(address=f"192.0.2.{number}"),
            "/de/mein-termin/",
            reference=appointment.reference,
            name=f"Guess {number}",
        ).status_code
        for number in range(12)
    ]

    assert codes[0] == 422
    assert codes[-1] == 429


def test_guessing_numbers_from_one_place_ends_soon(booked: Booked) -> None:
    client = booked.stranger(address="192.0.2.77")
    codes = [
        booked.send(client, "/de/mein-termin/", reference="22222222", name="Olena").status_code
        for _number in range(9)
    ]

    assert codes[-1] == 429
    booked.clock.now += timedelta(minutes=21)
    again = booked.send(client, "/de/mein-termin/", reference="22222222", name="Olena")
    assert again.status_code == 422


def test_guessing_the_name_of_a_link_ends_soon(booked: Booked) -> None:
    appointment = booked.book()
    codes = [
        booked.send(
            booked.stranger(address=f"192.0.2.{number}"),
            f"{booked.address(appointment)}/name",
            name="Guess",
        ).status_code
        for number in range(12)
    ]

    assert codes[-1] == 429


# --- cancel


def test_the_link_is_enough_to_cancel(booked: Booked) -> None:
    appointment = booked.book()
    client = booked.stranger()

    answer = booked.send(client, f"{booked.address(appointment)}/absagen")

    assert answer.status_code == 303
    assert fresh(appointment).state is State.CANCELLED
    page = soup(client.get(booked.address(appointment)))
    assert page.select_one(".tb-ticket--off") is not None
    assert page.select_one("main a[href='/de/termin/']") is not None
    assert page.select_one("a[href$='/absagen']") is None


def test_a_double_press_cancels_once(booked: Booked) -> None:
    appointment = booked.book()
    client = booked.stranger()
    address = f"{booked.address(appointment)}/absagen"
    sent = {"csrf_token": booked.csrf(client, address)}

    first, second = (client.post(address, data=sent) for _press in range(2))

    assert (first.status_code, second.status_code) == (303, 303)
    assert booked.letters("cancellation") == 1


def test_the_question_before_cancelling_shows_which_one(booked: Booked) -> None:
    appointment = booked.book()

    page = soup(booked.stranger().get(f"{booked.address(appointment)}/absagen"))

    assert page.select_one(".tb-ticket time")["datetime"] == (  # type: ignore[index]
        appointment.start.isoformat(timespec="minutes")
    )
    assert page.select_one("form[action$='/absagen#error-summary'] button") is not None


def test_after_the_start_nothing_can_be_cancelled_or_moved(booked: Booked) -> None:
    appointment = booked.book()
    start = appointment.start.replace(tzinfo=booked.zone).astimezone(UTC)
    booked.clock.now = start - timedelta(minutes=1)
    client = booked.knower(appointment)
    sent = {"csrf_token": booked.csrf(client, f"{booked.address(appointment)}/absagen")}
    booked.clock.now = start

    codes = [
        client.post(f"{booked.address(appointment)}/{what}", data=sent).status_code
        for what in ("absagen", "verlegen")
    ]

    assert codes == [409, 409]
    assert fresh(appointment).state is State.BOOKED
    page = soup(client.get(booked.address(appointment)))
    assert page.select_one("a[href$='/absagen']") is None
    assert page.select_one("form[action*='/verlegen']") is None


# --- move


def test_moving_wants_the_name_first(booked: Booked) -> None:
    appointment = booked.book()
    client = booked.stranger()
    sent = {"csrf_token": booked.csrf(client, f"{booked.address(appointment)}/absagen")}

    answer = client.post(f"{booked.address(appointment)}/verlegen", data=sent)

    assert answer.location == f"{booked.address(appointment)}/name"


def test_moving_asks_nothing_twice_and_keeps_the_old_time(booked: Booked) -> None:
    appointment = booked.book(concern="neuantrag")
    client = booked.knower(appointment)

    answer = booked.send(client, f"{booked.address(appointment)}/verlegen", change="time")

    assert answer.status_code == 303
    assert answer.location == "/de/termin/mitte/neuantrag/persoenlich/tage#main"
    draft = booked.draft(client)
    assert draft is not None
    assert draft.moving == appointment.id
    assert (draft.name, draft.email) == (NAME, "olena@example.org")
    assert set(draft.answered) == {"who", "more", "reach", "paper"}
    assert fresh(appointment).start == appointment.start


def test_moving_may_begin_with_another_office_or_concern(booked: Booked) -> None:
    appointment = booked.book()
    client = booked.knower(appointment)

    answer = booked.send(client, f"{booked.address(appointment)}/verlegen", change="all")

    assert answer.location == "/de/termin/#main"
    draft = booked.draft(client)
    assert draft is not None
    assert draft.moving == appointment.id


def test_a_cancelled_appointment_cannot_be_moved(booked: Booked) -> None:
    appointment = booked.book()
    client = booked.knower(appointment)
    sent = {"csrf_token": booked.csrf(client, booked.address(appointment))}
    booked.send(client, f"{booked.address(appointment)}/absagen")

    answer = client.post(f"{booked.address(appointment)}/verlegen", data=sent)

    assert answer.location == booked.address(appointment)
    assert booked.draft(client) is None


def test_a_move_ends_at_the_new_time_with_the_same_number_and_link(booked: Booked) -> None:
    appointment = booked.book()
    client = booked.knower(appointment)
    days = booked.send(client, f"{booked.address(appointment)}/verlegen", change="time").location

    day = appointment.day + timedelta(days=1)
    times = f"{days.removesuffix('#main')}/{day}"
    tile = soup(client.get(times)).select_one("input[name=start]")
    assert tile is not None
    chosen = str(tile["value"])
    check = booked.send(client, times, start=chosen).location.removesuffix("#main")
    moved = booked.send(client, check)

    assert check == "/de/buchen/pruefen"
    assert moved.location == f"{booked.address(appointment)}#main"
    assert fresh(appointment).start.isoformat(timespec="minutes") == chosen
    assert fresh(appointment).reference == appointment.reference
    assert booked.letters("moved") == 1
