"""What lies about at advice centres: their page of the portal, and the leaflet about it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.web.visiting import BREMEN, main_text, portal_of, soup


@pytest.fixture(scope="module")
def bremen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    with portal_of(BREMEN, Path(tmp_path_factory.mktemp("leaflet"))) as app:
        yield app.test_client()


def test_advice_centres_read_where_to_sign_in_and_what_an_own_access_is_for(
    bremen: FlaskClient,
) -> None:
    page = bremen.get("/de/info/beratung/")
    assert "Vereinbarung mit dem Jobcenter" in main_text(page)
    link = soup(page).select_one('main a[href="/dienst/"]')
    assert link is not None and link.get_text() == "127.0.0.1:8000/dienst/"
