"""Planning in a real browser: a group lead by keyboard alone, and a quarter for a whole office."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from backend.actions.demonstrating import PASSWORD
from tests.journeys.test_desk import SMALL, Colleague
from tests.journeys.test_keyboard import tab_to
from tests.journeys.world import World

pytestmark = pytest.mark.browser
MOST_TOUCHES = 60
"""Clicks and keys together, by issue."""
PLANNING = "main a[href='/dienst/planung/']"
DESK = {"width": 1280, "height": 900}
GROUP = "/dienst/planung/gruppe/mitte-eingang/"


@pytest.fixture
def lead(world: World, open_page: Callable[..., Page]) -> Colleague:
    found = Colleague(open_page(java_script_enabled=False, viewport=SMALL), world)
    found.sign_in("leitung@demo.example", PASSWORD)
    found.press(PLANNING)
    return found


@pytest.mark.long
def test_a_group_lead_plans_by_keyboard_alone(lead: Colleague) -> None:
    lead.look("Planung")
    lead.press("main a[href$='/schliessungen/neu']")
    lead.press()
    lead.look("Etwas schließen")
    tab_to(lead.page, "[name=targets][value*='mitte-eingang/']")
    lead.page.keyboard.press("Space")
    lead.write("first_day", "2.12.2026")
    lead.write("start", "9")
    lead.write("title", "Fortbildung")
    lead.press()
    lead.look("Schließungen")
    assert "Fortbildung" in lead.page.locator("main").inner_text()

    lead.press("main a[href='/dienst/planung/']")
    lead.press(f"main a[href='{GROUP}']")
    lead.look("Eingangszone Mitte")
    lead.press(f"main a[href='{GROUP}wochen/neu']")
    lead.write("title", "Winter")
    lead.write("valid_from", "morgen")
    lead.press()
    lead.look("Neue Wochenvorlage")
    tab_to(lead.page, "[name=valid_from]")
    lead.page.keyboard.press("Control+a")
    lead.page.keyboard.type("1.2.2027")
    for _day in range(5):
        tab_to(lead.page, "[name=z1_days]:not(:checked)")
        lead.page.keyboard.press("Space")
    lead.write("z1_start", "8")
    lead.write("z1_end", "18")
    lead.press()
    lead.at("Eingangszone Mitte")
    assert "Winter" in lead.page.locator("main").inner_text()

    lead.press(f"main a[href='{GROUP}tage/2026-12-03']")
    lead.look("Donnerstag, 03.12.2026")
    tab_to(lead.page, "[name=z3_end]")
    lead.page.keyboard.press("Control+a")
    lead.page.keyboard.type("19")
    lead.press()
    lead.press(f"main a[href='{GROUP}tage/2026-12-03']")
    lead.press(f"form[action^='{GROUP}tage/2026-12-03/vorlage'] button")
    lead.at("Eingangszone Mitte")


@dataclass
class Hands:
    """Somebody with mouse and keyboard, whose clicks and keys are counted."""

    page: Page
    touches: int = 0

    def click(self, selector: str) -> None:
        """One click."""
        self.page.locator(selector).first.click()
        self.touches += 1

    def type(self, name: str, text: str) -> None:
        """A click into a field, and each key."""
        self.click(f"[name={name}]")
        self.page.keyboard.type(text)
        self.touches += len(text)


@pytest.fixture
def hands(world: World, open_page: Callable[..., Page]) -> Hands:
    page = open_page(java_script_enabled=False, viewport=DESK)
    Colleague(page, world).sign_in("standort@demo.example", PASSWORD)
    return Hands(page)


@pytest.mark.long
def test_a_quarter_of_an_office_is_planned_in_under_sixty_clicks_and_keys(hands: Hands) -> None:
    """The late day moves for all three groups; a half day is closed, a Saturday opened."""
    hands.click("nav a[href='/dienst/planung/']")
    hands.click("main a[href$='/stelle/mitte/zeitraum']")
    blocks = hands.page.locator("details.st-block")
    for number in range(blocks.count()):
        hands.click(f"details.st-block >> nth={number} >> summary")
        late = blocks.nth(number).locator(
            "fieldset.st-line", has=hands.page.locator("[value='18:00']")
        )
        for day in (3, 1):
            late.locator(f"input[value='{day}']").first.click()
            hands.touches += 1
    hands.click("main form button")
    assert "Gespeichert." in hands.page.locator("main").inner_text()

    hands.click("main a[href$='/schliessungen/neu']")
    hands.click("[name=targets][value=mitte]")
    hands.type("first_day", "4.2.2027")
    hands.type("start", "12")
    hands.click("main form button")
    assert "04.02.2027" in hands.page.locator("main").inner_text()

    hands.click("nav a[href='/dienst/planung/']")
    hands.click(f"main a[href='{GROUP}']")
    hands.click("main a[href$='/sonderzeiten']")
    hands.type("first_day", "16.1.2027")
    hands.type("z1_start", "9")
    hands.type("z1_end", "12")
    hands.click("main form button")
    assert "Sa 16.01.2027" in hands.page.locator("main").inner_text()
    assert hands.touches < MOST_TOUCHES, hands.touches
    print(f"{hands.touches} clicks and keys")
