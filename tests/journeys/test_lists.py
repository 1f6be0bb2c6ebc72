"""The day of an appointment manager: the list is there, grows old, is fetched, passed on, gone."""

import io
import time
from collections.abc import Callable

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page

from backend.actions.demonstrating import PASSWORD
from tests.journeys.test_day import Travel, come
from tests.journeys.test_desk import SMALL, Colleague
from tests.journeys.test_keyboard import tab_to
from tests.journeys.world import World

pytestmark = [pytest.mark.browser, pytest.mark.long]
MANAGER = "termine@demo.example"
LISTS = "/dienst/listen/"
HEADING = "Tageslisten für Dienstag, 24. November 2026"


def button(step: str) -> str:
    return f"main form[action$='/mitte/{step}'] button"


def wait_for_the_list(manager: Colleague) -> None:
    """The worker has begun a moment ago."""
    latest = time.monotonic() + 20
    while not manager.page.locator(button("datei")).count():
        assert time.monotonic() < latest
        time.sleep(0.3)
        manager.open(LISTS)


def fetched(manager: Colleague) -> set[object]:
    """What stands in the file that the button gives."""
    with manager.page.expect_download() as download:
        tab_to(manager.page, button("datei"))
        manager.page.keyboard.press("Enter")
    assert download.value.suggested_filename == "tagesliste-mitte-2026-11-24.xlsx"
    file = io.BytesIO(download.value.path().read_bytes())
    return {cell.value for row in load_workbook(file)["Alle"] for cell in row}


def test_the_list_is_fetched_passed_on_and_deleted_by_keyboard(
    world: World, open_page: Callable[..., Page], travel: Travel
) -> None:
    page = open_page(java_script_enabled=False, viewport=SMALL)
    manager = Colleague(page, world)
    manager.sign_in(MANAGER, PASSWORD)
    manager.press(f"main a[href='{LISTS}']")
    manager.look(HEADING)
    wait_for_the_list(manager)

    guest = come(world, travel, "Dora Gast")
    manager.sign_in(MANAGER, PASSWORD) if "anmelden" in page.url else manager.open(LISTS)
    manager.look(HEADING)
    assert "Es gibt einen neueren Stand." in page.locator("main").inner_text()
    manager.press(button("neu"))
    manager.look(HEADING)
    assert guest.name in fetched(manager)

    manager.press(button("druck"))
    assert guest.name in page.locator("main").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]
    manager.press("main a[href$='/listen/']")
    manager.press(button("weitergegeben"))
    manager.look(HEADING)
    assert "weitergegeben" in page.locator("main .st-tag").inner_text()
    manager.press(button("loeschen"))
    manager.look(HEADING)
    assert not page.locator(button("datei")).count()
