"""An office administrator arranges an office by keyboard alone; customers see it at once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from backend.actions.demonstrating import PASSWORD
from tests.journeys.test_desk import Colleague
from tests.journeys.world import World

pytestmark = [pytest.mark.browser, pytest.mark.long]
SMALL = {"width": 320, "height": 640}
OFFICE = "/dienst/planung/stelle/mitte"
DAYS = "/de/termin/mitte/bescheid/telefon/tage"


@pytest.fixture
def boss(world: World, open_page: Callable[..., Page]) -> Colleague:
    found = Colleague(open_page(java_script_enabled=False, viewport=SMALL), world)
    found.sign_in("standort@demo.example", PASSWORD)
    return found


def enter(boss: Colleague) -> None:
    """Send the form from within a field."""
    with boss.page.expect_navigation():
        boss.page.keyboard.press("Enter")


def test_an_office_is_arranged_and_customers_see_it_at_once(
    boss: Colleague, world: World, open_page: Callable[..., Page]
) -> None:
    customer = open_page(java_script_enabled=False, viewport=SMALL)

    boss.press("main a[href='/dienst/planung/']")
    boss.look("Planung")
    boss.press(f"main a[href='{OFFICE}/gruppen']")
    boss.look("Gruppen und Angebote: Geschäftsstelle Mitte")
    boss.press("main a[href$='/gruppen/neu']")
    boss.write("title", "Zweite Etage")
    boss.write("title_new1", "201")
    enter(boss)
    boss.look("Gruppen und Angebote: Geschäftsstelle Mitte")
    assert "Zweite Etage" in boss.page.locator("main").inner_text()

    boss.press("main a[href$='/mitte-leistung/angebote']")
    boss.look("Angebote: Leistungen Mitte")
    boss.write("minutes_bescheid", "7")
    enter(boss)
    boss.look("Angebote: Leistungen Mitte")
    assert "Fünferschritten" in boss.page.locator("#error-summary").inner_text()
    customer.goto(f"{world.portal.address}{DAYS}")
    before = customer.locator("main").inner_text()
    boss.write("minutes_bescheid", "60")
    enter(boss)
    boss.at("Gruppen und Angebote: Geschäftsstelle Mitte")
    customer.reload()
    assert customer.locator("main").inner_text() != before

    boss.press(f"main a[href='{OFFICE}/regeln']")
    boss.look("Regeln: Geschäftsstelle Mitte")
    boss.write("horizon_days", "14")
    enter(boss)
    boss.look("Regeln: Geschäftsstelle Mitte")
    boss.press("main a[href='/dienst/planung/phasen/mitte/']")
    boss.look("Phasen: Geschäftsstelle Mitte")
    boss.press("main a[href$='/neu']")
    boss.look("Neue Phase: Geschäftsstelle Mitte")
    boss.write("kind", "Nur tel")
    boss.write("first_day", "1.12.2026")
    boss.write("last_day", "3.12.2026")
    boss.write("text", "Wir renovieren.")
    boss.press()
    boss.look("Phasen: Geschäftsstelle Mitte")
    customer.reload()
    assert "nur telefonisch" in customer.locator("main").inner_text()

    boss.press(f"main a[href='{OFFICE}/vorschau']")
    boss.look("Vorschau: Geschäftsstelle Mitte")
    boss.write("stand", "2.12.2026")
    enter(boss)
    boss.look("Vorschau: Geschäftsstelle Mitte")
    boss.press(f"main a[href='{OFFICE}/vorgaben']")
    boss.look("Vorgaben: Geschäftsstelle Mitte")


def test_an_old_tool_is_left_behind_by_keyboard(
    world: World, open_page: Callable[..., Page]
) -> None:
    central = Colleague(open_page(java_script_enabled=False, viewport=SMALL), world)
    central.sign_in("admin@demo.example", PASSWORD)
    central.open("/dienst/planung/uebernahme")
    central.look("Übernahme aus einem alten Programm")
    lines = "Standort;Anliegen;Datum;Uhrzeit;Name\nMitte;Bescheid;30.11.2026;10:00;Ali\nX;Y;Z;;\n"
    # The browser's own window for choosing a file is no page of ours.
    central.page.set_input_files(
        "#file", {"name": "alt.csv", "mimeType": "text/csv", "buffer": lines.encode()}
    )
    central.press("form[enctype] button")
    central.look("Übernahme aus einem alten Programm")
    central.press("#trial ~ form button, section form button")
    central.look("Übernahme aus einem alten Programm")
    assert "1 Termin ist übernommen." in central.page.locator("main").inner_text()
