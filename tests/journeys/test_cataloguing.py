"""An administrator edits the catalogue by keyboard alone; customers read it at once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from backend.actions.demonstrating import PASSWORD
from tests.journeys.test_desk import SMALL, Colleague
from tests.journeys.test_keyboard import tab_to
from tests.journeys.world import World

pytestmark = [pytest.mark.browser, pytest.mark.long]
CONCERN = "/dienst/katalog/anliegen/bankverbindung/"
IN_ARABIC = "/dienst/katalog/sprachen/ar/anliegen/bankverbindung/"
TITLE = "Konto gewechselt"
ARABIC = "تغيير الحساب"


@pytest.fixture
def boss(world: World, open_page: Callable[..., Page]) -> Colleague:
    found = Colleague(open_page(java_script_enabled=False, viewport=SMALL), world)
    found.sign_in("admin@demo.example", PASSWORD)
    return found


def test_a_title_is_edited_translated_and_taken_back(
    boss: Colleague, world: World, open_page: Callable[..., Page]
) -> None:
    customer = open_page(java_script_enabled=False, viewport=SMALL)

    def reads(pair: str) -> str:
        customer.goto(f"{world.portal.address}/{pair}/termin/mitte/bankverbindung/")
        return customer.locator("h1").inner_text()

    former = reads("ar")
    boss.press("main a[href='/dienst/katalog/']")
    boss.look("Katalog")
    boss.press("main a[href='/dienst/katalog/anliegen/']")
    boss.look("Anliegen")
    boss.press(f"main a[href='{CONCERN}']")
    boss.at("Neue Bankverbindung")
    boss.write("title", TITLE)
    boss.page.keyboard.press("Enter")
    boss.look(TITLE)
    assert reads("de") == TITLE
    # The former translation stays, with the new German beneath.
    arabic = reads("ar")
    assert TITLE in arabic
    assert former in arabic

    boss.press(f"main a[href='{IN_ARABIC}']")
    boss.look(TITLE)
    row = boss.page.locator(".st-twin", has=boss.page.locator(f".st-german:text-is('{TITLE}')"))
    tab_to(boss.page, f"[name='{row.locator('textarea').get_attribute('name')}']")
    boss.page.keyboard.press("Control+A")
    boss.page.keyboard.type(ARABIC)
    boss.press("main form button.govuk-button")
    # The German word on letters stands beneath, as everywhere.
    assert reads("ar").splitlines()[0] == ARABIC

    boss.open(CONCERN)
    with boss.page.expect_navigation():
        boss.press("main form[action$='/zurueck'] button")
    boss.at("Neue Bankverbindung")
    assert reads("de") == "Neue Bankverbindung"
