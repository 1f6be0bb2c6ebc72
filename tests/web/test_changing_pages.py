"""The page of one's own appointment: who sees how much of it, in which words and languages."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from backend.domain.appointments import Appointment, Channel, Delivery
from backend.store import appointments
from tests.web.booked import NAME, Booked, portal_with


@pytest.fixture
def booked(default_database_url: str, tmp_path: Path) -> Iterator[Booked]:
    with portal_with(default_database_url, tmp_path) as portal:
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
def test_an_unknown_link_gets_a_kind_page(booked: Booked, rest: str) -> None:
    for token in ("abc", "1-x", "7b-AAAAAAAAAAAAAAAAAAAAAAAA", "ä-ö", "+1-x", "9" * 40):
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
    text = answer.get_data(as_text=True)
    assert f"DTSTART;TZID=Europe/Berlin:{appointment.start:%Y%m%dT%H%M%S}" in text
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
