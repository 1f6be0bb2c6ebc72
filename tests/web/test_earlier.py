"""An earlier time on the customer's own page: wait, see what is kept, answer, wait no more."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backend.actions import offering, wishing
from backend.domain.appointments import Appointment, Channel
from backend.domain.wishes import Choices, Half, Terms
from backend.letters import worker
from backend.letters.transports import SmtpServer
from backend.settings import Encryption, MailServer
from backend.store import appointments, database, letters, wishes
from tests.letters.post_office import PostOffice, controller
from tests.web.booked import Booked
from tests.web.desk import Desk, leads_to, shared_desk, undone, words

LATE = {"concern": "bankverbindung", "email": "amal@example.org"}


@pytest.fixture(scope="module")
def shared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with shared_desk(sqlite_template, tmp_path_factory.mktemp("earlier")) as desk:
        yield desk


@pytest.fixture
def booked(shared: Desk) -> Iterator[Booked]:
    for desk in undone(shared):
        yield desk.booked


@pytest.fixture
def late(booked: Booked) -> Appointment:
    """An appointment ten days ahead."""
    now = booked.clock.now
    booked.clock.now = now + timedelta(days=10)
    found = booked.book(**LATE)
    booked.clock.now = now
    return found


def page_of(booked: Booked, appointment: Appointment) -> str:
    return f"{booked.address(appointment)}/frueher"


def send(
    booked: Booked, client: FlaskClient, appointment: Appointment, **answers: str
) -> TestResponse:
    token = booked.csrf(client, page_of(booked, appointment))
    return client.post(page_of(booked, appointment), data={"csrf_token": token, **answers})


def keep_one(booked: Booked) -> None:
    """One round of the worker, at ten in the morning."""
    booked.clock.now += timedelta(hours=7)
    now = booked.clock.now.astimezone(booked.zone)
    assert offering.go_on(content=booked.content, now=now, terms=Terms()) == 1


def start_in(answer: TestResponse) -> str:
    page = BeautifulSoup(answer.get_data(as_text=True), "html5lib")
    field = page.select_one("input[name=start]")
    assert field is not None
    return str(field["value"])


def test_one_press_on_the_own_page_waits(booked: Booked, late: Appointment) -> None:
    client = booked.knower(late)
    own = BeautifulSoup(client.get(booked.address(late)).get_data(as_text=True), "html5lib")
    button = own.select_one("#earlier ~ form button[name=answer]")
    assert button is not None and button["value"] == "wait"
    answer = send(booked, client, late, answer="wait")
    assert leads_to(answer) == page_of(booked, late)
    assert wishes.by_appointment(late.id) is not None
    assert "sagen es Ihnen" in words(client.get(booked.address(late)))


def test_days_and_half_of_the_day_are_chosen_and_shown_again(
    booked: Booked, late: Appointment
) -> None:
    client = booked.stranger()
    first, last = (str(booked.clock.now.date() + timedelta(days=days)) for days in (2, 6))
    chosen = {"half": "morning", "first_day": first, "last_day": last}
    send(booked, client, late, answer="wait", **chosen)
    found = wishes.by_appointment(late.id)
    assert found is not None
    assert found.choices.half is Half.MORNING
    assert (str(found.choices.first_day), str(found.choices.last_day)) == (first, last)
    page = BeautifulSoup(client.get(page_of(booked, late)).get_data(as_text=True), "html5lib")
    picked = [str(each["value"]) for each in page.select("option[selected], input[checked]")]
    assert picked == ["morning", first, last]


@pytest.mark.parametrize(
    "odd",
    [
        {"half": "night"}, {"first_day": "2026-13-01"}, {"last_day": "x" * 10_000},
        {"first_day": "1999-01-01"}, {"half": "صباح"},
    ],
)  # fmt: skip
def test_odd_choices_count_as_none(booked: Booked, late: Appointment, odd: dict[str, str]) -> None:
    send(booked, booked.stranger(), late, answer="wait", **odd)
    found = wishes.by_appointment(late.id)
    assert found is not None and found.choices == Choices()


def test_the_last_day_before_the_first_is_an_error(booked: Booked, late: Appointment) -> None:
    first, last = (str(booked.clock.now.date() + timedelta(days=days)) for days in (6, 2))
    answer = send(booked, booked.stranger(), late, answer="wait", first_day=first, last_day=last)
    assert answer.status_code == 422
    page = BeautifulSoup(answer.get_data(as_text=True), "html5lib")
    assert page.select_one("#error-summary a[href='#last_day']") is not None
    assert page.select_one(f"#first_day option[value='{first}'][selected]") is not None
    assert wishes.by_appointment(late.id) is None


def test_the_kept_time_stands_on_the_page_and_one_press_takes_it(
    booked: Booked, late: Appointment
) -> None:
    client = booked.stranger()
    send(booked, client, late, answer="wait")
    keep_one(booked)
    assert "früher" in words(client.get(booked.address(late)))
    start = start_in(client.get(page_of(booked, late)))
    for _press in range(2):
        answer = send_start(booked, client, late, answer="yes", start=start)
        assert leads_to(answer) == booked.address(late)
    moved = appointments.by_id(late.id)
    assert moved is not None
    assert moved.start.isoformat() == start and moved.reference == late.reference
    assert wishes.by_appointment(late.id) is None


def send_start(
    booked: Booked, client: FlaskClient, appointment: Appointment, **answers: str
) -> TestResponse:
    """A press on a page that was opened before."""
    token = booked.csrf(client, "/de/mein-termin/")
    return client.post(page_of(booked, appointment), data={"csrf_token": token, **answers})


def test_no_keeps_the_appointment_and_goes_on_waiting(booked: Booked, late: Appointment) -> None:
    client = booked.stranger()
    send(booked, client, late, answer="wait")
    keep_one(booked)
    start = start_in(client.get(page_of(booked, late)))
    send_start(booked, client, late, answer="no", start=start)
    found, same = wishes.by_appointment(late.id), appointments.by_id(late.id)
    assert found is not None and found.offer == 0
    assert same is not None and same.start == late.start


def test_an_old_page_cannot_take_what_is_kept_no_more(booked: Booked, late: Appointment) -> None:
    client = booked.stranger()
    send(booked, client, late, answer="wait")
    keep_one(booked)
    start = start_in(client.get(page_of(booked, late)))
    wishing.forget(late.id, now=booked.clock.now.astimezone(booked.zone), terms=Terms())
    answer = send_start(booked, client, late, answer="yes", start=start)
    assert answer.status_code == 409
    assert "nicht mehr" in words(answer)
    same = appointments.by_id(late.id)
    assert same is not None and same.start == late.start


@pytest.mark.parametrize("start", ["", "morgen", "2026-11-30T09:00+01:00", "x" * 10_000])
def test_a_start_that_was_tampered_with_changes_nothing(
    booked: Booked, late: Appointment, start: str
) -> None:
    client = booked.stranger()
    send(booked, client, late, answer="wait")
    keep_one(booked)
    before = booked.rows()
    send_start(booked, client, late, answer="yes", start=start)
    assert booked.rows() == before


def test_one_press_waits_no_more(booked: Booked, late: Appointment) -> None:
    client = booked.stranger()
    send(booked, client, late, answer="wait")
    answer = send(booked, client, late, answer="stop")
    assert leads_to(answer) == booked.address(late)
    assert wishes.by_appointment(late.id) is None


def test_looking_takes_nothing(booked: Booked, late: Appointment) -> None:
    client = booked.stranger()
    send(booked, client, late, answer="wait")
    keep_one(booked)
    before = [*booked.rows(), database.every("SELECT * FROM waiting")]
    client.get(page_of(booked, late))
    client.get(f"{page_of(booked, late)}?answer=yes")
    client.head(page_of(booked, late))
    assert [*booked.rows(), database.every("SELECT * FROM waiting")] == before


def test_nothing_happens_without_the_token_of_the_form(booked: Booked, late: Appointment) -> None:
    client = booked.stranger()
    for answer in ("wait", "yes", "no", "stop"):
        found = client.post(page_of(booked, late), data={"answer": answer})
        assert found.status_code == 422
    assert wishes.by_appointment(late.id) is None


def test_who_shares_mail_and_phone_is_not_offered_it(booked: Booked) -> None:
    now = booked.clock.now
    booked.clock.now = now + timedelta(days=10)
    private = booked.book(**LATE, private=True)
    booked.clock.now = now
    client = booked.knower(private)
    assert "#earlier" not in client.get(booked.address(private)).get_data(as_text=True)
    assert leads_to(client.get(page_of(booked, private))) == booked.address(private)
    assert booked.stranger().get(page_of(booked, private)).status_code == 404


def test_before_an_appointment_of_tomorrow_nobody_is_asked(booked: Booked) -> None:
    soon = booked.book()
    booked.clock.now = booked.clock.now.replace(
        year=soon.day.year, month=soon.day.month, day=soon.day.day
    ) - timedelta(days=1)
    client = booked.knower(soon)
    assert leads_to(client.get(page_of(booked, soon))) == booked.address(soon)


def test_another_time_of_an_appointment_by_phone_shows_no_way_to_the_office(
    booked: Booked,
) -> None:
    now = booked.clock.now
    booked.clock.now = now + timedelta(days=10)
    called = booked.book(concern="bescheid", channel=Channel.PHONE, phone="0421 5550199")
    booked.clock.now = now
    client = booked.stranger()
    send(booked, client, called, answer="wait")
    keep_one(booked)
    shown = words(client.get(page_of(booked, called)))
    office = booked.content.offices[called.office]
    assert office.street not in shown


def test_letters_name_neither_concern_nor_person(booked: Booked, late: Appointment) -> None:
    send(booked, booked.stranger(), late, answer="wait")
    keep_one(booked)
    (letter,) = [
        each
        for each in letters.claim_due(int(booked.clock.now.timestamp()), most=9, lease_seconds=9)
        if each.kind == letters.EARLIER
    ]
    assert not {"name", "concern", "number"} & letter.facts.keys()
    assert replace(letter, recipient="").facts["until"] == "2026-11-24T13:00:00"


def rounds(booked: Booked, server: MailServer) -> worker.Rounds:
    """A worker of this portal."""
    portal = booked.app.extensions["portal"]
    transport = SmtpServer(server, timeout=2)
    return worker.Rounds(portal.settings, portal.content, portal.languages, transport)


def test_while_the_mail_server_is_down_nobody_loses_by_not_answering(
    booked: Booked, late: Appointment
) -> None:
    post_office = PostOffice()
    server, reached = controller(post_office, Encryption.NONE)
    send(booked, booked.stranger(), late, answer="wait")
    booked.clock.now += timedelta(hours=7)
    working = rounds(booked, reached)
    for seconds in range(2):
        moment = booked.clock.now + timedelta(seconds=seconds)
        working.work(moment.astimezone(booked.zone))
    first = wishes.by_appointment(late.id)
    assert first is not None and first.offer
    server.start()
    try:
        working = rounds(booked, reached)
        for seconds in range(2):
            moment = booked.clock.now + timedelta(minutes=121, seconds=seconds)
            working.work(moment.astimezone(booked.zone))
    finally:
        server.stop()
    second = wishes.by_appointment(late.id)
    assert second is not None and second.offer not in {0, first.offer}
    assert second.unanswered == 0
    texts = [str(mail.get_body(("plain",))) for mail in post_office.mails]
    (told,) = [text for text in texts if "/frueher" in text]
    assert second.offer_start is not None
    assert f"{second.offer_start:%H:%M}" in told and "15:01" in told
