"""The servers tests rely on are real, empty at the start, and gone at the end."""

import smtplib
import time
import urllib.error
import urllib.request
from email.message import EmailMessage

import psycopg
import pytest
from playwright.sync_api import Browser

from backend.store import database
from tests import browser as browsers
from tests import servers
from tests.conftest import StartPortal


def test_every_test_gets_an_empty_database_with_the_present_schema(database_url: str) -> None:
    database.connect(database_url)
    try:
        assert database.is_well()
        assert database.migrate() == []
    finally:
        database.disconnect()


@pytest.mark.postgres
def test_a_dropped_database_is_gone(postgresql_server: servers.PostgreSQL) -> None:
    url = postgresql_server.make()
    psycopg.connect(url).close()
    postgresql_server.drop(url)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(url)


def test_the_server_ends_with_its_context() -> None:
    with servers.letterbox() as box:
        port = int(box.url.rpartition(":")[2])
        smtplib.SMTP("127.0.0.1", port).quit()
    with pytest.raises(ConnectionRefusedError):
        smtplib.SMTP("127.0.0.1", port)


def _mail() -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "Grüße", "a@example.org", "b@example.org"
    mail.set_content("موعد")
    return mail


def test_the_mail_server_keeps_what_it_took(smtp_server: servers.Letterbox) -> None:
    with smtplib.SMTP("127.0.0.1", int(smtp_server.url.rpartition(":")[2])) as client:
        client.send_message(_mail())
    [mail] = smtp_server.wait_for(1)
    assert mail["Subject"] == "Grüße"
    assert mail.get_content().strip() == "موعد"
    assert smtp_server.recipients == [["b@example.org"]]


@pytest.mark.parametrize("answer", ["451 later", "554 never"])
def test_the_mail_server_refuses_when_asked_to(answer: str, smtp_server: servers.Letterbox) -> None:
    smtp_server.answers.append(answer)
    with (
        smtplib.SMTP("127.0.0.1", int(smtp_server.url.rpartition(":")[2])) as client,
        pytest.raises(smtplib.SMTPDataError) as caught,
    ):
        client.send_message(_mail())
    assert f"{caught.value.smtp_code}" == answer[:3]
    assert smtp_server.mails == []


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False])
def test_axe_finds_a_missing_label_with_script_and_without(browser: Browser, script: bool) -> None:
    page = browser.new_page(java_script_enabled=script)
    page.set_content('<html lang="de"><title>x</title><main><h1>x</h1><input></main></html>')
    assert any(finding.startswith("label: ") for finding in browsers.violations(page))
    page.close()


def test_the_portal_starts_again_after_being_killed(
    default_database_url: str, portal_server: StartPortal
) -> None:
    portal = portal_server(default_database_url, workers=2)
    portal.start_worker()
    portal.kill_app()
    portal.start_app()
    latest = time.monotonic() + 20
    while True:
        try:
            with urllib.request.urlopen(f"{portal.address}/gesund", timeout=5) as answer:
                assert answer.status == 200
            break
        except urllib.error.HTTPError:
            assert time.monotonic() < latest, portal.log
            time.sleep(0.2)
