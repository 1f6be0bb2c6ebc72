"""Booking on the telephone by keyboard alone, its keys counted, without script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from backend.actions.demonstrating import PASSWORD
from tests.journeys.test_desk import SMALL
from tests.journeys.test_registering import NAME, Typist
from tests.journeys.world import World

pytestmark = [pytest.mark.browser, pytest.mark.long]
MOST_KEYS = 60
"""Besides the name, from one call to what is read aloud at its end."""
TITLE = "Am Telefon"


class Agent(Typist):
    """A colleague of the hotline, who knows the keys of links."""

    def shortcut(self, letter: str) -> None:
        """Alt and a letter, as a keyboard sends it: Playwright's own keys leave the letter out."""
        key = {"modifiers": 1, "key": letter, "unmodifiedText": letter, "text": letter}
        code = {"windowsVirtualKeyCode": ord(letter.upper()), "code": f"Key{letter.upper()}"}
        session = self.page.context.new_cdp_session(self.page)
        with self.page.expect_navigation():
            session.send("Input.dispatchKeyEvent", {"type": "keyDown", **key, **code})
            session.send("Input.dispatchKeyEvent", {"type": "keyUp", **key, **code})
        self.keys += 1


@pytest.fixture
def agent(world: World, open_page: Callable[..., Page]) -> Agent:
    """Somebody of the hotline, signed in and at the page of the telephone."""
    found = Agent(open_page(java_script_enabled=False, viewport=SMALL), world)
    found.sign_in("hotline@demo.example", PASSWORD)
    found.tab_to("main a[href='/dienst/buchen/']")
    found.enter()
    found.look(TITLE)
    found.keys = 0
    return found


def test_a_caller_is_booked_with_few_keys_and_the_next_one_waits_behind_one(
    agent: Agent,
) -> None:
    agent.type("Am Wall 77, 28203")
    agent.tab_to("#concern")
    agent.type("bank")
    agent.enter()
    agent.look(TITLE)
    agent.tab_to("#name")
    agent.type(NAME)
    agent.tab_to("#number")
    agent.type("123A456789")
    agent.tab_to("#phone")
    agent.type("04215550199")
    agent.enter()
    agent.look("Gebucht")
    assert agent.page.locator("#aloud ~ p").count() > 2
    assert agent.keys < MOST_KEYS, f"{agent.keys} keys"
    print(f"{agent.keys} keys besides the name")
    agent.shortcut("n")
    agent.at(TITLE)
    assert agent.page.evaluate("document.activeElement.id") == "street"


def test_two_offices_another_jobcenter_and_no_address_need_no_mouse(agent: Agent) -> None:
    agent.type("Bremerhaven")
    agent.tab_to("#concern")
    agent.type("bank")
    agent.enter()
    agent.look(TITLE)
    assert agent.page.title().startswith("Fehler:")
    agent.tab_to("#street")
    agent.page.keyboard.press("Control+a")
    agent.type("28205")
    agent.enter()
    agent.look(TITLE)
    agent.tab_to("[name=chosen_office]")
    agent.page.keyboard.press("ArrowDown")
    agent.enter()
    agent.look(TITLE)
    agent.tab_to("[name=start]")
    agent.shortcut("v")
    agent.at("Rückruf aufnehmen")
    assert agent.page.locator("#kind").input_value() == "voicebox"


def test_who_has_proved_it_is_moved_and_cancelled_without_a_mouse(agent: Agent) -> None:
    agent.type("28203")
    agent.tab_to("#concern")
    agent.type("bank")
    agent.enter()
    agent.tab_to("#name")
    agent.type(NAME)
    agent.enter()
    reference = agent.page.locator(".st-code").inner_text()
    agent.shortcut("n")
    agent.shortcut("t")
    agent.tab_to("#reference")
    agent.type(reference)
    agent.enter()
    agent.look("Termin suchen")
    agent.shortcut("v")
    agent.tab_to("[name=start]")
    agent.page.keyboard.press("ArrowDown")
    agent.enter()
    agent.look("Termin")
    agent.shortcut("a")
    agent.look("Termin absagen")
    agent.tab_to("#reason")
    agent.page.keyboard.press("ArrowDown")
    agent.tab_to("main .tb-danger")
    agent.enter()
    agent.look(TITLE)
    assert agent.page.locator(".tb-note--ok").count() == 1
    agent.shortcut("n")
    assert agent.page.evaluate("document.activeElement.id") == "street"
