"""The inbox of development: it shows the mails as they are, to this machine only."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from backend.content import Content
from backend.languages import Languages
from backend.letters import mails
from backend.letters.transports import EmlFolder
from backend.settings import Settings
from backend.store.letters import Letter
from backend.web import negotiation, security, templating
from backend.web.development import pages as development
from backend.web.portal import Portal
from tests.letters.conftest import NOW, ROOT


@pytest.fixture
def client(jobcenter: Content, languages: Languages, settings: Settings) -> FlaskClient:
    app = Flask("inbox", template_folder=str(ROOT / "site" / "templates"), static_folder=None)
    portal = Portal(settings, jobcenter, languages, lambda: datetime.now(UTC))
    app.extensions["portal"] = portal
    security.secure(app, settings, jobcenter.media)
    negotiation.begin(app)
    templating.equip(app, portal)
    app.register_blueprint(development.pages)
    return app.test_client()


@pytest.fixture
def key(
    letter: Callable[..., Letter], jobcenter: Content, languages: Languages, settings: Settings
) -> str:
    """The key of the one mail that lies there."""
    mail = mails.render(
        letter(languages="ar"),
        content=jobcenter,
        languages=languages,
        public_address=settings.public_address,
        mail_from=settings.mail_from,
        now=NOW,
    )
    EmlFolder(settings.mail_folder).send(mail)
    (file,) = settings.mail_folder.iterdir()
    return file.stem


def test_an_empty_inbox_says_so(client: FlaskClient) -> None:
    assert "Noch keine Mail." in client.get("/entwicklung/post").text


def test_the_inbox_lists_the_mail(client: FlaskClient, key: str) -> None:
    page = client.get("/entwicklung/post").text
    assert "ar:Your appointment / de:Your appointment" in page
    assert f"/entwicklung/post/{key}" in page


def test_a_mail_shows_both_languages_and_a_link_to_follow(client: FlaskClient, key: str) -> None:
    page = client.get(f"/entwicklung/post/{key}").text
    assert "ar:Your appointment is booked." in page
    assert "de:Your appointment is booked." in page
    assert 'href="https://termin.example/ar+de/mein-termin/1.abcdefghijklmnop"' in page
    assert "BEGIN:VCALENDAR" in page


def test_html_is_locked_in(client: FlaskClient, key: str) -> None:
    answer = client.get(f"/entwicklung/post/{key}/html")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox;")
    assert '<div lang="ar" dir="rtl">' in answer.text


def test_the_calendar_can_be_kept(client: FlaskClient, key: str) -> None:
    answer = client.get(f"/entwicklung/post/{key}/anhang/0")
    assert answer.mimetype == "text/calendar"
    assert "termin.ics" in answer.headers["Content-Disposition"]
    assert answer.data.startswith(b"BEGIN:VCALENDAR")
    assert client.get(f"/entwicklung/post/{key}/anhang/1").status_code == 404


@pytest.mark.parametrize("odd", ["0" * 32, "..%2f..%2fsecret", "x", "0" * 32 + ".eml"])
def test_what_is_no_mail_does_not_exist(client: FlaskClient, key: str, odd: str) -> None:
    assert client.get(f"/entwicklung/post/{odd}").status_code == 404


def test_strangers_find_nothing(client: FlaskClient, key: str) -> None:
    for address in ("", f"/{key}", f"/{key}/html", f"/{key}/anhang/0"):
        path = f"/entwicklung/post{address}"
        stranger = client.get(path, environ_base={"REMOTE_ADDR": "192.0.2.7"})
        assert stranger.status_code == 404
        other_name = client.get(path, headers={"Host": "evil.example"})
        assert other_name.status_code == 404


def test_the_folder_is_for_its_owner_only(client: FlaskClient, key: str, tmp_path: Path) -> None:
    assert (tmp_path / "mail").stat().st_mode & 0o077 == 0
