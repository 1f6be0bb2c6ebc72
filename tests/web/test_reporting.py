"""Reporting a barrier: asked, refused, counted, carried to the contact, and forgotten."""

import email
import logging
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from backend.actions import forgetting
from backend.letters import outbox, transports
from backend.store import database
from tests.web.booked import Booked, portal_with
from tests.web.visiting import main_text, soup

FORM = "/ar+de/barriere/"
SAID = "لا أستطيع اختيار الوقت"
MAIL = "reader@example.org"


@pytest.fixture(scope="module")
def portal(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Booked]:
    folder = tmp_path_factory.mktemp("reporting")
    (folder / "test.db").write_bytes(sqlite_template.read_bytes())
    with portal_with(f"sqlite:///{folder / 'test.db'}", folder) as booked:
        yield booked


@pytest.fixture
def booked(portal: Booked) -> Booked:
    """The portal before anybody has reported anything."""
    for table in ("letter", "rate"):
        database.run(f"DELETE FROM {table}")
    for file in portal.app.extensions["portal"].settings.mail_folder.glob("*.eml"):
        file.unlink()
    return portal


def delivered(booked: Booked) -> EmailMessage:
    """The only mail that leaves the house."""
    portal = booked.app.extensions["portal"]
    now = booked.clock.now.astimezone(booked.zone)
    outbox.deliver_due(
        now,
        content=portal.content,
        languages=portal.languages,
        settings=portal.settings,
        transport=transports.transport_of(portal.settings),
    )
    (file,) = portal.settings.mail_folder.glob("*.eml")
    found = email.message_from_bytes(file.read_bytes(), policy=default)
    assert isinstance(found, EmailMessage)
    return found


def test_a_report_goes_to_the_contact_and_the_answer_to_the_reader(booked: Booked) -> None:
    answer = booked.send(
        booked.stranger(), FORM, barrier=f"{SAID}\nzweite Zeile", place="Uhrzeiten", email=MAIL
    )
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/ar+de/barriere/danke#main"
    mail = delivered(booked)
    assert mail["To"] == booked.content.jobcenter.barrier_mail
    assert mail["Reply-To"] == MAIL
    assert mail["Subject"] == "Barriere gemeldet"
    body = mail.get_content()
    assert all(part in body for part in (SAID, "zweite Zeile", "Uhrzeiten", "العربية", MAIL))


def test_a_report_without_an_address_has_no_way_back(booked: Booked) -> None:
    booked.send(booked.stranger(), FORM, barrier=SAID)
    mail = delivered(booked)
    assert mail["Reply-To"] is None
    assert "keine Adresse angegeben" in mail.get_content()


def test_the_thanks_say_when_the_answer_comes(booked: Booked) -> None:
    text = main_text(booked.stranger().get("/de/barriere/danke"))
    assert booked.content.jobcenter.barrier_answer in text


@pytest.mark.parametrize(
    "answers",
    [
        {"barrier": ""},
        {"barrier": "x" * 4001},
        {"barrier": SAID, "email": "reader"},
        {"barrier": SAID, "place": "x" * 300},
    ],
)
def test_what_makes_no_sense_is_refused_and_stays(booked: Booked, answers: dict[str, str]) -> None:
    answer = booked.send(booked.stranger(), FORM, **answers)
    assert answer.status_code == 422
    page = soup(answer)
    assert page.select("#error-summary li")
    assert page.select("#error-summary .de")
    if answers["barrier"] == SAID:
        assert SAID in page.select("textarea")[0].get_text()
    assert booked.letters("barrier_report") == 0


def test_a_form_from_elsewhere_sends_nothing(booked: Booked) -> None:
    answer = booked.stranger().post(FORM, data={"barrier": SAID})
    assert answer.status_code == 422
    assert booked.letters("barrier_report") == 0


def test_nobody_floods_the_contact(booked: Booked) -> None:
    client: FlaskClient = booked.stranger()
    codes = [booked.send(client, FORM, barrier=SAID).status_code for _report in range(12)]
    assert codes == [303] * 10 + [422] * 2
    assert booked.letters("barrier_report") == 10


def test_the_page_shows_no_report_and_nothing_of_it_is_written_down(
    booked: Booked, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        client = booked.stranger()
        booked.send(client, FORM, barrier=SAID, email=MAIL)
        delivered(booked)
    assert SAID not in caplog.text
    assert MAIL not in caplog.text
    assert SAID not in client.get(FORM).get_data(as_text=True)
    stored = [str(row) for row in database.every("SELECT * FROM letter")]
    assert not any(SAID in row or MAIL in row for row in stored)


def test_a_sent_report_is_deleted_with_the_letters(booked: Booked) -> None:
    booked.send(booked.stranger(), FORM, barrier=SAID)
    delivered(booked)
    now = booked.clock.now.astimezone(booked.zone)
    forgetting.sweep(now=now, retention_days=7, draft_minutes=120)
    assert booked.letters("barrier_report") == 1
    forgetting.sweep(now=now + timedelta(days=8), retention_days=7, draft_minutes=120)
    assert booked.letters("barrier_report") == 0


def test_the_form_works_without_script_and_is_found_from_every_page(booked: Booked) -> None:
    client = booked.stranger()
    page = soup(client.get("/de/info/barriere-melden/"))
    assert page.select('main a[href="/de/barriere/"]')
    form = soup(client.get("/de/barriere/")).select("main form[method=post]")
    assert form[0]["action"] == "/de/barriere/#error-summary"
