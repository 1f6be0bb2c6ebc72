"""What tests share: databases on both engines, mail server, portal and browser, all of them real.

Nothing skips in silence: what is missing fails the test with the line that says what to install,
unless `TEST_QUICK=1` asks for the tests that need neither browser nor PostgreSQL.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests import browser as browsers
from tests import servers

IS_QUICK = os.environ.get("TEST_QUICK") == "1"
EVERYTHING_ON = os.environ.get("TEST_EVERYTHING_ON", "sqlite")

StartPortal = Callable[..., servers.PortalServer]
OpenPage = Callable[..., Page]


def _only_in_full(what: str) -> None:
    if IS_QUICK:
        pytest.skip(f"needs {what}; make test runs it")


BESIDE_EACH_OTHER = re.compile(
    r"tests/store/|contention|rival|test_(booking|account_life|importing"
    r"|list_rounds|servers|erasing)\.py"
)
"""What is tried on PostgreSQL in each run: the store, and whatever writes at the same time."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The rest on PostgreSQL waits for `make test-all`, which runs everything on it."""
    for item in items:
        if item.get_closest_marker("postgres") and not BESIDE_EACH_OTHER.search(item.nodeid):
            item.add_marker(pytest.mark.long)


# --- databases


def _migrated(url: str) -> None:
    from backend.store import database

    database.connect(url)
    try:
        database.migrate()
    finally:
        database.disconnect()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database with the present schema, to be copied."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    _migrated(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[servers.PostgreSQL]:
    """One server for all tests of the session."""
    _only_in_full("PostgreSQL")
    with ExitStack() as stack:
        try:
            server = stack.enter_context(servers.postgresql())
        except LookupError as missing:
            pytest.fail(str(missing), pytrace=False)
        yield server


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: servers.PostgreSQL) -> Iterator[str]:
    """The name of a PostgreSQL database with the present schema, to be copied."""
    url = postgresql_server.make()
    _migrated(url)
    yield servers.name_of(url)
    postgresql_server.drop(url)


def _empty_database(request: pytest.FixtureRequest, engine: str) -> Iterator[str]:
    if engine == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        folder: Path = request.getfixturevalue("tmp_path")
        shutil.copy(template, folder / "test.db")
        yield f"sqlite:///{folder / 'test.db'}"
    else:
        server: servers.PostgreSQL = request.getfixturevalue("postgresql_server")
        url = server.make(request.getfixturevalue("postgresql_template"))
        yield url
        server.drop(url)


@pytest.fixture(
    params=[
        pytest.param("sqlite", id="sqlite"),
        pytest.param("postgresql", id="postgresql", marks=pytest.mark.postgres),
    ]
)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty database with the present schema, on both engines one after the other."""
    yield from _empty_database(request, request.param)


@pytest.fixture
def default_database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The same on SQLite only, or on PostgreSQL only with `TEST_EVERYTHING_ON=postgresql`."""
    yield from _empty_database(request, EVERYTHING_ON)


# --- servers


@pytest.fixture
def smtp_server() -> Iterator[servers.Letterbox]:
    """A mail server that keeps what it takes."""
    with servers.letterbox() as box:
        yield box


@pytest.fixture
def portal_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartPortal]:
    """Starts portals: `portal_server(url, workers=4, environ={…})`; they end with the test."""
    with ExitStack() as stack:

        def start(
            url: str, *, workers: int = 2, environ: Mapping[str, str] | None = None
        ) -> servers.PortalServer:
            settings = {"TERMINBRUECKE_DATABASE_URL": url, **(environ or {})}
            folder = tmp_path_factory.mktemp("portal")
            return stack.enter_context(servers.PortalServer(folder, settings, workers=workers))

        yield start


# --- browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of the session."""
    _only_in_full("a browser")
    with ExitStack() as stack:
        try:
            started = stack.enter_context(browsers.chromium())
        except LookupError as missing:
            pytest.fail(str(missing), pytrace=False)
        yield started


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens pages with nothing remembered: `open_page(java_script_enabled=False, …)`.

    Takes the options of Playwright's `new_context`; errors of scripts and of the content security
    policy fail the test.
    """
    complaints: list[str] = []
    with ExitStack() as stack:

        def start(**options: Any) -> Page:
            context = browser.new_context(**options)
            stack.callback(context.close)
            context.set_default_timeout(browsers.PATIENCE_MILLISECONDS)
            page = context.new_page()
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda line: _complain(complaints, line.type, line.text))
            return page

        yield start
    assert not complaints, complaints


def _complain(complaints: list[str], kind: str, text: str) -> None:
    # A page with status 4xx is reported as an error too; tests ask for those on purpose.
    if kind == "error" and "status of" not in text:
        complaints.append(text)
