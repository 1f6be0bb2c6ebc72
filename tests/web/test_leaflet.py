"""What lies about at advice centres: their page of the portal, and the leaflet about it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.letters.reading import Paper
from tests.web.visiting import BREMEN, main_links, main_text, portal_of, soup


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
    assert link is not None and link.get_text() == "/dienst/"


@pytest.mark.parametrize("pair", ["de", "ar", "ar+de", "ti", "ps"])
def test_the_leaflet_names_the_address_in_words_and_to_scan(bremen: FlaskClient, pair: str) -> None:
    page = bremen.get(f"/{pair}/handzettel/")
    slug = pair.partition("+")[0]
    assert f"http://127.0.0.1:8000/{slug}/" in main_text(page)
    assert soup(page).select_one("main [role=img][aria-label] > svg path")
    if slug != "de":
        assert "Termin im Jobcenter buchen" in main_text(page)


@pytest.mark.parametrize("size", ["a4", "a5"])
def test_it_is_printed_on_one_sheet(bremen: FlaskClient, size: str) -> None:
    page = bremen.get("/ar/handzettel/")
    address = next(link for link in main_links(page) if link.endswith(f"{size}.pdf"))
    answer = bremen.get(address)
    assert answer.content_type == "application/pdf"
    sheets = Paper(answer.data).sheets
    width = {"a4": 210, "a5": 148}[size]
    assert [round(sheet.width) for sheet in sheets] == [width]


def test_the_leaflet_lies_where_advice_centres_look(bremen: FlaskClient) -> None:
    page = bremen.get("/ti+de/info/beratung/")
    assert "/ti+de/handzettel/" in main_links(page)
    assert "/ti+de/unterlagen/" in main_links(page)
