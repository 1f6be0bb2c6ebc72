"""The day of a counter clerk: by keyboard alone without script, and what script adds to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from backend.actions.demonstrating import PASSWORD
from tests import browser as browsers
from tests.journeys.test_desk import SMALL, Colleague
from tests.journeys.traveller import NUMBERS, Traveller
from tests.journeys.world import World

pytestmark = pytest.mark.browser
CLERK = "platz@demo.example"
EARLY = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
"""Five o'clock at the office: the same day can be booked until six."""
MORNING = EARLY + timedelta(hours=2, minutes=50)
DAY = "/dienst/tag/mitte/2026-11-24"
Travel = Callable[..., Traveller]
OpenPage = Callable[..., Page]


@dataclass(frozen=True)
class Guest:
    """Somebody who comes at eight."""

    name: str
    reference: str

    def row(self, page: Page) -> Locator:
        """The row in the day view."""
        return page.locator("#day tr", has_text=self.name)

    def press(self, page: Page) -> None:
        """Press the one button of the row."""
        with page.expect_navigation():
            self.row(page).locator("button").click()


def come(world: World, travel: Travel, name: str) -> Guest:
    world.set_clock(EARLY)
    someone = travel()
    someone.open("/termin/mitte/bankverbindung/angaben").need().take_day().take_time()
    someone.name(name)
    if someone.path == "/buchen/mehr":
        someone.go_on()
    someone.reach(email=f"guest.{next(NUMBERS)}@example.org").book()
    world.set_clock(MORNING)
    return Guest(name, someone.reference.replace("-", ""))


@pytest.fixture
def guest(world: World, travel: Travel, request: pytest.FixtureRequest) -> Guest:
    """Of a name that no other test has."""
    words = {"others": "Anna", "keys": "Berta", "display": "Carla"}
    (first,) = (name for word, name in words.items() if word in request.node.name)
    return come(world, travel, f"{first} Gast")


def at_desk(world: World, page: Page) -> Colleague:
    clerk = Colleague(page, world)
    clerk.sign_in(CLERK, PASSWORD)
    return clerk


def test_a_clerk_receives_somebody_without_script_and_mouse(
    world: World, open_page: OpenPage, travel: Travel
) -> None:
    booked = come(world, travel, "Оксана Коваленко").reference
    clerk = at_desk(world, open_page(java_script_enabled=False, viewport=SMALL))
    clerk.press("main a[href='/dienst/tag/']")
    clerk.look("Dienstag, 24. November 2026 Geschäftsstelle Mitte")
    clerk.write("who", booked)
    with clerk.page.expect_navigation():
        clerk.page.keyboard.press("Enter")
    assert "1 Person gefunden" in clerk.page.locator("main").inner_text()
    clerk.press(".st-found button")
    assert "da seit" in clerk.page.locator("#day").inner_text()
    clerk.press("#day td:last-child button")
    assert "im Gespräch" in clerk.page.locator("#day").inner_text()

    display = clerk.page.context.new_page()
    display.goto(f"{world.portal.address}/dienst/anzeige/mitte")
    assert display.locator(".st-calls li").inner_text().split()[0] == booked[-4:]

    # The focus is still at the row.
    with clerk.page.expect_navigation():
        clerk.page.keyboard.press("Enter")
    clerk.look("08:00 Oksana Kovalenko")
    clerk.press("[name=ergebnis][value=solved]")
    clerk.look("08:00 Oksana Kovalenko")
    assert "Ergebnis: Erledigt" in clerk.page.locator("main").inner_text()
    clerk.press("form[action*='/zurueck'] button")
    clerk.press("main .govuk-back-link")
    assert "im Gespräch" in clerk.page.locator("#day").inner_text()
    clerk.press("#day td:last-child button")
    assert "fertig" in clerk.page.locator("#day").inner_text()


@pytest.mark.long
def test_with_script_the_list_follows_what_others_do_and_the_focus_stays(
    world: World, open_page: OpenPage, guest: Guest
) -> None:
    first, second = (at_desk(world, open_page()) for _ in range(2))
    for clerk in (first, second):
        clerk.open(DAY)
    guest.row(first.page).locator(".st-nm").focus()
    guest.press(second.page)
    expect(guest.row(first.page)).to_contain_text("da seit", timeout=45_000)
    assert guest.name in first.page.evaluate("document.activeElement.textContent")
    assert browsers.violations(first.page) == []


@pytest.mark.long
def test_single_keys_work_in_the_list_alone(
    world: World, open_page: OpenPage, guest: Guest
) -> None:
    clerk = at_desk(world, open_page())
    clerk.open(DAY)
    page = clerk.page
    page.locator("[name=who]").focus()
    page.keyboard.type("ja5")
    assert page.locator("[name=who]").input_value() == "ja5"
    assert page.url.endswith(DAY)
    page.locator("#day").focus()
    for _ in range(page.locator("#day .st-nm").count()):
        page.keyboard.press("j")
        if guest.name in page.evaluate("document.activeElement.textContent"):
            break
    for key, state in (("a", "da seit"), ("a", "im Gespräch"), ("1", "fertig")):
        with page.expect_navigation():
            page.keyboard.press(key)
        expect(guest.row(page)).to_contain_text(state)
        assert guest.name in page.evaluate("document.activeElement.textContent")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator("[data-copies]").click()
    expect(page.locator("[data-copies]")).to_have_text("Kopiert")


@pytest.mark.long
def test_the_display_follows_the_calls_by_itself(
    world: World, open_page: OpenPage, guest: Guest
) -> None:
    clerk = at_desk(world, open_page())
    display = clerk.page.context.new_page()
    display.goto(f"{world.portal.address}/dienst/anzeige/mitte")
    display.get_by_text("Ton einschalten").click()
    clerk.open(DAY)
    guest.press(clerk.page)
    guest.press(clerk.page)
    expect(display.locator(".st-calls li").first).to_contain_text(
        guest.reference[-4:], timeout=20_000
    )
    assert guest.name not in display.content()
    assert browsers.violations(display) == []
