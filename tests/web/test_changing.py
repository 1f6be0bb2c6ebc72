"""One's own appointment over HTTP: who sees what, and that nothing but a press changes anything."""

import re
from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from icalendar import Calendar

from backend.domain.appointments import Appointment, Channel, Delivery, State
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


# --- what the link shows, what the name shows


def test_the_link_alone_shows_time_and_place_only(booked: Booked) -> None:
    appointment = booked.book(concern="neuantrag")

    answer = booked.stranger().get(booked.address(appointment))

    shown = words(answer)
    assert answer.status_code == 200
    assert booked.content.offices["mitte"].street in shown
    assert f"{appointment.start:%H:%M}" in shown
    for hidden in (
        booked.content.concerns["neuantrag"].title,
        booked.content.concerns["neuantrag"].documents[0].document.title,
        appointment.reference[:4],
        NAME,
    ):
        assert hidden not in shown


def test_who_gave_the_name_sees_concern_papers_and_number(booked: Booked) -> None:
    appointment = booked.book(concern="neuantrag")

    shown = words(booked.knower(appointment).get(booked.address(appointment)))

    assert booked.content.concerns["neuantrag"].title in shown
    assert booked.content.concerns["neuantrag"].documents[0].document.title in shown
    assert f"{appointment.reference[:4]}-{appointment.reference[4:]}" in shown


@pytest.mark.parametrize("page", ["karte", "termin.ics"])
def test_card_and_calendar_want_the_name_first(booked: Booked, page: str) -> None:
    appointment = booked.book()

    answer = booked.stranger().get(f"{booked.address(appointment)}/{page}")

    assert answer.status_code == 303
    assert answer.location == f"{booked.address(appointment)}/name"


def test_the_name_opens_the_appointment_to_who_has_the_link(booked: Booked) -> None:
    appointment = booked.book()
    client = booked.stranger()

    answer = booked.send(client, f"{booked.address(appointment)}/name", name=NAME.split()[0])

    assert answer.location == f"{booked.address(appointment)}#main"
    assert appointment.reference[:4] in words(client.get(booked.address(appointment)))


def test_a_wrong_name_opens_nothing(booked: Booked) -> None:
    appointment = booked.book()
    client = booked.stranger()

    answer = booked.send(client, f"{booked.address(appointment)}/name", name="Somebody Else")

    assert answer.status_code == 422
    assert soup(answer).select_one("#error-summary a[href='#name']") is not None
    assert appointment.reference[:4] not in words(client.get(booked.address(appointment)))


@pytest.mark.parametrize("rest", ["", "/name", "/absagen", "/karte", "/termin.ics"])
@pytest.mark.parametrize("token", ["abc", "1-x", "7b-AAAAAAAAAAAAAAAAAAAAAAAA", "ä-ö"])
def test_an_unknown_link_gets_a_kind_page(booked: Booked, token: str, rest: str) -> None:
    answer = booked.stranger().get(f"/de/mein-termin/{token}{rest}")

    assert answer.status_code == 404
    assert soup(answer).select_one("main a[href='/de/mein-termin/']") is not None


def test_a_token_altered_in_one_place_opens_nothing(booked: Booked) -> None:
    address = booked.address(booked.book())
    altered = address[:-2] + ("A" if address[-2] != "A" else "B") + address[-1]

    answer = booked.stranger().get(altered)

    assert answer.status_code == 404


def test_knowing_one_appointment_opens_no_other(booked: Booked) -> None:
    mine, other = booked.book(), booked.book(email="other@example.org")

    shown = words(booked.knower(mine).get(booked.address(other)))

    assert other.reference[:4] not in shown


def test_the_bare_link_of_who_shares_a_phone_opens_nothing(booked: Booked) -> None:
    appointment = booked.book(private=True)

    answer = booked.stranger().get(booked.address(appointment))

    assert answer.status_code == 404
    assert booked.knower(appointment).get(booked.address(appointment)).status_code == 200


# --- nothing happens by looking


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
@pytest.mark.parametrize("rest", ["", "/name", "/absagen", "/verlegen", "/karte", "/termin.ics"])
def test_looking_changes_nothing(booked: Booked, method: str, rest: str) -> None:
    appointment = booked.book()
    before = booked.rows()

    for client in (booked.stranger(), booked.knower(appointment)):
        answer = client.open(
            booked.address(appointment) + rest, method=method, headers={"Sec-Purpose": "prefetch"}
        )
        assert answer.status_code < 400

    assert booked.rows() == before


def test_cancelling_without_the_token_of_the_form_is_refused(booked: Booked) -> None:
    appointment = booked.book()

    answer = booked.stranger().post(f"{booked.address(appointment)}/absagen")

    assert answer.status_code == 422
    assert fresh(appointment).state is State.BOOKED


# --- look up


@pytest.mark.parametrize("name", ["Olena", "kovalenko", "KOVALENKO Olena", "  Olena  "])
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
    client = booked.knower(appointment)
    sent = {"csrf_token": booked.csrf(client, f"{booked.address(appointment)}/absagen")}
    booked.clock.now = appointment.start.replace(tzinfo=booked.zone).astimezone(UTC)

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


# --- what it says


def test_phone_appointments_show_no_way_to_the_office(booked: Booked) -> None:
    appointment = booked.book(concern="bescheid", channel=Channel.PHONE, phone="0421 123456")

    for client in (booked.stranger(), booked.knower(appointment)):
        for rest in ("", "/karte"):
            shown = words(client.get(booked.address(appointment) + rest, follow_redirects=True))
            assert booked.content.offices["mitte"].street not in shown
            assert booked.content.offices["mitte"].waiting_place not in shown
    page = soup(booked.knower(appointment).get(booked.address(appointment)))
    assert page.select_one("#way") is None


def test_the_sentence_to_sign_is_printed_for_applications_only(booked: Booked) -> None:
    for concern, expected in (("neuantrag", 1), ("bankverbindung", 0)):
        appointment = booked.book(concern=concern, email=f"{concern}@example.org")
        page = soup(booked.knower(appointment).get(booked.address(appointment)))
        assert len(page.select(".tb-print .tb-sign[lang=de]")) == expected


@pytest.mark.parametrize("pair", ["ar", "ar+de", "en"])
def test_the_confirmation_is_bilingual_and_its_links_keep_the_choice(
    booked: Booked, pair: str
) -> None:
    appointment = booked.book()
    client = booked.knower(appointment)
    address = booked.address(appointment, pair)

    for rest in ("", "/karte"):
        page = soup(client.get(address + rest))
        assert page.html["dir"] == ("rtl" if pair.startswith("ar") else "ltr")  # type: ignore[index]
        assert page.html["class"] == ["pair"]  # type: ignore[index]
        assert page.select(".tb-stub .wd .de[lang=de][dir=ltr]")
        assert all(
            str(link["href"]).startswith((f"/{pair}/", "#", "tel:", "mailto:", "/static/"))
            for link in page.select("a[href]")
        )


def test_german_readers_get_one_language(booked: Booked) -> None:
    appointment = booked.book()

    page = soup(booked.knower(appointment).get(booked.address(appointment)))

    assert page.select(".de") == []


def test_numbers_and_times_are_isolated_in_arabic(booked: Booked) -> None:
    appointment = booked.book()

    page = soup(booked.knower(appointment).get(booked.address(appointment, "ar+de")))

    for text in (f"{appointment.start:%H:%M}", booked.content.jobcenter.phone.replace(" ", "\xa0")):
        for found in page.find_all(string=re.compile(re.escape(text))):
            german = found.find_parent(attrs={"lang": "de"})
            assert german or found.find_parent("bdi", attrs={"dir": "ltr"}), found


def test_nothing_printed_carries_the_token(booked: Booked) -> None:
    appointment = booked.book()
    token = booked.address(appointment).rsplit("/", 1)[1]

    for rest in ("", "/karte"):
        page = booked.knower(appointment).get(booked.address(appointment) + rest)
        assert token not in soup(page).get_text()


def test_the_card_names_neither_concern_nor_person(booked: Booked) -> None:
    appointment = booked.book(concern="neuantrag")

    shown = words(booked.knower(appointment).get(f"{booked.address(appointment)}/karte"))

    assert NAME not in shown
    assert booked.content.concerns["neuantrag"].title not in shown
    assert appointment.reference[:4] in shown


def test_the_calendar_file_has_the_time_and_no_concern(booked: Booked) -> None:
    appointment = booked.book(concern="neuantrag")

    answer = booked.knower(appointment).get(f"{booked.address(appointment)}/termin.ics")

    assert answer.mimetype == "text/calendar"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="termin.ics"'
    (event,) = Calendar.from_ical(answer.get_data()).walk("VEVENT")
    assert event["dtstart"].dt.replace(tzinfo=None) == appointment.start
    text = answer.get_data(as_text=True)
    assert booked.content.concerns["neuantrag"].title not in text
    assert NAME not in text


def test_what_is_sent_is_said(booked: Booked) -> None:
    mailed = booked.book()
    silent = booked.book(email="", delivery=Delivery.NONE, number="123A456789")

    first, second = (
        str(soup(booked.knower(each).get(booked.address(each))).select_one("#keep + p"))
        for each in (mailed, silent)
    )

    assert first != second


def test_pages_of_an_appointment_are_not_stored_and_send_no_referrer(booked: Booked) -> None:
    appointment = booked.book()

    answer = booked.stranger().get(booked.address(appointment))

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_it_is_read_in_one_language_too_after_another_page(booked: Booked) -> None:
    appointment = booked.book()
    client: FlaskClient = booked.knower(appointment)
    client.get(booked.address(appointment, "ar"))

    page = soup(client.get("/ar/mein-termin/"))

    assert page.select("main .de") == []
