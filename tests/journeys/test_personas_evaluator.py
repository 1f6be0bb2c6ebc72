"""Whoever evaluates for the Jobcenter, from the first click to the table on paper."""

import io
import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page

from backend.actions.demonstrating import PASSWORD
from backend.domain.evaluations import Topic
from tests import browser as browsers
from tests.journeys.test_desk import Colleague
from tests.journeys.traveller import Traveller
from tests.journeys.world import World

pytestmark = [pytest.mark.browser, pytest.mark.long]
JANUARY = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
DESK = {"width": 1280, "height": 900}
DELETED = {"came": 60, "missed": 3, "cancelled": 20}
"""Appointments of November that were kept no longer."""


def add_deleted(world: World) -> None:
    """As the worker leaves them behind."""
    values = {
        Topic.OFFICE: "", Topic.CONCERN: "bankverbindung", Topic.URGENCY: "other",
        Topic.CHANNEL: "in_person", Topic.BOOKED_BY: "hotline", Topic.AGE: "unknown",
    }  # fmt: skip
    rows = [
        ("2026-11", "mitte", topic.value, value, ending, count)
        for topic, value in values.items()
        for ending, count in DELETED.items()
    ]
    with sqlite3.connect(world.portal.folder / "var" / "terminbruecke.db", timeout=20) as stored:
        stored.executemany("INSERT INTO appointment_tally VALUES (?, ?, ?, ?, ?, ?)", rows)
    stored.close()


def has_deleted(zora: Colleague) -> bool:
    """Whether the worker has found what is over by now."""
    latest = time.monotonic() + 20
    while "Bisher nichts." in zora.words.split("Gelöschte Tageslisten")[0]:
        assert time.monotonic() < latest
        time.sleep(0.3)
        zora.page.reload()
    return True


def test_who_evaluates_reports_to_the_management_and_names_nobody(
    world: World, travel: Callable[..., Traveller], open_page: Callable[..., Page]
) -> None:
    """Persona 15: Zora writes the yearly report, and checks that nothing is kept too long.

    In November Olga was in the office, among many others. In January nothing is stored of her any
    more: the page of keeping says that it was deleted, and hides how few it were. Zora chooses all
    offices and November. The numbers of the deleted ones are there, Olga among them, by month,
    office and concern; how few stayed away is hidden, and cannot be computed. Single appointments
    and people can be opened nowhere. She prints the page, takes the Excel file along, and for the
    fourth quarter gets the same. The administrator, who runs everything, does not see it.
    """
    olga = travel("de").take("2026-11-26T08:00").name("Olga Ohnespur")
    olga.reach(email="olga@example.org").book()
    add_deleted(world)
    world.set_clock(JANUARY)
    zora = Colleague(open_page(java_script_enabled=False, viewport=DESK), world)
    zora.sign_in("zahlen@demo.example", PASSWORD)
    zora.click("main a[href='/dienst/aufbewahrung/']")
    assert has_deleted(zora)
    assert "Termine, auch abgesagte" in zora.words
    assert "Auskunft und Löschung auf Antrag" not in zora.words

    zora.click(".st-head a[href='/dienst/auswertung/']")
    zora.page.select_option("[name=period]", label="November 2026")
    zora.click("main form button")
    zora.at("Auswertung")
    assert "Auswertung: November 2026, alle Geschäftsstellen" in zora.words
    assert browsers.violations(zora.page) == []
    table = zora.page.locator("table", has_text="Geschäftsstelle Mitte").first
    line = table.locator("tr", has_text="Geschäftsstelle Mitte").locator("td").all_inner_texts()
    assert line[0] == "60" and line[5] == "84"
    assert line[1].startswith("·")
    assert "Ohnespur" not in zora.words and olga.reference not in zora.words

    with zora.page.expect_download() as download:
        zora.page.locator("main form[action$='/excel'] button").click()
    assert download.value.suggested_filename == "auswertung-alle-2026-11.xlsx"
    book = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    numbers = {cell.value for sheet in book for row in sheet for cell in row}
    assert {60, 84, "·"} <= numbers and 3 not in numbers
    zora.page.emulate_media(media="print")
    assert not zora.page.locator("main form button").first.is_visible()
    zora.page.emulate_media(media="screen")

    zora.page.select_option("[name=period]", label="4. Quartal 2026")
    zora.click("main form button")
    assert "Auswertung: 4. Quartal 2026" in zora.words
    zora.sign_out()
    zora.sign_in("admin@demo.example", PASSWORD)
    zora.open("/dienst/auswertung/")
    zora.at("Das hat nicht geklappt")
