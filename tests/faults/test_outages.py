"""Mail server down, worker silent, database gone, settings missing: what works and what says so."""

import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests import servers
from tests.conftest import StartPortal
from tests.faults import castle, post
from tests.faults.conftest import StartCastle
from tests.faults.ledger import Ledger
from tests.faults.visitors import Visitor
from tests.servers import Letterbox, PortalServer, free_port, letterbox

LETTERS = 100
WAITING = "SELECT count(*) FROM letter WHERE state = 'waiting' AND kind = 'confirmation'"


def wait_until_drained(server: PortalServer, ledger: Ledger, *, seconds: float = 60) -> None:
    latest = time.monotonic() + seconds
    while ledger.number(WAITING):
        assert time.monotonic() < latest, server.log[-2000:]
        time.sleep(0.1)


def test_two_workers_at_once_send_each_letter_once(
    castle_server: StartCastle, database_url: str, smtp_server: Letterbox
) -> None:
    server = castle_server(5, until="15:00", SMTP_URL=smtp_server.url)
    with post.engine(server) as portal:
        addresses = post.book_many(portal, LETTERS)
    server.start_worker()
    second = PortalServer(server.folder, server.environ, workers=1)
    second.start_worker()
    try:
        wait_until_drained(server, Ledger(database_url))
    finally:
        second.kill_worker()
    assert Counter(to[0] for to in smtp_server.recipients) == Counter(addresses)
    assert len({mail["Message-ID"] for mail in smtp_server.mails}) == LETTERS


def test_booking_goes_on_without_a_mail_server_and_the_outbox_drains_later(
    portal_server: StartPortal, default_database_url: str, tmp_path: Path
) -> None:
    port = free_port()
    folder = castle.build(tmp_path / "castle", castle.days_ahead(5), until="15:00")
    environ = {
        "TERMINBRUECKE_CONTENT": str(folder),
        "TERMINBRUECKE_SMTP_URL": f"smtp://127.0.0.1:{port}",
    }
    server = portal_server(default_database_url, environ=environ)
    ledger = Ledger(default_database_url)
    server.start_worker()
    with post.engine(server) as portal:
        addresses = post.book_many(portal, LETTERS)
    visitor = Visitor(server.port, name="Noor Haddad", email="noor@example.org")
    visitor.begin()
    day = castle.days_ahead(5)[-1].isoformat()
    visitor.went(visitor.hold(f"{day}T14:20"))
    visitor.fill_in()
    visitor.get("/de/buchen/pruefen")
    visitor.went(visitor.book())
    latest = time.monotonic() + 30
    while not ledger.number("SELECT count(*) FROM letter WHERE attempts > 0"):
        assert time.monotonic() < latest, "the worker tries nothing"
        time.sleep(0.1)
    assert ledger.number(WAITING) == LETTERS + 1
    with letterbox(port=port) as box:
        # The first try is repeated after a minute only; the test does not wait for that.
        ledger.run("UPDATE letter SET due_at = 1 WHERE state = 'waiting' AND attempts > 0")
        wait_until_drained(server, ledger)
        wanted = Counter([*addresses, "noor@example.org"])
        assert Counter(to[0] for to in box.recipients) == wanted


def state(server: PortalServer) -> tuple[int, str]:
    """Status and text of the page for watchers."""
    answer = Visitor(server.port).get("/gesund")
    return answer.status, answer.text


def wait_for_state(server: PortalServer, status: int) -> str:
    latest = time.monotonic() + 30
    while True:
        found, text = state(server)
        if found == status:
            return text
        assert time.monotonic() < latest, f"{found} {text}"
        time.sleep(0.2)


def test_health_tells_of_worker_and_database_without_details(
    castle_server: StartCastle, database_url: str, request: pytest.FixtureRequest
) -> None:
    server = castle_server(1)
    ledger = Ledger(database_url)
    assert state(server)[0] == 503, "no worker yet"
    server.start_worker()
    assert "sick" not in wait_for_state(server, 200)
    server.kill_worker()
    ledger.run("UPDATE beat SET seen_at = seen_at - 600")
    status, text = state(server)
    assert status == 503 and text.count("sick") == 1
    if database_url.startswith("sqlite"):
        # Whoever has a file open keeps it; gone it is for the next start.
        server.kill_app()
        path = Path(database_url.removeprefix("sqlite:///"))
        for each in path.parent.glob(f"{path.name}*"):
            each.unlink()
        server.start_app()
    else:
        postgresql: servers.PostgreSQL = request.getfixturevalue("postgresql_server")
        postgresql.drop(database_url)
    text = wait_for_state(server, 503)
    assert '"database":"sick"' in text.replace(" ", "")
    assert len(text) < 100, "details"
    page = Visitor(server.port).get("/de/")
    assert page.status == 200, "pages to read need no database"


def production(tmp_path: Path, **changed: str) -> subprocess.CompletedProcess[str]:
    """Start gunicorn as in production with settings of which some are changed or empty."""
    settings = {
        "DATA": str(tmp_path / "var"),
        "SECRET_KEY": "Jq7w-Kd0Zx_4vTn2LsYb9RmEuPf6HgAc",
        "FIELD_KEYS": "xT1vZ0b8mQy5cWk2nR7sLd4fGh9jPa3eUiOoBbVvNM8=",
        "HASH_KEY": "aZ9kQ2w7XcV5bN1mP0oIuYtReWqLkJhGfDsA3214567=",
        "PUBLIC_ADDRESS": "https://termin.example",
        "SMTP_URL": "smtps://mail.example",
        "MAIL_FROM": "Jobcenter <termine@example.org>",
        "TRUSTED_PROXIES": "1",
    }
    own = {name: text for name, text in os.environ.items() if not name.startswith("TERMINBRUECKE_")}
    given = own | {f"TERMINBRUECKE_{name}": text for name, text in (settings | changed).items()}
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{free_port()}"]
    command += ["--no-control-socket", "backend:create_app()"]
    return subprocess.run(
        command,
        cwd=servers.CHECKOUT,
        env=given,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("name", ["SMTP_URL", "SECRET_KEY"])
def test_production_without_a_setting_refuses_to_start_and_names_it(
    tmp_path: Path, name: str
) -> None:
    done = production(tmp_path, **{name: ""})
    assert done.returncode != 0
    assert f"TERMINBRUECKE_{name} is missing" in done.stdout + done.stderr
