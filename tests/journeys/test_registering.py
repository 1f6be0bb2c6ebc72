"""Booking at the desk by keyboard alone, key by key, without script on the smallest screen."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response

from backend.actions.demonstrating import PASSWORD
from tests.journeys.test_desk import SMALL, Colleague
from tests.journeys.test_keyboard import MOST_STOPS, tab
from tests.journeys.world import World

pytestmark = pytest.mark.browser
NAME = "Amal Haddad"
MOST_KEYS = 40
"""Besides the name, from the first page of the desk to the printed receipt."""


class Typist(Colleague):
    """A colleague whose keys are counted."""

    keys = 0

    def type(self, text: str) -> None:
        """Write where the focus is; the letters of a name do not count."""
        self.page.keyboard.type(text)
        self.keys += 0 if text == NAME else len(text)

    def tab_to(self, selector: str) -> None:
        """Go on until the element has the focus."""
        for _stop in range(MOST_STOPS):
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            assert tab(self.page), f"{selector} is never reached"
            self.keys += 1
        raise AssertionError(f"{selector} is not reached")

    def enter(self) -> None:
        """On to the next page."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.keys += 1


@pytest.fixture
def typist(world: World, open_page: Callable[..., Page]) -> Typist:
    """Somebody who serves at a counter, signed in."""
    found = Typist(open_page(java_script_enabled=False, viewport=SMALL), world)
    found.sign_in("platz@demo.example", PASSWORD)
    return found


def is_pdf(answer: Response) -> bool:
    return answer.headers.get("content-type", "").startswith("application/pdf")


def printed(who: Typist) -> bool:
    """Press Enter on a paper; whether it comes as a PDF."""
    who.keys += 1
    with who.page.context.expect_event("response", is_pdf) as answer:
        who.page.keyboard.press("Enter")
    return bool(answer.value.ok)


def test_a_visitor_is_booked_and_has_a_print_in_hand_after_few_keys(typist: Typist) -> None:
    typist.tab_to("main a[href='/dienst/buchen/']")
    typist.enter()
    typist.type("bank")
    typist.enter()
    typist.look("Termin für Kundin oder Kunden buchen")
    typist.tab_to("#name")
    typist.type(NAME)
    typist.enter()
    typist.look("Gebucht")
    typist.tab_to("button[value=bon]")
    assert printed(typist)
    assert typist.keys < MOST_KEYS, f"{typist.keys} keys"


@pytest.mark.long
def test_who_just_stands_there_has_a_number_after_fewer_keys(typist: Typist) -> None:
    typist.open("/dienst/vorsprache/mitte#concern")
    typist.look("Vorsprache ohne Termin")
    typist.type("bank")
    typist.enter()
    typist.look("Nummer vergeben")
    typist.tab_to("button[value=bon]")
    assert printed(typist)
    assert typist.keys < 20, f"{typist.keys} keys"


@pytest.mark.long
def test_the_page_says_what_is_missing_and_which_concern_is_meant(typist: Typist) -> None:
    typist.open("/dienst/buchen/mitte#concern")
    typist.type("mitteilung")
    typist.enter()
    typist.look("Termin für Kundin oder Kunden buchen")
    typist.tab_to("[name=pick]")
    typist.enter()
    typist.look("Termin für Kundin oder Kunden buchen")
    typist.tab_to("#email")
    typist.type("nobody")
    typist.enter()
    assert typist.page.title().startswith("Fehler:")
    typist.look("Termin für Kundin oder Kunden buchen")
    assert typist.page.evaluate("document.activeElement.id") == "go-on"


@pytest.mark.long
def test_an_emergency_is_squeezed_in_placed_moved_and_handed_over(typist: Typist) -> None:
    typist.sign_out()
    typist.sign_in("standort@demo.example", PASSWORD)
    typist.open("/dienst/buchen/mitte#concern")
    typist.type("notlage")
    typist.enter()
    typist.tab_to("#name")
    typist.type(NAME)
    typist.tab_to(".st-more:last-of-type summary")
    typist.page.keyboard.press("Enter")
    typist.tab_to("#at")
    typist.type("15:00")
    typist.tab_to("button[value=squeeze]")
    typist.enter()
    typist.look("Ohne Platz eingetragen")
    found = re.search(r"\d{6,}", typist.page.url)
    assert found
    typist.open("/dienst/zuordnen/mitte")
    typist.look("Zuzuordnen")
    typist.tab_to("button[name=ziel]")
    typist.enter()
    typist.look("Zuzuordnen")
    typist.open(f"/dienst/termin/{found[0]}/verlegen")
    typist.look(f"Verlegen: {NAME}")
    typist.tab_to("main form button:not([name]):not([tabindex])")
    typist.enter()
    typist.look("Termin")
    typist.open(f"/dienst/termin/{found[0]}/uebergeben")
    typist.look(f"Übergeben: {NAME}")
    typist.tab_to("#office")
    typist.type("Gesch")
    typist.tab_to("#agreed")
    typist.page.keyboard.press("Space")
    typist.tab_to("main form button")
    typist.enter()
    typist.open("/dienst/uebergaben/")
    typist.look("Übergaben")
    typist.tab_to("main th a")
    typist.enter()
    typist.look("Übergabe")
