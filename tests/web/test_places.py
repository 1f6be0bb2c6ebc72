"""Where people can come: office pages, the hand-in sheet, the first view of an emergency."""

from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from flask.testing import FlaskClient

from tests.web.visiting import BREMEN, TINY, main_links, main_text, portal_of, soup

STATIC = Path(__file__).parents[2] / "site" / "static"
FIRST_VIEW = 14 * 1024


@pytest.fixture(scope="module")
def bremen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    with portal_of(BREMEN, tmp_path_factory.mktemp("places")) as app:
        yield app.test_client()


# --- offices


def test_every_office_has_a_page_with_all_that_who_comes_must_know(bremen: FlaskClient) -> None:
    for office in bremen.application.extensions["portal"].content.offices.values():
        text = main_text(bremen.get(f"/de/stelle/{office.key}/"))
        place = () if office.is_touring else (office.street,)
        for fact in (
            *place, office.how_to_get_there, office.entrance, office.waiting_place,
            office.letterbox, *office.accessibility, *(line.days for line in office.hours),
        ):  # fmt: skip
            assert fact in text


@pytest.mark.parametrize("page", ["stelle/", "termin/mitte/umzug/"])
def test_the_page_of_an_office_is_found_from_where_people_look(
    bremen: FlaskClient, page: str
) -> None:
    assert "/ar/stelle/mitte/" in main_links(bremen.get(f"/ar/{page}"))


def test_an_office_that_is_none_has_no_page(bremen: FlaskClient) -> None:
    assert bremen.get("/de/stelle/nirgendwo/").status_code == 404


# --- the emergency


def test_without_the_database_the_page_says_what_it_cannot_know(bremen: FlaskClient) -> None:
    answer = bremen.get("/en/notfall/heute")
    assert answer.status_code == 200
    assert "We cannot see right now" in main_text(answer)
    assert "Geschäftsstelle Mitte" in main_text(answer)


def test_the_emergency_page_leads_to_who_is_open_now(bremen: FlaskClient) -> None:
    assert "/ar/notfall/heute" in main_links(bremen.get("/ar/notfall/"))


@pytest.mark.parametrize("pair", ["de", "ar", "ar+de", "de-simple+de"])
@pytest.mark.parametrize("page", ["notfall/", "notfall/heute"])
def test_the_first_view_of_an_emergency_is_light(bremen: FlaskClient, pair: str, page: str) -> None:
    """Page and style sheet fit into the first packets that a slow network sends."""
    pair = pair.replace("de-simple", "leichte-sprache")
    body = bremen.get(f"/{pair}/{page}", headers={"Accept-Encoding": "br"}).data
    style = brotli.compress((STATIC / "portal.rtl.css").read_bytes())
    assert len(body) + len(style) < FIRST_VIEW


# --- paper


def test_the_hand_in_sheet_has_a_row_for_each_copy_in_both_languages(bremen: FlaskClient) -> None:
    concern = bremen.application.extensions["portal"].content.concerns["neuantrag"]
    page = soup(bremen.get("/ar/unterlagen/neuantrag/abgabezettel"))
    rows = [row.get_text(" ") for row in page.select("tbody th")]
    copies = [use for use in concern.documents if use.document.how == "copy"]
    assert len(rows) == len(copies)
    assert all(use.document.title in row for use, row in zip(copies, rows, strict=True))
    assert len(page.select("tbody tr")) > len(rows)


def test_the_hand_in_sheet_is_found_from_the_list(bremen: FlaskClient) -> None:
    links = main_links(bremen.get("/ar/unterlagen/umzug/"))
    assert "/ar/unterlagen/umzug/abgabezettel" in links


# --- the law of a Jobcenter


LEGAL = ("impressum", "datenschutz", "barrierefreiheit", "barriere-melden")


def test_a_jobcenter_of_a_land_names_its_own_law_and_bodies(tmp_path: Path) -> None:
    with portal_of(TINY, tmp_path) as app:
        client = app.test_client()
        pages = {page: main_text(client.get(f"/de/info/{page}/")) for page in LEGAL}
        links = main_links(client.get("/de/info/barrierefreiheit/"))
    assert "zugelassener kommunaler Träger" in pages["impressum"]
    assert "Staatsregierung" in pages["impressum"]
    assert "Landesbeauftragten für den Datenschutz" in pages["datenschutz"]
    assert "Durchsetzungsstelle des Landes" in pages["barrierefreiheit"]
    assert "innerhalb von einer Woche" in pages["barriere-melden"]
    assert "https://example.org/schlichtung" in links
    for text in pages.values():
        for federal in ("Bundes", "BGG", "BITV", "Bremen", "zwei Wochen", "gemeinsame Einrichtung"):
            assert federal not in text


def test_the_privacy_page_says_how_long_things_are_really_kept(
    bremen: FlaskClient,
) -> None:
    settings = bremen.application.extensions["portal"].settings
    text = main_text(bremen.get("/en/info/datenschutz/"))
    assert f"{settings.draft_minutes} minutes" in text
    assert f"{settings.retention_days} days" in text
