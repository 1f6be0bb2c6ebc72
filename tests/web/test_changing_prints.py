"""One's own appointment on paper, printed by a real browser."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, Route

from tests.web.booked import Booked, portal_with

pytestmark = pytest.mark.browser
SITE = "http://portal.test"


@pytest.fixture
def booked(default_database_url: str, tmp_path: Path) -> Iterator[Booked]:
    with portal_with(default_database_url, tmp_path) as portal:
        yield portal


def served_by(client: FlaskClient) -> Callable[[Route], None]:
    """Answers the browser's requests from the portal, without a port in between."""

    def answer(route: Route) -> None:
        found = client.get(route.request.url.removeprefix(SITE))
        route.fulfill(status=found.status_code, headers=dict(found.headers), body=found.data)

    return answer


def sheets(page: Page, client: FlaskClient, address: str) -> list[tuple[int, int]]:
    """The sizes of the printed sheets in millimetres."""
    page.route("**/*", served_by(client))
    page.goto(SITE + address)
    printed = page.pdf(prefer_css_page_size=True, tagged=True)
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        boxes = [[float(each) for each in sheet.mediabox] for sheet in pdf.pages]
    return [(round(box[2] / 72 * 25.4), round(box[3] / 72 * 25.4)) for box in boxes]


@pytest.mark.parametrize("pair", ["de", "en", "ar", "ar+de"])
@pytest.mark.parametrize("concern", ["bankverbindung", "unterkunft"])
def test_the_confirmation_prints_on_one_sheet(
    booked: Booked, open_page: Callable[..., Page], pair: str, concern: str
) -> None:
    appointment = booked.book(concern=concern, interpreter="uk")
    page = open_page(java_script_enabled=False)

    printed = sheets(page, booked.knower(appointment), booked.address(appointment, pair))

    assert printed == [(210, 297)]


@pytest.mark.parametrize("pair", ["de", "ar+de"])
def test_an_application_keeps_its_sentence_on_the_sheets(
    booked: Booked, open_page: Callable[..., Page], pair: str
) -> None:
    appointment = booked.book(concern="neuantrag")
    page = open_page(java_script_enabled=False)

    printed = sheets(page, booked.knower(appointment), booked.address(appointment, pair))

    assert len(printed) <= 3
    page.emulate_media(media="print")
    assert page.locator(".tb-sign").is_visible()


@pytest.mark.parametrize("pair", ["de", "en", "ar+de"])
def test_the_card_prints_on_one_small_sheet(
    booked: Booked, open_page: Callable[..., Page], pair: str
) -> None:
    appointment = booked.book(interpreter="ar")
    page = open_page(java_script_enabled=False)

    printed = sheets(page, booked.knower(appointment), f"{booked.address(appointment, pair)}/karte")

    assert printed == [(105, 148)]


def test_paper_shows_no_tools_and_no_addresses_of_links(
    booked: Booked, open_page: Callable[..., Page]
) -> None:
    appointment = booked.book()
    page = open_page(java_script_enabled=False)
    sheets(page, booked.knower(appointment), booked.address(appointment))

    page.emulate_media(media="print")

    for tool in (".tb-tools", ".tb-finish", "#help", ".govuk-button", ".tb-linkbtn", "#keep"):
        assert not page.locator(tool).first.is_visible(), tool
    shown = page.evaluate(
        "[...document.querySelectorAll('a')].map(a => getComputedStyle(a, '::after').content)"
    )
    assert set(shown) <= {"none", "normal"}
